"""The front ends of the widgets, served from the site itself: no page asks a network that delivers npm packages."""

from __future__ import annotations

import shutil
from pathlib import Path

import jupyter_core.paths

MODULES = Path(__file__).parents[2] / "js" / "node_modules"
INSTALLED = ("anywidget", "jupyter-matplotlib")  # by Python packages, which bring them along

# What a page with widgets loads, in this order. An address in place of the CDN's: whatever widget has no front end
# here is missing, and looked for nowhere else.
FRONT_ENDS: dict[str, dict[str, str]] = {
    "widgets/require.js": {},
    "widgets/paths.js": {},
    "widgets/embed-amd.js": {"data-jupyter-widgets-cdn": "no-cdn/"},
}

PATHS = """\
// The widgets' front ends lie beside this file, whichever page of the site loads it.
(() => {
  const beside = (name) => new URL(name, document.currentScript.src).href;
  requirejs.config({ paths: { %s } });
})();
"""


def collect_front_ends(folder: Path) -> None:
    """Copy all that a page with saved widgets loads into a folder of the site."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(MODULES / "requirejs" / "require.js", folder)
    shutil.copy(MODULES / "@jupyter-widgets" / "html-manager" / "dist" / "embed-amd.js", folder)
    for name in INSTALLED:
        shutil.copy(installed_front_end(name), folder / f"{name}.js")
    paths = ", ".join(f'"{name}": beside("{name}")' for name in INSTALLED)
    (folder / "paths.js").write_text(PATHS % paths, encoding="utf-8")


def installed_front_end(name: str) -> Path:
    """Return the front end that a Python package has installed.

    Raises
    ------
    FileNotFoundError
        If there is none.
    """
    folders = jupyter_core.paths.jupyter_path("nbextensions")
    found = next((path for folder in folders if (path := Path(folder) / name / "index.js").exists()), None)
    if found is None:
        raise FileNotFoundError(f"there is no front end of {name} in {folders}")
    return found
