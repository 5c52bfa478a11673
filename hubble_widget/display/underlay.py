"""What a figure is drawn on: a background that stays, and which of its pixels are hidden by what moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.backends.backend_agg import RendererAgg
    from numpy.typing import NDArray


class Underlay:
    """The pixels of a renderer, and those that stood there before anything was drawn over them.

    What moves hides a hundredth of them. So few are brought back before each drawing, and compared with another picture
    after it, instead of all, which are some megabytes.

    Parameters
    ----------
    renderer : RendererAgg
        The background is what it holds now.
    """

    def __init__(self, renderer: RendererAgg) -> None:
        self._renderer = renderer
        pixels: Any = renderer.buffer_rgba()  # type: ignore[no-untyped-call]  # matplotlib annotates it not yet
        self._pixels = np.asarray(pixels).view("<u4").reshape(-1)
        self._background = self._pixels.copy()
        self._differs = np.empty(self._pixels.shape, dtype=bool)  # kept: new memory takes longer than the comparison
        self._hidden: NDArray[np.intp] | None = np.empty(0, dtype=np.intp)

    def is_of(self, renderer: RendererAgg) -> bool:
        """Return whether this is what the renderer draws on; another size has another renderer."""
        return renderer is self._renderer

    @property
    def hidden(self) -> NDArray[np.intp]:
        """Indices of pixels, ascending: all where the newest drawing differs from the background, perhaps more."""
        if self._hidden is None:
            self._hidden = np.flatnonzero(self._differs)
        return self._hidden

    def hidden_now_or(self, then: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return what is hidden now or was hidden `then`: nowhere else can two drawings differ."""
        self._differs[then] = True
        self._hidden = None
        return self.hidden

    def restore(self) -> None:
        """Bring back what the newest drawing hides."""
        self._pixels[self.hidden] = self._background[self.hidden]

    def look(self) -> None:
        """Compare a new drawing with the background."""
        np.not_equal(self._pixels, self._background, out=self._differs)
        self._hidden = None
