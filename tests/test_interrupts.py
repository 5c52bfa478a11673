"""An interrupt at any moment: what it ends is in step, and what was not finished leaves nothing behind."""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Callable
from random import Random
from types import SimpleNamespace

import ipywidgets
import pytest
from ipywidgets import Widget
from ipywidgets.widgets.widget import _instances

import hubble_widget as hw
from hubble_widget.dispatcher import interrupts_held_back, let_interrupt_through
from hubble_widget.explorer.cleanup import close_widgets_on_error
from tests.explorers import expect_in_step
from tests.interrupts import by_exception, by_signal, with_interrupt

MOMENTS = 40
ITERATIONS = 40


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a page showed the explorer: the training stops at each picture, to be watched."""
    monkeypatch.setattr("hubble_widget.widgets.explorer_view.ExplorerView.is_seen", property(lambda _view: True))
    monkeypatch.setattr("hubble_widget.explorer.pacing.sleep", lambda _seconds: None)


@pytest.mark.parametrize("interrupt", [by_signal, by_exception])
@pytest.mark.parametrize("is_seen", [False, True])
def test_an_interrupt_at_any_moment_of_a_training_leaves_all_in_step(
    lesson: hw.Dataset, interrupt: Callable[[], None], request: pytest.FixtureRequest, *, is_seen: bool
) -> None:
    if is_seen:
        request.getfixturevalue("seen")
    explorer = hw.RegressionExplorer(lesson, iterations=ITERATIONS)
    explorer.train(wait=True)  # imports torch
    wanted = explorer.trajectory.losses.tolist()
    explorer.reset()
    lines, _ = with_interrupt(lambda: explorer.train(wait=True), -1, interrupt)
    chance, interrupted = Random(1929), 0
    for at in sorted(chance.sample(range(lines), min(MOMENTS, lines))):
        explorer.reset()
        _, was = with_interrupt(lambda: explorer.train(wait=True), at, interrupt)
        interrupted += was
        expect_in_step(explorer)
        reached = explorer.iteration
        explorer.train(wait=True)
        if explorer.iteration < ITERATIONS:  # the loop itself was hit: what follows is another run
            assert interrupt is by_exception
            explorer.train(wait=True)
        assert explorer.iteration == ITERATIONS >= reached
        assert explorer.trajectory.losses.tolist() == wanted
        expect_in_step(explorer)
    assert interrupted > MOMENTS / 2
    explorer.close()


@pytest.mark.parametrize(("name", "values"), [("learning_rate", (0.06, 0.07)), ("iterations", (30, 50))])
def test_an_interrupt_while_a_setting_changes_leaves_all_in_step(
    lesson: hw.Dataset, name: str, values: tuple[float, float]
) -> None:
    explorer = hw.RegressionExplorer(lesson, iterations=ITERATIONS)
    interrupted = 0
    for at in range(MOMENTS):  # the first lines: those before anything of the face is reached
        value = next(each for each in values if each != getattr(explorer, name))
        _, was = with_interrupt(lambda value=value: setattr(explorer, name, value), at, by_signal)
        interrupted += was
        expect_in_step(explorer)
    assert interrupted == MOMENTS
    explorer.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # raised in a __del__: nobody's to catch
@pytest.mark.parametrize(
    ("interrupt", "settings"),
    [(by_signal, {}), (by_exception, {}), (by_signal, {"optimizer": "Adam", "iterations": 9})],
)
def test_an_interrupt_while_an_explorer_is_made_leaves_no_widgets(
    lesson: hw.Dataset, interrupt: Callable[[], None], settings: dict[str, object]
) -> None:
    def make() -> None:
        made.append(hw.RegressionExplorer(lesson, **settings))

    made: list[hw.RegressionExplorer] = []
    before = set(_instances)
    lines = -1
    for _ in range(10):  # the first ones fill caches, too, which takes lines that the others do not come to
        counted, (lines, _) = lines, with_interrupt(make, -1, interrupt)
        made.pop().close()
        if lines == counted:
            break
    chance, interrupted = Random(1929), 0
    for at in sorted({*chance.sample(range(lines), MOMENTS // 3), *range(lines - 8, lines), *range(4)}):
        _, was = with_interrupt(make, at, interrupt)
        interrupted += was
        while made:
            made.pop().close()
        assert set(_instances) == before, at
    assert interrupted > MOMENTS / 3


@pytest.mark.parametrize("interrupt", [by_signal, by_exception])
def test_an_interrupt_while_new_widgets_are_recorded_leaves_no_callback(interrupt: Callable[[], None]) -> None:
    def record() -> None:
        with close_widgets_on_error():
            ipywidgets.Label().close()

    lines, _ = with_interrupt(record, -1, interrupt)
    assert lines > 20
    gc.freeze()  # what the tests before have left would be searched again each time
    try:
        for at in range(lines):
            _, was = with_interrupt(record, at, interrupt)
            assert was, at
            gc.collect()
            record()
            assert Widget._widget_construction_callback is None, at
    finally:
        gc.unfreeze()


def test_a_second_interrupt_is_not_held_back() -> None:
    def insist() -> None:
        with interrupts_held_back(), interrupts_held_back():
            by_signal()
            done.append("after the first")
            by_signal()
            done.append("after the second")

    done: list[str] = []
    handler = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        insist()
    assert done == ["after the first"]
    assert signal.getsignal(signal.SIGINT) is handler


def test_an_interrupt_is_let_through_where_that_is_said() -> None:
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt), interrupts_held_back():  # noqa: PT012  # where it is raised is the point
        let_interrupt_through()
        by_signal()
        done.append("held back")
        let_interrupt_through()
        done.append("too late")
    assert done == ["held back"]


def test_on_another_thread_nothing_is_held_back() -> None:
    handlers = SimpleNamespace(inside=None)

    def look() -> None:
        with interrupts_held_back():
            handlers.inside = signal.getsignal(signal.SIGINT)
            let_interrupt_through()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert handlers.inside is signal.getsignal(signal.SIGINT)
