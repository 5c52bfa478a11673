"""What an explorer shows, to take away: numbers, tables, a script."""

from __future__ import annotations

import math
import re
import warnings
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from typing import Any

from hubble_widget.display.static import Summary
from hubble_widget.regression.galaxies import Galaxies
from hubble_widget.regression.plausibility import warning_of
from hubble_widget.regression.polyfit import LineFit
from hubble_widget.regression.script import script
from hubble_widget.regression.trajectory import Trajectory

FRAMES = ("pandas", "polars", "pyarrow")
ENGINES = ("duckdb", "dask", "ibis", "pyspark", "pyspark[connect]", "sqlframe")
"""Libraries whose tables are queries; narwhals hands them a table of another."""


class Code(str):
    """Text of a program: a notebook and a terminal show it as it reads, not between quotation marks."""

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
    """One state of an explorer; it does not change with it.

    Attributes
    ----------
    data : Galaxies
    fit : LineFit
        The exact answer.
    exact_loss : float
        Its loss, under the loss function of the trajectory.
    trajectory : Trajectory
    iteration : int
        Which state of the trajectory is shown.
    """

    data: Galaxies
    fit: LineFit
    exact_loss: float
    trajectory: Trajectory
    iteration: int

    def to_dict(self) -> dict[str, Any]:
        """Return all numbers and settings as a dictionary of dictionaries that JSON can hold.

        Units are those of the data's labels (km/s/Mpc and km/s where nothing else was said) and Gyr; what does not
        exist, or was too large to hold, is None: JSON has neither nan nor infinity.
        """
        path, at = self.trajectory, self.iteration
        told = {
            "data": {
                "title": self.data.title,
                "reference": self.data.reference,
                "note": self.data.note,
                "warning": warning_of(self.data),
                self.data.labels.rows: len(self.data),
                **asdict(self.data.labels),
                "left_out": list(self.data.left_out),
            },
            "settings": {
                "learning_rate": path.learning_rate,
                "start": list(path.start),
                "optimizer": path.optimizer,
                "loss_function": path.loss_function,
            },
            "learned": {
                "iteration": at,
                "source": path.source,
                **path.state(at)._asdict(),
                "r": path.r_at(at),
                "age": path.age_at(at),
            },
            "exact": {
                **{name: value for name, value in asdict(self.fit).items() if name != "labels"},
                "coefficients": list(self.fit.coefficients),
                "p_value": self.fit.p_value,
                "loss": self.exact_loss,
            },
        }
        return {part: {name: _for_json(value) for name, value in values.items()} for part, values in told.items()}

    def to_frame(self, backend: str | None = None, *, session: Any = None) -> Any:
        """Return the path as a table: iteration, slope, intercept and loss of each state.

        Parameters
        ----------
        backend : {"pandas", "polars", "pyarrow", "duckdb", "dask", "ibis", "pyspark", ...}, optional
            A library that narwhals knows; by default the first of the first three that is installed. An engine, which
            makes no tables of its own, takes one of theirs.
        session : optional
            The session of an engine that has one, such as Spark's.

        Raises
        ------
        ValueError
            If there is no such library, or it has no session and wants one.
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
        """Return a short script of torch and numpy that leads to the same numbers."""
        return Code(script(self.data, self.trajectory, self.iteration, self.fit.degree))

    def summary(self) -> Summary:
        """Return it in words, beside the exact answer."""
        return Summary.of(self.data, self.trajectory, self.iteration, self.fit, self.exact_loss)

    def __repr__(self) -> str:
        """Return the numbers as a table of text."""
        return self.summary().as_text()

    def _repr_html_(self) -> str:
        return self.summary().as_html()


def _for_json(value: Any) -> Any:
    """Return None for a number that is none; lists and all else as they are."""
    if isinstance(value, list):
        return [_for_json(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
