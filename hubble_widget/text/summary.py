"""The summary that is shown where widgets cannot be: an HTML table with a picture, or plain text."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from hubble_widget.data.labels import in_brackets
from hubble_widget.fit.convergence import progress_of
from hubble_widget.fit.hyperparameters import DEFAULT_SCALING
from hubble_widget.formatting import NO_MATHEMATICS
from hubble_widget.messages import grouped, localized, message
from hubble_widget.text import words
from hubble_widget.text.remarks import remark
from hubble_widget.text.verdict import verdict

if TYPE_CHECKING:
    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.fit.polynomial_fit import PolynomialFit
    from hubble_widget.fit.trajectory import Trajectory

HEADINGS = ("", message("learned"), message("exact (polyfit)"))


@dataclass(frozen=True, slots=True)
class Summary:
    """One state of a trajectory and the exact fit, in words and numbers.

    Attributes
    ----------
    title, galaxies, reference : str
        The data set.
    settings : str
        The state and the settings of its trajectory.
    rows : list of Row
        The quantities.
    verdict : str
        The difference between the state and the exact fit.
    """

    title: str
    galaxies: str
    reference: str
    settings: str
    rows: list[words.Row]
    verdict: str

    @property
    def caption(self) -> str:
        """Data set, reference and settings, in one line."""
        return " · ".join(filter(None, (f"{self.title}: {self.galaxies}", self.reference, self.settings)))

    @classmethod
    def of(
        cls,
        data: BaseDataset,
        trajectory: Trajectory,
        iteration: int,
        fit: PolynomialFit,
        exact_loss: float,
        *,
        show_exact: bool = True,
    ) -> Summary:
        """Summarize one state of a trajectory; without `show_exact`, nothing gives the exact line away."""
        progress = progress_of(trajectory, iteration)
        said = verdict(progress, fit.degree, trajectory.labels, show_exact=show_exact)
        about_exact = remark(data.moments, fit) if show_exact else ""
        sentences = " ".join(filter(None, (*said, about_exact)))
        settings = ", ".join(filter(None, _settings(trajectory, iteration)))
        rows = words.rows(trajectory, iteration, fit, exact_loss)
        if not show_exact:
            rows = [row._replace(exact=words.HIDDEN) for row in rows]
        galaxies = words.galaxies(data, trajectory.loss_function, trajectory.batch_size, show_exact=show_exact)
        return cls(words.title(data), galaxies, data.reference, settings, rows, sentences)

    @property
    def table(self) -> list[tuple[str, str, str]]:
        """The headings and the rows, as text."""
        return [HEADINGS, *((_with_unit(row), row.learned, row.exact) for row in self.rows)]

    def as_text(self) -> str:
        """Return the summary as plain text."""
        table = self.table
        widths = [max(len(line[column]) for line in table) for column in range(3)]
        lines = [f"{line[0]:<{widths[0]}}  {line[1]:>{widths[1]}}  {line[2]:>{widths[2]}}".rstrip() for line in table]
        return "\n".join([self.caption, *lines, self.verdict])

    def picture(self, png: bytes, width: int) -> str:
        """Return the plots as an HTML image with a width in pixels. Its alternative text lists the quantities."""
        quantities = "; ".join(
            message(
                "{quantity}: learned {learned}, exact {exact}",
                quantity=_with_unit(row),
                learned=row.learned,
                exact=row.exact,
            )
            for row in self.rows
        )
        described = message("Plots of the fit and of the loss. {quantities}.", quantities=quantities)
        return (
            f'<img src="data:image/png;base64,{b64encode(png).decode("ascii")}" width="{width}" style="max-width:100%" '
            f'alt="{escape(described)}">'
        )

    def as_html(self, picture: str = "") -> str:
        """Return the summary as HTML; `picture` (see the method of this name) stands above the table."""
        head = "".join(f'<th scope="col">{escape(text)}</th>' for text in HEADINGS)
        body = "".join(
            f'<tr><th scope="row" style="text-align:left">{escape(_with_unit(row))}</th>'
            f"<td>{escape(row.learned)}</td><td>{escape(row.exact)}</td></tr>"
            for row in self.rows
        )
        return (
            f'<div class="{" ".join(NO_MATHEMATICS)}">'
            f"<p><strong>{escape(self.caption)}</strong></p>"
            f"{picture}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f"<p>{escape(self.verdict)}</p></div>"
        )


def _settings(trajectory: Trajectory, iteration: int) -> Iterator[str]:
    """Yield phrases about a state of a trajectory; empty ones where a setting is as usual."""
    yield words.by(trajectory)
    if not trajectory.has_closed_form:
        optimizer, loss = trajectory.optimizer, trajectory.loss_function
        yield message("{optimizer} on the {loss} loss", optimizer=optimizer, loss=loss)
    if trajectory.batch_size is not None:
        yield message("batches of {size}, seed {seed}", size=grouped(trajectory.batch_size), seed=trajectory.seed)
    yield message("iteration {iteration}", iteration=grouped(iteration))
    yield message("learning rate {rate}", rate=localized(f"{trajectory.learning_rate:g}"))
    yield words.rates(trajectory)
    if trajectory.scaling != DEFAULT_SCALING:
        yield message("data {scaling}", scaling=words.SCALINGS[trajectory.scaling])
    if not trajectory.fit_intercept:
        yield message("through the origin")


def _with_unit(row: words.Row) -> str:
    return in_brackets(row.quantity, row.unit)
