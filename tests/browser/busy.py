"""A kernel that is kept busy by a cell until a test lets it go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import expect

from .notebook_page import PROMPT_OF_RUN_CELL, PROMPT_OF_RUNNING_CELL, NotebookPage


def busy_cell(folder: Path) -> str:
    """Source of a cell that does not end before `busy` has been left."""
    wait = f"while not Path({str(folder / 'go')!r}).exists():\n    time.sleep(0.02)"
    return f"import time\nfrom pathlib import Path\n{wait}"


@contextmanager
def busy(notebook: NotebookPage, index: int, folder: Path) -> Iterator[None]:
    """Start the busy cell; whatever is seen on the page inside the context is seen without the kernel."""
    (folder / "go").unlink(missing_ok=True)
    prompt = notebook.start_cell(index)
    try:
        yield
        expect(prompt).to_have_text(PROMPT_OF_RUNNING_CELL)
    finally:
        (folder / "go").touch()
    expect(prompt).to_have_text(PROMPT_OF_RUN_CELL)
