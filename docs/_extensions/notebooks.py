"""The example notebooks that are pages of the site: Sphinx reads what lies below docs/ only."""

from __future__ import annotations

import shutil
from pathlib import Path

PAGES = ("lesson", "class", "embedding", "dashboard", "colab", "big_catalog")


def copy_examples(source: Path, target: Path) -> None:
    """Copy them from the folder in which they are kept."""
    target.mkdir(exist_ok=True)
    for name in PAGES:
        shutil.copy(source / f"{name}.ipynb", target)
