"""A kernel without a page, and a client of it that does what a front end does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

PATIENCE = 120.0


class CellError(AssertionError):
    """What a cell raised."""

    def __init__(self, name: str, value: str, traceback: list[str]) -> None:
        super().__init__("\n".join((f"{name}: {value}", *traceback)))
        self.name, self.value = name, value


class Session:
    """A kernel, and cells that are run in it one after the other.

    Attributes
    ----------
    manager : KernelManager
    complaints : list of str
        What the kernel has published on standard error and as errors, in cells or between them, as far as it was read.
    """

    def __init__(self, manager: KernelManager, client: BlockingKernelClient) -> None:
        self.manager = manager
        self._client = client
        self.complaints: list[str] = []

    def run(
        self, source: str, *, cell: str = "", started: Callable[[], object] | None = None, watched: bool = True
    ) -> str:
        """Run a cell; return what it printed.

        Parameters
        ----------
        source : str
        cell : str
            The id that a front end gives for the cell; "" for one that gives none.
        started : callable, optional
            Called once, when the cell prints something for the first time.
        watched : bool
            Whether the cell can ask somebody something, unlike one that nbconvert or papermill runs.
        """
        content = {
            "code": source,
            "silent": False,
            "store_history": False,
            "allow_stdin": watched,
            "user_expressions": {},
        }
        request = self._client.session.msg("execute_request", {**content, "stop_on_error": False})
        request["metadata"] = {"cellId": cell} if cell else {}
        self._client.shell_channel.send(request)
        printed: list[str] = []
        while True:
            message = self._client.get_iopub_msg(timeout=PATIENCE)
            said, is_ours = message["content"], message["parent_header"].get("msg_id") == request["header"]["msg_id"]
            if message["msg_type"] == "stream" and said["name"] == "stdout" and is_ours:
                printed.append(said["text"])
                if started is not None:
                    started = started()  # type: ignore[assignment]  # None: never again
            elif message["msg_type"] == "error" and is_ours:
                raise CellError(said["ename"], said["evalue"], said["traceback"])
            elif message["msg_type"] in {"stream", "error"}:
                self.complaints.append(said["text"] if message["msg_type"] == "stream" else str(said))
            elif message["msg_type"] == "status" and said["execution_state"] == "idle" and is_ours:
                self._wait_for_reply(request["header"]["msg_id"])
                return "".join(printed).strip()

    def _wait_for_reply(self, request: str) -> None:
        """Wait for the answer to a request: ipykernel before 7.4 may overlook what comes while it sends one.

        https://github.com/ipython/ipykernel/issues/1554
        """
        while self._client.get_shell_msg(timeout=PATIENCE)["parent_header"].get("msg_id") != request:
            pass

    def complete(self, cell: str) -> list[str]:
        """Return what the kernel offers to complete a cell at its end."""
        reply = self._client.complete(cell, len(cell), reply=True, timeout=PATIENCE)
        matches: list[str] = reply["content"]["matches"]
        return matches

    def wait_until(self, condition: str) -> None:
        """Let the kernel's loop run until a condition holds there."""
        self.run(
            f"import asyncio\nasync with asyncio.timeout(60):\n    while not ({condition}): await asyncio.sleep(0.01)"
        )

    def tell(self, comm: str, data: Mapping[str, object]) -> None:
        """Send data over a comm, as a page does."""
        message = self._client.session.msg("comm_msg", {"comm_id": comm, "data": dict(data)})
        self._client.shell_channel.send(message)

    def move(self, comm: str, **state: object) -> None:
        """Send what a page sends when a control of this model was moved."""
        self.tell(comm, {"method": "update", "state": state, "buffer_paths": []})

    def interrupt(self) -> None:
        """Interrupt the kernel, as the button of a front end does."""
        self.manager.interrupt_kernel()

    def restart(self) -> None:
        """End the kernel and start it anew."""
        self.manager.restart_kernel()
        self._client.wait_for_ready(timeout=PATIENCE)


@contextmanager
def real_kernel(python: str = "", **environment: str) -> Iterator[Session]:
    """Start a kernel of this interpreter, or another, with these variables besides those that there are."""
    manager = KernelManager(kernel_name="python3")
    spec = manager.kernel_spec
    assert spec is not None
    if python:
        spec.argv[0] = python
    spec.env = {"PYDEVD_DISABLE_FILE_VALIDATION": "1", **environment}  # no warning of the debugger, on a slow machine
    client = manager.blocking_client()
    try:
        manager.start_kernel()
        client.load_connection_info(manager.get_connection_info())
        client.start_channels()
        client.wait_for_ready(timeout=PATIENCE)
        yield Session(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
