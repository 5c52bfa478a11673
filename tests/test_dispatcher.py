"""Where callbacks and tasks run."""

from __future__ import annotations

import asyncio
import math
import threading
from collections.abc import Callable
from time import perf_counter
from types import SimpleNamespace

import pytest
from ipykernel.comm.comm import BaseComm
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from hubble_widget.environment import keep_order
from hubble_widget.explorer.pacing import drain
from tests.figures import open_dispatcher


def in_thread(function: Callable[[], object]) -> None:
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()


def test_a_call_from_another_thread_is_answered_at_home() -> None:
    async def main() -> list[threading.Thread]:
        dispatcher, threads = open_dispatcher(), []
        answered = asyncio.Event()

        def answer() -> None:
            threads.append(threading.current_thread())
            answered.set()

        dispatcher.run(lambda: threads.append(threading.current_thread()))
        assert len(threads) == 1  # at home: at once
        await asyncio.to_thread(dispatcher.run, answer)
        await answered.wait()
        return threads

    assert set(asyncio.run(main())) == {threading.main_thread()}


def test_calls_keep_their_order() -> None:
    async def main() -> list[int]:
        dispatcher, seen = open_dispatcher(), []
        await asyncio.to_thread(lambda: [dispatcher.run(seen.append, number) for number in range(100)])
        while len(seen) < 100:
            await asyncio.sleep(0)
        return seen

    assert asyncio.run(main()) == list(range(100))


def test_what_is_to_come_later_comes_after_what_is_to_come_soon() -> None:
    async def main() -> list[str]:
        dispatcher, seen = open_dispatcher(), []
        dispatcher.later(0.01, lambda: seen.append("later"))
        dispatcher.soon(lambda: seen.append("soon"))
        while len(seen) < 2:
            await asyncio.sleep(0.001)
        return seen

    assert asyncio.run(main()) == ["soon", "later"]


def test_where_no_loop_runs_nothing_comes_later() -> None:
    open_dispatcher().later(0, lambda: pytest.fail("called"))


MADE_ON_ANOTHER_THREAD = """
import asyncio, threading
import hubble_widget as hw

made, threads = [], []
thread = threading.Thread(target=lambda: made.append(hw.RegressionExplorer(iterations=20)))
thread.start()
thread.join()
explorer = made[0]
explorer.observe(lambda change: threads.append(threading.current_thread()), "running")
thread = threading.Thread(target=explorer._view.controls.train.click)
thread.start()
while explorer.trajectory.source != "torch" or explorer.running:
    await asyncio.sleep(0.01)
print(explorer.iteration, set(threads) == {threading.main_thread()})
"""


@pytest.mark.filterwarnings("ignore:.*without encryption")  # a kernel on loopback
def test_in_a_kernel_what_is_made_on_another_thread_lives_on_the_main_one() -> None:
    notebook = new_notebook(cells=[new_code_cell(MADE_ON_ANOTHER_THREAD)])
    NotebookClient(notebook, timeout=120).execute()
    assert notebook.cells[0].outputs[0]["text"] == "20 True\n"


def test_without_a_loop_a_call_is_answered_by_whoever_asks() -> None:
    dispatcher, threads = open_dispatcher(), []
    assert not dispatcher.has_loop
    in_thread(lambda: dispatcher.run(lambda: threads.append(threading.current_thread())))
    assert threads != [threading.main_thread()]
    assert len(threads) == 1


def test_every_message_goes_to_the_main_shell() -> None:
    comm = BaseComm(target_name="test")
    keep_order([SimpleNamespace(comm=comm), SimpleNamespace(comm=None), SimpleNamespace(comm=object())])
    if hasattr(comm, "_reply_subshell_for"):
        comm._reply_subshell_id = "the last that sent"
        assert comm._reply_subshell_for({}, "the page's choice") is None


class Walk:
    """Takes no time and has an end, or none."""

    def __init__(self, last: float) -> None:
        self.iteration, self._last = -1, last

    @property
    def finished(self) -> bool:
        return self.iteration >= self._last

    def advance(self, most: int, deadline: float) -> None:
        for _ in range(most):
            if self.finished:
                break
            self.iteration += 1
            if perf_counter() >= deadline:
                break


def test_drain_shows_the_newest_of_each_frame_and_always_the_last() -> None:
    seen: list[int] = []
    asyncio.run(drain(Walk(9), seen.append, max_per_frame=4, frame=0.002))
    assert seen == [3, 7, 9]


def test_drain_leaves_time_to_others_in_every_frame() -> None:
    async def main() -> tuple[int, int]:
        frames, beats = 0, 0

        def show(_iteration: int) -> None:
            nonlocal frames
            frames += 1

        running = asyncio.create_task(drain(Walk(math.inf), show, max_per_frame=10**9, frame=0.02))
        while frames < 10:
            await asyncio.sleep(0)
            beats += 1
        running.cancel()
        return frames, beats

    frames, beats = asyncio.run(main())
    assert beats > 2 * frames  # others have several turns for each frame of a loop that never ends


def test_drain_of_what_has_finished_shows_nothing() -> None:
    seen: list[int] = []
    asyncio.run(drain(Walk(-1), seen.append, max_per_frame=4))
    assert seen == []
