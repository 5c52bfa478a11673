"""Where the package runs, told by what is found there; nothing is imported that may be missing or could break."""

from __future__ import annotations

import os
import sys
from enum import Enum


class Host(Enum):
    """Who starts this Python, and what a person does there to have the front end of a package.

    JupyterLab, Notebook 7 and VS Code look alike from the kernel.
    """

    COLAB = "load this page anew: Colab fetches the front ends from the network, and that has failed."
    VOILA = "{install} where Voilà runs, and start it again."
    CLASSIC = "{install} where the notebook server runs, start it again, load this page anew."
    LAB = "{install} where the Jupyter server runs, start it again, load this page anew."
    TERMINAL = "{install}, and use a notebook: a terminal shows no widgets."
    PYTHON = "{install}, and use a notebook: plain Python shows no widgets."

    def how_to_install(self, *packages: str) -> str:
        """Return what to do so that a page has the front ends of these packages."""
        return self.value.format(install=f"pip install {' '.join(packages)}")


def this_host() -> Host:
    """Return where this Python runs."""
    if "google.colab" in sys.modules:  # Colab's kernel has loaded it before any cell
        return Host.COLAB
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    if shell is None:
        return Host.PYTHON
    if getattr(shell, "kernel", None) is None:
        return Host.TERMINAL
    if os.environ.get("SERVER_SOFTWARE", "").startswith("voila/"):
        return Host.VOILA
    widgets = sys.modules.get("ipywidgets")
    is_old = widgets is not None and int(widgets.__version__.partition(".")[0]) < 8
    return Host.CLASSIC if is_old else Host.LAB
