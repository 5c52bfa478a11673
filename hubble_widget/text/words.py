"""Texts with numbers: the readout's sentences and the rows of the summary."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from hubble_widget.data.catalogs import catalog_of, datasets, load_dataset, read_catalog
from hubble_widget.data.dataset import Dataset
from hubble_widget.data.labels import HUBBLE, Labels
from hubble_widget.fit.convergence import THERE
from hubble_widget.fit.cosmology import age_of
from hubble_widget.fit.hyperparameters import MAX_ITERATIONS
from hubble_widget.fit.loss import is_sampled
from hubble_widget.fit.plausibility import warning_of
from hubble_widget.fit.polynomial_fit import AGE, age_words
from hubble_widget.fit.random_start import begins_at_random
from hubble_widget.fit.start_spread import slopes_of_random_starts
from hubble_widget.formatting import number, percent, with_error, with_minus, with_unit

if TYPE_CHECKING:
    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.fit.polynomial_fit import PolynomialFit
    from hubble_widget.fit.trajectory import Trajectory


CLOSE = percent(0.01)
EARTH = 4.54
"""Age of the Earth in billion years: Dalrymple 2001, Geological Society Special Publications 190, 205."""

ON_SCREEN = {
    "learning_rate": "Learning rate",
    "rate_changes": "Changes of the learning rate",
    "iterations": "Iterations",
    "iteration": "Iteration",
    "start": "Your guess",
    "degree": "Degree",
    "optimizer": "Optimizer",
    "loss_function": "Loss function",
    "speed": "Speed",
    "batch_size": "Batch size",
    "scaling": "Scaling",
    "fit_intercept": "Through the origin",
    "weights": "Weights",
    "view": "View",
    "omega_matter": "Matter",
    "distance_factor": "All distances",
    "show_exact": "Show the exact fit",
    "hide": "Hidden controls",
    "solar_motion": "The Sun's motion",
}
"""Names of the settings on the screen, for messages that appear there."""

HIDDEN = "hidden"
"""Stands for an exact number while the exact fit is hidden."""

SCALINGS = {"max": "divided by the maximum", "standard": "standardized", "none": "raw"}
"""What the data are after each scaling."""

LOADING = (
    "Loading torch.",
    "The first time this takes some seconds; the sliders answer meanwhile.",
)


class Row(NamedTuple):
    """One quantity: its learned and its exact value, as text."""

    quantity: str
    unit: str
    learned: str
    exact: str


def label(data: BaseDataset) -> str:
    """Return the name of a data set in a menu."""
    return f"{title(data)} ({len(data):,})"


def catalogs() -> list[tuple[str, Dataset]]:
    """Return the catalogs with their names in a menu, those of a group one after the other.

    Each name begins with its group, "Nearby · HST Key Project (24)", because a list of ipywidgets has no groups; the
    page makes groups of these names (js/src/host/accessibility.ts).
    """
    groups: dict[str, list[Dataset]] = {}
    for name in datasets():
        groups.setdefault(read_catalog(name).header["group"], []).append(load_dataset(name))
    return [(f"{group} · {label(data)}", data) for group, members in groups.items() for data in members]


def source(data: BaseDataset) -> str:
    """Return the publication of a data set and, of a catalog, what it teaches."""
    name = catalog_of(data)
    return " · ".join(filter(None, (data.reference, read_catalog(name).header["teaches"] if name else "")))


def galaxies(
    data: BaseDataset, loss_function: str = "MSE", batch_size: int | None = None, *, show_exact: bool = True
) -> str:
    """Return the number of galaxies, the excluded ones, the note of the data set, and a warning if there is one."""
    rows = data.labels.rows
    counts = f"{len(data):,} {rows}"
    if data.excluded:
        counts = f"{len(data):,} of {len(data) + len(data.excluded):,} {rows}, without {', '.join(data.excluded)}"
    is_sample = is_sampled(data, loss_function, batch_size)
    sampled = f"{loss_function} loss of {len(data.sample):,} of them" if is_sample else ""
    weighted = "" if data.weights is None else f"weighted by the error of the {data.labels.y_name}"
    notes = "; ".join(filter(None, (data.note, weighted, sampled)))
    counts, warning = f"{counts} ({notes})" if notes else counts, warning_of(data, show_exact=show_exact)
    return f"{counts}. Warning: {warning}" if warning else counts


def place(x: float, y: float, labels: Labels) -> str:
    """Return the distance and the velocity of one galaxy, with up to six digits."""
    distance, velocity = (with_minus(f"{value:.6g}") for value in (x, y))
    return f"{with_unit(distance, labels.x_unit)}, {with_unit(velocity, labels.y_unit)}"


def title(data: BaseDataset) -> str:
    """Return the title of a data set."""
    return data.title or "Your data"


def by(trajectory: Trajectory) -> str:
    """Return the name of the learned line with its source, as on the page."""
    return f"learned {'by torch' if trajectory.source == 'torch' else '(predicted)'}"


def rows(trajectory: Trajectory, iteration: int, fit: PolynomialFit, exact_loss: float) -> list[Row]:
    """Return the quantities of the readout for one state of a trajectory and for the exact fit."""
    slope, intercept, loss = trajectory.state(iteration)
    age, r, labels = trajectory.age_at(iteration), trajectory.r_at(iteration), trajectory.labels
    quantities = [
        Row(
            labels.slope_name,
            labels.slope_unit,
            number(slope, ".2f"),
            with_error(fit.slope, fit.slope_stderr, ".2f"),
        ),
        Row(
            "Intercept",
            labels.y_unit,
            number(intercept, ".1f"),
            with_error(fit.intercept, fit.intercept_stderr if fit.fit_intercept else None, ".1f"),
        ),
        Row("Correlation r", "", number(r, ".3f"), number(fit.multiple_r, ".3f")),
        Row(
            AGE,
            "billion years",
            number(age, ".2f"),
            ", ".join(filter(None, age_words(fit))),
        ),
        Row(_loss(trajectory), "", number(loss, ".4g"), number(exact_loss, ".4g")),
    ]
    return quantities if labels.has_age else [row for row in quantities if row.quantity != AGE]


def _loss(trajectory: Trajectory) -> str:
    return "Loss" if trajectory.loss_function == "MSE" else f"Loss ({trajectory.loss_function})"


def guess(slope: float, exact_slope: float, labels: Labels = HUBBLE) -> str:
    """Return a sentence that compares a guessed slope with the exact one."""
    guessed, exact = (with_unit(number(value, ".2f"), labels.slope_unit) for value in (slope, exact_slope))
    if exact_slope <= 0:  # a percentage of it would mislead
        off = with_unit(number(abs(slope - exact_slope), ".2f"), labels.slope_unit)
        return f"Your guess, {guessed}, differs from the exact slope, {exact}, by {off}."
    share = slope / exact_slope - 1
    if abs(share) < THERE:
        return f"Your guess, {guessed}, is within {CLOSE} of the exact slope, {exact}."
    side = "above" if share > 0 else "below"
    return f"Your guess, {guessed}, is {percent(abs(share))} {side} the exact slope, {exact}."


def random_start(path: Trajectory, iterations: int, *, show_exact: bool = True) -> str:
    """Return the seed of a random start, and how much the end of the path depends on it; empty for another start."""
    if not begins_at_random(path):
        return ""
    seed = f"Seed {path.seed}."
    if not (show_exact and path.has_closed_form):
        return seed
    later = min(10 * iterations, MAX_ITERATIONS)
    ends = [slopes_of_random_starts(path, count) for count in (iterations, later)]
    if not all(map(math.isfinite, (*ends[0], *ends[1]))):
        return seed
    has_age = path.labels.has_age and min(ends[0][0], ends[1][0]) > 0
    what = "ages" if has_age else "slopes"
    first, last = (_range(end, path.labels, has_age=has_age) for end in ends)
    return f"{seed} With all seeds, {what} are {first} after {iterations:,} iterations, {last} after {later:,}."


def _range(slopes: tuple[float, float], labels: Labels, *, has_age: bool) -> str:
    """Return the ages or the slopes between two slopes."""
    values = (age_of(slopes[1]), age_of(slopes[0])) if has_age else slopes
    low, high = (number(value, ".1f") for value in values)
    return with_unit(low if low == high else f"{low} to {high}", "billion years" if has_age else labels.slope_unit)


def rates(path: Trajectory, *, separator: str = ", ") -> str:
    """Return the changes of a learning rate; empty if there are none."""
    return separator.join(f"{rate:.4g} from iteration {at:,}" for at, rate in path.rate_changes)


def iterations(count: int) -> str:
    """Return a number of iterations with its noun, singular or plural."""
    return f"{count:,} iteration" if count == 1 else f"{count:,} iterations"


def loss(value: float) -> str:
    """Return a loss as the plots show it; if it is not finite, return the readout's words for that."""
    return f"loss {number(value, '.4g')}" if math.isfinite(value) else "the training diverged"
