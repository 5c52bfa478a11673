"""Where a training starts: the traits that decide it, and the starts that are drawn from a seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from traitlets import Int

from hubble_widget.data.base_dataset import BaseDataset
from hubble_widget.explorer.settings import Settings
from hubble_widget.explorer.traits import DataTrait
from hubble_widget.fit.hyperparameters import RANDOM
from hubble_widget.fit.random_start import new_seed, random_line
from hubble_widget.fit.solar_motion import has_positions, less_solar_motion

if TYPE_CHECKING:
    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.data.dataset import Dataset


class StartState(Settings):
    """The settings of an explorer, its data, and the start that is drawn for them."""

    data = DataTrait()  # None until an engine has prepared them

    _starts_set = Int(0)
    """How often `start` was set."""

    _drawn_start: tuple[float, float] | None = None
    """The random start that was drawn last; None once another start is set."""

    _drawn_for: tuple[int | None, str, bool, bool] | None = None
    """Seed, scaling, intercept and weights of the drawn start."""

    @property
    def _galaxies(self) -> BaseDataset:
        """The data, weighted or less the Sun's motion if they are to be: what fits, trainings and plots are of."""
        data: BaseDataset = self.data
        is_corrected = self.solar_motion and has_positions(data)  # not while other data are set
        return (less_solar_motion(cast("Dataset", data)) if is_corrected else data).weighted(self.weights)

    def _random_start(self) -> tuple[float, float] | str:
        """Return the line that the seed gives, with a new seed if there is none; "random" before there are data."""
        if self.data is None:
            return RANDOM
        if self.seed is None:
            self.seed = new_seed()
        return self._line_of(self.seed)

    def _line_of(self, seed: int) -> tuple[float, float]:
        """Return the random start of a seed."""
        return random_line(self._galaxies.moments, seed, scaling=self.scaling, fit_intercept=self.fit_intercept)

    @property
    def _has_drawn_start(self) -> bool:
        """Whether the start is the drawn one, also while other settings have changed since."""
        return self.seed is not None and self._drawn_start is not None and self.start == self._drawn_start

    @property
    def _start_seed(self) -> int | None:
        """The seed if the start is what it gives with the present data, otherwise None."""
        seed: int | None = self.seed if self.data is not None else None
        return seed if seed is not None and self.start == self._line_of(seed) else None

    @property
    def _training_seed(self) -> int | None:
        """The seed that a training depends on, through its start or its batches."""
        seed: int | None = self.seed
        return seed if seed is None or self.batch_size is not None else self._start_seed

    def _draw_start(self) -> None:
        """Draw a random start that waits for data, or is of another seed, scaling or intercept; and a missing seed.

        torch draws weight and bias: with another scaling these are another line.
        """
        if self.batch_size is not None and self.seed is None:
            self.seed = new_seed()
        before, self._drawn_for = self._drawn_for, (self.seed, self.scaling, self.fit_intercept, self.weights)
        if self.start == RANDOM or (self._has_drawn_start and before != self._drawn_for):
            self.start = RANDOM  # an observer calls this method again, even if the same line was drawn
        self._drawn_start = None if self._start_seed is None else self.start
        self._drawn_for = self.seed, self.scaling, self.fit_intercept, self.weights
