"""Texts with numbers: the readout's sentences and the rows of the summary."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from hubble_widget.data.catalogs import read_catalog
from hubble_widget.data.dataset import Dataset, catalog_of, datasets, load_dataset
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
    from hubble_widget.fit.convergence import Progress
    from hubble_widget.fit.polynomial_fit import PolynomialFit
    from hubble_widget.fit.trajectory import Trajectory


CLOSE = percent(0.01)
EARTH = 4.54
"""Age of the Earth in billion years: Dalrymple 2001, Geological Society Special Publications 190, 205."""

_KINDS: dict[str | None, str] = {"slow": "a slow rate", "fast": "a steady rate", "oscillating": "a rate that swings"}

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


NO_NUMBERS = (
    "No numbers.",
    "The guess is so far off that its loss is too large to hold; choose one nearer to the data.",
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


def verdict(
    progress: Progress, degree: int = 1, labels: Labels = HUBBLE, *, show_exact: bool = True
) -> tuple[str, str]:
    """Return a headline and sentences about the difference between the learned line and the exact one.

    Without `show_exact` they give nothing of the exact line away.

    The page writes the same sentences while a slider is dragged (js/src/text/verdict.ts); tests/vectors.py checks that
    both agree.
    """
    if not show_exact:
        return _without_exact(progress, labels)
    headline, sentence = _verdict(progress, degree, labels)
    return headline, sentence + (_too_young(progress.exact_slope) if degree == 1 and labels.has_age else "")


def _verdict(progress: Progress, degree: int, labels: Labels) -> tuple[str, str]:
    if progress.diverged == 0:
        return NO_NUMBERS
    if not progress.has_closed_form:
        return _compared(progress, degree)
    if progress.diverged is not None or not progress.stable:
        return _diverging(progress, labels)
    if math.isnan(progress.fraction):
        if not progress.fit_intercept:
            return "No slope to learn.", "The start is the exact line already."
        return "No slope to learn.", "The start has the exact slope already; only the intercept may have to move."
    return _on_the_way(progress, degree, labels)


def _without_exact(progress: Progress, labels: Labels) -> tuple[str, str]:
    """Return a headline and a sentence that say nothing about the exact line."""
    if progress.diverged == 0:
        return NO_NUMBERS
    by = _steps(progress)
    if progress.diverged is not None:
        return "Diverged.", f"After {by} the numbers were too large to hold: a smaller learning rate may converge."
    if progress.iteration == 0:
        return "At the start.", "No step has been taken yet. The exact fit is hidden: guess where it is."
    slope = with_unit(number(progress.slope, ".2f"), labels.slope_unit)
    return "How close is it?", f"{by} brought the slope to {slope}. The exact fit is hidden: guess where it is."


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


def _too_young(exact_slope: float) -> str:
    """Return a warning if the exact line's age of the universe is below the age of the Earth."""
    age = age_of(exact_slope)
    if age is None or age >= EARTH:
        return ""
    shown = with_unit(number(age, ".2f"), "billion years")
    cause = "the distances are too short, or the velocities too large."
    return f" At {shown} the universe would be younger than the Earth ({EARTH:.1f}): {cause}"


def rates(path: Trajectory, *, separator: str = ", ") -> str:
    """Return the changes of a learning rate; empty if there are none."""
    return separator.join(f"{rate:.4g} from iteration {at:,}" for at, rate in path.rate_changes)


def _at(progress: Progress, rate: str) -> str:
    """Return at which rate the iterations were made, after their number; with changes, the last ones."""
    if not progress.rate_since:
        return f" at {rate}"
    return f", the last {progress.iteration - progress.rate_since:,} at {rate},"


def _on_the_way(progress: Progress, degree: int, labels: Labels) -> tuple[str, str]:
    line = f"the exact straight line, {with_unit(number(progress.exact_slope, '.2f'), labels.slope_unit)}"
    exact = "the exact fit" if degree == 1 else line
    rate = f"{progress.learning_rate:.4g} ({_KINDS[progress.zone]})"
    if progress.iteration == 0:
        return "At the start.", f"No step has been taken yet; at {rate} {_needed(progress, exact)}."
    steps = f"{iterations(progress.iteration)}{_at(progress, rate)}"
    if progress.converged:
        return "Converged.", f"{steps} brought the slope within {CLOSE} of {exact}{_enough(progress)}."
    if abs(progress.fraction - 1) < THERE:
        moves = "swings" if progress.zone == "oscillating" else "moves"
        return (
            "Nearly there.",
            f"{steps} came within {CLOSE} of {exact}, but it still {moves}; {_needed(progress)}.",
        )
    have = "has" if progress.iteration == 1 else "have"
    return _fraction(progress.fraction), f"{steps} {have} not converged: {_needed(progress, exact)}."


def _compared(progress: Progress, degree: int) -> tuple[str, str]:
    """Compare the exact line with a path that has no closed form, so that its further iterations are unknown."""
    by = _steps(progress)
    if progress.diverged is not None:
        return "Diverged.", f"After {by} the numbers were too large to hold: a smaller learning rate may converge."
    fit = "least-squares fit" if degree == 1 else "straight line"
    exact = f"the exact {fit} has {number(progress.exact_slope, '.2f')}"
    if progress.loss_function != "MSE":
        exact += f", but the {progress.loss_function} loss has its lowest value at another line"
    if progress.iteration == 0:
        return "At the start.", f"No step has been taken yet; {exact}."
    sentences = f"{by} brought the slope to {number(progress.slope, '.2f')}; {exact}.{_arrival(progress)}"
    if math.isnan(progress.fraction):
        return "The start had the exact slope.", sentences
    if abs(progress.fraction - 1) < THERE:
        return f"Within {CLOSE} of the exact slope.", sentences
    return _fraction(progress.fraction), sentences


def _steps(progress: Progress) -> str:
    """Return how many steps of which kind were taken, at which learning rate."""
    steps = iterations(progress.iteration)
    if progress.epochs is not None:
        epochs = number(progress.epochs, ".1f").removesuffix(".0")
        steps += f" ({epochs} {'epoch' if epochs == '1' else 'epochs'})"
    batches = "" if progress.batch_size is None else f" in batches of {progress.batch_size:,}"
    return f"{steps} of {progress.optimizer}{batches}{_at(progress, f'{progress.learning_rate:.4g}')}"


def _arrival(progress: Progress) -> str:
    """Return a sentence about the iteration since which the slope has changed by less than 1 % of the way."""
    if progress.settled is None or progress.settled >= progress.iteration:
        return ""
    if progress.loss_function == "MSE":
        return f" It has stayed within {CLOSE} of it since iteration {progress.settled:,}."
    return f" Since iteration {progress.settled:,} it has moved by less than {CLOSE} of the way."


def _diverging(progress: Progress, labels: Labels) -> tuple[str, str]:
    cause = f"At {progress.learning_rate:.4g} each step overshoots by more than the last"
    unscaled = ", unscaled," if progress.scaling == "none" else ""
    cure = f"on these {labels.rows}{unscaled} the learning rate must stay below {progress.largest_stable_rate:.2g}."
    if progress.diverged is None:
        return "Diverging.", f"{cause}: {cure}"
    return "Diverged.", f"{cause}, and after {iterations(progress.diverged)} the numbers were too large to hold: {cure}"


def _fraction(fraction: float) -> str:
    """Return the fraction of the way from the start to the exact slope. It never reads 99, 100 or 101 %.

    A fraction that would be rounded to these is not yet within 1 % of the exact slope.
    """
    if fraction < -0.005:
        return "On the wrong side of the start."
    if fraction > 1:
        beyond = fraction - 1
        return f"Past the exact slope by {percent(beyond) if beyond >= 0.015 else f'more than {CLOSE}'}."
    return f"{percent(min(max(0.0, fraction), 0.98))} of the way."


def _needed(progress: Progress, exact: str = "") -> str:
    """Return how many iterations the slope needs to come within 1 % of the exact fit and to stay there."""
    goal = f"bring the slope within {CLOSE} of {exact}" if exact else "keep it there"
    needed = progress.iterations_needed
    if needed is None or needed > MAX_ITERATIONS:
        faster = 2 * progress.learning_rate < progress.largest_stable_rate
        hint = f"; a larger rate, below {progress.largest_stable_rate:.2g}, is faster" if faster else ""
        return f"more than {MAX_ITERATIONS:,} would {goal}{hint}"
    return f"about {_rounded(needed):,} would {goal}"


def _enough(progress: Progress) -> str:
    """Return how many iterations are enough, if these are fewer than have been made."""
    enough = _rounded(progress.iterations_needed or 0)
    return f"; about {enough:,} {'is' if enough == 1 else 'are'} enough" if enough < progress.iteration else ""


def _rounded(count: int) -> int:
    """Round to two digits."""
    return int(float(f"{count:.2g}"))


def iterations(count: int) -> str:
    """Return a number of iterations with its noun, singular or plural."""
    return f"{count:,} iteration" if count == 1 else f"{count:,} iterations"


def loss(value: float) -> str:
    """Return a loss as the plots show it; if it is not finite, return the readout's words for that."""
    return f"loss {number(value, '.4g')}" if math.isfinite(value) else "the training diverged"
