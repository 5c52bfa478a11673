"""Pictures of where a slider may be moved next: drawn while there is nothing else to do, for the page to show at once.

A page that asks the kernel for each picture can be no faster than the way there and back. The pictures around a
slider's position are few and small, and they are the kernel's own: what is shown early is shown right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hubble_widget.display.live_canvas import LiveCanvas
    from hubble_widget.display.settings import Setting

REST = 0.1
"""Seconds without another picture after which there is time to draw ahead."""

REACH, REACH_OF_KEYS = 60, 15
"""Positions on either side of a slider's, where the pointer may drag it, and where it has the focus only."""

AT_ONCE, TURN = 3, 0.01
"""Pictures that are drawn before messages are heard again, and seconds after which no other is begun."""

MOST = 500
"""Pictures that a page is given to keep; then it forgets them all."""

SLIDERS = ("learning_rate", "iterations")

Draw = Callable[[float, int], bytes | None]
Positions = tuple[int, int]


class Foresight:
    """Draws ahead for one explorer, as long as the page says that a hand is at one of the two sliders.

    Nothing is drawn ahead while a setting stands between two positions of its slider: the same positions would lead to
    two pictures.

    Parameters
    ----------
    canvas : LiveCanvas
    learning_rate, iterations : Setting
    later : callable
        ``later(seconds, function)`` calls the function at home after so many seconds.

    Attributes
    ----------
    positions : pair of int, or None
        Where both sliders stand when they show the present settings; None where a slider cannot show one of them.
    """

    def __init__(
        self,
        canvas: LiveCanvas,
        learning_rate: Setting,
        iterations: Setting,
        later: Callable[[float, Callable[[], object]], object],
    ) -> None:
        self.positions: Positions | None = None
        self._canvas = canvas
        self._settings = learning_rate, iterations
        self._later = later
        self._draw: Draw | None = None
        self._at_hand: int | None = None  # which of the two settings
        self._reach = 0
        self._waits = 0
        self._edition: tuple[int, int] | None = None
        self._drawn: set[Positions] = set()
        self._is_under_way = False

    def draw_by(self, draw: Draw | None) -> None:
        """Have ``draw(learning_rate, iterations)`` return the picture of these settings, as changes, where it can."""
        self._draw = draw

    def settings_shown(self, learning_rate: float, iterations: int) -> None:
        """Note what the settings are now."""
        rates, counts = self._settings
        positions = rates.position(learning_rate), counts.position(iterations)
        is_exact = self._at(positions) == (learning_rate, iterations)
        self.positions = positions if is_exact else None
        if not is_exact:
            self.forget()

    def forget(self) -> None:
        """Have the page forget what was drawn ahead: something else than the two settings changes."""
        self._canvas.begin_edition()

    # What the page says

    def hand_is_at(self, slider: object, *, pointer: bool) -> None:
        """Take the page's word that the pointer, or the focus, is at "learning_rate", at "iterations" or elsewhere."""
        self._at_hand = SLIDERS.index(slider) if slider in SLIDERS else None
        self._reach = REACH if pointer else REACH_OF_KEYS
        self.wait()

    def wait(self) -> None:
        """Begin to draw when a rest has passed from now on: the page has just shown another picture."""
        self._waits += 1
        self._later(REST, self._rest_is_over)

    def _rest_is_over(self) -> None:
        self._waits -= 1
        self._go_on()

    def taken(self) -> None:
        """Take the page's word that it has what was sent."""
        self._is_under_way = False
        self._go_on()

    # Drawing

    def _go_on(self) -> None:
        edition = self._canvas.edition
        if edition is None or self._waits:
            return  # when the page has shown what comes, it says so
        if edition != self._edition:
            self._edition, self._is_under_way = edition, False
            self._drawn.clear()
        if self._is_under_way or self._draw is None:
            return
        due = list(islice(self._around(), AT_ONCE))
        pictures = dict(self._drawn_by(self._draw, due))
        if len(self._drawn) > MOST:
            self.forget()
        if pictures:
            self._is_under_way = True
            self._canvas.send_ahead(pictures)
        elif due:
            self._later(0.0, self._go_on)

    def _drawn_by(self, draw: Draw, due: list[Positions]) -> Iterator[tuple[Positions, bytes]]:
        """Draw what is due, as far as that can be done in one turn."""
        began = monotonic()
        for positions in due:
            self._drawn.add(positions)
            picture = draw(*self._at(positions))
            if picture is not None:
                yield positions, picture
            if monotonic() - began > TURN:
                return

    def _around(self) -> Iterator[Positions]:
        """Yield the positions around that of the slider at hand of which there is no picture yet, the nearest first."""
        if self.positions is None or self._at_hand is None:
            return
        middle, end = self.positions[self._at_hand], len(self._settings[self._at_hand].scale)
        for index in chain([middle], *((middle + away, middle - away) for away in range(1, self._reach + 1))):
            positions = (index, self.positions[1]) if self._at_hand == 0 else (self.positions[0], index)
            if 0 <= index < end and positions not in self._drawn:
                yield positions

    def _at(self, positions: Positions) -> tuple[float, int]:
        """Return the settings that are chosen by these positions."""
        rates, counts = self._settings
        return rates.scale[positions[0]], int(counts.scale[positions[1]])
