"""Units that stand apart from their columns: each is used, or refused in words; none is ignored."""

from __future__ import annotations

import io
import json
from typing import Any

import pandas as pd
import polars as pl
import pytest

import hubble_widget as hw

DISTANCE, VELOCITY = [32.6, 65.2, 97.8], [700, 1400, 2070]
RIGHT = 68.53
"""The slope where distances are in millions of light years, in km/s/Mpc."""

RECORDS = [{"distance": d, "unit": "Mly", "velocity": v} for d, v in zip(DISTANCE, VELOCITY, strict=True)]
COLUMNS = {"distance": DISTANCE, "velocity": VELOCITY}
PLAIN = [{"distance": d, "velocity": v} for d, v in zip(DISTANCE, VELOCITY, strict=True)]
ROWS = [[d, v] for d, v in zip(DISTANCE, VELOCITY, strict=True)]


def text_of(head: str, row: str) -> io.StringIO:
    rows = (row.format(d=d, v=v) for d, v in zip(DISTANCE, VELOCITY, strict=True))
    return io.StringIO("\n".join([*filter(None, [head]), *rows]) + "\n")


def in_json(value: Any) -> io.StringIO:
    return io.StringIO(json.dumps(value))


def frame(attrs: dict[str, Any]) -> pd.DataFrame:
    table = pd.DataFrame(COLUMNS)
    table.attrs.update(attrs)
    return table


@pytest.mark.parametrize(
    "table",
    [
        text_of("", "{d} Mly {v} km/s"),
        text_of("distance,distance_unit,velocity", "{d},Mly,{v}"),
        text_of("distance,velocity,dist_unit,vel_unit", "{d},{v},Mly,km/s"),
        text_of("distance,unit,velocity,unit", "{d},Mly,{v},km/s"),
        text_of("distance,velocity,Unit", "{d},{v},Mly"),
        text_of("distance,D units,velocity", "{d},Mly,{v}"),
        text_of("distance,velocity,D units", "{d},{v},Mly"),
        text_of("Dist,uDist,Vel", "{d},Mly,{v}"),
        text_of("Dist,Dist unit (Mly/Mpc),Vel", "{d},Mly,{v}"),
        pd.DataFrame({"Dist": DISTANCE, "kind": ["Mly"] * 3, "Vel": VELOCITY}),
        in_json(RECORDS),
        in_json({**COLUMNS, "distance_unit": "Mly"}),
        in_json({"distance_unit": "Mly", "data": RECORDS}),
        in_json({"unit": {"distance": "Mly"}, "data": ROWS, "columns": ["distance", "velocity"]}),
        in_json({"units": ["Mly", "km/s"], "columns": ["distance", "velocity"], "data": ROWS}),
        in_json({"units": {"Distance": "Mly"}, **COLUMNS}),
        in_json({"unit": {"distance": "Mly"}, **COLUMNS}),
        in_json({"metadata": {"units": {"distance": "Mly"}}, "data": PLAIN}),
        in_json({"columns": [{"name": "distance", "unit": "Mly"}, {"name": "velocity"}], "data": PLAIN}),
        in_json({"schema": {"fields": [{"name": "distance", "unit": "Mly"}]}, "data": PLAIN}),
        in_json({"units": [{"name": "distance", "unit": "Mly"}], "data": PLAIN}),
        in_json({"Units": {"distance": "Mly"}, "data": PLAIN}),
        in_json({"column_units": {"distance": "Mly"}, "galaxies": PLAIN}),
        in_json({"info": {"distance": "Mly", "source": "m"}, "data": PLAIN}),
        in_json({"description": {"distance": "distance, in Mly", "velocity": "how fast"}, "data": PLAIN}),
        in_json({"header": {"distance": {"unit": "Mly"}}, "data": PLAIN}),
        in_json({"meta": {"distance_unit": "Mly"}, "data": PLAIN}),
        in_json({"meta": {"units": ["Mly", "km/s"]}, "data": PLAIN}),
        in_json({"names": ["velocity", "distance (Mly)"], "data": [row[::-1] for row in ROWS]}),
        in_json({"header": ["velocity", "distance (Mly)"], "data": [row[::-1] for row in ROWS]}),
        frame({"distance": "Mly"}),
        frame({"units": {"Distance": "Mly"}}),
        pl.LazyFrame({**COLUMNS, "distance_unit": ["Mly"] * 3}),
    ],
    ids=lambda table: type(table).__name__,
)
def test_a_unit_that_stands_apart_is_used(table: Any) -> None:
    assert hw.polyfit(table).slope == pytest.approx(RIGHT, abs=0.5)


NAMED, ROW = "Name,Dist,Vel", "g,{d},{v}"


@pytest.mark.parametrize(
    "head",
    [
        ",Mly,km/s\n" + NAMED,
        ",Mio. Lj,km/s\n" + NAMED,
        ",(Mly),(km/s)\n" + NAMED,
        "# units: Mly, km/s\n" + NAMED,
        "# Units: -, Mly, km/s\n" + NAMED,
        "# Einheiten: Mio. Lj, km/s\n" + NAMED,
        "# , Mly, km/s\n" + NAMED,
        "# Dist: distance, in Mly\n# Vel: velocity, in km/s\n" + NAMED,
        "# Dist - distance (Mly)\n" + NAMED,
        "# Column 2: Dist (Mly)\n" + NAMED,
        "# Dist = Mio. Lj\n" + NAMED,
        "# Dist: distance in Mly, Vel: velocity in km/s\n" + NAMED,
    ],
)
def test_units_above_the_names_are_used(head: str) -> None:
    assert hw.polyfit(text_of(head, ROW)).slope == pytest.approx(RIGHT, abs=0.5)


def test_a_comment_below_the_rows_gives_a_unit() -> None:
    table = io.StringIO(text_of(NAMED, ROW).getvalue() + "# Dist: Mly\n")
    assert hw.polyfit(table).slope == pytest.approx(RIGHT, abs=0.5)


@pytest.mark.parametrize(
    "head",
    [",kpc/h,km/s\n" + NAMED, "# Dist: kpc/h\n" + NAMED],
)
def test_a_unit_above_the_names_that_does_not_convert_is_refused(head: str) -> None:
    with pytest.raises(ValueError, match=r"does not convert|known unit"):
        hw.as_dataset(text_of(head, ROW))


def test_the_note_says_where_a_unit_is_from() -> None:
    assert "column 1 as distance in Mly" in hw.as_dataset(text_of("", "{d} Mly {v} km/s")).note
    assert "distance in Mly by column 'unit'" in hw.as_dataset(RECORDS).note


@pytest.mark.parametrize(
    "table",
    [
        io.StringIO("distance,unit,velocity\n32.6,Mly,700\n20,Mpc,1400\n97.8,Mly,2070\n"),
        text_of("distance,distance_unit,velocity", "{d},furlong,{v}"),
        text_of("distance,velocity,Notes", "{d},{v},Mly"),
        in_json({"units": {"length": "Mly"}, **COLUMNS}),
        in_json({"units": "Mly", **COLUMNS}),
        in_json({"meta": {"units": {"length": "Mly"}}, "data": PLAIN}),
        in_json({"meta": {"units": ["Mly"]}, "data": PLAIN}),
        in_json({"meta": {"length_unit": "Mly"}, "data": PLAIN}),
        in_json({"header": {"distance": {"unit": "furlong"}}, "data": PLAIN}),
        frame({"units": {"length": "Mly"}}),
    ],
    ids=lambda table: type(table).__name__,
)
def test_a_unit_that_cannot_be_used_is_refused(table: Any) -> None:
    with pytest.raises(ValueError, match="unit"):
        hw.as_dataset(table)


@pytest.mark.parametrize(
    "table",
    [
        text_of("", "{d} A {v}"),
        text_of("distance,velocity,unit", "{d},{v},mag"),
        text_of("distance,velocity,size,its unit", "{d},{v},5,kpc"),
        text_of("distance,velocity,R,R unit", "{d},{v},5,kpc"),
        text_of("distance,velocity,size,U", "{d},{v},5,kpc"),
        text_of("distance (Mly),unit,velocity", "{d},x,{v}"),
        in_json({"units": {"ra": "deg"}, **COLUMNS}),
        in_json({"info": {"distance": "measured by Cepheids", "source": "m"}, "data": PLAIN}),
        in_json({"meta": {"unit_system": "SI", "units": ["Mpc"]}, "data": PLAIN}),
        frame({"title": "m", "source": "here"}),
    ],
    ids=lambda table: type(table).__name__,
)
def test_what_is_no_unit_of_these_columns_changes_nothing(table: Any) -> None:
    assert hw.polyfit(table).slope in (pytest.approx(21.01, abs=0.2), pytest.approx(RIGHT, abs=0.5))
