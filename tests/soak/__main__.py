"""Use two explorers at random for some minutes and print what came out: ``make soak``."""

from __future__ import annotations

import argparse
from time import monotonic

from tests.benchmarks.results import RESULTS, machine, record, versions
from tests.browser.stage import stage

from .soak import CELLS, Memory, Soak

WARM_UP = 60.0
"""Seconds before the first look at the memory: imports, caches and pools are no leak."""


def main() -> None:
    """Print machine, versions and figures; with --record, keep them among the results of the benchmarks."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="how long (10)")
    parser.add_argument("--seed", type=int, default=1, help="of the random actions (1)")
    parser.add_argument("--record", action="store_true", help=f"write {RESULTS.name}, too")
    options = parser.parse_args()
    lines = [machine(), "", versions(), "", *_soak(options.minutes, options.seed)]
    print("\n".join(lines))
    if options.record:
        record("Soak", lines)


def _soak(minutes: float, seed: int) -> list[str]:
    seconds = 60 * minutes
    with stage() as theatre, theatre.notebook(*CELLS) as notebook:
        soak = Soak(notebook, seed, theatre.folder)
        looks: list[Memory] = []
        began = monotonic()
        try:
            soak.run(min(WARM_UP, seconds / 5))
            looks.append(soak.memory())
            while (left := began + seconds - monotonic()) > 0:
                soak.run(min(WARM_UP, left))
                looks.append(soak.memory())
                print(f"{monotonic() - began:.0f} s, {soak.done} actions, {looks[-1]}", flush=True)
        except BaseException:
            print(*soak.last, sep="\n", flush=True)
            raise
        complaints = theatre.complaints()
    assert not complaints, complaints
    (kernel, page), last = looks[0], looks[-1]
    return [
        f"{minutes:g} minutes from seed {seed}: {soak.done:,} random actions on two explorers. No exception, no error "
        f"on the console; {len(looks)} times all stood still, and each picture was the kernel's own in every pixel, "
        "each number that of a fresh computation.",
        "",
        "| memory after a collection | after the warm-up | largest | at the end |",
        "|---|---|---|---|",
        f"| kernel | {kernel:.0f} MB | {max(look.kernel for look in looks):.0f} MB | {last.kernel:.0f} MB |",
        f"| page | {page:.0f} MB | {max(look.page for look in looks):.0f} MB | {last.page:.0f} MB |",
    ]


if __name__ == "__main__":
    main()
