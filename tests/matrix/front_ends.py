"""The front ends in which the explorer is tried, each with the versions of its kernel's side."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from tests.browser.notebook_page import NotebookPage
from tests.browser.servers import ClassicServer, JupyterServer, LabServer, NotebookServer

from .classic_page import ClassicPage
from .notebook7_page import Notebook7Page

ROOT = Path(__file__).parents[2]


def python_of(environment: str) -> str:
    """The interpreter of an environment that the Makefile has made; without a name, of the tests' own."""
    if not environment:
        return sys.executable
    python = ROOT / environment / "bin" / "python"
    if not python.exists():
        raise FileNotFoundError(f"{python} is missing: make test-matrix makes it")
    return str(python)


class FrontEnd(NamedTuple):
    """What serves a notebook, how its page is used, and the environment of both; without one, that of the tests."""

    server: type[JupyterServer]
    page: type[NotebookPage]
    environment: str = ""


FRONT_ENDS = {
    "colab-pins-in-classic": FrontEnd(ClassicServer, ClassicPage, ".venv-colab"),
    "notebook-7": FrontEnd(NotebookServer, Notebook7Page),
    "lab": FrontEnd(LabServer, NotebookPage),
    "lab-oldest": FrontEnd(LabServer, NotebookPage, ".venv-oldest"),
}
