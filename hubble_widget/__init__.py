"""Watch gradient descent learn Hubble's law in a notebook, beside the exact answer.

The public names load what they need when they are first used: importing the package loads neither torch nor ipympl
nor pyplot.
"""

from __future__ import annotations

from importlib import import_module, metadata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from hubble_widget.api import descend, polyfit, train
    from hubble_widget.explorer import RegressionExplorer
    from hubble_widget.io.convert import as_dataset
    from hubble_widget.regression.cosmology import hubble_time
    from hubble_widget.regression.dataset import Dataset, datasets, load_dataset
    from hubble_widget.regression.labels import Labels
    from hubble_widget.regression.moments import Moments
    from hubble_widget.regression.polyfit import LineFit
    from hubble_widget.regression.trajectory import Trajectory

__version__ = metadata.version("hubble_widget")

_HOMES = {
    "Dataset": "regression.dataset",
    "Labels": "regression.labels",
    "LineFit": "regression.polyfit",
    "Moments": "regression.moments",
    "RegressionExplorer": "explorer",
    "Trajectory": "regression.trajectory",
    "as_dataset": "io.convert",
    "datasets": "regression.dataset",
    "descend": "api",
    "hubble_time": "regression.cosmology",
    "load_dataset": "regression.dataset",
    "polyfit": "api",
    "train": "api",
}

__all__ = [
    "Dataset",
    "Labels",
    "LineFit",
    "Moments",
    "RegressionExplorer",
    "Trajectory",
    "as_dataset",
    "datasets",
    "descend",
    "hubble_time",
    "load_dataset",
    "load_ipython_extension",
    "polyfit",
    "train",
    "unload_ipython_extension",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        from hubble_widget.regression.spelling import did_you_mean

        raise AttributeError(f"hubble_widget has no {name!r}.{did_you_mean(name, __all__)}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value  # the next use finds it at once
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Answer ``%load_ext hubble_widget``: register %hubblefit."""
    from hubble_widget.magic import register

    register(shell)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Answer ``%unload_ext hubble_widget``: take %hubblefit away again."""
    from hubble_widget.magic import unregister

    unregister(shell)
