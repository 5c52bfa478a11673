"""What the tests of the explorer share."""

from __future__ import annotations

import asyncio

import hubble_widget as hw


async def until(condition: object, seconds: float = 60.0) -> None:
    """Let the loop run until `condition()` holds."""
    async with asyncio.timeout(seconds):
        while not condition():  # type: ignore[operator]
            await asyncio.sleep(0.001)


def shown(explorer: hw.RegressionExplorer) -> dict[str, object]:
    return dict(explorer._face.readout.learned)
