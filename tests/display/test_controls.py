"""The scales of the two sliders."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubble_widget.display.settings import ITERATIONS, LEARNING_RATES, nearest

SCALES = [LEARNING_RATES, ITERATIONS]


def test_the_scales_reach_as_far_as_promised_and_hold_the_lessons_values() -> None:
    assert (LEARNING_RATES[0], LEARNING_RATES[-1]) == (0.0001, 10.0)
    assert (ITERATIONS[0], ITERATIONS[-1]) == (1, 10_000)
    assert 0.05 in LEARNING_RATES
    assert {1, 2, 3, 10, 300, 500, 1000, 3000} <= set(ITERATIONS)


@pytest.mark.parametrize("scale", SCALES)
def test_scales_ascend_in_even_logarithmic_steps(scale: tuple[float, ...]) -> None:
    ratios = [after / before for before, after in pairwise(scale)]
    assert min(ratios) > 1
    assert (
        max(ratio for ratio, value in zip(ratios, scale, strict=False) if value >= 20 or scale is LEARNING_RATES) < 1.1
    )


@pytest.mark.parametrize("scale", SCALES)
@given(value=st.floats(1e-6, 1e6))
def test_nearest_is_the_nearest(scale: tuple[float, ...], value: float) -> None:
    index = nearest(scale, value)
    assert abs(scale[index] - value) == min(abs(position - value) for position in scale)
