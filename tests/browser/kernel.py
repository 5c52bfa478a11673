"""A second client of a notebook's kernel: evaluates expressions, overhears errors."""

from __future__ import annotations

import ast
import json
import re
import time
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.session import Session

from .patience import PATIENCE

LISTENED_FOR = re.compile(rb'"msg_type": ?"(error|stream)"')


class KernelError(AssertionError):
    """Code that a test sent to the kernel raised there."""


class Kernel:
    """The kernel behind a notebook, reached beside the page.

    Plain sockets on purpose: the blocking client of jupyter_client runs an event loop, and
    Playwright's synchronous interface already holds the one of this thread.
    """

    def __init__(self, connection_file: Path) -> None:
        info = json.loads(connection_file.read_text())
        self._session = Session(key=info["key"].encode(), signature_scheme=info["signature_scheme"])
        self._context = zmq.Context()
        address = f"{info['transport']}://{info['ip']}"
        self._shell = self._context.socket(zmq.DEALER)
        self._iopub = self._context.socket(zmq.SUB)
        self._iopub.setsockopt(zmq.SUBSCRIBE, b"")
        self._iopub.setsockopt(zmq.RCVHWM, 0)
        self._shell.connect(f"{address}:{info['shell_port']}")
        self._iopub.connect(f"{address}:{info['iopub_port']}")
        self._errors: list[str] = []
        self._stderr: list[str] = []

    def close(self) -> None:
        """Close the sockets; the kernel itself is left as it is."""
        self._context.destroy(linger=0)

    def evaluate(self, expression: str, timeout: float = PATIENCE) -> Any:
        """Value of a Python expression in the kernel's user namespace, through JSON."""
        text = f"__import__('json').dumps({expression})"
        content = self._run("", timeout, {"value": text})
        value = content["user_expressions"]["value"]
        if value["status"] != "ok":
            raise KernelError(f"{expression}: {value['ename']}: {value['evalue']}")
        return json.loads(ast.literal_eval(value["data"]["text/plain"]))

    def execute(self, code: str, timeout: float = PATIENCE) -> None:
        """Run statements in the kernel's user namespace, without output or history."""
        self._run(code, timeout, {})

    def wait_until(self, expression: str, timeout: float = PATIENCE) -> None:
        """Return when the expression is true in the kernel, fail when it never is."""
        deadline = time.monotonic() + timeout
        while not self.evaluate(f"bool({expression})"):
            if time.monotonic() > deadline:
                raise AssertionError(f"not true in the kernel after {timeout} s: {expression}")
            time.sleep(0.05)

    def errors(self) -> list[str]:
        """Tracebacks that the kernel has published so far, in whatever cell."""
        self._listen()
        return self._errors

    def stderr(self) -> str:
        """All that the kernel has published on standard error so far."""
        self._listen()
        return "".join(self._stderr)

    def _receive(self, channel: zmq.Socket[bytes]) -> dict[str, Any]:
        _, message = self._session.recv(channel, copy=True)
        assert message is not None
        return message

    def _listen(self) -> None:
        while self._iopub.poll(0):
            _topic, parts = self._session.feed_identities(self._iopub.recv_multipart())
            if not LISTENED_FOR.search(parts[1]):  # most are of widgets, and long
                continue
            message = self._session.deserialize(parts)
            content = message["content"]
            if message["msg_type"] == "error":
                self._errors.append("\n".join(content["traceback"]))
            elif message["msg_type"] == "stream" and content["name"] == "stderr":
                self._stderr.append(content["text"])

    def _run(self, code: str, timeout: float, expressions: dict[str, str]) -> dict[str, Any]:
        content = {
            "code": code,
            "silent": True,
            "store_history": False,
            "user_expressions": expressions,
            "allow_stdin": True,  # as a page says, which somebody watches
            "stop_on_error": False,
        }
        request = self._session.msg("execute_request", content)
        self._session.send(self._shell, request)
        deadline = time.monotonic() + timeout
        while (left := deadline - time.monotonic()) > 0:
            if not self._shell.poll(int(1000 * left)):
                break
            message = self._receive(self._shell)
            if message["parent_header"].get("msg_id") == request["header"]["msg_id"]:
                return self._checked(code, message["content"])
        raise AssertionError(f"the kernel did not answer within {timeout} s: {code or expressions}")

    @staticmethod
    def _checked(code: str, reply: dict[str, Any]) -> dict[str, Any]:
        if reply["status"] != "ok":
            trace = "\n".join(reply.get("traceback", []))
            raise KernelError(f"{code}: {reply.get('ename')}: {reply.get('evalue')}\n{trace}")
        return reply
