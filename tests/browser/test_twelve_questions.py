"""What a class asks (docs/teaching.md): each is answered on the screen after at most three actions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from .explorer_view import ExplorerView, show
from .notebook_page import NotebookPage
from .test_magic import LESSON

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
Action = Callable[[ExplorerView], object]
TEACHING = Path(__file__).parents[2] / "docs" / "teaching.md"


class Answer(NamedTuple):
    """What is done from the quickstart's line on, and what the screen and its plots then say."""

    actions: tuple[Action, ...]
    said: tuple[str, ...] = ()
    drawn: str = ""


def click(name: str) -> Action:
    return lambda view: view.button(name).click()


def pick(control: str, option: str) -> Action:
    return lambda view: view.choice(control).select_option(option)


def enter(label: str, value: str) -> Action:
    def act(view: ExplorerView) -> None:
        view.entry(label).fill(value)
        view.entry(label).press("Enter")

    return act


def mark(role: str, name: str) -> Action:
    return lambda view: view.root.get_by_role(role, name=name, exact=True).click()  # type: ignore[arg-type]


def more(view: ExplorerView) -> None:
    if view.button("Residuals").is_hidden():
        view.more()


QUESTIONS = {
    "Why 13.1 and not 12.2?": Answer(
        (), ("93 % of the way. 500 iterations at 0.05 (a steady rate) have not converged",)
    ),
    "How sure is the age?": Answer(
        (mark("radio", "How sure?"),), ("The data allow 10.7 to 13.8", "0.95 billion years from the exact one")
    ),
    "How many iterations are enough?": Answer((enter("Iterations", "1000"),), ("Converged.", "about 920 are enough")),
    "What does the learning rate do?": Answer(
        (click("What is the learning rate?"), pick("Try", "diverges")),
        ("each step goes past the bottom of the valley by more than the step before",),
    ),
    "Which galaxy holds the line?": Answer(
        (pick("Try", "an influential point"),),
        ("without NGC 4414 its slope is 88.1 km/s/Mpc, not 80.4 km/s/Mpc", "11.1, 68\N{NO-BREAK SPACE}%: 10.2 to 12.2"),
    ),
    "Why was Hubble's universe younger than the Earth?": Answer(
        (pick("Data", "Hubble 1929 (24)"),),
        ("At 2.15 billion years the universe would be younger than the Earth (4.5): the distances are too short",),
    ),
    "Through the origin or free?": Answer(
        (more, mark("checkbox", "Through the origin")),
        ("this assumes that a galaxy at distance 0 would not recede", "11.3 to 14.1 billion years, not 9.6 to 16.5."),
    ),
    "What is the loss, as a picture?": Answer((mark("radio", "Loss surface"),), drawn="Weight"),
    "Does the start matter?": Answer(
        (more, click("Random")), ("after 500 iterations, 12.2 billion years after 5,000.",)
    ),
    "Why are the data scaled?": Answer(
        (pick("Try", "raw data"),),
        ("it depends on the units of the data", "unscaled, the learning rate must stay below 0.0061."),
    ),
    "SGD, momentum, Adam?": Answer(
        (more, pick("Optimizer", "Adam"), click("What is an optimizer?")),
        ("Adam finds step sizes of its own",),
    ),
    "How is this done in code?": Answer((more,), ("torch.optim.SGD(", ".backward()")),
}
"""First what is about the training that the line has run; it is as if it had not been after Start over."""


def test_each_question_is_answered_on_the_screen(open_notebook: OpenNotebook) -> None:
    view = show(open_notebook(LESSON))
    view.expect_finished()
    teaching = TEACHING.read_text(encoding="utf-8")
    for question, (actions, said, drawn) in QUESTIONS.items():
        assert f"| {question} |" in teaching
        assert len(actions) <= 3
        for act in actions:
            act(view)
        for words in said:
            expect(view.root).to_contain_text(words)
        view.expect_words(drawn)
        if actions:
            view.button("Start over").click()
            view.kernel.wait_until("explorer.iteration == 0 and len(explorer.data) == 23 and explorer.view == 'loss'")
