"""The front ends in which the explorer is tried, each with the versions of its kernel's side."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from tests.browser.notebook_page import NotebookPage
from tests.browser.servers import ClassicServer, JupyterServer, LabServer, NotebookServer

from .classic_page import ClassicPage
from .colab_page import ColabPage, ColabServer
from .lab3_page import Lab3Page
from .lab_without import LabWithoutIpympl, PageWithout
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
    """What serves a notebook, its page, the environment of both (none: that of the tests), the pixel ratio."""

    server: type[JupyterServer]
    page: type[NotebookPage]
    environment: str = ""
    dpr: float = 1


FRONT_ENDS = {
    "colab-pins-in-classic": FrontEnd(ClassicServer, ClassicPage, ".venv-colab"),
    "colabs-widgets": FrontEnd(ColabServer, ColabPage, ".venv-colab"),
    "notebook-7": FrontEnd(NotebookServer, Notebook7Page),
    "lab": FrontEnd(LabServer, NotebookPage),
    "lab-without-ipympl": FrontEnd(LabWithoutIpympl, PageWithout, dpr=2),
    "lab-3": FrontEnd(LabServer, Lab3Page, ".venv-oldest"),
}
