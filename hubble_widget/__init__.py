"""Watch gradient descent learn Hubble's law in a notebook, beside the exact answer.

The public names load what they need when they are first used: importing the package loads neither torch nor ipympl
nor pyplot.
"""

from __future__ import annotations

from importlib import import_module, metadata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from hubble_widget.api import bootstrap, fit_with_errors, gradient_descent, influence, polyfit, train
    from hubble_widget.data.binning import Density, Extent
    from hubble_widget.data.catalogs import datasets, load_dataset
    from hubble_widget.data.dataset import Dataset
    from hubble_widget.data.hubble_constants import HubbleConstant, hubble_constants
    from hubble_widget.data.labels import Labels
    from hubble_widget.data.moments import Moments
    from hubble_widget.explorer.regression_explorer import RegressionExplorer
    from hubble_widget.explorer.result import Code, Result
    from hubble_widget.figure.hubble_constants_plot import plot_hubble_constants
    from hubble_widget.fit.bootstrap import Bootstrap
    from hubble_widget.fit.cosmology import age_of_universe, hubble_time
    from hubble_widget.fit.fit_with_errors import FitWithErrors
    from hubble_widget.fit.influence import Influence
    from hubble_widget.fit.intervals import ConfidenceIntervals, Interval, Prediction
    from hubble_widget.fit.polynomial_fit import PolynomialFit
    from hubble_widget.fit.solar_motion import SolarMotion, solar_motion
    from hubble_widget.fit.trajectory import Results, State, Trajectory
    from hubble_widget.io.convert import as_dataset
    from hubble_widget.lazy.lazy_dataset import LazyDataset

__version__ = metadata.version("hubble_widget")

_HOMES = {
    "Bootstrap": "fit.bootstrap",
    "Code": "explorer.result",
    "ConfidenceIntervals": "fit.intervals",
    "Dataset": "data.dataset",
    "Density": "data.binning",
    "Extent": "data.binning",
    "FitWithErrors": "fit.fit_with_errors",
    "HubbleConstant": "data.hubble_constants",
    "Influence": "fit.influence",
    "Interval": "fit.intervals",
    "Labels": "data.labels",
    "LazyDataset": "lazy.lazy_dataset",
    "Moments": "data.moments",
    "PolynomialFit": "fit.polynomial_fit",
    "Prediction": "fit.intervals",
    "RegressionExplorer": "explorer.regression_explorer",
    "Result": "explorer.result",
    "Results": "fit.trajectory",
    "SolarMotion": "fit.solar_motion",
    "State": "fit.trajectory",
    "Trajectory": "fit.trajectory",
    "age_of_universe": "fit.cosmology",
    "as_dataset": "io.convert",
    "bootstrap": "api",
    "datasets": "data.catalogs",
    "fit_with_errors": "api",
    "gradient_descent": "api",
    "hubble_constants": "data.hubble_constants",
    "hubble_time": "fit.cosmology",
    "influence": "api",
    "load_dataset": "data.catalogs",
    "plot_hubble_constants": "figure.hubble_constants_plot",
    "polyfit": "api",
    "solar_motion": "fit.solar_motion",
    "train": "api",
}

__all__ = [
    "Bootstrap",
    "Code",
    "ConfidenceIntervals",
    "Dataset",
    "Density",
    "Extent",
    "FitWithErrors",
    "HubbleConstant",
    "Influence",
    "Interval",
    "Labels",
    "LazyDataset",
    "Moments",
    "PolynomialFit",
    "Prediction",
    "RegressionExplorer",
    "Result",
    "Results",
    "SolarMotion",
    "State",
    "Trajectory",
    "age_of_universe",
    "as_dataset",
    "bootstrap",
    "datasets",
    "fit_with_errors",
    "gradient_descent",
    "hubble_constants",
    "hubble_time",
    "influence",
    "load_dataset",
    "load_ipython_extension",
    "plot_hubble_constants",
    "polyfit",
    "solar_motion",
    "train",
    "unload_ipython_extension",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        from hubble_widget.suggestions import did_you_mean

        raise AttributeError(f"hubble_widget has no {name!r}.{did_you_mean(name, __all__)}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value  # the next use finds it at once
    return value


def __dir__() -> list[str]:
    return __all__


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Answer ``%load_ext hubble_widget``: register %hubblefit.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> hw.load_ipython_extension(get_ipython())
    >>> "hubblefit" in get_ipython().magics_manager.magics["line"]
    True
    """
    from hubble_widget.magic.hubblefit import register

    register(shell)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Answer ``%unload_ext hubble_widget``: take %hubblefit away again.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> hw.unload_ipython_extension(get_ipython())
    >>> "hubblefit" in get_ipython().magics_manager.magics["line"]
    False
    """
    from hubble_widget.magic.hubblefit import unregister

    unregister(shell)
