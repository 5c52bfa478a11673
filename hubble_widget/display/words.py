"""Numbers as people read them: the readout's sentence and the rows of the summary table."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from hubble_widget.regression.convergence import THERE
from hubble_widget.regression.cosmology import age_of
from hubble_widget.regression.formatting import number, percent, with_error, with_minus, with_unit
from hubble_widget.regression.labels import HUBBLE, Labels
from hubble_widget.regression.loss import is_sampled
from hubble_widget.regression.parameters import MOST_ITERATIONS
from hubble_widget.regression.plausibility import warning_of
from hubble_widget.regression.polyfit import AGE

if TYPE_CHECKING:
    from hubble_widget.regression.convergence import Progress
    from hubble_widget.regression.galaxies import Galaxies
    from hubble_widget.regression.polyfit import LineFit
    from hubble_widget.regression.trajectory import Trajectory


CLOSE = percent(0.01)
EARTH = 4.54
"""Age of the Earth in billion years: Dalrymple 2001, Geological Society Special Publications 190, 205."""

_KINDS: dict[str | None, str] = {"slow": "a slow rate", "fast": "a steady rate", "oscillating": "a rate that swings"}

ON_SCREEN = {
    "learning_rate": "Learning rate",
    "iterations": "Iterations",
    "iteration": "Iteration",
    "start": "Your guess",
    "degree": "Degree",
    "optimizer": "Optimizer",
    "loss_function": "Loss function",
    "speed": "Speed",
}
"""What the screen calls the settings, for messages that are read there."""

LOADING = (
    "Loading torch.",
    "The first time this takes some seconds; the sliders answer meanwhile.",
)


class Row(NamedTuple):
    """One quantity: what was learned beside what is exact."""

    quantity: str
    unit: str
    learned: str
    exact: str


def label(data: Galaxies) -> str:
    """Return what a chooser calls a data set."""
    return f"{title(data)} ({len(data):,})"


def galaxies(data: Galaxies, loss_function: str = "MSE") -> str:
    """Return how many galaxies there are, which were left out, what was done to them, and what cannot be about them."""
    rows = data.labels.rows
    told = f"{len(data):,} {rows}"
    if data.left_out:
        told = f"{len(data):,} of {len(data) + len(data.left_out):,} {rows}, without {', '.join(data.left_out)}"
    sampled = f"{loss_function} loss of {len(data.sample):,} of them" if is_sampled(data, loss_function) else ""
    notes = "; ".join(filter(None, (data.note, sampled)))
    told, warning = f"{told} ({notes})" if notes else told, warning_of(data)
    return f"{told}. Warning: {warning}" if warning else told


def place(x: float, y: float, labels: Labels) -> str:
    """Return the numbers of one galaxy, with the digits that they were measured with, up to six."""
    distance, velocity = (with_minus(f"{value:.6g}") for value in (x, y))
    return f"{with_unit(distance, labels.x_unit)}, {with_unit(velocity, labels.y_unit)}"


def title(data: Galaxies) -> str:
    """Return what a data set is called."""
    return data.title or "Your data"


def by(trajectory: Trajectory) -> str:
    """Return the name of the learned line, and whose it is, as the page has it."""
    return f"learned {'by torch' if trajectory.source == 'torch' else '(predicted)'}"


def rows(trajectory: Trajectory, iteration: int, fit: LineFit, exact_loss: float) -> list[Row]:
    """Return the quantities of the readout, for one state of a trajectory and the exact fit."""
    slope, intercept, loss = trajectory.state(iteration)
    age, r, labels = trajectory.age_at(iteration), trajectory.r_at(iteration), trajectory.labels
    told = [
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
            with_error(fit.intercept, fit.intercept_stderr, ".1f"),
        ),
        Row("Correlation r", "", number(r, ".3f"), number(fit.multiple_r, ".3f")),
        Row(
            AGE,
            "billion years",
            number(age, ".2f"),
            with_error(fit.age, fit.age_stderr, ".2f"),
        ),
        Row(_loss(trajectory), "", number(loss, ".4g"), number(exact_loss, ".4g")),
    ]
    return told if labels.has_age else [row for row in told if row.quantity != AGE]


def _loss(trajectory: Trajectory) -> str:
    return "Loss" if trajectory.loss_function == "MSE" else f"Loss ({trajectory.loss_function})"


def verdict(progress: Progress, degree: int = 1, labels: Labels = HUBBLE) -> tuple[str, str]:
    """Return a headline and plain sentences that say what separates the learned line from the exact one.

    The page says the same on its own while a slider is dragged (js/src/verdict.ts); tests/vectors.py holds the two
    together.
    """
    headline, sentence = _verdict(progress, degree, labels)
    return headline, sentence + (_too_young(progress.exact_slope) if degree == 1 and labels.has_age else "")


def _verdict(progress: Progress, degree: int, labels: Labels) -> tuple[str, str]:
    if progress.diverged == 0:
        return (
            "No numbers.",
            "The guess is so far off that its loss is too large to hold; choose one nearer to the data.",
        )
    if not progress.has_closed_form:
        return _compared(progress, degree)
    if progress.diverged is not None or not progress.stable:
        return _diverging(progress, labels)
    if math.isnan(progress.fraction):
        return "No slope to learn.", "The start has the exact slope already; only the intercept may have to move."
    return _on_the_way(progress, degree, labels)


def _too_young(exact_slope: float) -> str:
    """Say what cannot be about the exact line's age, where it is below that of the Earth."""
    age = age_of(exact_slope)
    if age is None or age >= EARTH:
        return ""
    shown = with_unit(number(age, ".2f"), "billion years")
    cause = "the distances are too short, or the velocities too large."
    return f" At {shown} the universe would be younger than the Earth ({EARTH:.1f}): {cause}"


def _on_the_way(progress: Progress, degree: int, labels: Labels) -> tuple[str, str]:
    line = f"the exact straight line, {with_unit(number(progress.exact_slope, '.2f'), labels.slope_unit)}"
    exact = "the exact fit" if degree == 1 else line
    steps, rate = iterations(progress.iteration), _rate(progress)
    if progress.iteration == 0:
        return "At the start.", f"No step has been taken yet; at {rate} {_wanted(progress, exact)}."
    if progress.converged:
        return "Converged.", f"{steps} at {rate} brought the slope within {CLOSE} of {exact}{_enough(progress)}."
    if abs(progress.fraction - 1) < THERE:
        moves = "swings" if progress.zone == "oscillating" else "moves"
        return (
            "Nearly there.",
            f"{steps} at {rate} came within {CLOSE} of {exact}, but it still {moves}; {_wanted(progress)}.",
        )
    have = "has" if progress.iteration == 1 else "have"
    return _way(progress.fraction), f"{steps} at {rate} {have} not converged: {_wanted(progress, exact)}."


def _compared(progress: Progress, degree: int) -> tuple[str, str]:
    """Compare a path that no closed form describes with the exact line; nothing is known of what is still to come."""
    by = f"{iterations(progress.iteration)} of {progress.optimizer} at {progress.learning_rate:.4g}"
    if progress.diverged is not None:
        return "Diverged.", f"After {by} the numbers were too large to hold: a smaller learning rate may converge."
    fit = "least-squares fit" if degree == 1 else "straight line"
    exact = f"the exact {fit} has {number(progress.exact_slope, '.2f')}"
    if progress.loss_function != "MSE":
        exact += f", but the {progress.loss_function} loss has its lowest value at another line"
    if progress.iteration == 0:
        return "At the start.", f"No step has been taken yet; {exact}."
    told = f"{by} brought the slope to {number(progress.slope, '.2f')}; {exact}.{_arrival(progress)}"
    if math.isnan(progress.fraction):
        return "The start had the exact slope.", told
    if abs(progress.fraction - 1) < THERE:
        return f"Within {CLOSE} of the exact slope.", told
    return _way(progress.fraction), told


def _arrival(progress: Progress) -> str:
    """Say since when the slope has been where it is: within 1 % of the way, for good as far as is known."""
    if progress.settled is None or progress.settled >= progress.iteration:
        return ""
    if progress.loss_function == "MSE":
        return f" It has stayed within {CLOSE} of it since iteration {progress.settled:,}."
    return f" Since iteration {progress.settled:,} it has moved by less than {CLOSE} of the way."


def _diverging(progress: Progress, labels: Labels) -> tuple[str, str]:
    told = f"At {progress.learning_rate:.4g} each step overshoots by more than the last"
    cure = f"on these {labels.rows} the learning rate must stay below {progress.largest_stable_rate:.2g}."
    if progress.diverged is None:
        return "Diverging.", f"{told}: {cure}"
    return "Diverged.", f"{told}, and after {iterations(progress.diverged)} the numbers were too large to hold: {cure}"


def _rate(progress: Progress) -> str:
    return f"{progress.learning_rate:.4g} ({_KINDS[progress.zone]})"


def _way(fraction: float) -> str:
    """Say how much of the way is covered; what rounds to 99 or 101 % is not yet within 1 % of its end."""
    if fraction < -0.005:
        return "On the wrong side of the start."
    if fraction > 1:
        beyond = fraction - 1
        return f"Past the exact slope by {percent(beyond) if beyond >= 0.015 else f'more than {CLOSE}'}."
    return f"{percent(min(max(0.0, fraction), 0.98))} of the way."


def _wanted(progress: Progress, exact: str = "") -> str:
    """Say how many iterations it takes to come within 1 % of the exact fit, and to stay there."""
    goal = f"bring the slope within {CLOSE} of {exact}" if exact else "keep it there"
    needed = progress.iterations_needed
    if needed is None or needed > MOST_ITERATIONS:
        faster = 2 * progress.learning_rate < progress.largest_stable_rate
        hint = f"; a larger rate, below {progress.largest_stable_rate:.2g}, is faster" if faster else ""
        return f"more than {MOST_ITERATIONS:,} would {goal}{hint}"
    return f"about {_about(needed):,} would {goal}"


def _enough(progress: Progress) -> str:
    """Say how many iterations would have done, where those are fewer."""
    enough = _about(progress.iterations_needed or 0)
    return f"; about {enough:,} {'is' if enough == 1 else 'are'} enough" if enough < progress.iteration else ""


def _about(count: int) -> int:
    """Round to two digits."""
    return int(float(f"{count:.2g}"))


def iterations(count: int) -> str:
    """Return a number of iterations in words."""
    return f"{count:,} iteration" if count == 1 else f"{count:,} iterations"


def loss(value: float) -> str:
    """Return a loss as the plots tell it, or what the cards of the readout say where it is too large to hold."""
    return f"loss {number(value, '.4g')}" if math.isfinite(value) else "the training diverged"
