"""A little of what `make soak` does for ten minutes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.soak.soak import CELLS, Soak

from .notebook_page import NotebookPage

pytestmark = pytest.mark.browser


def test_after_random_actions_pictures_and_numbers_are_right(
    open_notebook: Callable[..., NotebookPage], tmp_path: Path
) -> None:
    soak = Soak(open_notebook(*CELLS), 20261124, tmp_path)
    try:
        soak.act(40)
        soak.check()
    finally:
        print(*soak.last, sep="\n")
