"""The options of %hubblefit, as its help shows them."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import Any, TypeVar

from IPython.core import magic_arguments

from hubble_widget.data.catalogs import datasets
from hubble_widget.data.redshift import EXPANSIONS
from hubble_widget.explorer.magic_options import DEFAULT_DATA, EXPANSION, LABELS, NAMES, SETTINGS
from hubble_widget.figure.views import DEFAULT_VIEW, VIEWS
from hubble_widget.fit.cosmology import DISTANCE_FACTORS
from hubble_widget.fit.hyperparameters import (
    DEFAULT_ITERATIONS,
    DEFAULT_LEARNING_RATE,
    DEFAULT_LOSS_FUNCTION,
    DEFAULT_OPTIMIZER,
    DEFAULT_SCALING,
    FLAT_START,
    LOSS_FUNCTIONS,
    MAX_ITERATIONS,
    OPTIMIZERS,
    SCALINGS,
)
from hubble_widget.formatting import alternatives
from hubble_widget.magic.parser import NUMBERS_OF_START
from hubble_widget.messages import grouped, message
from hubble_widget.widgets.hiding import CONTROLS
from hubble_widget.widgets.pace import SPEEDS

Function = TypeVar("Function", bound=Callable[..., object])
argument: Any = magic_arguments.argument
DECIMAL = re.compile(r"[+-]?\d*\.\d+")
GROUPED = re.compile(r"\d{1,3}([,.]\d{3})+")
"""A whole number with its digits in groups: 10,000."""


def _rate_change(text: str) -> tuple[int, float]:
    """Return the iteration and the rate that a word like 200=0.1 names."""
    iteration, _, rate = text.partition("=")
    try:
        return int(iteration), float(rate)
    except ValueError:
        raise ArgumentTypeError(f"takes ITERATION=RATE, such as 200=0.1, not {text!r}") from None


def _number(text: str) -> float:
    """Return the number that a word is; an error names the one that a decimal comma means."""
    try:
        return float(text)
    except ValueError:
        meant = text.replace(",", ".", 1)
        raise ArgumentTypeError(
            f"takes a number, such as {meant if DECIMAL.fullmatch(meant) else '0.05'}, not {text!r}"
        ) from None


def _whole_number(text: str) -> int:
    """Return the whole number that a word is; an error names the one whose digits are in groups."""
    try:
        return int(text)
    except ValueError:
        meant = text.replace(",", "").replace(".", "")
        is_grouped = GROUPED.fullmatch(text) is not None
        raise ArgumentTypeError(
            f"takes a whole number, such as {meant if is_grouped else '500'}, not {text!r}"
        ) from None


_OPTIONS = (
    argument(
        "data",
        nargs="?",
        metavar="DATA",
        help=message(
            "a catalog ({catalogs}), the name of a Dataset or table of yours, or a file (CSV, TSV, ECSV, VOTable, "
            "FITS, Parquet); {default} by default",
            catalogs=", ".join(datasets()),
            default=DEFAULT_DATA,
        ),
    ),
    argument("--x", metavar="COLUMN", help=message("the table's column of distances (Mpc, or its own unit)")),
    argument("--y", metavar="COLUMN", help=message("the table's column of velocities (km/s, or its own unit)")),
    argument(
        "--modulus",
        metavar="COLUMN",
        help=message("a column of distance moduli in place of distances: 10^((mu - 25)/5) Mpc"),
    ),
    argument("--redshift", metavar="COLUMN", help=message("a column of redshifts z in place of velocities: v = c z")),
    argument(
        EXPANSION["expansion"],
        metavar="NAME",
        help=message(
            "how redshifts become velocities, {names}: c z, or with the terms in z squared and cubed",
            names=alternatives(EXPANSIONS),
        ),
    ),
    argument("--names", metavar="COLUMN", help=message("the column of the galaxies' names")),
    argument(
        NAMES["x_error"], metavar="COLUMN", help=message("the column of the errors of the distances, for error bars")
    ),
    argument(NAMES["y_error"], metavar="COLUMN", help=message("the column of the errors of the velocities")),
    argument(LABELS["x_label"], metavar="TEXT", help=message("for data other than galaxies: the label of x")),
    argument(LABELS["x_unit"], metavar="UNIT", help=message("its unit")),
    argument(
        LABELS["y_label"], metavar="TEXT", help=message("the label of y; with any of these four, no age is shown")
    ),
    argument(LABELS["y_unit"], metavar="UNIT", help=message("its unit")),
    argument(
        SETTINGS["learning_rate"],
        dest="learning_rate",
        metavar="RATE",
        type=_number,
        default=DEFAULT_LEARNING_RATE,
        help=message("learning rate, above 0"),
    ),
    argument(
        SETTINGS["rate_changes"],
        dest="rate_changes",
        metavar="ITERATION=RATE",
        type=_rate_change,
        action="append",
        default=[],
        help=message("another learning rate from an iteration on; may be given several times, in order"),
    ),
    argument(
        SETTINGS["iterations"],
        metavar="N",
        type=_whole_number,
        default=DEFAULT_ITERATIONS,
        help=message("number of updates, 1 to {most}", most=grouped(MAX_ITERATIONS)),
    ),
    argument(
        SETTINGS["start"],
        nargs=NUMBERS_OF_START,
        metavar=("SLOPE", "INTERCEPT"),
        type=_number,
        default=FLAT_START,
        help=message("the line to start from (km/s/Mpc, km/s); or --start random, as torch does"),
    ),
    argument(
        SETTINGS["seed"],
        metavar="N",
        type=_whole_number,
        help=message("what a random start is drawn from, as by torch.manual_seed; a new one by default"),
    ),
    argument(
        SETTINGS["optimizer"],
        metavar="NAME",
        default=DEFAULT_OPTIMIZER,
        help=message("{names}; quote a name with a space", names=alternatives(OPTIMIZERS)),
    ),
    argument(
        SETTINGS["loss_function"],
        dest="loss_function",
        metavar="NAME",
        default=DEFAULT_LOSS_FUNCTION,
        help=alternatives(LOSS_FUNCTIONS),
    ),
    argument(
        SETTINGS["speed"],
        metavar="NAME",
        default=SPEEDS[0],
        help=message("speed of the training: {names}", names=alternatives(SPEEDS)),
    ),
    argument(
        SETTINGS["batch_size"],
        type=_whole_number,
        metavar="N",
        help=message("galaxies for each update of the training; all at once by default"),
    ),
    argument(
        SETTINGS["scaling"],
        metavar="NAME",
        default=DEFAULT_SCALING,
        help=message(
            "scaling of the data before the training, {names}: by the maximum, standardized, or raw",
            names=alternatives(SCALINGS),
        ),
    ),
    argument(
        SETTINGS["fit_intercept"],
        dest="fit_intercept",
        action="store_false",
        help=message("hold the line at the origin, in the exact fit and in the training"),
    ),
    argument(
        SETTINGS["solar_motion"],
        action="store_true",
        help=message("take the Sun's motion off the velocities of hubble_1929, as Hubble did"),
    ),
    argument(
        SETTINGS["weights"],
        dest="weights",
        action="store_true",
        help=message(
            "let each galaxy count by 1/sigma squared of its velocity's error, in the exact fit and in the training"
        ),
    ),
    argument(
        SETTINGS["view"],
        metavar="NAME",
        default=DEFAULT_VIEW,
        help=message("what the right-hand plot shows: {names}", names=alternatives(tuple(VIEWS))),
    ),
    argument(
        SETTINGS["omega_matter"],
        metavar="SHARE",
        type=_number,
        help=message("share of matter in a flat universe, whose age the view universe shows beside 1/slope"),
    ),
    argument(
        SETTINGS["distance_factor"],
        metavar="FACTOR",
        type=_number,
        default=1.0,
        help=message(
            "a wrong ruler: what the view universe would show if all distances were so many times as long, {low} to "
            "{high}",
            low=f"{DISTANCE_FACTORS[0]:g}",  # as it is typed
            high=f"{DISTANCE_FACTORS[1]:g}",
        ),
    ),
    argument(
        SETTINGS["show_exact"],
        dest="show_exact",
        action="store_false",
        help=message("hide the exact fit until somebody asks for it: guess before you look"),
    ),
    argument(
        SETTINGS["hide"],
        metavar="NAMES",
        type=lambda text: tuple(text.split(",")),
        default=(),
        help=message("controls to leave out, with commas between them: {names}", names=", ".join(CONTROLS)),
    ),
    argument(
        "--show",
        dest="iteration",
        metavar="N",
        type=_whole_number,
        help=message("show the state after N updates, instead of training"),
    ),
    argument(
        "--exclude",
        metavar="NAME",
        action="append",
        default=[],
        help=message("exclude a galaxy; quote a name with a space; may be given several times"),
    ),
    argument(
        SETTINGS["degree"],
        metavar="N",
        type=_whole_number,
        default=1,
        help=message("degree of the exact fit: 1, 2 or 3"),
    ),
    argument("--text", action="store_true", help=message("print a summary table in place of the explorer")),
    argument("-h", "--help", action="store_true", help=message("print this help")),
)


def with_options(function: Function) -> Function:
    """Give a magic its options. IPython lists the one last that was given first."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function
