"""Batches: what the page is sent of a training."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from ipywidgets import Widget

import hubble_widget as hw
from tests.explorers import Live, until

Message = dict[str, Any]


class Page:
    """A page that paints: it says so, and collects what its readout is sent."""

    def __init__(self, explorer: hw.RegressionExplorer, monkeypatch: pytest.MonkeyPatch) -> None:
        self.explorer, self.face = explorer, explorer._view
        self.batches: list[tuple[Message, np.ndarray]] = []
        self.sent: list[tuple[Any, Message]] = []
        readout = self.face.readout

        def send(content: Message, buffers: list[bytes] | None = None) -> None:
            if content["type"] == "batch":
                assert buffers is not None
                self.batches.append((content, np.frombuffer(buffers[0], "<f8").reshape(3, -1)))

        monkeypatch.setattr(readout, "send", send)
        self.says("paints marks", fills=True)

    def says(self, kind: str, **more: Any) -> None:
        """Take what the page says."""
        self.face._on_message({"type": kind, **more})

    def states(self) -> np.ndarray:
        """Return what the page has of the newest run: slopes, intercepts, losses."""
        run = self.batches[-1][0]["run"]
        columns: list[np.ndarray] = []
        for about, states in self.batches:
            if about["run"] == run:
                assert about["first"] in {0, sum(each.shape[1] for each in columns)}
                assert about["count"] == states.shape[1]
                columns = [states] if about["first"] == 0 else [*columns, states]
        return np.concatenate(columns, axis=1)


@pytest.mark.anyio
async def test_the_page_is_sent_every_state_of_a_training(
    lesson: hw.Dataset, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    explorer = live(iterations=300)
    page = Page(explorer, monkeypatch)
    explorer.train()
    told = dict(page.face.readout.learned)
    await until(lambda: 0 < explorer.iteration < 300)
    assert page.face.readout.learned == told  # nothing else is sent meanwhile
    assert page.face.controls.scrubber.slider.value == 300
    await until(lambda: not explorer.running)
    run = hw.train(lesson, iterations=300)
    np.testing.assert_array_equal(page.states(), [run.slopes, run.intercepts, run.losses])
    assert len(page.batches) > 10
    assert page.face.readout.learned["iteration"] == page.face.controls.scrubber.slider.value == 300
    assert page.face.readout.path is not None


@pytest.mark.anyio
async def test_a_pause_stops_at_the_state_that_the_page_shows_and_loses_none(
    lesson: hw.Dataset, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    explorer = live(iterations=2000)
    page = Page(explorer, monkeypatch)
    explorer.train()
    await until(lambda: 200 < explorer.iteration < 2000)
    page.says("running", running=True)
    page.says("stopped at", iteration=150)
    page.face.controls.train.click()
    assert (explorer.running, explorer.iteration) == (False, 150)
    assert page.face.readout.learned["iteration"] == 150
    assert explorer.trajectory.iterations > 150  # what torch has walked beyond
    page.says("running", running=False)
    explorer.train()
    history, _ = page.batches[-1]
    assert (history["first"], history["count"], history["at"]) == (0, 151, 150)
    await until(lambda: explorer.iteration > 150)
    first_shown, _ = page.batches[-1]
    assert first_shown["first"] == 151
    await until(lambda: not explorer.running)
    run = hw.train(lesson, iterations=2000)
    np.testing.assert_array_equal(page.states(), [run.slopes, run.intercepts, run.losses])
    np.testing.assert_array_equal(explorer.trajectory.losses, run.losses)


@pytest.mark.anyio
async def test_a_pause_may_come_when_torch_is_at_the_end_already(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    explorer = live(iterations=90)
    page = Page(explorer, monkeypatch)
    explorer.train()
    page.says("running", running=True)
    await until(lambda: not explorer.running)
    page.says("stopped at", iteration=80)
    page.face.controls.train.click()
    assert (explorer.running, explorer.iteration) == (False, 80)
    page.says("running", running=False)
    explorer.step(5)
    assert explorer.iteration == 85
    assert page.states().shape[1] == 91  # those that were walked are not sent again
    explorer.train()
    await until(lambda: not explorer.running)
    assert explorer.iteration == 90


@pytest.mark.anyio
async def test_a_page_that_comes_late_is_sent_what_was_walked(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    explorer = live(iterations=10_000)
    page = Page(explorer, monkeypatch)
    explorer.train()
    await until(lambda: 100 < explorer.iteration < 10_000)
    page.says("paints marks")
    about, states = page.batches[-1]
    assert (about["first"], about["at"], states.shape[1]) == (0, explorer.iteration, explorer.iteration + 1)


def test_on_a_page_that_is_new_nothing_is_pointed_at(monkeypatch: pytest.MonkeyPatch) -> None:
    explorer = hw.RegressionExplorer("key_project")
    page, ring = Page(explorer, monkeypatch), explorer._view.plots.fit_plot
    page.says("pointed out", galaxy="NGC 1425", iteration=None)
    assert ring.hovered == "NGC 1425"
    page.says("paints marks")
    assert ring.hovered is None
    explorer.close()


def test_a_page_that_knows_an_older_state_is_sent_the_present_one(monkeypatch: pytest.MonkeyPatch) -> None:
    explorer = hw.RegressionExplorer("key_project")
    page = Page(explorer, monkeypatch)
    knew = json.loads(json.dumps(page.face.page_state))
    sent: list[str] = []
    monkeypatch.setattr(Widget, "send_state", lambda widget, key=None: sent.append(type(widget).__name__))  # noqa: ARG005
    page.says("paints marks", knows=knew)
    assert sent == []
    explorer.learning_rate = 0.1
    sent.clear()
    page.says("paints marks", knows=knew)
    assert {"Readout", "ScaleSlider", "FilledSlider", "HTML", "Button"} <= {*sent}
    page.says(
        "paints marks", knows=json.loads(json.dumps([*page.face.page_state[:-2], 0, 0]))
    )  # sliders that stand elsewhere
    assert sent.count("Readout") == 2
    explorer.close()


def test_a_page_that_tells_late_that_it_paints_is_sent_what_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    explorer = hw.RegressionExplorer("key_project")
    page = Page(explorer, monkeypatch)
    page.face._draw_moving_artists()
    page.face.overlay.check_page()
    assert not page.face.overlay.paints
    page.says("paints marks", knows=json.loads(json.dumps(page.face.page_state)))
    page.face.overlay.check_page()
    assert page.face.overlay.paints
    explorer.close()


@pytest.mark.anyio
async def test_what_has_no_closed_form_comes_in_batches_too(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    explorer = live(iterations=1500)
    page = Page(explorer, monkeypatch)
    explorer.optimizer = "Adam"
    await until(lambda: 100 < explorer.iteration < 1500)
    page.says("paints marks")  # loaded anew meanwhile
    assert page.batches[-1][0]["first"] == 0
    await until(lambda: explorer.iteration == 1500)
    path = explorer.trajectory
    np.testing.assert_array_equal(page.states(), [path.slopes, path.intercepts, path.losses])
    await until(lambda: page.face.readout.path is not None)


@pytest.mark.anyio
async def test_what_torch_has_computed_is_sent_after_its_settings(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    explorer = live(iterations=200, optimizer="Adam")
    await until(lambda: explorer.iteration == 200)
    readout, order = explorer._view.readout, list[str]()
    monkeypatch.setattr(readout, "send", lambda content, buffers=None: order.append(content["type"]))  # noqa: ARG005
    monkeypatch.setattr(readout, "send_state", lambda key=None: order.extend([key] if isinstance(key, str) else key))
    explorer.learning_rate = 0.07
    assert 0 <= order.index("settings") < order.index("batch")
    await until(lambda: explorer.iteration == 200)


def test_a_cell_that_trains_sends_batches(lesson: hw.Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    explorer = hw.RegressionExplorer(lesson, iterations=200)
    page = Page(explorer, monkeypatch)
    page.face.is_displayed = True
    explorer.train(wait=True)
    run = hw.train(lesson, iterations=200)
    np.testing.assert_array_equal(page.states(), [run.slopes, run.intercepts, run.losses])
    assert len(page.batches) > 10
    explorer.close()


def test_where_no_page_paints_the_numbers_are_sent_as_they_come(lesson: hw.Dataset) -> None:
    explorer = hw.RegressionExplorer(lesson, iterations=100)
    explorer._view.is_displayed = True
    explorer._view._draw_moving_artists()
    told: list[int] = []
    explorer._view.readout.observe(lambda change: told.append(change["new"]["iteration"]), "learned")
    explorer.train(wait=True)
    assert len(told) > 10
    explorer.close()
