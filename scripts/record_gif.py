"""Record the README's film: the lesson's data, from Reset through a training, in a real JupyterLab."""

from __future__ import annotations

import io
import time
from base64 import b64decode
from bisect import bisect
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import FloatRect, expect

from tests.browser.explorer_view import LESSON, ExplorerView, cell, show, width
from tests.browser.notebook_page import wait_until
from tests.browser.stage import stage

TARGET = Path(__file__).parent.parent / "docs" / "training.gif"
RATE = 12  # frames a second
LAST = 1500  # milliseconds for which the last frame stays
WIDTH, MARGIN = 880, 6
MAX_BYTES = 1_500_000


def main() -> None:
    """Write docs/training.gif."""
    with stage() as theatre, theatre.notebook(cell(LESSON, learning_rate=0.05, iterations=1000)) as notebook:
        view = show(notebook)
        make_room(view)
        view.train()  # so that the film does not show how torch is loaded
        view.button("Reset").click()
        notebook.kernel.wait_until("explorer.iteration == 0")
        view.picture(theatre.folder)
        frames = film(view, theatre.folder)
    save(frames)
    size = TARGET.stat().st_size
    print(f"{TARGET}: {len(frames)} frames, {size / 1e6:.2f} MB")
    if size > MAX_BYTES:
        raise SystemExit(f"{TARGET.name} is larger than {MAX_BYTES / 1e6} MB.")


def make_room(view: ExplorerView) -> None:
    """Make the window such that the explorer has its width in the film: nothing has to be scaled."""
    page = view.notebook.page
    assert page.viewport_size is not None
    missing = round(WIDTH - 2 * MARGIN - width(view.root))
    page.set_viewport_size({"width": page.viewport_size["width"] + missing, "height": 1200})
    wait_until(lambda: round(width(view.root)) == WIDTH - 2 * MARGIN, "the explorer has its width in the film")
    view.expect_shown()


def film(view: ExplorerView, folder: Path) -> list[Image.Image]:
    """Return the frames, one each 1/RATE seconds: a moment at the start, then the training to its end."""
    began = time.time()
    shots = record(view, folder)
    times = [at for at, _ in shots]
    ticks = [began + number / RATE for number in range(round((times[-1] - began) * RATE) + 1)]
    newest = [max(0, bisect(times, tick) - 1) for tick in ticks]  # a page that stands still sends nothing
    box = view.root.bounding_box()
    assert box is not None
    return [picture(shots[index][1], box) for index in (*newest, -1)]


def record(view: ExplorerView, folder: Path) -> list[tuple[float, bytes]]:
    """Press Train; return what the page looked like until the end, each time in seconds since the epoch and a PNG."""
    page = view.notebook.page
    session = page.context.new_cdp_session(page)
    shots: list[tuple[float, bytes]] = []

    def keep(event: dict[str, Any]) -> None:
        shots.append((event["metadata"]["timestamp"], b64decode(event["data"])))
        session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    session.on("Page.screencastFrame", keep)
    session.send("Page.startScreencast", {"format": "png"})
    view.button("Train").click()
    expect(view.button("Pause")).to_be_visible()
    expect(view.button("Train")).to_be_visible(timeout=60_000)
    view.expect_numbers()
    view.picture(folder)
    page.wait_for_function("() => new Promise(requestAnimationFrame)")  # by then the screencast has the last frame
    session.send("Page.stopScreencast")
    return shots


def picture(png: bytes, box: FloatRect) -> Image.Image:
    """Return what one part of the page looked like, with a margin around it."""
    left, top = round(box["x"]) - MARGIN, round(box["y"]) - MARGIN
    corner = (left + WIDTH, top + round(box["height"]) + 2 * MARGIN)
    return Image.open(io.BytesIO(png)).convert("RGB").crop((left, top, *corner))


def save(frames: list[Image.Image]) -> None:
    """Write the film with one palette for all frames, so that what stands still does not flicker."""
    height = frames[0].height
    sample = Image.new("RGB", (WIDTH, 3 * height))
    for row, frame in enumerate((frames[0], frames[len(frames) // 2], frames[-1])):
        sample.paste(frame, (0, row * height))
    palette = sample.quantize(128, Image.Quantize.MAXCOVERAGE)  # the zones of the track are small, and colored
    shown = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    durations = [round(1000 / RATE)] * (len(shown) - 1) + [LAST]
    shown[0].save(TARGET, save_all=True, append_images=shown[1:], duration=durations, loop=0, optimize=False)


if __name__ == "__main__":
    main()
