"""What the tests of the explorer share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import hubble_widget as hw

Live = Callable[..., hw.RegressionExplorer]
"""The fixture of this name in lower case."""


async def until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Let the loop run until `condition()` holds."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.001)


def shown(explorer: hw.RegressionExplorer) -> dict[str, object]:
    return dict(explorer._face.readout.learned)
