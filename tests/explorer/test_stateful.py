"""Whatever is done to an explorer, in any order: it stays in step, tells the path's own numbers, and can be closed."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from ipywidgets.widgets.widget import _instances
from traitlets import TraitError

import hubble_widget as hw
from hubble_widget.explorer.state import SETTINGS
from hubble_widget.fit.hyperparameters import LOSS_FUNCTIONS, OPTIMIZERS
from tests.explorers import expect_in_step
from tests.interrupts import by_signal, with_interrupt

CLOSED = "this explorer was closed"
FRAME = {"d": [1.0, 2.0, 3.0, 5.0], "v": [70.0, 150.0, 190.0, 400.0]}
GOOD: dict[str, st.SearchStrategy[Any]] = {
    "learning_rate": st.sampled_from([0.05, 0.3, 1e-4, 9.0, np.float32(0.5), 1]),
    "iterations": st.sampled_from([1, 7, 30, np.int64(60)]),
    "iteration": st.sampled_from([0, 1, 5, 29, 61]),
    "start": st.sampled_from([(0.0, 0.0), (70, 10), [-5.0, 3.0], np.array([1e308, -1e308])]),
    "degree": st.sampled_from([1, 2, 3, np.int64(2)]),
    "optimizer": st.sampled_from(OPTIMIZERS),
    "loss_function": st.sampled_from(LOSS_FUNCTIONS),
    "speed": st.sampled_from(["normal", "real time", "slow motion"]),
    "view": st.sampled_from(["loss", "loss_surface", "uncertainty", "universe"]),
    "omega_matter": st.sampled_from([None, 0.05, np.float32(0.5), 1]),
    "distance_factor": st.sampled_from([0.5, 1, 7.0]),
    "solar_motion": st.booleans(),
    "data": st.sampled_from(["key_project", "hubble_1929", (FRAME["d"], FRAME["v"]), FRAME]),
}
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


class Explorers(RuleBasedStateMachine):
    """One explorer at a time, in a script: what is asked has been done when the call returns."""

    def __init__(self) -> None:
        super().__init__()
        self.before = set(_instances)
        self.explorer: hw.RegressionExplorer | None = None

    @property
    def face(self) -> Any:
        assert self.explorer is not None
        return self.explorer._view

    @initialize(data=GOOD["data"], optimizer=GOOD["optimizer"])
    def make(self, data: object, optimizer: str) -> None:
        self.begin(data, optimizer=optimizer)

    def begin(self, data: object, **settings: Any) -> None:
        self.explorer = hw.RegressionExplorer(data, iterations=20, **settings)
        self.first = {name: getattr(self.explorer, name) for name in ("data", *SETTINGS)}

    @precondition(lambda self: self.explorer is None)
    @rule(data=GOOD["data"])
    def make_another(self, data: object) -> None:
        self.begin(data, start=(60, 10))

    def is_open(self) -> bool:
        return self.explorer is not None

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

    @precondition(is_open)
    @rule(sets=st.fixed_dictionaries({}, optional=GOOD))
    def set_together(self, sets: dict[str, object]) -> None:
        self.try_together(sets)

    def try_together(self, sets: dict[str, object]) -> bool:
        def act() -> None:
            with self.explorer.hold_trait_notifications():
                for name, value in sets.items():
                    setattr(self.explorer, name, value)

        return self.attempt(act)

    @precondition(is_open)
    @rule(data=GOOD["data"], start=GOOD["start"], data_first=st.booleans())
    def set_data_with_their_start(self, data: object, start: Any, *, data_first: bool) -> None:
        together = [("data", data), ("start", start)]
        if self.try_together(dict(together if data_first else together[::-1])):
            assert self.explorer.start == tuple(start)

    @precondition(is_open)
    @rule()
    def start_over(self) -> None:
        self.explorer.start_over()
        assert {name: getattr(self.explorer, name) for name in self.first} == self.first
        assert self.explorer.iteration == 0

    @precondition(is_open)
    @rule(name=st.sampled_from([*GOOD]), data=st.data())
    def set_one(self, name: str, data: st.DataObject) -> None:
        value = data.draw(GOOD[name])
        self.attempt(lambda: setattr(self.explorer, name, value))

    @precondition(is_open)
    @rule(bad=st.sampled_from(BAD), held=st.booleans())
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

    @precondition(is_open)
    @rule(count=st.sampled_from([1, 3, 40]))
    def step(self, count: int) -> None:
        self.explorer.step(count)

    @precondition(is_open)
    @rule()
    def reset(self) -> None:
        self.explorer.reset()

    @precondition(is_open)
    @rule()
    def train(self) -> None:
        self.explorer.train()
        end = self.explorer.trajectory
        assert self.explorer.iteration in (self.explorer.iterations, end.diverged)

    @precondition(is_open)
    @rule(at=st.integers(0, 600), act=st.sampled_from(["train", "learning_rate", "make"]))
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

    @precondition(is_open)
    @rule(slider=st.sampled_from(["learning_rate", "iterations"]), index=st.integers(0, 60))
    def move_slider(self, slider: str, index: int) -> None:
        getattr(self.face.controls, slider).slider.set_state({"index": index})

    @precondition(is_open)
    @rule(value=st.integers(-1, 70))
    def scrub(self, value: int) -> None:
        self.face.controls.scrubber.slider.set_state({"value": value})

    @precondition(is_open)
    @rule(button=st.sampled_from(["train", "step", "reset", "start_over"]))
    def press(self, button: str) -> None:
        getattr(self.face.controls, button).click()

    @precondition(is_open)
    @rule(
        toggle=st.sampled_from(
            ["residual_lines", "residual_squares", "residual_plot", "linear_loss", "guess", "toggle"]
        )
    )
    def turn(self, toggle: str) -> None:
        control = getattr(self.face.more, toggle)
        control.value = not control.value

    @precondition(is_open)
    @rule(button=st.sampled_from(["pin", "unpin", "zoom_in", "zoom_out", "whole_view", "undo"]))
    def press_more(self, button: str) -> None:
        getattr(self.face.more, button).click()

    @precondition(is_open)
    @rule(name=GALAXIES)
    def leave_out(self, name: str) -> None:
        if name in self.explorer.data.whole.names:
            self.explorer._interaction.toggle_galaxy(name)

    @precondition(is_open)
    @rule(kind=st.sampled_from(EVENTS), x=st.integers(0, 880), y=st.integers(0, 350))
    def use_mouse(self, kind: str, x: int, y: int) -> None:
        canvas = self.face.canvas
        event = {"type": kind, "x": x, "y": y, "button": 0, "buttons": 1, "modifiers": [], "guiEvent": {}}
        canvas.handle_page_message(canvas, event)

    @precondition(is_open)
    @rule(
        message=st.sampled_from(
            [{}, {"type": "frame shown", "frame": -1}, {"type": "running", "running": False}, {"type": 3}]
        )
    )
    def say_what_a_page_says(self, message: dict[str, object]) -> None:
        self.face._on_message(message)

    @precondition(is_open)
    @rule(act=st.sampled_from(DRAWINGS))
    def draw(self, act: Callable[[hw.RegressionExplorer], object]) -> None:
        act(self.explorer)
        self.face.canvas.render()

    @precondition(is_open)
    @rule()
    def take_away(self) -> None:
        assert self.explorer.magic_line().lstrip("%").startswith("hubblefit ")
        assert self.explorer.code()
        assert repr(self.explorer)

    @precondition(is_open)
    @rule()
    def close(self) -> None:
        self.explorer.close()
        self.expect_closed()

    @precondition(is_open)
    @rule(name=st.sampled_from(["running", "iteration", "learning_rate"]))
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
        if self.explorer is None:
            return
        expect_in_step(self.explorer)
        if self.explorer.trajectory.source == "closed form":
            path = hw.gradient_descent(
                self.explorer.data,
                learning_rate=self.explorer.learning_rate,
                iterations=self.explorer.iterations,
                start=self.explorer.start,
            )
            assert repr(path.state(self.explorer.iteration)[:2]) == repr((self.explorer.slope, self.explorer.intercept))

    def teardown(self) -> None:
        if self.explorer is not None:
            self.explorer.close()


TestExplorers = Explorers.TestCase
# Each run is of some twenty actions, and takes as long as a hundred cases of a plain test.
TestExplorers.settings = settings(
    max_examples=max(5, settings().max_examples // 100),
    stateful_step_count=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
