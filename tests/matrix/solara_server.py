"""Solara, which shows widgets as an application; kernels are threads in its own process."""

from __future__ import annotations

import os
from pathlib import Path

from tests.browser.servers import ApplicationServer

from .front_ends import ROOT

# What the Makefile installs: Solara, and the packages of npm that its pages ask a content delivery network for.
SOLARA = ROOT / ".venv-solara"


class SolaraServer(ApplicationServer):
    """A running Solara that serves one application."""

    def __init__(self, home: Path, application: Path) -> None:
        super().__init__(home)
        self._file = application

    def environment(self) -> dict[str, str]:
        """Environment in which Solara comes before the packages of the tests, and asks no network."""
        return super().environment() | {
            "JUPYTER_CONFIG_PATH": str(SOLARA / "etc" / "jupyter"),
            "JUPYTER_PATH": str(SOLARA / "share" / "jupyter"),
            "PYTHONPATH": os.pathsep.join((str(SOLARA), str(ROOT))),
            "SOLARA_ASSETS_PROXY_CACHE_DIR": str(SOLARA / "cdn"),
        }

    def _command(self) -> list[str]:
        options = ["--no-open", "--production", "--host=127.0.0.1", f"--port={self.port}"]
        return [self._python, "-m", *self._application(), str(self._file), *options]

    def _application(self) -> list[str]:
        return ["solara", "run"]
