"""Texts with numbers: the readout's sentences and the rows of the summary."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from hubble_widget.data.catalogs import catalog_of, datasets, load_dataset, read_catalog
from hubble_widget.data.dataset import Dataset
from hubble_widget.data.labels import HUBBLE, Labels, in_brackets
from hubble_widget.fit.cosmology import age_of
from hubble_widget.fit.gradient_descent import CLOSE_ENOUGH
from hubble_widget.fit.hyperparameters import MAX_ITERATIONS
from hubble_widget.fit.loss import is_sampled
from hubble_widget.fit.plausibility import warning_of
from hubble_widget.fit.polynomial_fit import AGE, age_words
from hubble_widget.fit.random_start import begins_at_random
from hubble_widget.fit.start_spread import slopes_of_random_starts
from hubble_widget.formatting import limits, number, percent, with_error, with_minus, with_unit
from hubble_widget.messages import counted, grouped, localized, message, translated

if TYPE_CHECKING:
    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.fit.polynomial_fit import PolynomialFit
    from hubble_widget.fit.trajectory import Trajectory


CLOSE = percent(CLOSE_ENOUGH)
EARTH = 4.54
"""Age of the Earth in billion years: Dalrymple 2001, Geological Society Special Publications 190, 205."""

ON_SCREEN = {
    "learning_rate": message("Learning rate"),
    "rate_changes": message("Changes of the learning rate"),
    "iterations": message("Iterations"),
    "iteration": message("Now at iteration"),
    "start": message("Your guess"),
    "degree": message("Degree"),
    "optimizer": message("Optimizer"),
    "loss_function": message("Loss function"),
    "speed": message("Speed"),
    "batch_size": message("Batch"),
    "scaling": message("Scaling"),
    "fit_intercept": message("Through the origin"),
    "weights": message("Weights"),
    "view": message("Right-hand plot"),
    "omega_matter": message("Matter"),
    "distance_factor": message("All distances"),
    "show_exact": message("Show the exact fit"),
    "hide": message("Hidden controls"),
    "solar_motion": message("Less the Sun's motion"),
}
"""Names of the settings on the screen: the labels of their controls, and in messages that appear there."""

HIDDEN = message("hidden")
"""Stands for an exact number while the exact fit is hidden."""

SCALINGS = {
    "max": message("divided by the maximum"),
    "standard": message("standardized"),
    "none": message("raw"),
}
"""What the data are after each scaling."""

LOADING = (
    message("Loading torch."),
    message("The first time this takes some seconds; the sliders answer meanwhile."),
)


class Row(NamedTuple):
    """One quantity: its learned and its exact value, as text."""

    quantity: str
    unit: str
    learned: str
    exact: str


def label(data: BaseDataset) -> str:
    """Return the name of a data set in a menu."""
    return f"{title(data)} ({grouped(len(data))})"


def catalogs() -> list[tuple[str, Dataset]]:
    """Return the catalogs with their names in a menu, those of a group one after the other.

    Each name begins with its group, "Nearby · HST Key Project (24)", because a list of ipywidgets has no groups; the
    page makes groups of these names (js/src/host/accessibility.ts).
    """
    groups: dict[str, list[Dataset]] = {}
    for name in datasets():
        groups.setdefault(read_catalog(name).header["group"], []).append(load_dataset(name))
    return [(f"{translated(group)} · {label(data)}", data) for group, members in groups.items() for data in members]


def source(data: BaseDataset) -> str:
    """Return the publication of a data set and, of a catalog, what it teaches."""
    name = catalog_of(data)
    teaches = translated(read_catalog(name).header["teaches"]) if name else ""
    return " · ".join(filter(None, (data.reference, teaches)))


def galaxies(
    data: BaseDataset, loss_function: str = "MSE", batch_size: int | None = None, *, show_exact: bool = True
) -> str:
    """Return the number of galaxies, the excluded ones, the note of the data set, and a warning if there is one."""
    rows = data.labels.rows
    counts = message("{count} {rows}", count=grouped(len(data)), rows=rows)
    if data.excluded:
        counts = message(
            "{count} of {all} {rows}, without {names}",
            count=grouped(len(data)),
            all=grouped(len(data) + len(data.excluded)),
            rows=rows,
            names=", ".join(data.excluded),
        )
    notes = [data.note]
    if data.weights is not None:
        notes.append(message("weighted by the error of the {quantity}", quantity=data.labels.y_name))
    if is_sampled(data, loss_function, batch_size):
        sample = grouped(len(data.sample))
        notes.append(message("{loss} loss of {count} of them", loss=loss_function, count=sample))
    counts = in_brackets(counts, "; ".join(filter(None, notes)))
    warning = warning_of(data, show_exact=show_exact)
    return message("{galaxies}. Warning: {warning}", galaxies=counts, warning=warning) if warning else counts


def place(x: float, y: float, labels: Labels) -> str:
    """Return the distance and the velocity of one galaxy, with up to six digits."""
    distance, velocity = (with_minus(localized(f"{value:.6g}")) for value in (x, y))
    return f"{with_unit(distance, labels.x_unit)}, {with_unit(velocity, labels.y_unit)}"


def title(data: BaseDataset) -> str:
    """Return the title of a data set, as it is shown."""
    return data.title or message("Your data")


def title_in_files(data: BaseDataset) -> str:
    """Return the title of a data set, the same in every language."""
    return data.title or "Your data"


def by(trajectory: Trajectory) -> str:
    """Return the name of the learned line with its source, as on the page."""
    return message("learned by torch") if trajectory.source == "torch" else message("learned (predicted)")


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
            message("Intercept"),
            labels.y_unit,
            number(intercept, ".1f"),
            with_error(fit.intercept, fit.intercept_stderr if fit.fit_intercept else None, ".1f"),
        ),
        Row(message("Correlation r"), "", number(r, ".3f"), number(fit.multiple_r, ".3f")),
        Row(
            AGE,
            message("billion years"),
            number(age, ".2f"),
            ", ".join(filter(None, age_words(fit))),
        ),
        Row(_loss(trajectory), "", number(loss, ".4g"), number(exact_loss, ".4g")),
    ]
    return quantities if labels.has_age else [row for row in quantities if row.quantity != AGE]


def _loss(trajectory: Trajectory) -> str:
    if trajectory.loss_function == "MSE":
        return message("Loss")
    return message("Loss ({loss})", loss=trajectory.loss_function)


def guess(slope: float, exact_slope: float, labels: Labels = HUBBLE) -> str:
    """Return a sentence that compares a guessed slope with the exact one."""
    guessed, exact = (with_unit(number(value, ".2f"), labels.slope_unit) for value in (slope, exact_slope))
    if exact_slope <= 0:  # a percentage of it would mislead
        off = with_unit(number(abs(slope - exact_slope), ".2f"), labels.slope_unit)
        return message(
            "Your guess, {guess}, differs from the exact slope, {exact}, by {difference}.",
            guess=guessed,
            exact=exact,
            difference=off,
        )
    share = slope / exact_slope - 1
    values = {"guess": guessed, "exact": exact, "share": percent(abs(share))}
    if abs(share) < CLOSE_ENOUGH:
        values["share"] = CLOSE
        return message("Your guess, {guess}, is within {share} of the exact slope, {exact}.", **values)
    if share > 0:
        return message("Your guess, {guess}, is {share} above the exact slope, {exact}.", **values)
    return message("Your guess, {guess}, is {share} below the exact slope, {exact}.", **values)


def random_start(path: Trajectory, iterations: int, *, show_exact: bool = True) -> str:
    """Return the seed of a random start, and how much the end of the path depends on it; empty for another start."""
    if not begins_at_random(path):
        return ""
    seed = message("Seed {seed}.", seed=path.seed)
    if not (show_exact and path.has_closed_form):
        return seed
    later = min(10 * iterations, MAX_ITERATIONS)
    ends = [slopes_of_random_starts(path, count) for count in (iterations, later)]
    if not all(map(math.isfinite, (*ends[0], *ends[1]))):
        return seed
    has_age = path.labels.has_age and min(ends[0][0], ends[1][0]) > 0
    first, last = (_range(end, path.labels, has_age=has_age) for end in ends)
    values = {"first": first, "last": last, "later": grouped(later)}
    spread = (
        counted(
            "With all seeds, ages are {first} after {count} iteration, {last} after {later}.",
            "With all seeds, ages are {first} after {count} iterations, {last} after {later}.",
            iterations,
            **values,
        )
        if has_age
        else counted(
            "With all seeds, slopes are {first} after {count} iteration, {last} after {later}.",
            "With all seeds, slopes are {first} after {count} iterations, {last} after {later}.",
            iterations,
            **values,
        )
    )
    return f"{seed} {spread}"


def _range(slopes: tuple[float, float], labels: Labels, *, has_age: bool) -> str:
    """Return the ages or the slopes between two slopes."""
    values = (age_of(slopes[1]), age_of(slopes[0])) if has_age else slopes
    low, high = (number(value, ".1f") for value in values)
    unit = message("billion years") if has_age else labels.slope_unit
    return with_unit(low if low == high else limits(*values, decimals=1), unit)


def rates(path: Trajectory, *, separator: str = ", ") -> str:
    """Return the changes of a learning rate; empty if there are none."""
    return separator.join(
        message("{rate} from iteration {iteration}", rate=localized(f"{rate:.4g}"), iteration=grouped(at))
        for at, rate in path.rate_changes
    )


def iterations(count: int) -> str:
    """Return a number of iterations with its noun, singular or plural."""
    return counted("{count} iteration", "{count} iterations", count)


def loss(value: float) -> str:
    """Return a loss as the plots show it; if it is not finite, return the readout's words for that."""
    if not math.isfinite(value):
        return message("loss too large")
    return message("loss {loss}", loss=number(value, ".4g"))
