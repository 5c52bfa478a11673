"""One file holds the results of several commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from .results import OTHERS, record, versions


def test_what_is_recorded_replaces_its_own_part_alone(tmp_path: Path) -> None:
    file = tmp_path / "RESULTS.md"
    record("Benchmarks", ["old", "", "| a |"], file)
    record("Soak", ["ten minutes"], file)
    record("Benchmarks", ["new"], file)
    assert file.read_text() == "# Benchmarks\n\nnew\n\n# Soak\n\nten minutes\n"


def test_the_soak_names_no_package_that_its_environment_lacks() -> None:
    assert "jupyterlab 4" in versions()
    for name in OTHERS:
        assert name not in versions()
    assert versions(["pytest"]).endswith(f", pytest {pytest.__version__}.")
