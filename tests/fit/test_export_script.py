"""A script learns what the path has learned, whatever the scaling, and with no intercept."""

from contextlib import redirect_stdout
from io import StringIO
from itertools import product
from typing import Any

import pytest

from hubble_widget.api import polyfit, train
from hubble_widget.fit.export_script import script
from hubble_widget.fit.hyperparameters import SCALINGS
from tests.samples import LESSON


@pytest.mark.parametrize(("scaling", "fit_intercept"), list(product(SCALINGS, (True, False))))
def test_a_script_ends_where_the_path_does(scaling: str, fit_intercept: bool) -> None:
    start = (50.0, 100.0 * fit_intercept)
    model = {"scaling": scaling, "fit_intercept": fit_intercept}
    path = train(LESSON, learning_rate=0.005, iterations=20, start=start, **model)
    fit = polyfit(LESSON, fit_intercept=fit_intercept)
    names: dict[str, Any] = {}
    with redirect_stdout(StringIO()) as printed:
        exec(script(LESSON, path, 20, 1), names)
    learned = (names["slope"], names["intercept"], names["loss"])
    assert learned == pytest.approx(path.state(20), rel=1e-12, abs=1e-12)
    assert tuple(names["coefficients"]) == pytest.approx(fit.coefficients, rel=1e-9)
    assert f"age of the universe, 1/slope: {fit.age:.2f} billion years" in printed.getvalue()
