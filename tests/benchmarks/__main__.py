"""Run every benchmark and print the table: ``make bench``."""

from __future__ import annotations

import platform
from importlib.metadata import version

from . import figure, numbers, startup
from .measure import HEADER


def main() -> None:
    """Print machine, versions and one row for each comparison."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("torch", "matplotlib", "ipympl", "numpy"))
    print(f"Python {platform.python_version()} on {platform.machine()}; {packages}\n\n{HEADER}", flush=True)
    for module in (numbers, figure, startup):
        for comparison in module.comparisons():
            print(comparison.row(), flush=True)


if __name__ == "__main__":
    main()
