"""Random actions from a seed; now and then everything stands still and must be what it ought to be."""

from __future__ import annotations

import math
import re
from collections import deque
from pathlib import Path
from random import Random
from time import monotonic

import hubble_widget as hw
from tests.benchmarks.memory import RESIDENT, page_heap
from tests.browser.explorer_view import ExplorerView, cell
from tests.browser.kernel_page import wait_until
from tests.browser.notebook_page import NotebookPage

from .actions import ACTIONS
from .memory import Memory

CELLS = (cell(), cell('hw.load_dataset("hubble_1929")', name="second"))
RELOADS, REPEATS = 0.004, 0.004
"""How likely an action is to load the page anew, or to run the cell of the second explorer again."""

# What the page has sent to a widget before it was told that this one is closed.
PAGE_IS_LATE = r"No such comm: [0-9a-f]{32}\n?"
SLOWEST = 60.0
"""Seconds in which torch walks a path of 10,000 iterations on the busiest machine."""


class Soak:
    """One notebook with two explorers in the hands of somebody who never rests.

    Parameters
    ----------
    notebook : NotebookPage
        Made of `CELLS`.
    seed : int
        Of the random numbers.
    folder : Path
        Where pictures can be put.

    Attributes
    ----------
    done : int
        How many actions there were.
    last : deque of str
        The newest ones, for who looks for an error.
    """

    def __init__(self, notebook: NotebookPage, seed: int, folder: Path) -> None:
        self._notebook = notebook
        self._chance = Random(seed)
        self._folder = folder
        self.done = 0
        self.last: deque[str] = deque(maxlen=40)
        notebook.expect_complaint(PAGE_IS_LATE)
        notebook.run_all()
        notebook.execute(RESIDENT)
        self._views = self._look()

    def run(self, seconds: float) -> None:
        """Act for so long, then check."""
        end = monotonic() + seconds
        while monotonic() < end:
            self.act()
        self.check()

    def act(self, times: int = 1) -> None:
        """Do one thing, or so many."""
        for _ in range(times):
            self.last.append(self._act())
            self.done += 1

    def check(self) -> None:
        """Let everything come to rest; pictures, numbers and complaints must be as they ought to be."""
        for view in self._views:
            self._rest(view)
            _check_numbers(view)
            view.hover((1, 1))
            view.picture(self._folder)
        complaints = self._notebook.complaints()
        assert not complaints, complaints

    def memory(self) -> Memory:
        """Return what kernel and page hold now."""
        return Memory(self._notebook.evaluate("resident()"), page_heap(self._notebook))

    def _act(self) -> str:
        drawn = self._chance.random()
        if drawn < RELOADS:
            self._notebook.reload()
            self._views = self._look()
            return "page loaded anew"
        if drawn < RELOADS + REPEATS:
            self._notebook.run_cell(1)
            self._views = self._look()
            return "cell of the second explorer run again"
        view = self._chance.choice(self._views)
        (action,) = self._chance.choices(list(ACTIONS), list(ACTIONS.values()))
        return f"{view.name}: {action(view, self._chance)}"

    def _look(self) -> list[ExplorerView]:
        views = [ExplorerView(self._notebook, self._notebook.output(0))]
        views.append(ExplorerView(self._notebook, self._notebook.output(1), "second"))
        for view in views:
            view.expect_shown()
        return views

    def _rest(self, view: ExplorerView) -> None:
        """Stop a training, and let torch walk to its end what it walks in the background."""
        wait_until(lambda: _page_and_kernel_agree(view), "page and kernel agree whether a training runs")
        if view.value("running"):
            view.button("Pause").click()
        view.kernel.wait_until(f"not {view.name}.running and not {view.name}._playback._trainer.is_busy", SLOWEST)


def _page_and_kernel_agree(view: ExplorerView) -> bool:
    name = "Pause" if view.value("running") else "Train"
    return view.button(name).is_visible()


def _check_numbers(view: ExplorerView) -> None:
    """Hold what the kernel holds against a fresh computation, and what the page says against the kernel."""
    name = view.name
    settings = view.kernel.evaluate(
        f"dict({name}.result.to_dict()['settings'], iterations={name}.iterations, iteration={name}.iteration, "
        f"source={name}.trajectory.source, distance={name}.data.distance.tolist(), "
        f"velocity={name}.data.velocity.tolist(), "
        f"held=[{name}.slope, {name}.intercept, {name}.loss, {name}.exact_fit.slope])"  # at once: a training may begin
    )
    data = hw.Dataset(distance=settings.pop("distance"), velocity=settings.pop("velocity"))
    iteration, source, held = settings.pop("iteration"), settings.pop("source"), settings.pop("held")
    if source == "closed form":
        del settings["optimizer"], settings["loss_function"]
        path = hw.gradient_descent(data, **settings)
    else:
        path = hw.train(data, **settings)
    state = path.state(iteration)
    for ours, fresh in zip(held, (*state, hw.polyfit(data).slope), strict=True):
        same = ours == fresh or math.isclose(ours, fresh, rel_tol=1e-9) or (math.isnan(ours) and math.isnan(fresh))
        assert same, (name, settings, iteration, source, held, state)
    told = [
        f"iteration {iteration:,} of {settings['iterations']:,}",
        as_told(state.slope, 2),
        as_told(path.age_at(iteration), 2),
    ]

    def says_so() -> bool:
        text = view.readout.text_content() or ""
        return all(words in text for words in told)

    wait_until(says_so, f"the readout of {name} says {told}")


def as_told(value: float | None, decimals: int) -> str:
    """Write a number as the readout does (js/src/text/format.ts)."""
    if value is None or not math.isfinite(value):
        return "–"
    vanishes = 0 < abs(value) < 0.5 * 10**-decimals
    if abs(value) < 1e5 and not vanishes:
        return f"{value:.{decimals}f}".replace("-", "−")
    return re.sub(r"e([+-])0*", r"e\1", f"{value:.1e}").replace("-", "−")
