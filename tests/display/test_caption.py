"""A caption looks as matplotlib would write it, and what it is made of is rasterised once."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from hubble_widget.display.caption import Caption

WORDS = "iteration 1234   loss 0.01996"
SIZE = (320, 60)


def written(text: Text, dpi: float = 100) -> np.ndarray:
    """How opaque each pixel is that the text is drawn on, shape (height, width)."""
    figure = Figure(figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=dpi)
    FigureCanvasAgg(figure)
    figure.add_artist(text)
    renderer = RendererAgg(round(SIZE[0] * dpi / 100), round(SIZE[1] * dpi / 100), dpi)
    text.draw(renderer)
    return np.asarray(renderer.buffer_rgba())[..., 3].astype(float)


def caption(words: str = WORDS, **properties: object) -> Caption:
    made = Caption(0.95, 0.9, size=9, color="black", **properties)
    made.set_text(words)
    return made


def box(opacity: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(opacity > 60)
    return rows.min(), rows.max(), columns.min(), columns.max()


@pytest.mark.parametrize("dpi", [100, 125, 200])
@pytest.mark.parametrize("words", [WORDS, "iteration 0   loss 1.2e-05", "iteration 10,000   loss nan"])
def test_it_stands_where_matplotlib_would_write_it(words: str, dpi: float) -> None:
    ours = written(caption(words), dpi)
    plain = written(Text(0.95, 0.9, words, ha="right", va="top", size=9, color="black"), dpi)
    assert np.abs(np.subtract(box(ours), box(plain))).max() <= 2
    assert ours.sum() == pytest.approx(plain.sum(), rel=0.1)


def test_only_what_is_new_is_rasterised(monkeypatch: pytest.MonkeyPatch) -> None:
    words: list[str] = []

    def note(self: Caption, word: str, renderer: RendererAgg, rasterise=Caption._rasterise) -> object:
        words.append(word)
        return rasterise(self, word, renderer)

    monkeypatch.setattr(Caption, "_rasterise", note)
    text = caption("iteration 123   loss 0.3")
    figure = Figure()
    FigureCanvasAgg(figure)
    figure.add_artist(text)
    for dpi in (100, 200):
        words.clear()
        text.draw(RendererAgg(640, 480, dpi))
        assert sorted(words) == sorted(["iteration ", "   loss ", ".", "0", "1", "2", "3"])
        words.clear()
        text.set_text("iteration 321   loss 0.22")
        text.draw(RendererAgg(640, 480, dpi))
        assert words == []
        text.set_text("iteration 123   loss 0.3")


def test_it_has_its_colour() -> None:
    figure = Figure(figsize=(3.2, 0.6))
    canvas = FigureCanvasAgg(figure)
    figure.set_facecolor("white")
    text = caption()
    figure.add_artist(text)
    for colour, expected in (("#ff0000", (255, 0, 0)), ("#0000ff", (0, 0, 255))):
        text.set_color(colour)
        canvas.draw()
        pixels = np.asarray(canvas.buffer_rgba())[..., :3].reshape(-1, 3).astype(int)
        assert np.abs(pixels - expected).sum(axis=1).min() < 40


def test_what_is_saved_is_written_by_matplotlib() -> None:
    saved = []
    for text in (caption(), Text(0.95, 0.9, WORDS, ha="right", va="top", size=9, color="black")):
        figure = Figure(figsize=(3.2, 0.6))
        FigureCanvasAgg(figure)
        figure.add_artist(text)
        picture = io.BytesIO()
        figure.savefig(picture, format="png")
        saved.append(picture.getvalue())
    assert saved[0] == saved[1]


@pytest.mark.parametrize("hide", [lambda text: text.set_visible(False), lambda text: text.set_text("")])
def test_nothing_is_written_where_there_is_nothing_to_see(hide: Callable[[Text], None]) -> None:
    text = caption()
    hide(text)
    assert not written(text).any()
