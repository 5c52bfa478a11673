"""The file of results: one part for each kind of measurement, each written by itself."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
PACKAGES = (
    "torch",
    "matplotlib",
    "numpy",
    "scipy",
    "duckdb",
    "narwhals",
    "ipympl",
    "ipywidgets",
    "anywidget",
    "ipykernel",
    "jupyterlab",
)
"""Those of the tests' environment."""
OTHERS = ("scikit-learn", "statsmodels")
"""What `make bench` installs besides."""


def record(heading: str, lines: Iterable[str], file: Path = RESULTS) -> None:
    """Put lines under a heading in place of those that were there; what stands under other headings stays."""
    parts = re.split(r"^# (.*)\n", file.read_text() if file.exists() else "", flags=re.MULTILINE)
    texts = dict(zip(parts[1::2], parts[2::2], strict=True))
    texts[heading] = "\n{}\n\n".format("\n".join(lines).strip())
    file.write_text("".join(f"# {each}\n{text}" for each, text in texts.items()).rstrip() + "\n")


def machine() -> str:
    """Return date and machine."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{date.today():%d %B %Y}, {_processor()}, {cores} cores, {platform.system()} {platform.machine()}."


def _processor() -> str:
    """Return the processor's model, which only Linux tells in a file."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "an unknown processor"


def versions(others: Iterable[str] = ()) -> str:
    """Return the versions that matter, and those of other packages."""
    packages = ", ".join(f"{name} {version(name)}" for name in (*PACKAGES, *others))
    return f"Python {platform.python_version()}, {packages}."
