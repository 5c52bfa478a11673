"""What the kernel computes and says, for the page's own computation to be checked against.

The page follows a slider by itself (js/src/gradient_descent/, js/src/text/). ``python -m tests.vectors`` writes the
numbers and the words of this side to js/test/vectors.json; run it after a change of either.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from hubble_widget.data.catalogs import datasets, load_dataset
from hubble_widget.data.dataset import Dataset
from hubble_widget.data.moments import Moments
from hubble_widget.figure.artists.influence_marks import CONFIDENCE, InfluenceMarks
from hubble_widget.figure.artists.note import place_beside
from hubble_widget.figure.artists.residual_marks import _squares
from hubble_widget.figure.artists.start_line import Handles
from hubble_widget.figure.fit_plot import FitPlot
from hubble_widget.figure.scene import describe_axes
from hubble_widget.fit.bootstrap import bootstrap_of, resamples
from hubble_widget.fit.convergence import progress_of, settled_since, zone_ends, zone_of
from hubble_widget.fit.cosmology import age_factor, hubble_time
from hubble_widget.fit.gradient_descent import gradient_descent_of, iterations_to_reach
from hubble_widget.fit.hyperparameters import FLAT_START
from hubble_widget.fit.least_squares import fit_polynomial
from hubble_widget.fit.trajectory import Trajectory
from hubble_widget.formatting import number, with_error
from hubble_widget.text.verdict import verdict
from hubble_widget.widgets.readout import describe_moments

FILE = Path(__file__).parent.parent / "js" / "test" / "vectors.json"

ITERATIONS = (0, 1, 2, 37, 500, 10_000)

LESSON = "key_project without NGC 4639"
WEIGHTED = "key_project without NGC 4639, weighted"


def weighted_lesson() -> Dataset:
    """Return the lesson's galaxies, each with another error of its velocity."""
    data = load_dataset("key_project")
    errors = 25.0 + 10.0 * np.arange(len(data))[::-1]
    known = Dataset(distance=data.distance, velocity=data.velocity, names=data.names, velocity_error=errors)
    return known.exclude("NGC 4639").weighted()


DATA = {
    LESSON: load_dataset("key_project").exclude("NGC 4639"),
    **{name: load_dataset(name) for name in datasets()},
    WEIGHTED: weighted_lesson(),
    "far from zero": Dataset(distance=1e9 + np.array([0.0, 0.125, 1.5, 2.25, 7.0]), velocity=[5, 7, 6, 9, 30]),
    "falling": Dataset(distance=[1, 2, 4], velocity=[300, -50, -700]),
    "all at rest": Dataset(distance=[1, 2, 4], velocity=[0, 0, 0]),
    "two galaxies": Dataset(distance=[0.5, 1e-3], velocity=[1e5, 20]),
    "on a line": Dataset(distance=[0.1, 0.9, 2.3, 3.1], velocity=[0.1 * x + 7 for x in (0.1, 0.9, 2.3, 3.1)]),
}

FORMATS = (
    *((value, ".4g") for value in (0.05, 0.0001, 0.00001234, 1.0, 10.0, 1234.5, 1235.5, 99995.0, 12345678.0, 2 / 3)),
    *((value, ".2g") for value in (0.7654, 0.25, 0.125, 0.745, 0.755, 12.5, 13.5, 99.5, 100.0, 1e-7, 9.99e22)),
    *((value, ".2f") for value in (0.125, 0.375, 2.675, -0.125, 76.126957, 999999.994, 0.0, -0.001, 3.55e-15)),
    *((value, ".2f") for value in (1e6, 1.2345e7, -4.5e120, math.inf, math.nan)),
    *((value, ".0f") for value in (0.5, 1.5, 2.5, 92.5, 99.49999, 1e5 + 0.5)),
)

ERRORS = (
    *(
        (value, error, ".2f")
        for value, error in ((80.37767, 10.11393), (13.97, 0.003123), (2.5, 0.0096), (1.0, 0.0001))
    ),
    *((value, error, ".2f") for value, error in ((3e-9, 2e-9), (1e7, 0.02), (-4.53e120, 1.2e119), (7.0, 0.0))),
    (6.696, 0.04, ".1f"),
    (-2.2e-19, 0.0, ".1f"),
    (2e-8, 0.0, ".1f"),
    (80.4, 1e-7, ".2f"),
)
"""Numbers, their standard errors, and how many decimals there are at least."""

SETTLING = (
    ([0.0, 5.0, 9.0, 10.1, 9.95], 10.0, 0.2),
    ([0.0, 5.0, 9.0, 10.1, 9.5], 10.0, 0.2),
    ([10.0, 10.0], 10.0, 0.1),
    ([10.0, math.inf], 10.0, 0.1),
    ([1.0, 2.0], 2.0, 0.0),
)
"""Slopes, a target, and a tolerance."""

SCALED = (
    (LESSON, "max", False),
    *((LESSON, scaling, fit_intercept) for scaling in ("standard", "none") for fit_intercept in (True, False)),
    ("far from zero", "standard", True),
    ("far from zero", "none", False),
    ("falling", "none", True),
    ("all at rest", "standard", True),
    ("two galaxies", "standard", False),
    ("on a line", "standard", True),
    ("on a line", "max", False),
)
"""Data, scaling, and whether there is an intercept, beside all data as usual."""


def rates(moments: Moments, *, thorough: bool) -> list[float]:
    """Return learning rates from every zone, and those just below, on and above the ends."""
    slow, fast, stable = zone_ends(moments)
    few = [0.05, 0.3 * slow, 3 * slow, 1.3 * fast, 1.1 * stable, 1e-4]
    if not thorough:
        return few
    around = [end * factor for end in (slow, fast, stable) for factor in (1 - 1e-9, 1, 1 + 1e-9)]
    return [*few, *around, 0.7, 0.74, 2.0, 10.0]


def settings(name: str, moments: Moments) -> Iterator[tuple[float, tuple[float, float], int]]:
    """Yield learning rates, starts and degrees of the exact fit."""
    for rate in rates(moments, thorough=name == LESSON):
        yield rate, FLAT_START, 1
    if name == LESSON:
        for start in ((120.0, -500.0), (-50.0, 2000.0), (moments.slope, 0.0), (moments.slope, moments.intercept)):
            for rate in (0.02, 0.5, 1.0):
                yield rate, start, 1
        yield from ((0.05, FLAT_START, degree) for degree in (2, 3))
        yield from ((rate, (1e160, 0.0), 1) for rate in (0.05, 0.8))


SCHEDULES = (
    (0.05, ((2, 0.5), (37, 0.02))),
    (0.5, ((30, 1.0), (60, 0.05), (400, 0.3))),
    (10.0, ((300, 0.05),)),
    (0.02, ((100, 10.0), (9000, 0.05))),
)
"""Learning rates and their changes; of the last two the path is lost for good."""


def scaled_settings(
    moments: Moments, scaling: str, *, fit_intercept: bool
) -> Iterator[tuple[float, tuple[float, float], int]]:
    """Yield the same for data that are scaled in another way, or for a line through the origin."""
    _, fast, stable = zone_ends(moments, scaling=scaling, fit_intercept=fit_intercept)
    yield from ((rate, FLAT_START, 1) for rate in (0.05, 1.3 * fast, 1.1 * stable))
    yield fast, (120.0, -500.0 * fit_intercept), 1
    yield fast, ((moments if fit_intercept else moments.through_origin()).slope, 0.0), 1


def data_vectors(name: str, scaling: str = "max", *, fit_intercept: bool = True) -> dict[str, Any]:
    """Return one data set, scaled in one way: what the page is told of it, and paths on it."""
    moments, model = DATA[name].moments, {"scaling": scaling, "fit_intercept": fit_intercept}
    is_usual = (scaling, fit_intercept) == ("max", True)
    chosen = settings(name, moments) if is_usual else scaled_settings(moments, **model)
    return {
        "name": name if is_usual else f"{name}, {scaling}{'' if fit_intercept else ', through the origin'}",
        "moments": describe_moments(moments, **model),
        "zone_ends": zone_ends(moments, **model),
        "paths": [
            *(path_vectors(moments, *each, model) for each in chosen),
            *(
                path_vectors(moments, rate, FLAT_START, 1, model, changes=changes)
                for rate, changes in SCHEDULES
                if name == LESSON
            ),
        ],
    }


def path_vectors(
    moments: Moments,
    rate: float,
    start: tuple[float, float],
    degree: int,
    model: dict[str, Any],
    *,
    changes: tuple[tuple[int, float], ...] = (),
) -> dict[str, Any]:
    """Return one path: what does not depend on the iteration, and some of its states."""
    rates = {"learning_rate": rate, "rate_changes": changes}
    path = gradient_descent_of(moments, iterations=max(ITERATIONS), start=start, **rates, **model)
    gone = {path.diverged - 1, path.diverged} - {-1} if path.diverged is not None else set()
    return {
        "learning_rate": rate,
        **({"rate_changes": changes} if changes else {}),
        "start": start,
        "degree": degree,
        "zone": zone_of(moments, rate, **model),
        "iterations_needed": iterations_to_reach(moments, start=start, **rates, **model),
        "states": [state_vector(path, iteration, degree) for iteration in sorted({*ITERATIONS, *gone})],
    }


def state_vector(path: Trajectory, iteration: int, degree: int) -> list[Any]:
    """Return iteration, slope, intercept, r, age, loss, iteration of divergence, headline and sentence."""
    slope, intercept, loss = path.state(iteration)
    progress = progress_of(path, iteration)
    numbers = [slope, intercept, path.r_at(iteration), path.age_at(iteration), loss]
    return [iteration, *map(finite, numbers), progress.diverged, *verdict(progress, degree)]


RULES = ("Adam", "MSE"), ("SGD with momentum", "MSE"), ("SGD", "L1"), ("Adam", "Huber")


def comparisons(
    moments: Moments,
    rules: Sequence[tuple[str, str]] = RULES,
    *,
    batch_size: int | None = None,
    show_exact: bool = True,
) -> Iterator[dict[str, Any]]:
    """Yield words for paths that no closed form describes."""
    for optimizer, loss_function in rules:
        for slope in (0.0, -3.0, 1e-9, 61.234, 76.0, 81.125, 90.0, 2.5e7, math.nan):
            for iteration, start, degree in ((0, 0.0, 1), (1, 0.0, 1), (2000, moments.slope, 2)):
                path = Trajectory(
                    slopes=np.full(iteration + 1, slope),
                    intercepts=np.zeros(iteration + 1),
                    losses=np.zeros(iteration + 1),
                    moments=moments,
                    learning_rate=0.05,
                    start=(start, 0.0),
                    source="torch",
                    optimizer=optimizer,
                    loss_function=loss_function,
                    batch_size=batch_size,
                )
                yield {
                    "optimizer": optimizer,
                    "loss_function": loss_function,
                    "batch_size": batch_size,
                    "start": path.start,
                    "degree": degree,
                    "iteration": iteration,
                    "slope": finite(slope),
                    "diverged": path.diverged,
                    "settled": progress_of(path, iteration).settled,
                    "words": verdict(progress_of(path, iteration), degree, show_exact=show_exact),
                }


SIZE = 440, 400
AXES: tuple[dict[str, Any], ...] = (
    {"xlim": (-0.9, 22.9), "ylim": (-140.0, 1940.0)},
    {"xlim": (3.25, 3.5), "ylim": (1e6, -2e6)},
    {"xlim": (515.0, -15.0), "ylim": (0.01, 1.0), "yscale": "log"},
    {"xlim": (0.1, 100.0), "ylim": (1.0, 1e-9), "xscale": "log", "yscale": "log"},
)
LINES = ((0.0, 0.0), (76.1, 6.7), (-40.0, 900.0), (1e4, -1e5), (0.0, 5e3), (2.5, 1900.0))
GALAXIES = ((1.0, 300.0, 100.0), (2.0, 100.0, 300.0), (22.5, 400.0, 900.0), (0.0, 1500.0, -9e5), (9.0, 50.0, 50.0))
"""Distances, velocities, and how high a line is there."""


def plane_vectors(settings: dict[str, Any]) -> dict[str, Any]:
    """Return axes as the page is told of them, and where in them matplotlib puts things, in pixels from the top."""
    width, height = SIZE
    figure = Figure((width / 100, height / 100), dpi=100)
    axes = figure.add_axes((0.15, 0.1, 0.8, 0.85), **settings)
    low, high = sorted(settings["xlim"])
    values = [(x, y) for x in np.linspace(low, high, 4) for y in settings["ylim"]]
    places = axes.transData.transform(values)
    handles = Handles(axes, zorder=1)
    dots = []
    for handles.line in LINES if axes.get_yscale() == "linear" else ():
        dots.append([[x, height - y] for x, y in handles.pixels()])
    ends = np.array(GALAXIES) if axes.get_yscale() == "linear" else np.empty((0, 3))
    rows, feet = (axes.transData.transform(ends[:, [0, column]]) for column in (1, 2)) if ends.size else (ends, ends)
    squares = _squares(rows, feet, axes.bbox.x0, axes.bbox.x1) if ends.size else np.empty((0, 4, 2))
    return {
        "axes": describe_axes(axes, height),
        "places": [[*value, x, height - y] for value, (x, y) in zip(values, places, strict=True)],
        "handles": dots,
        "squares": [[min(xs), height - max(ys), max(xs), height - min(ys)] for xs, ys in squares.transpose(0, 2, 1)],
    }


def note_vectors() -> Iterator[dict[str, Any]]:
    """Yield what is said of galaxies that are pointed out, beside a line."""
    plot = FitPlot(Figure().add_subplot())
    for distance, velocity, slope, intercept in (
        (21.98, 1403.0, 76.1, 6.7),
        (0.1234567, -0.5, 0.0, 0.0),
        (1e-7, 2.5e9, 1.0, 0.0),
        (2.0, 150.0, 25.0, -0.25),
        (2.0, 150.0, 25.0, 0.5),
        (3.0, 152.0, 76.0, 0.0),
        (3.0, 152.0, 0.5, 50.0),
        (3.0, 152.0, 0.0, 151.9996),
    ):
        galaxies = Dataset(distance=[distance, 2 * distance], velocity=[velocity, velocity + 1], names=["A", "B"])
        plot.show_data(galaxies, fit_polynomial(galaxies))
        plot.show_line(slope, intercept)
        plot.hover_galaxy("A")
        yield {"row": (distance, velocity), "line": (slope, intercept), "lines": plot._note._lines}


NOTE_SIZE, NOTE_GAP = (110.0, 49.5), 8.0  # that of three lines of text, 10 pixels high
JUDGED = 107.6, 49.5  # by the number of letters, 17
LINES_AROUND = (
    [],
    [[(0.0, 400.0), (440.0, 0.0)]],
    [[(0.0, 410.0), (440.0, -9.0)], [(0.0, 370.0), (440.0, 61.0)]],
    [[(0.0, 8.0), (440.0, 391.0)], [(-1e7, 151.0), (1e7, 151.0)]],
    [[(70.0, 350.0), (150.0, 170.0), (150.0, math.nan), (230.0, 170.0), (300.0, 60.0), (430.0, 20.0)]],
)
"""Lines that a note should not cover, in pixels from the top left of a figure of `SIZE`."""


def place_vectors() -> Iterator[dict[str, Any]]:
    """Yield where notes stand beside points, among lines, in pixels from the top."""
    width, height = SIZE
    axes = Figure((width / 100, height / 100), dpi=100).add_axes((0.15, 0.1, 0.8, 0.85))
    for around in LINES_AROUND:
        lines = [np.array(line) * (1, -1) + (0, height) for line in around]
        places = []
        for x, y in ((80.0, 330.0), (120.0, 190.0), (210.0, 215.0), (260.0, 90.0), (390.0, 120.0), (415.0, 29.0)):
            left, bottom = place_beside((x, height - y), NOTE_SIZE, axes.bbox, NOTE_GAP, lines, judged=JUDGED)
            places.append([x, y, left, height - bottom - NOTE_SIZE[1]])
        yield {
            "box": describe_axes(axes, height)["box"],
            "size": NOTE_SIZE,
            "around": [[finite(value) for place in line for value in place] for line in around],
            "places": places,
        }


def resample_vectors() -> Iterator[dict[str, Any]]:
    """Yield resamples of the lesson's galaxies, with their lines, and what is said of galaxies that are left out."""
    seed, few = 2**32 - 5, 30
    marks = InfluenceMarks(Figure().add_subplot())
    for name, fit_intercept in ((LESSON, True), (LESSON, False), (WEIGHTED, True), (WEIGHTED, False)):
        data = DATA[name]
        fit = fit_polynomial(data, fit_intercept=fit_intercept)
        drawn = bootstrap_of(data, n_resamples=few, seed=seed, fit_intercept=fit_intercept)
        marks.show_influence(data, fit)
        at = [0.0, 10.0, 25.0]
        band = fit.predict(at, CONFIDENCE).galaxy_interval
        root = np.sqrt(data.weights if data.weights is not None else np.ones(len(data)))
        columns = [root * data.velocity, root] if fit_intercept else [root * data.velocity]
        solution, *_ = np.linalg.lstsq(np.column_stack(columns), root * data.distance, rcond=None)
        inverse, *offset = solution.tolist()  # distance on velocity
        yield {
            "moments": describe_moments(data.moments, fit_intercept=fit_intercept),
            "names": data.names,
            "values": [*data.distance, *data.velocity, *(() if data.weights is None else data.weights)],
            "weighted": data.weights is not None,
            "seed": seed,
            "counts": np.concatenate(list(resamples(len(data), few, seed)))[-1].tolist(),
            "lines": np.column_stack([drawn.slopes, drawn.intercepts]).tolist(),
            "age": fit.age,
            "without": [marks.without(name, name) for name in data.names],
            "quantile": fit.quantile(CONFIDENCE),
            "band": [list(row) for row in zip(at, *band, strict=True)],
            "other": [1 / inverse, -sum(offset) / inverse],
        }


def vectors() -> dict[str, Any]:
    """Return all of them."""
    return {
        "age_at_unit_slope": hubble_time(1.0),
        "age_factors": [[share, age_factor(share)] for share in (0.01, 0.05, 0.262875, 0.3, 0.315, 0.7, 0.999, 1.0)],
        "data": [
            *map(data_vectors, DATA),
            *(data_vectors(name, scaling, fit_intercept=fit_intercept) for name, scaling, fit_intercept in SCALED),
        ],
        "size": SIZE,
        "lines": LINES,
        "galaxies": GALAXIES,
        "planes": [plane_vectors(settings) for settings in AXES],
        "notes": list(note_vectors()),
        "note_places": list(place_vectors()),
        "resamples": list(resample_vectors()),
        "comparisons": [
            *comparisons(DATA["key_project"].moments),
            *comparisons(DATA["key_project"].moments, [("SGD", "MSE")], batch_size=5),
        ],
        "hidden": list(comparisons(DATA["key_project"].moments, [("SGD", "MSE")], show_exact=False)),
        "settling": [
            [list(map(finite, slopes)), *rest, settled_since(np.array(slopes), *rest)] for slopes, *rest in SETTLING
        ],
        "errors": [[*each, with_error(*each)] for each in ERRORS],
        "formats": [[repr(value), digits, number(value, digits)] for value, digits in FORMATS],
    }


def finite(value: float | None) -> float | None:
    """Return None for what JSON has no notation for."""
    return value if value is not None and math.isfinite(value) else None


def as_json(tree: Any, indent: str = "") -> str:
    """Write a tree so that a change of one state changes one line."""
    flat = json.dumps(tree, ensure_ascii=False, allow_nan=False)
    if len(flat) < 400 or not isinstance(tree, dict | list):
        return flat
    inner = indent + " "
    if isinstance(tree, dict):
        lines = [f"{inner}{json.dumps(key)}: {as_json(value, inner)}" for key, value in tree.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + as_json(value, inner) for value in tree) + f"\n{indent}]"


if __name__ == "__main__":
    FILE.write_text(as_json(vectors()) + "\n", encoding="utf-8")
