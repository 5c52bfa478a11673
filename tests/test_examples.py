"""The example notebooks run, and what is stored in them is what running them gives."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from scripts.run_examples import EXAMPLES, WIDGET_VIEW, executed

NOTEBOOKS = sorted(EXAMPLES.glob("*.ipynb"))


def told(notebook: nbformat.NotebookNode) -> list[tuple[str, set[str]]]:
    """The text that each cell puts out, and in which forms it shows something."""
    result = []
    for cell in notebook.cells:
        outputs = cell.get("outputs", [])
        text = "".join(output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in outputs)
        result.append((text, {form for output in outputs for form in output.get("data", {})}))
    return result


@pytest.mark.filterwarnings("ignore:.*without encryption")  # a kernel on loopback
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_an_example_runs_and_says_what_is_stored(path: Path) -> None:
    assert told(executed(path)) == told(nbformat.read(path, as_version=4))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_an_example_is_stored_without_the_state_of_widgets(path: Path) -> None:
    notebook = json.loads(path.read_text())
    assert "widgets" not in notebook["metadata"]
    assert WIDGET_VIEW not in path.read_text()
    assert "hubble" in path.read_text()


def test_the_quickstart_has_three_cells_and_shows_the_explorer() -> None:
    notebook = nbformat.read(EXAMPLES / "quickstart.ipynb", as_version=4)
    assert len(notebook.cells) == 3
    assert "74.59" in notebook.cells[1].outputs[0]["data"]["text/html"]


def test_the_lesson_ends_with_why_the_two_ages_differ() -> None:
    printed = "".join(text for text, _ in told(nbformat.read(EXAMPLES / "lesson.ipynb", as_version=4)))
    for words in ("13.1 billion years", "12.2 billion years", "74.5887", "80.3777", "93\N{NO-BREAK SPACE}% of the way"):
        assert words in printed
