"""A figure that never fails for a user's own settings and drawings: what cannot be drawn is left out, and told."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.text import Text

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.backend_bases import RendererBase

DPI = 100
# The settings of a user's that are no matter of taste: LaTeX may be missing, is asked anew for each number on an axis,
# and would read names and units as formulas; a layout of matplotlib's own moves plots that have their places.
OWN_SETTINGS = {"text.usetex": False, "figure.autolayout": False, "figure.constrained_layout.use": False}
KEEPS_RESOLUTION = (
    "The figure on the page has the resolution of the screen; for a file with more: "
    'explorer.figure.savefig("file.png", dpi=300).'
)


@contextmanager
def own_settings() -> Iterator[None]:
    """Return a context in which matplotlib has our settings where it must, and the user's in all else."""
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
        Called before each drawing: mends what a user has taken away. Returns what there is to tell a person, or "".
    before_pickling : callable
        Called before the figure is pickled: has everything in it show the newest state.
    tell : callable
        ``tell(sentence)`` tells a person what has been left out, and what can be done.
    ours : callable
        Returns the artists that are not the user's.
    """

    def __init__(self) -> None:
        super().__init__(dpi=DPI)
        self.before_drawing: Callable[[], str] = str
        self.before_pickling: Callable[[], object] = str
        self.ours: Callable[[], Iterable[Artist]] = tuple
        self.tell: Callable[[str], object] | None = None

    def set_layout_engine(self, layout: Any = None, **options: Any) -> None:
        """Choose a layout engine; None is none here, whatever the user's settings: so matplotlib asks after saving."""
        own: Any = super()
        own.set_layout_engine("none" if layout is None else layout, **options)

    def prepare(self) -> None:
        """Undo a resolution that the page cannot have. Must be called before a renderer is asked for."""
        wanted = DPI * self.canvas.device_pixel_ratio
        if self.dpi != wanted:
            self.set_dpi(wanted)
            self._say(KEEPS_RESOLUTION)

    def draw(self, renderer: RendererBase) -> None:
        """Draw everything that can be drawn."""
        with own_settings(), np.errstate(all="ignore"):
            self._say(self.before_drawing())
            try:
                super().draw(renderer)
            except Exception:  # a user's artists, of any class, may raise anything
                self._sort_out(renderer)
                super().draw(renderer)

    def _say(self, sentence: str) -> None:
        if sentence and self.tell is not None:
            self.tell(sentence)

    def _sort_out(self, renderer: RendererBase) -> None:
        """Let what cannot be drawn do without LaTeX, or hide it."""
        ours = set(self.ours())
        for host in (self, *self.axes):
            for artist in host.get_children():
                if artist in ours or artist in self.axes or not artist.get_visible():
                    continue
                if (error := _error_of(artist, renderer)) is None:
                    continue
                for text in artist.findobj(Text):
                    text.set_usetex(False)
                if _error_of(artist, renderer) is None:
                    self._say(f"LaTeX cannot typeset what you wrote ({_first_line(error)}): matplotlib does it itself.")
                else:
                    self._leave_out(artist, renderer, error)

    def _leave_out(self, artist: Artist, renderer: RendererBase, error: Exception) -> None:
        artist.set_visible(False)
        done = "is hidden. Remove it, or mend it and call its set_visible(True)."
        if _error_of(artist, renderer) is not None:  # one that does not ask whether it is visible
            artist.remove()
            done = "was removed."
        told = (
            f"{type(artist).__name__}, which you drew, cannot be drawn ({type(error).__name__}: {_first_line(error)})"
        )
        self._say(f"{told} and {done}")

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what belongs to a page."""
        self.before_pickling()
        state: Any = super().__getstate__()
        return {**state, "tell": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Be an ordinary figure, all of which is drawn at once."""
        own: Any = super()
        own.__setstate__(state)
        for artist in self.findobj(lambda artist: artist.get_animated()):
            artist.set_animated(False)


def _error_of(artist: Artist, renderer: RendererBase) -> Exception | None:
    """Return what an artist raises when it is drawn."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            artist.draw(renderer)
    except Exception as error:  # of any kind
        return error
    return None


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
