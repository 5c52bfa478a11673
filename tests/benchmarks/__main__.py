"""Run every benchmark and print the table: ``make bench``."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from tests.browser.stage import Stage, stage

from . import figure, first_picture, live_training, memory, numbers, sliders, slow_wire, startup
from .measure import HEADER, Row
from .results import RESULTS, machine, record, versions

RATIOS = (1, 2)  # device pixels to one of the page's


def main() -> None:
    """Print machine, versions and one row for each measurement; with --record, keep them beside this file."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--kernel-only", action="store_true", help="leave out what needs JupyterLab and Chromium")
    parser.add_argument("--record", action="store_true", help=f"write {RESULTS.name}, too")
    options = parser.parse_args()
    lines = []
    for line in _lines(kernel_only=options.kernel_only):
        print(line, flush=True)
        lines.append(line)
    if options.record:
        record("Benchmarks", lines)


def _lines(*, kernel_only: bool) -> Iterator[str]:
    """Yield the report line by line, each as soon as it is known."""
    yield from (machine(), "", versions(), "", HEADER)
    for module in (numbers, figure, startup):
        yield from (each.row() for each in module.comparisons())
    if not kernel_only:
        with stage() as theatre:
            yield from ("", f"In JupyterLab, in Chromium {theatre.browser.version}:", "", HEADER)
            for rows in _on_the_page(theatre):
                yield from (each.row() for each in rows)


def _on_the_page(theatre: Stage) -> Iterator[Iterator[Row]]:
    for ratio in RATIOS:
        for module in (sliders, live_training, first_picture):
            yield module.rows(theatre, ratio)
    yield slow_wire.rows(theatre)
    yield memory.rows(theatre)


if __name__ == "__main__":
    main()
