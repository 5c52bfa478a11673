"""Pictures: a PNG holds the very pixels, what moves is in them only where no page paints it, the newest state wins."""

from __future__ import annotations

import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from PIL import Image

from hubble_widget.canvas.live_canvas import LiveCanvas
from hubble_widget.canvas.png import encode_png
from tests.figures import open_dispatcher


@settings(deadline=None)  # the first call may find the machine busy
@given(
    pixels=st.integers(1, 40).flatmap(
        lambda height: st.binary(min_size=4 * height * 3, max_size=4 * height * 3).map(
            lambda raw: np.frombuffer(raw, np.uint8).reshape(height, 3, 4)
        )
    )
)
def test_a_png_holds_the_very_pixels(pixels: np.ndarray) -> None:
    decoded = np.asarray(Image.open(io.BytesIO(encode_png(pixels))))
    np.testing.assert_array_equal(decoded, pixels)


class Over:
    """What lies over the pictures: it notes what it is asked, and moves the line when somebody looks."""

    def __init__(self, line: Line2D) -> None:
        self.line, self.height = line, 0.0
        self.paints = True
        self.saved: list[tuple[str, bytes]] = []
        self.told: list[object] = []
        self.plots = SimpleNamespace(update_artists=self.update_artists)

    def check_page(self) -> None:
        """Nothing changes by itself."""

    def update_artists(self) -> None:
        self.line.set_ydata([0, self.height])

    def send_scene(self, picture: int) -> None:
        self.told.append(("scene", picture))

    def save(self, name: str, data: bytes) -> None:
        self.saved.append((name, data))


class Wire(LiveCanvas):
    """A canvas that notes what it sends; `later` holds what waits for the loop."""

    def __init__(self) -> None:
        self.later: list[Callable[[], object]] = []
        self.timers: list[Callable[[], object]] = []
        figure = Figure()
        axes = figure.add_axes((0, 0, 1, 1))
        (line,) = axes.plot([0, 1], [0, 1], color="red", lw=5)
        self.over = Over(line)
        self.sent = self.over.told
        self.pictures: list[bytes] = []
        super().__init__(
            figure,
            (self.over.line,),
            self.over,
            SimpleNamespace(
                call=lambda function, *args: function(*args),
                soon=self.later.append,
                later=lambda _seconds, function: self.timers.append(function),
            ),
        )

    def send(self, content: dict[str, Any], buffers: tuple[bytes, ...] | list[bytes] = ()) -> None:
        if "frame" in content:
            self.pictures.append(buffers[0])
            self.sent.append(("picture", content["frame"]))
        else:
            self.sent.append(content["data"])

    def says(self, kind: str, **more: Any) -> None:
        """Take what a page says."""
        self._handle_message(self, {"type": kind, **more}, [])

    def turn(self) -> None:
        """Let the loop turn."""
        while self.later:
            self.later.pop()()

    @property
    def shows_line(self) -> bool:
        """Whether the newest picture has the line."""
        pixels = np.asarray(Image.open(io.BytesIO(self.pictures[-1])))
        return bool((pixels[:, :, :3] == [255, 0, 0]).all(axis=2).any())


@pytest.fixture
def wire() -> Wire:
    canvas = Wire()
    canvas.says("initialized")
    canvas.turn()
    canvas.says("draw")
    canvas.sent.clear()
    canvas.pictures.clear()
    return canvas


def test_the_page_is_told_of_many_changes_once_and_asks(wire: Wire) -> None:
    for _ in range(4):
        wire.figure.text(0.5, 0.5, "one more")
    wire.turn()
    assert wire.sent == ['{"type": "draw"}']
    wire.says("draw")
    assert wire.sent[-2:] == [("scene", 2), ("picture", 2)]  # the scene goes before the picture that it belongs to


def test_a_page_that_waits_for_a_lost_picture_is_sent_the_newest(wire: Wire) -> None:
    wire.timers.clear()
    wire.figure.text(0.5, 0.5, "new")
    wire.turn()
    assert wire.pictures == []  # and the page does not ask
    wire.figure.text(0.5, 0.6, "newer")
    wire.turn()
    for too_late in wire.timers:
        too_late()
    assert len(wire.pictures) == 1


def test_what_changes_while_a_picture_is_on_its_way_is_sent_though_the_page_does_not_ask(wire: Wire) -> None:
    wire.timers.clear()
    wire.figure.text(0.5, 0.5, "new")
    wire.turn()
    wire.says("draw")
    wire.figure.text(0.5, 0.6, "newer, while the page waits for the picture and asks for none")
    wire.turn()
    for too_late in wire.timers:
        too_late()
    assert wire.sent[-1] == ("picture", 3)


def test_a_change_is_sent_also_if_the_figure_is_saved_before_the_page_asks(wire: Wire) -> None:
    wire.timers.clear()
    wire.figure.text(0.5, 0.5, "new")
    wire.turn()
    wire.render()
    for too_late in wire.timers:
        too_late()
    assert wire.sent[-2:] == [("scene", 2), ("picture", 2)]


def test_where_only_looks_have_changed_no_picture_is_sent(wire: Wire) -> None:
    wire.draw_idle()
    wire.turn()
    assert wire.sent == [("scene", 1)]


def test_what_moves_is_in_a_picture_only_where_no_page_paints_it(wire: Wire) -> None:
    wire.over.height = 0.5
    wire.says("draw")
    assert not wire.shows_line
    wire.over.paints = False
    wire.draw_idle()
    wire.turn()
    wire.says("draw")
    assert wire.shows_line
    assert wire.over.line.get_ydata()[1] == 0.5
    wire.over.paints = True  # a page that is late
    wire.sent.clear()
    wire.draw_idle()
    wire.turn()
    assert wire.sent == ['{"type": "draw"}']
    wire.says("draw")
    assert not wire.shows_line


def test_whoever_looks_sees_the_present_state(wire: Wire) -> None:
    wire.over.height = 0.25
    for look in (wire.render, wire.picture, lambda: wire.figure.savefig(io.BytesIO())):
        wire.over.line.set_ydata([0, 1])
        look()
        assert wire.over.line.get_ydata()[1] == 0.25


def test_a_saved_figure_has_what_moves(wire: Wire) -> None:
    file = io.BytesIO()
    wire.figure.savefig(file, format="png")
    pixels = np.asarray(Image.open(file))
    assert (pixels[:, :, :3] == [255, 0, 0]).all(axis=2).any()


def test_the_download_of_the_toolbar_is_the_saved_figure(wire: Wire) -> None:
    wire.says("toolbar_button", name="save_figure")
    ((name, data),) = wire.over.saved
    assert name.endswith(".png")
    assert Image.open(io.BytesIO(data)).format == "PNG"
    assert not any('"save"' in str(each) for each in wire.sent)


def test_where_no_page_paints_ipympl_saves_by_itself(wire: Wire) -> None:
    wire.over.paints = False
    wire.says("toolbar_button", name="save_figure")
    assert wire.over.saved == []
    assert any('"save"' in str(each) for each in wire.sent)


def test_in_a_cell_only_what_has_changed_is_pushed(wire: Wire) -> None:
    wire.draw_now()
    assert wire.pictures == []
    wire.figure.text(0.5, 0.5, "new")
    wire.draw_now()
    assert len(wire.pictures) == 1
    wire.over.paints = False
    wire.draw_now()
    assert len(wire.pictures) == 2


def test_a_new_size_goes_with_the_picture_of_that_size(wire: Wire) -> None:
    wire.resize(320, 240)
    assert wire.sent == []  # the page would cut the picture that it has
    wire.turn()
    size, scene, picture, *_ = wire.sent
    assert "[320.0, 240.0]" in str(size)
    assert (scene, picture) == (("scene", 2), ("picture", 2))


def test_what_drawing_itself_changes_asks_for_no_other_picture(wire: Wire) -> None:
    class Restless(Line2D):
        def draw(self, renderer: Any) -> None:
            super().draw(renderer)
            self.set_xdata([0, 1])

    wire.figure.add_artist(Restless([0, 1], [1, 0]))
    wire.turn()
    wire.later.clear()
    wire.draw()
    assert wire.later == []


def test_another_ratio_of_pixels_asks_for_another_picture(wire: Wire) -> None:
    wire.says("set_device_pixel_ratio", device_pixel_ratio=2)
    wire.turn()
    assert '{"type": "draw"}' in wire.sent


def test_a_closed_canvas_sends_nothing(wire: Wire) -> None:
    wire.figure.text(0.5, 0.5, "on its way")
    wire.close()
    wire.sent.clear()
    wire.turn()
    assert wire.sent == []


def test_what_is_kept_for_a_page_without_a_kernel_lacks_what_moves_and_has_a_scene() -> None:
    canvas = Wire()
    canvas.store_picture()
    kept = canvas._data_url
    assert canvas.sent[-1] == ("scene", 0)
    canvas.over.paints = False
    canvas.store_picture()
    assert canvas._data_url != kept
    canvas.says("initialized")
    canvas.over.paints = True
    canvas.store_picture()
    assert canvas._data_url != kept  # a page with a kernel keeps its own


def test_what_is_to_come_after_the_first_picture_waits_until_it_is_shown() -> None:
    canvas = Wire()
    shown: list[str] = []
    canvas.when_first_shown(lambda: shown.append("told"))
    canvas.says("initialized")
    canvas.says("draw")
    assert shown == []
    canvas.timers.pop()()  # some time after
    assert shown == ["told"]
    canvas.when_first_shown(lambda: shown.append("later"))
    assert shown == ["told", "later"]


def test_a_page_without_ipympl_gets_pictures_by_another_way(wire: Wire) -> None:
    told: list[tuple[dict[str, Any], Any]] = []
    canvas = LiveCanvas(Figure(), (), wire.over, open_dispatcher())
    canvas.send_through(lambda content, buffers=None: told.append((content, buffers)))
    page = object()
    canvas.handle_page_message(page, {"type": "initialized"})
    canvas.handle_page_message(page, {"type": "draw"})
    content, (png,) = told[-1]
    assert content["figure"]["frame"] == 1
    assert Image.open(io.BytesIO(png)).size == canvas.get_width_height()
    count = len(told)
    canvas.handle_page_message(canvas, {"type": "initialized"})  # a page that has it
    canvas.handle_page_message(canvas, {"type": "draw"})
    assert len(told) == count
