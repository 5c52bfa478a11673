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
DRAGS, BUSY_CELLS = 3, 5
FRAME = 1 / 60
AT_ONCE = 0.02
PICTURES = 45
REDRAWN = "ipympl, ipywidgets: update artists, canvas.draw()"
FLOOR = "the floor: a slider that sets a Label"
THROUGH_KERNEL = "slider.observe sets an HTML widget"
BUSY = "import time; time.sleep(5)"


@dataclass
class Answers:
    """Seconds from key presses to pictures and numbers."""

    picture: list[float] = field(default_factory=list)
    longer: list[float] = field(default_factory=list)
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
        yield Limit(what, FLOOR, answers.floor, answers.picture, at_most=AT_ONCE, of_95=True)
        yield Limit(f"Iterations, 500 to 3000 → new picture{at}", "", [], answers.longer, at_most=AT_ONCE, of_95=True)
        yield Limit(f"slider key → numbers{at}", THROUGH_KERNEL, answers.plain_numbers, answers.numbers, at_most=FRAME)
        yield from _busy(page, at)
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
        longer = timing.press_for_picture(view.slider("Iterations"), ("PageUp", "PageDown")[press % 2], view.root)
        plain_numbers = timing.press_for_text(page.slider("Slope"), key, page.slope)
        if press >= WARM_UP:
            answers.plain_picture.append(plain_picture)
            answers.picture.append(picture)
            answers.longer.append(longer)
            answers.numbers.append(numbers)
            answers.floor.append(floor)
            answers.plain_numbers.append(plain_numbers)
    return answers


def _busy(page: Scene, at: str) -> Iterator[Row]:
    """Press while a cell sleeps: plainly once in each, for it is answered at the end; ours some times."""
    plain, numbers, pictures = [], [], []
    for _ in range(BUSY_CELLS):
        page.slider("Slope").scroll_into_view_if_needed()
        prompt = page.start_cell(3)
        plain.append(page.timing.press_for_text(page.slider("Slope"), KEYS[0], page.slope))
        expect(prompt).not_to_have_text("[*]:")
        page.rate.scroll_into_view_if_needed()
        prompt = page.start_cell(3)
        for key in (*KEYS, *KEYS):
            picture, text = page.timing.press_for_both(page.rate, key, page.view.root, page.view.readout)
            pictures.append(picture)
            numbers.append(text)
        expect(prompt).not_to_have_text("[*]:")
    yield Limit(f"slider key → numbers while a cell sleeps 5 s{at}", THROUGH_KERNEL, plain, numbers, at_most=2 * FRAME)
    yield Limit(f"slider key → new picture while a cell sleeps 5 s{at}", "", [], pictures, at_most=AT_ONCE, of_95=True)


def _drag(stage: Stage, page: Scene, at: str) -> Iterator[Row]:
    """Drag plain and own sliders in turn; ours must show in the end what the kernel draws."""
    plain, ours, floor = [], [], []
    for _ in range(DRAGS + 1):  # the first plain one does not count
        plain.append(page.timing.drag(page.slider("Plain rate"), page.plain))
        ours.append(page.timing.drag(page.rate, page.view.root))
        page.view.picture(stage.folder)
        floor.append(page.timing.drag_for_text(page.slider("Floor"), page.floor))
    plain_rates, plain_settled = zip(*plain[1:], strict=True)
    rates, settled = zip(*ours, strict=True)
    yield Limit(f"pictures while a slider is dragged{at}", REDRAWN, plain_rates, rates, unit="/s", at_least=PICTURES)
    yield Limit(f"the same{at}", FLOOR, floor[1:], rates, unit="/s", at_least=PICTURES)
    yield Limit(f"last event of the drag → last picture{at}", REDRAWN, plain_settled, settled, at_most=0.15)
