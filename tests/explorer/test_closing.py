"""An explorer that is closed while something goes on: what was asked of it ends in the documented RuntimeError."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable

import ipywidgets
import pytest
from ipywidgets.widgets.widget import _instances

import hubble_widget as hw
from tests.explorer.test_loading import catalog, gated
from tests.explorers import Live, until

CLOSED = "this explorer was closed; make a new one by RegressionExplorer"
WATCHED = ("running", "iteration", "slope", "age", "learning_rate", "iterations", "start", "degree", "data", "children")
ACTS: dict[str, Callable[[hw.RegressionExplorer], object]] = {
    "train": lambda explorer: explorer.train(wait=True),
    "step": lambda explorer: explorer.step(3),
    "step further": lambda explorer: explorer.step(90),
    "reset": lambda explorer: explorer.reset(),
    "iteration": lambda explorer: setattr(explorer, "iteration", 7),
    "beyond": lambda explorer: setattr(explorer, "iteration", 70),
    "learning rate": lambda explorer: setattr(explorer, "learning_rate", 0.2),
    "start": lambda explorer: setattr(explorer, "start", (5.0, 5.0)),
    "degree": lambda explorer: setattr(explorer, "degree", 2),
    "data": lambda explorer: setattr(explorer, "data", "hubble_1929"),
    "optimizer": lambda explorer: setattr(explorer, "optimizer", "Adam"),
    "leave out": lambda explorer: explorer._interaction.toggle_galaxy("NGC 925"),
    "slider": lambda explorer: setattr(explorer._view.controls.learning_rate.slider, "index", 3),
    "button": lambda explorer: explorer._view.controls.train.click(),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("name", WATCHED)
def test_an_observer_may_close_it_whatever_happens(lesson: hw.Dataset, name: str, act: str) -> None:
    before = set(_instances)
    explorer = hw.RegressionExplorer(lesson, iterations=50)
    explorer.observe(lambda _change: explorer.close(), name)
    try:
        ACTS[act](explorer)
    except RuntimeError as error:
        assert str(error).startswith(CLOSED)  # noqa: PT017  # most acts raise nothing
        assert repr(explorer) == "RegressionExplorer (closed)"
    explorer.close()
    assert not explorer.running
    assert set(_instances) == before


@pytest.mark.parametrize("wait", [True, False])
def test_a_training_that_its_observer_ends_by_closing_says_so(lesson: hw.Dataset, *, wait: bool) -> None:
    explorer = hw.RegressionExplorer(lesson)
    explorer.observe(lambda _change: explorer.close(), "running")
    with pytest.raises(RuntimeError, match=CLOSED):
        explorer.train(wait=wait)


async def train_and_close(live: Live) -> list[tuple[bool, str]]:
    explorer, seen = live(iterations=10_000), []
    explorer.observe(lambda change: (explorer.close(), seen.append((change["new"], repr(explorer)))), "running")
    with pytest.raises(RuntimeError, match=CLOSED):
        explorer.train()
    return seen


@pytest.mark.anyio
async def test_in_the_background_likewise(live: Live) -> None:
    seen = await train_and_close(live)
    assert {said for _, said in seen} == {"RegressionExplorer (closed)"}


@pytest.mark.anyio
async def test_a_cell_that_runs_again_closes_what_its_observer_closes_too(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = iter(["first", "second", "third"])
    monkeypatch.setattr("hubble_widget.environment._current_cell", lambda: ("cell", next(run)))
    first = live(iterations=10_000)
    first.observe(lambda change: None if change["new"] else first.close(), "running")
    first.train()
    await until(lambda: first.iteration > 0)
    second = live()
    assert repr(first) == "RegressionExplorer (closed)"
    assert not first.running

    def fail(_change: object) -> None:
        raise ZeroDivisionError("of a user's own")

    second.observe(fail, "children")
    with pytest.warns(UserWarning, match="closing the earlier widget of this cell: ZeroDivisionError: of a user's own"):
        third = live()
    assert repr(second) == "RegressionExplorer (closed)"
    assert third.slope == hw.gradient_descent(third.data).slope


@pytest.mark.anyio
@pytest.mark.parametrize("how", ["close", "observer"])
async def test_closed_before_its_engine_has_answered_it_never_seems_ready(how: str) -> None:
    with gated() as gate:
        explorer = hw.RegressionExplorer(catalog())
        waiting = asyncio.create_task(explorer.ready())
        await until(lambda: gate.asked == 1)
        if how == "close":
            explorer.close()
        else:
            explorer.observe(lambda _change: explorer.close(), "slope")
            gate.let(5)
        with pytest.raises(RuntimeError, match=CLOSED):
            await waiting
        with pytest.raises(RuntimeError, match=CLOSED):
            await explorer.ready()
    if how == "close":
        for ask in ("exact_fit", "trajectory", "result", "figure", "axes"):
            with pytest.raises(RuntimeError, match=CLOSED):
                getattr(explorer, ask)
        for call in (explorer.code, explorer.magic_line, explorer.train, explorer.stop, explorer.step, explorer.reset):
            with pytest.raises(RuntimeError, match=CLOSED):
                call()


@pytest.mark.anyio
async def test_who_waits_for_one_engine_waits_for_the_next_that_is_wished_for_meanwhile(live: Live) -> None:
    explorer = live()
    with gated() as gate:
        explorer.data = catalog()
        waiting = asyncio.create_task(explorer.ready())
        await until(lambda: gate.asked == 1)
        explorer.data = catalog(25_000)
        await asyncio.sleep(0)
        assert not waiting.done()
        gate.let(6)
        await waiting
    assert len(explorer.data) == 25_000


@pytest.mark.parametrize("given", [{"width": "50%"}, None, "later", "twice"])
def test_a_layout_of_the_users_leaves_no_widget_behind(lesson: hw.Dataset, given: object) -> None:
    gc.collect()
    before = set(_instances)
    if isinstance(given, str):
        explorer = hw.RegressionExplorer(lesson)
        for _ in range(1 + (given == "twice")):
            explorer.layout = ipywidgets.Layout(width="50%")
    else:
        explorer = hw.RegressionExplorer(lesson, layout=given or ipywidgets.Layout(width="50%"))
    assert explorer.layout.width == "50%"
    explorer.close()
    assert set(_instances) == before


@pytest.mark.parametrize("settings", [{"learning_rate": -1}, {"layout": 3}, {"degree": 9}, {"speed": "fast"}])
def test_an_explorer_that_cannot_be_made_leaves_no_widget_behind(settings: dict[str, object]) -> None:
    before = set(_instances)
    with pytest.raises(Exception, match=r".{10}"):
        hw.RegressionExplorer("key_project", **settings)
    assert set(_instances) == before
