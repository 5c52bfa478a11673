"""From a slider to what a person sees: pictures and numbers, on a real page with a real kernel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import expect

from tests.browser.stage import Stage

from .measure import Comparison, Limit, Row
from .scene import Scene, scene

PRESSES, WARM_UP = 25, 3
KEYS = ("ArrowRight", "ArrowLeft")
DRAGS = 3
FRAME = 1 / 60
REDRAWN = "ipympl, ipywidgets: update artists, canvas.draw()"
FLOOR = "the floor: a slider that sets a Label"
THROUGH_KERNEL = "slider.observe sets an HTML widget"
BUSY = "import time; time.sleep(2)"


@dataclass
class Answers:
    """Seconds from key presses to pictures and numbers."""

    picture: list[float] = field(default_factory=list)
    plain_picture: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    numbers: list[float] = field(default_factory=list)
    plain_numbers: list[float] = field(default_factory=list)


def rows(stage: Stage, dpr: int) -> Iterator[Row]:
    """Measure at one device pixel ratio."""
    at = f", ratio {dpr}" if dpr != 1 else ""
    with scene(stage, BUSY, dpr=dpr) as page:
        answers = _press(page)
        what = f"slider key → new picture{at}"
        yield Comparison(what, REDRAWN, answers.plain_picture, answers.picture, to_reach=0.2)
        yield Comparison(what, FLOOR, answers.floor, answers.picture, to_reach=2.5)
        yield Limit(f"slider key → numbers{at}", THROUGH_KERNEL, answers.plain_numbers, answers.numbers, at_most=FRAME)
        yield _busy(page, at)
        yield from _drag(stage, page, at)


def _press(page: Scene) -> Answers:
    """Press plain and own sliders in turn, to and fro where the descent is still under way and every number moves."""
    answers, timing, view = Answers(), page.timing, page.view
    page.notebook.page.mouse.move(0, 0)  # else figures are scrolled under it, which point out whatever lies there
    for press in range(PRESSES + WARM_UP):
        key = KEYS[press % 2]
        plain_picture = timing.press_for_picture(page.slider("Plain rate"), key, page.plain)
        picture, numbers = timing.press_for_both(page.rate, key, view.root, view.readout)
        floor = timing.press_for_text(page.slider("Floor"), key, page.floor)
        plain_numbers = timing.press_for_text(page.slider("Slope"), key, page.slope)
        if press >= WARM_UP:
            answers.plain_picture.append(plain_picture)
            answers.picture.append(picture)
            answers.numbers.append(numbers)
            answers.floor.append(floor)
            answers.plain_numbers.append(plain_numbers)
    return answers


def _busy(page: Scene, at: str) -> Row:
    """Press while a cell sleeps."""
    plain, ours = [], []
    for key in (*KEYS, KEYS[0]):
        for seconds, slider, text in (
            (plain, page.slider("Slope"), page.slope),
            (ours, page.rate, page.view.readout),
        ):
            slider.scroll_into_view_if_needed()
            prompt = page.start_cell(3)
            seconds.append(page.timing.press_for_text(slider, key, text))
            expect(prompt).not_to_have_text("[*]:")
    return Limit(f"the same while a cell sleeps 2 s{at}", THROUGH_KERNEL, plain, ours, at_most=2 * FRAME)


def _drag(stage: Stage, page: Scene, at: str) -> Iterator[Row]:
    """Drag plain and own sliders in turn; ours must show in the end what the kernel holds, in every pixel."""
    plain, ours, floor = [], [], []
    for _ in range(DRAGS + 1):  # the first of each does not count
        plain.append(page.timing.drag(page.slider("Plain rate"), page.plain))
        ours.append(page.timing.drag(page.rate, page.view.root))
        page.view.picture(stage.folder)
        floor.append(page.timing.drag_for_text(page.slider("Floor"), page.floor))
    plain_rates, plain_settled = zip(*plain[1:], strict=True)
    rates, settled = zip(*ours[1:], strict=True)
    yield Limit(f"pictures while a slider is dragged{at}", REDRAWN, plain_rates, rates, unit="/s", at_least=20)
    yield Limit(f"the same{at}", FLOOR, floor[1:], rates, unit="/s", at_least=20)
    yield Limit(f"last event of the drag → last picture{at}", REDRAWN, plain_settled, settled, at_most=0.15)
