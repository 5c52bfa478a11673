"""The marks that the page paints over the pictures of one figure: scenes and batches of states for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from hubble_widget.figure.scene import can_be_painted, describe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hubble_widget.figure.plots import Plots
    from hubble_widget.fit.trajectory import Trajectory


class Page(Protocol):
    """Sends to the page: the readout."""

    def show_scene(self, scene: Mapping[str, Any], *, picture: int, without_marks: bool) -> None:
        """Send the scene that belongs to the picture of this number."""

    def send(self, content: Any, buffers: Any = None) -> None:
        """Send a message."""


class Overlay:
    """Sends scenes and states to js/src/marks/.

    Parameters
    ----------
    plots : Plots
        Their moving artists are described to the page.
    page : Page

    Attributes
    ----------
    is_missing : bool
        Whether no page has reported in time that it paints.
    paints : bool
        Whether the page paints the moving artists, or is about to; otherwise they are drawn into every picture.
    """

    def __init__(self, plots: Plots, page: Page) -> None:
        self.plots, self._page = plots, page
        self.is_missing, self.paints = False, True
        self._run = self._sent = 0

    def check_page(self) -> None:
        """Update `paints`: the page can only paint on axes with scales that it knows."""
        self.paints = not self.is_missing and can_be_painted(self.plots)

    def send_scene(self, picture: int) -> None:
        """Send the scene of this picture and of those after it, if it has changed."""
        self._page.show_scene(describe(self.plots), picture=picture, without_marks=self.paints)

    def save(self, name: str, data: bytes) -> None:
        """Download a file."""
        self._page.send({"type": "download", "name": name}, buffers=[data])

    # A training

    def begin_run(self, trajectory: Trajectory | None, iteration: int) -> None:
        """Begin a training, or continue one after an iteration that torch has already computed."""
        self._run += 1
        self._sent = 0
        if trajectory is not None:
            self.send_history(trajectory, iteration)

    def send_history(self, trajectory: Trajectory, iteration: int) -> None:
        """Send all states up to `iteration`, which the page shows at once: a new page has none."""
        self._sent = 0
        self._send(trajectory, iteration, at=iteration)

    def send_batch(self, trajectory: Trajectory, iteration: int) -> None:
        """Send the states from the last message up to `iteration`; the page plays them."""
        if iteration >= self._sent:
            self._send(trajectory, iteration)

    def _send(self, trajectory: Trajectory, iteration: int, **more: int) -> None:
        states = slice(self._sent, iteration + 1)
        columns = np.concatenate([trajectory.slopes[states], trajectory.intercepts[states], trajectory.losses[states]])
        header = {"type": "batch", "run": self._run, "first": self._sent, "count": columns.size // 3, **more}
        self._page.send(header, buffers=[columns.astype("<f8").tobytes()])
        self._sent = iteration + 1
