"""A training that is watched: its pictures, its speed, and how soon other sliders answer meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import ElementHandle, Locator

from tests.browser.stage import Stage

from .measure import Comparison, Limit, Row
from .scene import Scene, scene

ITERATIONS, EVERY = 10_000, 100
RUNS, PLAIN_RUNS = 9, 2  # a plain one takes ten seconds
TRAIN, PAUSE, BUSY = "Train", "Pause", "[*]:"  # what the button says, and the prompt of a cell that runs
IN_THE_CELL = f"the loop in the cell, canvas.draw() at each {EVERY}th iteration"
BARE = "the bare loop: for _ in torch_states(...)"
PICTURES, SHARE = 55, 0.95
OTHERS = (("SGD", "L1"), ("SGD", "Huber"), ("SGD with momentum", "MSE"), ("Adam", "MSE"))
PREPARE = f"""
import time
from itertools import islice
explorer.iterations = {ITERATIONS}
if explorer.has_trait("speed"):
    explorer.speed = "real time"
turns = []
explorer.observe(lambda change: turns.append(time.perf_counter()), "running")

def bare_seconds():
    states = torch_states(hw.load_dataset("key_project"), learning_rate=0.05)
    next(states)
    began = time.perf_counter()
    for _ in islice(states, {ITERATIONS}):
        pass
    return time.perf_counter() - began
"""


def rows(stage: Stage, dpr: int) -> Iterator[Row]:
    """Measure at one device pixel ratio."""
    at = f", ratio {dpr}" if dpr != 1 else ""
    with scene(stage, f"plain.train({ITERATIONS}, {EVERY})", "explorer.train(wait=True)", dpr=dpr) as page:
        page.notebook.execute(PREPARE)
        page.notebook.evaluate("bare_seconds()")  # imports torch
        bare, seconds, pictures = [], [], []
        for _ in range(RUNS):
            bare.append(page.notebook.evaluate("bare_seconds()"))
            took, rate = _train(page)
            seconds.append(took)
            pictures.append(rate)
        answers = [answer for _ in range(RUNS) for answer in _train_and_press(page)]
        other_pictures = {each: [_train_otherwise(page, *each)] for each in OTHERS}
        in_cell = [_train_in_cell(page)]
        # The plain way last: it leaves the page with another place to show, and much to tidy up.
        plain_pictures = [_train_plainly(page, press=False)[0] for _ in range(PLAIN_RUNS)]
        plain_answers = [answer for _ in range(PLAIN_RUNS) for answer in _train_plainly(page, press=True)[1]]
    yield Limit(f"live training: pictures{at}", IN_THE_CELL, plain_pictures, pictures, unit="/s", at_least=PICTURES)
    for (optimizer, loss_function), rates in other_pictures.items():
        yield Limit(f"the same, {optimizer}, {loss_function}{at}", "", [], rates, unit="/s", at_least=PICTURES)
    yield Limit(f"the same, train(wait=True) in a cell{at}", "", [], in_cell, unit="/s", at_least=PICTURES)
    yield Limit(
        f"live training: key on another slider → its Label{at}",
        IN_THE_CELL,
        plain_answers,
        answers,
        at_most=0.12,
        of_95=True,
    )
    yield Comparison(f"live training: {ITERATIONS:,} torch iterations{at}", BARE, bare, seconds, to_reach=1 / SHARE)


def _train(page: Scene) -> tuple[float, float]:
    """Train undisturbed; return the seconds that it took and the pictures per second."""
    page.timing.wait_while(_start(page), PAUSE)
    began, ended = page.notebook.evaluate("turns")
    return ended - began, _rate(page, page.view.root)


def _train_otherwise(page: Scene, optimizer: str, loss_function: str) -> float:
    """Train by other rules, which have no closed form; return the pictures per second."""
    page.notebook.execute(f"explorer.optimizer, explorer.loss_function = {optimizer!r}, {loss_function!r}")
    page.wait_until_free()  # torch has walked the path
    _, rate = _train(page)
    page.notebook.execute("explorer.optimizer, explorer.loss_function = 'SGD', 'MSE'")
    return rate


def _train_in_cell(page: Scene) -> float:
    """Train in a cell, which hears nothing meanwhile; return the pictures per second."""
    page.notebook.execute("explorer.reset()")
    page.timing.forget()
    page.timing.wait_while(page.start_cell(4).element_handle(), BUSY)
    return _rate(page, page.view.root)


def _train_and_press(page: Scene) -> list[float]:
    """Train and press keys on another slider all the while; return the seconds until its label answered."""
    return _press_while(page, _start(page), PAUSE)


def _train_plainly(page: Scene, *, press: bool) -> tuple[float, list[float]]:
    """Run the plain loop in its cell; return pictures per second and the seconds until the label answered."""
    page.timing.forget()
    prompt = page.start_cell(3).element_handle()
    answers = _press_while(page, prompt, BUSY) if press else []
    page.timing.wait_while(prompt, BUSY)
    page.wait_until_free()  # the page has asked for frames meanwhile, which the kernel still draws
    return _rate(page, page.plain), answers


def _start(page: Scene) -> ElementHandle:
    """Press Train; return the button once it says Pause."""
    page.notebook.execute("explorer.reset(); turns.clear()")
    button = page.view.button(TRAIN).element_handle()
    button.click()
    page.timing.wait_while(button, TRAIN)
    page.timing.forget()  # the flat line, which came before
    return button


def _press_while(page: Scene, sign: ElementHandle, text: str) -> list[float]:
    """Press keys as long as an element has this text, each when the one before has been answered."""
    handle = page.slider("Floor").element_handle()
    answers = []
    while sign.inner_text().strip() == text:
        answers.append(page.timing.press_and_wait(handle, "ArrowRight", page.floor))
    return answers


def _rate(page: Scene, root: Locator) -> float:
    times = page.timing.pictures(root)
    return (len(times) - 1) / (times[-1] - times[0])
