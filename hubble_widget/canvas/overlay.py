"""What the page paints over the pictures of one figure: whether it does, and what the kernel tells it for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hubble_widget.canvas.scene import can_be_painted, describe

if TYPE_CHECKING:
    from hubble_widget.display.plots import Plots
    from hubble_widget.display.readout import Readout
    from hubble_widget.regression.trajectory import Trajectory


class Overlay:
    """Speaks to the page's side, js/src/marks/, by the readout.

    Parameters
    ----------
    plots : Plots
        Whose moving artists look as the page paints them; those are brought up to date when somebody looks at them.
    readout : Readout

    Attributes
    ----------
    is_missing : bool
        Whether no page has told in time that it paints.
    paints : bool
        Whether the page paints what moves, or is about to; else it is drawn into every picture.
    """

    def __init__(self, plots: Plots, readout: Readout) -> None:
        self._plots, self._readout = plots, readout
        self.is_missing, self.paints = False, True
        self._run = self._sent = 0

    def look(self) -> None:
        """Find out whether the page can paint: it cannot on axes of other scales than it knows."""
        self.paints = not self.is_missing and can_be_painted(self._plots)

    def bring_up_to_date(self) -> None:
        """Have the moving artists show the present state: somebody looks at them."""
        self._plots.bring_up_to_date()

    def tell_scene(self, picture: int) -> None:
        """Tell what belongs to the picture of this number, and to those after it, unless it is known."""
        self._readout.show_scene(describe(self._plots), picture=picture, bare=self.paints)

    def save(self, name: str, data: bytes) -> None:
        """Have a person keep a file."""
        self._readout.send({"type": "download", "name": name}, buffers=[data])

    # A training

    def begin_run(self, walked: Trajectory | None, iteration: int) -> None:
        """Take note that a training begins, or goes on from one of the states that have been walked already."""
        self._run += 1
        self._sent = 0
        if walked is not None:
            self.send_history(walked, iteration)

    def send_history(self, walked: Trajectory, iteration: int) -> None:
        """Send all states up to one, which the page shows at once: it may be new, or have forgotten them."""
        self._sent = 0
        self._send(walked, iteration, at=iteration)

    def send_batch(self, walked: Trajectory, iteration: int) -> None:
        """Send the states since the last message, up to one; the page plays them out."""
        if iteration >= self._sent:
            self._send(walked, iteration)

    def _send(self, walked: Trajectory, iteration: int, **more: int) -> None:
        states = slice(self._sent, iteration + 1)
        columns = np.concatenate([walked.slopes[states], walked.intercepts[states], walked.losses[states]])
        about = {"type": "batch", "run": self._run, "first": self._sent, "count": columns.size // 3, **more}
        self._readout.send(about, buffers=[columns.astype("<f8").tobytes()])
        self._sent = iteration + 1
