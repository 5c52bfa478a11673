"""What goes wrong around a page: loaded anew, opened twice, frozen or left alone by its kernel, while torch trains."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, WebSocketRoute, expect

from .explorer_view import LESSON, ExplorerView, cell, show
from .notebook_page import NotebookPage, wait_until
from .patience import PATIENCE
from .pictures import page_pixels
from .said import expect_said
from .servers import LabServer
from .windows import open_window

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
LONG = cell(LESSON, learning_rate=0.001, iterations=10_000, speed='"slow motion"')
NO_SUCH_COMM = r"No such comm: [0-9a-f]{32}\n?"  # of a page whose kernel is another one now
FRAME, UPDATE = b'"frame":', b'"method":"update"'


def test_a_training_goes_on_while_its_page_is_loaded_anew_and_opened_twice(
    open_notebook: OpenNotebook, tmp_path: Path
) -> None:
    notebook = open_notebook(LONG)
    show(notebook).button("Train").click()
    notebook.kernel.wait_until("explorer.running and 0 < explorer.iteration < 10_000")
    notebook.reload()
    first = ExplorerView(notebook, notebook.output(0))
    first.expect_shown()
    expect(first.button("Pause")).to_be_visible()
    second = ExplorerView(notebook, notebook.open_again().locator(".jp-Notebook"))
    second.expect_shown()
    assert notebook.evaluate("explorer.running")
    for view in (first, second):
        view.root.page.bring_to_front()  # a browser paints nothing on a page that is behind another one
        before, reached = page_pixels(view.canvas), view.value("iteration")
        view.kernel.wait_until(f"explorer.iteration > {reached} + 2")
        wait_until(lambda view=view, before=before: (page_pixels(view.canvas) != before).any(), "the page follows")
    second.button("Pause").click()
    for view in (first, second):
        view.expect_finished()
        view.expect_numbers()
        view.picture(tmp_path)


def test_a_frozen_tab_shows_the_newest_state_when_it_wakes(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    """Browsers freeze tabs that nobody looks at: no timer, no frame of animation, no message."""
    view = show(open_notebook(LONG))
    view.button("Train").click()
    view.expect_running()
    session = view.notebook.page.context.new_cdp_session(view.notebook.page)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    view.kernel.execute("explorer.speed = 'real time'")
    view.kernel.wait_until("explorer.iteration == 10_000 and not explorer.running", 5 * PATIENCE)
    session.send("Page.setWebLifecycleState", {"state": "active"})
    session.detach()
    view.expect_finished()
    view.expect_numbers()
    view.picture(tmp_path)


def test_after_its_kernel_has_restarted_a_page_answers_alone_and_its_cell_makes_a_new_one(
    open_notebook: OpenNotebook, tmp_path: Path
) -> None:
    notebook = open_notebook(cell(learning_rate=0.05, iterations=500, speed='"slow motion"'))
    notebook.expect_complaint(NO_SUCH_COMM)
    view = show(notebook)
    view.button("Train").click()
    view.expect_running()
    notebook.restart_kernel()
    expect(view.button("Train")).to_be_hidden()
    stopped = int(view.entry("Now at iteration").input_value())
    assert 0 < stopped < 500
    expect(view.readout).to_contain_text(f"iteration {stopped} of 500")
    expect(view.readout).to_contain_text("torch")
    view.slider("Learning rate").press("ArrowRight")
    view.expect_alone()
    view = show(notebook)
    expect(view.root).to_have_count(1)
    expect_said(view.root, 0.05, 500)
    view.kernel.execute("explorer.speed = 'normal'")
    view.train()
    view.expect_numbers()
    view.picture(tmp_path)


# As if the page took more than the two seconds that anywidget waits.
NO_PATIENCE = """
const timeout = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (milliseconds) => timeout(milliseconds === 2000 ? 0 : milliseconds);
"""


def test_a_page_that_is_slow_to_load_hears_the_kernel(lab: LabServer, browser: Browser, tmp_path: Path) -> None:
    lab.set_theme("light")
    page = open_window(browser, 1)
    page.add_init_script(NO_PATIENCE)
    notebook = NotebookPage(lab, page, lab.write_notebook("slow.ipynb", [cell(LESSON, iterations=500)]))
    try:
        notebook.open()
        view = show(notebook)
        notebook.execute("explorer.learning_rate = 0.1")
        view.expect_numbers()
        view.train()
        view.expect_numbers()
        view.picture(tmp_path)
        complaints = notebook.complaints()
    finally:
        notebook.close()
    assert complaints == []


ENOUGH = 20  # disturbed messages, after which the test goes on
MOST_PRESSES = 500


class UnreliableWire:
    """Loses, repeats and holds back messages.

    Attributes
    ----------
    disturbs : tuple of bytes
        What a message holds that may be disturbed: `FRAME`, which the kernel sends, or `UPDATE`, which the page does.
    disturbed : int
        How many were.
    """

    def __init__(self) -> None:
        self.disturbs: tuple[bytes, ...] = ()
        self.disturbed = 0
        self._chance = Random(1)

    def route(self, page_side: WebSocketRoute) -> None:
        """Stand between a page and its server."""
        server_side = page_side.connect_to_server()
        for source, target in ((page_side, server_side), (server_side, page_side)):
            held: list[str | bytes] = []
            source.on_message(lambda message, held=held, target=target: self._pass(message, held, target))

    def _pass(self, message: str | bytes, held: list[str | bytes], target: WebSocketRoute) -> None:
        for each in self._fate(message, held):
            target.send(each)

    def _fate(self, message: str | bytes, held: list[str | bytes]) -> list[str | bytes]:
        """Return what goes on in place of a message; what was held back before goes after it."""
        content = (message.encode() if isinstance(message, str) else message).replace(b" ", b"")
        late = held[:]
        held.clear()
        if not any(part in content for part in self.disturbs):
            return [message, *late]
        fates = {"lost": [], "repeated": [message, message], "held back": [], "as it is": [message]}
        if UPDATE in content:  # after one that is lost, ipywidgets would wait for its answer for ever
            del fates["lost"]
        fate = self._chance.choice(list(fates))
        self.disturbed += fate != "as it is"
        if fate == "held back":
            held.append(message)
        return [*fates[fate], *late]


@pytest.fixture
def wired(lab: LabServer, browser: Browser) -> Iterator[tuple[ExplorerView, UnreliableWire]]:
    """An explorer behind a wire that is reliable as yet."""
    lab.set_theme("light")
    wire, page = UnreliableWire(), open_window(browser, 1)
    page.route_web_socket("**/api/kernels/*/channels*", wire.route)
    notebook = NotebookPage(
        lab, page, lab.write_notebook("unreliable.ipynb", [cell(learning_rate=0.05, iterations=500)])
    )
    try:
        notebook.open()
        yield show(notebook), wire
        complaints = notebook.complaints()
    finally:
        notebook.close()
    assert complaints == []


def test_messages_that_are_lost_repeated_or_late_leave_no_wrong_pixel(
    wired: tuple[ExplorerView, UnreliableWire], tmp_path: Path
) -> None:
    view, wire = wired
    view.picture(tmp_path)
    wire.disturbs = (FRAME, UPDATE)
    for press in range(MOST_PRESSES):
        key = ("ArrowLeft", "ArrowRight", "ArrowRight")[press % 3]
        view.slider("Iterations").press(key)
        view.slider("Learning rate").press(key)
        if wire.disturbed >= ENOUGH:  # a slow page sends fewer messages for as many keys
            break
    assert wire.disturbed >= ENOUGH
    wire.disturbs = (FRAME,)  # a slider that comes late would end the training
    for label in ("Iterations", "Learning rate"):
        view.slider(label).press("ArrowLeft")
    view.expect_numbers()
    view.train()
    wire.disturbs = ()
    view.slider("Iterations").press("PageUp")  # beyond the limits, which a picture is needed for
    view.expect_numbers()
    view.picture(tmp_path)
