"""The loss over weight and bias: shape, contours, and what moments and galaxies say of the same place."""

from __future__ import annotations

import numpy as np
import pytest

import hubble_widget as hw
from hubble_widget.fit.loss import loss_of
from hubble_widget.fit.loss_curve import LossCurve
from hubble_widget.fit.loss_surface import Ellipses, LossSurface
from tests.figures import LESSON


@pytest.mark.parametrize(
    ("scaling", "flat", "steep", "steepness", "rate"),
    [
        ("max", 0.094566, 2.592395, 27.4, 0.771487),
        ("standard", 2, 2, 1, 1.0),
        ("none", 0.355089, 330.516589, 931, 0.006051),
    ],
)
def test_its_shape_is_that_of_the_figures(
    scaling: str, flat: float, steep: float, steepness: float, rate: float
) -> None:
    surface = LossSurface(data=LESSON, scaling=scaling)
    assert surface.bowl is not None
    assert surface.bowl.eigenvalues == pytest.approx((flat, steep), rel=1e-5)
    assert surface.steepness == pytest.approx(steepness, rel=2e-3)
    assert surface.largest_stable_rate == pytest.approx(rate, rel=1e-4)


@pytest.mark.parametrize("scaling", ["max", "standard", "none"])
def test_a_contour_joins_lines_of_one_loss(scaling: str) -> None:
    surface = LossSurface(data=LESSON, scaling=scaling)
    assert surface.bowl is not None
    ellipses, fit = Ellipses(surface.bowl, surface.least_squares), hw.polyfit(LESSON)
    lowest = loss_of(LESSON, fit.slope, fit.intercept, scaling=scaling)
    for weight, bias in ellipses.contour(0.5 * lowest)[::30]:
        assert ellipses.excess(weight, bias) == pytest.approx(0.5 * lowest)
        assert surface.losses(np.array([weight]), np.array([bias])) == pytest.approx(1.5 * lowest)
    long, short = (np.hypot(*end) for end in ellipses.semi_axes(lowest))
    assert (long / short) ** 2 == pytest.approx(surface.steepness)


@pytest.mark.parametrize("loss_function", ["MSE", "L1", "Huber"])
@pytest.mark.parametrize("scaling", ["max", "standard", "none"])
def test_each_place_has_the_loss_of_its_line(loss_function: str, scaling: str) -> None:
    surface = LossSurface(data=LESSON, loss_function=loss_function, scaling=scaling)
    for slope, intercept in ((0.0, 0.0), (80.0, -30.0), (-20.0, 900.0)):
        weight, bias = surface.scales.parameters(slope, intercept)
        wanted = loss_of(LESSON, slope, intercept, loss_function, scaling=scaling)
        assert surface.losses(np.array([weight]), np.array([bias])) == pytest.approx(wanted)


@pytest.mark.parametrize(("scaling", "rate"), [("max", 2.91138), ("standard", 1.0)])
def test_the_curve_through_the_origin_is_as_steep_as_the_descent_knows(scaling: str, rate: float) -> None:
    curve = LossCurve(data=LESSON, scaling=scaling)
    assert curve.largest_stable_rate == pytest.approx(rate, rel=2e-6)
    path = hw.gradient_descent(LESSON, learning_rate=0.9 * rate, iterations=20, scaling=scaling, fit_intercept=False)
    np.testing.assert_allclose(curve.losses(path.slopes / curve.scales.slope_scale), path.losses, rtol=1e-12)
