"""What can be taken from an explorer: its numbers, figure, code and files."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hubble_widget.explorer.animating import check_animation, write_whole
from hubble_widget.explorer.magic_line import magic_line
from hubble_widget.explorer.open_explorer import OpenExplorer
from hubble_widget.explorer.result import Code, Result
from hubble_widget.explorer.runs import PRESENT, table_of
from hubble_widget.explorer.saving import save
from hubble_widget.figure.animation import DURATION, FRAMES, encode

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hubble_widget.fit.polynomial_fit import PolynomialFit
    from hubble_widget.fit.trajectory import Trajectory


class TakeAway(OpenExplorer):
    """An open explorer with the attributes and methods that give its results to a user."""

    @property
    def exact_fit(self) -> PolynomialFit:
        """The exact fit of the data."""
        self._check_ready()
        return self._playback.exact_fit

    @property
    def trajectory(self) -> Trajectory:
        """The shown trajectory: torch's if it has reached the shown iteration, otherwise the closed form."""
        self._check_ready()
        return self._playback.trajectory

    @property
    def figure(self) -> Figure:
        """The matplotlib figure; what you draw on it stays."""
        self._check_open()
        self._view.plots.update_artists()
        return self._view.plots.figure

    @property
    def axes(self) -> tuple[Axes, ...]:
        """The axes of the fit plot, the shown view and, while it is shown, the residual plot."""
        self._check_open()
        self._view.plots.repair()  # axes that may have been cleared just now
        self._view.plots.update_artists()
        return self._view.plots.axes

    @property
    def result(self) -> Result:
        """The shown result: `to_dict`, `to_frame`, `code`. It does not change with the explorer."""
        self._check_ready()
        return Result(
            data=self._galaxies,
            fit=self._playback.exact_fit,
            exact_loss=self._playback.exact_loss,
            trajectory=self._playback.trajectory,
            iteration=self._playback.iteration,
        )

    @property
    def runs(self) -> list[dict[str, Any]]:
        """The pinned runs and the present one: name, the settings in which they differ, and the last state of each.

        ``pandas.DataFrame(explorer.runs)`` makes a table of them. Numbers that do not exist are None.
        """
        self._check_open()
        pinned = self._view.plots.loss_plot.pins.with_data
        return table_of([*pinned, (PRESENT, self._playback.path, self._galaxies)])

    def code(self) -> Code:
        """Return a short script with torch and numpy that gives the shown numbers."""
        return self.result.code()

    def magic_line(self) -> str:
        """Return the line ``%hubblefit ...`` that gives the shown data, settings and state.

        The line names the data by their catalog, by your variable that holds them (or the table they were made from),
        or by their file. Up to 100 galaxies without such a name are written out, as rows below a ``%%hubblefit``.

        Raises
        ------
        ValueError
            If there are more, or a name has a character that a line cannot contain, such as a line break.
        RuntimeError
            If an engine has not prepared the data yet.
        """
        self._check_ready()
        return magic_line(self, self._playback.trajectory)

    def save(self, path: str | PathLike[str]) -> Path:
        """Save the shown result as a file; the ending of its name chooses what is saved.

        Parameters
        ----------
        path : str or Path
            ``.png``, ``.svg``: a picture of the plots, with title, source and numbers. ``.csv``: a table of settings,
            learned and exact numbers, each with its unit. ``.py``: the script, see `code`. An existing file is
            replaced. While the exact fit is hidden, only the script has it.

        Returns
        -------
        Path
            The path of the file.

        Raises
        ------
        ValueError
            If the name has another ending.
        OSError
            If the file cannot be written.
        RuntimeError
            If an engine has not prepared the data yet; for a picture, also if the explorer was closed.

        Examples
        --------
        >>> import hubble_widget as hw
        >>> explorer = hw.RegressionExplorer("key_project")
        >>> path = explorer.save("fit.csv")
        >>> print(path.read_text().splitlines()[1])
        data,title,HST Key Project,
        """
        self._check_ready()
        path = Path(path)
        save(path, self.result, lambda: self._view.plots, show_exact=self.show_exact)
        return path

    def save_animation(self, path: str | PathLike[str], *, duration: float = DURATION, frames: int = FRAMES) -> Path:
        """Save the whole path of the present run as an animation of the plots; the explorer stays as it is.

        Parameters
        ----------
        path : str or Path
            The name ends with ``.gif``, or with ``.mp4``, which needs the program ffmpeg. An existing file is replaced
            when the new one is complete.
        duration : float
            Seconds from the start to the end of the path, above 0.
        frames : int
            About how many states are shown, 2 to 600: more of early ones, where a descent is fast.

        Returns
        -------
        Path
            The path of the file.

        Raises
        ------
        TypeError
            If duration or frames are no numbers.
        ValueError
            If the name has another ending, a number is out of range, or torch is still computing the path.
        OSError
            If the file cannot be written.
        RuntimeError
            If ffmpeg is needed and missing, or the explorer has no data yet or was closed.

        Examples
        --------
        >>> import hubble_widget as hw
        >>> explorer = hw.RegressionExplorer("key_project", iterations=50)
        >>> path = explorer.save_animation("training.gif", frames=3)
        >>> path.stat().st_size > 1000
        True
        """
        self._check_open()
        path = Path(path)
        kind, seconds, count = check_animation(path, duration, frames)
        write_whole(path, encode(list(self._animator.frames(count)), seconds, kind))
        return path
