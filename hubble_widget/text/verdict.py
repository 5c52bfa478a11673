"""How far the learned line is from the exact one, in a headline and sentences: js/src/text/verdict.ts says the same."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hubble_widget.data.labels import HUBBLE, Labels
from hubble_widget.fit.convergence import THERE
from hubble_widget.fit.cosmology import age_of
from hubble_widget.fit.hyperparameters import MAX_ITERATIONS
from hubble_widget.formatting import number, percent, with_unit
from hubble_widget.text import words

if TYPE_CHECKING:
    from hubble_widget.fit.convergence import Progress

_KINDS: dict[str | None, str] = {"slow": "a slow rate", "fast": "a steady rate", "oscillating": "a rate that swings"}

NO_NUMBERS = (
    "No numbers.",
    "The guess is so far off that its loss is too large to hold; choose one nearer to the data.",
)


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


def _too_young(exact_slope: float) -> str:
    """Return a warning if the exact line's age of the universe is below the age of the Earth."""
    age = age_of(exact_slope)
    if age is None or age >= words.EARTH:
        return ""
    shown = with_unit(number(age, ".2f"), "billion years")
    cause = "the distances are too short, or the velocities too large."
    return f" At {shown} the universe would be younger than the Earth ({words.EARTH:.1f}): {cause}"


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
    steps = f"{words.iterations(progress.iteration)}{_at(progress, rate)}"
    if progress.converged:
        return "Converged.", f"{steps} brought the slope within {words.CLOSE} of {exact}{_enough(progress)}."
    if abs(progress.fraction - 1) < THERE:
        moves = "swings" if progress.zone == "oscillating" else "moves"
        return (
            "Nearly there.",
            f"{steps} came within {words.CLOSE} of {exact}, but it still {moves}; {_needed(progress)}.",
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
        return f"Within {words.CLOSE} of the exact slope.", sentences
    return _fraction(progress.fraction), sentences


def _steps(progress: Progress) -> str:
    """Return how many steps of which kind were taken, at which learning rate."""
    steps = words.iterations(progress.iteration)
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
        return f" It has stayed within {words.CLOSE} of it since iteration {progress.settled:,}."
    return f" Since iteration {progress.settled:,} it has moved by less than {words.CLOSE} of the way."


def _diverging(progress: Progress, labels: Labels) -> tuple[str, str]:
    cause = f"At {progress.learning_rate:.4g} each step overshoots by more than the last"
    unscaled = ", unscaled," if progress.scaling == "none" else ""
    cure = f"on these {labels.rows}{unscaled} the learning rate must stay below {progress.largest_stable_rate:.2g}."
    if progress.diverged is None:
        return "Diverging.", f"{cause}: {cure}"
    return (
        "Diverged.",
        f"{cause}, and after {words.iterations(progress.diverged)} the numbers were too large to hold: {cure}",
    )


def _fraction(fraction: float) -> str:
    """Return the fraction of the way from the start to the exact slope. It never reads 99, 100 or 101 %.

    A fraction that would be rounded to these is not yet within 1 % of the exact slope.
    """
    if fraction < -0.005:
        return "On the wrong side of the start."
    if fraction > 1:
        beyond = fraction - 1
        return f"Past the exact slope by {percent(beyond) if beyond >= 0.015 else f'more than {words.CLOSE}'}."
    return f"{percent(min(max(0.0, fraction), 0.98))} of the way."


def _needed(progress: Progress, exact: str = "") -> str:
    """Return how many iterations the slope needs to come within 1 % of the exact fit and to stay there."""
    goal = f"bring the slope within {words.CLOSE} of {exact}" if exact else "keep it there"
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
