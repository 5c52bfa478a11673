"""What runs are called in a legend: by learning rate and iterations, and by whatever else differs among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hubble_widget.display import words
from hubble_widget.display.note import one_line, shorten
from hubble_widget.regression.formatting import with_minus
from hubble_widget.regression.parameters import DEFAULT_LOSS_FUNCTION, DEFAULT_OPTIMIZER, FLAT_START

if TYPE_CHECKING:
    from hubble_widget.regression.galaxies import Galaxies
    from hubble_widget.regression.trajectory import Trajectory

_BETWEEN = ", "
_LONGEST_TITLE, _LONGEST_NAME = 28, 18  # characters: of a data set, of a galaxy
_MOST_NAMES = 3


def tell_apart(runs: Sequence[tuple[Trajectory, Galaxies]]) -> list[str]:
    """Return what runs on some galaxies are called."""
    paths, data = [path for path, _ in runs], [each for _, each in runs]
    parts = (
        _told_apart([path.learning_rate for path in paths]),
        [words.iterations(path.iterations) for path in paths],
        _unusual([path.optimizer for path in paths], DEFAULT_OPTIMIZER),
        _unusual([path.loss_function for path in paths], DEFAULT_LOSS_FUNCTION),
        _titles(data),
        _excluded(data),
        _starts([path.start for path in paths]),
    )
    return [_BETWEEN.join(filter(None, each)) for each in zip(*parts, strict=True)]


def none_twice(labels: Sequence[str]) -> list[str]:
    """Return labels of which those that were there before have a number."""
    return [
        label if label not in labels[:at] else f"{label} ({labels[: at + 1].count(label)})"
        for at, label in enumerate(labels)
    ]


def only_what_differs(labels: Sequence[str]) -> list[str]:
    """Return labels without the parts that all of them have, where there is no room for those."""
    parts = [label.split(_BETWEEN) for label in labels]
    shared = set.intersection(*map(set, parts))
    return [_BETWEEN.join(part for part in each if part not in shared) or _BETWEEN.join(each) for each in parts]


def _told_apart(numbers: Sequence[float]) -> list[str]:
    """Return numbers with four digits, or with all where those do not tell them apart."""
    short = [f"{number:.4g}" for number in numbers]
    is_enough = len(set(short)) == len(set(numbers))
    return [with_minus(text) for text in (short if is_enough else map(repr, numbers))]


def _unusual(values: Sequence[str], usual: str) -> list[str]:
    """Return what is not as usual, and all where they differ."""
    differ = len(set(values)) > 1
    return [value if differ or value != usual else "" for value in values]


def _titles(data: Sequence[Galaxies]) -> list[str]:
    """Return which data set each run is about, where they differ; two of one title have numbers."""
    wholes = list({id(each.whole): each.whole for each in data}.values())
    titles = [shorten(one_line(words.title(whole)), _LONGEST_TITLE) for whole in wholes]
    names = [title if titles.count(title) == 1 else f"{title} {at}" for at, title in enumerate(titles, start=1)]
    name_of = dict(zip(map(id, wholes), names, strict=True))
    return [f"{name_of[id(each.whole)]} ({len(each):,})" if len(wholes) > 1 else "" for each in data]


def _excluded(data: Sequence[Galaxies]) -> list[str]:
    """Return what is left out of each data set, where that differs among the runs on it."""
    told = []
    for each in data:
        others = [set(other.left_out) for other in data if other.whole is each.whole]
        differ = any(other != set(each.left_out) for other in others)
        is_counted = len(others) < len(data) and not each.left_out  # by its title
        told.append(_without(each, set.intersection(*others)) if differ and not is_counted else "")
    return told


def _without(data: Galaxies, by_all: set[str]) -> str:
    """Return which galaxies are left out; of many, how many and some that are not left out by all."""
    rows = data.labels.rows
    if not data.left_out:
        return f"all {len(data):,} {rows}"
    names = [shorten(one_line(name), _LONGEST_NAME) for name in sorted(data.left_out, key=by_all.__contains__)]
    if len(names) <= _MOST_NAMES:
        return f"without {', '.join(names)}"
    return f"without {len(names):,} {rows}: {', '.join(names[: _MOST_NAMES - 1])} …"


def _starts(starts: Sequence[tuple[float, float]]) -> list[str]:
    """Return the line that each run starts from, where they differ."""
    if len(set(starts)) == 1:
        return [""] * len(starts)
    slopes, intercepts = (_told_apart(column) for column in zip(*starts, strict=True))
    return [
        "flat start" if start == FLAT_START else f"guess {slope}, {intercept}"
        for start, slope, intercept in zip(starts, slopes, intercepts, strict=True)
    ]
