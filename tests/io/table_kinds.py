"""Columns of every dtype of pandas, Polars, PyArrow, astropy and numpy, each with what plain Python makes of it."""

from __future__ import annotations

import datetime
import math
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
from astropy import units
from astropy.coordinates import SkyCoord
from astropy.table import Column, MaskedColumn
from astropy.time import Time
from astropy.utils.masked import Masked
from hypothesis import strategies as st

NAN, INF = math.nan, math.inf
DAY = datetime.date(2001, 5, 20)
MOMENT = datetime.datetime(2001, 5, 20, 12)
STEP = datetime.timedelta(hours=3)

Values = Sequence[Any]


@dataclass(frozen=True)
class Kind:
    """One way in which a library holds a column.

    Attributes
    ----------
    name : str
    values : strategy
        Of one value, in plain Python.
    column : callable
        Makes the library's column of a list of values.
    number : callable, optional
        Returns what such a value is as a number, nan where it is missing; None where the kind holds no numbers at all.
    scale : float
        What its unit is in Mpc or km/s.
    """

    name: str
    values: st.SearchStrategy[Any]
    column: Callable[[list[Any]], Any]
    number: Callable[[Any], float] | None = None
    scale: float = 1.0

    def __repr__(self) -> str:
        return self.name


def plain(value: Any) -> float:
    """Return a number as Python's float; None is missing."""
    return NAN if value is None else float(value)


def packed(form: str) -> Callable[[Any], float]:
    """Return how a number comes out of so many bits."""

    def number(value: Any) -> float:
        try:
            return float(struct.unpack(form, struct.pack(form, plain(value)))[0])
        except OverflowError:
            return math.copysign(INF, value)

    return number


def word(value: Any) -> float:
    """Return the number that a text is; an empty one, or none, is missing."""
    return NAN if value in {None, "", "n/a"} else float(value)


# Every number could be meant: none stands for "missing" in anybody's catalog, and no distance is 0 or below.
SMALL = st.integers(1, 120).filter(lambda value: value not in {9, 99})
WHOLE = SMALL | st.integers(200, 900)
SPLIT = st.integers(0, 2000).map(lambda value: value + 0.25) | st.integers(1, 900).map(lambda value: value / 128)
EXTREME = st.sampled_from([NAN, INF, -INF, 1e-61, 1e61, 1e308, 5e-324, 1e-40, 1e39])
FLOATS = st.one_of(*[SPLIT] * 6, EXTREME)
OR_NONE = st.none()
TEXTS = st.one_of(*[SPLIT.map(str)] * 4, WHOLE.map(str), st.sampled_from(["", "n/a", None]))
WORDS = st.sampled_from(["Virgo", "a", "12 h", "ı", "\0", "NGC 925"])
DECIMALS = SPLIT.map(lambda value: Decimal(value).quantize(Decimal("0.01")))
OBJECTS = st.one_of(
    SPLIT, WHOLE, DECIMALS, SPLIT.map(Fraction), SPLIT.map(str), st.none(), st.just(NAN), WHOLE.map(np.int16)
)


def of_object(value: Any) -> float:
    return word(value) if isinstance(value, str) else plain(value)


def _pandas(dtype: Any) -> Callable[[list[Any]], Any]:
    return lambda values: pd.Series(pd.array(values, dtype=dtype))


def _numpy(dtype: Any) -> Callable[[list[Any]], Any]:
    return lambda values: np.array([NAN if value is None else value for value in values], dtype=dtype)


def _objects(values: list[Any]) -> Any:
    made = np.empty(len(values), dtype=object)
    for place, value in enumerate(values):
        made[place] = value
    return made


def _quiet(make: Callable[[list[Any]], Any]) -> Callable[[list[Any]], Any]:
    def quietly(values: list[Any]) -> Any:
        with np.errstate(over="ignore"):
            return make(values)

    return quietly


OF_NUMPY = [
    *(
        Kind(f"numpy {kind}", FLOATS, _quiet(_numpy(kind)), packed(form))
        for kind, form in (("f2", "e"), ("f4", "f"), ("f8", "d"), (">f8", "d"), (">f4", "f"), ("longdouble", "d"))
    ),
    *(
        Kind(f"numpy {kind}", SMALL if "1" in kind else WHOLE, _numpy(kind), plain)
        for kind in ("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", ">i4")
    ),
    Kind("numpy objects", OBJECTS, _objects, of_object),
    Kind(
        "numpy text", TEXTS.filter(lambda value: value is not None), lambda values: np.array(values, dtype="U16"), word
    ),
    Kind(
        "numpy bytes", TEXTS.filter(lambda value: value is not None), lambda values: np.array(values, dtype="S16"), word
    ),
    Kind("numpy words", WORDS, lambda values: np.array(values, dtype="U16")),
    Kind("numpy bool", st.booleans(), _numpy(bool)),
    Kind("numpy complex", SPLIT, _numpy(complex)),
    Kind("numpy times", st.just("2001-05-20"), _numpy("M8[s]")),
    Kind("numpy steps", st.integers(0, 9), lambda values: np.array(values, dtype="m8[s]")),
    Kind(
        "numpy of two dimensions", SPLIT, lambda values: np.array([[value, value] for value in values]).reshape(-1, 2)
    ),
]

OF_PANDAS = [
    *(
        kind
        for kind in OF_NUMPY
        if kind.name
        not in {"numpy >f8", "numpy >f4", "numpy >i4", "numpy bytes", "numpy longdouble", "numpy of two dimensions"}
    ),
    *(
        Kind(f"pandas {dtype}", FLOATS | OR_NONE, _quiet(_pandas(dtype)), packed(form))
        for dtype, form in (("Float64", "d"), ("Float32", "f"), ("float64[pyarrow]", "d"), ("float32[pyarrow]", "f"))
    ),
    *(
        Kind(f"pandas {dtype}", (SMALL if "8" in dtype else WHOLE) | OR_NONE, _pandas(dtype), plain)
        for dtype in (
            "Int8",
            "Int16",
            "Int32",
            "Int64",
            "UInt8",
            "UInt16",
            "UInt32",
            "UInt64",
            "int8[pyarrow]",
            "uint64[pyarrow]",
        )
    ),
    Kind("pandas decimals", DECIMALS | OR_NONE, _pandas(pd.ArrowDtype(pa.decimal128(20, 2))), plain),
    Kind("pandas string", TEXTS, _pandas("string"), word),
    Kind("pandas str", TEXTS, _pandas("str"), word),
    Kind("pandas categories of numbers", SPLIT | OR_NONE, lambda values: pd.Series(pd.Categorical(values)), plain),
    Kind("pandas categories of text", TEXTS, lambda values: pd.Series(pd.Categorical(values)), word),
    Kind("pandas categories of words", WORDS, lambda values: pd.Series(pd.Categorical(values))),
    Kind(
        "pandas sparse",
        SPLIT | st.just(NAN),
        lambda values: pd.Series(pd.arrays.SparseArray(values, dtype=float)),
        plain,
    ),
    Kind("pandas sparse ints", WHOLE, lambda values: pd.Series(pd.arrays.SparseArray(values, dtype=int)), plain),
    Kind("pandas boolean", st.booleans() | OR_NONE, _pandas("boolean")),
    Kind("pandas datetimes", st.just(MOMENT) | OR_NONE, _pandas("datetime64[ns]")),
    Kind("pandas datetimes of a zone", st.just(MOMENT) | OR_NONE, _pandas("datetime64[ns, UTC]")),
    Kind("pandas steps", st.just(STEP) | OR_NONE, _pandas("timedelta64[ns]")),
    Kind("pandas periods", st.just("2001-05") | OR_NONE, _pandas("period[M]")),
    Kind(
        "pandas intervals",
        WHOLE,
        lambda values: pd.Series(pd.arrays.IntervalArray.from_arrays(values, [v + 1 for v in values])),
    ),
    Kind("pandas lists", SPLIT, lambda values: pd.Series([[value] for value in values], dtype=object)),
]


def _polars(dtype: Any) -> Callable[[list[Any]], Any]:
    return lambda values: pl.Series(values, dtype=dtype, strict=False)


OF_POLARS = [
    *(
        Kind(f"polars {dtype}", FLOATS | OR_NONE, _polars(dtype), packed(form))
        for dtype, form in ((pl.Float32, "f"), (pl.Float64, "d"))
    ),
    *(
        Kind(f"polars {dtype}", (SMALL if "8" in str(dtype) else WHOLE) | OR_NONE, _polars(dtype), plain)
        for dtype in (pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.Int128, pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64)
    ),
    Kind("polars Decimal", DECIMALS | OR_NONE, _polars(pl.Decimal(20, 2)), plain),
    Kind("polars String", TEXTS, _polars(pl.String), word),
    Kind("polars Categorical", TEXTS, _polars(pl.Categorical), word),
    Kind("polars Enum", st.sampled_from(["1.5", "2.5", "30", None]), _polars(pl.Enum(["30", "2.5", "1.5"])), word),
    Kind("polars Object", OBJECTS, lambda values: pl.Series(values, dtype=pl.Object), of_object),
    Kind("polars words", WORDS | OR_NONE, lambda values: pl.Series(values, dtype=pl.String)),
    Kind("polars Boolean", st.booleans() | OR_NONE, _polars(pl.Boolean)),
    Kind("polars Date", st.just(DAY) | OR_NONE, _polars(pl.Date)),
    Kind("polars Datetime", st.just(MOMENT) | OR_NONE, _polars(pl.Datetime)),
    Kind("polars Duration", st.just(STEP) | OR_NONE, _polars(pl.Duration)),
    Kind("polars Time", st.just(datetime.time(3)) | OR_NONE, _polars(pl.Time)),
    Kind("polars List", SPLIT.map(lambda value: [value]) | OR_NONE, _polars(pl.List(pl.Float64))),
    Kind("polars Array", SPLIT.map(lambda value: [value]) | OR_NONE, _polars(pl.Array(pl.Float64, 1))),
    Kind("polars Struct", SPLIT.map(lambda value: {"a": value}) | OR_NONE, _polars(pl.Struct({"a": pl.Float64}))),
    Kind("polars Binary", st.binary(max_size=3) | OR_NONE, _polars(pl.Binary)),
    Kind("polars Null", OR_NONE, _polars(pl.Null)),
]


def _arrow(dtype: Any) -> Callable[[list[Any]], Any]:
    return lambda values: pa.array(values, type=dtype)


def _half(values: list[Any]) -> Any:
    mask = np.array([value is None for value in values], dtype=bool)
    return pa.array(np.array([1 if value is None else value for value in values], dtype="f2"), mask=mask)


def _run_ends(values: list[Any]) -> Any:
    ends = pa.array(range(1, len(values) + 1), type=pa.int32())
    return pa.RunEndEncodedArray.from_arrays(ends, pa.array(values, type=pa.float64()))


OF_ARROW = [
    *(
        Kind(f"pyarrow {dtype}", FLOATS | OR_NONE, _arrow(dtype), packed(form))
        for dtype, form in ((pa.float32(), "f"), (pa.float64(), "d"))
    ),
    Kind("pyarrow half", FLOATS | OR_NONE, _quiet(_half), packed("e")),
    *(
        Kind(f"pyarrow {dtype}", (SMALL if "8" in str(dtype) else WHOLE) | OR_NONE, _arrow(dtype), plain)
        for dtype in (pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64())
    ),
    Kind("pyarrow decimal128", DECIMALS | OR_NONE, _arrow(pa.decimal128(20, 2)), plain),
    Kind("pyarrow decimal256", DECIMALS | OR_NONE, _arrow(pa.decimal256(40, 2)), plain),
    Kind("pyarrow string", TEXTS, _arrow(pa.string()), word),
    Kind("pyarrow large_string", TEXTS, _arrow(pa.large_string()), word),
    Kind("pyarrow string_view", TEXTS, _arrow(pa.string_view()), word),
    Kind(
        "pyarrow dictionary of text", TEXTS, lambda values: pa.array(values, type=pa.string()).dictionary_encode(), word
    ),
    Kind(
        "pyarrow dictionary",
        SPLIT | OR_NONE,
        lambda values: pa.array(values, type=pa.float64()).dictionary_encode(),
        plain,
    ),
    Kind("pyarrow run ends", SPLIT | OR_NONE, _run_ends, plain),
    Kind("pyarrow words", WORDS | OR_NONE, _arrow(pa.string())),
    Kind("pyarrow bool", st.booleans() | OR_NONE, _arrow(pa.bool_())),
    Kind("pyarrow null", OR_NONE, _arrow(pa.null())),
    Kind("pyarrow timestamp", st.just(MOMENT) | OR_NONE, _arrow(pa.timestamp("ns"))),
    Kind("pyarrow date", st.just(DAY) | OR_NONE, _arrow(pa.date32())),
    Kind("pyarrow duration", st.just(STEP) | OR_NONE, _arrow(pa.duration("s"))),
    Kind("pyarrow list", SPLIT.map(lambda value: [value]) | OR_NONE, _arrow(pa.list_(pa.float64()))),
    Kind("pyarrow struct", SPLIT.map(lambda value: {"a": value}) | OR_NONE, _arrow(pa.struct({"a": pa.float64()}))),
    Kind("pyarrow binary", st.binary(max_size=3) | OR_NONE, _arrow(pa.binary())),
]


def _masked(dtype: Any) -> Callable[[list[Any]], Any]:
    def make(values: list[Any]) -> Any:
        filled = [1 if value is None else value for value in values]
        return MaskedColumn(np.array(filled, dtype=dtype), mask=[value is None for value in values])

    return make


def _masked_quantity(values: list[Any]) -> Any:
    filled = np.array([1.0 if value is None else value for value in values])
    return Masked(filled, mask=[value is None for value in values]) << units.one


OF_ASTROPY = [
    *(kind for kind in OF_NUMPY if kind.name != "numpy times"),
    *(
        Kind(f"astropy masked {dtype}", FLOATS | OR_NONE, _quiet(_masked(dtype)), packed(form))
        for dtype, form in (("f4", "f"), ("f8", "d"))
    ),
    *(Kind(f"astropy masked {dtype}", WHOLE | OR_NONE, _masked(dtype), plain) for dtype in ("i2", ">i8", "u4")),
    Kind(
        "astropy masked text",
        TEXTS,
        lambda values: MaskedColumn([v or "" for v in values], mask=[v is None for v in values], dtype="U16"),
        word,
    ),
    Kind(
        "astropy masked bytes",
        TEXTS,
        lambda values: MaskedColumn([v or "" for v in values], mask=[v is None for v in values], dtype="S16"),
        word,
    ),
    Kind("astropy column", FLOATS, lambda values: Column(np.array(values, dtype=float)), packed("d")),
    Kind("astropy times", st.just("2001-05-20"), lambda values: Time(np.array(values, dtype="U10"), format="iso")),
    Kind("astropy places", st.integers(0, 80), lambda values: SkyCoord(values, values, unit="deg")),
    Kind("astropy seconds", SPLIT, lambda values: units.Quantity(np.array(values, dtype=float), units.s)),
]
"""Without those that have a unit of distances or of velocities alone."""

UNITS_OF_DISTANCE = {units.Mpc: 1.0, units.kpc: 1e-3, units.pc: 1e-6, units.lyr: 3.0660139378555056e-7}
UNITS_OF_VELOCITY = {units.km / units.s: 1.0, units.m / units.s: 1e-3, units.km / units.h: 1 / 3600}


def in_units(scales: dict[Any, float]) -> list[Kind]:
    """Return astropy's quantities and columns in units, plain and masked."""
    kinds = []
    for unit, scale in scales.items():

        def quantity(values: list[Any], unit: Any = unit) -> Any:
            return units.Quantity(np.array(values, dtype=float), unit)

        def masked(values: list[Any], unit: Any = unit) -> Any:
            filled = np.array([1.0 if value is None else value for value in values])
            return Masked(filled, mask=[value is None for value in values]) << unit

        def column(values: list[Any], unit: Any = unit) -> Any:
            return Column(np.array(values, dtype=float), unit=unit)

        kinds += [
            Kind(f"astropy quantity in {unit}", SPLIT, quantity, plain, scale),
            Kind(f"astropy masked quantity in {unit}", SPLIT | OR_NONE, masked, plain, scale),
            Kind(f"astropy column in {unit}", SPLIT, column, plain, scale),
        ]
    return kinds
