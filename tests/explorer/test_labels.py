"""Any x/y data: shown with labels and units of their own, and without an age."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest
from astropy import units
from IPython.core.interactiveshell import InteractiveShell
from ipywidgets import HTML

import hubble_widget as hw
from hubble_widget.io.convert import find_galaxies
from tests.clean_process import CleanProcess
from tests.magic.test_hubblefit import folder, shell

__all__ = ["folder", "shell"]

HOURS, MARKS = [1.0, 2.0, 4.0, 5.5, 7.0], [42.0, 55.0, 61.0, 78.0, 90.0]
LABELS = {"x_label": "Study time", "x_unit": "h", "y_label": "Mark", "y_unit": "points"}
OF_HUBBLES_LAW = re.compile(r"galax|Mpc|km/s|Gyr|billion|Hubble(?!fit)|\bage\b|velocit|distance", re.IGNORECASE)


def in_an_engine(**changed: pl.Expr) -> pl.LazyFrame:
    """Return more rows than are worked on one by one, and one that lacks its mark; columns may be changed."""
    x = np.random.default_rng(1).uniform(1, 9, 30_000)
    marks = 10 * x + np.random.default_rng(2).normal(40, 5, x.size)
    return pl.LazyFrame({"hours": [*x, 3.0], "mark": [*marks, None]}).with_columns(**changed)


def run(process: CleanProcess, code: str, numbers: str) -> tuple[str, list[float]]:
    """Run a script and return what it prints, and some numbers that it leaves."""
    printed = process.run(f"{code}\nimport json; print(json.dumps({numbers}))")
    return printed, json.loads(printed.splitlines()[-1])


@pytest.fixture
def explorer() -> Iterator[hw.RegressionExplorer]:
    explorer = hw.RegressionExplorer((HOURS, MARKS), iterations=200, **LABELS)
    yield explorer
    explorer.close()


def told_by(explorer: hw.RegressionExplorer) -> str:
    """Return all words of an explorer, of which none may be of Hubble's law."""
    face, result = explorer._view, explorer.result
    face.plots.residual_plot = True
    told = [
        repr(explorer),
        result._repr_html_(),
        explorer._repr_mimebundle_()[0]["text/html"],
        json.dumps(result.to_dict()["data"]),
        explorer.code(),
        repr(explorer.data),
        repr(explorer.trajectory),
        json.dumps(face.readout.labels),
        *(text.get_text() for text in face.plots.figure.findobj(match=lambda artist: hasattr(artist, "get_text"))),
        *(str(getattr(widget, name, "")) for widget in face.more.widgets() for name in ("description", "tooltip")),
        *(widget.value for widget in face.more.widgets() if isinstance(widget, HTML)),
        face.more.slope_unit.words,
        face.more.intercept_unit.words,
        face.controls.title.value,
        face.controls.source.value,
    ]
    for words in told:
        assert OF_HUBBLES_LAW.search(re.sub('base64,[^"]*', "", words).replace('has_age": false', "")) is None, words
    return "\n".join(told)


def test_no_word_is_of_hubbles_law(explorer: hw.RegressionExplorer) -> None:
    explorer.degree = 2
    explorer._view.plots.hover_galaxy("point 3")
    seen = told_by(explorer)
    for words in (
        "Study time (h)",
        "Mark (points)",
        "Residual (points)",
        "4 h, 61 points",
        "Slope (points/h)",
        "\npoints/h\npoints\n",
    ):
        assert words in seen
    assert "5 points" in seen


@pytest.mark.parametrize("degree", [1, 2])
def test_nor_of_many_points_in_an_engine(degree: int, clean_process: CleanProcess) -> None:
    explorer = hw.RegressionExplorer(in_an_engine(), degree=degree, iterations=200, **LABELS)
    seen = told_by(explorer)
    for words in ("30,000 points (1 of 30,001 rows left out: no Mark)", "30,000 points in Polars", "four points"):
        assert words in seen
    assert (explorer.age, explorer.exact_fit.age) == (None, None)
    _, values = run(clean_process, explorer.code(), "[slope, loss, *coefficients]")
    expected = [explorer.slope, explorer.loss, *explorer.exact_fit.coefficients]
    np.testing.assert_allclose(values, expected, rtol=1e-6)
    explorer.close()


def test_labels_of_what_an_engine_holds_ask_it_nothing() -> None:
    plain = hw.as_dataset(in_an_engine(), x="hours", y="mark")
    slope, kept = plain.moments.slope, (plain.density, plain.sample.distance)
    labeled = hw.as_dataset(plain, **LABELS)
    assert labeled.labels == labeled.moments.labels == labeled.sample.labels == hw.Labels(**LABELS)
    assert labeled.density is kept[0]
    assert labeled.sample.distance is kept[1]
    assert labeled.moments.slope == slope
    assert plain.moments.labels.has_age
    arriving = hw.as_dataset(find_galaxies(in_an_engine(), x="hours", y="mark"), **LABELS)
    assert arriving.labels == hw.Labels(**LABELS)
    with pytest.raises(
        ValueError, match=r"Mark has 1e-61 in magnitude, .* to 1e\+60 points; remove such points from the table"
    ):
        hw.as_dataset(in_an_engine(mark=pl.lit(1e-61)), **LABELS)
    with pytest.raises(ValueError, match=r"all 30,000 values of Study time are 2\.0 h, so that no slope is defined"):
        hw.as_dataset(in_an_engine(hours=pl.lit(2.0)), **LABELS)


@pytest.mark.parametrize("n", [5, 30_000])
def test_labels_of_a_data_set_can_be_changed(n: int) -> None:
    plain = hw.Dataset(distance=np.arange(n), velocity=np.arange(n) ** 2, title="a title")
    whole = plain.labeled(hw.Labels(**LABELS))
    assert (whole.labels, whole.moments.labels, whole.sample.labels) == (hw.Labels(**LABELS),) * 3
    assert whole.distance is plain.distance
    assert repr(whole) == f"<Dataset 'a title': {n} points>"
    fewer = plain.exclude("galaxy 2", "galaxy 3").labeled(whole.labels)
    assert fewer.excluded == ("galaxy 2", "galaxy 3")
    assert fewer.whole.labels == whole.labels
    assert fewer.include("galaxy 2").excluded == ("galaxy 3",)
    assert plain.labels.has_age


def test_there_is_no_age(explorer: hw.RegressionExplorer) -> None:
    assert explorer.slope > 0
    explorer.train()
    assert explorer.age is None
    assert explorer.exact_fit.age is None
    assert explorer.exact_fit.age_stderr is None
    assert explorer.trajectory.age is None
    assert explorer._view.readout.exact["age"] is None
    assert explorer.result.to_dict()["learned"]["age"] is None
    assert hw.polyfit((HOURS, MARKS), degree=2, **LABELS).age is None


def test_the_numbers_are_those_of_the_same_data_without_labels(explorer: hw.RegressionExplorer) -> None:
    plain = hw.RegressionExplorer((HOURS, MARKS), iterations=200)
    assert (explorer.slope, explorer.intercept, explorer.loss) == (plain.slope, plain.intercept, plain.loss)
    assert explorer.exact_fit.coefficients == plain.exact_fit.coefficients
    plain.close()


def test_the_words_come_and_go_with_the_data(explorer: hw.RegressionExplorer) -> None:
    explorer.data = hw.load_dataset("key_project")
    assert explorer.age is not None
    assert explorer.axes[0].get_ylabel() == "Recession velocity (km/s)"
    assert explorer.axes[0].get_xlabel() == "Distance (Mpc)"
    assert (explorer._view.more.slope_unit.words, explorer._view.more.intercept_unit.words) == ("km/s/Mpc", "km/s")
    assert explorer._view.readout.labels["has_age"]


def test_other_numbers_of_the_same_kind_keep_the_words(explorer: hw.RegressionExplorer) -> None:
    explorer.data = (HOURS, MARKS[::-1])
    assert explorer.data.labels == hw.Labels(**LABELS)
    assert explorer.age is None
    explorer.data = pd.DataFrame({"t": HOURS, "m": MARKS})
    assert explorer.data.labels == explorer.data.moments.labels == hw.Labels(**LABELS)
    assert "--x-label 'Study time' --x-unit h" in explorer.magic_line()
    explorer.data = hw.Dataset(distance=HOURS, velocity=MARKS)  # which has its own
    assert explorer.age is not None
    explorer.data = (HOURS, MARKS)
    assert explorer.data.labels.has_age


def test_what_is_left_out_keeps_its_labels(explorer: hw.RegressionExplorer) -> None:
    explorer.data = explorer.data.exclude("point 2")
    assert "4 of 5 points, without point 2" in repr(explorer)
    assert explorer.age is None


@pytest.mark.parametrize("unit", ["points", 'a"b{c}\\', "{explode}", "\n import os", "$x"])
def test_the_script_runs_whatever_the_unit_is(unit: str, clean_process: CleanProcess) -> None:
    explorer = hw.RegressionExplorer((HOURS, MARKS), iterations=50, x_label="x", y_label=unit, y_unit=unit, x_unit=unit)
    printed, values = run(clean_process, explorer.code(), "[slope, intercept, loss]")
    np.testing.assert_allclose(values, [explorer.slope, explorer.intercept, explorer.loss], rtol=1e-9)
    assert " ".join(unit.split()) in printed
    explorer.close()


def test_hostile_labels_are_drawn_as_text() -> None:
    explorer = hw.RegressionExplorer((HOURS, MARKS), x_label=r"$\frac{1}{$", y_label="two\nlines", y_unit="n" * 500)
    explorer._view.canvas.picture()
    assert explorer.axes[0].get_xlabel() == r"$\frac{1}{$"
    assert explorer.axes[0].get_ylabel().startswith("two lines (nnn")
    assert len(explorer.axes[0].get_ylabel()) == 40
    explorer.close()


def test_a_quantity_of_another_dimension_is_taken_where_its_unit_is_given() -> None:
    minutes = np.array(HOURS) * 60 * units.min
    data = hw.as_dataset((minutes, MARKS), **LABELS)
    np.testing.assert_allclose(data.distance, HOURS)
    assert data.units == {"distance": "h", "velocity": "points"}
    with pytest.raises(ValueError, match="distance is in 'min', which does not convert to Mpc"):
        hw.as_dataset((minutes, MARKS))
    with pytest.raises(ValueError, match="Mark is in 'min', which does not convert to points"):
        hw.as_dataset((HOURS, minutes), **LABELS)


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([1, 2], [1], r"Study time has 2 values but Mark has 1; pass one Mark \(points\) for each Study time \(h\)"),
        ([1, np.nan], [1, 2], r"Study time has nan at position 1, .* a finite number in h; leave such points out"),
        ([1, 1], [1, 2], r"all 2 values of Study time are 1.0 h, so that no slope is defined"),
        ([1], [1], r"a line needs at least 2 points, got 1; pass Study time and Mark of each"),
    ],
)
def test_errors_name_what_was_given(x: list[float], y: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        hw.as_dataset((x, y), **LABELS)


def test_columns_of_a_table(tmp_path: Path) -> None:
    frame = pd.DataFrame({"who": list("abcde"), "hours": HOURS, "mark": [*MARKS[:4], None]})
    data = hw.as_dataset(frame, **LABELS)
    assert data.distance.tolist() == HOURS[:4]
    assert data.note == "1 of 5 rows left out: no Mark"
    assert hw.as_dataset(frame, x="mark", y_label="hours").velocity.tolist() == HOURS[:4]
    with pytest.raises(ValueError, match=r"not clear which columns hold 'Study time' and 'Mark'.* name two of them"):
        hw.as_dataset(frame.assign(more=1), **LABELS)
    with pytest.raises(ValueError, match="redshift='mark' gives velocities of galaxies"):
        hw.as_dataset(frame, redshift="mark", **LABELS)
    with pytest.raises(TypeError, match=r"x_unit must be text, got 3 \(int\)"):
        hw.as_dataset(frame, x_unit=3)  # type: ignore[arg-type]


def test_the_magic_takes_labels_and_its_line_has_them(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    shell.user_ns["marks"] = pd.DataFrame({"hours": HOURS, "mark": MARKS})
    words = "marks --x hours --x-label 'Study time' --x-unit h --y-label Mark --y-unit points"
    explorer = shell.run_line_magic("hubblefit", words)
    assert explorer.data.labels == hw.Labels(**LABELS)
    assert OF_HUBBLES_LAW.search(capsys.readouterr().out) is None
    assert explorer.magic_line() == f"%hubblefit {words} --lr 0.05 --iterations 500"
    del shell.user_ns["marks"]
    line, _, rows = explorer.magic_line().partition("\n")
    again = shell.run_cell_magic("hubblefit", line.removeprefix("%%hubblefit "), rows)
    assert again.data.labels == explorer.data.labels
    assert (again.slope, again.age) == (explorer.slope, None)
    shell.user_ns["mine"] = mine = hw.Dataset(distance=HOURS, velocity=MARKS, labels=hw.Labels(**LABELS))
    again.data = mine.exclude("point 1")
    assert again.magic_line() == "%hubblefit mine --lr 0.05 --iterations 500 --exclude 'point 1'"
    shell.user_ns["fewer"] = mine.exclude("point 2")
    other = hw.RegressionExplorer(shell.user_ns["fewer"], y_unit="%")
    other.data = other.data.exclude("point 1")
    assert other.magic_line() == "%hubblefit fewer --y-unit % --lr 0.05 --iterations 500 --exclude 'point 1'"
    for each in (explorer, again, other):
        each.close()


def test_distances_from_moduli_are_called_so(shell: InteractiveShell) -> None:
    distance = np.array([10.0, 20.0, 40.0])
    shell.user_ns["table"] = table = {"mu": 5 * np.log10(distance) + 25, "cz": [700.0, 1500.0, 2800.0]}
    explorer = shell.run_line_magic("hubblefit", "table --modulus mu")
    explorer.axes[0].figure.canvas.draw()
    labels = explorer.data.labels
    assert labels == hw.as_dataset(pl.LazyFrame(table), modulus="mu").labels
    assert labels.x_axis == "Distance from modulus (Mpc)"
    assert any(axes.get_xlabel() == "Distance from modulus (Mpc)" for axes in explorer.figure.axes)
    assert (labels.has_age, labels.row, labels.x_name) == (True, "galaxy", "distance")
    assert explorer.exact_fit.age == pytest.approx(hw.polyfit((distance, table["cz"])).age)
    assert explorer.magic_line() == "%hubblefit table --modulus mu --lr 0.05 --iterations 500"
    del shell.user_ns["table"]
    line, _, rows = explorer.magic_line().partition("\n")
    again = shell.run_cell_magic("hubblefit", line.removeprefix("%%hubblefit "), rows)
    assert again.data.labels == labels
    assert again.slope == explorer.slope
    explorer.data = (distance, np.array(table["cz"]))
    assert explorer.data.labels.x_axis == "Distance (Mpc)"
    for each in (explorer, again):
        each.close()
