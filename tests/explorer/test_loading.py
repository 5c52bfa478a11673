"""Galaxies in an engine: the kernel stays free while it works, which can be canceled, tried again and waited for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets import TraitError

import hubble_widget as hw
from hubble_widget.explorer.loading import Loading
from hubble_widget.explorer.magic_options import SETTINGS
from hubble_widget.lazy.lazy_dataset import LazyDataset
from tests.explorers import Live, expect_in_step, until
from tests.magic.test_hubblefit import shell

__all__ = ["shell"]

pytestmark = pytest.mark.anyio
N = 30_000


def catalog(n: int = N) -> pl.LazyFrame:
    random = np.random.default_rng(1929)
    distance = random.uniform(1, 100, n)
    return pl.LazyFrame({"distance": distance, "velocity": 70 * distance + random.normal(0, 300, n)})


class Gate:
    """Holds an engine before each of its answers, until it is let go on."""

    def __init__(self) -> None:
        self._may = threading.Semaphore(0)
        self.asked = 0
        self.error: Exception | None = None

    def collect(self, frame: object, **options: object) -> object:
        self.asked += 1
        assert self._may.acquire(timeout=30)
        if self.error is not None:
            raise self.error
        return collect(frame, **options)

    def let(self, answers: int = 1) -> None:
        self._may.release(answers)


collect = nw.LazyFrame.collect


@contextmanager
def gated() -> Iterator[Gate]:
    gate = Gate()

    def held(frame: object, **options: object) -> object:
        return gate.collect(frame, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nw.LazyFrame, "collect", held)
        yield gate
        gate.let(100)
        for thread in threading.enumerate():  # what was canceled asks no more when the next test begins
            if thread.name.startswith("asking"):
                thread.join(30)


def loading_of(explorer: hw.RegressionExplorer) -> Loading:
    assert explorer._loader._loading is not None
    return explorer._loader._loading


async def test_it_is_made_at_once_and_shows_each_question(live: Live) -> None:
    with gated() as gate:
        explorer = hw.RegressionExplorer(catalog(), learning_rate=0.5)
        row = loading_of(explorer).row
        assert explorer.children == (row,)
        assert repr(explorer) == "RegressionExplorer (Asking Polars ...)"
        bundle, _ = explorer._repr_mimebundle_()
        assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.model_id
        for finished, sentence in enumerate(
            [
                "Polars counts the rows ...",
                "Polars adds up 30,000 galaxies ...",
                "Polars fits curves to 30,000 galaxies ...",
                "Polars maps 30,000 galaxies ...",
                "Polars samples 30,000 galaxies ...",
            ]
        ):
            await until(lambda sentence=sentence: row.sentence == sentence)
            assert (row._progress.value, row._progress.max) == (finished, 5)
            assert explorer.data is None
            assert np.isnan(explorer.slope)
            gate.let()
        await explorer.ready()
    assert isinstance(explorer.data, LazyDataset)
    assert explorer.children == explorer._view.rows
    assert explorer.exact_fit == hw.polyfit(explorer.data)
    assert explorer.slope == hw.gradient_descent(explorer.data, learning_rate=0.5, iterations=500).slope
    assert "30,000\xa0galaxies" in explorer._view.controls.title.value
    asked = gate.asked
    explorer.degree = 3
    explorer.loss_function = "L1"
    assert explorer.exact_fit.degree == 3
    assert gate.asked == asked == 5
    explorer.close()


@pytest.mark.parametrize("ask", ["exact_fit", "trajectory", "result", "figure", "axes"])
async def test_nothing_is_told_before_it_is_known(ask: str) -> None:
    with gated():
        explorer = hw.RegressionExplorer(catalog())
        with pytest.raises(RuntimeError, match=r"Asking Polars \.\.\. Wait for it .* await explorer\.ready\(\)"):
            getattr(explorer, ask)
        explorer.learning_rate = 0.3  # settings can be made
        with pytest.raises(TraitError):
            explorer.degree = 4
        explorer.close()
        assert repr(explorer) == "RegressionExplorer (closed)"
        explorer.close()


async def test_what_a_page_says_meanwhile_is_not_lost() -> None:
    with gated() as gate:
        explorer = hw.RegressionExplorer(catalog())
        canvas = explorer._view.canvas
        for kind in ("initialized", "refresh", "draw"):  # the figure's model is on the page before its view
            canvas._handle_message(canvas, {"type": kind}, [])
        explorer.speed = "slow motion"
        gate.let(5)
        await explorer.ready()
        assert canvas.is_on_a_page
        assert explorer._view.more.speed.value == "slow motion"
        assert not explorer._view.readout.error
    explorer.close()


async def test_canceled_it_can_be_tried_again() -> None:
    with gated() as gate:
        explorer = hw.RegressionExplorer(catalog())
        row = loading_of(explorer).row
        waiting = asyncio.create_task(explorer.ready())
        await until(lambda: gate.asked == 1)
        row._button.click()
        assert row.sentence.startswith("Canceled. Polars may still finish its present query")
        with pytest.raises(RuntimeError, match="Canceled"):
            await waiting
        gate.let()  # its answer is dropped
        row._button.click()
        assert row._button.description == "Cancel"
        gate.let(5)
        await explorer.ready()
        assert len(explorer.data) == N
    explorer.close()


async def test_what_an_engine_complains_of_is_shown() -> None:
    with gated() as gate:
        gate.error = OSError("the disk is gone\nand a long trace")
        explorer = hw.RegressionExplorer(catalog())
        gate.let()
        with pytest.raises(RuntimeError, match=r"^Polars could not answer: the disk is gone$"):
            await explorer.ready()
        assert explorer.children[0].sentence == "Polars could not answer: the disk is gone"
        explorer.data = "hubble_1929"  # another way out
        assert explorer.children == explorer._view.rows
        assert explorer.exact_fit.n == 24
    explorer.close()


async def test_galaxies_that_are_shown_stay_until_others_have_come(live: Live) -> None:
    explorer = live()
    before = explorer.exact_fit
    with gated() as gate:
        explorer.data = catalog()
        assert explorer.children[1:] == explorer._view.rows
        assert explorer.exact_fit == before
        await until(lambda: gate.asked == 1)
        explorer.children[0]._button.click()
        assert explorer.exact_fit == before
        explorer.learning_rate = 0.2
        explorer.data = catalog()
        assert len(explorer.children) == len(explorer._view.rows) + 1
        gate.let(6)
        await explorer.ready()
    assert len(explorer.data) == N
    assert explorer.children == explorer._view.rows


async def test_the_newest_wish_is_granted(live: Live) -> None:
    explorer = live()
    with gated() as gate:
        explorer.data = catalog()
        await until(lambda: gate.asked == 1)
        explorer.data = "hubble_1929"
        gate.let(5)
        await explorer.ready()
        assert explorer.children == explorer._view.rows
        assert explorer.exact_fit.n == 24


async def test_few_rows_come_as_galaxies_with_names() -> None:
    explorer = hw.RegressionExplorer(
        pl.LazyFrame({"d": [1.0, 2.0, 3.0], "v": [70.0, 140.0, 250.0], "name": ["A", "B", "C"]})
    )
    await explorer.ready()
    assert explorer.data.names == ("A", "B", "C")
    explorer.close()


async def test_first_data_are_taken_back_with_a_setting_that_is_refused() -> None:
    explorer = hw.RegressionExplorer(catalog())

    def set_both() -> None:
        with explorer.hold_trait_notifications():
            explorer.data = "key_project"
            explorer.degree = 4

    with pytest.raises(TraitError, match="degree must be 1, 2 or 3"):
        set_both()
    assert explorer.data is None
    await explorer.ready()
    assert len(explorer.data) == N
    explorer.close()


async def test_no_engine_prepares_data_that_were_set_with_a_setting_that_is_refused(live: Live) -> None:
    explorer = live()
    before = explorer.data

    def set_both() -> None:
        with explorer.hold_trait_notifications():
            explorer.data = catalog()
            explorer.degree = 4

    with gated() as gate:
        with pytest.raises(TraitError, match="degree must be 1, 2 or 3"):
            set_both()
        gate.let(5)
        await explorer.ready()
    assert explorer.data is before


async def test_too_high_a_degree_is_told() -> None:
    explorer = hw.RegressionExplorer(pl.LazyFrame({"d": [1.0, 2.0] * 20_000, "v": np.arange(40_000.0)}), degree=2)
    with pytest.raises(RuntimeError, match="degree 2 needs galaxies at 3 clearly different distances"):
        await explorer.ready()
    explorer.close()


async def test_a_training_begins_when_there_is_something_to_learn_from() -> None:
    with gated() as gate:
        explorer, running = hw.RegressionExplorer(catalog(), iterations=20), []
        explorer.observe(lambda change: running.append(change["new"]), "running")
        explorer.train()
        assert not explorer.running
        gate.let(5)
        await explorer.ready()
        await until(lambda: running == [True, False])
        assert explorer.trajectory.source == "torch"
    explorer.close()


async def test_a_data_set_that_was_made_before_is_prepared_in_the_background() -> None:
    data = hw.as_dataset(catalog())
    with gated() as gate:
        explorer = hw.RegressionExplorer(data)
        assert explorer.children[0].sentence == "Asking Polars ..."
        gate.let(5)
        await explorer.ready()
        assert explorer.data is data
        another = hw.RegressionExplorer(data)
        assert another.exact_fit == explorer.exact_fit
        assert gate.asked == 4
    explorer.close()
    another.close()


def test_without_a_loop_it_waits() -> None:
    explorer = hw.RegressionExplorer(catalog())
    assert len(explorer.data) == N
    explorer.data = catalog(25_000)
    assert explorer.exact_fit.n == 25_000
    explorer.close()


async def test_galaxies_that_arrive_while_more_is_open_have_a_line_to_copy(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = catalog()
    shell = SimpleNamespace(user_ns={"survey": survey})
    monkeypatch.setattr("hubble_widget.explorer.magic_line.get_ipython", lambda: shell)
    explorer = live()
    explorer._view.more.toggle.value = True
    explorer.data = survey
    await explorer.ready()
    assert "%hubblefit survey" in str(explorer._view.readout.line)
    assert explorer.magic_line().startswith("%hubblefit survey --lr ")


async def test_the_state_to_show_waits_with_the_data(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    survey = catalog()
    monkeypatch.setattr(
        "hubble_widget.explorer.magic_line.get_ipython", lambda: SimpleNamespace(user_ns={"survey": survey})
    )
    with gated() as gate:
        explorer = hw.RegressionExplorer(survey, iterations=200)
        explorer.iteration = 17
        assert explorer.iteration == 17
        gate.let(5)
        await explorer.ready()
        assert explorer.iteration == 17
        assert explorer.magic_line() == "%hubblefit survey --lr 0.05 --iterations 200 --show 17"
        assert explorer.slope == hw.gradient_descent(explorer.data, iterations=200).slopes[17]
        expect_in_step(explorer)
        explorer.data = catalog(25_000)
        explorer.iteration = 30
        gate.let(5)
        await explorer.ready()
        assert (explorer.iteration, explorer.exact_fit.n) == (30, 25_000)
        expect_in_step(explorer)
    explorer.close()


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ("--iterations 200 --show 17", 17),
        ("--show 0 --lr 0.3 --start 90.5 -100.0", 0),
        ("--lr 1e-05 --lr-at 9=0.2 --iterations 40 --show 39", 39),
        ("--iterations 30 --show 29 --degree 2 --scaling standard", 29),
    ],
)
async def test_a_line_with_a_state_to_show_leads_back_to_it(shell: InteractiveShell, options: str, shown: int) -> None:
    shell.user_ns["survey"] = catalog()
    states = []
    line = f"%hubblefit survey {options}"
    for _ in range(2):
        shell.run_cell(f"explorer = {line}").raise_error()
        explorer = shell.user_ns["explorer"]
        assert explorer.data is None  # the engine has only begun
        assert explorer.iteration == shown
        await explorer.ready()
        expect_in_step(explorer)
        path = hw.gradient_descent(
            shell.user_ns["survey"],
            learning_rate=explorer.learning_rate,
            rate_changes=explorer.rate_changes,
            iterations=explorer.iterations,
            start=explorer.start,
            scaling=explorer.scaling,
        )
        assert (explorer.iteration, explorer.slope) == (shown, path.slopes[shown])
        states.append(
            {name: getattr(explorer, name) for name in (*SETTINGS, "iteration", "slope", "intercept", "loss")}
        )
        line = explorer.magic_line()
        explorer.close()
    assert states[0] == states[1]


@pytest.mark.parametrize(
    ("sets", "iteration", "iterations"),
    [
        ({"iteration": 700}, 700, 700),
        ({"iteration": 17, "iterations": 100}, 100, 100),
        ({"iterations": 100, "iteration": 17}, 17, 100),
        ({"iteration": 17, "start": (1.0, 2.0)}, 0, 500),
        ({"iterations": 100}, 100, 100),
    ],
    ids=str,
)
async def test_what_is_set_while_it_waits_is_what_it_would_be_without(
    live: Live, sets: dict[str, object], iteration: int, iterations: int
) -> None:
    with gated() as gate:
        waits, other = hw.RegressionExplorer(catalog()), live()
        for explorer in (waits, other):
            assert explorer.iteration == 500
            for name, value in sets.items():
                setattr(explorer, name, value)
            assert (explorer.iteration, explorer.iterations) == (iteration, iterations)
        gate.let(5)
        await waits.ready()
        assert (waits.iteration, waits.iterations) == (iteration, iterations)
        expect_in_step(waits)
    waits.close()


async def test_a_training_that_is_asked_for_while_other_data_come_trains_these(live: Live) -> None:
    explorer, running = live(iterations=20), []
    explorer.observe(lambda change: running.append(change["new"]), "running")
    with gated() as gate:
        explorer.data = catalog()
        explorer.train()
        assert not explorer.running
        await until(lambda: explorer.children[0].sentence == "Polars counts the rows ... Then torch trains.")
        with pytest.raises(RuntimeError, match=r"await explorer\.ready\(\)"):
            explorer.train(wait=True)
        gate.let(5)
        await explorer.ready()
        await until(lambda: running == [True, False])
    assert explorer.trajectory.losses.tolist() == hw.train(explorer.data, iterations=20).losses.tolist()
    assert explorer.exact_fit.n == N


async def test_a_training_that_is_no_more_wanted_does_not_begin(live: Live) -> None:
    explorer = live(iterations=20)
    with gated() as gate:
        explorer.data = catalog()
        explorer.train()
        explorer.stop()
        assert explorer.children[0].sentence == "Asking Polars ..."
        gate.let(5)
        await explorer.ready()
        assert not explorer.running
        explorer.data = catalog()
        explorer.train()
        explorer.data = "hubble_1929"
        assert not explorer.running
        gate.let(5)


async def test_the_same_data_again_end_the_wait_for_others(live: Live) -> None:
    explorer = live()
    with gated() as gate:
        shown = explorer.data
        explorer.data = catalog()
        explorer.data = shown
        assert explorer.children == explorer._view.rows
        await explorer.ready()
        gate.let(5)
    assert explorer.data is shown


@pytest.mark.parametrize(
    "give_up",
    [
        lambda explorer: explorer.start_over(),
        lambda explorer: setattr(explorer, "data", explorer.data),
        lambda explorer: setattr(explorer, "data", "hubble_1929"),
        lambda explorer: setattr(explorer, "data", catalog(26_000)),
        lambda explorer: explorer.children[0]._button.click(),
    ],
    ids=["start over", "the same", "a catalog", "another engine", "cancel"],
)
async def test_what_was_planned_for_data_that_were_given_up_is_not_done_to_others(
    live: Live, give_up: Callable[[hw.RegressionExplorer], object]
) -> None:
    explorer = live(iterations=20)
    with gated() as gate:
        explorer.data = catalog()
        explorer.train()
        explorer.iteration = 7
        give_up(explorer)
        explorer.data = catalog(25_000)
        gate.let(12)
        await explorer.ready()
    assert (explorer.exact_fit.n, explorer.iteration, explorer.running) == (25_000, 20, False)
    assert explorer.trajectory.source == "closed form"


@pytest.mark.parametrize("data", ["hubble_1929", catalog(25_000)], ids=["a catalog", "another engine"])
async def test_a_training_of_the_first_data_is_given_up_with_them(data: object) -> None:
    with gated() as gate:
        explorer = hw.RegressionExplorer(catalog(), iterations=20)
        explorer.train()
        explorer.data = data
        gate.let(12)
        await explorer.ready()
        assert (explorer.running, explorer.trajectory.source) == (False, "closed form")
    explorer.close()
