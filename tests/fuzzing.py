"""What the fuzz tests share: which outcomes are allowed, and how much time and memory one may take.

Hypothesis runs a few hundred cases in `make test`. `make fuzz` runs 100,000 on what reads data, from one seed, by the
profile "fuzz" below, and each test of the magic as often as each of these.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import process_time
from typing import Any, NamedTuple

from hypothesis import HealthCheck, currently_in_test_context, event, settings

READING_TESTS = 12
"""Tests with random inputs of what reads data, in `make fuzz`; one for each library of tables counts as several."""

CASES = 100_000
LONGEST = 20.0
"""Seconds of this process alone, however busy the machine, that one case may take, first imports included."""

MOST_MEMORY = 256
"""MB by which the largest memory of the process may grow in one case; the first import of torch is the largest part."""

_PER_MB = 2**20 if sys.platform == "darwin" else 2**10


def register_profiles() -> None:
    """Name both sizes; the small one is taken unless `--hypothesis-profile=fuzz` is said."""
    # How long an example takes depends on the machine and on who imports what first: `bounded` watches over it.
    settings.register_profile("hubble_widget", deadline=None)
    settings.register_profile(
        "fuzz",
        deadline=None,
        max_examples=-(-CASES // READING_TESTS),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    settings.load_profile("hubble_widget")


class Failed(NamedTuple):
    """An error that a user was meant to read."""

    words: str


def outcome(function: Callable[..., Any], *allowed: type[Exception], **options: Any) -> Any:
    """Return what a call returns, or the words of its error; an error of another kind is none of ours and fails."""
    with bounded():
        try:
            result = function(**options)
        except allowed as error:
            if type(error) not in allowed:
                raise
            result = Failed(str(error).strip())
    if currently_in_test_context():
        event(type(result).__name__)
    return result


def is_in_words(result: Any) -> bool:
    """Whether an error has a sentence to read."""
    return isinstance(result, Failed) and len(result.words) > 10


@contextmanager
def bounded() -> Iterator[None]:
    """Fail if what is done takes too long or too much memory."""
    began, before = process_time(), _largest_memory()
    yield
    assert process_time() - began < LONGEST
    assert _largest_memory() - before < MOST_MEMORY


def _largest_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _PER_MB
