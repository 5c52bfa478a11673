"""Running and interrupting queries. This is the only module that treats engines differently."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from contextvars import ContextVar
from threading import Event, Lock, RLock, Thread
from typing import Any
from uuid import uuid4
from weakref import WeakKeyDictionary

Interrupt = Callable[[], object]

_RETRY_INTERVAL = 0.05
"""Seconds until a running query is interrupted again. The first interrupt may come before the query begins."""

_default_lock = RLock()
_locks: WeakKeyDictionary[Any, AbstractContextManager[object]] = WeakKeyDictionary()
"""One lock for each connection."""


class EngineError(ValueError):
    """An engine could not answer a query."""


@contextmanager
def exclusive_access(frame: Any) -> Iterator[None]:
    """Return a context in which this thread may query the engine of a lazy narwhals frame.

    Even a query for the names of the columns needs it.

    Raises
    ------
    EngineError
        If the engine raises an error of any kind.
    DuplicateError
        An error of narwhals: two columns have the same name.
    StoppedError
        As `collect`.
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
    """Return the display name of the engine of a narwhals frame."""
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
    """Return the lock of a frame's connection: a DuckDB connection can run only one query at a time."""
    if not (frame.implementation.is_duckdb() or frame.implementation.is_ibis()):
        return nullcontext()
    connection = _connection_of(frame.to_native())
    return _default_lock if connection is None else _locks.setdefault(connection, RLock())


def _connection_of(native: Any) -> Any:
    """Return the DuckDB connection of a table; None if it is unknown or the engine is another one."""
    if hasattr(native, "get_backend"):  # Ibis
        backend = native.get_backend()
        return backend.con if backend.name == "duckdb" else None
    # duckdb/duckdb-python#329: a relation keeps its connection; no upstream issue found that asks for it in public.
    return getattr(native, "_con", None)  # since DuckDB 2


class StoppedError(Exception):
    """The queries were stopped."""


class Cancellation:
    """Lets any thread stop the queries that one thread runs, one after the other."""

    def __init__(self) -> None:
        self._stopped = Event()
        self._query: _Query | None = None

    @property
    def is_stopped(self) -> bool:
        """Whether the queries were stopped."""
        return self._stopped.is_set()

    def stop(self) -> bool:
        """Interrupt the current query, if the engine allows it, and start no other.

        Returns
        -------
        bool
            Whether no query goes on in the engine.
        """
        self._stopped.set()
        query = self._query  # a later query sees `_stopped`
        if query is None:
            return True
        if query.interrupt is None:
            return False
        Thread(target=query.interrupt_until_over, name="interrupting an engine", daemon=True).start()
        return True

    @contextmanager
    def activate(self) -> Iterator[None]:
        """Return a context in which this object controls all queries of this thread."""
        token = _active.set(self)
        try:
            yield
        finally:
            _active.reset(token)

    @contextmanager
    def query(self, interrupt: Interrupt | None) -> Iterator[None]:
        """Return a context in which a query runs.

        Parameters
        ----------
        interrupt : callable or None
            Interrupts the query; None if that is impossible.

        Raises
        ------
        StoppedError
            If the queries were stopped.
        """
        self._query = query = _Query(interrupt)
        try:
            self.raise_if_stopped()
            yield
        finally:
            query.end()
            self._query = None

    def raise_if_stopped(self) -> None:
        """Raise a StoppedError if the queries were stopped."""
        if self.is_stopped:
            raise StoppedError("the query was stopped.")


class _Query:
    """A query that runs until `end` is called."""

    def __init__(self, interrupt: Interrupt | None) -> None:
        self.interrupt = interrupt
        self._over = Event()
        self._lock = Lock()

    def end(self) -> None:
        """Mark the query as over. After that it is not interrupted: the engine may already run another query."""
        with self._lock:
            self._over.set()

    def interrupt_until_over(self) -> None:
        """Interrupt the query again and again until it is over; stop if the engine raises an error."""
        with suppress(Exception):
            self._interrupt_once()
            while not self._over.wait(_RETRY_INTERVAL):
                self._interrupt_once()

    def _interrupt_once(self) -> None:
        with self._lock:
            if self.interrupt is not None and not self._over.is_set():
                self.interrupt()


_active: ContextVar[Cancellation | None] = ContextVar("cancellation", default=None)


def collect(frame: Any) -> Any:
    """Run the query of a lazy narwhals frame and return its rows. All data that leave an engine pass here.

    Raises
    ------
    StoppedError
        If this thread's `Cancellation` was stopped.
    EngineError
        If the engine fails.
    """
    cancellation = _active.get() or Cancellation()
    query = _QUERIES.get(frame.implementation.value, _without_interrupt)
    with exclusive_access(frame), query(frame.to_native(), cancellation) as options:
        return frame.collect(**options)


Options = dict[str, Any]


@contextmanager
def _without_interrupt(native: Any, cancellation: Cancellation) -> Iterator[Options]:  # noqa: ARG001
    """Run a query of an engine that cannot be interrupted."""
    with cancellation.query(None):
        yield {}


@contextmanager
def _polars(native: Any, cancellation: Cancellation) -> Iterator[Options]:  # noqa: ARG001
    # The default engine would read the whole table into memory. A canceled query of the streaming engine goes on (2.1).
    with cancellation.query(None):
        yield {"engine": "streaming"}


@contextmanager
def _duckdb(native: Any, cancellation: Cancellation) -> Iterator[Options]:
    with cancellation.query(_interrupt_of(_connection_of(native))):
        yield {}


def _interrupt_of(connection: Any) -> Interrupt | None:
    """Return the function that interrupts DuckDB; None if a transaction is open, because it would be rolled back."""
    if connection is None:
        return None
    before, after = (connection.sql("SELECT txid_current()").fetchall() for _ in range(2))
    interrupt: Interrupt = connection.interrupt
    return None if before == after else interrupt


@contextmanager
def _dask(native: Any, cancellation: Cancellation) -> Iterator[Options]:  # noqa: ARG001
    from dask import base
    from dask.callbacks import Callback

    get_scheduler: Any = base.get_scheduler
    client = getattr(get_scheduler(), "__self__", None)
    if client is None:  # Dask runs in this process: a task that has begun runs to its end
        with cancellation.query(cancellation.raise_if_stopped):
            before_each_task = (None, None, lambda *_: cancellation.raise_if_stopped(), None, None)
            yield {"callbacks": [*Callback.active, before_each_task]}
        return

    def on_the_cluster(graph: Any, keys: Any, **options: Any) -> Any:
        futures = client.get(graph, keys, sync=False, **options)
        with cancellation.query(lambda: client.cancel(futures)):
            return client.gather(futures)

    yield {"scheduler": on_the_cluster}


@contextmanager
def _spark(native: Any, cancellation: Cancellation) -> Iterator[Options]:
    context, tag = native.sparkSession.sparkContext, f"hubble_widget-{uuid4()}"
    context.addJobTag(tag)
    try:
        with cancellation.query(lambda: context.cancelJobsWithTag(tag)):
            yield {}
    finally:
        context.removeJobTag(tag)


_QUERIES: dict[str, Callable[[Any, Cancellation], AbstractContextManager[Options]]] = {
    "dask": _dask,
    "duckdb": _duckdb,
    "ibis": _duckdb,
    "polars": _polars,
    "pyspark": _spark,
}
