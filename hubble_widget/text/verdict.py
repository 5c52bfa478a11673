"""How far the learned line is from the exact one, in a headline and sentences: js/src/text/verdict.ts says the same."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hubble_widget.data.labels import HUBBLE, Labels
from hubble_widget.fit.hyperparameters import MAX_ITERATIONS
from hubble_widget.formatting import number, percent, with_unit
from hubble_widget.messages import counted, grouped, localized, message
from hubble_widget.text import words

if TYPE_CHECKING:
    from hubble_widget.fit.convergence import Progress

NO_NUMBERS = (
    message("No numbers."),
    message("The guess is so far off that its loss is too large to hold; choose one nearer to the data."),
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
    if progress.diverged == 0:
        return NO_NUMBERS
    if not progress.has_closed_form:
        return _compared(progress, degree)
    if progress.diverged is not None or progress.zone == "diverging":
        return _diverging(progress, labels)
    if math.isnan(progress.fraction) and progress.iteration == 0:
        return message("No slope to learn."), (
            message(
                "The start is within {share} of the exact slope already; only the intercept may have to move.",
                share=words.CLOSE,
            )
            if progress.fit_intercept
            else message("The start is within {share} of the exact line already.", share=words.CLOSE)
        )
    return _on_the_way(progress, degree, labels)


def _without_exact(progress: Progress, labels: Labels) -> tuple[str, str]:
    """Return a headline and sentences that say nothing about the exact line."""
    if progress.diverged == 0:
        return NO_NUMBERS
    if progress.diverged is not None:
        return _too_large(progress)
    hidden = message("The exact fit is hidden: guess where it is.")
    if progress.iteration == 0:
        not_yet = message("No step has been taken yet.")
        return message("At the start."), f"{not_yet} {hidden}"
    slope = with_unit(number(progress.slope, ".2f"), labels.slope_unit)
    reached = message("{steps} brought the slope to {slope}.", steps=_steps(progress), slope=slope)
    return message("How close is it?"), f"{reached} {hidden}"


def _too_large(progress: Progress) -> tuple[str, str]:
    return message("Diverged."), message(
        "After {steps} the numbers were too large to hold: a smaller learning rate may converge.",
        steps=_steps(progress),
    )


def _on_the_way(progress: Progress, degree: int, labels: Labels) -> tuple[str, str]:
    exact = message("the exact fit")
    if degree > 1:
        slope = with_unit(number(progress.exact_slope, ".2f"), labels.slope_unit)
        exact = message("the exact straight line, {slope}", slope=slope)
    if progress.converged:
        return message("Converged."), _converged(progress, exact)
    values = {"needed": _needed(progress), "share": words.CLOSE, "exact": exact}
    if progress.iteration == 0:
        headline, sentence = (
            message("At the start."),
            message(
                "No step has been taken yet; at {rate} {needed} would bring the slope within {share} of {exact}.",
                rate=_kind_of_rate(progress),
                **values,
            ),
        )
    elif progress.is_near:
        headline, sentence = _fraction(1), _nearly_there(progress, values)
    else:
        headline, sentence = (
            _fraction(progress.fraction),
            counted(
                "{steps} has not converged: {needed} would bring the slope within {share} of {exact}.",
                "{steps} have not converged: {needed} would bring the slope within {share} of {exact}.",
                progress.iteration,
                steps=_steps_on_the_way(progress),
                **values,
            ),
        )
    return headline, " ".join(filter(None, (sentence, _faster(progress))))


def _converged(progress: Progress, exact: str) -> str:
    values = {"steps": _steps_on_the_way(progress), "share": words.CLOSE, "exact": exact}
    enough = _rounded_up(progress.iterations_needed or 0)
    if not enough:
        return message("{steps} kept the slope within {share} of {exact}.", **values)
    if enough >= progress.iteration:
        return message("{steps} brought the slope within {share} of {exact}.", **values)
    return counted(
        "{steps} brought the slope within {share} of {exact}; about {count} is enough.",
        "{steps} brought the slope within {share} of {exact}; about {count} are enough.",
        enough,
        **values,
    )


def _nearly_there(progress: Progress, values: dict[str, str]) -> str:
    values = {"steps": _steps_on_the_way(progress), **values}
    if progress.zone == "oscillating":
        return message(
            "{steps} came within {share} of {exact}, but it still swings; {needed} would keep it there.", **values
        )
    return message(
        "{steps} came within {share} of {exact}, but it still moves; {needed} would keep it there.", **values
    )


def _kind_of_rate(progress: Progress) -> str:
    """Return the learning rate and what it does."""
    rate = localized(f"{progress.learning_rate:.4g}")
    if progress.zone == "slow":
        return message("{learning_rate} (a slow rate)", learning_rate=rate)
    if progress.zone == "fast":
        return message("{learning_rate} (a steady rate)", learning_rate=rate)
    return message("{learning_rate} (a rate that swings)", learning_rate=rate)


def _steps_on_the_way(progress: Progress) -> str:
    """Return how many iterations were made at which rate; with changes, the last ones."""
    iterations, rate = words.iterations(progress.iteration), _kind_of_rate(progress)
    if not progress.rate_since:
        return message("{iterations} at {rate}", iterations=iterations, rate=rate)
    last = grouped(progress.iteration - progress.rate_since)
    return message("{iterations}, the last {last} at {rate},", iterations=iterations, last=last, rate=rate)


def _compared(progress: Progress, degree: int) -> tuple[str, str]:
    """Compare the exact line with a path that has no closed form, so that its further iterations are unknown."""
    if progress.diverged is not None:
        return _too_large(progress)
    exact_slope = number(progress.exact_slope, ".2f")
    exact = message("the exact least-squares fit") if degree == 1 else message("the exact straight line")
    values = {"exact": exact, "exact_slope": exact_slope, "loss": progress.loss_function}
    is_mse = progress.loss_function == "MSE"
    if progress.iteration == 0:
        return message("At the start."), (
            message("No step has been taken yet; {exact} has {exact_slope}.", **values)
            if is_mse
            else message(
                "No step has been taken yet; {exact} has {exact_slope}, but the {loss} loss has its lowest value at "
                "another line.",
                **values,
            )
        )
    values |= {"steps": _steps(progress), "slope": number(progress.slope, ".2f")}
    reached = (
        message("{steps} brought the slope to {slope}; {exact} has {exact_slope}.", **values)
        if is_mse
        else message(
            "{steps} brought the slope to {slope}; {exact} has {exact_slope}, but the {loss} loss has its lowest value "
            "at another line.",
            **values,
        )
    )
    sentences = " ".join(filter(None, (reached, _arrival(progress))))
    if progress.is_near:
        return message("Within {share} of the exact slope.", share=words.CLOSE), sentences
    return _fraction(progress.fraction), sentences


def _steps(progress: Progress) -> str:
    """Return how many steps of which kind were taken, at which learning rate; with changes, that of the last ones."""
    values = {
        "iterations": _with_epochs(progress),
        "optimizer": progress.optimizer,
        "rate": localized(f"{progress.learning_rate:.4g}"),
        "size": grouped(progress.batch_size or 0),
        "last": grouped(progress.iteration - (progress.rate_since or 0)),
    }
    if progress.batch_size is None:
        if not progress.rate_since:
            return message("{iterations} of {optimizer} at {rate}", **values)
        return message("{iterations} of {optimizer}, the last {last} at {rate},", **values)
    if not progress.rate_since:
        return message("{iterations} of {optimizer} in batches of {size} at {rate}", **values)
    return message("{iterations} of {optimizer} in batches of {size}, the last {last} at {rate},", **values)


def _with_epochs(progress: Progress) -> str:
    """Return a number of iterations and, of batches, that of epochs."""
    iterations = words.iterations(progress.iteration)
    if progress.epochs is None:
        return iterations
    is_whole = f"{progress.epochs:.1f}".endswith(".0")
    epochs = number(progress.epochs, ".0f" if is_whole else ".1f")
    return counted(
        "{iterations} ({epochs} epoch)",
        "{iterations} ({epochs} epochs)",
        1 if epochs == "1" else max(2, round(progress.epochs)),
        iterations=iterations,
        epochs=epochs,
    )


_LONG_SETTLED = 0.9
"""Of a path: what has stood still for the rest of it has arrived."""


def _arrival(progress: Progress) -> str:
    """Return a sentence about the iteration since which the slope has changed by less than 1 %."""
    if progress.settled is None or progress.settled >= progress.iteration:
        return ""
    if progress.loss_function != "MSE" and not 0 < progress.settled <= _LONG_SETTLED * progress.iteration:
        return ""  # each walk is slow at its last steps, and one that has not begun has arrived nowhere
    values = {"share": words.CLOSE, "iteration": grouped(progress.settled)}
    if progress.loss_function == "MSE":
        return message("It has stayed within {share} of it since iteration {iteration}.", **values)
    return message("Since iteration {iteration} it has moved by less than {share}.", **values)


def _diverging(progress: Progress, labels: Labels) -> tuple[str, str]:
    values = {
        "rate": localized(f"{progress.learning_rate:.4g}"),
        "limit": localized(f"{progress.largest_stable_rate:.2g}"),
        "rows": labels.rows,
    }
    if progress.diverged is None:
        return message("Diverging."), (
            message(
                "At {rate} each step overshoots by more than the last: on these {rows}, unscaled, the learning rate "
                "must stay below {limit}.",
                **values,
            )
            if progress.scaling == "none"
            else message(
                "At {rate} each step overshoots by more than the last: on these {rows} the learning rate must stay "
                "below {limit}.",
                **values,
            )
        )
    values["iterations"] = words.iterations(progress.diverged)
    return message("Diverged."), (
        message(
            "At {rate} each step overshoots by more than the last, and after {iterations} the numbers were too large "
            "to hold: on these {rows}, unscaled, the learning rate must stay below {limit}.",
            **values,
        )
        if progress.scaling == "none"
        else message(
            "At {rate} each step overshoots by more than the last, and after {iterations} the numbers were too large "
            "to hold: on these {rows} the learning rate must stay below {limit}.",
            **values,
        )
    )


def _fraction(fraction: float) -> str:
    """Return the fraction of the way from the start to the exact slope. It never reads 99, 100 or 101 %."""
    if math.isnan(fraction):
        return message("The start was nearer.")
    if fraction < -0.005:
        return message("On the wrong side of the start.")
    if fraction < 0.99:
        return message("{share} of the way.", share=percent(min(max(0.0, fraction), 0.98)))
    if fraction < 1.015:
        return message("Nearly there.")
    if fraction > 2:  # the way was short: a share of it would mislead
        return message("Past the exact slope.")
    return message("Past the exact slope by {share}.", share=percent(fraction - 1))


def _needed(progress: Progress) -> str:
    """Return how many iterations the slope needs to come within 1 % of the exact fit and to stay there."""
    if _is_within_reach(progress):
        return message("about {count}", count=grouped(_rounded_up(progress.iterations_needed or 0)))
    return message("more than {count}", count=grouped(MAX_ITERATIONS))


def _faster(progress: Progress) -> str:
    """Return a sentence about larger rates where the explorer cannot go on for long enough."""
    if _is_within_reach(progress) or progress.zone == "oscillating":
        return ""
    limit = localized(f"{progress.largest_stable_rate:.2g}")
    return message("A larger rate, below {limit}, is faster.", limit=limit)


def _is_within_reach(progress: Progress) -> bool:
    """Return whether the explorer offers as many iterations as are needed."""
    return progress.iterations_needed is not None and progress.iterations_needed <= MAX_ITERATIONS


def _rounded_up(count: int) -> int:
    """Round up to two digits: fewer would not be enough."""
    unit = int("1" + "0" * (len(str(count)) - 2))
    return -(-count // unit) * unit
