"""Words on the screen: messages by its own names that clear themselves, and tooltips that are sentences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pytest
from ipywidgets import Label
from traitlets import TraitError

import hubble_widget as hw
from hubble_widget.explorer.state import SETTABLE
from hubble_widget.text import words
from tests.abroad import messages_script

WITHOUT_A_CONTROL = {"rate_changes", "degree", "hide"}


def error_of(explorer: hw.RegressionExplorer) -> str:
    text: str = explorer._view.readout.error
    return text


def labels_of(explorer: hw.RegressionExplorer) -> Iterator[str]:
    """Yield what the controls are called."""
    explorer.show_exact = False  # now there is a button that shows it
    for widget in chain(explorer._view.controls.widgets(), explorer._view.more.widgets()):
        yield widget.value if isinstance(widget, Label) else getattr(widget, "description", "")


def test_each_setting_has_one_name_which_no_other_control_has(explorer: hw.RegressionExplorer) -> None:
    by_page = [message.id for message in messages_script().messages_of_page() if message.id]
    for setting, name in words.ON_SCREEN.items():
        assert setting in SETTABLE
        with pytest.raises(TraitError) as error:
            setattr(explorer, setting, object())
        explorer._view.show_error(error.value)
        assert error_of(explorer).startswith(f"{name} must be ")
        named = [label for label in (*labels_of(explorer), *by_page) if label in (name, f"{name} ×")]
        assert len(named) == (setting not in WITHOUT_A_CONTROL), name


@pytest.mark.parametrize(
    ("widget", "value", "begin"),
    [
        ("learning_rate", -1.0, "Learning rate must be finite and above 0, got -1.0"),
        ("iterations", 0, "Iterations must be a whole number of at least 1"),
    ],
)
def test_a_message_says_the_words_of_the_screen(
    explorer: hw.RegressionExplorer, widget: str, value: float, begin: str
) -> None:
    setting = getattr(explorer._view.controls, widget)
    setting.entry.value = value
    assert error_of(explorer).startswith(begin)
    explorer.learning_rate = 0.1  # set in a cell: the next input is right
    assert error_of(explorer) == ""


def test_a_guess_that_is_refused_is_called_so(explorer: hw.RegressionExplorer) -> None:
    explorer._view._on_message({"type": "start dragged", "slope": "x", "intercept": 0.0})
    assert error_of(explorer).startswith("Your guess must be a pair")
    explorer._view.controls.reset.click()
    assert error_of(explorer) == ""


def test_tooltips_are_sentences_that_hold_for_any_data(explorer: hw.RegressionExplorer) -> None:
    told = 0
    for widget in (*explorer._view.controls.widgets(), *explorer._view.more.widgets()):
        tooltip = getattr(widget, "tooltip", None)
        is_button = type(widget).__name__ in {"Button", "ToggleButton"}
        assert not is_button or tooltip, widget.description  # else a page may write "null"
        if tooltip:
            told += 1
            assert tooltip[0].isupper()
            assert tooltip.endswith(".")
            assert " " in tooltip
            assert "galax" not in tooltip
    assert told > 20


def test_step_says_at_the_end_that_it_makes_the_run_longer(explorer: hw.RegressionExplorer) -> None:
    step = explorer._view.controls.step
    assert "at its end: add" in step.tooltip
    explorer.reset()
    assert "at its end" not in step.tooltip
    explorer.iteration = explorer.iterations
    assert "at its end: add" in step.tooltip


def test_the_learned_line_has_one_name(explorer: hw.RegressionExplorer) -> None:
    assert "learned (predicted), iteration 500" in repr(explorer)
    explorer.train()
    assert "learned by torch, iteration 500" in repr(explorer)


def test_iterations_are_written_alike_everywhere(explorer: hw.RegressionExplorer) -> None:
    explorer.iterations = 10_000
    explorer.train()
    explorer.iteration = 2000
    plots = explorer._view.plots
    plots.hover_loss(1000)
    said = (repr(explorer), plots.loss_plot._caption.get_text(), explorer._summary_as_html(with_picture=False))
    assert ["iteration 2,000" in text for text in said] == [True] * 3
    assert plots.loss_plot._note.get_text().startswith("iteration 1,000: ")
    assert repr(explorer.trajectory).startswith("<Trajectory of 10,000 iterations ")
