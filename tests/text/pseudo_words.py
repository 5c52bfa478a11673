"""Print what the kernel says, as JSON: test_messages.py runs this in a language that nobody speaks."""

from __future__ import annotations

import json
from collections.abc import Iterator

import hubble_widget as hw
from hubble_widget.data.base_dataset import BaseDataset
from hubble_widget.data.labels import Labels
from hubble_widget.fit.convergence import progress_of
from hubble_widget.fit.loss_curve import LossCurve
from hubble_widget.fit.loss_surface import LossSurface
from hubble_widget.fit.run_back import RunBack
from hubble_widget.fit.trajectory import Trajectory
from hubble_widget.fit.uncertainty import uncertainty_of
from hubble_widget.formatting import with_error
from hubble_widget.messages import grouped
from hubble_widget.text import surface_words, uncertainty_words, universe_words, words
from hubble_widget.text.remarks import remark
from hubble_widget.text.summary import Summary
from hubble_widget.text.verdict import verdict

LESSON = hw.load_dataset("key_project").exclude("NGC 4639")
HELD = hw.Dataset(distance=[-1, 2, 4], velocity=[70, 80, 10])
MARKS = hw.Dataset(distance=[1, 2, 4], velocity=[50, 60, 76], labels=Labels(x_label="X", y_label="Y"))
MEASURED = hw.Dataset(
    distance=[2.0, 9.2, 16.1, 20.0],
    velocity=[133, 664, 1294, 1500],
    distance_error=[0.1, 0.5, 0.8, 1.0],
    velocity_error=[20, 20, 30, 20],
)


def paths() -> Iterator[Trajectory]:
    """Yield paths of all kinds."""
    for rate in (0.001, 0.05, 0.7, 0.74, 0.9, 2.0):
        yield hw.gradient_descent(LESSON, learning_rate=rate, iterations=600)
    yield hw.gradient_descent(LESSON, learning_rate=0.05, iterations=5000, rate_changes=((200, 0.1),))
    yield hw.gradient_descent(LESSON, iterations=20, scaling="none", learning_rate=1.0)
    yield hw.gradient_descent(LESSON, iterations=20, fit_intercept=False, scaling="standard")
    yield hw.gradient_descent(LESSON, iterations=20, start="random", seed=1)
    yield hw.gradient_descent(MARKS, iterations=20)
    yield hw.gradient_descent("hubble_1929", iterations=20)
    for loss in ("MSE", "L1", "Huber"):
        yield hw.train(LESSON, iterations=30, optimizer="Adam", loss_function=loss, batch_size=4, seed=1)
    yield hw.train(LESSON, iterations=30, optimizer="SGD with momentum", rate_changes=((5, 0.1),))


def of_path(path: Trajectory, data: BaseDataset) -> Iterator[str]:
    """Yield what is said of a path."""
    fit = hw.polyfit(data, fit_intercept=path.fit_intercept)
    for at in (0, 1, 2, path.iterations):
        for show_exact in (True, False):
            yield from verdict(progress_of(path, at), 1, path.labels, show_exact=show_exact)
            yield Summary.of(data, path, at, fit, 0.5, show_exact=show_exact).as_text()
        yield from verdict(progress_of(path, at), 2, path.labels)
    summary = Summary.of(data, path, 0, fit, 0.5)
    yield summary.as_html(summary.picture(b"", 100))
    yield from (words.random_start(path, 20), words.rates(path), repr(path), path._repr_html_())


def of_data(data: BaseDataset) -> Iterator[str]:
    """Yield what is said of galaxies."""
    fit, held, curve = hw.polyfit(data), hw.polyfit(data, fit_intercept=False), hw.polyfit(data, degree=2)
    yield from (
        words.label(data),
        words.source(data),
        words.galaxies(data),
        words.title(data),
        words.galaxies(data, "L1"),
    )
    yield from (repr(data), str(data._repr_html_()), data.labels.x_axis, data.labels.y_axis, data.labels.x_values)
    yield from (remark(data.moments, held), words.place(1234.5, -0.5, data.labels))
    for each in (fit, held, curve):
        yield from (repr(each), each._repr_html_(), uncertainty_words.problem(each))
    result = hw.influence(data)
    yield from (repr(result), result._repr_html_(), repr(hw.bootstrap(data, seed=1)))
    for each in (fit, held):
        sure = uncertainty_of(data, each)
        yield from (uncertainty_words.axis(sure), uncertainty_words.allowed(sure), uncertainty_words.caption(sure))
        yield from (*uncertainty_words.brackets(sure), uncertainty_words.with_both_errors(sure))
        yield uncertainty_words.on_both_axes(sure)
    for optimizer in ("SGD", "Adam"):
        for loss in ("MSE", "L1", "Huber"):
            for surface in (LossSurface(data=data, loss_function=loss), LossCurve(data=data, loss_function=loss)):
                yield surface_words.shape(surface, optimizer)
                yield from surface_words.place(surface, 70.0, -1.0)
    for factor in (1.0, 7.5):
        past = RunBack(data)
        yield from (universe_words.own_times(past, factor, 3), universe_words.problem(data.labels))
        yield from (universe_words.course(past, fit, factor, show_exact=shown) for shown in (True, False))


def everything() -> Iterator[str]:
    """Yield all that is said."""
    for path in paths():
        data = {3: MARKS, 23: LESSON, 24: hw.load_dataset("hubble_1929")}[path.moments.n]
        yield from of_path(path, data)
    for data in (LESSON, HELD, MARKS, MEASURED, MEASURED.weighted()):
        yield from of_data(data)
    yield repr(hw.fit_with_errors(MEASURED, scatter=100.0))
    yield repr(hw.fit_with_errors(MEASURED, fit_intercept=False))
    yield from (text for name, data in words.catalogs() for text in (name, words.source(data)))
    yield from (*words.ON_SCREEN.values(), *words.SCALINGS.values(), *words.LOADING, words.HIDDEN)
    for slope, exact in ((1.0, -2.0), (80.1, 80.0), (90.0, 80.0), (70.0, 80.0)):
        yield words.guess(slope, exact)
    yield from (words.loss(0.5), words.loss(float("inf")), with_error(1234.5, 0.5, ".2f"), grouped(1234567))
    yield from (
        surface_words.problem(2),
        surface_words.problem(1, show_exact=False),
        surface_words.axis("w", 2.0, "Mpc"),
    )
    for is_age in (True, False):
        yield from uncertainty_words.key(is_age=is_age)
        yield from uncertainty_words.without("A", 12.0, -1.0, LESSON.labels, is_age=is_age)
        yield from uncertainty_words.without("A", float("nan"), 1.0, LESSON.labels, is_age=is_age)
    yield hw.solar_motion().corrected.note
    distance, velocity = [1000, 2000, -999, 4000, 5000], [70, 140, 210, None, 350]
    for table in ({"dist_kpc": distance, "cz": velocity}, {"D": distance, "D_err": [1] * 5, "v": velocity}):
        yield hw.as_dataset(table, x=next(iter(table))).note
    yield hw.as_dataset({"mu": [30.0, 31.0, 36.0], "z": [0.01, 0.02, 0.06]}, modulus="mu", redshift="z").note


print(json.dumps([text for text in everything() if text]))
