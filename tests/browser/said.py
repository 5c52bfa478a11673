"""What the readout has to say of one state, by the package's own descent and words."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

import hubble_widget as hw
from hubble_widget.fit.convergence import progress_of
from hubble_widget.formatting import number
from hubble_widget.text.verdict import verdict

DATA = "key_project"


def expect_said(root: Locator, learning_rate: float, iterations: int, iteration: int | None = None) -> None:
    """Wait until numbers, sentence and age ruler tell the state of the closed form, the last one if none is named."""
    path = hw.gradient_descent(DATA, learning_rate=learning_rate, iterations=iterations)
    shown = iterations if iteration is None else iteration
    expect_path_said(root, path, shown, iterations)


def expect_path_said(root: Locator, path: hw.Trajectory, iteration: int, iterations: int) -> None:
    """Wait until numbers, sentence and age ruler tell one state of a path."""
    readout = root.get_by_label("Fit readout")
    slope, _, loss = path.state(iteration)
    age = number(path.age_at(iteration), ".2f")
    source = "by torch" if path.source == "torch" else "predicted"
    numbers = (
        f"learned {source}, now at iteration {iteration:,} of {iterations:,} ",
        f"{number(slope, '.2f')} km/s/Mpc",
        number(path.r_at(iteration), ".3f"),
        f"{age} billion years",
        number(loss, ".4g"),
    )
    for text in numbers:
        expect(readout).to_contain_text(text)
    for text in verdict(progress_of(path, iteration)):
        expect(root.get_by_role("paragraph").filter(has_text=text)).to_be_visible()
    ruler = root.get_by_role("img", name="Ages on a scale")
    expect(ruler).to_have_attribute("aria-label", re.compile(re.escape(f"learned {age}, exact")))
    expect(ruler.get_by_text(f"learned {age}", exact=True)).to_be_visible()
