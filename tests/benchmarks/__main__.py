"""Run every benchmark and print the table: ``make bench``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator

from tests.browser.stage import Stage, stage

from . import (
    figure,
    first_picture,
    live_training,
    many,
    memory,
    numbers,
    out_of_core,
    resamples,
    sliders,
    slow_wire,
    startup,
    text_files,
    way_in,
)
from .measure import HEADER, Row
from .results import OTHERS, RESULTS, machine, record, versions

ROWS: dict[str, Callable[[], Iterable[Row]]] = {
    "numbers": numbers.comparisons,
    "many": many.comparisons,
    "text_files": text_files.comparisons,
    "way_in": way_in.rows,
    "figure": figure.comparisons,
    "startup": startup.comparisons,
    "out_of_core": out_of_core.rows,
}
RATIOS = (1, 2)  # device pixels to one of the page's
AT_EACH_RATIO = {"sliders": sliders.rows, "live_training": live_training.rows, "first_picture": first_picture.rows}
ON_THE_PAGE = {"resamples": resamples.rows, "slow_wire": slow_wire.rows, "memory": memory.rows}


def main() -> None:
    """Print machine, versions and one row for each measurement; with --record, keep them beside this file."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--kernel-only", action="store_true", help="leave out what needs JupyterLab and Chromium")
    parser.add_argument("--record", action="store_true", help=f"write {RESULTS.name}, too")
    parser.add_argument("--only", choices=(*ROWS, *AT_EACH_RATIO, *ON_THE_PAGE), help="measure one part alone")
    options = parser.parse_args()
    if options.only and options.record:
        parser.error("--record keeps the whole table, not a part of it.")
    lines = []
    for line in _lines(options.only, kernel_only=options.kernel_only):
        print(line, flush=True)
        lines.append(line)
    if options.record:
        record("Benchmarks", lines)


def _lines(only: str | None, *, kernel_only: bool) -> Iterator[str]:
    """Yield the report line by line, each as soon as it is known."""
    chosen = {only} if only else {*ROWS, *AT_EACH_RATIO, *ON_THE_PAGE}
    yield from (machine(), "", versions(OTHERS), "")
    if chosen & {*ROWS}:
        yield HEADER
        for name in (each for each in ROWS if each in chosen):
            yield from (each.row() for each in ROWS[name]())
    if not kernel_only and chosen - {*ROWS}:
        with stage() as theatre:
            yield from ("", f"In JupyterLab, in Chromium {theatre.browser.version}:", "", HEADER)
            for rows in _on_the_page(theatre, chosen):
                yield from (each.row() for each in rows)


def _on_the_page(theatre: Stage, chosen: set[str]) -> Iterator[Iterator[Row]]:
    for ratio in RATIOS:
        for name, at_ratio in AT_EACH_RATIO.items():
            if name in chosen:
                yield at_ratio(theatre, ratio)
    for name, rows in ON_THE_PAGE.items():
        if name in chosen:
            yield rows(theatre)


if __name__ == "__main__":
    main()
