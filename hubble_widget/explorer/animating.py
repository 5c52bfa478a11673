"""Draws the whole path of a run, frame by frame, while the explorer itself stays as it is."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from hubble_widget.canvas.png import encode_png
from hubble_widget.data.real_numbers import as_real, as_whole
from hubble_widget.explorer.saving import file_name
from hubble_widget.figure.animation import (
    ANIMATIONS,
    DURATION,
    FRAMES,
    MAX_FRAMES,
    check_ffmpeg,
    encode,
    iterations_to_show,
)
from hubble_widget.figure.frames import FramePainter
from hubble_widget.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable

    from hubble_widget.dispatcher import Dispatcher
    from hubble_widget.explorer.playback import Playback
    from hubble_widget.explorer.result import Result
    from hubble_widget.widgets.explorer_view import ExplorerView


def check_animation(path: Path, duration: object, frames: object) -> tuple[str, float, int]:
    """Return type of file, duration and number of frames.

    Raises
    ------
    TypeError, ValueError
        If one of them is not possible.
    RuntimeError
        If ffmpeg is needed and missing.
    """
    kind = path.suffix.lower().removeprefix(".")
    if kind not in ANIMATIONS:
        raise ValueError(f"the name of an animation must end with .gif or .mp4, got {path.name!r}.")
    check_ffmpeg(kind)
    seconds = as_real("duration", duration, f"a number of seconds above 0, such as {DURATION}")
    if not 0 < seconds <= 600:
        raise ValueError(f"duration must be above 0 and at most 600 seconds, got {seconds!r}.")
    wanted = f"a whole number from 2 to {MAX_FRAMES}"
    count = as_whole("frames", frames, wanted)
    if not 2 <= count <= MAX_FRAMES:
        raise ValueError(f"frames must be {wanted}, got {count}.")
    return kind, seconds, count


def write_whole(path: Path, content: bytes) -> None:
    """Write a file by way of another one beside it, so that there is never half a file of this name."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        half = Path(file.name)
        try:
            file.write(content)
        except BaseException:
            file.close()
            half.unlink()
            raise
    os.replace(half, path)  # noqa: PTH105  # as its name says


class Animator:
    """Makes animations of one explorer's present run.

    Parameters
    ----------
    playback : Playback
    view : ExplorerView
    dispatcher : Dispatcher
    result : callable
        Returns the shown result.
    shows_exact : callable
        Returns whether the exact fit is shown.
    """

    def __init__(
        self,
        playback: Playback,
        view: ExplorerView,
        dispatcher: Dispatcher,
        result: Callable[[], Result],
        shows_exact: Callable[[], bool],
    ) -> None:
        self._playback, self._view, self._dispatcher = playback, view, dispatcher
        self._result, self._shows_exact = result, shows_exact
        view.more.animation.on_click(dispatcher.answer(self._begin))

    def frames(self, count: int) -> Iterator[bytes]:
        """Yield pictures (PNG) of about so many states of the whole path; between two of them nothing has changed.

        Raises
        ------
        ValueError
            If the path is not complete, or becomes another one meanwhile.
        """
        path, present = self._playback.complete_path(), self._playback.path
        painter = FramePainter(self._view.plots)
        for iteration in iterations_to_show(path.iterations if path.diverged is None else path.diverged, count):
            if self._playback.path is not present:
                raise ValueError("another run is shown now; make the animation again.")
            result = replace(self._result(), trajectory=path, iteration=iteration)
            with self._playback.plots_at(path, iteration):
                picture = painter.picture(result._summary(show_exact=self._shows_exact()))
            yield encode_png(picture)

    def _begin(self) -> None:
        """Make an animation for the page, in the background if possible."""
        name = file_name(self._result().data, "gif")
        self._view.fallback.show_message(message("{call} saves it.", call=f'explorer.save_animation("{name}")'))
        if not self._dispatcher.has_loop:
            self._view.overlay.save(name, encode(list(self.frames(FRAMES)), DURATION, "gif"))
        elif not self._view.more.animation.disabled:
            self._dispatcher.start(self._make(name))

    async def _make(self, name: str) -> None:
        button, label = self._view.more.animation, self._view.more.animation.description
        button.disabled = True
        try:
            drawn = []
            for frame in self.frames(FRAMES):
                drawn.append(frame)
                button.description = message("Frame {number}", number=len(drawn))
                await asyncio.sleep(0)  # controls are answered
                if not self._dispatcher.is_open:
                    return
            content = await asyncio.to_thread(encode, drawn, DURATION, "gif")
            if self._dispatcher.is_open:
                self._view.overlay.save(name, content)
        except Exception as error:
            self._dispatcher.report(error)
        finally:
            if self._dispatcher.is_open:
                button.disabled, button.description = False, label
