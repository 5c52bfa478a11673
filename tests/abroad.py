"""The package in a language that nobody speaks (scripts/messages.py), and which words of a text are not in it."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path
from types import ModuleType

import hubble_widget as hw

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "hubble_widget"

VALUES = re.compile(
    "|".join(
        (
            *(re.escape(hw.load_dataset(name).reference) for name in hw.datasets()),
            *sorted((re.escape(hw.load_dataset(name).title) for name in hw.datasets()), key=len, reverse=True),
            r"NGC\s\d\w*|IC\s\d+|galaxy \d|point \d|\b[XYAwz]\b",
            r"km/s(/Mpc)?|Mpc|SGD with momentum|SGD|Adam|MSE|L1|Huber|p = |\bF\b|(?<=\d)e[+-]\d+",
            r"'(dist_kpc|cz|D_err|D|v|mu|none|standard)'|<\w*\b",
        )
    )
)
"""What no language translates: names of data, units, names of settings, powers of ten, columns."""


def messages_script() -> ModuleType:
    """Return scripts/messages.py."""
    spec = importlib.util.spec_from_file_location("messages_script", ROOT / "scripts" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def copy_package(folder: Path) -> dict[str, str]:
    """Copy the package without its page, and give it the language; return the environment in which it is used."""
    script, package = messages_script(), folder / "hubble_widget"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("static", "__pycache__", "locale"))
    script.write_pseudo(package / "locale")
    script.compile_languages(package / "locale")
    return {"PYTHONPATH": str(folder), "HUBBLE_WIDGET_LANGUAGE": script.PSEUDO}


def build_page(folder: Path) -> None:
    """Build the page of the copied package, in its language."""
    package, language = folder / "hubble_widget", messages_script().PSEUDO
    messages = package / "locale" / language / "LC_MESSAGES" / "hubble_widget.json"
    tools = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))
    subprocess.run(
        ["npm", "run", "build", "--", f"--alias:#messages={messages}", f"--outdir={package / 'static' / language}"],
        cwd=ROOT / "js",
        env={**os.environ, "PATH": tools},
        check=True,
        capture_output=True,
    )


def words_outside(text: str) -> str:
    """Return the letters of a text that stand in no brackets ⟦ ⟧, and those without an accent; "…" ends a cut text."""
    depth, outside = 0, ""
    for letter in VALUES.sub(" ", unescape(re.sub(r"<img[^>]*alt=\"([^\"]*)\">|</?[a-z][^<>]*>", r"\1 ", text))):
        depth += (letter == "⟦") - (letter == "⟧")
        outside += letter if letter.isalpha() and (depth == 0 or letter.isascii()) else " "
    assert depth == 0 or text.endswith("…"), text
    return " ".join(outside.split())
