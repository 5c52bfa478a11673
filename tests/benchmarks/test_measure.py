"""A row of the table can be reached, missed, or not measured; none is reached by what is no number."""

from __future__ import annotations

import math

import pytest

from .measure import Comparison, Limit, Row


def verdict(row: Row) -> str:
    return row.row().rstrip("| ").rpartition("| ")[2]


@pytest.mark.parametrize(
    ("ours", "bound", "said"),
    [
        ([1.0, 2.0, 3.0], {"at_most": 2.0}, "reached"),
        ([1.0, 2.1, 3.0], {"at_most": 2.0}, "MISSED"),
        ([1.0, 2.0, 3.0], {"at_most": 2.0, "of_95": True}, "MISSED"),
        ([0.5, 0.6, 0.7], {"at_least": 0.0}, "reached"),
        ([-0.5, -0.1, 0.7], {"at_least": 0.0}, "MISSED"),
        ([math.inf] * 3, {"at_least": 0.0}, "NOT MEASURED"),
        ([0.5, math.inf, 0.6], {"at_least": 0.0}, "NOT MEASURED"),
        ([math.nan] * 3, {"at_most": 1.0}, "NOT MEASURED"),
        ([math.inf] * 3, {"at_most": 1.0}, "NOT MEASURED"),
    ],
)
def test_a_limit(ours: list[float], bound: dict[str, float], said: str) -> None:
    assert verdict(Limit("what", "plainly", [-1.0] * 3, ours, **bound)) == said


@pytest.mark.parametrize(
    ("plain", "ours", "goal", "said"),
    [
        ([1.0], [0.5], 0.5, "reached"),
        ([1.0], [0.6], 0.5, "MISSED"),
        ([math.inf], [0.6], 0.5, "NOT MEASURED"),
        ([1.0], [math.nan], 0.5, "NOT MEASURED"),
        ([1.0], [0.6], math.inf, ""),
    ],
)
def test_a_comparison(plain: list[float], ours: list[float], goal: float, said: str) -> None:
    row = Comparison("what", "plainly", plain, ours, goal)
    assert row.row().endswith(f"| {said} |")
