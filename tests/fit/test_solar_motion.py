"""The Sun's motion among the nebulae of 1929, as Hubble solved for it."""

from __future__ import annotations

import numpy as np
import pytest

import hubble_widget as hw

VIRGO = "NGC 4382", "NGC 4472", "NGC 4486", "NGC 4649"
WHOLE = hw.load_dataset("hubble_1929")


def test_the_solution_is_the_papers() -> None:
    motion = hw.solar_motion()
    numbers = motion.slope, motion.x, motion.y, motion.z, motion.mean_residual
    assert numbers == pytest.approx((465.206, -69.448, 235.466, -199.914, 150.466), abs=5e-4)
    for number, printed, error in zip(numbers, (465, -65, 226, -195, 150), (50, 50, 95, 40, 1), strict=True):
        assert abs(number - printed) < error


def test_four_nebulae_of_one_cluster_change_it_much() -> None:
    assert hw.solar_motion(WHOLE.exclude(*VIRGO)).slope == pytest.approx(557.748, abs=5e-4)


def test_velocities_less_that_motion_scatter_less_about_nearly_the_same_slope() -> None:
    corrected = hw.solar_motion().corrected
    fit = hw.polyfit(corrected)
    assert (fit.slope, fit.intercept, fit.r) == pytest.approx((454.184, 14.875, 0.838645), abs=5e-4)
    assert corrected.names == WHOLE.names
    np.testing.assert_array_equal(corrected.distance, WHOLE.distance)
    assert "less the Sun's motion" in corrected.title


def test_only_nebulae_with_a_position_have_a_solution() -> None:
    with pytest.raises(ValueError, match=r"no position on the sky is known for 'NGC 300'"):
        hw.solar_motion(hw.load_dataset("key_project"))
    with pytest.raises(TypeError, match=r"must be a Dataset, such as load_dataset\('hubble_1929'\), got str"):
        hw.solar_motion("hubble_1929")  # type: ignore[arg-type]
    few = WHOLE.exclude(*WHOLE.names[3:])
    with pytest.raises(ValueError, match="at least 4 nebulae, got 3"):
        hw.solar_motion(few)
