"""The page's own clock: when keys were pressed, pictures shown and texts changed (see page_timing.js)."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import ElementHandle, Locator, Page

SCRIPT = Path(__file__).with_name("page_timing.js").read_text()
QUIET = 300  # milliseconds without a change after which an answer counts as complete
PATIENCE = 60_000
DRAGGED, SPACING = 3.0, 16  # seconds that a drag lasts, milliseconds between two of its events


class PageTiming:
    """Reads the clock of a page that was opened with `SCRIPT` as its first script. All times in seconds."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def watch(self, element: Locator) -> None:
        """Note every change of an element's text from now on."""
        element.evaluate("element => timing.watch(element)")

    def wait_while(self, element: ElementHandle, text: str) -> None:
        """Wait as long as an element has this text, at no cost for the page meanwhile."""
        element.evaluate("(element, text) => timing.whileTextIs(element, text)", text)

    def press_for_text(self, slider: Locator, key: str, element: Locator) -> float:
        """Press a key on a slider; return the seconds until the element had the text at which it then stayed."""
        self._press(slider, key, element, "lastText")
        return self._since_press(element, "lastText")

    def press_for_picture(self, slider: Locator, key: str, root: Locator) -> float:
        """Press a key on a slider; return the seconds until the next picture inside `root`."""
        self._page.evaluate("timing.forget()")
        self._press(slider, key, root, "lastPicture")
        seconds: float = root.evaluate("root => (timing.picturesIn(root)[0] - timing.pressed()) / 1000")
        return seconds

    def press_for_last_picture(self, button: Locator, key: str, root: Locator) -> float:
        """Press a key on a button; return the seconds until the picture inside `root` at which it then stayed."""
        self._press(button, key, root, "lastPicture")
        return self._since_press(root, "lastPicture")

    def press_for_both(self, slider: Locator, key: str, root: Locator, text: Locator) -> tuple[float, float]:
        """Press once; return the seconds until the next picture and until the text's final state."""
        picture = self.press_for_picture(slider, key, root)
        return picture, self._since_press(text, "lastText")

    def press_and_wait(self, slider: ElementHandle, key: str, element: Locator) -> float:
        """Press a key; return the seconds until the first change of the text, without waiting for quiet."""
        slider.press(key)
        self._wait(element, "([element]) => timing.lastText(element) > timing.pressed()")
        return self._since_press(element, "lastText")

    def drag(self, handle: Locator, root: Locator) -> tuple[float, float]:
        """Drag a slider; return the pictures per second meanwhile and the seconds until the last one after it."""
        self._page.evaluate("timing.forget()")
        began, last = self._drag(handle)
        condition = f"timing.now() - Math.max(last, timing.lastPicture(root)) > {5 * QUIET}"
        self._wait(root, f"([root, last]) => {condition}", last)
        times = self.pictures(root)
        rate = len([time for time in times if time <= last / 1000]) / ((last - began) / 1000)
        return rate, max(0.0, times[-1] - last / 1000) if times else float("inf")

    def drag_for_text(self, handle: Locator, element: Locator) -> float:
        """Drag a slider; return how many times a second an element's text changes meanwhile."""
        began, last = self._drag(handle)
        times: list[float] = element.evaluate("(element, began) => timing.textsSince(element, began)", began)
        return len([time for time in times if time <= last]) / ((last - began) / 1000)

    def _drag(self, handle: Locator) -> tuple[float, float]:
        """Drag a slider for `DRAGGED` seconds; return when it began and ended, on the page's clock in milliseconds."""
        handle.hover()  # as a hand that drags it does
        began: float = self._page.evaluate("timing.now()")
        events = round(1000 * DRAGGED / SPACING)
        last: float = handle.evaluate(f"handle => timing.drag(handle, {events}, {SPACING})")
        return began, last

    def first_picture(self, root: Locator) -> tuple[float, float]:
        """Return the seconds from the last key press to the first picture, and its time since the epoch."""
        self._wait(root, "([root]) => timing.picturesIn(root).length > 0")
        first, pressed, origin = root.evaluate(
            "root => [timing.picturesIn(root)[0], timing.pressed(), performance.timeOrigin]"
        )
        return (first - pressed) / 1000, (origin + first) / 1000

    def pictures(self, root: Locator) -> list[float]:
        """Times of all pictures inside `root` since they were last forgotten."""
        return [time / 1000 for time in root.evaluate("root => timing.picturesIn(root)")]

    def forget(self) -> None:
        """Forget the pictures so far."""
        self._page.evaluate("timing.forget()")

    def _press(self, slider: Locator, key: str, element: Locator, last: str) -> None:
        slider.press(key)
        self._wait(
            element,
            f"([element]) => timing.{last}(element) > timing.pressed()"
            f" && timing.now() - timing.{last}(element) > {QUIET}",
        )

    def _since_press(self, element: Locator, last: str) -> float:
        seconds: float = element.evaluate(f"element => (timing.{last}(element) - timing.pressed()) / 1000")
        return seconds

    def _wait(self, element: Locator, condition: str, *arguments: float) -> None:
        handles = [element.element_handle(), *arguments]
        self._page.wait_for_function(condition, arg=handles, timeout=PATIENCE)
