"""What goes with a picture, in its message, and what becomes of it where the picture is lost."""

from __future__ import annotations

from typing import Any

import pytest

from hubble_widget.display.bundle import Bundle
from hubble_widget.display.controls import BundledSlider


class Posted(BundledSlider):
    """A slider that notes what it sends in messages of its own."""

    def __init__(self, **traits: Any) -> None:
        self.sent: list[dict[str, Any]] = []
        super().__init__(**traits)

    def _send(self, message: dict[str, Any], buffers: Any = None) -> None:  # noqa: ARG002
        self.sent.append(message.get("state", {}))


@pytest.fixture
def slider() -> Posted:
    return Posted(max=100)


def test_what_is_packed_is_sent_by_nobody_else(slider: Posted) -> None:
    bundle = Bundle()
    with bundle.packing(slider):
        slider.value = 7
        slider.value = 8
    assert slider.sent == []
    assert bundle.states() == {slider.model_id: {"value": 8}}
    assert bundle.states() == {}
    slider.value = 9
    assert slider.sent == [{"value": 9}]


def test_a_message_has_what_is_true_when_it_goes(slider: Posted) -> None:
    bundle = Bundle()
    with bundle.packing(slider):
        slider.value = 7
    slider.value = 8  # by other means, before the picture is drawn
    assert bundle.states() == {slider.model_id: {"value": 8}}


def test_all_that_was_packed_is_sent_in_the_end_for_a_picture_may_be_lost(slider: Posted) -> None:
    bundle = Bundle()
    with bundle.packing(slider):
        slider.value = 7
    bundle.states()
    with bundle.packing(slider):
        slider.value = 8
    bundle.send_all()
    assert slider.sent == [{"value": 8}]
    assert bundle.states() == {}  # a picture that goes later has nothing old to say
    bundle.send_all()
    assert slider.sent == [{"value": 8}]


def test_a_page_that_asks_for_everything_is_answered_at_once(slider: Posted) -> None:
    with Bundle().packing(slider):
        slider.send_state()
    assert slider.sent[0]["max"] == 100
