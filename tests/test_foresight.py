"""Pictures that are drawn ahead: the very ones that the sliders will lead to, and nobody notices their drawing."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image

import hubble_widget as hw
from hubble_widget.display.foresight import AT_ONCE, MOST, REACH, REACH_OF_KEYS, REST
from hubble_widget.display.settings import ITERATIONS, LEARNING_RATES

from .display.figures import repainted
from .explorers import Live, until

pytestmark = pytest.mark.anyio
Place = tuple[int, int]
RATE, COUNT = LEARNING_RATES.index(0.05), ITERATIONS.index(300)


class Page:
    """What a page does with the figure, which it takes in place of a real one.

    Attributes
    ----------
    frames : list of (shows, bytes)
        The frames that came as changes.
    key : ndarray
        Pixels of the last whole frame.
    book : dict
        The pictures that were drawn ahead for the present key and edition.
    ahead : list
        The places of each message with pictures that were drawn ahead.
    takes : bool
        Whether it says so when it has got some.
    """

    def __init__(self, explorer: hw.RegressionExplorer, *, ratio: int = 1) -> None:
        self.face = explorer._face
        self.frames: list[tuple[Place | None, bytes]] = []
        self.book: dict[Place, bytes] = {}
        self.ahead: list[list[Place]] = []
        self.takes = True
        self._edition: object = None
        self.face.canvas.send = self._take
        for event in ({"type": "initialized"}, {"type": "set_device_pixel_ratio", "device_pixel_ratio": ratio}):
            self.face.canvas.answer(self.face.canvas, event)
        self.say("acknowledges frames", changes=True)

    def say(self, kind: str, **more: object) -> None:
        self.face.readout._handle_custom_msg({"type": kind, **more}, [])

    def _take(self, content: dict[str, Any], buffers: list[bytes] | None = None) -> None:
        if "ahead" in content:
            self._open(content["key"], content["edition"])
            self.ahead.append(content["ahead"])
            self.book |= dict(zip(content["ahead"], buffers or [], strict=True))
            if self.takes:
                self.say("ahead taken")
        elif "frame" in content:
            (data,) = buffers or [b""]
            if "key" in content:
                self._open(content["key"], content["edition"])
                self.frames.append((content["shows"], data))
            else:
                self.key = np.array(Image.open(io.BytesIO(data)))
                self._open(content["frame"], None)
            asyncio.get_running_loop().call_soon(lambda: self.say("frame shown", frame=content["frame"]))

    def _open(self, key: int, edition: int | None) -> None:
        if (key, edition) != self._edition:
            self._edition = key, edition
            self.book = {}

    async def foreseen(self, slider: str = "iterations", *, pointer: bool = True) -> dict[Place, bytes]:
        """Put the pointer at a slider, or the focus, and return what is drawn ahead for it."""
        self.say("at hand", slider=slider, pointer=pointer)
        ahead, canvas = self.face.foresight, self.face.canvas
        await until(lambda: ahead._edition == canvas.edition is not None and next(ahead._around(), None) is None)
        return self.book

    async def rest(self) -> None:
        """Let twice the time go by after which there is time to draw ahead."""
        await until(lambda: self.face.canvas.edition is not None)
        await asyncio.sleep(2 * REST)


def everything_on(explorer: hw.RegressionExplorer) -> None:
    """Turn on all that can be turned on, and point at a galaxy."""
    more = explorer._face.more
    for toggle in (more.residual_lines, more.residual_squares, more.residual_plot, more.guess):
        toggle.value = True
    more.pin.click()
    more.galaxy.value = explorer.data.names[3]
    explorer._face.plots.hover_loss(100)
    explorer.figure.canvas.draw_idle()


@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize("prepare", [lambda _explorer: None, everything_on], ids=["plain", "everything on"])
async def test_they_are_what_the_sliders_lead_to(
    live: Live, prepare: Callable[[hw.RegressionExplorer], None], ratio: int
) -> None:
    explorer = live(iterations=300)
    page = Page(explorer, ratio=ratio)
    prepare(explorer)
    controls = explorer._face.controls
    ahead = dict(await page.foreseen("learning_rate", pointer=False))
    ahead |= await page.foreseen("iterations", pointer=False)
    edition = explorer.figure.canvas.edition
    for setting, places in (
        (controls.learning_rate, [(RATE + away, COUNT) for away in (1, -1, -4, 0)]),
        (controls.iterations, [(RATE, COUNT + away) for away in (-1, 2, -6, 0)]),
    ):
        for place in places:
            frames = len(page.frames)
            setting.slider.index = place[setting is controls.iterations]
            await until(lambda frames=frames: len(page.frames) > frames)
            shows, changes = page.frames[-1]
            assert (shows, page._edition) == (place, edition)
            assert changes == ahead[place]
            np.testing.assert_array_equal(repainted(page.key, changes), explorer.figure.canvas.render())


@pytest.mark.parametrize("iteration", [0, 120, 300])
async def test_what_is_shown_stays_as_it_is(live: Live, iteration: int) -> None:
    explorer = live(iterations=300)
    page = Page(explorer)
    everything_on(explorer)
    explorer.train(wait=True)
    explorer.iteration = iteration
    await page.rest()
    canvas, frames = explorer.figure.canvas, len(page.frames)
    before = canvas.render().copy()
    assert len(await page.foreseen(pointer=False)) > REACH_OF_KEYS
    assert not explorer.figure.stale
    assert len(page.frames) == frames
    np.testing.assert_array_equal(canvas.render(), before)
    assert explorer.iteration == iteration


CHANGES: dict[str, Callable[[hw.RegressionExplorer], object]] = {
    "start": lambda explorer: setattr(explorer, "start", (30.0, 100.0)),
    "data": lambda explorer: setattr(explorer, "data", "key_project"),
    "degree": lambda explorer: setattr(explorer, "degree", 2),
    "optimizer": lambda explorer: setattr(explorer, "optimizer", "Adam"),
    "a setting between two positions": lambda explorer: setattr(explorer, "learning_rate", 0.0507),
    "residuals": lambda explorer: setattr(explorer._face.more.residual_lines, "value", True),
    "handles": lambda explorer: setattr(explorer._face.more.guess, "value", True),
    "galaxy": lambda explorer: setattr(explorer._face.more.galaxy, "value", explorer.data.names[3]),
    "pin": lambda explorer: explorer._face.more.pin.click(),
    "theme": lambda explorer: setattr(explorer._face.readout, "page", {"dark": True, "background": "#111111"}),
    "size": lambda explorer: setattr(explorer._face.readout, "page", {"width": 700}),
    "zoom": lambda explorer: explorer.axes[0].set_xlim(0, 5),
    "an artist of the user's": lambda explorer: explorer.axes[0].axhline(3.0),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_when_anything_else_changes_they_are_forgotten(
    live: Live, change: Callable[[hw.RegressionExplorer], object]
) -> None:
    explorer = live(iterations=300)
    page = Page(explorer)
    assert await page.foreseen()
    before = page._edition
    change(explorer)
    await page.rest()
    assert page._edition != before


async def test_they_outlive_what_only_moves_the_state(live: Live) -> None:
    explorer = live(iterations=300)
    page = Page(explorer)
    ahead = await page.foreseen()
    explorer.iteration = 10
    explorer.learning_rate = 0.053
    explorer.learning_rate = 0.05
    explorer.train(wait=True)
    await page.rest()
    assert page.book.items() >= ahead.items()


async def test_no_more_are_on_their_way_than_the_page_takes(live: Live) -> None:
    page = Page(live(iterations=300))
    page.takes = False
    page.say("at hand", slider="learning_rate", pointer=True)
    await page.rest()
    (places,) = page.ahead  # fewer than AT_ONCE where the machine is slow
    assert places == [(RATE, COUNT), (RATE + 1, COUNT), (RATE - 1, COUNT)][: len(places)]
    page.takes = True
    page.say("ahead taken")
    await until(lambda: len(page.book) > REACH)


async def test_a_page_has_not_more_to_keep_than_it_can(live: Live) -> None:
    explorer = live(iterations=300)
    page = Page(explorer)
    most = 0
    for iterations in range(COUNT, COUNT + 6):
        explorer.iterations = ITERATIONS[iterations]
        await page.rest()
        most = max(most, len(await page.foreseen("learning_rate")))
    assert MOST / 2 < most <= MOST + AT_ONCE


NOT_AHEAD: dict[str, Callable[[Page], object]] = {
    "no hand is at a slider": lambda page: page.say("at hand", slider=None),
    "there is no closed form": lambda page: setattr(page.face.more.optimizer, "value", "Adam"),
    "a slider stands beside its setting": lambda page: setattr(page.face.controls.learning_rate.entry, "value", 0.0507),
    "the page takes whole pictures only": lambda page: page.say("acknowledges frames", changes=False),
}


@pytest.mark.parametrize("happens", NOT_AHEAD.values(), ids=NOT_AHEAD)
async def test_nothing_is_drawn_ahead_where(live: Live, happens: Callable[[Page], object]) -> None:
    explorer = live(iterations=300)
    page = Page(explorer)
    page.say("at hand", slider="iterations")
    happens(page)
    await until(lambda: not explorer._playback._trainer.is_busy)
    await asyncio.sleep(3 * REST)
    assert page.ahead == []


async def test_where_another_background_is_needed_none_is_drawn(live: Live) -> None:
    explorer = live(iterations=500)  # for more, and for 200 or less, there is another axis
    page = Page(explorer)
    ahead = await page.foreseen()
    within = range(ITERATIONS.index(200) + 1, ITERATIONS.index(500) + 1)
    assert set(ahead) == {(RATE, count) for count in within}
    assert not explorer.figure.stale


async def test_keys_go_less_far_than_a_drag(live: Live) -> None:
    page = Page(live(iterations=300))
    page.say("at hand", slider="learning_rate", pointer=False)
    await until(lambda: len(page.book) == 2 * REACH_OF_KEYS + 1)
    await page.rest()
    assert set(page.book) == {(RATE + away, COUNT) for away in range(-REACH_OF_KEYS, REACH_OF_KEYS + 1)}


async def test_an_iteration_that_is_pointed_at_is_so_on_every_path_that_has_it(live: Live) -> None:
    explorer = live(iterations=300)
    page = Page(explorer)
    explorer._face.plots.hover_loss(290)
    explorer.figure.canvas.draw_idle()
    assert min(ITERATIONS[count] for _rate, count in await page.foreseen()) == 300
    assert explorer._face.plots.loss_plot.hovered == 290
    before = page._edition
    explorer.iterations = 280
    explorer.iterations = 300
    await page.rest()
    assert page._edition != before


async def test_a_closed_explorer_draws_nothing_more(live: Live) -> None:
    explorer = live(iterations=300)
    page = Page(explorer)
    page.say("at hand", slider="iterations")
    explorer.close()
    await asyncio.sleep(2 * REST)
    assert page.ahead == []
