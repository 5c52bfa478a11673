"""Build the front end, js/ to hubble_widget/static/, before hatchling packs the package."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEndHook(BuildHookInterface):
    """Run ``npm ci`` and ``npm run build`` when the built files are missing or stale.

    An unpacked sdist holds the built files and is never stale, so it needs no Node.js at all.
    """

    def dependencies(self) -> list[str]:
        """Ask for Node.js, as a Python package, only where there is something to build."""
        return list(self.config["node"]) if self._is_stale() else []

    def initialize(self, _version: str, _build_data: dict[str, Any]) -> None:
        """Build what is stale, whatever the target: sdist, wheel or editable install."""
        if not self._is_stale():
            return
        npm = shutil.which("npm")
        if npm is None:
            raise RuntimeError(
                f"npm is not on PATH; install {self.config['node'][0]}, or build in isolation "
                "(pip's default), which does so by itself."
            )
        js = Path(self.root, "js")
        lock, installed = js / "package-lock.json", js / "node_modules/.package-lock.json"
        if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
            subprocess.run([npm, "ci", "--omit=dev"], cwd=js, check=True)
        subprocess.run([npm, "run", "build"], cwd=js, check=True)
        missing = [str(path) for path in self._outputs() if not path.exists()]
        if missing:
            raise RuntimeError(f"npm run build did not write {', '.join(missing)}.")

    def _is_stale(self) -> bool:
        outputs = self._outputs()
        if not all(path.exists() for path in outputs):
            return True
        if Path(self.root, "PKG-INFO").exists():  # an sdist; its files have no meaningful times
            return False
        built = min(path.stat().st_mtime for path in outputs)
        return any(path.stat().st_mtime > built for path in self._sources())

    def _outputs(self) -> list[Path]:
        return [Path(self.root, name) for name in self.config["outputs"]]

    def _sources(self) -> Iterator[Path]:
        """Everything that js/ holds itself, and its src/ as a whole; not node_modules/."""
        js = Path(self.root, "js")
        yield from (path for path in js.iterdir() if path.is_file())
        yield from (js / "src").rglob("*")
