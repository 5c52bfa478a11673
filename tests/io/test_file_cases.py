"""Files as catalogs, journals, spreadsheets and people leave them: which columns, units and numbers they have.

Every file holds the same three galaxies, so that a line through them says whether the right columns were read.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import torch
from pyarrow import parquet

import hubble_widget as hw
from hubble_widget.io.files import read_table
from hubble_widget.io.text.csv_reader import parse_table

from .cases import TABLE_OF_A_JOURNAL

DISTANCE, VELOCITY = [10.0, 20.0, 40.0], [700.0, 1500.0, 2800.0]
SLOPE = 69.285714

WITH_NOTES = """\
Title: The Distances of Some Galaxies. II. A Title That Goes On
    in a Second Line
Authors: Somebody A., Another B.,
    Third C.
Table: Properties, with a Redshift-independent Distance
================================================================================
Byte-by-byte Description of file: apjxxxt2_mrt.txt
--------------------------------------------------------------------------------
   Bytes Format Units    Label  Explanations
--------------------------------------------------------------------------------
   1-  5 A5     ---      Name   Galaxy identifier
   7- 10 F4.1   mag      mM     ?=99.9 Distance modulus (1)
  12- 16 F5.2   Mpc      Dist   ?="" Distance (1)
  18- 21 I4     km/s     Vhel   Heliocentric velocity, from
                                  somebody's list (2)
  23- 26 F4.2  10-7Lsun  L      ? Luminosity
--------------------------------------------------------------------------------
Note (1): Distances in Mpc
    10 = from the tip of the red giant branch;
    20 = from Cepheids.
Note (2): Velocities in km/s.
--------------------------------------------------------------------------------
galA  30.0 10.00  700 1.00
galB  99.9 20.00 1500
galC  33.0 40.00 2800 2.00
galD  33.0       2900 2.00
"""

IPAC = """\
\\fixlen = T
\\ a comment | with a bar
|  name|      dist|     vel|
|  char|    double|     int|
|      |       Mpc|    km/s|
|  null|      null|    -999|
   galA       10.0      700@
   galB       20.0     1500@
   galC       40.0     2800@
   galD       null     2900@
   galE       50.0     -999@
""".replace("@", " ")

VIZIER = """\
#
#   VizieR Astronomical Server vizier.example.org
#    Date: 2026-11-05T10:00:00 [V7.0]
#   In case of problem, please report to: somebody@example.org
#
#Coosys	J2000:	eq_FK5 J2000
#INFO	votable-version=1.99-v3 (14-Oct-2013)
#INFO	-ref=VIZ123
#INFO	-out.max=50

#RESOURCE=yCat_1234
#Name: J/AJ/000/1
#Title: Distances, velocities (Somebody+, 2016)
#Table	J_AJ_000_1_table1:
#Name: J/AJ/000/1/table1
#Title: Some galaxies, 3 of 17669
#Column	recno	(I8)	Record number assigned by the VizieR team. Not for identification. [ucd=meta.record]
#Column	Name	(A8)	Name	[ucd=meta.id;meta.main]
#Column	RAJ2000	(A8)	Right ascension	[ucd=pos.eq.ra]
#Column	Dist	(F6.2)	? Distance	[ucd=pos.distance]
#Column	e_Dist	(F6.2)	? Mean error of Dist	[ucd=stat.error]
#Column	HRV	(I5)	? Heliocentric radial velocity	[ucd=spect.dopplerVeloc]
recno@Name@RAJ2000@Dist@e_Dist@HRV
 @ @"h:m:s"@Mpc@Mpc@km/s
--------@--------@--------@------@----@-----
       1@galA    @00 24 01@ 10.00@ 1.0@  700
       2@galB    @00 25 01@ 20.00@    @ 1500
       3@galC    @00 26 01@ 40.00@ 4.0@ 2800

#END#
"""

EDD = """\
HYPERLEDA,LEDA,LEDA,"All TRGB","All TRGB"
pgc,v,objname,D,DM
%7s,%8.0f,%30s,%5.2f,%5.2f
---,km/s,"\\N",Mpc,mag
"Number","Velocity (cz)","Principal name","TRGB distance","Modulus"
101,700,galA,10.0,30.0
102,1500,galB,20.0,31.5
103,2800,galC,40.0,33.0
"""

TEXTS: dict[str, tuple[str, str, str]] = {
    # the name of a file: what is in it, and how its columns of distances and velocities are called
    "vizier.tsv": (VIZIER.replace("@", "\t"), "Dist", "HRV"),
    "vizier.txt": (VIZIER.replace("@", "|"), "Dist", "HRV"),
    "vizier.csv": (VIZIER.replace("@", ";"), "Dist", "HRV"),
    "vizier of three columns.tsv": (
        "#RESOURCE=yCat_1\n#Column\tDist\t(F6.2)\n\nName\tDist\tHRV\n \tMpc\tkm/s\n--------\t------\t-----\n"
        "galA    \t 10.00\t  700\ngalB    \t 20.00\t 1500\ngalC    \t 40.00\t 2800\n",
        "Dist",
        "HRV",
    ),
    "vizier, bars, no unit at the ends.tsv": (
        "#RESOURCE=yCat_1\nName|Dist|HRV|n\n |kpc|m/s| \n----|------|-----|-\n"
        "galA|10000| 700000|1\ngalB|20000|1500000|2\ngalC|40000|2800000|3\n",
        "Dist",
        "HRV",
    ),
    "edd.txt": (EDD, "D", "v"),
    "edd.csv": (
        EDD.replace(",", "|").replace("|30.0", "|30.0 ").replace("%5.2f", "%-9.4f").replace("%7s", "% 7d"),
        "D",
        "v",
    ),
    "edd of comments": ("# Extragalactic Distance Database\n" + EDD.replace("\n", "\r\n"), "D", "v"),
    "edd with a comment below the names": (EDD.replace("%7s", "# all in one\n%7s"), "D", "v"),
    "table.mrt": (TABLE_OF_A_JOURNAL, "Dist", "Vel"),
    "table as.txt": (TABLE_OF_A_JOURNAL, "Dist", "Vel"),
    "table as.dat": ("\ufeff" + TABLE_OF_A_JOURNAL.replace("\n", "\r\n"), "Dist", "Vel"),
    "of a journal.txt": (WITH_NOTES, "Dist", "Vhel"),
    "of a journal": (WITH_NOTES, "Dist", "Vhel"),
    "ipac.tbl": (IPAC, "dist", "vel"),
    "ipac.txt": ("\n" + IPAC.replace("\\fixlen = T\n", ""), "dist", "vel"),
    "ipac": (IPAC, "dist", "vel"),
    "two lines of ipac.dat": (
        "|dist |vel  |\n|real |int  |\n 10.0  700  \n 20.0  1500 \n 40.0  2800 \n",
        "dist",
        "vel",
    ),
    "galaxies.asc": ("distance velocity\n10 700\n20 1500\n40 2800\n", "distance", "velocity"),
    "galaxies.tbl": ("distance velocity\n10 700\n20 1500\n40 2800\n", "distance", "velocity"),
    "galaxies.data": ("distance,velocity\n10,700\n20,1500\n40,2800\n", "distance", "velocity"),
    "galaxies.tab": ("distance\tvelocity\n10\t700\n20\t1500\n40\t2800\n", "distance", "velocity"),
    "galaxies": ("distance velocity\n10 700\n20 1500\n40 2800\n", "distance", "velocity"),
    "GALAXIES.DAT": ("distance velocity\r\n10 700\r\n20 1500\r\n40 2800\r\n", "distance", "velocity"),
    "units with a word.csv": (
        "Name,RA,Dist,Vel\n,h:m:s,Mpc,km/s\nA,00 24,10,700\nB,00 25,20,1500\nC,00 26,40,2800\n",
        "Dist",
        "Vel",
    ),
    "units of other kinds.csv": (
        "Name;B;logM;Dist;Vel;n\n[str];mag(AB)?;dex(solMass!);{kpc};(m/s);---\nA;1;2;10000;700000;1\n"
        "B;1;2;20000;1500000;2\nC;1;2;40000;2800000;3\n",
        "Dist",
        "Vel",
    ),
    "units in a comment.dat": (
        "# made by hand\n# name dist vel\n# -- Mpc km/s\nA 10 700\nB 20 1500\nC 40 2800\n",
        "dist",
        "vel",
    ),
    "units below, first row empty.csv": (
        "name,dist,vel\n,Mpc,km/s\nA,,NA\nB,10,700\nC,20,1500\nD,40,2800\n",
        "dist",
        "vel",
    ),
    "two levels of pandas.csv": (
        ",distance,velocity\n,Mpc,km/s\nname,,\nA,10,700\nB,20,1500\nC,40,2800\n",
        "distance",
        "velocity",
    ),
    "hash in each cell.csv": (
        '"## data of somebody",,\n# velocity (km/s),# distance (Mpc),# error in distance (Mpc)\n700,10.0,1\n'
        "1500,20.0,2\n2800,40.0,3\n",
        "distance (Mpc)",
        "velocity (km/s)",
    ),
    "hash in each of two cells.csv": (
        "#vel (km/s);#dist (Mpc)\n700;10\n1500;20\n2800;40\n",
        "dist (Mpc)",
        "vel (km/s)",
    ),
    "commas above blanks.dat": ("# vel, dist\n700 10\n1500 20\n2800 40\n", "dist", "vel"),
    "commas above blanks, with units.dat": (
        "# name, recession velocity (km/s), distance (Mpc)\nA 700 10\nB 1500 20\nC 2800 40\n",
        "distance (Mpc)",
        "recession velocity (km/s)",
    ),
    "blanks above commas.csv": ("# velocity distance\n700,10\n1500,20\n2800,40\n", "distance", "velocity"),
    "bars above tabs.tsv": ("#velocity | distance\n700\t10\n1500\t20\n2800\t40\n", "distance", "velocity"),
    "words in the names.csv": (
        "# recession velocity, distance modulus free distance\n700,10\n1500,20\n2800,40\n",
        "distance modulus free distance",
        "recession velocity",
    ),
    "blanks above commas, with units.csv": (
        "# velocity distance\n# km/s kpc\n700,10000\n1500,20000\n2800,40000\n",
        "distance",
        "velocity",
    ),
    "among other comments.dat": (
        "# Hubble data\n# velocity distance\n# from somebody\n700 10\n1500 20\n2800 40\n",
        "distance",
        "velocity",
    ),
    "the second is named first.dat": (
        "# Distances (Mpc) in column 2, velocities (km/s) in column 1\n700 10\n1500 20\n2800 40\n",
        "Distances (Mpc) in column 2",
        "velocities (km/s) in column 1",
    ),
    "percent.dat": ("% velocity distance\n% made by hand\n700 10\n1500 20\n2800 40\n", "distance", "velocity"),
    "exclamation.dat": ("! vel dist\n!\n 700 10\n1500 20\n2800 40\n", "dist", "vel"),
    "slashes.csv": ("// from somebody\n// vel, dist\n700, 10\n1500, 20\n2800, 40\n", "dist", "vel"),
    "comment says v first.dat": (
        "# V [km/s], D [Mpc] of somebody, N=3\n700 10.0\n1500 20.0\n2800 40.0\n",
        "D [Mpc]",
        "V [km/s]",
    ),
    "prose says v first.txt": (
        "# velocities (km/s) and distances (Mpc) of three nebulae\n700,10\n1500,20\n2800,40\n",
        "and distances (Mpc)",
        "velocities (km/s)",
    ),
    "a column a line.dat": (
        "# velocity [km/s]\n# distance [Mpc]\n700 10\n1500 20\n2800 40\n",
        "distance [Mpc]",
        "velocity [km/s]",
    ),
    "a column a line, in kpc.csv": (
        "# Hubble diagram\n#\n# galaxy\n# distance [kpc]\n# velocity [km/s]\n# made by hand\n"
        "A,10000,700\nB,20000,1500\nC,40000,2800\n",
        "distance [kpc]",
        "velocity [km/s]",
    ),
    "a column a line, without brackets.dat": (
        "% recession velocity in km/s\n% distance, Mpc\n700 10\n1500 20\n2800 40\n",
        "distance (Mpc)",
        "recession velocity (km/s)",
    ),
    "a column of numbers a line.dat": (
        "# distance [kpc]\n# velocity [km/s]\nA 10000 700\nB 20000 1500\nC 40000 2800\n",
        "distance [kpc]",
        "velocity [km/s]",
    ),
    "a column a line, and all below.dat": (
        "# Distances are in [Mpc]\n# velocities in [km/s]\n# v d\n700 10\n1500 20\n2800 40\n",
        "d",
        "v",
    ),
    "a short ruler.tsv": ("n;v;d\n;km/s;kpc\n-;--;--\nA;700;10000\nB;1500;20000\nC;2800;40000\n", "d", "v"),
    "columns counted.txt": (
        "# Three galaxies\n# Column 1: velocity (km/s)\n# Column 2: distance (Mpc)\n700 10\n1500 20\n2800 40\n",
        "distance (Mpc)",
        "velocity (km/s)",
    ),
    "columns counted as by SExtractor.cat": (
        "#   1 VEL    Heliocentric velocity\n#   2 DIST   Distance\n 700 10\n 1500 20\n 2800 40\n",
        "DIST Distance",
        "VEL Heliocentric velocity",
    ),
    "title names them.csv": ("velocity distance\n700,10\n1500,20\n2800,40\n", "distance", "velocity"),
    "sdss.csv": ("#Table1\nobjid,dist,vel\n1237,10,700\n1238,20,1500\n1239,40,2800\n", "dist", "vel"),
    "hyperleda.txt": (
        "# HyperLEDA, a query\n# ------------------\n# objname |   v    | dist  |\ngalA    |   700. | 10.0  |\n"
        "galB    |  1500. | 20.0  |\ngalC    |  2800. | 40.0  |\n",
        "dist",
        "v",
    ),
    "ned.txt": (
        "NED results for a list\n2026-11-05\n\nNo.|Object Name|RA|Velocity|Distance|Notes\n1|galA|0.5|700|10|\n"
        "2|galB|0.6|1500|20|\n3|galC|0.7|2800|40|\n",
        "Distance",
        "Velocity",
    ),
    "ned.csv": (
        'NED-D of today,,,,,\n"Please cite, if you use it",,,,,\n,,,,,\nCode,Galaxy ID,D (Mpc),Method,v (km/s),Notes\n'
        ",galA,10,Cepheids,700,\n,galB,20,SNIa,1500,x\n,galC,40,TRGB,2800,\n",
        "D (Mpc)",
        "v (km/s)",
    ),
    "ecsv by another name.txt": (
        "# %ECSV 1.0\n# ---\n# datatype:\n# - {name: dist, unit: kpc, datatype: float64}\n"
        "# - {name: vel, unit: m / s, datatype: float64}\n# schema: astropy-2.0\n"
        "dist vel\n10000 700000\n20000 1500000\n40000 2800000\n",
        "dist",
        "vel",
    ),
    "thousands.csv": (
        "Galaxie;Distance (Mpc);Vitesse (km/s)\nA;10;700\nB;20;1 500\nC;40;2 800\n",
        "Distance (Mpc)",
        "Vitesse (km/s)",
    ),
    "thousands between commas.csv": (
        "Galaxy,Distance (kpc),Velocity (m/s)\nA,10 000,700 000\nB,20 000,1 500 000\nC,40 000,2 800 000\n",
        "Distance (kpc)",
        "Velocity (m/s)",
    ),
    "thousands and tenths.tsv": (
        "Galaxie\tEntfernung\tv\nA\t10,0\t700,0\nB\t20,0\t1 500,0\nC\t40,0\t2 800,0\n",
        "Entfernung",
        "v",
    ),
    "thousands as in Zurich.csv": ("Galaxie;Entfernung;v\nA;10;700\nB;20;1'500\nC;40;2’800\n", "Entfernung", "v"),
    "a comma at the end.csv": ("distance,velocity,\n10,700,\n20,1500,\n40,2800,\n", "distance", "velocity"),
    "semicolons at the end.csv": ("d;v;;\n10;700;;\n20;1500;;\n40;2800;;\n", "d", "v"),
    "bars at the end.txt": ("d|v|\n10|700|\n20|1500|\n40|2800|\n", "d", "v"),
    "a row commented out.csv": ("name,d,v\nA,10,700\n# X,1,9999\nB,20,1500\nC,40,2800\n", "d", "v"),
    "a frame of lines.txt": (
        "+------+----------+----------+\n| name | distance | velocity |\n+------+----------+----------+\n"
        "| A    |       10 |      700 |\n| B    |       20 |     1500 |\n| C    |       40 |     2800 |\n"
        "+------+----------+----------+\n",
        "distance",
        "velocity",
    ),
    "lines above and below.txt": (
        "======= =======\ndistance velocity\n======= =======\n10      700\n20      1500\n40 2800\n======= =======\n",
        "distance",
        "velocity",
    ),
    "groups above.csv": (
        "Galaxy,Place,,Motion,\nname,RA,Dec,dist,vel\nA,1,2,10,700\nB,3,4,20,1500\nC,5,6,40,2800\n",
        "dist",
        "vel",
    ),
    "a year for a name.csv": ("name,dist,vel,2015\nA,10,700,1\nB,20,1500,2\nC,40,2800,3\n", "dist", "vel"),
    "introduced.dat": ("# columns: vel dist\n700 10\n1500 20\n2800 40\n", "dist", "vel"),
    "introduced.csv": ("# by hand\n# Columns: name, vel, dist\nA,700,10\nB,1500,20\nC,2800,40\n", "dist", "vel"),
    "counted, and units below.csv": (
        "# 1: name\n# 2: v\n# 3: distance\n# -,m/s,kpc\nA,700000,10000\nB,1500000,20000\nC,2800000,40000\n",
        "distance",
        "v",
    ),
    "tabs above blanks.dat": (
        "# recession velocity (m/s)\tgalaxy distance (kpc)\n700000 10000\n1500000 20000\n2800000 40000\n",
        "galaxy distance (kpc)",
        "recession velocity (m/s)",
    ),
    "in brackets.dat": ("# (1) vel (km/s)\n# (2) dist (Mpc)\n700 10\n1500 20\n2800 40\n", "dist (Mpc)", "vel (km/s)"),
    "first row lacks numbers.csv": ("name,type,d,v\nA,S,NA,\nB,E,10,700\nC,S,20,1500\nD,I,40,2800\n", "d", "v"),
    "numbered rows.csv": ("#,distance,velocity\n1,10,700\n2,20,1500\n3,40,2800\n", "distance", "velocity"),
    "null of a database.csv": ("d,v\n10,700\n\\N,900\n20,1500\n40,2800\n", "d", "v"),
    "records.json": (json.dumps([{"d": d, "v": v} for d, v in zip(DISTANCE, VELOCITY, strict=True)]), "d", "v"),
    "columns.json": (json.dumps({"d": DISTANCE, "v": VELOCITY}, indent=1), "d", "v"),
    "nested.json": (
        json.dumps({"meta": {"n": 3}, "data": [{"d": 10, "v": "700"}, {"d": 20, "v": 1500}, {"v": 2800, "d": 40}]}),
        "d",
        "v",
    ),
    "of pandas.json": (pd.DataFrame({"d": DISTANCE, "v": VELOCITY}).to_json(), "d", "v"),
    "split.json": (pd.DataFrame({"d": DISTANCE, "v": VELOCITY}).to_json(orient="split"), "d", "v"),
    "index.json": (
        pd.DataFrame({"d": DISTANCE, "v": VELOCITY}, index=["A", "B", "C"]).to_json(orient="index"),
        "d",
        "v",
    ),
    "table.json": (pd.DataFrame({"d": DISTANCE, "v": VELOCITY}).to_json(orient="table"), "d", "v"),
    "lines.jsonl": (pd.DataFrame({"d": DISTANCE, "v": VELOCITY}).to_json(orient="records", lines=True), "d", "v"),
    "of an observatory.json": (
        json.dumps(
            {
                "metadata": [{"name": "d", "unit": "kpc"}, {"name": "v", "unit": "m.s-1"}, {"name": "s", "unit": "?"}],
                "data": [[1000 * d, 1000 * v, 0] for d, v in zip(DISTANCE, VELOCITY, strict=True)],
            }
        ),
        "d",
        "v",
    ),
    "units beside.json": (
        json.dumps(
            {
                "units": {"d": "kpc", "v": "km/s"},
                "data": [{"d": 1000 * d, "v": v} for d, v in zip(DISTANCE, VELOCITY, strict=True)],
            }
        ),
        "d",
        "v",
    ),
    "rows.json": (json.dumps([["d", "v"], *map(list, zip(DISTANCE, VELOCITY, strict=True))]), "d", "v"),
    "records in a text.txt": ('\n[{"d": 10, "v": 700}, {"d": 20, "v": 1500}, {"d": 40, "v": 2800}]', "d", "v"),
}


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def is_right(data: Any) -> bool:
    """Whether these are the three galaxies."""
    assert isinstance(data, hw.Dataset)
    np.testing.assert_allclose(data.distance, DISTANCE)
    np.testing.assert_allclose(data.velocity, VELOCITY)
    return hw.polyfit(data).slope == pytest.approx(SLOPE)


@pytest.mark.parametrize("name", TEXTS)
def test_every_format(tmp_path: Path, name: str) -> None:
    text, x, y = TEXTS[name]
    path = written(tmp_path, name, text)
    table = read_table(path)
    assert {x, y} <= {*table.names}
    assert is_right(hw.as_dataset(path, x=x, y=y))


@pytest.mark.parametrize("name", TEXTS)
def test_the_same_in_every_wrapping(tmp_path: Path, name: str) -> None:
    text, x, y = TEXTS[name]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("inside.txt", text)
    assert is_right(hw.as_dataset(parse_table(text), x=x, y=y))
    assert is_right(hw.as_dataset(io.StringIO(text), x=x, y=y))
    assert is_right(hw.as_dataset(io.BytesIO(text.encode("utf-16")), x=x, y=y))
    assert is_right(hw.as_dataset(io.BytesIO(gzip.compress(text.encode("utf-8-sig"))), x=x, y=y))
    assert is_right(hw.as_dataset(io.BytesIO(archive.getvalue()), x=x, y=y))
    assert is_right(hw.as_dataset(written(tmp_path, f"{name}.gz", gzip.compress(text.encode())), x=x, y=y))


def test_a_header_of_any_length(tmp_path: Path) -> None:
    names = ["name", "distance", "velocity", *(f"{'x' * 56}{place:04}" for place in range(1000))]
    rows = [["A", "10", "700"], ["B", "20", "1500"], ["C", "40", "2800"]]
    for cell in ("0", "0.12345678901234567890123456789"):
        lines = [",".join(row + [cell] * 1000) for row in rows]
        assert is_right(hw.as_dataset(written(tmp_path, "long.csv", "\n".join([",".join(names), *lines]))))
    many = written(tmp_path, "many.csv", "a," * 6000 + "\n" + "1," * 6000)
    with pytest.raises(ValueError, match="line 1 has 6,001 cells; a table may have 5,000 columns"):
        hw.as_dataset(many)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("name,dist,vel\n,furlongs?,km/s\nA,10,700\nB,20,1500\n", r"'furlongs\?'"),
        ("name,dist,vel\n,Mpc,km/fortnite\nA,10,700\nB,20,1500\n", "'km/fortnite'"),
    ],
)
def test_a_unit_that_is_not_known_is_refused_where_it_counts(text: str, unit: str) -> None:
    with pytest.raises(ValueError, match=f"in {unit}, which does not convert"):
        hw.as_dataset(parse_table(text), x="dist", y="vel")


@pytest.mark.parametrize(
    "text",
    [
        "# velocities first and then the distances\n700 10\n1500 20\n2800 40\n",
        "# km/s from NED and Mpc from somebody\n700,10\n1500,20\n2800,40\n",
        "# data for v against d\n# made by hand\n700,10\n1500,20\n2800,40\n",
        "# col. a: cz\n# col. b: distance\n700\t10\n1500\t20\n2800\t40\n",
        "Vitesses et distances de trois galaxies\n700;10\n1500;20\n2800;40\n",
    ],
)
def test_columns_are_never_swapped_silently(text: str) -> None:
    table = parse_table(text)
    with pytest.raises(ValueError, match="which column holds the distance"):
        hw.as_dataset(table)
    first, second = table.names
    assert is_right(hw.as_dataset(table, x=second, y=first))


@pytest.mark.parametrize(
    "text",
    [
        "# velocity [km/s]\n700 10\n1500 20\n2800 40\n",
        "# D [Mpc] v [km/s]\n1 2 10 700\n1 2 20 1500\n1 2 40 2800\n",
        "# distance [Mpc]\n# velocity [km/s]\n10 700 1\n20 1500 3\n40 2800 2\n",
        "# velocity (km/s)\n# H0 = 70 km/s/Mpc\n# distance (Mpc)\n700 10\n1500 20\n2800 40\n",
    ],
)
def test_a_comment_that_names_too_few_columns_is_refused(text: str) -> None:
    with pytest.raises(
        ValueError, match=r"names a column, but it is not clear which of the [234]; write the names of all"
    ) as refused:
        parse_table(text)
    (call,) = re.findall(r"or pass pandas\.(read_csv\(.*\)) with the right", str(refused.value))
    frame = eval(f"pandas.{call}", {"pandas": pd, "path": io.StringIO(text)})
    assert frame.shape == (3, len(text.splitlines()[-1].split()))
    assert [*frame.columns[:2]] == ["distance (Mpc)", "velocity (km/s)"]


@pytest.mark.parametrize("ruler", ["--;--;--", "----;-;----", "==;==;=="])
def test_a_ruler_is_no_row(ruler: str) -> None:
    data = hw.as_dataset(parse_table(f"n;v;d\n;km/s;Mpc\n{ruler}\nA;700;10\nB;1500;20\nC;2800;40\n"))
    assert len(data) == 3
    assert "rows" not in data.note
    assert "left out" not in data.note


@pytest.mark.parametrize(
    "text",
    [
        "10,700\n20,1500\n40,2800\n",
        "# made in 1929, by hand\n10,700\n20,1500\n40,2800\n",
        "# distances and velocities of three galaxies\n10 700\n20 1500\n40 2800\n",
        "# Hubble's law, v = H d\n# the distance comes first and the velocity last\n10;700\n20;1500\n40;2800\n",
        "My galaxies\n10,700\n20,1500\n40,2800\n",
        "# distance\n# v\n# Mpc\tkm/s\n10\t700\n20\t1500\n40\t2800\n",
    ],
)
def test_without_a_header_the_columns_have_automatic_names(text: str) -> None:
    assert parse_table(text).names == ("col1", "col2")
    assert is_right(hw.as_dataset(parse_table(text)))


def test_records_and_columns_of_shape_n_1() -> None:
    records = [{"d": d, "v": v, "name": name} for d, v, name in zip(DISTANCE, VELOCITY, "ABC", strict=True)]
    data = hw.as_dataset(records)
    assert is_right(data)
    assert data.names == ("A", "B", "C")
    assert hw.as_dataset([*records, {"d": 7.0, "name": "D"}]).note == (
        "distance: 'd', velocity: 'v'; 3 of 4 rows; left out: no velocity"
    )
    upright = [np.array(column)[:, np.newaxis] for column in (DISTANCE, VELOCITY)]
    frame = pd.DataFrame({"d": DISTANCE, "v": VELOCITY})
    for x, y in (
        upright,
        map(torch.tensor, upright),
        (upright[0].tolist(), upright[1].tolist()),
        (frame[["d"]], frame[["v"]]),
        (frame[["d"]], frame["v"]),
        (pl.DataFrame(frame).select("d"), pl.DataFrame(frame).select("v")),
    ):
        assert is_right(hw.as_dataset((x, y)))
    assert is_right(hw.as_dataset(upright))
    assert is_right(hw.as_dataset({"d": upright[0], "v": upright[1]}))
    with pytest.raises(ValueError, match=r"one-dimensional .* got an array of shape \(3, 2\)"):
        hw.as_dataset((np.zeros((3, 2)), VELOCITY))


def test_open_files_are_left_where_they_were(tmp_path: Path) -> None:
    path = written(tmp_path, "galaxies.csv", "d,v\n10,700\n20,1500\n40,2800\n")
    for mode in ("r", "rb"):
        with path.open(mode) as opened:
            for _ in range(2):
                data = hw.as_dataset(opened)
                assert is_right(data)
                assert data.title == "galaxies"
    text = io.StringIO("about them\nd,v\n10,700\n20,1500\n40,2800\n")
    text.readline()
    assert is_right(hw.as_dataset(text))
    assert hw.as_dataset(text).title == ""
    with path.open() as closed:
        pass
    with pytest.raises(ValueError, match=r"'galaxies.csv' could not be read as \.csv: I/O operation on closed file"):
        hw.as_dataset(closed)


def workbook(sheets: dict[str, list[list[Any]]], merged: str = "") -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if merged:
            sheet.merge_cells(merged)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


ROWS = [["A", 10, 700], ["B", 20.0, 1500], ["C", 40, 2800]]
HEADER = ["name", "distance", "velocity"]


@pytest.mark.parametrize(
    "content",
    [
        workbook({"Sheet1": [HEADER, *ROWS]}),
        workbook({"Sheet1": [["My galaxies, 2026"], [], HEADER, *ROWS]}, merged="A1:C1"),
        workbook({"Sheet1": [HEADER, ["", "kpc", "m/s"], *([n, 1000 * d, 1000 * v] for n, d, v in ROWS)]}),
        workbook({"About": [["These are", "three galaxies"], ["of", 2026]], "Data": [HEADER, *ROWS], "Empty": []}),
        workbook({"Sheet1": [[None, "Place", None, "Motion"], [None, *HEADER], *([None, *row] for row in ROWS)]}),
        workbook({"Sheet1": [[*HEADER, "", "a note"], *ROWS, [], ["D", "#N/A", 2900]]}),
        workbook({"Sheet1": [["name", "distance\n(Mpc)", "velocity\n(km/s)"], ["A", "10", "700"], *ROWS[1:]]}),
    ],
    ids=["plain", "title", "units", "two sheets", "offset", "note", "texts"],
)
def test_workbooks(tmp_path: Path, content: bytes) -> None:
    for name in ("galaxies.xlsx", "galaxies", "galaxies.csv"):
        data = hw.as_dataset(written(tmp_path, name, content))
        assert is_right(data)
        assert data.names == ("A", "B", "C")
    assert is_right(hw.as_dataset(io.BytesIO(content)))


def test_workbooks_that_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    two = written(tmp_path, "two.xlsx", workbook({"Near": [HEADER, *ROWS], "Far": [HEADER, *ROWS]}))
    with pytest.raises(ValueError, match=r"2 sheets with tables, 'Near', 'Far'; .* sheet_name='Near'"):
        hw.as_dataset(two)
    assert is_right(hw.as_dataset(pd.read_excel(two, sheet_name="Far", engine="openpyxl")))
    for name, content in (("broken.xlsx", b"PK"), ("broken.xlsx", two.read_bytes()[:3000]), ("old.xls", b"\x09\x08")):
        with pytest.raises(ValueError, match=r"could not be read as \.xlsx?: .*save (it|the sheet) as"):
            hw.as_dataset(written(tmp_path, name, content))
    with pytest.raises(ValueError, match=r"an old Excel file; .* save it as \.xlsx or CSV"):
        hw.as_dataset(written(tmp_path, "old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)))
    monkeypatch.setattr("hubble_widget.io.excel.MAX_UNPACKED", 1000)
    with pytest.raises(ValueError, match=r"unpacked it has [\d,]+ bytes; the limit is 1,000"):
        hw.as_dataset(two)
    monkeypatch.setattr("hubble_widget.io.excel.find_spec", lambda _: None)
    with pytest.raises(
        ValueError, match=r"needs openpyxl: pip install openpyxl .* save the sheet as CSV, or .* pandas"
    ):
        hw.as_dataset(two)


PAGE = "<!DOCTYPE html>\n<html><head><title>data at main</title></head>\n<body>a, b</body></html>\n"


@pytest.mark.parametrize(
    "name", ["page.dat", "page.csv", "page", "page.json", "page.fits", "page.xlsx", "page.vot", "page.html"]
)
@pytest.mark.parametrize(
    "text",
    [
        PAGE,
        f"\n\n{PAGE}",
        PAGE.lower().replace("<!doctype html>", '<?xml version="1.0"?>\n<!-- made by hand -->'),
        '<!doctype HTML PUBLIC "-//W3C//DTD HTML 4.01//EN">\n<HTML>',
        "\ufeff<html lang=en>\r\n",
    ],
)
def test_a_web_page_is_no_table(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"this is a web page, not the data .* use the link of its button Raw"):
        hw.as_dataset(written(tmp_path, name, text))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.json", '{"a": 1}', "this JSON is not a table; it must hold records"),
        ("a.json", "[]", "this JSON is not a table"),
        ("a.json", '[{"d": 1, "v": 2},', "this is broken JSON"),
        (
            "a.json",
            '{"near": [{"d": 1, "v": 2}], "far": [{"d": 1, "v": 2}]}',
            r"it holds 2 tables, 'near', 'far'; .* json\.load\(open\(path\)\)\['near'\]",
        ),
        ("a.json", "[" * 100_000, "broken JSON|cells|characters"),
        ("a.json", '{"a":' * 100_000, "broken JSON|cells|characters"),
        ("a.csv", b"\x89HDF\r\n\x1a\n", "an HDF5 file; read it by pandas.read_hdf"),
        ("a.npy", b"\x93NUMPY\x01\x00", "this is an array of NumPy"),
        ("a.dat", b"\x93NUMPY\x01\x00", "an array of NumPy; read it by numpy.load"),
        ("a.txt", b"%PDF-1.7\n", "a PDF"),
        (
            "a.mrt",
            TABLE_OF_A_JOURNAL[:400],
            "'a.mrt' could not be read as .mrt: this is not a table in the format ascii.cds",
        ),
    ],
)
def test_what_is_no_table_says_what_it_is(tmp_path: Path, name: str, content: str | bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        hw.as_dataset(written(tmp_path, name, content))


def archive_of(members: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return content.getvalue()


def test_packed_files_have_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "d,v\n10,700\n20,1500\n40,2800\n"
    assert is_right(hw.as_dataset(written(tmp_path, "one.zip", archive_of({"a.csv": text, "__MACOSX/a.csv": "x"}))))
    with pytest.raises(ValueError, match="it is an archive of 2 files"):
        hw.as_dataset(written(tmp_path, "two.zip", archive_of({"a.csv": text, "b.csv": text})))
    monkeypatch.setattr("hubble_widget.io.files.MAX_UNPACKED", 1_000_000)
    pack: Callable[[bytes], bytes]
    for name, pack in (("a.csv.gz", gzip.compress), ("a.zip", lambda content: archive_of({"a.csv": content.decode()}))):
        with pytest.raises(ValueError, match="unpacked it has more than 1 MB; unpack it yourself"):
            hw.as_dataset(written(tmp_path, name, pack(b"1,2\n" * 300_000)))


KPC, LY, MLY = 0.001, 3.0660139e-07, 0.30660139
GALAXIES = "A,10,700\nB,20,1500\nC,40,2800\n"


@pytest.mark.parametrize(
    ("comment", "distance", "velocity"),
    [
        ("# Distances are in Mly", MLY, 1),
        ("# Distances in Mly. H0 = 70 km/s/Mpc", MLY, 1),
        ("# distances (million light years)", MLY, 1),
        ("# The unit of distances is Mly", MLY, 1),
        ("# Distance given in millions of light-years", MLY, 1),
        ("# Les distances sont en Mal", MLY, 1),
        ("Galaxies (distances in kpc)", KPC, 1),
        ("# Entfernungen in Mio. Lj", MLY, 1),
        ("# Distances en années-lumière", LY, 1),
        ("# расстояния, кпк", KPC, 1),
        ("# 距離(百万光年)", MLY, 1),
        ("# velocities in m/s", 1, 0.001),
        ("# velocity in units of c", 1, 299792.458),
        ("# speeds: cm s-1", 1, 1e-5),
        ("# velocities in miles per second", 1, 1.609344),
        ("# velocities in units of 1000 km/s", 1, 1000),
        ("# distances in 10^6 pc", 1, 1),
        ("# Distances en millions d'années-lumière", MLY, 1),
        ("# Distances in Mpc, velocities in km/s; D25 in kpc", 1, 1),
        ("# Distances are given in million light years and velocities in m/s", MLY, 0.001),
        ("# distances in Mpc, sizes in kpc", 1, 1),
        ("# H0 in km/s/Mpc", 1, 1),
        ("# distances converted from Mly to Mpc", 1, 1),
    ],
)
@pytest.mark.parametrize("names", ["name,distance,velocity", "name,d,v"])
def test_a_unit_that_a_comment_gives_is_used(comment: str, distance: float, velocity: float, names: str) -> None:
    galaxies = hw.as_dataset(io.StringIO(f"{comment}\n{names}\n{GALAXIES}"))
    assert galaxies.distance == pytest.approx([10 * distance, 20 * distance, 40 * distance], rel=1e-6)
    assert galaxies.velocity == pytest.approx([700 * velocity, 1500 * velocity, 2800 * velocity], rel=1e-6)
    assert ("by a comment" in galaxies.note) == (distance != 1 or velocity != 1)
    with_units = hw.as_dataset(io.StringIO(f"{comment}\nname,distance (Mpc),velocity (km/s)\n{GALAXIES}"))
    assert list(with_units.distance) == [10, 20, 40]
    assert "comment" not in with_units.note


@pytest.mark.parametrize(
    ("comment", "remark"),
    [
        ("# distances in Mly; group distances in kpc", "distances taken in Mpc, though a comment says 'Mly'"),
        ("# galaxies with distances within 30 kpc left out", "distances taken in Mpc, though a comment says 'kpc'"),
        ("# e_distance: kpc", "distances taken in Mpc, though a comment says 'kpc'"),
        ("# D_TF in kpc", "distances taken in Mpc, though a comment says 'kpc'"),
        ("# Virgo: distances in kpc", "distances taken in Mpc, though a comment says 'kpc'"),
        ("# some distances are in kpc", "distances taken in Mpc, though a comment says 'kpc'"),
        ("# Distances in kpc are given in table 2", "distances taken in Mpc, though a comment says 'kpc'"),
        ("# Distances in light years / 1e6", "distances taken in Mpc, though a comment says 'light years'"),
        ("# distance: from NED; size in kpc", "distances taken in Mpc, though a comment says 'kpc'"),
        ("# Distances are not in Mpc but in Mly", "distances taken in Mpc, though a comment says 'Mly'"),
        ("# velocity = z * c / 1000, c in m/s", "velocities taken in km/s, though a comment says 'm/s'"),
        ("# distances in Mpc/h", "distances taken in Mpc, though a comment says 'Mpc/h'"),
        ("# distances (h^-1 Mpc)", "distances taken in Mpc, though a comment says 'h^-1 Mpc'"),
        ("# r in kpc is the radius", "distances taken in Mpc, though a comment says 'kpc'"),
        ("# distances in kpc for the Local Group", "distances taken in Mpc, though a comment says 'kpc'"),
        ("# distances not yet converted from Mly", "distances taken in Mpc, though a comment says 'Mly'"),
        ("# velocity dispersion in m/s", "velocities taken in km/s, though a comment says 'm/s'"),
        ("# distances and velocities in Mly and m/s", "velocities taken in km/s, though a comment says 'm/s'"),
    ],
)
def test_a_unit_is_mentioned_where_it_is_not_clear_what_a_comment_gives_it_for(comment: str, remark: str) -> None:
    galaxies = hw.as_dataset(io.StringIO(f"{comment}\nname,distance,velocity\n{GALAXIES}"))
    assert (list(galaxies.distance), list(galaxies.velocity)) == ([10, 20, 40], [700, 1500, 2800])
    assert remark in galaxies.note


@pytest.mark.parametrize("names", ["velocity,distance", "Vhel,D", "cz,Dist", "v,d"])
@pytest.mark.parametrize("units", ["# units: Mpc, km/s", "# Mpc, km/s", "Mpc,km/s"])
def test_a_list_of_units_in_another_order_is_refused(names: str, units: str) -> None:
    rows = "700,10\n1500,20\n2800,40\n"
    above = [f"{units}\n{names}\n{rows}"] if units.startswith("#") else []
    for text in (*above, f"{names}\n{units}\n{rows}"):
        with pytest.raises(ValueError, match="units Mpc, km/s are not in the order of the columns"):
            hw.as_dataset(io.StringIO(text))


@pytest.mark.parametrize("title", ["My data, 1929", "Hubble,1929", "Table 2,"])
def test_a_title_with_as_many_cells_as_columns_is_no_row(title: str) -> None:
    galaxies = hw.as_dataset(io.StringIO(f"{title}\nvelocity,distance\n700,10\n1500,20\n2800,40\n"))
    assert (list(galaxies.distance), list(galaxies.velocity)) == ([10, 20, 40], [700, 1500, 2800])


@pytest.mark.parametrize("below", ["Distances in Mly", "Note: distances are in Mly."])
def test_a_unit_in_a_line_of_text_below_the_rows_is_used(below: str) -> None:
    galaxies = hw.as_dataset(io.StringIO(f"name,d,v\n{GALAXIES}{below}\n"))
    assert galaxies.distance == pytest.approx([10 * MLY, 20 * MLY, 40 * MLY])
    assert "distance in Mly by a comment" in galaxies.note


@pytest.mark.parametrize(("comment", "units"), [("# Distances in kpc", "kpc"), ("# kpc, m/s", "kpc")])
def test_without_names_the_units_of_a_comment_are_said(comment: str, units: str) -> None:
    galaxies = hw.as_dataset(io.StringIO(f"{comment}\n10,700\n20,1500\n40,2800\n"))
    assert galaxies.distance == pytest.approx([0.01, 0.02, 0.04])
    assert f"column 1 as distance in {units}" in galaxies.note


@pytest.mark.parametrize("comment", ["速度 距離(kpc)", "prędkość, odległość w kpc", "snelheid afstand"])
def test_names_in_other_languages_are_read_from_a_comment(comment: str) -> None:
    assert hw.as_dataset(io.StringIO(f"# {comment}\n700 10\n1500 20\n2800 40\n")).velocity.max() == 2800


@pytest.mark.parametrize("comment", ["скорость расстояние, кпк", "速度と距離です", "prędkości i odległości"])
def test_other_languages_say_that_velocities_come_first(comment: str) -> None:
    with pytest.raises(ValueError, match=r"x='column no\. 2', y='column no\. 1'"):
        hw.as_dataset(io.StringIO(f"# {comment}\n700 10\n1500 20\n2800 40\n"))


def test_where_a_comment_speaks_of_velocities_first_the_call_has_them_so() -> None:
    with pytest.raises(ValueError, match=r"x='column no\. 2', y='column no\. 1'"):
        hw.as_dataset(io.StringIO("# velocities and distances\n700 10\n1500 20\n2800 40\n"))


def with_attrs(**units: Any) -> pd.DataFrame:
    frame = pd.DataFrame({"name": ["A", "B", "C"], "d": [1e4, 2e4, 4e4], "v": VELOCITY})
    frame.attrs.update(units)
    return frame


def test_units_that_a_frame_carries() -> None:
    for attrs in (
        {"units": {"d": "kpc", "v": "km/s"}},
        {"unit": {"d": "kpc", "v": ""}},
        {"unit": 1, "units": {"d": "kpc"}},
    ):
        assert is_right(hw.as_dataset(with_attrs(**attrs)))
    with pytest.raises(ValueError, match="column 'd' is in 'furlong', which does not convert to Mpc"):
        hw.as_dataset(with_attrs(units={"d": "furlong"}))
    for key in ("unit", "units"):
        of_distances = pa.field("d", pa.float64(), metadata={key: "kpc"})
        table = pa.table([[1e4, 2e4, 4e4], VELOCITY], schema=pa.schema([of_distances, pa.field("v", pa.float64())]))
        assert is_right(hw.as_dataset(table))


def test_units_of_the_fields_of_a_parquet_file(tmp_path: Path) -> None:
    of_distances = pa.field("d", pa.float64(), metadata={"unit": "kpc"})
    schema = pa.schema([of_distances, pa.field("v", pa.float64())])
    parquet.write_table(pa.table([[1e4, 2e4, 4e4], VELOCITY], schema=schema), tmp_path / "a.parquet")
    assert is_right(hw.as_dataset(tmp_path / "a.parquet"))
