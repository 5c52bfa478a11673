"""Jupyter servers of our own: started, asked over REST, and stopped with all their kernels."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import pytest

THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
# Settings of the user who runs the tests must not reach the server, nor the server theirs.
PRIVATE_FOLDERS = {
    "HOME": "home",
    "IPYTHONDIR": "ipython",
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_RUNTIME_DIR": "runtime",
    "MPLCONFIGDIR": "matplotlib",
    "XDG_CACHE_HOME": "cache",
    "XDG_CONFIG_HOME": "xdg-config",
}
FOREIGN_VARIABLES = ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "JUPYTER_TOKEN", "MPLBACKEND")

# Tornado indents what follows the first line of an entry, a kernel's traceback begins a line. A server that cannot
# answer has no line of ours to blame: Jupyter's asks a kernel that is starting or ending what it does not know yet.
_TRACEBACK = r"^Traceback \(most recent call last\):\n(?:(?!Traceback ).*\n)*?"
KERNELS_TRACEBACK = re.compile(r"^Traceback ", re.MULTILINE)
# What is written by a kernel that is being ended, and by Voilà (which does not indent) when a page is closed.
LEFT_BEHIND = re.compile(
    rf"(?:{_TRACEBACK}tornado\.iostream\.StreamClosedError: .*\n\nDuring handling of the above .*\n\n)?"
    rf"{_TRACEBACK}tornado\.websocket\.WebSocketClosedError\n"
    rf"|{_TRACEBACK}zmq\.error\.ZMQError: Socket operation on non-socket\n",
    re.MULTILINE,
)


Server = TypeVar("Server", bound="JupyterServer")


class JupyterServer(ABC):
    """A running server on loopback, with folders of its own below ``home``.

    Parameters
    ----------
    home : Path
        A folder that may be new.
    python : str
        The interpreter that runs the server and its kernels: of the tests' own environment, or of another one.

    Attributes
    ----------
    port : int
        Where the server listens.
    url : str
        Address at which pages find it, without a trailing slash; there may be a wire in between.
    root : Path
        Folder that the file browser shows.
    log : Path
        What the server and the kernels wrote to their standard output and error.
    """

    def __init__(self, home: Path, python: str = sys.executable) -> None:
        self.home = home
        self._python = python
        self.root = home / "notebooks"
        self.log = home / "server.log"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self._errands = ThreadPoolExecutor(max_workers=1)
        self._kept: list[str] = []

    def start(self, timeout: float = 60.0) -> None:
        """Start the server and return when it answers."""
        self.root.mkdir(parents=True)
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command(),
                env=self.environment(),
                cwd=self.root,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + timeout
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"the server did not start:\n{self.log.read_text()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Shut every kernel down, then end the process group that ``start`` made."""
        self._errands.shutdown()
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            try:
                for kernel in self.request("GET", "kernels"):
                    self.request("DELETE", f"kernels/{kernel['id']}")
            except (OSError, ValueError):
                pass  # A server that cannot answer is ended all the same.
        for number, patience in ((signal.SIGTERM, 10.0), (signal.SIGKILL, 10.0)):
            try:
                os.killpg(process.pid, number)
                process.wait(patience)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        process.wait(1.0)

    def request(self, method: str, path: str, body: Any = None, *, api: str = "api") -> Any:
        """Answer of the server's REST interface as JSON, None where it is empty."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/{api}/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            content = answer.read()
        return json.loads(content) if content else None

    def write_notebook(self, name: str, cells: list[str]) -> str:
        """Write a notebook of code cells below the root; return its path there."""
        notebook = {
            "cells": [
                {
                    "cell_type": "code",
                    "execution_count": None,
                    "id": f"cell-{index}",
                    "metadata": {},
                    "outputs": [],
                    "source": source,
                }
                for index, source in enumerate(cells)
            ],
            "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        (self.root / name).write_text(json.dumps(notebook))
        return name

    def start_session(self, path: str, *, fresh: bool = True) -> dict[str, Any]:
        """Start the kernel that the notebook at ``path`` finds when it is opened, or give it one that was kept."""
        body = {"path": path, "name": path, "type": "notebook"}
        session: dict[str, Any] = (
            self.request("POST", "sessions", body | {"kernel": {"name": "python3"}})
            if fresh or not self._kept
            else self.request("PATCH", f"sessions/{self._kept.pop()}", body)
        )
        return session

    def keep_session(self, session_id: str) -> None:
        """Keep a session's kernel for another notebook; the one that it was for has been closed."""
        self._kept.append(session_id)

    def end_session(self, session_id: str) -> None:
        """Shut a session's kernel down; nobody waits the seconds that this takes."""
        self._errands.submit(self.request, "DELETE", f"sessions/{session_id}")

    def connection_file(self, kernel_id: str) -> Path:
        """File that tells the kernel's ports and key."""
        return self.home / PRIVATE_FOLDERS["JUPYTER_RUNTIME_DIR"] / f"kernel-{kernel_id}.json"

    def complaints(self, since: int = 0) -> list[str]:
        """Log after so many bytes if a kernel wrote a traceback there, but for what is left behind at an end."""
        logged = LEFT_BEHIND.sub("", self.log.read_bytes()[since:].decode())
        return [logged] if KERNELS_TRACEBACK.search(logged) else []

    def environment(self) -> dict[str, str]:
        """Environment of the server and its kernels: of the one who runs the tests, without their settings."""
        environment = {k: v for k, v in os.environ.items() if k not in FOREIGN_VARIABLES}
        for variable, name in PRIVATE_FOLDERS.items():
            folder = self.home / name
            folder.mkdir(parents=True, exist_ok=True)
            environment[variable] = str(folder)
        environment["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # no warning of Lab's debugger
        scripts = str(Path(self._python).parent)
        environment["PATH"] = os.pathsep.join((scripts, environment.get("PATH", os.defpath)))
        return environment

    def _answers(self) -> bool:
        try:
            self.request("GET", "status")
        except (OSError, ValueError):
            return False
        return True

    def _command(self) -> list[str]:
        everywhere = ["--no-browser", "--ip=127.0.0.1", f"--port={self.port}"]
        as_root = ["--allow-root"] if os.geteuid() == 0 else []
        return [self._python, "-m", *self._application(), *everywhere, *as_root]

    def address_of(self, notebook: str) -> str:
        """Where a page shows the notebook at this path."""
        return f"{self.url}/notebooks/{urllib.parse.quote(notebook)}"

    def set_theme(self, theme: str) -> None:
        """Choose the ``light`` or ``dark`` theme for the pages opened afterwards."""
        if theme != "light":
            raise ValueError(f"this front end has no {theme} theme")

    @abstractmethod
    def _application(self) -> list[str]:
        """The module to run, and its own options."""


class ApplicationServer(JupyterServer):
    """A server of one application, without Jupyter's REST interface: it is there when it listens."""

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False


class LabServer(JupyterServer):
    """JupyterLab 4."""

    _workspaces = count(1)

    def address_of(self, notebook: str) -> str:
        """Where a page shows the notebook at this path, in a workspace of its own: a page that is loaded anew opens
        what its workspace had open.
        """
        return f"{self.url}/lab/workspaces/{next(self._workspaces)}/tree/{urllib.parse.quote(notebook)}?reset"

    def set_theme(self, theme: str) -> None:
        """Choose the ``light`` or ``dark`` theme for the pages opened afterwards."""
        self._set_setting("@jupyterlab/apputils-extension:themes", {"theme": THEMES[theme]})

    def _set_setting(self, plugin: str, settings: dict[str, Any]) -> None:
        """Store a user's settings for one plugin; pages opened afterwards see them."""
        name = urllib.parse.quote(plugin)
        self.request("PUT", f"settings/{name}", {"raw": json.dumps(settings)}, api="lab/api")

    def start(self, timeout: float = 60.0) -> None:
        """Start the server and return when it answers; it brings no news."""
        super().start(timeout)
        self._set_setting(
            "@jupyterlab/apputils-extension:notification",
            {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True},
        )

    def _application(self) -> list[str]:
        return ["jupyter", "lab", "--LabApp.expose_app_in_browser=True", *_options(self.root)]


class NotebookServer(JupyterServer):
    """Notebook 7."""

    def _application(self) -> list[str]:
        return ["jupyter", "notebook", "--JupyterNotebookApp.expose_app_in_browser=True", *_options(self.root)]


class ClassicServer(JupyterServer):
    """The classic notebook, version 6.5."""

    def _application(self) -> list[str]:
        return [
            *("notebook", "--NotebookApp.port_retries=0", f"--NotebookApp.notebook_dir={self.root}"),
            *("--NotebookApp.token=", "--NotebookApp.disable_check_xsrf=True"),
        ]


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """Start a server and stop it in the end, also when the test run is told to end."""
    previous = signal.signal(signal.SIGTERM, lambda *_: pytest.exit("terminated", 143))
    try:
        server.start()
        yield server
    finally:
        server.stop()
        signal.signal(signal.SIGTERM, previous)


def _options(root: Path) -> list[str]:
    """What JupyterLab and Notebook 7 are told."""
    return [
        *("--ServerApp.port_retries=0", f"--ServerApp.root_dir={root}"),
        *("--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True"),
    ]


def free_port() -> int:
    """A loopback port that nothing listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
