"""What a slider move costs the kernel: the data are read and checked once, never again."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

import hubble_widget as hw

PACKAGE = Path(hw.__file__).parent
MOVES = {"learning_rate": ((0.05, 0.06, 0.05), 320), "iterations": ((100, 200, 300), 1300)}
"""Values of a slider, and how many functions of this package one move may call; the second moves the axis, too."""


def calls_of(do: Callable[[], object]) -> Counter[CodeType]:
    """Return how often each function of the package is called."""
    called: Counter[CodeType] = Counter()

    def count(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(str(PACKAGE)):
            called[frame.f_code] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        do()
    finally:
        sys.setprofile(before)
    return called


@pytest.mark.parametrize("setting", MOVES)
@pytest.mark.parametrize("rows", [24, 30_000])
def test_a_slider_move_reads_and_checks_no_data(setting: str, rows: int) -> None:
    values, most_calls = MOVES[setting]
    distance = [1 + row / rows for row in range(rows)]
    explorer = hw.RegressionExplorer({"distance": distance, "velocity": [70 * each for each in distance]})

    def move_and_draw(value: float) -> None:
        setattr(explorer, setting, value)
        explorer.figure.canvas.render()

    try:
        for value in values:
            called = calls_of(partial(move_and_draw, value))
    finally:
        explorer.close()
    files = {Path(code.co_filename).relative_to(PACKAGE).as_posix() for code in called}
    assert "explorer/shown_path.py" in files  # it is the move that was looked at
    assert not {file for file in files if file.startswith("io/") or file == "api.py"}
    assert not files & {"data/columns.py", "data/names.py", "data/catalogs.py"}
    assert sum(called.values()) <= most_calls


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Collect all that any widget sends to the page."""
    from comm.base_comm import BaseComm
    from ipykernel.comm import Comm

    sent: list[dict[str, Any]] = []

    def publish(_comm: object, msg_type: str, data: dict[str, Any] | None = None, *_args: Any, **_more: Any) -> None:
        if msg_type == "comm_msg" and data is not None:
            sent.append(data)

    for kind in {BaseComm, Comm, type(hw.RegressionExplorer().comm)}:
        monkeypatch.setattr(kind, "publish_msg", publish)
    return sent


# Moves within an axis: one that changes its end has a picture drawn.
@pytest.mark.parametrize(
    ("setting", "index"), [("learning_rate", 111), ("learning_rate", 112), ("iterations", 108), ("iterations", 109)]
)
def test_a_slider_move_is_little_work_and_two_messages(
    messages: list[dict[str, Any]], setting: str, index: int
) -> None:
    explorer = hw.RegressionExplorer()
    face = explorer._view
    face._on_message({"type": "paints marks", "fills": True})
    face._on_message({"type": "knows hands"})
    slider = getattr(face.controls, setting).slider
    slider.set_state({"index": index - 1})
    messages.clear()
    calls = calls_of(lambda: slider.set_state({"index": index}))
    assert sum(calls.values()) <= 100
    echo, state = messages
    assert (echo["method"], state["method"]) == ("echo_update", "update")
    assert {"settings", "learned"} <= set(state["state"])
    explorer.close()
