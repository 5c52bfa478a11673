"""Use two explorers at random for some minutes and print what came out: ``make soak``."""

from __future__ import annotations

import argparse
import sys
from time import monotonic

from tests.benchmarks.results import RESULTS, machine, record, versions
from tests.browser.stage import stage

from .memory import Memory, growths
from .soak import CELLS, Soak

LOOKS = 10
"""At the memory, the first after a tenth of the time: imports, caches and pools are no leak."""


def main() -> None:
    """Print machine, versions and figures; with --record, keep them among the results of the benchmarks.

    Ends with an error where the memory is not flat, as where anything else is not as it should be.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="how long (10)")
    parser.add_argument("--seed", type=int, default=1, help="of the random actions (1)")
    parser.add_argument("--record", action="store_true", help=f"write {RESULTS.name}, too")
    options = parser.parse_args()
    told, is_flat = _soak(options.minutes, options.seed)
    lines = [machine(), "", versions(), "", *told]
    print("\n".join(lines))
    if options.record:
        record("Soak", lines)
    if not is_flat:
        sys.exit("The memory is not flat.")


def _soak(minutes: float, seed: int) -> tuple[list[str], bool]:
    with stage() as theatre, theatre.notebook(*CELLS) as notebook:
        soak = Soak(notebook, seed, theatre.folder)
        looks: list[Memory] = []
        began = monotonic()
        try:
            for _ in range(LOOKS):
                soak.run(60 * minutes / LOOKS)
                looks.append(soak.memory())
                print(f"{monotonic() - began:.0f} s, {soak.done} actions, {looks[-1]}", flush=True)
        except BaseException:
            print(*soak.last, sep="\n", flush=True)
            raise
        complaints = theatre.complaints()
    assert not complaints, complaints
    return [
        f"{minutes:g} minutes from seed {seed}: {soak.done:,} random actions on two explorers. No exception, no error "
        f"on the console; {len(looks)} times all stood still, and each picture was the kernel's own in every pixel, "
        "each number that of a fresh computation.",
        "",
        *_table(looks),
    ], all(growth.is_flat for growth in growths(looks).values())


def _table(looks: list[Memory]) -> list[str]:
    """Return what was held after a collection, at so many looks, and whether that is flat."""
    third = len(looks) // 3
    return [
        f"| memory after a collection | median of {third} early looks | of {third} late ones | largest | grown by | |",
        "|---|---|---|---|---|---|",
        *(
            f"| {name} | {early:.0f} MB | {late:.0f} MB | {max(getattr(look, name) for look in looks):.0f} MB "
            f"| {late - early:.1f} MB | ≤ {at_most:.0f} MB: {'flat' if growth.is_flat else 'NOT FLAT'} |"
            for name, growth in growths(looks).items()
            for early, late, at_most in [growth]
        ),
    ]


if __name__ == "__main__":
    main()
