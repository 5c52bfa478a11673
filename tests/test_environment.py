"""Where the package runs is told by what is found there."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType, SimpleNamespace

import IPython
import pytest

from hubble_widget import environment as host_module
from hubble_widget.environment import Host, is_watched, this_host

IN_A_KERNEL = SimpleNamespace(kernel=object())
IN_A_TERMINAL = SimpleNamespace()


def module(name: str, **content: object) -> ModuleType:
    made = ModuleType(name)
    vars(made).update(content)
    return made


@pytest.mark.parametrize(
    ("shell", "modules", "software", "host"),
    [
        (None, {}, "", Host.PYTHON),
        (IN_A_TERMINAL, {}, "", Host.TERMINAL),
        (IN_A_KERNEL, {"ipywidgets": "8.1.7"}, "", Host.LAB),
        (IN_A_KERNEL, {"ipywidgets": "7.7.1"}, "", Host.CLASSIC),
        (IN_A_KERNEL, {"ipywidgets": "8.1.7"}, "voila/0.5.8", Host.VOILA),
        (IN_A_KERNEL, {"ipywidgets": "7.7.1", "google.colab": ""}, "", Host.COLAB),
    ],
)
def test_hosts(
    monkeypatch: pytest.MonkeyPatch, shell: object, modules: dict[str, str], software: str, host: Host
) -> None:
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    monkeypatch.setenv("SERVER_SOFTWARE", software)
    for name, version in modules.items():
        if name == "ipywidgets":
            monkeypatch.setattr(host_module, "version", lambda _name, version=version: version)
        else:
            monkeypatch.setitem(sys.modules, name, module(name, __version__=version))
    assert this_host() is host


@pytest.mark.parametrize(
    ("request_", "software", "watched"),
    [
        ({}, "", True),
        ({"header": {"msg_type": "execute_request"}, "content": {"allow_stdin": True}}, "", True),
        ({"header": {"msg_type": "execute_request"}, "content": {"allow_stdin": False}}, "", False),
        ({"header": {"msg_type": "execute_request"}, "content": {"allow_stdin": False}}, "voila/0.5.8", True),
        ({"header": {"msg_type": "comm_msg"}, "content": {}}, "", True),
    ],
)
def test_a_notebook_that_cannot_be_asked_is_watched_by_nobody(
    monkeypatch: pytest.MonkeyPatch, request_: dict[str, object], software: str, watched: bool
) -> None:
    kernel = SimpleNamespace(get_parent=lambda _channel: request_)
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel=kernel))
    monkeypatch.setenv("SERVER_SOFTWARE", software)
    assert is_watched() is watched


def test_an_ipython_that_is_being_imported_is_none_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "IPython", ModuleType("IPython"))
    assert this_host() is Host.PYTHON


def test_a_plain_python_loads_nothing_to_know_it() -> None:
    code = (
        "import sys; from hubble_widget.environment import this_host; print(this_host().name, 'IPython' in sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["PYTHON", "False"]


@pytest.mark.parametrize("host", Host)
def test_every_host_has_a_way_to_install(host: Host) -> None:
    how = host.how_to_install("ipympl", "anywidget")
    assert ("pip install ipympl anywidget" in how) is (host is not Host.COLAB)  # where the page fetches them itself
