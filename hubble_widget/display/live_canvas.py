"""An ipympl canvas without side effects: blitted frames, encoded fast, sent as the page can take them.

Importing ipympl switches the user's matplotlib backend (and fails where another one is in use); here it does
neither. The figure is embedded without pyplot, so it never appears among the user's own figures.
"""

from __future__ import annotations

import json
import warnings
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg

from hubble_widget.display.frames import (
    LOST_AFTER,
    MOST_IN_A_TRAINING,
    MOST_IN_FLIGHT,
    FrameWindow,
    encode_changes,
    encode_png,
)
from hubble_widget.display.scales import inches
from hubble_widget.display.underlay import Underlay

with patch.object(matplotlib, "use", lambda *_args, **_options: None):
    from ipympl.backend_nbagg import Canvas, FigureManager

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

BIT_OF_BUTTON = (1, 4, 2, 8, 16)
"""Which bit of `MouseEvent.buttons` stands for `MouseEvent.button` 0, 1 ... in a browser, where the two disagree."""


class Key(NamedTuple):
    """The last whole picture that the page was sent: its number, its pixels, and where they are no background."""

    frame: int
    pixels: NDArray[np.uint8]
    hidden: NDArray[np.intp]


class LiveCanvas(Canvas):
    """The canvas of one figure whose moving artists are blitted over a background that is drawn once.

    A change of the figure (`draw_idle`) is rendered and sent at once while few frames are in flight, else as soon as
    the page has shown one of them: so none piles up, and the newest state wins. Who sees the page's answers tells them
    by `frame_shown`. For a page that gives none, a change is announced, and rendered when the page asks for it.

    A frame is a whole picture or, for a page that can paint them, the changes since the last whole one, the key. None
    depends on changes that were sent before: a page that drops some has lost nothing.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Every face in it must be opaque.
    moving : iterable of Artist
        The artists that change from frame to frame; they are marked as animated.
    run_at_home : callable
        ``run_at_home(function, *args)`` calls the function on the thread that owns the figure.
    soon : callable
        ``soon(function)`` calls it there when what runs now has ended: many changes, one frame.
    later : callable
        ``later(seconds, function)`` calls it there after so many seconds.
    beside : callable
        ``beside()`` returns the states of other widgets that go with a picture; see `hubble_widget.display.bundle`.
    """

    def __init__(
        self,
        figure: Figure,
        moving: Iterable[Artist],
        run_at_home: Callable[..., object],
        soon: Callable[[Callable[[], object]], object],
        later: Callable[[float, Callable[[], object]], object],
        *,
        beside: Callable[[], dict[str, dict[str, Any]]] = dict,
        before_picture: Callable[[int], object] = int,
    ) -> None:
        self._beside, self._before_picture = beside, before_picture
        self._run_at_home = run_at_home
        self._soon, self._later = soon, later
        self._is_due = False
        self._moving = tuple(moving)
        for artist in self._moving:
            artist.set_animated(True)
        self._underlay: Underlay | None = None
        self._takes_changes = False
        self._key: Key | None = None
        self._page_is_ready = False
        self._window = FrameWindow()
        self._is_behind = self._looks_again = False
        self._is_resized = False
        self._is_sent = self._is_shown = False
        self._edition = 0
        self._shows: tuple[int, int] | None = None
        self._relay: Callable[..., object] | None = None
        self._when_first_shown: list[Callable[[], object]] = []
        super().__init__(figure)
        with warnings.catch_warnings():  # the toolbar of ipympl 0.10 passes on what traitlets does not know
            warnings.filterwarnings("ignore", "Passing unrecognized arguments", DeprecationWarning)
            manager = FigureManager(self, 0)  # becomes self.manager: every message goes through it
        self.mpl_disconnect(manager.key_press_handler_id)  # its keys would turn axes logarithmic by surprise
        self.set_trait("header_visible", False)
        self.set_trait("footer_visible", False)
        self.set_trait("resizable", False)
        self._size = self.get_width_height()
        figure.stale_callback = self._figure_changed  # as pyplot does: what a user draws appears by itself

    def _figure_changed(self, _figure: object, is_stale: bool) -> None:
        if is_stale:
            self.draw_idle()

    def render(self) -> NDArray[np.uint8]:
        """Draw what has changed and return all pixels, shape (height, width, 4), without sending them."""
        renderer = self.get_renderer()
        if self._underlay is None or self.figure.stale or not self._underlay.is_of(renderer):
            FigureCanvasAgg.draw(self)  # type: ignore[no-untyped-call]  # matplotlib annotates it not yet
            self._underlay = Underlay(renderer)
            self._key = None
        else:
            self._underlay.restore()
        for artist in self._moving:
            artist.draw(renderer)
        self._underlay.look()
        return np.asarray(renderer.buffer_rgba())

    def picture(self) -> bytes:
        """Return the figure as it is now, as a PNG."""
        return encode_png(self.render())

    def keep(self, png: bytes) -> None:
        """Keep a picture for pages that are opened without a kernel, until one with a kernel keeps its own."""
        if not self._page_is_ready:
            self._data_url = "data:image/png;base64," + b64encode(png).decode("ascii")

    def draw(self) -> None:
        """Draw everything anew and send it."""
        self._underlay = None
        self._send_frame()

    def draw_idle(self) -> None:
        """Have the figure shown as it will be when what runs now has ended."""
        self.begin_edition()
        self._draw_soon()

    def draw_state(self, shows: tuple[int, int] | None) -> None:
        """Have another state shown likewise, which leaves what was drawn ahead of others as right as it was.

        Parameters
        ----------
        shows : pair of int, optional
            The positions of the two settings' sliders that lead to this very picture, where some do.
        """
        self._shows = shows
        self._draw_soon()

    def _draw_soon(self) -> None:
        if not self._is_due:
            self._is_due = True
            self._soon(self._show_changes)

    def draw_now(self) -> None:
        """Have a page that is there show the figure as it is, in the middle of a cell, when it can answer nothing."""
        if self._page_is_ready and self.comm is not None:
            self._send_frame()

    def _show_changes(self) -> None:
        self._is_due = False
        if self.comm is None:  # closed meanwhile
            return
        if not self._window.acknowledges:
            self._send_size()
            super().draw_idle()  # the page will ask
        elif self._window.has_room:
            self._send_frame()
        else:
            self._is_behind = True
            if not self._looks_again:
                self._looks_again = True
                self._later(LOST_AFTER, self._look_again)

    def _look_again(self) -> None:
        """Send the newest state all the same where the page's answer was lost and nothing has changed since."""
        self._looks_again = False
        if self._is_behind:
            self._show_changes()

    def frames_are_acknowledged(self, *, takes_changes: bool = False) -> None:
        """From now on the page tells which frames it has shown; it may paint changes, too."""
        self._window.acknowledges = True
        self._takes_changes = takes_changes
        self.send_whole()  # what was announced before may have been lost

    def send_whole(self) -> None:
        """Have the next frame be a whole picture, for a page that has none to paint changes on."""
        self._key = None
        self.draw_idle()

    def frame_shown(self, number: int) -> None:
        """Take the page's word that it shows frame `number`, and send it what has changed since."""
        self._window.shown(number)
        if self._is_behind:
            self._show_changes()
        self._first_is_shown()

    def training_runs(self, *, running: bool) -> None:
        """Take note that a training begins or has ended: while one runs the page answers more rarely."""
        self._window.most = MOST_IN_A_TRAINING if running else MOST_IN_FLIGHT

    def handle_draw(self, _event: object) -> None:
        """Answer the page, which asks for a frame."""
        self._send_frame()

    def _send_frame(self) -> None:
        self._is_behind = False
        pixels = self.render()
        self._send_size()
        if self._page_is_ready:  # a frame that comes before the page knows the size leaves it at 0 x 0 for good
            if not self._send_changes(pixels):
                self._png_is_old = True
                self.manager.refresh_all()
            if not self._is_sent:
                self._is_sent = True
                self._later(LOST_AFTER, self._first_is_shown)  # should the page not tell

    def _send_size(self) -> None:
        if self._is_resized:
            self._is_resized = False
            self.manager.resize(*self.get_width_height(physical=True))

    def when_first_shown(self, callback: Callable[[], object]) -> None:
        """Call `callback` once a page has shown its first frame, as far as can be known; now if it has."""
        self._when_first_shown.append(callback)
        if self._is_shown:
            self._first_is_shown()

    def _first_is_shown(self) -> None:
        self._is_shown = True
        callbacks, self._when_first_shown = self._when_first_shown, []
        for callback in callbacks:
            callback()

    @property
    def is_on_a_page(self) -> bool:
        """Whether a page has told that it shows the figure."""
        return self._page_is_ready

    @property
    def is_acknowledged(self) -> bool:
        """Whether a page tells which frames it has shown, and takes what goes beside them."""
        return self._window.acknowledges

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in the page's pixels."""
        width, height = self.get_width_height()
        return width, height

    def get_diff_image(self) -> bytes | None:
        """Return the frame to send: the whole picture, or None when it has been sent."""
        if not self._png_is_old:
            return None
        self._png_is_old = False
        self.set_image_mode("full")
        return encode_png(np.asarray(self.get_renderer().buffer_rgba()))

    def relay_to(self, send: Callable[..., object]) -> None:
        """Have `send` carry what ipympl would be told, to a page without its front end, until one comes that has it."""
        self._relay = send

    def send(self, content: dict[str, Any], buffers: list[bytes] | None = None) -> None:
        """Send a message to the page, by the way on which it can be reached."""
        if self._relay is None:
            super().send(content, buffers)
        else:
            self._relay({"figure": content}, buffers)

    def send_json(self, content: dict[str, Any]) -> None:
        """Send what is not a picture; the cursor, a trait of ipympl's model, is told to a page without one, too."""
        super().send_json(content)
        if content["type"] == "cursor" and self._relay is not None:
            self._relay({"figure": {"data": json.dumps({"type": "cursor", "cursor": self._cursor})}})

    def send_binary(self, data: bytes) -> None:
        """Send one whole frame to the page."""
        number = self._window.take_number()
        self._before_picture(number)
        self.send({"data": '{"type": "binary"}', "frame": number, "states": self._beside()}, buffers=[data])
        if self._takes_changes and self._underlay is not None:
            self._key = Key(number, np.array(self.get_renderer().buffer_rgba()), self._underlay.hidden)

    def _send_changes(self, pixels: NDArray[np.uint8]) -> bool:
        """Send what has changed since the last whole frame; return whether that can be done."""
        key = self._key
        changes = self._changes_in(pixels)
        if key is None or changes is None:
            return False
        number = self._window.take_number()
        about = {"frame": number, "shows": self._shows, "states": self._beside()}
        self.send({**self._about_changes(key.frame), **about}, buffers=[changes])
        return True

    def _changes_in(self, pixels: NDArray[np.uint8]) -> bytes | None:
        """Return what is different in a drawing from the key; None without a key, or where it is too much."""
        if self._key is None or self._underlay is None:
            return None
        return encode_changes(pixels, self._key.pixels, self._underlay.hidden_now_or(self._key.hidden))

    def _about_changes(self, key: int) -> dict[str, Any]:
        return {"data": '{"type": "changes"}', "key": key, "edition": self._edition}

    # Pictures that are drawn ahead (display/foresight.py)

    def begin_edition(self) -> None:
        """Take note that pictures which were drawn ahead lack something now."""
        self._edition += 1

    @property
    def edition(self) -> tuple[int, int] | None:
        """What pictures that are drawn ahead belong to; None where the page could not take any, or has more to do."""
        is_ready = self.comm is not None and self._window.is_quiet
        if self._key is None or not is_ready or self._is_due or self._is_behind or self.figure.stale:
            return None
        return self._key.frame, self._edition

    def changes(self) -> bytes | None:
        """Return the picture of the figure as it is now, as changes of the last whole frame, without sending it."""
        return self._changes_in(self.render())  # which forgets the key, where the background had to be drawn anew

    def send_ahead(self, pictures: Mapping[tuple[int, int], bytes]) -> None:
        """Send pictures for the page to show as soon as the sliders stand at the positions that they belong to."""
        if self._key is not None:
            self.send(
                {**self._about_changes(self._key.frame), "ahead": list(pictures)}, buffers=list(pictures.values())
            )

    def handle_button_release(self, event: dict[str, Any]) -> None:
        """Answer a released button, first of all as a motion: the page sends only so many, and holds back the last."""
        buttons = event.get("buttons", 0) | BIT_OF_BUTTON[event["button"]]  # the page tells what is left pressed
        self.handle_motion_notify({**event, "type": "motion_notify", "buttons": buttons})
        super().handle_button_release(event)

    def resize(self, width: int, height: int) -> None:
        """Give the figure a new size in the page's pixels.

        The page, which cuts the picture that it has to that size at once, hears of it when the new picture is ready.
        """
        size = (inches(pixels * self.device_pixel_ratio, self.figure.dpi) for pixels in (width, height))
        self.figure.set_size_inches(*size, forward=False)
        self._is_resized = True
        self.draw_idle()

    def _handle_message(self, widget: object, content: dict[str, Any], buffers: list[bytes]) -> None:
        self._run_at_home(self.answer, widget, content, buffers)

    def answer(self, widget: object, content: dict[str, Any], buffers: Sequence[bytes] = ()) -> None:
        """Answer what a page says of the figure: that it is there, what the mouse does. Must be called at home."""
        is_new = content["type"] == "initialized"
        if is_new and widget is self:
            self._relay = None
        super()._handle_message(widget, content, buffers)
        if is_new:
            self._page_is_ready = True
            self._window.restart()
            self._takes_changes, self._key = False, None
            self.send_state("resizable")  # a new page takes every figure for resizable

    def close(self) -> None:
        """Free the figure, which the widget registry would hold through the toolbar."""
        self.toolbar.layout.close()
        self.toolbar.close()
        super().close()
