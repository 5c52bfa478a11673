"""Tables as people and programs write them, with what stands around the rows and in the cells.

Every table holds the same three galaxies, so that a line through them says whether it was read rightly.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from astropy.coordinates import SkyCoord
from astropy.table import Table
from astropy.time import Time

import hubble_widget as hw
from hubble_widget.io.number_parsing import is_number, numbers_of

RIGHT = 69.2857
"""The slope of the three galaxies, in km/s/Mpc."""

ROWS = "A,10,700\nB,20,1500\nC,40,2800\n"
HEAD = "name,distance,velocity\n"


def slope_of(table: Any, **columns: Any) -> float:
    data = hw.as_dataset(io.StringIO(table) if isinstance(table, str) else table, **columns)
    assert len(data) == 3
    return hw.polyfit(data).slope


TEXTS = {
    "notes below": f"{HEAD}{ROWS}\nNotes\na from Cepheids\nSource: somebody\n",
    "the number of rows below, as databases write it": f"{HEAD}{ROWS}(3 rows)\n",
    "the sign of an end of a file": f"{HEAD}{ROWS}\x1a",
    "a title among the rows": f"{HEAD}A,10,700\nVirgo cluster\nB,20,1500\nC,40,2800\n",
    "the header again, as on a second page": "n,distance (Mpc),v\nA,10,700\nB,20,1500\nn,distance (Mpc),v\nC,40,2800\n",
    "a title of two words": "Hubble data\n\nvel dist\n700 10\n1500 20\n2800 40\n",
    "formats of Fortran below the names": f"{HEAD}A8,F8.2,I6\n{ROWS}",
    "rows and columns exchanged": "name,A,B,C\ndistance,10,20,40\nvelocity,700,1500,2800\n",
    "the same without names": "Distance (kpc)\t10000\t20000\t40000\nVelocity (km/s)\t700\t1500\t2800\n",
    "two blanks between the cells": "Galaxy  Dist (Mpc)  Vel (km/s)\nNGC 1    10.0         700\n"
    "NGC 2    20.0        1500\n"
    "NGC 3    40.0        2800\n",
    "aligned by VizieR": "#INFO x\nName     Dist    HRV\n         kpc     km/s\n"
    "-------- ------- ----\nNGC 1    10000.0  700\n"
    "NGC 2    20000.0 1500\nNGC 3    40000.0 2800\n",
    "of SIMBAD": " # | identifier | dist | radvel |\n---|------------|------|--------|\n"
    " 1 | NGC 1      |   10 |    700 |\n"
    " 2 | NGC 2      |   20 |   1500 |\n 3 | NGC 3      |   40 |   2800 |\n",
    "remarks behind rows with names": "name d v\nA 10 700 # ok\nB 20 1500 # ok\nC 40 2800 # ok\n",
    "powers as VizieR writes them": "#RESOURCE=x\nName\tDist\tcz\n \t10+3kpc\t10-3km/s\n----\t----\t----\n"
    "A\t10\t7e5\nB\t20\t15e5\nC\t40\t28e5\n",
    "units after a comma, in Russian": "Галактика;Расстояние, Мпк;Скорость, км/с\nA;10;700\nB;20;1500\nC;40;2800\n",
    "units in words": f"name,Distance (thousands of kpc),Velocity (thousands of m/s)\n{ROWS}",
    "units of three spellings": f"name,Distance (Mega-parsecs),速度（千米每秒）\n{ROWS}",
    "units in comments, by names": "# distance: kpc\n# velocity [m/s]\nname,distance,velocity\n"
    "A,1e4,7e5\nB,2e4,15e5\nC,4e4,28e5\n",
    "units in one comment": "# distance in Mpc, velocity in m/s\nname,distance,velocity\nA,10,7e5\n"
    "B,20,15e5\nC,40,28e5\n",
    "units of the numbers in a comment below": "name,distance,velocity\n# kpc; km/s\nA,1e4,700\n"
    "B,2e4,1500\nC,4e4,2800\n",
    "a distance by Hubble's law beside": "name,Distance = cz/H0 (Mpc),D,V\nA,1,10,700\nB,2,20,1500\nC,9,40,2800\n",
    "parts of the largest": "name,d/dmax,v/vmax,d,v\nA,1,1,10,700\nB,2,2,20,1500\nC,9,3,40,2800\n",
    "how many distances": "name,# distances,distance,v\nA,1,10,700\nB,2,20,1500\nC,9,40,2800\n",
    "a velocity of hydrogen": "name,Dist,HI velocity\nA,10,700\nB,20,1500\nC,40,2800\n",
    "another of hydrogen": "name,Dist,V_HI,W50\nA,10,700,1\nB,20,1500,1\nC,40,2800,1\n",
    "columns of axes": "distance_x,velocity_y\n10,700\n20,1500\n40,2800\n",
    "a ratio beside": "name,D,V,V/D\nA,10,700,70\nB,20,1500,75\nC,40,2800,70\n",
    "a ratio in words": "name,distance,velocity,velocity/distance\nA,10,700,70\nB,20,1500,75\nC,40,2800,70\n",
    "letters before the name of another": "name,distance,s_distance,velocity,velocity_e\nA,10,1,700,9\nB,20,1,1500,9\n"
    "C,40,1,2800,9\n",
    "magnitudes of 1929": "object,m_s,r,v\nA,5,10,700\nB,6,20,1500\nC,7,40,2800\n",
    "a size in an unknown word": "name,taille (kpc),distance,v\nA,3,10,700\nB,5,20,1500\nC,4,40,2800\n",
    "errors in the cells": "name;D;v\nA;10.0(3);700 (12)\nB;20 +1 -2;1500+30-20\nC;40 ± 1 ± 2;2800*\n",
    "errors of LaTeX, marks of doubt": "name\tD\tv\nA\t10^{+1}_{-2}\t~700\nB\t20 (+1/-2)\t1500:\nC\tca. 40\t2800?\n",
    "marks of Wikipedia": "name,D,v\nA,10[1],700 [a]\nB,20[2][3],1500[note 1]\nC,40,2800\n",
    "powers of ten": "name,D,v\nA,1.0×10^1,7.0 x 10^2\nB,2.0·10¹,1.5*10**3\nC,4.0 \\times 10^{1},2.8 × 10³\n",
    "an error with its signs exchanged": "name,D,v\nA,10 -/+ 1,700 ∓ 9\nB,20,1500\nC,40,2800\n",
    "exponents of Fortran": "name D v\nA 1.0D+01 7.00D+02\nB 2.0D+01 1.50D+03\nC 4.0D+01 2.80D+03\n",
    "digits of full width": "name,D,v\nA,１０．０,700\nB,２０．０,1500\nC,４０．０,2800\n",
    "LaTeX with units below": "\\begin{tabular}{lcc}\nGalaxy & $D$ & $v$ \\\\\n & (kpc) & (km s$^{-1}$) \\\\\n\\hline\n"
    "NGC~1 & 10000 & $700 \\pm 9$ \\\\\nNGC~2 & 20000 & 1500 \\\\\n"
    "\\textbf{NGC 3} & 40000 & 2800 \\\\\n\\end{tabular}\n",
    "LaTeX of the AAS": "\\begin{deluxetable}{lrr}\n"
    "\\tablehead{\\colhead{Name} & \\colhead{Distance} & \\colhead{Velocity}}\n"
    "\\startdata\nA & 10 & 700 \\\\\nB & 20 & 1500 \\\\\nC & 40 & 2800 \\\\\n\\enddata\n\\end{deluxetable}\n",
    "records in records": json.dumps(
        [{"distance": {"value": d, "unit": "kpc"}, "v": v} for d, v in ((1e4, 700), (2e4, 1500), (4e4, 2800))]
    ),
    "properties": json.dumps([{"properties": {"distance": d, "v": v}} for d, v in ((10, 700), (20, 1500), (40, 2800))]),
    "two lists": "[[10, 20, 40], [700, 1500, 2800]]",
    "units beside lists": json.dumps(
        {"d": {"unit": "kpc", "values": [1e4, 2e4, 4e4]}, "v": {"values": [700, 1500, 2800]}}
    ),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_what_stands_around_the_rows_and_in_the_cells(kind: str) -> None:
    assert slope_of(TEXTS[kind]) == pytest.approx(RIGHT, abs=1e-3)


def test_the_note_says_what_was_left_out_and_exchanged() -> None:
    assert hw.as_dataset(io.StringIO(TEXTS["notes below"])).note.endswith("without 3 lines of text among the rows")
    assert hw.as_dataset(io.StringIO(TEXTS["rows and columns exchanged"])).note.endswith("rows and columns exchanged")


@pytest.mark.parametrize(
    "encoding_and_header",
    [
        ("cp1251", "Галактика;Расстояние;Скорость"),
        ("gb18030", "星系;距离;速度"),
        ("shift_jis", "銀河;距離;後退速度"),
        ("cp1250", "Galaktyka;Odległość;Prędkość"),
        ("cp1252", "Nom;Distance;Vitesse de récession"),
    ],
)
def test_the_encoding_in_which_a_header_has_words(encoding_and_header: tuple[str, str]) -> None:
    encoding, header = encoding_and_header
    rows = f"{header}\n{ROWS.replace(',', ';')}"
    assert slope_of(io.BytesIO(rows.encode(encoding))) == pytest.approx(RIGHT, abs=1e-3)


def test_text_with_tabs_under_the_name_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "export.xls"
    path.write_text((HEAD + ROWS).replace(",", "\t"))
    assert slope_of(path) == pytest.approx(RIGHT, abs=1e-3)


MISREAD = {
    "a decimal comma between commas": (
        "distance,velocity\n1,5,133\n2,5,200\n4,5,350\n",
        "line 1 has 2 cells, .* semicolons",
    ),
    "a cell too many": (f"{HEAD}A,10,700,1\nB,20,1500,2\nC,40,2800,3\n", "line 1 has 3 cells, but most rows have 4"),
    "points between thousands": (
        "d;v\n3;133\n8;664\n25;1.794\n40;2.800\n",
        r"'1\.794' in row 3; that could be 1\.794 or 1794",
    ),
    "a unit in each cell": (
        "d;v\n3 Mpc;133\n8 Mpc;664\n",
        r"the unit belongs into the name of the column: 'd \(Mpc\)'",
    ),
    "a limit": ("d;v\n3;133\n8;664\n<9;700\n20;1500\n", "a limit is none; leave the cell empty to leave out its row"),
    "logarithms of VizieR": ("#RESOURCE=x\nN\tD\tcz\n \t[Mpc]\t[km/s]\n-\t-\t-\nA\t1.0\t2.8\nB\t1.3\t3.2\n", "Mpc"),
    "a part of a unit": (
        "Distance_ly_million,v\n3,133\n8,664\n",
        "'Distance_ly_million' in its name, which is not a known unit",
    ),
    "one column": ("name:distance:velocity\nA:1:70\nB:2:140\n", "there is only one column, 'name:distance:velocity'"),
    "units in one text": (
        '{"units": "kpc, km/s, mag", "galaxies": [{"distance": 10, "v": 700}]}',
        "a unit is given for 'units'",
    ),
    "a declination": ("R.A.,D.,V\n1,2,70\n3,4,140\n", "which column holds the distance"),
    "sizes only": ("taille (kpc),v\n3,133\n8,664\n", r"which column holds the distance .* x='taille \(kpc\)'"),
}


@pytest.mark.parametrize("kind", MISREAD)
def test_what_has_two_readings_is_refused(kind: str) -> None:
    text, words = MISREAD[kind]
    with pytest.raises((TypeError, ValueError), match=words):
        hw.as_dataset(io.StringIO(text))


@pytest.mark.parametrize(
    ("head", "call"),
    [
        ("name,Distance (mag),cz", {"modulus": "Distance (mag)", "y": "cz"}),
        ("name,alpha (Mly),Mpc,km/s", {"x": "Mpc", "y": "km/s"}),
        ("name,d,D,v,V", {"x": "d", "y": "v"}),
        ("name,m-M,D (Mpc),w", {"x": "D (Mpc)", "y": "w"}),
    ],
)
def test_the_whole_call_that_works_is_printed(head: str, call: dict[str, str]) -> None:
    names = head.split(",")
    table = {name: [30.0, 31.0, 32.0] if place else ["A", "B", "C"] for place, name in enumerate(names)}
    with pytest.raises(ValueError, match="name two of them") as refused:
        hw.as_dataset(table)
    keywords = ", ".join(f"{key}={column!r}" for key, column in call.items())
    assert f"as_dataset(data, {keywords})" in str(refused.value)
    assert len(hw.as_dataset(table, **call)) == 3  # type: ignore[arg-type]


FRAME = pd.DataFrame({"name": ["A", "B", "C"], "distance": [10.0, 20.0, 40.0], "velocity": [700.0, 1500.0, 2800.0]})
WITH_UNITS = {
    "name": [None, "A", "B", "C"],
    "distance": ["kpc", "10000", "20000", "40000"],
    "v": ["km/s", "700", "1500", "2800"],
}
FRAMES = {
    "a row of units": pd.DataFrame(WITH_UNITS),
    "a row of units in Polars": pl.DataFrame(WITH_UNITS),
    "a row of units in PyArrow": pa.table(WITH_UNITS),
    "a row of units in astropy": Table(
        {name: list(map(str, column)) for name, column in WITH_UNITS.items() if name != "name"}
    ),
    "a row of units in a dict": {name: column for name, column in WITH_UNITS.items() if name != "name"},
    "read with a title above": pd.DataFrame(
        [["Galaxy", "d (Mpc)", "v"], *FRAME.to_numpy().tolist()], columns=["T", "U", "W"]
    ),
    "distances in the index": FRAME.set_index("distance"),
    "two levels in the index": FRAME.assign(group="x").set_index(["group", "name"]),
    "a first row without a number": pd.concat([FRAME[:1].assign(distance=None, name=None), FRAME]).convert_dtypes(),
    "rows and columns exchanged": FRAME.set_index("name").T,
    "of json.load": {"galaxies": FRAME.to_dict("records")},
    "a galaxy in each key": FRAME.set_index("name").to_dict("index"),
    "of csv.reader": [line.split(",") for line in (HEAD + ROWS).splitlines()],
    "coordinates and times beside": Table(
        {"t": Time(["2026-01-01"] * 3), "at": SkyCoord([1, 2, 3], [1, 2, 3], unit="deg"), "name": ["kpc", "B", "C"]}
        | {"distance": [10, 20, 40], "v": [700, 1500, 2800]}
    ),
}


@pytest.mark.parametrize("kind", FRAMES)
def test_frames_as_they_come_from_elsewhere(kind: str) -> None:
    assert slope_of(FRAMES[kind]) == pytest.approx(RIGHT, abs=1e-3)


@pytest.mark.parametrize(
    ("value", "words"),
    [(HEAD + ROWS, r"io\.StringIO\(data\)"), ((HEAD + ROWS).encode(), r"io\.BytesIO\(data\)")],
)
def test_the_text_of_a_table_is_no_path(value: Any, words: str) -> None:
    with pytest.raises((TypeError, ValueError), match=words):
        hw.as_dataset(value)


@pytest.mark.parametrize("cell", ["1:", "10*", "12.3(4)", "12.3 (0.4)", "~70", "1.5D+02", "10 +1 -2", "1 500 ± 20"])
def test_a_number_with_what_belongs_to_it(cell: str) -> None:
    assert is_number(cell)


@pytest.mark.parametrize(
    "cell", ["(300)", "10-12", "10–12", "2.0a", "3C 273", "12:30:01", "2020-01-05", "1D5", "5%", "0x1F"]
)
def test_a_number_with_something_else_is_none(cell: str) -> None:
    assert not is_number(cell)
    with pytest.raises(TypeError, match="it must hold numbers"):
        numbers_of("d", [cell, "20", "40", "50"])
