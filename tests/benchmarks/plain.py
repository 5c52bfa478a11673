"""The plain way, run inside the kernel: what one would write with ipympl and ipywidgets alone."""

from __future__ import annotations

from itertools import islice

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np

import hubble_widget as hw
from hubble_widget.fit.torch_training import torch_states

ITERATIONS = 500
RATES = np.geomspace(1e-4, 10, 201)  # as many positions as the explorer's slider has


class PlainExplorer(ipywidgets.VBox):
    """Slider, number and the two plots; every change of the slider draws the figure anew."""

    def __init__(self, width: int, height: int) -> None:
        self.data = hw.load_dataset("key_project")
        self.slider = ipywidgets.SelectionSlider(
            options=[(f"{rate:.3g}", rate) for rate in RATES], index=108, description="Plain rate", readout=False
        )
        with plt.ioff():
            self.figure, (fit, loss) = plt.subplots(1, 2, figsize=(width / 100, height / 100), dpi=100)
        self.figure.subplots_adjust(left=0.09, right=0.98, bottom=0.14, top=0.95, wspace=0.2)
        self._draw_once(fit, loss)
        self.update()
        self.slider.observe(lambda _change: self.show(), "value")
        super().__init__([self.figure.canvas, self.slider])

    def _draw_once(self, fit: plt.Axes, loss: plt.Axes) -> None:
        exact = hw.polyfit(self.data)
        self.reach = np.array([0.0, 1.04 * self.data.distance.max()])
        fit.plot(self.data.distance, self.data.velocity, "o")
        fit.plot(self.reach, exact.predict(self.reach), "--", label="exact")
        (self.line,) = fit.plot([], [], label="learned")
        (self.predicted,) = fit.plot([], [], ".")
        fit.set(xlabel="Distance (Mpc)", ylabel="Recession velocity (km/s)")
        fit.legend(loc="upper left")
        loss.axhline(exact.loss, linestyle="--")
        loss.annotate(
            f"exact fit {exact.loss:.4g}", (0.98, exact.loss), xycoords=loss.get_yaxis_transform(), ha="right"
        )
        (self.curve,) = loss.plot([], [])
        (self.marker,) = loss.plot([], [], "o")
        loss.set(xlabel="Iteration", ylabel="Loss", yscale="log", xlim=(0, ITERATIONS), ylim=(1e-3, 1))
        self.text = loss.text(0.98, 0.96, "", ha="right", va="top", transform=loss.transAxes)
        for axes in (fit, loss):
            axes.grid(visible=True)

    def update(self) -> None:
        """Set every artist to where the slider's learning rate leads."""
        path = hw.gradient_descent(self.data, learning_rate=self.slider.value, iterations=ITERATIONS)
        self._set(path.slope, path.intercept, path.losses)

    def show(self) -> None:
        """Update and draw."""
        self.update()
        self.figure.canvas.draw()

    def train(self, iterations: int, every: int) -> None:
        """Run the torch loop in the cell and draw each n-th state."""
        losses = []
        states = islice(torch_states(self.data, learning_rate=0.05), iterations + 1)
        self.marker.axes.set_xlim(0, iterations)
        for iteration, (slope, intercept, loss) in enumerate(states):
            losses.append(loss)
            if iteration % every == 0:
                self._set(slope, intercept, np.array(losses))
                self.figure.canvas.draw()

    def _set(self, slope: float, intercept: float, losses: np.ndarray) -> None:
        self.line.set_data(self.reach, slope * self.reach + intercept)
        self.predicted.set_data(self.data.distance, slope * self.data.distance + intercept)
        self.curve.set_data(np.arange(losses.size), losses)
        self.marker.set_data([losses.size - 1], losses[-1:])
        self.text.set_text(f"iteration {losses.size - 1:,}   loss {losses[-1]:.4g}")


def labeled_slider(name: str) -> ipywidgets.HBox:
    """Return the floor: a slider that sets a label, and nothing else."""
    slider, label = ipywidgets.IntSlider(description=name, max=1000, readout=False), ipywidgets.Label("0")
    label.add_class(name.lower())
    slider.observe(lambda change: setattr(label, "value", str(change["new"])), "value")
    return ipywidgets.HBox([slider, label])


def slope_slider(name: str) -> ipywidgets.HBox:
    """Return a slider of learning rates that sets the slope as HTML."""
    data = hw.load_dataset("key_project")
    html = ipywidgets.HTML("–")
    html.add_class(name.lower())
    slider = ipywidgets.SelectionSlider(
        options=[(f"{rate:.3g}", rate) for rate in RATES], index=108, description=name, readout=False
    )

    def show(change: dict) -> None:
        slope = hw.gradient_descent(data, learning_rate=change["new"], iterations=ITERATIONS).slope
        html.value = f"<b>{slope:.6f}</b> km/s/Mpc"

    slider.observe(show, "value")
    return ipywidgets.HBox([slider, html])
