"""The actions of an explorer: train, stop, step, go back, try a preset, wait for data."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from hubble_widget.explorer.open_explorer import OpenExplorer
from hubble_widget.explorer.presets import preset_of
from hubble_widget.fit.hyperparameters import check_iterations
from hubble_widget.fit.training_run import torch_is_warm, warm_up

if TYPE_CHECKING:
    from hubble_widget.data.base_dataset import BaseDataset
    from hubble_widget.lazy.lazy_dataset import LazyDataset, PendingDataset


class DrivenExplorer(OpenExplorer):
    """An open explorer with the actions of its buttons, which are methods for its users, too."""

    _initial_state: dict[str, Any]

    def train(self, *, wait: bool = False) -> None:
        """Run the torch loop live, or continue one that was stopped.

        Parameters
        ----------
        wait : bool
            Return only when the training has ended or the kernel is interrupted. Always so in a script, where no event
            loop runs, and in a notebook that nobody watches (nbconvert, papermill).

        Raises
        ------
        RuntimeError
            If the explorer was closed, even by an observer during the training; or if an engine has not prepared the
            data yet and the training cannot wait for it in the background.
        """
        in_cell = wait or not self._trains_in_background
        if self._dispatcher.is_open and not in_cell and (self._loader.is_active or not self._is_shown):
            self._loader.plan_training(trains=True)
            return
        self._check_open()
        if in_cell:
            if self._loader.is_active:
                self._refuse_before_ready()
            self._dispatcher.run_and_wait(self._playback.train_here)
        else:
            self._dispatcher.call_for_user(self._playback.train)
        self._check_open()  # an observer may have closed it

    def stop(self) -> None:
        """Stop the training at the shown state; Train continues from there."""
        self._loader.plan_training(trains=False)
        self._check_open()
        self._dispatcher.call_for_user(self._playback.stop)

    def step(self, count: int = 1) -> None:
        """Advance by `count` iterations. Beyond the last one the path becomes longer, up to 10,000."""
        self._check_open()
        self._dispatcher.call_for_user(self._playback.step, check_iterations(count))

    def reset(self) -> None:
        """Go back to the start of the run: to iteration 0, with the same settings."""
        self._check_open()
        self._dispatcher.call_for_user(self._playback.reset)

    def try_preset(self, name: str) -> None:
        """Choose settings that show one thing; a sentence says what to watch and why it happens.

        Parameters
        ----------
        name : str
            "too slow", "just right", "swings", "diverges", "raw data", "standardized data", "batches of 4",
            "random start", "momentum" or "an influential point", which is left out. Learning rates are chosen for the
            present data. Other settings of the training become the usual ones, and the exact fit
            is a line.

        Raises
        ------
        TypeError, ValueError
            If there is no such preset, the data have too few galaxies for it, or it is about the exact fit and that is
            hidden.
        """
        self._check_ready()
        self._dispatcher.call_for_user(self._try_preset, name)

    def _try_preset(self, name: str) -> None:
        preset = preset_of(name, self.data.weighted(self.weights))
        # The lowest point of the loss surface is the exact fit.
        if not self.show_exact and (preset.tells_exact or preset.settings.get("view") == "loss_surface"):
            raise ValueError(f"{name!r} shows where the exact fit is, which is hidden: show it first.")
        self._playback.stop()
        with self.hold_trait_notifications():
            for setting, value in preset.settings.items():
                setattr(self, setting, value)
        if self._is_shown:  # unless an observer has closed it
            self._interaction.show_preset(name, preset.sentence)

    def start_over(self) -> None:
        """Go back to the first data, settings and plots, and to iteration 0.

        Pinned runs are removed, residuals, residual plot, linear scale and handles are turned off, no galaxy is chosen,
        and every plot is shown as a whole.
        """
        self._check_open()
        self._dispatcher.call_for_user(self._start_over)

    def _start_over(self) -> None:
        self._playback.stop()
        self._stop_waiting()
        with self.hold_trait_notifications():
            for name, value in self._initial_state.items():
                setattr(self, name, value)
        if self._is_shown:  # unless an observer has closed it
            self._interaction.start_over()
            self._playback.reset()

    def _load_torch_early(self) -> None:
        """Import torch in the background after the first picture, so that the first Train does not wait for it."""
        if self._trains_in_background and not torch_is_warm():
            self._dispatcher.start(asyncio.to_thread(warm_up))

    # Data in an engine, which has to prepare them first

    def _wait_for(self, source: PendingDataset | LazyDataset) -> BaseDataset | None:
        """Have an engine prepare data in the background; the shown data stay until then."""
        if not self._trains_in_background:
            return super()._wait_for(source)
        self._dispatcher.run(self._loader.begin, source)
        return self._shown_data

    async def ready(self) -> None:
        """Wait until an engine has prepared the data and they are shown: ``await explorer.ready()`` in a cell.

        Raises
        ------
        RuntimeError
            If loading was canceled, the engine failed, or the explorer was closed.
        """
        await self._loader.wait()
        self._check_open()

    def _stop_waiting(self) -> None:
        """Stop waiting for an engine: other data have been set."""
        super()._stop_waiting()
        self._loader.stop()

    def _on_data_ready(self, galaxies: BaseDataset) -> None:
        awaited, plan = self._pending_input, self._loader.plan
        if plan.has_start:
            self._starts_handled = -1  # as if the start were set with the data
        self.data = galaxies  # this shows them
        if awaited is not None:
            self._note_source(*awaited)
        if self._is_shown:  # unless an observer has closed it
            self._interaction.update_texts()
        self._loader.stop()
        if self._is_shown and plan.iteration is not None:
            self.iteration = plan.iteration
        if self._is_shown and plan.trains:
            self.train()
