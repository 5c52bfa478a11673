"""The scales of the two sliders, and what pages make of their positions."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from traitlets import TraitError

from hubble_widget.widgets.controls import FilledSlider
from hubble_widget.widgets.slider_with_entry import ITERATIONS, LEARNING_RATES, FilledFloat, SliderWithEntry, nearest
from hubble_widget.widgets.whole_numbers import truncated

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


def computed(position: int, end: int) -> float:
    """What nouislider 15.2 makes of a position, a number between 0 and `end`, by way of percentages."""
    step = 100 / end
    return math.floor(position * 100 / end / step + 0.5) * step * end / 100


@pytest.mark.parametrize("scale", SCALES)
def test_every_position_is_taken_as_colabs_slider_sends_it(scale: tuple[float, ...]) -> None:
    setting, end = SliderWithEntry("Setting", scale, FilledFloat()), len(scale) - 1
    sent = [computed(position, end) for position in range(end)]
    assert sum(number != position for position, number in enumerate(sent)) == (49 if scale is ITERATIONS else 0)
    for position, number in enumerate(sent):
        setting.slider.set_state({"index": number})
        assert setting.slider.index == position
        assert setting.chosen_value(math.inf) == scale[position]


def test_an_index_between_two_positions_is_refused() -> None:
    slider = SliderWithEntry("Setting", ITERATIONS, FilledFloat()).slider
    for index in (3.5, 3.00001, math.nan, math.inf, "3", None):
        with pytest.raises(TraitError):
            slider.set_state({"index": index})
    assert slider.index == 0


def test_a_whole_value_is_not_cut() -> None:
    slider = FilledSlider(max=475)
    slider.set_state({"value": 12.999999999999998})
    assert slider.value == 13


def test_what_colabs_slider_cuts() -> None:
    """On 54 path lengths of the scale it sends a number back that is too small by 1, on the others none."""
    ends = [end for end in ITERATIONS if any(truncated(position, end) != position for position in range(end + 1))]
    assert len(ends) == 54
    assert {475, 950, 3000} <= set(ends)
    assert 500 not in ends
    assert (truncated(13, 475), truncated(14, 475), truncated(335, 335)) == (12, 14, 335)
