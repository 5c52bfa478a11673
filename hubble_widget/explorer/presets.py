"""Settings to try, each with what to watch and why it happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from hubble_widget.data.dataset import Dataset
from hubble_widget.fit.convergence import zone_ends
from hubble_widget.fit.hyperparameters import (
    DEFAULT_ITERATIONS,
    DEFAULT_LEARNING_RATE,
    DEFAULT_LOSS_FUNCTION,
    DEFAULT_OPTIMIZER,
    DEFAULT_SCALING,
    FLAT_START,
    RANDOM,
)
from hubble_widget.fit.influence import influence_of
from hubble_widget.fit.least_squares import fit_polynomial
from hubble_widget.formatting import number, unparted, with_unit
from hubble_widget.messages import localized, message
from hubble_widget.suggestions import one_of

if TYPE_CHECKING:
    from hubble_widget.data.base_dataset import BaseDataset

USUAL = {
    "learning_rate": DEFAULT_LEARNING_RATE,
    "rate_changes": (),
    "iterations": DEFAULT_ITERATIONS,
    "start": FLAT_START,
    "optimizer": DEFAULT_OPTIMIZER,
    "loss_function": DEFAULT_LOSS_FUNCTION,
    "batch_size": None,
    "scaling": DEFAULT_SCALING,
    "fit_intercept": True,
    "degree": 1,
}
"""The settings of every preset that it does not change. What is learned is a line: so is the exact fit beside it."""

_FEW = 60
"""Iterations that show single steps."""


class Preset(NamedTuple):
    """Settings to try.

    Attributes
    ----------
    settings : dict
        Attributes of the explorer, `data` among them where galaxies are left out.
    sentence : str
        What to watch, and why it happens.
    tells_exact : bool
        Whether the sentence gives the exact line away.
    """

    settings: dict[str, Any]
    sentence: str
    tells_exact: bool = False


def preset_of(name: str, data: BaseDataset) -> Preset:
    """Return one of `PRESETS` for a data set.

    Raises
    ------
    TypeError, ValueError
        If there is none of this name, or the data have too few galaxies for it.
    """
    preset = PRESETS[one_of("preset", name, tuple(PRESETS))](data)
    return preset._replace(settings=USUAL | preset.settings)


def _rate(data: BaseDataset, zone: int, factor: float, scaling: str = DEFAULT_SCALING) -> float:
    """Return a multiple of the learning rate at the end of a zone, with two digits."""
    return float(f"{factor * zone_ends(data.moments, scaling=scaling)[zone]:.2g}")


def _too_slow(data: BaseDataset) -> Preset:
    return Preset(
        {"learning_rate": _rate(data, 0, 0.2)},
        message(
            "Watch how far the line still has to go: each step is a small part of the gradient, so the steps are too "
            "many."
        ),
    )


def _just_right(data: BaseDataset) -> Preset:
    return Preset(
        {"learning_rate": _rate(data, 1, 0.9), "view": "loss_surface"},
        message(
            "Watch the path: one step goes across the valley, where the loss is steep; the others go along it, where "
            "it is flat."
        ),
    )


def _swings(data: BaseDataset) -> Preset:
    return Preset(
        {"learning_rate": _rate(data, 2, 0.95), "iterations": _FEW, "view": "loss_surface"},
        message(
            "Watch the path go from side to side: each step goes past the bottom of the valley, each time by a bit "
            "less."
        ),
    )


def _diverges(data: BaseDataset) -> Preset:
    return Preset(
        {"learning_rate": _rate(data, 2, 1.1), "iterations": _FEW, "view": "loss"},
        message("Watch the loss rise: each step goes past the bottom of the valley by more than the step before."),
    )


def _raw_data(data: BaseDataset) -> Preset:
    rate = max(DEFAULT_LEARNING_RATE, _rate(data, 2, 1.1, scaling="none"))
    return Preset(
        {"scaling": "none", "learning_rate": rate, "iterations": _FEW, "view": "loss_surface"},
        message(
            "Watch the shape of the valley: it depends on the units of the data, and with raw numbers a learning rate "
            "of {rate} diverges.",
            rate=localized(f"{rate:g}"),
        ),
    )


def _standardized(_data: BaseDataset) -> Preset:
    return Preset(
        {"scaling": "standard", "learning_rate": 0.5, "iterations": 10, "view": "loss_surface"},
        message(
            "Watch the first step: standardized data make the valley round, so downhill is straight toward the exact "
            "line."
        ),
    )


def _batches(data: BaseDataset) -> Preset:
    size = 4
    if len(data) <= size:
        raise ValueError(f"batches of {size} need more than {size} {data.labels.rows}, got {len(data)}.")
    return Preset(
        {"batch_size": size, "learning_rate": 0.2, "view": "loss_surface"},
        message(
            "Watch the path jitter to the end: each step goes downhill for {size} {rows} at random, not for all.",
            size=size,
            rows=data.labels.rows,
        ),
    )


def _random_start(data: BaseDataset) -> Preset:
    if data.labels.has_age:
        sentence = message(
            "Roll the dice under More again and again: after few iterations the age depends on the start, after many "
            "it does not."
        )
    else:
        sentence = message(
            "Roll the dice under More again and again: after few iterations the slope depends on the start, after "
            "many it does not."
        )
    return Preset({"start": RANDOM, "view": "loss_surface"}, sentence)


def _momentum(data: BaseDataset) -> Preset:
    return Preset(
        {"optimizer": "SGD with momentum", "learning_rate": _rate(data, 0, 1.0), "view": "loss_surface"},
        message(
            "Watch the path swing across the valley and come back: with momentum a step goes on in the direction of "
            "the last ones."
        ),
    )


def _influential_point(data: BaseDataset) -> Preset:
    whole = data.whole
    if not isinstance(whole, Dataset) or len(whole) < 4:
        raise ValueError(f"an influential one needs at least 4 {data.labels.rows} in memory, got {len(data):,}.")
    present = data if isinstance(data, Dataset) else whole
    first = int(influence_of(present).cooks_distance.argmax())
    name = present.names[first]
    rest = present.exclude(name)
    before, after = (
        with_unit(number(fit_polynomial(each).slope, ".1f"), data.labels.slope_unit) for each in (present, rest)
    )
    return Preset(
        {"data": rest, "solar_motion": False},
        message(
            "Watch the exact line: without {name} its slope is {after}, not {before}; no other one of these {rows} "
            "holds it so firmly.",
            name=unparted(name),
            after=after,
            before=before,
            rows=data.labels.rows,
        ),
        tells_exact=True,
    )


PRESETS: dict[str, Callable[[BaseDataset], Preset]] = {
    "too slow": _too_slow,
    "just right": _just_right,
    "swings": _swings,
    "diverges": _diverges,
    "raw data": _raw_data,
    "standardized data": _standardized,
    "batches of 4": _batches,
    "random start": _random_start,
    "momentum": _momentum,
    "an influential point": _influential_point,
}
"""What can be tried, by name."""


def titled_presets() -> list[tuple[str, str]]:
    """Return what each preset is called on the screen, and its name."""
    titles = {
        "too slow": message("too slow"),
        "just right": message("just right"),
        "swings": message("swings"),
        "diverges": message("diverges"),
        "raw data": message("raw data"),
        "standardized data": message("standardized data"),
        "batches of 4": message("batches of {size}", size=4),
        "random start": message("random start"),
        "momentum": message("momentum"),
        "an influential point": message("an influential point"),
    }
    return [(titles[name], name) for name in PRESETS]
