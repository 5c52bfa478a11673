"""Loads data that an engine prepares on its own thread, while the kernel stays free."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

from hubble_widget.dispatcher import Dispatcher
from hubble_widget.environment import keep_order
from hubble_widget.lazy.cancellation import Cancellation
from hubble_widget.lazy.lazy_dataset import QUERIES, LazyDataset, PendingDataset
from hubble_widget.messages import message
from hubble_widget.widgets.progress import ProgressRow

if TYPE_CHECKING:
    from hubble_widget.data.base_dataset import BaseDataset


@dataclass
class Plan:
    """What to do when the data are loaded.

    Attributes
    ----------
    trains : bool
        Whether to train.
    iteration : int or None
        The state to show.
    has_start : bool
        Whether the start was set for these data.
    """

    trains: bool = False
    iteration: int | None = None
    has_start: bool = False


class Loader:
    """Loads data sets into one explorer, one at a time: a new one cancels the one before.

    Parameters
    ----------
    dispatcher : Dispatcher
    on_rows_changed : callable
        Called when `rows` has changed.
    on_ready : callable
        See `Loading`.

    Attributes
    ----------
    plan : Plan
        For the data that are being loaded; a new plan begins with each data set.
    """

    def __init__(
        self, dispatcher: Dispatcher, on_rows_changed: Callable[[], object], on_ready: Callable[[BaseDataset], object]
    ) -> None:
        self._dispatcher, self._on_rows_changed, self._on_data_ready = dispatcher, on_rows_changed, on_ready
        self._loading: Loading | None = None
        self.plan = Plan()

    @property
    def rows(self) -> tuple[ProgressRow, ...]:
        """The progress row; empty if nothing is being loaded."""
        return () if self._loading is None else (self._loading.row,)

    @property
    def sentence(self) -> str:
        """What the engine does, or why it has stopped; empty if nothing is being loaded."""
        return "".join(row.sentence for row in self.rows)

    @property
    def is_active(self) -> bool:
        """Whether an engine is still preparing data."""
        return self._loading is not None and self._loading.is_active

    def plan_training(self, *, trains: bool) -> None:
        """Plan whether to train when the data are loaded, and show that."""
        self.plan.trains = trains
        if self._loading is not None:
            self._loading.row.plan = message("Then torch trains.") if trains else ""

    def begin(self, source: PendingDataset | LazyDataset) -> None:
        """Have an engine prepare data. Must be called on the dispatcher's thread."""
        self.stop()
        self._loading = Loading(self._dispatcher, source, self._on_data_ready)
        keep_order(self._loading.row.widgets())
        self._on_rows_changed()

    async def wait(self) -> None:
        """Return when nothing is being loaded; raise a RuntimeError if loading was given up."""
        while (loading := self._loading) is not None:  # another one may have begun
            await loading.wait()

    def stop(self) -> None:
        """Stop loading."""
        loading, self._loading, self.plan = self._loading, None, Plan()
        if loading is not None:
            self._on_rows_changed()
            loading.close()


class Loading:
    """Runs the queries of one data set, shows how many the engine has answered, and can be canceled.

    Parameters
    ----------
    dispatcher : Dispatcher
        Everything except the engine's work runs there; it must have an event loop.
    source : PendingDataset or LazyDataset
    on_ready : callable
        ``on_ready(galaxies)`` is called when the engine has answered all queries; its exceptions are shown.

    Attributes
    ----------
    row : ProgressRow
        The progress row.
    """

    def __init__(
        self, dispatcher: Dispatcher, source: PendingDataset | LazyDataset, on_ready: Callable[[BaseDataset], object]
    ) -> None:
        self._dispatcher, self._source, self._on_data_ready = dispatcher, source, on_ready
        self.row = ProgressRow(lambda: dispatcher.run(self._pressed))
        self._begin()

    @property
    def is_active(self) -> bool:
        """Whether the engine is still preparing the data."""
        return not self._cancellation.is_stopped

    async def wait(self) -> None:
        """Return when the data are loaded.

        Raises
        ------
        RuntimeError
            If loading was canceled or failed.
        """
        await self._finished.wait()
        if self._reason:
            raise RuntimeError(self._reason)

    def close(self) -> None:
        """Stop, and close the progress row."""
        self._cancellation.stop()
        self._finished.set()
        self.row.close()

    def _pressed(self) -> None:
        if self.is_active:
            if self._cancellation.stop():
                self._give_up(message("Canceled."))
            else:
                self._give_up(
                    message(
                        "Canceled. {engine} may still finish its present query; its answer is dropped.",
                        engine=self._source.engine,
                    )
                )
        else:
            self._begin()

    def _begin(self) -> None:
        self._cancellation = cancellation = Cancellation()
        self._finished, self._reason = asyncio.Event(), ""
        self.row.show_progress(0, QUERIES, message("Asking {engine} ...", engine=self._source.engine))
        # A daemon thread: a kernel that shuts down does not wait for the engine.
        Thread(
            target=self._run_queries, args=(cancellation,), name=f"asking {self._source.engine}", daemon=True
        ).start()

    def _run_queries(self, cancellation: Cancellation) -> None:
        """Run the queries; called on a new thread."""
        with cancellation.activate():
            steps = self._source.prepare()
            for finished in range(QUERIES + 1):
                try:
                    doing = next(steps)
                except StopIteration as end:
                    self._call_unless_stopped(cancellation, self._on_success, end.value)
                    return
                except Exception as error:  # each engine has its own classes
                    self._call_unless_stopped(cancellation, self._on_error, error)
                    return
                self._call_unless_stopped(cancellation, self.row.show_progress, finished, QUERIES, doing)

    def _call_unless_stopped(self, cancellation: Cancellation, function: Callable[..., object], *args: object) -> None:
        """Call a function on the dispatcher's thread, unless this attempt has been stopped by then."""
        self._dispatcher.run(lambda: None if cancellation.is_stopped else function(*args))

    def _on_success(self, galaxies: BaseDataset) -> None:
        try:
            self._on_data_ready(galaxies)
        except Exception as error:  # the data do not fit the settings, or an observer failed
            self._on_error(error)

    def _on_error(self, error: BaseException) -> None:
        self._cancellation.stop()
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        self._give_up(reason)

    def _give_up(self, sentence: str) -> None:
        self._reason = sentence
        self._finished.set()
        self.row.show_stopped(sentence)
