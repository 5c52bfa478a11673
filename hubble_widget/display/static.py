"""What is shown where no widget can be: an HTML table with the picture, or plain text."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from hubble_widget.display import words
from hubble_widget.regression.convergence import progress_of
from hubble_widget.regression.labels import in_brackets
from hubble_widget.regression.tables import NO_MATHEMATICS

if TYPE_CHECKING:
    from hubble_widget.regression.galaxies import Galaxies
    from hubble_widget.regression.polyfit import LineFit
    from hubble_widget.regression.trajectory import Trajectory

HEADINGS = ("", "learned", "exact (polyfit)")


@dataclass(frozen=True, slots=True)
class Summary:
    """One state beside the exact fit, in words and numbers.

    Attributes
    ----------
    title, galaxies, reference : str
        Which galaxies, and from where.
    settings : str
        Which state of which path.
    rows : list of Row
        The quantities.
    verdict : str
        What separates the two.
    """

    title: str
    galaxies: str
    reference: str
    settings: str
    rows: list[words.Row]
    verdict: str

    @property
    def caption(self) -> str:
        """All that is no number, in one line."""
        return " · ".join(filter(None, (f"{self.title}: {self.galaxies}", self.reference, self.settings)))

    @classmethod
    def of(cls, data: Galaxies, trajectory: Trajectory, iteration: int, fit: LineFit, exact_loss: float) -> Summary:
        """Summarise one state of a trajectory."""
        verdict = " ".join(words.verdict(progress_of(trajectory, iteration), fit.degree, trajectory.labels))
        rule = "" if trajectory.has_closed_form else f"{trajectory.optimizer} on the {trajectory.loss_function} loss, "
        settings = f"{words.by(trajectory)}, {rule}iteration {iteration}, learning rate {trajectory.learning_rate:g}"
        rows, galaxies = (
            words.rows(trajectory, iteration, fit, exact_loss),
            words.galaxies(data, trajectory.loss_function),
        )
        return cls(words.title(data), galaxies, data.reference, settings, rows, verdict)

    @property
    def table(self) -> list[tuple[str, str, str]]:
        """The rows as text, below their headings."""
        return [HEADINGS, *((_with_unit(row), row.learned, row.exact) for row in self.rows)]

    def as_text(self) -> str:
        """Return a table of plain text."""
        table = self.table
        widths = [max(len(line[column]) for line in table) for column in range(3)]
        lines = [f"{line[0]:<{widths[0]}}  {line[1]:>{widths[1]}}  {line[2]:>{widths[2]}}".rstrip() for line in table]
        return "\n".join([self.caption, *lines, self.verdict])

    def picture(self, png: bytes, width: int) -> str:
        """Return the plots as an HTML image, so many pixels wide, whose alternative text says the same in words."""
        told = "; ".join(f"{_with_unit(row)}: learned {row.learned}, exact {row.exact}" for row in self.rows)
        return (
            f'<img src="data:image/png;base64,{b64encode(png).decode("ascii")}" width="{width}" style="max-width:100%" '
            f'alt="{escape(f"Plots of the fit and of the loss. {told}.")}">'
        )

    def as_html(self, picture: str = "") -> str:
        """Return an HTML table, under the `picture` if there is one (see `picture`)."""
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


def _with_unit(row: words.Row) -> str:
    return in_brackets(row.quantity, row.unit)
