"""From a fresh process to the first picture, against importing torch first."""

from __future__ import annotations

import subprocess
import sys

from .measure import Comparison, compare

FIRST_PICTURE = """
import hubble_widget as hw
explorer = hw.RegressionExplorer("key_project")
assert explorer._repr_mimebundle_()[0]["text/html"]
"""
WITHOUT_TORCH = "import sys\nassert 'torch' not in sys.modules"


def comparisons() -> list[Comparison]:
    """Time two clean processes; in ours torch must not be there yet when the picture is."""
    return [
        compare(
            "a fresh process → first picture",
            "import torch first",
            lambda: _run("import torch\n" + FIRST_PICTURE),
            lambda: _run(FIRST_PICTURE + WITHOUT_TORCH),
            to_reach=0.5,
            runs=5,
        )
    ]


def _run(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)
