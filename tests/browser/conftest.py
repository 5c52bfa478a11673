"""Fixtures: one JupyterLab and one Chromium for all tests, a notebook for each test or for the tests of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser

from .explorer_view import ExplorerView, show
from .notebook_page import NotebookPage
from .servers import LabServer, running
from .windows import Windows

NUMBERS = count(1)


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """A running JupyterLab with configuration, data and notebooks of its own."""
    with running(LabServer(tmp_path_factory.mktemp("lab"))) as server:
        yield server


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    """Windows that tests leave to those after them."""
    return Windows(browser)


class Notebooks:
    """Opens new notebooks, and puts them away so that their windows and kernels go on."""

    def __init__(self, lab: LabServer, windows: Windows) -> None:
        self._lab, self._windows = lab, windows
        self._opened: list[tuple[NotebookPage, float, str, bool]] = []

    def open(self, *cells: str, dpr: float, theme: str, fresh: bool) -> NotebookPage:
        """Open a new notebook of these cells."""
        path = self._lab.write_notebook(f"notebook-{next(NUMBERS)}.ipynb", list(cells))
        self._lab.set_theme(theme)
        notebook = NotebookPage(self._lab, self._windows.take(dpr, theme), path, fresh=fresh)
        self._opened.append((notebook, dpr, theme, not fresh))
        notebook.open()
        return notebook

    def complaints(self) -> list[str]:
        """Return what pages and kernels complain of."""
        return [text for notebook, *_ in self._opened for text in notebook.complaints()]

    def put_away(self, *, keep_kernels: bool) -> None:
        """Close all that were opened."""
        for notebook, dpr, theme, keep_kernel in self._opened:
            if notebook.put_away(keep_kernel=keep_kernel and keep_kernels):
                self._windows.keep(notebook.page, dpr, theme)
            else:
                notebook.page.context.close()


@pytest.fixture
def open_notebook(lab: LabServer, windows: Windows) -> Iterator[Callable[..., NotebookPage]]:
    """Function that opens a new notebook of the given cells, with a kernel that no other notebook has.

    It takes the sources of the cells, ``dpr`` (device pixel ratio, 1), ``theme`` ("light" or "dark") and ``fresh``: for
    a test that needs a kernel which has just been started, or that changes more in it than a notebook's own names.
    When the test is over, page and kernel must have nothing to complain of.
    """
    notebooks = Notebooks(lab, windows)

    def open_one(*cells: str, dpr: float = 1, theme: str = "light", fresh: bool = False) -> NotebookPage:
        return notebooks.open(*cells, dpr=dpr, theme=theme, fresh=fresh)

    log_length = lab.log.stat().st_size
    yield open_one
    complaints = ["the test did not come so far"]
    try:
        complaints = notebooks.complaints()
    finally:
        notebooks.put_away(keep_kernels=not complaints)
    assert not complaints
    assert not lab.complaints(log_length)


@pytest.fixture(scope="module")
def shared_notebooks(lab: LabServer, windows: Windows) -> Iterator[Callable[..., ExplorerView]]:
    """Function that shows the explorer of a cell, once for all tests of a file."""
    notebooks, shown = Notebooks(lab, windows), dict[tuple[str, float, str], ExplorerView]()

    def show_once(source: str, dpr: float, theme: str) -> ExplorerView:
        key = source, dpr, theme
        if key not in shown:
            shown[key] = show(notebooks.open(source, dpr=dpr, theme=theme, fresh=False))
        return shown[key]

    yield show_once
    notebooks.put_away(keep_kernels=not notebooks.complaints())


@pytest.fixture
def show_as_new(lab: LabServer, shared_notebooks: Callable[..., ExplorerView]) -> Iterator[Callable[..., ExplorerView]]:
    """Function that shows the explorer of a cell as it is at first.

    It takes the source of the cell, ``dpr`` and ``theme``. The tests of a file share the explorer, for a new one takes
    longer than most of them: between two tests somebody presses Start over. When a test is over, page and kernel must
    have nothing to complain of.
    """
    shown: list[ExplorerView] = []

    def show_one(source: str, dpr: float = 1, theme: str = "light") -> ExplorerView:
        shown.append(shared_notebooks(source, dpr, theme))
        shown[-1].start_over()
        return shown[-1]

    log_length = lab.log.stat().st_size
    yield show_one
    assert [text for view in shown for text in view.notebook.complaints()] == []
    assert not lab.complaints(log_length)
