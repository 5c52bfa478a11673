"""What stands in for readout and figure appears only when no page has answered in time, and goes when one does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import hubble_widget as hw
from hubble_widget.widgets import fallback as fallback_module
from hubble_widget.widgets.fallback import PATIENCE, PERIOD, Fallback


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.calls: list[tuple[float, Callable[[], object]]] = []

    def later(self, seconds: float, function: Callable[[], object]) -> None:
        self.calls.append((seconds, function))

    def passes(self) -> list[float]:
        calls, self.calls = self.calls, []
        for _, function in calls:
            function()
        return [seconds for seconds, _ in calls]


def summary(*, with_picture: bool) -> str:
    return "table and picture" if with_picture else "table"


def nothing() -> None:
    """Take note of nothing."""


def test_nobody_answers() -> None:
    clock = Clock()
    pages: list[str] = []
    begun: list[bool] = []
    fallback = Fallback(summary, lambda: bool(pages), lambda: begun.append(True), clock)
    fallback.state_changed()
    assert clock.calls == []
    fallback.wait_for_page()
    fallback.wait_for_page()
    assert fallback.value == ""
    assert clock.passes() == [PATIENCE]
    assert "table and picture" in fallback.value
    assert "pip install anywidget ipympl" in fallback.value
    assert begun == [True]
    fallback.value = "old"
    for _ in range(3):
        fallback.state_changed()
    pages.append("with the figure")
    assert clock.passes() == [PERIOD]
    assert "picture" not in fallback.value
    assert "pip install anywidget" in fallback.value
    fallback.show_message("what went <i>wrong</i>")
    assert clock.passes() == [PERIOD]
    assert "what went &lt;i&gt;wrong&lt;/i&gt;" in fallback.value
    fallback.page_has_readout()
    assert fallback.value == ""
    fallback.state_changed()
    fallback.wait_for_page()
    assert clock.calls == []


def test_in_the_middle_of_a_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(fallback_module, "monotonic", lambda: now[0])
    clock, states = Clock(), iter(range(10))
    fallback = Fallback(lambda **_: f"state {next(states)}", lambda: False, nothing, clock)
    fallback.show_now()
    assert fallback.value == ""  # a page may still answer
    fallback.wait_for_page()
    clock.passes()
    fallback.show_now()
    assert "state 0" in fallback.value  # which was just now
    now[0] += 2 * PERIOD
    fallback.show_now()
    assert "state 1" in fallback.value


def test_a_page_answers_in_time() -> None:
    clock = Clock()
    fallback = Fallback(summary, lambda: True, nothing, clock)
    fallback.wait_for_page()
    fallback.page_has_readout()
    clock.passes()
    assert fallback.value == ""


def test_closed_while_it_waits() -> None:
    clock = Clock()
    fallback = Fallback(summary, lambda: True, nothing, clock)
    fallback.wait_for_page()
    fallback.close()
    clock.passes()
    assert fallback.value == ""


@pytest.mark.parametrize("watched", [True, False])
def test_where_a_notebook_is_only_run_no_page_is_awaited(watched: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    request = {"content": {"allow_stdin": watched}}
    monkeypatch.setattr("hubble_widget.environment.current_request", lambda: request)
    explorer = hw.RegressionExplorer()
    assert explorer._view.fallback._is_scheduled is watched
    explorer.close()
