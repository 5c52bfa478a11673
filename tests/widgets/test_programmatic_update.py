"""Values that the program shows in a control do not come back as if a person had set them."""

from __future__ import annotations

from threading import Thread

import pytest
from ipywidgets import IntText

import hubble_widget as hw
from hubble_widget.widgets.programmatic_update import observe_user, programmatic_update


@pytest.fixture
def entry() -> IntText:
    return IntText(0)


@pytest.fixture
def typed(entry: IntText) -> list[int]:
    """The values that a person has typed."""
    values: list[int] = []
    observe_user(entry, lambda change: values.append(change["new"]))
    return values


def test_only_a_person_s_values_are_reported(entry: IntText, typed: list[int]) -> None:
    entry.value = 1
    with programmatic_update():
        entry.value = 2
        with programmatic_update():
            entry.value = 3
        entry.value = 4
    entry.value = 5
    assert typed == [1, 5]


def test_an_error_ends_the_update(entry: IntText, typed: list[int]) -> None:
    with pytest.raises(ZeroDivisionError), programmatic_update():
        raise ZeroDivisionError
    entry.value = 1
    assert typed == [1]


def test_a_message_on_another_thread_is_a_person_s(entry: IntText, typed: list[int]) -> None:
    message = Thread(target=entry.set_state, args=({"value": 7},))
    with programmatic_update():
        message.start()
        message.join()
    assert typed == [7]


def test_a_setting_of_the_program_is_set_once() -> None:
    explorer = hw.RegressionExplorer()
    set_before = explorer._starts_set
    explorer.start = (60.0, 100.0)
    assert explorer._starts_set == set_before + 1
    assert (explorer._view.more.slope.value, explorer._view.more.intercept.value) == (60.0, 100.0)
    explorer.close()


def test_a_person_s_setting_reaches_the_explorer() -> None:
    explorer = hw.RegressionExplorer()
    explorer._view.more.slope.value = 60.0
    explorer._view.more.optimizer.value = "Adam"
    explorer._view.controls.chooser.value = hw.load_dataset("hubble_1929")
    assert (explorer.optimizer, explorer.data.title) == ("Adam", hw.load_dataset("hubble_1929").title)
    explorer.close()
