"""A figure that survives a user's settings and drawings: an artist that cannot be drawn is hidden, with a message."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.text import Text

from hubble_widget.messages import message

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.backend_bases import RendererBase

DPI = 100
# Our values replace these settings of the user. LaTeX may be missing, is slow (it runs for each number on an axis) and
# would read names and units as formulas. A layout engine of matplotlib would move our plots.
OWN_SETTINGS = {"text.usetex": False, "figure.autolayout": False, "figure.constrained_layout.use": False}
KEEPS_RESOLUTION = message(
    "The figure on the page has the resolution of the screen; for a file with more: {call}.",
    call='explorer.figure.savefig("file.png", dpi=300)',
)


@contextmanager
def own_settings() -> Iterator[None]:
    """Return a context in which matplotlib uses `OWN_SETTINGS`, and the user's settings for everything else."""
    settings: Any = matplotlib.rcParams
    before = {name: settings[name] for name in OWN_SETTINGS if settings[name]}
    settings.update(dict.fromkeys(before, False))
    try:
        yield
    finally:
        settings.update(before)


class PlotFigure(Figure):
    """The figure of our plots.

    Attributes
    ----------
    before_drawing : callable
        Called before each drawing: restores what a user has removed. Returns a message for the user, or "".
    before_pickling : callable
        Called before the figure is pickled: updates all artists to the newest state.
    notify : callable
        ``notify(sentence)`` shows the user what has been left out, and what to do.
    own_artists : callable
        Returns our artists, as opposed to the user's.
    """

    def __init__(self) -> None:
        super().__init__(dpi=DPI)
        self.before_drawing: Callable[[], str] = str
        self.before_pickling: Callable[[], object] = str
        self.own_artists: Callable[[], Iterable[Artist]] = tuple
        self.notify: Callable[[str], object] | None = None

    def set_layout_engine(self, layout: Any = None, **options: Any) -> None:
        """Set a layout engine. None means none, whatever the user's settings; matplotlib passes it after saving."""
        own: Any = super()
        own.set_layout_engine("none" if layout is None else layout, **options)

    def prepare(self) -> None:
        """Undo a resolution that the page cannot show. Must be called before a renderer is requested."""
        wanted = DPI * self.canvas.device_pixel_ratio
        if self.dpi != wanted:
            self.set_dpi(wanted)
            self._notify(KEEPS_RESOLUTION)

    def draw(self, renderer: RendererBase) -> None:
        """Draw everything that can be drawn."""
        with own_settings(), np.errstate(all="ignore"):
            self._notify(self.before_drawing())
            try:
                super().draw(renderer)
            except Exception:  # a user's artist may raise anything
                self._handle_failing_artists(renderer)
                super().draw(renderer)

    def _notify(self, sentence: str) -> None:
        if sentence and self.notify is not None:
            self.notify(sentence)

    def _handle_failing_artists(self, renderer: RendererBase) -> None:
        """Turn off LaTeX for artists that cannot be drawn; hide those that still fail."""
        own = set(self.own_artists())
        for host in (self, *self.axes):
            for artist in host.get_children():
                if artist in own or artist in self.axes or not artist.get_visible():
                    continue
                if (error := _error_of(artist, renderer)) is None:
                    continue
                for text in artist.findobj(Text):
                    text.set_usetex(False)
                if _error_of(artist, renderer) is None:
                    self._notify(
                        message(
                            "LaTeX cannot typeset what you wrote ({reason}): matplotlib does it itself.",
                            reason=_first_line(error),
                        )
                    )
                else:
                    self._hide(artist, renderer, error)

    def _hide(self, artist: Artist, renderer: RendererBase, error: Exception) -> None:
        artist.set_visible(False)
        what, why = type(artist).__name__, f"{type(error).__name__}: {_first_line(error)}"
        if _error_of(artist, renderer) is None:
            self._notify(
                message(
                    "{artist}, which you drew, cannot be drawn ({error}) and is hidden. Remove it, or repair it and "
                    "call its {method}.",
                    artist=what,
                    error=why,
                    method="set_visible(True)",
                )
            )
        else:  # it is drawn even when it is not visible
            artist.remove()
            self._notify(
                message("{artist}, which you drew, cannot be drawn ({error}) and was removed.", artist=what, error=why)
            )

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the callback to the page."""
        self.before_pickling()
        state: Any = super().__getstate__()
        return {**state, "notify": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Restore it as an ordinary figure, without animated artists."""
        own: Any = super()
        own.__setstate__(state)
        for artist in self.findobj(lambda artist: artist.get_animated()):
            artist.set_animated(False)


def _error_of(artist: Artist, renderer: RendererBase) -> Exception | None:
    """Return the exception that drawing an artist raises, or None."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            artist.draw(renderer)
    except Exception as error:  # of any kind
        return error
    return None


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
