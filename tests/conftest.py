"""The order of the tests (those in a browser come last), what all share, and an explorer of the lesson."""

from __future__ import annotations

import gc
import signal
from collections import Counter
from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.sync_api import Browser, expect

import hubble_widget as hw
from tests.browser.chromium import chromium
from tests.browser.patience import PATIENCE
from tests.clean_process import CleanProcess
from tests.explorers import Live
from tests.fuzzing import register_profiles

expect.set_options(timeout=1000 * PATIENCE)
register_profiles()

# A fifth of what explorers cost was the search for garbage among all that is imported, after each 700 new objects.
gc.set_threshold(10_000)

# A shell that starts the tests in the background has them ignore interrupts, and every kernel that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser tests behind all others, file by file, the longest first, for two that run them side by side.

    Playwright keeps an event loop running in the main thread from its first test to its last; code that starts one
    of its own would find it there. And what fails fast is known first. Whoever distributes files must keep the order:
    xdist does with --no-loadscope-reorder.
    """
    lengths = Counter(item.path for item in items)
    in_a_browser = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: (item.path in in_a_browser, -lengths[item.path] * (item.path in in_a_browser)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one for all tests."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def clean_process() -> Iterator[CleanProcess]:
    """Runs scripts apart from the tests."""
    process = CleanProcess()
    yield process
    process.close()


@pytest.fixture
def lesson() -> hw.Dataset:
    return hw.load_dataset("key_project").exclude("NGC 4639")


@pytest.fixture
def explorer(lesson: hw.Dataset) -> Iterator[hw.RegressionExplorer]:
    explorer = hw.RegressionExplorer(lesson)
    yield explorer
    explorer.close()


@pytest.fixture
def anyio_backend() -> str:
    """Which event loop a test that is a coroutine runs in: that of a kernel."""
    return "asyncio"


@pytest.fixture
async def live(lesson: hw.Dataset) -> AsyncIterator[Live]:
    """Makes explorers of the lesson in the loop that the test runs in, and closes them at its end."""
    made: list[hw.RegressionExplorer] = []

    def make(**settings: object) -> hw.RegressionExplorer:
        made.append(hw.RegressionExplorer(lesson, **settings))
        return made[-1]

    yield make
    for explorer in made:
        explorer.close()
