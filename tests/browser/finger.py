"""A finger on a touch screen."""

from __future__ import annotations

from typing import Any

from .explorer_view import Point
from .notebook_page import NotebookPage


class Finger:
    """A finger on a touch screen. The page must know of it before it shows an explorer."""

    def __init__(self, notebook: NotebookPage) -> None:
        self._session = notebook.page.context.new_cdp_session(notebook.page)
        self._session.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 1})

    def _touch(self, kind: str, *points: Point) -> None:
        places: list[dict[str, Any]] = [{"x": x, "y": y} for x, y in points]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    def drag(self, start: Point, end: Point, steps: int = 10) -> None:
        """Touch at one point, move to another and lift the finger."""
        self._touch("touchStart", start)
        for step in range(1, steps + 1):
            x, y = (a + step / steps * (b - a) for a, b in zip(start, end, strict=True))
            self._touch("touchMove", (x, y))
        self._touch("touchEnd")

    def tap(self, point: Point) -> None:
        """Touch and lift the finger."""
        self._touch("touchStart", point)
        self._touch("touchEnd")
