"""The result of an explorer: numbers, tables, a script."""

from __future__ import annotations

import math
import re
import warnings
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from typing import Any

from hubble_widget.data.base_dataset import BaseDataset
from hubble_widget.fit.export_script import script
from hubble_widget.fit.plausibility import warning_of
from hubble_widget.fit.polynomial_fit import AGE_LEVEL, PolynomialFit
from hubble_widget.fit.trajectory import Trajectory
from hubble_widget.text.summary import Summary

FRAMES = ("pandas", "polars", "pyarrow")
ENGINES = ("duckdb", "dask", "ibis", "pyspark", "pyspark[connect]", "sqlframe")
"""Libraries whose tables are queries; narwhals gives them a table of another library."""


class Code(str):
    """Text of a program; notebooks and terminals show it without quotation marks.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> code = hw.RegressionExplorer("key_project").code()
    >>> print(code.splitlines()[1])
    import numpy as np
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(str(self))

    def _repr_markdown_(self) -> str:
        longest = max(map(len, re.findall("`+", self)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{fence}python\n{self}\n{fence}"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Result:
    """One state of an explorer. It does not change with the explorer.

    Attributes
    ----------
    data : BaseDataset
    fit : PolynomialFit
        The exact fit.
    exact_loss : float
        Its loss, under the loss function of the trajectory.
    trajectory : Trajectory
    iteration : int
        Which state of the trajectory is shown.

    Examples
    --------
    >>> import hubble_widget as hw
    >>> explorer = hw.RegressionExplorer("key_project", iterations=300)
    >>> result = explorer.result
    >>> explorer.iterations = 500  # changes no result that was taken before
    >>> print(f"{result.to_dict()['learned']['slope']:.4f} km/s/Mpc")
    63.8190 km/s/Mpc
    >>> len(result.to_frame())
    301
    """

    data: BaseDataset
    fit: PolynomialFit
    exact_loss: float
    trajectory: Trajectory
    iteration: int

    def to_dict(self) -> dict[str, Any]:
        """Return all numbers and settings as a dictionary of dictionaries that JSON can hold.

        Units are those of the data's labels (km/s/Mpc and km/s by default) and Gyr. Numbers that do not exist or are
        too large are None, because JSON has neither nan nor infinity.
        """
        path, at = self.trajectory, self.iteration
        parts = {
            "data": {
                "title": self.data.title,
                "reference": self.data.reference,
                "note": self.data.note,
                "warning": warning_of(self.data),
                rows_key(self.data): len(self.data),
                **asdict(self.data.labels),
                "excluded": list(self.data.excluded),
            },
            "settings": {
                "learning_rate": path.learning_rate,
                "rate_changes": [list(change) for change in path.rate_changes],
                "start": list(path.start),
                "seed": path.seed,
                "optimizer": path.optimizer,
                "loss_function": path.loss_function,
                "batch_size": path.batch_size,
                "scaling": path.scaling,
                "fit_intercept": path.fit_intercept,
                "weights": path.weights,
            },
            "learned": {
                "iteration": at,
                "source": path.source,
                **path.state(at)._asdict(),
                "r": path.r_at(at),
                "age": path.age_at(at),
            },
            "exact": {
                **{name: value for name, value in asdict(self.fit).items() if name not in ("labels", "_spread")},
                "coefficients": list(self.fit.coefficients),
                **limits_of_age(self.fit),
                "p_value": self.fit.p_value,
                "loss": self.exact_loss,
            },
        }
        return {part: {name: _for_json(value) for name, value in values.items()} for part, values in parts.items()}

    def to_frame(self, backend: str | None = None, *, session: Any = None) -> Any:
        """Return the path as a table, with iteration, slope, intercept and loss of each state.

        Parameters
        ----------
        backend : {"pandas", "polars", "pyarrow", "duckdb", "dask", "ibis", "pyspark", ...}, optional
            A library that narwhals knows; by default the first of pandas, polars and pyarrow that is installed. An
            engine gets a table of one of these three.
        session : optional
            The session of an engine that needs one, such as Spark.

        Raises
        ------
        ValueError
            If there is no such library, or if it needs a session.
        """
        import narwhals.stable.v2 as nw

        eager: Any = next(filter(find_spec, FRAMES), FRAMES[0])
        chosen: Any = backend or eager
        path = self.trajectory
        columns: dict[str, Any] = {
            "iteration": list(range(path.iterations + 1)),
            "slope": path.slopes.tolist(),
            "intercept": path.intercepts.tolist(),
            "loss": path.losses.tolist(),
        }
        try:
            if chosen not in ENGINES:
                return nw.from_dict(columns, backend=chosen).to_native()
            with warnings.catch_warnings():  # as in hubble_widget.io.tables
                warnings.filterwarnings("ignore", "Dask support is moving", FutureWarning)
                return nw.from_dict(columns, backend=eager).lazy(chosen, session=session).to_native()
        except (ImportError, TypeError, ValueError) as error:
            why = str(error).partition("\n")[0]
            raise ValueError(
                f"no table can be made by {chosen!r} ({why}); pip install one of {', '.join(FRAMES)}."
            ) from error

    def code(self) -> Code:
        """Return a short script with torch and numpy that gives the same numbers."""
        return Code(script(self.data, self.trajectory, self.iteration, self.fit.degree))

    def _summary(self, *, show_exact: bool = True) -> Summary:
        """Return a summary of the state beside the exact fit, which may be hidden."""
        exact = self.fit, self.exact_loss
        return Summary.of(self.data, self.trajectory, self.iteration, *exact, show_exact=show_exact)

    def __repr__(self) -> str:
        """Return the numbers as a text table."""
        return self._summary().as_text()

    def _repr_html_(self) -> str:
        return self._summary().as_html()


def rows_key(data: BaseDataset) -> str:
    """Return the key of the number of rows, which is the same in every language."""
    return "galaxies" if data.labels.has_age else "points"


def limits_of_age(fit: PolynomialFit) -> dict[str, float | None]:
    """Return the limits of the interval that is shown with an age; None where there is none."""
    low, high = fit.conf_int(AGE_LEVEL).age or (None, None)
    return {"age_68_low": low, "age_68_high": high}


def _for_json(value: Any) -> Any:
    """Return None for nan and infinity, also in lists; other values unchanged."""
    if isinstance(value, list):
        return [_for_json(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
