"""Frames: a PNG holds the very pixels, few are in flight, and the newest state wins."""

from __future__ import annotations

import io
import json
import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backend_tools import Cursors
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from PIL import Image

from hubble_widget.display import frames
from hubble_widget.display.frames import (
    LOST_AFTER,
    MOST_CHANGED,
    MOST_IN_A_TRAINING,
    MOST_IN_FLIGHT,
    FrameWindow,
    encode_changes,
    encode_png,
)
from hubble_widget.canvas.live_canvas import LiveCanvas

from .figures import repainted


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


@settings(deadline=None)
@given(
    key=st.integers(0, 2**32 - 1),
    changed=st.dictionaries(st.integers(0, 599), st.integers(0, 2**32 - 1), max_size=150),
)
def test_changes_make_the_very_pixels_of_their_key(key: int, changed: dict[int, int]) -> None:
    before = np.full(600, key, "<u4").view(np.uint8).reshape(20, 30, 4)
    after = before.copy()
    for place, colour in changed.items():
        after.view("<u4").ravel()[place] = colour
    changes = encode_changes(after, before)
    assert changes is not None
    np.testing.assert_array_equal(repainted(before, changes), after)


def test_where_too_much_has_changed_the_whole_is_wanted() -> None:
    key = np.zeros((20, 30, 4), np.uint8)
    few, many = key.copy(), key.copy()
    few.reshape(-1, 4)[: round(600 * MOST_CHANGED)] = 255
    many.reshape(-1, 4)[: round(600 * MOST_CHANGED) + 1] = 255
    assert encode_changes(few, key) is not None
    assert encode_changes(many, key) is None


class Wire(LiveCanvas):
    """A canvas that notes what it sends; `later` holds what waits for the loop."""

    def __init__(self) -> None:
        self.sent: list[object] = []
        self.pictures: list[tuple[int, int | None, bytes]] = []  # frame, key, encoded
        self.later: list[Callable[[], object]] = []
        self.timers: list[Callable[[], object]] = []
        figure = Figure()
        self.line = figure.add_artist(Line2D([0, 1], [0, 1]))
        super().__init__(
            figure,
            (self.line,),
            operator.call,
            self.later.append,
            lambda _seconds, function: self.timers.append(function),
        )

    def send(self, content: dict[str, Any], buffers: tuple[bytes, ...] | list[bytes] = ()) -> None:
        self.sent.append(content.get("frame", content))
        if "frame" in content:
            self.pictures.append((content["frame"], content.get("key"), buffers[0]))

    def move(self, height: float) -> np.ndarray:
        """Move the line, let the loop turn and return the pixels that were sent."""
        self.line.set_ydata([0, height])
        self.draw_idle()
        self._turn()
        self.frame_shown(self.frames[-1])
        return np.array(self.get_renderer().buffer_rgba())

    def change(self, *times: int) -> None:
        """Let the figure change several times in one go, then let the loop turn."""
        for _ in times or (1,):
            self.figure.text(0.5, 0.5, "one more")
        self._turn()

    def _turn(self) -> None:
        while self.later:
            self.later.pop()()

    @property
    def frames(self) -> list[int]:
        """Numbers of the frames that were sent."""
        return [each for each in self.sent if isinstance(each, int)]


@pytest.fixture
def wire() -> Wire:
    canvas = Wire()
    canvas._handle_message(canvas, {"type": "initialized"}, [])
    canvas.change()
    canvas.sent.clear()
    return canvas


def test_without_acknowledgement_the_page_is_told_and_asks(wire: Wire) -> None:
    wire.change()
    assert wire.frames == []
    assert "draw" in str(wire.sent)
    wire._handle_message(wire, {"type": "draw"}, [])
    assert len(wire.frames) == 1


def test_many_changes_make_one_frame(wire: Wire) -> None:
    wire.frames_are_acknowledged()
    wire.change()
    before = len(wire.frames)
    wire.change(1, 2, 3, 4)
    assert len(wire.frames) == before + 1


def test_no_more_are_in_flight_than_the_page_can_take_and_the_newest_wins(wire: Wire) -> None:
    wire.frames_are_acknowledged()
    for _ in range(10):
        wire.change()
    first, *_, last = wire.frames
    assert len(wire.frames) == MOST_IN_FLIGHT
    wire.frame_shown(first)
    assert len(wire.frames) == MOST_IN_FLIGHT + 1  # what has changed meanwhile, once
    wire.frame_shown(last)
    wire.frame_shown(last + 1)
    assert len(wire.frames) == MOST_IN_FLIGHT + 1  # nothing has changed since
    wire.change()
    assert len(wire.frames) == MOST_IN_FLIGHT + 2


def test_a_reloaded_page_is_not_waited_for(wire: Wire) -> None:
    wire.frames_are_acknowledged()
    for _ in range(10):
        wire.change()
    wire._handle_message(wire, {"type": "initialized"}, [])
    wire.frames_are_acknowledged()
    wire.change()
    assert len(wire.frames) == MOST_IN_FLIGHT + 1


def test_a_new_size_goes_with_the_picture_of_that_size(wire: Wire) -> None:
    wire.frames_are_acknowledged()
    wire.change()
    wire.frame_shown(wire.frames[-1])
    wire.sent.clear()
    wire.resize(320, 240)
    assert wire.sent == []  # the page would cut the picture that it has
    wire.change()
    size, frame = wire.sent
    assert "[320.0, 240.0]" in str(size)
    assert isinstance(frame, int)


def test_a_new_size_is_told_once_and_waits_for_room(wire: Wire) -> None:
    wire.frames_are_acknowledged()
    for _ in range(10):
        wire.change()
    wire.sent.clear()
    wire.resize(320, 240)
    wire.change()
    assert wire.sent == []
    wire.frame_shown(MOST_IN_FLIGHT + 1)
    assert "320.0" in str(wire.sent[0])
    assert len(wire.sent) == 2


def test_a_page_that_acknowledges_nothing_is_told_a_new_size_at_once(wire: Wire) -> None:
    wire.resize(320, 240)
    wire.change()
    assert wire.frames == []
    assert "[320.0, 240.0]" in str(wire.sent[0])


def test_a_lost_acknowledgement_holds_nothing_up_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(frames, "monotonic", lambda: now)
    window = FrameWindow()
    assert not window.has_room
    window.acknowledges = True
    for _ in range(MOST_IN_FLIGHT):
        assert window.has_room
        window.take_number()
    assert not window.has_room
    now += LOST_AFTER + 0.1
    assert window.has_room


def test_in_a_training_more_frames_may_be_in_flight(wire: Wire) -> None:
    wire.frames_are_acknowledged()
    wire.training_runs(running=True)
    for _ in range(MOST_IN_A_TRAINING + 5):
        wire.change()
    assert len(wire.frames) == MOST_IN_A_TRAINING
    wire.training_runs(running=False)
    wire.frame_shown(wire.frames[-MOST_IN_FLIGHT])
    assert len(wire.frames) == MOST_IN_A_TRAINING + 1
    for _ in range(5):
        wire.change()
    assert len(wire.frames) == MOST_IN_A_TRAINING + 1


def test_the_last_change_is_sent_even_where_every_answer_is_lost(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(frames, "monotonic", lambda: now)
    wire.frames_are_acknowledged()
    wire.change()
    wire.timers.clear()  # what waits for the first picture
    for _ in range(9):
        wire.change()
    assert len(wire.frames) == MOST_IN_FLIGHT
    assert len(wire.timers) == 1
    wire.timers.pop()()  # too early, say
    assert len(wire.frames) == MOST_IN_FLIGHT
    now += LOST_AFTER + 0.1
    wire.timers.pop()()
    assert len(wire.frames) == MOST_IN_FLIGHT + 1
    assert wire.timers == []


def test_a_closed_canvas_sends_nothing(wire: Wire) -> None:
    wire.frames_are_acknowledged()
    wire.figure.text(0.5, 0.5, "on its way")
    wire.sent.clear()
    wire.close()
    wire.change()
    assert wire.frames == []


def test_changes_are_sent_on_the_last_whole_frame(wire: Wire) -> None:
    wire.frames_are_acknowledged(takes_changes=True)
    whole = wire.move(0.2)
    first = wire.frames[-1]
    for height in (0.5, 0.9, 0.2):
        picture = wire.move(height)
        _, key, changes = wire.pictures[-1]
        assert key == first  # never on another change: none of them may be missed
        np.testing.assert_array_equal(repainted(whole, changes), picture)


@pytest.mark.parametrize(
    "happens",
    [
        lambda wire: wire.figure.text(0.5, 0.5, "drawn anew"),
        lambda wire: wire.resize(320, 240),
        lambda wire: wire._handle_message(wire, {"type": "set_device_pixel_ratio", "device_pixel_ratio": 2}, []),
        lambda wire: wire.send_whole(),
        lambda wire: wire.frames_are_acknowledged(takes_changes=True),
    ],
    ids=["another background", "another size", "another ratio", "the page asks", "another readout"],
)
def test_what_cannot_be_painted_on_the_key_is_whole_and_the_next_key(
    wire: Wire, happens: Callable[[Wire], object]
) -> None:
    wire.frames_are_acknowledged(takes_changes=True)
    wire.move(0.2)
    wire.move(0.4)
    before, *_ = wire.pictures[-1]
    happens(wire)
    wire.move(0.6)
    picture = wire.move(0.8)
    whole, png = [(frame, png) for frame, key, png in wire.pictures if key is None][-1]
    _, key, changes = wire.pictures[-1]
    assert key == whole > before
    np.testing.assert_array_equal(repainted(np.array(Image.open(io.BytesIO(png))), changes), picture)


def test_a_new_page_gets_whole_frames_until_it_says_that_it_paints_changes(wire: Wire) -> None:
    wire.frames_are_acknowledged(takes_changes=True)
    wire.move(0.2)
    wire._handle_message(wire, {"type": "initialized"}, [])
    wire.frames_are_acknowledged()
    wire.move(0.4)
    wire.move(0.6)
    assert [key for _, key, _ in wire.pictures[-2:]] == [None, None]


def test_what_is_to_come_after_the_first_picture_waits_until_it_is_shown(wire: Wire) -> None:
    shown: list[str] = []
    wire.when_first_shown(lambda: shown.append("told"))
    wire.frames_are_acknowledged()
    wire.change()
    assert shown == []
    wire.frame_shown(wire.frames[-1])
    assert shown == ["told"]
    wire.when_first_shown(lambda: shown.append("later"))
    assert shown == ["told", "later"]


def test_a_page_that_tells_nothing_is_taken_to_have_shown_it(wire: Wire) -> None:
    shown: list[str] = []
    wire.when_first_shown(lambda: shown.append("told"))
    wire._handle_message(wire, {"type": "draw"}, [])
    assert shown == []
    wire.timers.pop()()  # some time after
    assert shown == ["told"]


def test_a_page_without_ipympl_is_told_all_that_one_with_it_is() -> None:
    later: list[Callable[[], object]] = []
    canvas = LiveCanvas(Figure(), (), operator.call, later.append, lambda *_: None)
    told: list[tuple[dict[str, Any], object]] = []
    canvas.relay_to(lambda content, buffers=None: told.append((content, buffers)))
    page = object()
    canvas.answer(page, {"type": "initialized"})
    canvas.answer(page, {"type": "refresh"})
    canvas.set_cursor(Cursors.HAND)
    words = [json.loads(content["figure"]["data"]) for content, _ in told]
    assert {"type": "cursor", "cursor": "pointer"} in words
    canvas.frames_are_acknowledged(takes_changes=True)
    later.pop()()
    content, (png,) = told[-1]
    assert content["figure"]["frame"] == 1
    assert Image.open(io.BytesIO(png)).size == canvas.size
    count = len(told)
    canvas.answer(canvas, {"type": "initialized"})  # a page that has it
    canvas.answer(canvas, {"type": "refresh"})
    assert len(told) == count
