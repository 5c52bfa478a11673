"""The order of the tests: those in a browser come last."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser tests behind all others.

    Playwright keeps an event loop running in the main thread from its first test to its last; code that starts one
    of its own would find it there. And what fails fast is known first.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
