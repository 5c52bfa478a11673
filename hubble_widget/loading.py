"""Galaxies that an engine prepares on a thread of its own, while the kernel stays free."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

from hubble_widget.display.loading_row import LoadingRow
from hubble_widget.kernel import Home, keep_order
from hubble_widget.regression.asking import Asking
from hubble_widget.regression.lazy_dataset import QUERIES, Arrival, LazyDataset

if TYPE_CHECKING:
    from hubble_widget.regression.galaxies import Galaxies


@dataclass
class Plan:
    """What to do with galaxies when they have come; it ends with the wish for them.

    Attributes
    ----------
    trains : bool
        Whether torch trains then.
    iteration : int or None
        The state to show then.
    has_start : bool
        Whether the start was set for them.
    """

    trains: bool = False
    iteration: int | None = None
    has_start: bool = False


class Loader:
    """Loads galaxies into one explorer, one set at a time: a new wish ends the one before.

    Parameters
    ----------
    home : Home
    arrange : callable
        Called when `rows` has changed.
    arrived : callable
        As of `Loading`.

    Attributes
    ----------
    plan : Plan
        Of what is loaded now: a new one whenever that ends.
    """

    def __init__(self, home: Home, arrange: Callable[[], object], arrived: Callable[[Galaxies], object]) -> None:
        self._home, self._arrange, self._arrived = home, arrange, arrived
        self._loading: Loading | None = None
        self.plan = Plan()

    @property
    def rows(self) -> tuple[LoadingRow, ...]:
        """What a person sees of it: one row, or none where nothing is loaded."""
        return () if self._loading is None else (self._loading.row,)

    @property
    def sentence(self) -> str:
        """What the engine does, or why it does no more; empty where nothing is loaded."""
        return "".join(row.sentence for row in self.rows)

    @property
    def is_going_on(self) -> bool:
        """Whether other galaxies may still come without anybody's doing."""
        return self._loading is not None and self._loading.is_going_on

    def then(self, *, trains: bool) -> None:
        """Plan to train, or not to, when the galaxies have come, and say so."""
        self.plan.trains = trains
        if self._loading is not None:
            self._loading.row.plan = "Then torch trains." if trains else ""

    def begin(self, source: Arrival | LazyDataset) -> None:
        """Have an engine prepare galaxies. Must be called at home."""
        self.stop()
        self._loading = Loading(self._home, source, self._arrived)
        keep_order(self._loading.row.widgets())
        self._arrange()

    async def wait(self) -> None:
        """Return when nothing is loaded any more; a RuntimeError where that is given up."""
        while (loading := self._loading) is not None:  # perhaps another one by then
            await loading.wait()

    def stop(self) -> None:
        """Wish for nothing any more."""
        loading, self._loading, self.plan = self._loading, None, Plan()
        if loading is not None:
            self._arrange()
            loading.close()


class Loading:
    """Asks an engine one question after the other, shows how many it has answered, and can be cancelled.

    Parameters
    ----------
    home : Home
        Where everything but the engine's work happens; a loop must run there.
    source : Arrival or LazyDataset
    arrived : callable
        ``arrived(galaxies)`` is called when the engine has answered everything; what it raises is shown.

    Attributes
    ----------
    row : LoadingRow
        What a person sees of it.
    """

    def __init__(self, home: Home, source: Arrival | LazyDataset, arrived: Callable[[Galaxies], object]) -> None:
        self._home, self._source, self._arrived = home, source, arrived
        self.row = LoadingRow(lambda: home.call(self._pressed))
        self._begin()

    @property
    def is_going_on(self) -> bool:
        """Whether the galaxies may still come without anybody's doing."""
        return not self._asking.is_stopped

    async def wait(self) -> None:
        """Return when the galaxies have arrived.

        Raises
        ------
        RuntimeError
            If they will not, unless somebody tries again.
        """
        await self._over.wait()
        if self._reason:
            raise RuntimeError(self._reason)

    def close(self) -> None:
        """Give up, or be done; and free what is seen."""
        self._asking.stop()
        self._over.set()
        self.row.close()

    def _pressed(self) -> None:
        if self.is_going_on:
            goes_on = f" {self._source.engine} may still finish its present query; its answer is dropped."
            self._give_up(f"Cancelled.{'' if self._asking.stop() else goes_on}")
        else:
            self._begin()

    def _begin(self) -> None:
        self._asking = asking = Asking()
        self._over, self._reason = asyncio.Event(), ""
        self.row.show_progress(0, QUERIES, f"Asking {self._source.engine} ...")
        # A daemon: a kernel that is shut down does not wait for the engine.
        Thread(target=self._ask, args=(asking,), name=f"asking {self._source.engine}", daemon=True).start()

    def _ask(self, asking: Asking) -> None:
        """Run the queries; on the thread of its own."""
        with asking.from_here():
            steps = self._source.prepare()
            for finished in range(QUERIES + 1):
                try:
                    doing = next(steps)
                except StopIteration as end:
                    self._tell(asking, self._finish, end.value)
                    return
                except Exception as error:  # each engine has its own
                    self._tell(asking, self._fail, error)
                    return
                self._tell(asking, self.row.show_progress, finished, QUERIES, f"{doing} ...")

    def _tell(self, asking: Asking, function: Callable[..., object], *args: object) -> None:
        """Call a function at home, unless this attempt is over by then."""
        self._home.call(lambda: None if asking.is_stopped else function(*args))

    def _finish(self, galaxies: Galaxies) -> None:
        try:
            self._arrived(galaxies)
        except Exception as error:  # these galaxies do not go with the settings, or an observer failed
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        self._asking.stop()
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        self._give_up(reason)

    def _give_up(self, sentence: str) -> None:
        self._reason = sentence
        self._over.set()
        self.row.show_stopped(sentence)
