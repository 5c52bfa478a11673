"""What a slider move costs the kernel: the data are read and checked once, never again."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

import hubble_widget as hw

PACKAGE = Path(hw.__file__).parent
MOVES = {"learning_rate": ((0.05, 0.06, 0.05), 320), "iterations": ((100, 200, 300), 1300)}
"""Values of a slider, and how many functions of this package one move may call; the second moves the axis, too."""


def calls_of(setting: str, value: Any, explorer: hw.RegressionExplorer) -> Counter[CodeType]:
    """Return how often each function of the package is called by one setting and the picture that answers it."""
    called: Counter[CodeType] = Counter()

    def count(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(str(PACKAGE)):
            called[frame.f_code] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        setattr(explorer, setting, value)
        explorer.figure.canvas.render()
    finally:
        sys.setprofile(before)
    return called


@pytest.mark.parametrize("setting", MOVES)
@pytest.mark.parametrize("rows", [24, 30_000])
def test_a_slider_move_reads_and_checks_no_data(setting: str, rows: int) -> None:
    values, most_calls = MOVES[setting]
    distance = [1 + row / rows for row in range(rows)]
    explorer = hw.RegressionExplorer({"distance": distance, "velocity": [70 * each for each in distance]})
    try:
        for value in values:
            called = calls_of(setting, value, explorer)
    finally:
        explorer.close()
    files = {Path(code.co_filename).relative_to(PACKAGE).as_posix() for code in called}
    assert "playback.py" in files  # it is the move that was looked at
    assert not {file for file in files if file.startswith("io/") or file == "api.py"}
    assert not files & {"regression/columns.py", "regression/names.py", "regression/catalogue.py"}
    assert sum(called.values()) <= most_calls
