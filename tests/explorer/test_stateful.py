"""Whatever is done to an explorer, in any order: it stays in step, tells the path's own numbers, and can be closed."""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from ipywidgets.widgets.widget import _instances
from traitlets import TraitError

import hubble_widget as hw
from hubble_widget.explorer.settings import SETTINGS
from hubble_widget.fit.hyperparameters import LOSS_FUNCTIONS, OPTIMIZERS, SCALINGS
from hubble_widget.fit.trajectory import RUN_SETTINGS
from tests.explorers import expect_in_step, until
from tests.interrupts import by_signal, with_interrupt

CLOSED = "this explorer was closed"
FRAME = {"d": [1.0, 2.0, 3.0, 5.0], "v": [70.0, 150.0, 190.0, 400.0]}
WITH_ERRORS = {**FRAME, "e_v": [10.0, 20.0, 10.0, 90.0]}
IN_AN_ENGINE = pl.select(d=pl.int_range(1, 20_002) / 100, v=pl.int_range(1, 20_002) * 0.7 + 3).lazy()
LINES = st.sampled_from([(0.0, 0.0), (70, 10), [-5.0, 3.0], np.array([1e308, -1e308])])
GOOD: dict[str, st.SearchStrategy[Any]] = {
    "learning_rate": st.sampled_from([0.05, 0.3, 1e-4, 9.0, np.float32(0.5), 1]),
    "iterations": st.sampled_from([1, 7, 30, np.int64(60)]),
    "iteration": st.sampled_from([0, 1, 5, 29, 61]),
    "rate_changes": st.sampled_from([(), ((5, 0.3),), [(1, 1e-4), (np.int64(20), 2)], ((40, 0.01), (9000, 1.0))]),
    "start": LINES | st.just("random"),
    "degree": st.sampled_from([1, 2, 3, np.int64(2)]),
    "optimizer": st.sampled_from(OPTIMIZERS),
    "loss_function": st.sampled_from(LOSS_FUNCTIONS),
    "speed": st.sampled_from(["normal", "real time", "slow motion"]),
    "view": st.sampled_from(["loss", "loss_surface", "uncertainty", "universe"]),
    "omega_matter": st.sampled_from([None, 0.05, np.float32(0.5), 1]),
    "distance_factor": st.sampled_from([0.5, 1, 7.0]),
    "solar_motion": st.booleans(),
    "batch_size": st.sampled_from([None, 1, 4, np.int64(30), 10**6]),
    "scaling": st.sampled_from(SCALINGS),
    "fit_intercept": st.booleans(),
    "weights": st.booleans(),
    "seed": st.sampled_from([None, 0, np.int64(1929), 2**63]),
    "show_exact": st.booleans(),
    "hide": st.sampled_from([(), ("presets",), ["pins", "optimizer"]]),
    "data": st.sampled_from(
        ["key_project", "hubble_1929", (FRAME["d"], FRAME["v"]), FRAME, WITH_ERRORS, WITH_ERRORS, IN_AN_ENGINE]
    ),
}
# Of many settings some two would contradict each other, and all be refused.
SOME_GOOD = st.sets(st.sampled_from([*GOOD]), max_size=5).flatmap(
    lambda names: st.fixed_dictionaries({name: GOOD[name] for name in sorted(names)})
)
BAD = [
    *[("learning_rate", value) for value in (True, -1, math.nan)],
    *[("iterations", value) for value in (True, 30.0)],
    *[("iteration", value) for value in (np.True_, 10_001, 1.0)],
    *[("start", value) for value in ((True, 0), "00")],
    *[("degree", value) for value in (True, 1.0, 4)],
    *[("data", value) for value in ("no_such", 3, None, True)],
    ("optimizer", "sgd"),
    ("loss_function", None),
    ("speed", 1),
    ("view", "cosmos"),
    *[("rate_changes", value) for value in (((9, 0.1), (5, 0.2)), ((0, 0.1),), 0.1, None)],
    *[("batch_size", value) for value in (0, True, 4.0)],
    *[("seed", value) for value in (-1, True)],
    *[(name, value) for name in ("fit_intercept", "weights", "show_exact") for value in (None, "no")],
    ("scaling", "standardized"),
    ("hide", ("trains",)),
]
GALAXIES = st.sampled_from(["NGC 925", "SMC", "LMC", "NGC 4639"])
DRAWINGS: list[Callable[[hw.RegressionExplorer], object]] = [
    lambda explorer: explorer.figure.clear(),
    lambda explorer: explorer.axes[0].clear(),
    lambda explorer: explorer.axes[1].clear(),
    lambda explorer: explorer.axes[0].remove(),
    lambda explorer: explorer.axes[0].set_xscale("log"),
    lambda explorer: explorer.axes[0].set_yscale("symlog"),
    lambda explorer: explorer.axes[1].set_xscale("symlog"),
    lambda explorer: explorer.axes[0].plot([1, 2], [3, 4]),
    lambda explorer: explorer.axes[0].lines[-1].remove() if explorer.axes[0].lines else None,
    lambda explorer: explorer.figure.set_dpi(300),
]
EVENTS = ("motion_notify", "button_press", "button_release", "figure_leave")


def action(when: Callable[[Explorers], bool], **drawn: st.SearchStrategy[Any]) -> Callable[[Any], Any]:
    """A rule for an explorer at some times, done as in a cell: where a loop runs, it runs there."""

    def decorate(act: Callable[..., None]) -> Any:
        @wraps(act)
        def done(machine: Explorers, **values: Any) -> None:
            machine.as_in_a_cell(lambda: act(machine, **values))

        return precondition(when)(rule(**drawn)(done))

    return decorate


def is_open(machine: Explorers) -> bool:
    return machine.explorer is not None


def has_data(machine: Explorers) -> bool:
    return machine.explorer is not None and machine.explorer.data is not None


def is_quiet(machine: Explorers) -> bool:
    """Whether nothing goes on in the background."""
    explorer = machine.explorer
    if explorer is None or explorer.data is None or explorer.running:
        return False
    return not (explorer._loader.is_active or explorer._playback._trainer.is_busy)


def is_in_a_notebook(machine: Explorers) -> bool:
    return machine.explorer is not None and machine.loop is not None


class Explorers(RuleBasedStateMachine):
    """One explorer at a time: in a script, what is asked has been done when the call returns; in a notebook, an engine
    and torch go on in the background while the kernel's loop runs.
    """

    def __init__(self) -> None:
        super().__init__()
        self.before = set(_instances)
        self.explorer: hw.RegressionExplorer | None = None
        self.loop: asyncio.AbstractEventLoop | None = None

    def as_in_a_cell(self, act: Callable[[], object]) -> None:
        async def cell() -> None:
            act()

        if self.loop is None:
            act()
        else:
            self.loop.run_until_complete(cell())

    @property
    def face(self) -> Any:
        assert self.explorer is not None
        return self.explorer._view

    @initialize(data=GOOD["data"], optimizer=GOOD["optimizer"], in_a_notebook=st.booleans())
    def make(self, data: object, optimizer: str, *, in_a_notebook: bool) -> None:
        self.loop = asyncio.new_event_loop() if in_a_notebook else None
        self.as_in_a_cell(lambda: self.begin(data, optimizer=optimizer))

    def begin(self, data: object, **settings: Any) -> None:
        self.explorer = hw.RegressionExplorer(data, iterations=20, **settings)
        self.first = {name: getattr(self.explorer, name) for name in ("data", *SETTINGS)}
        if self.first["data"] is None:  # an engine has only begun, and a random start is drawn when it has answered
            self.first = {name: value for name, value in self.first.items() if name not in ("data", "start", "seed")}

    @action(lambda machine: machine.explorer is None, data=GOOD["data"], start=GOOD["start"])
    def make_another(self, data: object, start: object) -> None:
        self.begin(data, start=start)

    @precondition(is_in_a_notebook)
    @rule(turns=st.sampled_from([1, 5, 100]))
    def let_the_kernel_work(self, turns: int) -> None:
        async def work() -> None:
            for _ in range(turns):
                await asyncio.sleep(0)

        self.loop.run_until_complete(work())

    @precondition(is_in_a_notebook)
    @rule()
    def wait_for_the_end(self) -> None:
        async def wait() -> None:
            await self.explorer.ready()
            self.explorer.speed = "normal"
            await until(lambda: is_quiet(self))

        self.loop.run_until_complete(wait())

    def attempt(self, action: Callable[[], object]) -> bool:
        """Do something that may be refused in words, which then changes nothing; return whether it was taken."""
        assert self.explorer is not None
        names = (*GOOD, "slope", "intercept")
        before = {name: repr(getattr(self.explorer, name)) for name in names}
        try:
            action()
        except TraitError as error:
            assert len(str(error)) > 20  # noqa: PT017  # what was refused, and why
            assert {name: repr(getattr(self.explorer, name)) for name in names} == before
            return False
        return True

    @action(is_open, sets=SOME_GOOD)
    def set_together(self, sets: dict[str, object]) -> None:
        self.try_together(sets)

    def try_together(self, sets: dict[str, object]) -> bool:
        def act() -> None:
            with self.explorer.hold_trait_notifications():
                for name, value in sets.items():
                    setattr(self.explorer, name, value)

        return self.attempt(act)

    @action(is_open, data=GOOD["data"], start=LINES, data_first=st.booleans())
    def set_data_with_their_start(self, data: object, start: Any, *, data_first: bool) -> None:
        together = [("data", data), ("start", start)]
        if self.try_together(dict(together if data_first else together[::-1])):
            assert self.explorer.start == tuple(start)

    @action(has_data)
    def start_over(self) -> None:
        self.explorer.start_over()
        assert {name: getattr(self.explorer, name) for name in self.first} == self.first
        assert self.explorer.iteration == 0

    @action(is_open, name=st.sampled_from([*GOOD]), data=st.data())
    def set_one(self, name: str, data: st.DataObject) -> None:
        value = data.draw(GOOD[name])
        self.attempt(lambda: setattr(self.explorer, name, value))

    @action(is_open, bad=st.sampled_from(BAD), held=st.booleans())
    def set_what_is_refused(self, bad: tuple[str, object], held: bool) -> None:
        def act() -> None:
            if not held:
                setattr(self.explorer, *bad)
            else:
                with self.explorer.hold_trait_notifications():
                    self.explorer.iterations = 9
                    setattr(self.explorer, *bad)
            pytest.fail(f"{bad} was taken")

        self.attempt(act)

    @action(has_data, count=st.sampled_from([1, 3, 40]))
    def step(self, count: int) -> None:
        self.explorer.step(count)

    @action(has_data)
    def reset(self) -> None:
        self.explorer.reset()

    @action(is_open)
    def train(self) -> None:
        self.explorer.train()
        if self.loop is None:
            end = self.explorer.trajectory
            assert self.explorer.iteration in (self.explorer.iterations, end.diverged)

    @action(has_data)
    def stop(self) -> None:
        self.explorer.stop()
        assert not self.explorer.running

    @action(has_data, at=st.integers(0, 600), act=st.sampled_from(["train", "learning_rate", "make"]))
    def interrupt(self, at: int, act: str) -> None:
        """An interrupt at some line of ours."""
        acts: dict[str, Callable[[], object]] = {
            "train": self.explorer.train,
            "learning_rate": lambda: setattr(self.explorer, "learning_rate", 0.07),
            "make": lambda: hw.RegressionExplorer("hubble_1929", iterations=5).close(),
        }
        models = set(_instances)
        with_interrupt(acts[act], at, by_signal)
        assert act != "make" or set(_instances) == models

    @action(has_data, slider=st.sampled_from(["learning_rate", "iterations"]), index=st.integers(0, 60))
    def move_slider(self, slider: str, index: int) -> None:
        getattr(self.face.controls, slider).slider.set_state({"index": index})

    @action(has_data, value=st.integers(-1, 70))
    def scrub(self, value: int) -> None:
        self.face.controls.scrubber.slider.set_state({"value": value})

    @action(has_data, button=st.sampled_from(["train", "step", "reset", "start_over"]))
    def press(self, button: str) -> None:
        getattr(self.face.controls, button).click()

    @action(
        has_data,
        toggle=st.sampled_from(
            ["residual_lines", "residual_squares", "residual_plot", "linear_loss", "guess", "toggle"]
        ),
    )
    def turn(self, toggle: str) -> None:
        control = getattr(self.face.more, toggle)
        control.value = not control.value

    @action(has_data, button=st.sampled_from(["pin", "unpin", "zoom_in", "zoom_out", "whole_view", "undo"]))
    def press_more(self, button: str) -> None:
        getattr(self.face.more, button).click()

    @action(has_data, name=GALAXIES)
    def leave_out(self, name: str) -> None:
        if name in getattr(self.explorer.data.whole, "names", ()):  # of many in an engine there are none
            self.explorer._interaction.toggle_galaxy(name)

    @action(has_data, kind=st.sampled_from(EVENTS), x=st.integers(0, 880), y=st.integers(0, 350))
    def use_mouse(self, kind: str, x: int, y: int) -> None:
        canvas = self.face.canvas
        event = {"type": kind, "x": x, "y": y, "button": 0, "buttons": 1, "modifiers": [], "guiEvent": {}}
        canvas.handle_page_message(canvas, event)

    @action(
        has_data,
        message=st.sampled_from(
            [{}, {"type": "frame shown", "frame": -1}, {"type": "running", "running": False}, {"type": 3}]
        ),
    )
    def say_what_a_page_says(self, message: dict[str, object]) -> None:
        self.face._on_message(message)

    @action(has_data, act=st.sampled_from(DRAWINGS))
    def draw(self, act: Callable[[hw.RegressionExplorer], object]) -> None:
        act(self.explorer)
        self.face.canvas.render()

    @action(has_data)
    def take_away(self) -> None:
        if isinstance(self.explorer.data, hw.Dataset):
            assert self.explorer.magic_line().lstrip("%").startswith("hubblefit ")
        assert self.explorer.code()
        assert repr(self.explorer)

    @action(is_open)
    def close(self) -> None:
        self.explorer.close()
        self.expect_closed()

    @action(is_quiet, name=st.sampled_from(["running", "iteration", "learning_rate"]))
    def close_in_an_observer(self, name: str) -> None:
        explorer = self.explorer
        explorer.observe(lambda _change: explorer.close(), name)
        try:
            explorer.learning_rate = 0.123
            explorer.reset()
            explorer.train(wait=True)
        except RuntimeError as error:
            assert str(error).startswith(CLOSED)  # noqa: PT017
        explorer.close()
        self.expect_closed()

    def expect_closed(self) -> None:
        assert repr(self.explorer) == "RegressionExplorer (closed)"
        assert not self.explorer.running
        for call in (self.explorer.train, self.explorer.reset, self.explorer.stop):
            with pytest.raises(RuntimeError, match=CLOSED):
                call()
        assert set(_instances) == self.before
        self.explorer = None

    @invariant()
    def all_is_in_step(self) -> None:
        self.as_in_a_cell(self.expect_in_step)

    def expect_in_step(self) -> None:
        explorer = self.explorer
        if explorer is None:
            return
        error = self.face.readout.error
        assert not re.match(r"[A-Za-z]+Error: ", error), error
        if explorer.data is None:
            assert np.isnan(explorer.slope)
            return
        if is_quiet(self):
            expect_in_step(explorer)
        path, iteration = explorer.trajectory, explorer.iteration
        if iteration <= path.iterations:
            independent = self.independent_path(path)
            assert repr(path.state(iteration)) == repr(independent.state(iteration))
            shown = explorer.slope, explorer.intercept, explorer.loss
            assert repr(shown) == repr(tuple(independent.state(iteration)))

    def independent_path(self, path: hw.Trajectory) -> hw.Trajectory:
        """The path of the explorer's settings by the library's functions, with the seed that was drawn."""
        explorer = self.explorer
        settings = {name: getattr(explorer, name) for name in RUN_SETTINGS} | {"seed": path.seed}
        data = hw.solar_motion(explorer.data).corrected if explorer.solar_motion else explorer.data
        if path.source == "torch":
            return hw.train(data, weights=explorer.weights, **settings)
        for name in ("optimizer", "loss_function", "batch_size"):
            assert settings.pop(name) in ("SGD", "MSE", None)
        return hw.gradient_descent(data, weights=explorer.weights, **settings)

    def teardown(self) -> None:
        if self.explorer is not None:
            self.as_in_a_cell(self.explorer.close)
        if self.loop is not None:
            self.loop.run_until_complete(self.loop.shutdown_default_executor())
            self.loop.close()


TestExplorers = Explorers.TestCase
# Each run is of some twenty actions, and takes as long as a hundred cases of a plain test.
TestExplorers.settings = settings(
    max_examples=max(5, settings().max_examples // 100),
    stateful_step_count=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
