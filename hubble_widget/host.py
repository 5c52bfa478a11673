"""Where the package runs, told by what is found there; nothing is imported that may be missing or could break."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from enum import Enum
from importlib.metadata import version
from typing import Any


class Host(Enum):
    """Who starts this Python, and what a person does there to have the front end of a package.

    JupyterLab, Notebook 7 and VS Code look alike from the kernel.
    """

    COLAB = "load this page anew: Colab fetches the front ends from the network, and that has failed."
    VOILA = "{install} where Voilà runs, and start it again."
    CLASSIC = "{install} where the notebook server runs, start it again, load this page anew."
    LAB = "{install} where the Jupyter server runs, start it again, load this page anew."
    TERMINAL = "{install}, and use a notebook: a terminal shows no widgets."
    PYTHON = "{install}, and use a notebook: plain Python shows no widgets."

    def how_to_install(self, *packages: str) -> str:
        """Return what to do so that a page has the front ends of these packages."""
        return self.value.format(install=f"pip install {' '.join(packages)}")


def this_host() -> Host:
    """Return where this Python runs."""
    if "google.colab" in sys.modules:  # Colab's kernel has loaded it before any cell
        return Host.COLAB
    shell = _shell()
    if shell is None:
        return Host.PYTHON
    if getattr(shell, "kernel", None) is None:
        return Host.TERMINAL
    if os.environ.get("SERVER_SOFTWARE", "").startswith("voila/"):
        return Host.VOILA
    is_old = int(version("ipywidgets").partition(".")[0]) < 8
    return Host.CLASSIC if is_old else Host.LAB


def present_request() -> dict[str, Any]:
    """Return the message by which a front end has asked for the cell that runs now; empty where none has."""
    kernel = getattr(_shell(), "kernel", None)
    if kernel is None or threading.current_thread() is not threading.main_thread():
        return {}
    request: dict[str, Any] = kernel.get_parent("shell") or {}
    return request if request.get("header", {}).get("msg_type") == "execute_request" else {}


def is_watched() -> bool:
    """Return whether what happens after the present cell has ended may be seen by somebody.

    What runs a whole notebook (nbconvert, papermill) can be asked nothing, says so with each cell, and takes no notice
    of what comes later. Voilà runs one so, too, but then shows it to a person.
    """
    can_be_asked: bool = present_request().get("content", {}).get("allow_stdin", True)
    return can_be_asked or this_host() is Host.VOILA


def after_each_cell(function: Callable[[], object]) -> Callable[[], object]:
    """Call a function at the end of every cell from now on; return what ends that."""
    events = getattr(_shell(), "events", None)
    if events is None:  # plain Python has no cells
        return lambda: None

    def call(_result: object) -> None:
        function()

    events.register("post_run_cell", call)
    return lambda: events.unregister("post_run_cell", call)


def _shell() -> Any:
    ipython = sys.modules.get("IPython")
    get_ipython = getattr(ipython, "get_ipython", None)  # None while it is being imported
    return None if get_ipython is None else get_ipython()
