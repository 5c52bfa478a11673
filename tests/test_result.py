"""What is taken away from an explorer leads to the numbers that it shows."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pytest

import hubble_widget as hw
from hubble_widget.regression.parameters import LOSS_FUNCTIONS, OPTIMIZERS

HOSTILE = "Line one\nimport os; os.abort()  # \x00 \u2028 raise SystemExit"
RUN_ALL = """
import json, sys
told = []
for code in json.load(open(sys.argv[1])):
    names = {}
    exec(compile(code, "script", "exec"), names)
    told.append([names["slope"], names["intercept"], names["loss"], *names["coefficients"]])
json.dump(told, open(sys.argv[2], "w"))
"""


def test_the_script_of_every_combination_leads_to_the_same_numbers(tmp_path: Path) -> None:
    lesson = hw.load_dataset("key_project").without("NGC 4639")
    named = hw.Dataset(distance=lesson.distance, velocity=lesson.velocity, title=HOSTILE)
    scripts, wanted = [], []
    for number, (optimizer, loss_function) in enumerate(product(OPTIMIZERS, LOSS_FUNCTIONS)):
        for start, iteration in (((0.0, 0.0), 40), ((90.5, -100.0), 7)):
            explorer = hw.RegressionExplorer(
                named if number % 2 else lesson,
                iterations=40,
                optimizer=optimizer,
                loss_function=loss_function,
                start=start,
                degree=1 + number % 3,
            )
            explorer.train()
            explorer.iteration = iteration
            scripts.append(explorer.code())
            wanted.append([explorer.slope, explorer.intercept, explorer.loss, *explorer.best_fit.coefficients])
            explorer.close()
    (tmp_path / "scripts.json").write_text(json.dumps(scripts))
    command = [sys.executable, "-c", RUN_ALL, str(tmp_path / "scripts.json"), str(tmp_path / "told.json")]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    told = json.loads((tmp_path / "told.json").read_text())
    assert len(told) == 18
    for mine, theirs in zip(wanted, told, strict=True):
        np.testing.assert_allclose(theirs, mine, rtol=1e-9)
    assert ended.stdout.count("learned:") == 18
    assert sum("import os" in code.splitlines()[0] for code in scripts) == 8  # in a comment


def test_the_script_of_the_lesson_says_what_the_lesson_reads() -> None:
    explorer = hw.RegressionExplorer(hw.load_dataset("key_project").without("NGC 4639"), iterations=500)
    code = explorer.code()
    explorer.close()
    assert len(code.splitlines()) < 45
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for words in ("slope 74.59 km/s/Mpc", "13.11 billion years", "slope 80.38 km/s/Mpc", "12.16 billion years"):
        assert words in ended.stdout


def test_numbers_and_settings_as_a_dictionary(explorer: hw.RegressionExplorer) -> None:
    told = json.loads(json.dumps(explorer.result.to_dict()))
    assert told["learned"]["slope"] == explorer.slope
    assert told["learned"]["age"] == explorer.age
    assert told["learned"]["r"] == explorer.r
    assert told["exact"]["slope_stderr"] == explorer.best_fit.slope_stderr
    assert told["settings"]["learning_rate"] == explorer.learning_rate
    assert told["data"]["galaxies"] == len(explorer.data)


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


def test_a_table_of_an_unknown_library_is_refused(explorer: hw.RegressionExplorer) -> None:
    with pytest.raises(ValueError, match="no table can be made by 'excel'; pip install one of pandas"):
        explorer.result.to_frame("excel")
