"""A slow and bursty wire between a browser and a server."""

from __future__ import annotations

import asyncio
import copy
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from .servers import LabServer

DELAY, BURST = 0.05, 0.15
"""Seconds each way, and between two moments at which what has arrived is let through."""
PATIENCE = 5.0
"""Seconds in which the ends of a connection that is no longer used have closed."""


class SlowWire:
    """Forwards everything to a port of this machine: at once, or slowly while `is_slow`.

    Attributes
    ----------
    port : int
        Where a browser connects to.
    """

    def __init__(self, target: int) -> None:
        self.is_slow = False
        self.port = 0
        self._target = target
        self._listening: asyncio.Server | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def start(self) -> None:
        """Listen, on a thread with a loop of its own."""
        self._thread.start()
        serve = asyncio.start_server(self._connect, "127.0.0.1", 0)
        self._listening = asyncio.run_coroutine_threadsafe(serve, self._loop).result()
        self.port = self._listening.sockets[0].getsockname()[1]

    def stop(self) -> None:
        """Take the wire away; whoever used it has closed by now."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        assert self._listening is not None
        self.is_slow = False
        self._listening.close()
        # A task is cut only when it has hung for long: one that has not begun would leave its socket open.
        while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
            _, hanging = await asyncio.wait(tasks, timeout=PATIENCE)
            for task in hanging:
                task.cancel()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = [writer]
        try:
            with suppress(OSError, asyncio.CancelledError):  # one of the two has left, or the wire was cut
                to_reader, to_writer = await asyncio.open_connection("127.0.0.1", self._target)
                ends.append(to_writer)
                await asyncio.gather(self._forward(reader, to_writer), self._forward(to_reader, writer))
        finally:
            for end in ends:
                end.close()
                with suppress(OSError, asyncio.CancelledError):
                    await end.wait_closed()

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        deliver = asyncio.create_task(self._deliver(queue, writer))
        try:
            while data := await reader.read(65536):
                queue.put_nowait((self._time_of_arrival(), data))
        finally:
            queue.put_nowait((self._time_of_arrival(), b""))
            await deliver

    def _time_of_arrival(self) -> float:
        now = self._loop.time()
        return BURST * -(-(now + DELAY) // BURST) if self.is_slow else now

    async def _deliver(self, queue: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):  # whoever reads has left
            while True:
                when, data = await queue.get()
                await asyncio.sleep(when - self._loop.time())
                if not data:
                    break
                writer.write(data)
                await writer.drain()
            writer.write_eof()


@contextmanager
def slow_wire(server: LabServer) -> Iterator[tuple[SlowWire, LabServer]]:
    """Lay a wire to a server, and take it away in the end; yield it and the server as pages find it there."""
    wire = SlowWire(server.port)
    wire.start()
    behind = copy.copy(server)
    behind.url = f"http://127.0.0.1:{wire.port}"
    try:
        yield wire, behind
    finally:
        wire.stop()
