"""The front end, the host and the running cell. Optional packages are not imported here."""

from __future__ import annotations

import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterable
from enum import Enum
from importlib.metadata import version
from typing import Any, Protocol
from weakref import ReferenceType, ref

from hubble_widget.messages import message


class Host(Enum):
    """The program that runs this Python. The kernel cannot distinguish JupyterLab, Notebook 7 and VS Code."""

    COLAB = "Colab"
    VOILA = "Voilà"
    CLASSIC = "the classic notebook"
    LAB = "JupyterLab"
    TERMINAL = "a terminal"
    PYTHON = "plain Python"

    def how_to_install(self, *packages: str) -> str:
        """Return how a user installs the front ends of these packages there."""
        install = f"pip install {' '.join(packages)}"
        match self:
            case Host.COLAB:
                return message("reload this page: Colab could not load the front ends from the network.")
            case Host.VOILA:
                return message("{install} where Voilà runs, and start it again.", install=install)
            case Host.CLASSIC:
                return message(
                    "{install} where the notebook server runs, start it again and reload this page.", install=install
                )
            case Host.LAB:
                return message(
                    "{install} where the Jupyter server runs, start it again and reload this page.", install=install
                )
            case Host.TERMINAL:
                return message("{install}, and use a notebook: a terminal shows no widgets.", install=install)
            case Host.PYTHON:
                return message("{install}, and use a notebook: plain Python shows no widgets.", install=install)


def this_host() -> Host:
    """Return the host of this Python."""
    if "google.colab" in sys.modules:  # Colab's kernel imports it before the first cell
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


def current_request() -> dict[str, Any]:
    """Return the front end's message that started the running cell; an empty mapping if there is none."""
    kernel = getattr(_shell(), "kernel", None)
    if kernel is None or threading.current_thread() is not threading.main_thread():
        return {}
    request: dict[str, Any] = kernel.get_parent("shell") or {}
    return request if request.get("header", {}).get("msg_type") == "execute_request" else {}


def is_watched() -> bool:
    """Return whether somebody may see changes after the end of the running cell.

    Programs that run a whole notebook (nbconvert, papermill) send `allow_stdin: False` with each cell and ignore later
    changes. Voilà sends it, too, but then shows the notebook to a person.
    """
    can_be_asked: bool = current_request().get("content", {}).get("allow_stdin", True)
    return can_be_asked or this_host() is Host.VOILA


def after_each_cell(function: Callable[[], object]) -> Callable[[], object]:
    """Call a function at the end of every cell from now on; return a function that ends this."""
    events = getattr(_shell(), "events", None)
    if events is None:  # plain Python has no cells
        return lambda: None

    def call(_result: object) -> None:
        function()

    events.register("post_run_cell", call)
    return lambda: events.unregister("post_run_cell", call)


def _shell() -> Any:
    ipython = sys.modules.get("IPython")
    get_ipython = getattr(ipython, "get_ipython", None)  # None while IPython is being imported
    return None if get_ipython is None else get_ipython()


class Closable(Protocol):
    """An object that can be closed."""

    def close(self) -> None:
        """Free all resources."""


_made_in: dict[str, list[tuple[str, ReferenceType[Closable]]]] = {}


def close_on_rerun(widget: Closable) -> None:
    """Close the widgets that an earlier run of this cell made, and let a later run close `widget`.

    If the front end does not identify the cell, nothing is closed: two cells may have the same text.
    """
    cell = _current_cell()
    if cell is None:
        return
    identity, execution = cell
    made = _made_in.get(identity, [])
    _made_in[identity] = [each for each in made if each[0] == execution] + [(execution, ref(widget))]
    for earlier_execution, reference in made:
        earlier = reference()
        if earlier_execution != execution and earlier is not None:
            try:
                earlier.close()
            except Exception as error:  # from a user's observer; it must not affect the new widget
                what = f"{type(error).__name__}: {error}"
                warnings.warn(message("closing the earlier widget of this cell: {error}", error=what), stacklevel=2)


def _current_cell() -> tuple[str, str] | None:
    """Return the front end's id of the running cell, and the id of this execution.

    JupyterLab, Notebook 7 and VS Code send a cell's id with each execution; terminals and older front ends do not.
    """
    request = current_request()
    cell = request.get("metadata", {}).get("cellId")
    return (cell, request["header"]["msg_id"]) if cell else None


def keep_order(widgets: Iterable[Any]) -> None:
    """Make the kernel's main shell handle all messages to these widgets, so that their order is kept.

    ipykernel 7.4 gives a message to the shell that last sent something on the same comm. Frames come from the main
    shell and echoes from a subshell, so two messages could take two ways: a release arrived before its press.
    Comms have subshells since jupyterlab/jupyterlab#17363; no upstream issue found for their order (searched: order of
    comm messages, reply subshell).
    """
    for widget in widgets:
        if hasattr(widget.comm, "_reply_subshell_for"):
            widget.comm._reply_subshell_for = _main_shell


def _main_shell(_data: object, _default: object) -> None:
    """Return the id of the main shell."""
