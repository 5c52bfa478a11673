"""How an engine is asked, and how what it is asked can be cut short: the one place that knows engines one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from contextvars import ContextVar
from threading import Event, Lock, RLock, Thread
from typing import Any
from uuid import uuid4
from weakref import WeakKeyDictionary

Interrupt = Callable[[], object]

_AGAIN = 0.05
"""Seconds after which a query that goes on is interrupted again; it may not have begun the first time."""

_of_unknown_connection = RLock()
_of_connection: WeakKeyDictionary[Any, AbstractContextManager[object]] = WeakKeyDictionary()


class EngineError(ValueError):
    """An engine could not answer."""


@contextmanager
def turn_of(frame: Any) -> Iterator[None]:
    """Return a context in which a lazy frame of narwhals may be asked, even for its columns.

    Raises
    ------
    EngineError
        If the engine raises anything: each has errors of its own.
    DuplicateError, StoppedError
        Of narwhals, where two columns have one name, and as `fetched`.
    """
    from narwhals.exceptions import DuplicateError

    try:
        with _lock_of(frame):
            yield
    except (DuplicateError, EngineError, StoppedError):
        raise
    except Exception as error:
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        raise EngineError(f"{engine_of(frame)} could not answer: {reason}") from error


def engine_of(frame: Any) -> str:
    """Return the name of the engine that holds a frame of narwhals, for people."""
    return _ENGINES.get(name := str(frame.implementation.value), name)


_ENGINES = {
    "duckdb": "DuckDB",
    "polars": "Polars",
    "dask": "Dask",
    "ibis": "Ibis",
    "pyspark": "Spark",
    "pyspark[connect]": "Spark",
}


def _lock_of(frame: Any) -> AbstractContextManager[object]:
    """Return what lets one ask a connection after the other: DuckDB refuses all else while a query uses it."""
    if not (frame.implementation.is_duckdb() or frame.implementation.is_ibis()):
        return nullcontext()
    connection = _connection_of(frame.to_native())
    return _of_unknown_connection if connection is None else _of_connection.setdefault(connection, RLock())


def _connection_of(native: Any) -> Any:
    """Return the connection to DuckDB that a table uses; None where it is another engine, or does not tell."""
    if hasattr(native, "get_backend"):  # of Ibis
        backend = native.get_backend()
        return backend.con if backend.name == "duckdb" else None
    return getattr(native, "_con", None)  # from DuckDB 2 on


class StoppedError(Exception):
    """Nothing is asked any more, since somebody has stopped it."""


class Asking:
    """The queries that one thread asks of engines, one after the other; any other thread may stop them."""

    def __init__(self) -> None:
        self._stopped = Event()
        self._query: _Query | None = None

    @property
    def is_stopped(self) -> bool:
        """Whether nothing is asked any more."""
        return self._stopped.is_set()

    def stop(self) -> bool:
        """Interrupt the present query, where the engine can be interrupted, and have no other asked.

        Returns
        -------
        bool
            Whether the engine is left with nothing to do.
        """
        self._stopped.set()
        query = self._query  # one that comes later sees that it must not be asked
        if query is None:
            return True
        if query.interrupt is None:
            return False
        Thread(target=query.cut_short, name="interrupting an engine", daemon=True).start()
        return True

    @contextmanager
    def from_here(self) -> Iterator[None]:
        """Have all queries of this thread belong to these."""
        before = _of_this_thread.set(self)
        try:
            yield
        finally:
            _of_this_thread.reset(before)

    @contextmanager
    def query(self, interrupt: Interrupt | None) -> Iterator[None]:
        """Tell that a query goes on, and how to interrupt it, None if that cannot be done.

        Raises
        ------
        StoppedError
            If nothing is to be asked any more.
        """
        self._query = query = _Query(interrupt)
        try:
            self.go_on()
            yield
        finally:
            query.end()
            self._query = None

    def go_on(self) -> None:
        """Raise a StoppedError if nothing is to be asked any more."""
        if self.is_stopped:
            raise StoppedError("it was stopped.")


class _Query:
    """One query that goes on, until its `end`."""

    def __init__(self, interrupt: Interrupt | None) -> None:
        self.interrupt = interrupt
        self._over = Event()
        self._lock = Lock()

    def end(self) -> None:
        """Have it interrupted no more, for the engine may already do something else."""
        with self._lock:
            self._over.set()

    def cut_short(self) -> None:
        """Interrupt it until it is over, unless the engine is gone."""
        with suppress(Exception):
            self._tell()
            while not self._over.wait(_AGAIN):
                self._tell()

    def _tell(self) -> None:
        with self._lock:
            if self.interrupt is not None and not self._over.is_set():
                self.interrupt()


_of_this_thread: ContextVar[Asking | None] = ContextVar("asking", default=None)


def fetched(frame: Any) -> Any:
    """Run the query of a lazy frame of narwhals and return its rows: the one place where anything leaves an engine.

    Raises
    ------
    StoppedError
        If this thread's `Asking` was stopped before.
    EngineError
        If the engine fails.
    """
    asking = _of_this_thread.get() or Asking()
    way = _WAYS.get(frame.implementation.value, _to_the_end)
    with turn_of(frame), way(frame.to_native(), asking) as options:
        return frame.collect(**options)


Options = dict[str, Any]


@contextmanager
def _to_the_end(native: Any, asking: Asking) -> Iterator[Options]:  # noqa: ARG001
    """Ask an engine that cannot be interrupted."""
    with asking.query(None):
        yield {}


@contextmanager
def _polars(native: Any, asking: Asking) -> Iterator[Options]:  # noqa: ARG001
    # By itself it would read the whole table into memory. What is told to cancel goes on (2.1).
    with asking.query(None):
        yield {"engine": "streaming"}


@contextmanager
def _duckdb(native: Any, asking: Asking) -> Iterator[Options]:
    with asking.query(_interrupt_of(_connection_of(native))):
        yield {}


def _interrupt_of(connection: Any) -> Interrupt | None:
    """Return what interrupts DuckDB; None where a transaction is open, which that would undo."""
    if connection is None:
        return None
    before, after = (connection.sql("SELECT txid_current()").fetchall() for _ in range(2))
    interrupt: Interrupt = connection.interrupt
    return None if before == after else interrupt


@contextmanager
def _dask(native: Any, asking: Asking) -> Iterator[Options]:  # noqa: ARG001
    from dask import base
    from dask.callbacks import Callback

    get_scheduler: Any = base.get_scheduler
    client = getattr(get_scheduler(), "__self__", None)
    if client is None:  # in this process; a task that has begun is finished
        with asking.query(asking.go_on):
            before_a_task = (None, None, lambda *_: asking.go_on(), None, None)
            yield {"callbacks": [*Callback.active, before_a_task]}
        return

    def on_the_cluster(graph: Any, keys: Any, **options: Any) -> Any:
        futures = client.get(graph, keys, sync=False, **options)
        with asking.query(lambda: client.cancel(futures)):
            return client.gather(futures)

    yield {"scheduler": on_the_cluster}


@contextmanager
def _spark(native: Any, asking: Asking) -> Iterator[Options]:
    context, tag = native.sparkSession.sparkContext, f"hubble_widget-{uuid4()}"
    context.addJobTag(tag)
    try:
        with asking.query(lambda: context.cancelJobsWithTag(tag)):
            yield {}
    finally:
        context.removeJobTag(tag)


_WAYS: dict[str, Callable[[Any, Asking], AbstractContextManager[Options]]] = {
    "dask": _dask,
    "duckdb": _duckdb,
    "ibis": _duckdb,
    "polars": _polars,
    "pyspark": _spark,
}
