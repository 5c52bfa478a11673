"""Numbers and rows that stand for none, wherever in a table they are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import hubble_widget as hw


@pytest.mark.parametrize("rows", [60_000, 150_000, 400_000])
@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize(("column", "stand_in"), [("velocity", -99.0), ("distance", 99.99)])
def test_stand_ins_are_found_among_many_rows_wherever_they_are(
    rows: int, first: int, column: str, stand_in: float
) -> None:
    distance = np.random.default_rng(7).uniform(1.0, 95.0, rows)
    table = pd.DataFrame({"distance": distance, "velocity": 70.0 * distance})
    step = max(3, rows // 100_000)  # a stride over the rows would meet none of them, or all
    table.loc[first : first + 3000 * step - 1 : step, column] = stand_in
    data = hw.as_dataset(table)
    assert "3,000" in data.note
    assert hw.polyfit(data).slope == pytest.approx(70.0)
