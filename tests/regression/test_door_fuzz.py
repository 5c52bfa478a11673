"""Whatever comes through the door or on the magic's line ends in a data set or in an error of ours, in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import hubble_widget as hw
from hubble_widget.regression.tables import parse_table

NUMBERS = st.one_of(
    st.floats(),
    st.integers(),
    st.sampled_from([0.0, -0.0, 5e-324, 1e-300, 1e300, float("nan"), float("inf"), None, True, 1j, 10**400]),
    st.text(max_size=5),
    st.decimals(),
    st.fractions(),
)
WORDS = st.one_of(
    st.sampled_from(
        ["distance", "velocity", "d", "v", "cz", "dist_kpc", "v (m/s)", "name", "z", "", " ", "col1", "\0", "ı"]
    ),
    st.text(max_size=12),
)
COLUMNS = st.dictionaries(WORDS, st.lists(NUMBERS, max_size=6) | NUMBERS | st.none(), max_size=5)
THINGS: st.SearchStrategy[Any] = st.one_of(
    COLUMNS,
    st.tuples(st.lists(NUMBERS, max_size=5), st.lists(NUMBERS, max_size=5)),
    st.recursive(
        NUMBERS, lambda inner: st.lists(inner, max_size=3) | st.tuples(inner) | st.sets(st.integers()), max_leaves=8
    ),
    WORDS,
    st.binary(max_size=20),
)
TEXT = st.one_of(
    st.text(max_size=200),
    st.lists(st.lists(st.one_of(st.floats().map(str), WORDS), max_size=4).map(",".join), max_size=8).map("\n".join),
    st.lists(st.lists(st.floats().map(str), min_size=2, max_size=2).map(" ".join), max_size=8).map("\n".join),
)


def outcome(function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """What a call returns, or the words of its error; an error of another kind fails the test."""
    try:
        return function(*arguments, **options)
    except (TypeError, ValueError) as error:
        return str(error).strip() if type(error) in {TypeError, ValueError} else None


def is_a_data_set_or_words(result: Any) -> bool:
    if isinstance(result, hw.Dataset):
        return len(result) == len(result.names) >= 2
    return isinstance(result, str) and len(result) > 10


@given(THINGS, st.fixed_dictionaries({}, optional=dict.fromkeys(("x", "y", "redshift", "names"), WORDS | NUMBERS)))
@settings(max_examples=300, deadline=None)
def test_any_object(value: Any, columns: dict[str, Any]) -> None:
    assert is_a_data_set_or_words(outcome(hw.as_dataset, value, **columns))


@given(TEXT)
@settings(max_examples=150, deadline=None)
@pytest.mark.filterwarnings("ignore")  # astropy's, of texts that are no tables
def test_any_pasted_text(text: str) -> None:
    assert is_a_data_set_or_words(outcome(lambda: hw.as_dataset(parse_table(text))))


@given(st.binary(max_size=300), st.sampled_from(["csv", "tsv", "ecsv", "vot", "fits", "parquet", "csv.gz", "fits.gz"]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.filterwarnings("ignore")
def test_any_file(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"fuzzed.{suffix}"
    path.write_bytes(content)
    assert is_a_data_set_or_words(outcome(hw.as_dataset, path))
