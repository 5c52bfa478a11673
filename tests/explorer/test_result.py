"""What is taken away from an explorer leads to the numbers that it shows."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from itertools import product
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pytest
import torch

import hubble_widget as hw
from hubble_widget.fit.hyperparameters import LOSS_FUNCTIONS, OPTIMIZERS
from tests.clean_process import CleanProcess

HOSTILE = "Line one\nimport os; os.abort()  # \x00 \u2028 raise SystemExit"


FAR = hw.Dataset(
    distance=1e6 + np.linspace(0, 20, 24), velocity=7e7 + 70 * np.linspace(0, 20, 24) + 200 * np.cos(np.arange(24.0))
)


def results_of(scripts: list[str], process: CleanProcess) -> list[list[float]]:
    """Run scripts in a clean process, in which a warning is an error; return the numbers that each leaves."""
    run_all = f"""
import json
results = []
for code in json.loads({json.dumps(scripts)!r}):
    names = {{}}
    exec(compile(code, "script", "exec"), names)
    results.append([names["slope"], names["intercept"], names["loss"], *names["coefficients"]])
print(json.dumps(results))
"""
    printed = process.run(run_all)
    assert printed.count("learned:") == len(scripts)
    results: list[list[float]] = json.loads(printed.splitlines()[-1])
    return results


def shown_by(explorer: hw.RegressionExplorer) -> list[float]:
    return [explorer.slope, explorer.intercept, explorer.loss, *explorer.exact_fit.coefficients]


def test_the_script_of_every_combination_leads_to_the_same_numbers(clean_process: CleanProcess) -> None:
    whole = hw.load_dataset("key_project")
    hostile = hw.Dataset(distance=whole.distance, velocity=whole.velocity, names=whole.names, title=HOSTILE)
    scripts, wanted = [], []
    for degree, data in product((1, 2, 3), (hostile, hostile.exclude("NGC 4639"))):
        explorer = hw.RegressionExplorer(data, iterations=25, degree=degree)
        for rate, (start, iteration), *rules in product(
            (0.05, 0.0137), (((0.0, 0.0), 25), ((90.5, -100.0), 7)), OPTIMIZERS, LOSS_FUNCTIONS
        ):
            explorer.learning_rate, explorer.start = rate, start
            explorer.optimizer, explorer.loss_function = rules
            explorer.train()
            explorer.iteration = iteration
            scripts.append(explorer.code())
            wanted.append(shown_by(explorer))
        explorer.close()
    assert len(set(scripts)) == 3 * 2 * 2 * 2 * 3 * 3
    for mine, theirs in zip(wanted, results_of(scripts, clean_process), strict=True):
        np.testing.assert_allclose(theirs, mine, rtol=1e-9)
    assert all("import os" in code.splitlines()[0] for code in scripts)  # in a comment


def test_the_script_of_a_curve_far_away_leads_to_the_same_numbers(clean_process: CleanProcess) -> None:
    scripts, wanted = [], []
    for degree in (1, 2, 3):
        explorer = hw.RegressionExplorer(FAR, iterations=1, degree=degree)
        scripts.append(explorer.code())
        wanted.append(shown_by(explorer))
        explorer.close()
    for mine, theirs in zip(wanted, results_of(scripts, clean_process), strict=True):
        np.testing.assert_allclose(theirs, mine, rtol=1e-7)  # cubes of 10^6 Mpc have lost as many digits


def test_the_script_of_the_lesson_says_what_the_lesson_reads(clean_process: CleanProcess) -> None:
    explorer = hw.RegressionExplorer(hw.load_dataset("key_project").exclude("NGC 4639"), iterations=500)
    code = explorer.code()
    explorer.close()
    assert len(code.splitlines()) < 45
    printed = clean_process.run(code)
    for words in ("slope 74.59 km/s/Mpc", "13.11 billion years", "slope 80.38 km/s/Mpc", "12.16 billion years"):
        assert words in printed


def test_numbers_and_settings_as_a_dictionary(explorer: hw.RegressionExplorer) -> None:
    told = json.loads(json.dumps(explorer.result.to_dict()))
    assert told["learned"]["slope"] == explorer.slope
    assert told["learned"]["age"] == explorer.age
    assert told["learned"]["r"] == explorer.r
    assert told["exact"]["slope_stderr"] == explorer.exact_fit.slope_stderr
    assert told["settings"]["learning_rate"] == explorer.learning_rate
    assert told["data"]["galaxies"] == len(explorer.data) == 23
    assert told["data"]["excluded"] == ["NGC 4639"]
    assert told["exact"]["loss"] == pytest.approx(hw.polyfit(explorer.data).loss)
    assert 0 < told["exact"]["loss"] < told["learned"]["loss"]


@pytest.mark.parametrize(
    ("data", "rate"),
    [(hw.Dataset(distance=[1, 2], velocity=[70, 150]), 0.05), (hw.load_dataset("key_project"), 9.9)],
    ids=["two galaxies have no errors", "a path that diverged"],
)
def test_what_json_cannot_hold_is_none(data: hw.Dataset, rate: float) -> None:
    explorer = hw.RegressionExplorer(data, learning_rate=rate, iterations=2000)
    result = explorer.result
    told = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    explorer.close()
    if len(data) == 2:
        assert math.isnan(result.fit.slope_stderr)
        assert told["exact"]["slope_stderr"] is None
        assert told["exact"]["slope"] == result.fit.slope
    else:
        assert not math.isfinite(result.trajectory.loss)
        assert told["learned"]["loss"] is None
        assert told["exact"]["slope_stderr"] == result.fit.slope_stderr


def test_a_result_is_of_its_moment(explorer: hw.RegressionExplorer) -> None:
    result = explorer.result
    slope = explorer.slope
    explorer.iterations = 3
    assert result.to_dict()["learned"]["slope"] == slope != explorer.slope
    assert "<table>" in result._repr_html_()
    assert f"{slope:.2f}" in repr(result)


@pytest.mark.parametrize("backend", [None, "pandas", "polars", "pyarrow"])
def test_the_path_as_a_table(explorer: hw.RegressionExplorer, backend: str | None) -> None:
    frame: Any = nw.from_native(explorer.result.to_frame(backend))
    assert frame.columns == ["iteration", "slope", "intercept", "loss"]
    np.testing.assert_array_equal(frame["slope"].to_numpy(), explorer.trajectory.slopes)
    assert frame["iteration"].to_list() == list(range(explorer.iterations + 1))


@pytest.mark.parametrize(
    ("engine", "read"), [("duckdb", lambda table: table.df()), ("dask", lambda table: table.compute())]
)
def test_the_path_as_a_table_of_an_engine(
    explorer: hw.RegressionExplorer, engine: str, read: Callable[[Any], Any]
) -> None:
    table = explorer.result.to_frame(engine)
    assert type(table).__module__.startswith((engine, f"_{engine}"))
    told = read(table).sort_values("iteration")
    assert list(told.columns) == ["iteration", "slope", "intercept", "loss"]
    np.testing.assert_array_equal(told["loss"], explorer.trajectory.losses)


def test_a_table_of_an_unknown_library_is_refused(explorer: hw.RegressionExplorer) -> None:
    with pytest.raises(ValueError, match=r"no table can be made by 'excel' \(.*\); pip install one of pandas"):
        explorer.result.to_frame("excel")


def test_an_engine_without_its_session_is_refused(explorer: hw.RegressionExplorer) -> None:
    with pytest.raises(ValueError, match=r"no table can be made by 'pyspark' \(.*session.*\)"):
        explorer.result.to_frame("pyspark")


@pytest.mark.parametrize("iteration", ["before", "at", "end"])
def test_the_script_of_a_diverged_state_says_what_the_explorer_says(iteration: str) -> None:
    explorer = hw.RegressionExplorer("key_project", learning_rate=5.0, iterations=600)
    diverged = explorer.trajectory.diverged
    assert diverged is not None
    explorer.iteration = {"before": diverged - 1, "at": diverged, "end": 600}[iteration]
    left: dict[str, float] = {}
    exec(explorer.code(), left)
    told, shown = (
        (each["slope"], each["intercept"], each["loss"])
        for each in (left, explorer.trajectory.state(explorer.iteration)._asdict())
    )
    assert told == pytest.approx(shown, rel=1e-6, nan_ok=True)
    assert math.isnan(left["slope"]) == (iteration != "before")
    explorer.close()


def test_the_script_runs_where_gradients_are_switched_off(explorer: hw.RegressionExplorer) -> None:
    left: dict[str, float] = {}
    with torch.no_grad():
        exec(explorer.code(), left)
        assert not torch.is_grad_enabled()
        explorer.train()
    assert left["slope"] == pytest.approx(explorer.slope, rel=1e-12)
