"""The order of the tests (those in a browser come last), and an explorer of the lesson."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import hubble_widget as hw

from .browser.chromium import chromium
from .explorers import Live
from .fuzzing import register_profiles

BROWSER = Path(__file__).with_name("browser")

expect.set_options(timeout=20_000)
register_profiles()

# A shell that starts the tests in the background has them ignore interrupts, and every kernel that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)


PAGES, REST = pytest.mark.xdist_group("pages"), pytest.mark.xdist_group("rest")
FOR_THE_REST = ("ahead", "embedding", "engine", "faults", "hostile_words", "many", "neighbours", "saved_page", "soak")
"""Files of tests/browser that the half without pages takes at its end, so that both halves take about as long."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser tests behind all others, and have two halves that may run side by side (`make test`).

    Playwright keeps an event loop running in the main thread from its first test to its last; code that starts one
    of its own would find it there. So neither half may ever take tests from the other. And what fails fast is known
    first.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    for item in items:
        is_for_the_rest = item.path.stem.removeprefix("test_") in FOR_THE_REST
        item.add_marker(PAGES if BROWSER in item.path.parents and not is_for_the_rest else REST)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one for all tests."""
    with chromium() as started:
        yield started


@pytest.fixture
def lesson() -> hw.Dataset:
    return hw.load_dataset("key_project").without("NGC 4639")


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
