"""The page's two modules: the first one is small, and neither has a part of the other."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.packaging
JS = Path(__file__).parents[2] / "js"
LIMIT = 77 * 1024
"""Bytes of the first module: 75 kB, 1 kB for whole sentences (other languages), 1 kB for notes that keep off lines."""


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, set[str]]]:
    """The size of each built file, and the sources that are in it."""
    folder = tmp_path_factory.mktemp("bundles")
    described = folder / "meta.json"
    build = json.loads((JS / "package.json").read_text())["scripts"]["build"].split()
    program, *options = (part for part in build if not part.startswith("--outdir"))
    command = [str(JS / "node_modules" / ".bin" / program), *options, f"--outdir={folder}", f"--metafile={described}"]
    subprocess.run(command, cwd=JS, check=True, capture_output=True)
    return {
        Path(name).name: (
            output["bytes"],
            {source for source, part in output["inputs"].items() if part["bytesInOutput"]},
        )
        for name, output in json.loads(described.read_text())["outputs"].items()
    }


def test_the_first_module_is_small(outputs: dict[str, tuple[int, set[str]]]) -> None:
    size, _ = outputs["readout.js"]
    assert size <= LIMIT


def test_no_part_of_the_module_on_demand_is_in_the_first_one_too(outputs: dict[str, tuple[int, set[str]]]) -> None:
    (_, first), (_, on_demand) = outputs["readout.js"], outputs["on_demand.js"]
    assert "src/host/dom.ts" in first
    assert "src/explain/explain.ts" in on_demand
    assert not first & on_demand
