"""One file holds the results of several commands."""

from __future__ import annotations

from pathlib import Path

from .results import record


def test_what_is_recorded_replaces_its_own_part_alone(tmp_path: Path) -> None:
    file = tmp_path / "RESULTS.md"
    record("Benchmarks", ["old", "", "| a |"], file)
    record("Soak", ["ten minutes"], file)
    record("Benchmarks", ["new"], file)
    assert file.read_text() == "# Benchmarks\n\nnew\n\n# Soak\n\nten minutes\n"
