"""Keys and a drag over a wire of 50 ms each way that lets through what has arrived every 150 ms, as Colab's may."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.slow_wire import BURST, DELAY
from tests.browser.stage import Stage

from .measure import Limit, Row
from .scene import scene
from .sliders import AT_ONCE, DRAGS, KEYS, REDRAWN

PRESSES = 20


def rows(stage: Stage) -> Iterator[Row]:
    """Drag plain and own sliders in turn, over the same wire."""
    plain, ours = [], []
    with stage.slow_wire() as (behind, wire), scene(behind, dpr=1) as page:
        wire.is_slow = True
        for _ in range(DRAGS):
            plain.append(page.timing.drag(page.slider("Plain rate"), page.plain)[1])
            ours.append(page.timing.drag(page.rate, page.view.root)[1])
            page.view.picture(stage.folder)
        pressed = [
            page.timing.press_for_picture(page.rate, KEYS[press % 2], page.view.root) for press in range(PRESSES)
        ]
        wire.is_slow = False
    wire_in_words = f"a wire of {1000 * DELAY:.0f} ms with bursts every {1000 * BURST:.0f} ms"
    yield Limit(f"last event of a drag → last picture, over {wire_in_words}", REDRAWN, plain, ours, at_most=2 * AT_ONCE)
    yield Limit(f"slider key → new picture, over {wire_in_words}", "", [], pressed, at_most=AT_ONCE, of_95=True)
