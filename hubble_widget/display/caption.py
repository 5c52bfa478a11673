"""A line of text that another number is written into at every frame: what it is made of is rendered only once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.text import Text

if TYPE_CHECKING:
    from matplotlib.backend_bases import RendererBase
    from numpy.typing import NDArray

_TILES = re.compile(r"\d|\D+")  # digits one by one, what stands between them as a whole
_MOST_KEPT = 200
_Picture: Any = RendererAgg  # matplotlib annotates it not yet


class Caption(Text):
    """One line of text, right-aligned and hanging from its position, that is quick to draw again with other numbers.

    matplotlib lays out and rasterises every glyph of a text anew (30 microseconds each). Here each digit and each run
    of other characters is rasterised once, for one size, and copied from then on. What is saved to a file is drawn by
    matplotlib.
    """

    def __init__(self, x: float, y: float, **properties: Any) -> None:
        super().__init__(x, y, "", ha="right", va="top", parse_math=False, usetex=False, **properties)
        self._tiles: dict[str, tuple[float, NDArray[np.uint8]]] = {}
        self._tiles_are_for: object = None

    def draw(self, renderer: RendererBase) -> None:
        """Copy the tiles of the text into a picture of it, and draw that."""
        is_live = isinstance(renderer, RendererAgg) and not self.figure.canvas.is_saving()
        if not is_live:
            super().draw(renderer)
        elif self.get_visible() and self.get_text():
            opacity = self._write(renderer)
            pixels = np.empty((*opacity.shape, 4), dtype=np.uint8)
            pixels[..., :3] = np.rint(255 * np.array(to_rgb(self.get_color())))
            pixels[..., 3] = opacity
            right, top = self.get_transform().transform(self.get_unitless_position())
            height, width = opacity.shape
            picture: Any = renderer
            picture.draw_image(picture.new_gc(), round(right) - width, round(top) - height, pixels[::-1])
        self.stale = False

    def _write(self, renderer: Any) -> NDArray[np.uint8]:
        """Return how opaque each pixel of the line is, shape (height, width)."""
        look = renderer.dpi, hash(self.get_fontproperties())
        if look != self._tiles_are_for or len(self._tiles) > _MOST_KEPT:
            self._tiles_are_for = look
            self._tiles.clear()
        words = _TILES.findall(self.get_text())
        for word in words:
            if word not in self._tiles:
                self._tiles[word] = self._rasterise(word, renderer)
        tiles = [self._tiles[word] for word in words]
        ends = np.cumsum([advance for advance, _tile in tiles])
        line = np.zeros((tiles[0][1].shape[0], int(np.ceil(ends[-1])) + 1), dtype=np.uint8)
        for (advance, tile), end in zip(tiles, ends, strict=True):
            place = line[:, round(end - advance) :][:, : tile.shape[1]]
            np.maximum(place, tile[:, : place.shape[1]], out=place)
        return line

    def _rasterise(self, word: str, renderer: Any) -> tuple[float, NDArray[np.uint8]]:
        """Return how wide a part of the line is, in pixels, and how opaque each of its pixels."""
        font = self.get_fontproperties()

        def width(text: str) -> float:
            return float(renderer.get_text_width_height_descent(text, font, False)[0])

        advance = width(f"0{word}0") - width("00")  # blanks at the ends count too
        _, height, descent = renderer.get_text_width_height_descent("lp", font, False)  # as matplotlib spaces lines
        small: Any = _Picture(int(np.ceil(advance)) + 1, int(np.ceil(height)) + 1, renderer.dpi)
        small.draw_text(small.new_gc(), 0, round(height - descent), word, font, 0)
        return advance, np.array(small.buffer_rgba())[..., 3]
