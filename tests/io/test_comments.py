"""What texts beside a table say, in every format: units, other quantities, and units of errors."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from astropy.table import Table
from pyarrow import parquet

import hubble_widget as hw

ROWS = [(10.0, 700.0), (20.0, 1500.0), (40.0, 2800.0)]
NAMES = ["distance", "velocity"]
PLAIN = "".join(f"{d:g},{v:g}\n" for d, v in ROWS)
MLY = 0.306601393788
CDS = """Title: Galaxies
================================================================================
Byte-by-byte Description of file: table1.dat
--------------------------------------------------------------------------------
   Bytes Format Units  Label     Explanations
--------------------------------------------------------------------------------
   1- 5  F5.1   ---    distance  {description}
   7-11  F5.0   ---    velocity  Velocity
--------------------------------------------------------------------------------
Note (1): {note}
--------------------------------------------------------------------------------
 10.0   700
 20.0  1500
 40.0  2800
"""


def table(**meta: Any) -> Table:
    return Table(rows=ROWS, names=NAMES, meta=meta)


def file_of(given: Table, kind: str) -> io.BytesIO:
    content = io.BytesIO()
    if kind in {"votable", "fits"}:
        given.write(content, format=kind)
    else:
        text = io.StringIO()
        given.write(text, format=kind)
        content.write(text.getvalue().encode())
    content.seek(0)
    return content


def described(text: str) -> Table:
    given = table()
    given["distance"].description = text
    return given


def frame(**attrs: Any) -> pd.DataFrame:
    found = pd.DataFrame(ROWS, columns=NAMES)
    found.attrs.update(attrs)
    return found


def latex(*, caption: str = "", note: str = "") -> str:
    rows = "".join(rf"{d:g} & {v:g} \\" + "\n" for d, v in ROWS)
    return (
        f"\\begin{{table}}\n\\caption{{{caption}}}\n\\begin{{tabular}}{{ll}}\ndistance & velocity \\\\\n\\hline\n"
        f"{rows}\\end{{tabular}}\n\\tablenotes{{{note}}}\n\\end{{table}}\n"
    )


def aastex(note: str) -> str:
    rows = " \\\\\n".join(f"{d:g} & {v:g}" for d, v in ROWS)
    return (
        "\\begin{deluxetable}{ll}\n\\tablehead{\\colhead{distance} & \\colhead{velocity}}\n\\startdata\n"
        f"{rows}\n\\enddata\n\\tablecomments{{{note}}}\n\\end{{deluxetable}}\n"
    )


def ipac(text: str) -> str:
    rows = "".join(f" {d:8.1f} {v:8.1f} \n" for d, v in ROWS)
    return f"\\ {text}\n|distance|velocity|\n|  double|  double|\n{rows}"


def with_field(description: str) -> pa.Table:
    distance = pa.field("distance", pa.float64(), metadata={"description": description})
    return pa.table([*np.transpose(ROWS)], schema=pa.schema([distance, pa.field("velocity", pa.float64())]))


def parquet_of(given: pa.Table) -> io.BytesIO:
    content = io.BytesIO()
    parquet.write_table(given, content)
    content.seek(0)
    return content


OF_SENTENCES: dict[str, Callable[[str], object]] = {
    "text": lambda text: io.StringIO(f"# {text}\ndistance,velocity\n{PLAIN}"),
    "below the rows": lambda text: io.StringIO(f"distance,velocity\n{PLAIN}{text}\n"),
    "LaTeX, caption": lambda text: io.StringIO(latex(caption=text)),
    "LaTeX, note": lambda text: io.StringIO(latex(note=text)),
    "AASTeX": lambda text: io.StringIO(aastex(text)),
    "IPAC": lambda text: io.StringIO(ipac(text)),
    "CDS, note": lambda text: io.StringIO(CDS.format(description="Distance", note=text)),
    "astropy": lambda text: table(comments=[text]),
    "astropy, deep": lambda text: table(history={"by": ["somebody", {"remark": text}]}),
    "ECSV": lambda text: file_of(table(note=text), "ascii.ecsv"),
    "VOTable": lambda text: file_of(table(description=text), "votable"),
    "FITS": lambda text: file_of(table(comments=[text]), "fits"),
    "Parquet": lambda text: parquet_of(pa.table(frame()).replace_schema_metadata({"note": text})),
    "pandas": lambda text: frame(comment=text),
    "PyArrow": lambda text: pa.table(frame()).replace_schema_metadata({"note": text}),
    "JSON, records": lambda text: io.StringIO(
        json.dumps({"comment": text, "data": [dict(zip(NAMES, row, strict=True)) for row in ROWS]})
    ),
    "JSON, columns": lambda text: io.StringIO(
        json.dumps(
            {"note": text, **{name: [*column] for name, column in zip(NAMES, zip(*ROWS, strict=True), strict=True)}}
        )
    ),
}
OF_DESCRIPTIONS: dict[str, Callable[[str], object]] = {
    "text": lambda text: io.StringIO(f"# distance: {text}\ndistance,velocity\n{PLAIN}"),
    "CDS": lambda text: io.StringIO(CDS.format(description=text, note="none")),
    "astropy": described,
    "ECSV": lambda text: file_of(described(text), "ascii.ecsv"),
    "VOTable": lambda text: file_of(described(text), "votable"),
    "FITS": lambda text: file_of(described(text), "fits"),
    "Parquet": lambda text: parquet_of(with_field(text)),
    "pandas": lambda text: frame(columns_are={"distance": text}),
    "PyArrow": with_field,
    "JSON": lambda text: io.StringIO(json.dumps({"about": {"distance": text}, "data": frame().to_dict("records")})),
}


@pytest.mark.parametrize("kind", OF_SENTENCES)
def test_a_sentence_about_all_distances_gives_their_unit(kind: str) -> None:
    galaxies = hw.as_dataset(OF_SENTENCES[kind]("Distances are in Mly, velocities in m/s"))
    assert galaxies.distance == pytest.approx([10 * MLY, 20 * MLY, 40 * MLY])
    assert galaxies.velocity == pytest.approx([0.7, 1.5, 2.8])
    assert "distance in Mly by a comment, velocity in m/s by a comment" in galaxies.note


@pytest.mark.parametrize("kind", OF_SENTENCES)
def test_other_units_that_a_text_speaks_of_are_said(kind: str) -> None:
    galaxies = hw.as_dataset(OF_SENTENCES[kind]("some distances of Virgo were in kpc"))
    assert list(galaxies.distance) == [10, 20, 40]
    assert "distances taken in Mpc, though a comment says 'kpc'" in galaxies.note


@pytest.mark.parametrize("kind", OF_SENTENCES)
def test_a_text_without_units_changes_nothing(kind: str) -> None:
    galaxies = hw.as_dataset(OF_SENTENCES[kind]("galaxies of the Virgo cluster, made by hand"))
    assert (list(galaxies.distance), list(galaxies.velocity)) == ([10, 20, 40], [700, 1500, 2800])
    assert "comment" not in galaxies.note


@pytest.mark.parametrize("kind", OF_DESCRIPTIONS)
def test_the_description_of_a_column_gives_its_unit(kind: str) -> None:
    galaxies = hw.as_dataset(OF_DESCRIPTIONS[kind]("distance, in Mly"))
    assert galaxies.distance == pytest.approx([10 * MLY, 20 * MLY, 40 * MLY])
    assert list(galaxies.velocity) == [700, 1500, 2800]


@pytest.mark.parametrize("kind", OF_DESCRIPTIONS)
@pytest.mark.parametrize(
    ("description", "content"),
    [
        ("distance modulus", "distance moduli"),
        ("Distance modulus (mag), from NED", "distance moduli"),
        ("log D", "'log D'"),
        ("logarithm of the distance", "'logarithm of the distance'"),
        ("projected distance", "'projected distance'"),
        ("distance from the cluster", "'distance from the cluster'"),
    ],
)
def test_a_column_that_is_described_as_another_quantity_is_not_guessed(
    kind: str, description: str, content: str
) -> None:
    with pytest.raises(ValueError, match=f"by a comment, column 'distance' holds {re.escape(content)}, not distances"):
        hw.as_dataset(OF_DESCRIPTIONS[kind](description))
    named = hw.as_dataset(OF_DESCRIPTIONS[kind]("log D"), x="distance")
    assert list(named.distance) == [10, 20, 40]


@pytest.mark.parametrize("kind", OF_DESCRIPTIONS)
@pytest.mark.parametrize(
    "description",
    ["distance", "weighted mean of Cepheids and TRGB", "Distance (see the paper)", "by SBF, HST key project"],
)
def test_other_descriptions_change_nothing(kind: str, description: str) -> None:
    assert list(hw.as_dataset(OF_DESCRIPTIONS[kind](description)).distance) == [10, 20, 40]


@pytest.mark.parametrize(
    ("comment", "keywords", "first"),
    [
        ("distance: distance modulus", {"modulus": "distance", "y": "velocity"}, 10 ** ((30 - 25) / 5)),
        ("distances are given as distance moduli", {"modulus": "distance", "y": "velocity"}, 10 ** ((30 - 25) / 5)),
        ("velocity: redshift", {"x": "distance", "redshift": "velocity"}, 30),
        ("velocities are redshifts", {"x": "distance", "redshift": "velocity"}, 30),
    ],
)
def test_the_call_of_the_error_takes_a_described_column(comment: str, keywords: dict[str, str], first: float) -> None:
    text = f"# {comment}\ndistance,velocity\n30,0.001\n31,0.002\n32,0.003\n"
    with pytest.raises(ValueError, match="by a comment, column") as refused:
        hw.as_dataset(io.StringIO(text))
    call = ", ".join(f"{key}={value!r}" for key, value in keywords.items())
    assert f"as_dataset(data, {call})" in str(refused.value)
    assert hw.as_dataset(io.StringIO(text), **keywords).distance[0] == pytest.approx(first)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "comment",
    ["velocity = z * c", "velocity: c z", "distance: D = v / H0 is not used", "velocities are given as published"],
)
def test_how_numbers_were_made_is_no_other_quantity(comment: str) -> None:
    galaxies = hw.as_dataset(io.StringIO(f"# {comment}\ndistance,velocity\n{PLAIN}"))
    assert list(galaxies.velocity) == [700, 1500, 2800]


def with_errors(comment: str, **columns: Any) -> hw.Dataset:
    rows = "10,700,500,3\n20,1500,400,3\n40,2800,600,3\n"
    text = f"# {comment}\ndistance,velocity,distance_err,velocity_err\n{rows}"
    return hw.as_dataset(io.StringIO(text), **columns)


@pytest.mark.parametrize(
    ("comment", "of_distance", "of_velocity"),
    [
        ("errors in kpc and m/s", 0.5, 0.003),
        ("Distances in Mpc, their errors in kpc", 0.5, 3),
        ("Geschwindigkeiten in km/s, Fehler in m/s", 500, 0.003),
    ],
)
def test_a_comment_gives_the_unit_of_errors(comment: str, of_distance: float, of_velocity: float) -> None:
    galaxies = with_errors(comment)
    assert galaxies.distance_error is not None
    assert galaxies.velocity_error is not None
    assert galaxies.distance_error[0] == pytest.approx(of_distance)
    assert galaxies.velocity_error[0] == pytest.approx(of_velocity)
    assert list(galaxies.distance) == [10, 20, 40]
    assert "by a comment" in galaxies.note


@pytest.mark.parametrize(
    "comment",
    [
        "Errors from M. Smith 2010",
        "errors from Au et al. 2010",
        "The uncertainty of H0 is 2 km/s/Mpc",
        "Distance errors, within 500 pc of the Sun, are small",
        "no errors for galaxies beyond 100 kpc",
        "Uncertainties are 68% confidence",
        "Errors include 5% calibration",
    ],
)
def test_sentences_about_errors_without_their_unit_change_nothing(comment: str) -> None:
    assert list(with_errors(comment).distance_error) == [500, 400, 600]


@pytest.mark.parametrize(
    "comment",
    [
        *("errors in percent", "Uncertainties are relative (%)", "all errors are in dex", "Fractional errors"),
        *("distance_err: relative error, velocity_err: relative error", "errors of modulus and of log v"),
    ],
)
def test_relative_errors_are_not_used(comment: str) -> None:
    galaxies = with_errors(comment)
    assert galaxies.distance_error is None
    assert galaxies.velocity_error is None
    assert "errors of distance, 'distance_err', not used: a comment says" in galaxies.note
    with pytest.raises(ValueError, match=r"write the unit into its name: 'velocity_err \(km/s\)'"):
        with_errors(comment, y_error="velocity_err")


@pytest.mark.parametrize("comment", ["errors in percent", "relative errors", "errors of log z"])
def test_relative_errors_of_redshifts_are_not_used(comment: str) -> None:
    """A redshift has no unit, so that a percentage would convert."""
    text = f"# {comment}\ndistance,z,z_err\n10,0.002,5\n20,0.005,5\n40,0.01,5\n"
    galaxies = hw.as_dataset(io.StringIO(text), redshift="z")
    assert galaxies.velocity_error is None
    assert "not used: a comment says" in galaxies.note


@pytest.mark.parametrize(
    ("comment", "velocity"),
    [
        ("Geschwindigkeiten in Metern pro Sekunde", 0.7),
        ("vitesses en mètres par seconde", 0.7),
        ("velocidades en metros por segundo", 0.7),
        ("Geschwindigkeiten in Kilometern pro Sekunde", 700),
        ("velocities in cm/s", 0.007),
    ],
)
def test_speeds_in_words_of_several_languages(comment: str, velocity: float) -> None:
    galaxies = hw.as_dataset(io.StringIO(f"# {comment}\ndistance,velocity\n{PLAIN}"))
    assert galaxies.velocity[0] == pytest.approx(velocity)


@pytest.mark.parametrize(
    ("comment", "distance"),
    [
        ("Distances in M.l.y.", 10 * MLY),
        ("Distances in km", 10 / 3.0856775814914e19),
        ("distances in AU", 10 / 2.062648e11),
    ],
)
def test_other_units_of_length(comment: str, distance: float) -> None:
    galaxies = hw.as_dataset(io.StringIO(f"# {comment}\ndistance,velocity\n{PLAIN}"))
    assert galaxies.distance[0] == pytest.approx(distance)


@pytest.mark.parametrize("comment", ["seen with a telescope of 4 m", "size of the field: 3 cm", "100 km from here"])
def test_everyday_lengths_are_not_those_of_galaxies(comment: str) -> None:
    galaxies = hw.as_dataset(io.StringIO(f"# {comment}\ndistance,velocity\n{PLAIN}"))
    assert list(galaxies.distance) == [10, 20, 40]
    assert "comment" not in galaxies.note


def test_units_of_a_frame_may_be_a_list() -> None:
    assert hw.as_dataset(frame(units=["Mly", "km/s"])).distance[0] == pytest.approx(10 * MLY)
    with pytest.raises(ValueError, match="there are 3 units for 2 columns"):
        hw.as_dataset(frame(units=["", "Mly", "km/s"]))


@pytest.mark.parametrize(
    "text",
    [
        f"Distance (Mpc) Velocity (km/s)\n{PLAIN.replace(',', ' ')}",
        "Name Distance (Mpc) Velocity (km/s)\nA 10 700\nB 20 1500\nC 40 2800\n",
        "Recession velocity (km/s) Distance (Mpc)\n700 10\n1500 20\n2800 40\n",
        f"distance,velocity\n(1),(2)\n{PLAIN}",
        "name dist vel\n(1) (2) (3)\nA 10 700\nB 20 1500\nC 40 2800\n",
        "Distance [Mpc] Velocity [km s-1]\n10 700\n20 1500\n40 2800\n",
        "Hubble data 1929\nDistance (Mpc) Velocity (km/s)\n10 700\n20 1500\n40 2800\n",
        "Galaxy name Distance (Mpc) Velocity (km/s)\nA 10 700\nB 20 1500\nC 40 2800\n",
        "Name,Dist,Vel,Note\n(1),(2),(3),\nA,10,700,\nB,20,1500,x\nC,40,2800,\n",
        f"distance,velocity\n{PLAIN}Data from NED, 2020\n",
        f"distance velocity\n{PLAIN.replace(',', ' ')}see Tully 2004 for details\n",
        "name,distance,velocity\nA,10,700\nB,20,1500\nC,40,2800\nVelocities, heliocentric, in km/s.\n",
        "\n" + file_of(table(), "votable").getvalue().decode(),
        "\ufeff" + file_of(table(), "votable").getvalue().decode(),
        "+---+---+\n| d | v |\n+---+---+\n| 10 | 700 |\n| 20 | 1500 |\n| 40 | 2800 |\n+---+---+\nSource: a book\n",
        file_of(table(), "votable").getvalue().decode(),
        json.dumps({"d": [10, 20, 40], "v": [700, 1500, 2800], "authors": ["A", "B"], "fit": {"H0": 70}}),
        json.dumps({"data": [[700, 10], [1500, 20], [2800, 40]], "labels": ["velocity", "distance"]}),
        json.dumps({"title": "Three galaxies", "year": 1929, "d": [10, 20, 40], "v": [700, 1500, 2800]}),
    ],
)
def test_headers_that_are_clear_to_a_person(text: str) -> None:
    galaxies = hw.as_dataset(io.StringIO(text))
    assert (list(galaxies.distance), list(galaxies.velocity)) == ([10, 20, 40], [700, 1500, 2800])


IN_KPC = [
    {"d": [10, 20, 40], "v": [700, 1500, 2800], "unit": {"d": "kpc"}, "by": {"name": ["A", "B"], "column": 1}},
    {"d": [10, 20, 40], "v": [700, 1500, 2800], "units": ["kpc", "km/s"], "authors": ["A"]},
    {"d": [10, 20, 40], "v": [700, 1500, 2800], "description": {"d": "kpc", "v": "km/s"}},
    {
        "galaxies": [{"d": 10, "v": 700}, {"d": 20, "v": 1500}, {"d": 40, "v": 2800}],
        "columns": [{"name": "d", "unit": "kpc"}, {"name": "v", "unit": "km/s"}],
    },
]


@pytest.mark.parametrize("value", IN_KPC)
def test_units_beside_a_table_in_json(value: dict[str, Any]) -> None:
    galaxies = hw.as_dataset(io.StringIO(json.dumps(value)))
    assert galaxies.distance == pytest.approx([0.01, 0.02, 0.04])
    assert list(galaxies.velocity) == [700, 1500, 2800]


@pytest.mark.parametrize(
    "value",
    [
        {"galaxies": [{"d": 10, "v": 700}, {"d": 20, "v": 1500}], "fields": {"d": "distance modulus", "v": "cz"}},
        {"data": [[10, 700], [20, 1500]], "columns": [{"name": "d", "description": "distance modulus"}, {"name": "v"}]},
        {"data": [{"d": 10, "v": 700}, {"d": 20, "v": 1500}], "note": "d is the distance modulus"},
    ],
)
def test_descriptions_beside_a_table_in_json(value: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="by a comment, column 'd' holds distance moduli"):
        hw.as_dataset(io.StringIO(json.dumps(value)))


def test_texts_in_the_attrs_of_a_frame() -> None:
    for attrs in (
        {"columns": {"distance": {"unit": "kpc"}, "velocity": {"unit": "km/s"}}},
        {"units": "distance: kpc, velocity: km/s"},
    ):
        assert hw.as_dataset(frame(**attrs)).distance == pytest.approx([0.01, 0.02, 0.04])
    described = frame(distance="Distance to galaxy, source NED", velocity="Heliocentric velocity")
    assert list(hw.as_dataset(described).distance) == [10, 20, 40]
    with pytest.raises(ValueError, match="by a comment, column 'distance' holds distance moduli"):
        hw.as_dataset(frame(columns={"distance": "distance modulus", "velocity": "cz"}))
    with pytest.raises(ValueError, match="a unit is given for 'unit', 'kpc', but no column has this name"):
        hw.as_dataset(frame(unit="kpc"))


@pytest.mark.parametrize(
    "comment", ["velocity: m s^{-1}", "velocity in m s^{-1}", "velocity (m s^{-1})", "velocity: m s^(-1)"]
)
def test_a_power_in_braces_is_no_remark(comment: str) -> None:
    assert hw.as_dataset(io.StringIO(f"# {comment}\ndistance,velocity\n{PLAIN}")).velocity[0] == pytest.approx(0.7)


def test_columns_without_a_unit_in_a_list_of_units() -> None:
    named = frame(units=[None, "kpc", "m/s"])
    named.insert(0, "name", [*"ABC"])
    value = {"columns": ["name", "d", "v"], "units": [None, "kpc", "m/s"], "data": [["A", 10, 700], ["B", 20, 1500]]}
    for given in (named, io.StringIO(json.dumps(value))):
        galaxies = hw.as_dataset(given)
        assert (galaxies.distance[0], galaxies.velocity[0]) == pytest.approx((0.01, 0.7))


def test_columns_with_row_numbers_are_paired_by_them() -> None:
    columns = {"distance": {"0": 10, "1": 20, "2": 40}, "velocity": {"2": 2800, "1": 1500, "0": 700}}
    assert list(hw.as_dataset(io.StringIO(json.dumps(columns))).velocity) == [700, 1500, 2800]


MESSIER = ["M 31", "M 81", "NGC 1023", "M 87"]


@pytest.mark.parametrize(
    "text",
    [
        "Galaxy\tVelocity\tDistance (Mpc)\nM 31\t300\t0.78\nM 81\t340\t3.63\nNGC 1023\t734\t10.5\nM 87\t1150\t16.4\n",
        "Name\tDistance\tRadial velocity\nM 31\t0.78\t300\nM 81\t3.63\t340\nNGC 1023\t10.5\t734\nM 87\t16.4\t1150\n",
        "Galaxy  Distance  Radial velocity\nM 31  0.78  300\nM 81  3.63  340\nNGC 1023  10.5  734\nM 87  16.4  1150\n",
        "Galaxy name\tDistance\tVelocity\nM 31\t0.78\t300\nM 81\t3.63\t340\nNGC 1023\t10.5\t734\nM 87\t16.4\t1150\n",
        "Name Distance Velocity (km/s)\nM 31 0.78 300\nM 81 3.63 340\nNGC 1023 10.5 734\nM 87 16.4 1150\n",
        "Galaxy Name Distance (Mpc) Velocity (km/s)\nM 31 0.78 300\nM 81 3.63 340\nNGC 1023 10.5 734\nM 87 16.4 1150\n",
        "V_LG|Ref|Dist|PGC name\n300|1|0.78|M 31\n340|2|3.63|M 81\n734|2|10.5|NGC 1023\n1150|3|16.4|M 87\n",
    ],
)
def test_names_of_two_words_are_not_split(text: str) -> None:
    galaxies = hw.as_dataset(io.StringIO(text))
    assert list(galaxies.distance) == [0.78, 3.63, 10.5, 16.4]
    assert list(galaxies.velocity) == [300, 340, 734, 1150]
    assert list(galaxies.names) == MESSIER


TABS = "Galaxy\tDistance\tRadial velocity\nM 31\t0.78\t300\nM 81\t3.63\t340\nNGC 1023\t10.5\t734\nM 87\t16.4\t1150\n"


@pytest.mark.parametrize("delimiter", ["\t", "  ", ",", ";", "|"])
@pytest.mark.parametrize(("above", "below"), [("", "Source: NED\n"), ("My galaxies\n", ""), ("Hubble data 2020\n", "")])
def test_a_note_does_not_make_blanks_delimiters(delimiter: str, above: str, below: str) -> None:
    galaxies = hw.as_dataset(io.StringIO(f"{above}{TABS.replace(chr(9), delimiter)}{below}"))
    assert list(galaxies.distance) == [0.78, 3.63, 10.5, 16.4]
    assert list(galaxies.names) == MESSIER


def test_a_note_that_crosses_the_gaps_of_a_ruler() -> None:
    text = (
        "Galaxy     Distance  Radial velocity\n---------- --------  ---------------\n"
        "M 31           0.78              300\nM 81           3.63              340\nSource: NED, Tully et al., 2013\n"
    )
    galaxies = hw.as_dataset(io.StringIO(text))
    assert (list(galaxies.distance), list(galaxies.names)) == ([0.78, 3.63], ["M 31", "M 81"])


def test_names_of_two_words_in_a_long_text() -> None:
    rows = "".join(f"NGC {place + 1} {1 + place / 1000:.3f} {70 + place * 0.07:.2f}\n" for place in range(30_000))
    galaxies = hw.as_dataset(io.StringIO(f"Name D V\n{rows}"))
    assert len(rows) > 500_000
    assert hw.polyfit(galaxies).slope == pytest.approx(70, rel=1e-3)


@pytest.mark.parametrize(
    "text",
    [
        "RA Vcmb (km s^-1) Best distance Name\n10.0 -300 0.78 M31\n27.3 204 3.63 M81\n44.6 734 10.5 NGC1023\n",
        "Dec Velocity (km/s) Mean distance\n0.1 700 10\n0.2 1500 20\n0.3 2800 40\n",
        "Galaxy Distance Velocity\nNGC1357 28 2 094\nNGC1832 31 2 000\nNGC2775 17 1 135\n",
        "Galaxy Distance Velocity\nM31 0.78 0.02 -300\nM33 0.84 0.03 -180\nM81 3.6 0.1 -38\n",
        "Name D V\nA 10 700 5\nB 20 1500 6\nC 40 2800 7\n",
        "Galaxy Distance Radial velocity\nM 31 0.78 -300\nM 81 3.63 204\nM 87 16.4 1150\n",
        "Name D V e_V\nNGC 300 2 144\nNGC 55 1.9 120\nIC 342 3.3 31\n",
        "Name d v e_v\nM31 0.78 -300 3\nNGC 55 1.9 129\nM33 0.84 -180 3\n",
    ],
)
def test_rows_between_blanks_that_fit_no_header_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"line \d has \d cells"):
        hw.as_dataset(io.StringIO(text))


GALAXIES_OF_TYPES = "name,type,d,v\nAa,Spiral,10,700\nBb,Ell,20,1500\nCc,Irr,40,2800\n"


@pytest.mark.parametrize(
    "row",
    ["Great Barred Spiral,SBb,18O,1636", "Great Barred Spiral,SBb,18 Mpc,1636", "Great Barred Spiral,SBb,<18,1636"],
)
def test_a_last_row_with_a_wrong_cell_is_no_sentence(row: str) -> None:
    with pytest.raises(TypeError, match="column 'd' holds text"):
        hw.as_dataset(io.StringIO(f"{GALAXIES_OF_TYPES}{row}\n"))


def test_a_last_row_without_a_number_is_no_sentence() -> None:
    galaxies = hw.as_dataset(io.StringIO(f"{GALAXIES_OF_TYPES}Great Barred Spiral,SBb,,1636\n"))
    assert "3 of 4 rows; left out: no distance" in galaxies.note
    with pytest.raises(ValueError, match=r"line 5 has 3 cells"):
        hw.as_dataset(io.StringIO(f"{GALAXIES_OF_TYPES}Dd,Freedman et al.,3500\n"))


@pytest.mark.parametrize(
    "head",
    [
        "\n\\colhead{Name} & \\colhead{Dist} & \\colhead{Vel}\n",
        "\\colhead{Name} & \\colhead{Dist} & \\colhead{Vel} \\\\",
        "\\colhead{Name} & \\colhead{Dist} & \\colhead{Vel} \\\\\n & (Mpc) & (km/s)",
    ],
)
def test_heads_of_deluxetables(head: str) -> None:
    rows = "\\cutinhead{Virgo}\nA & 10 & 700 \\\\\nB & 20 & 1500 \\\\\nC & 40 & 2{,}800\n"
    text = f"\\begin{{deluxetable}}{{lll}}\n\\tablehead{{{head}}}\n\\startdata\n{rows}\\enddata\n\\end{{deluxetable}}\n"
    galaxies = hw.as_dataset(io.StringIO(text))
    assert (list(galaxies.distance), list(galaxies.velocity)) == ([10, 20, 40], [700, 1500, 2800])


def test_a_table_whose_first_row_was_taken_for_names_is_refused() -> None:
    with pytest.raises(ValueError, match="it is not clear which column holds the distance"):
        hw.as_dataset(pd.read_csv(io.StringIO(PLAIN)))


@pytest.mark.parametrize("heading", ["Method", "Notes", "RA", "Date", "Reference", "Student"])
def test_a_first_column_of_other_texts_holds_no_names(heading: str) -> None:
    galaxies = hw.as_dataset(io.StringIO(f"{heading},d,v\nA,10,700\nB,20,1500\nC,40,2800\n"))
    assert galaxies.names[0] != "A"


def test_the_units_in_the_second_head_of_a_deluxetable() -> None:
    head = r"\colhead{Name} & \colhead{Dist} & \colhead{Vel} \\ \colhead{} & \colhead{(kpc)} & \colhead{(km s$^{-1}$)}"
    rows = "A & 10 & 700 \\\\\nB & 20 & 1500 \\\\\nC & 40 & 2800\n"
    text = f"\\begin{{deluxetable}}{{lll}}\n\\tablehead{{{head}}}\n\\startdata\n{rows}\\enddata\n\\end{{deluxetable}}\n"
    galaxies = hw.as_dataset(io.StringIO(text))
    assert galaxies.distance == pytest.approx([0.01, 0.02, 0.04])
    assert galaxies.names == ("A", "B", "C")


@pytest.mark.parametrize(
    "text", ["Dist,Vel\n10,700\n(20),(900)\n40,2800\n30,2000\n", "d,v\n10,700\n[1],[2]\n40,2800\n50,9\n"]
)
def test_numbers_in_brackets_among_the_rows_are_refused(text: str) -> None:
    with pytest.raises(TypeError, match=r"holds text: '[(\[]\d+[)\]]' in row 2"):
        hw.as_dataset(io.StringIO(text))


@pytest.mark.parametrize(
    "heading", ["Galaxienname", "Nom de la galaxie", "Naam", "Nazwa", "Имя", "名称", "銀河", "Gal", "Objet"]
)
def test_the_names_in_a_first_column_of_texts(heading: str) -> None:
    text = f"{heading},distance,velocity\nA,10,700\nB,20,1500\nC,40,2800\n"
    assert hw.as_dataset(io.StringIO(text)).names == ("A", "B", "C")


@pytest.mark.parametrize("name", ["distance from plane", "distance from the disk"])
def test_a_distance_from_a_plane_is_not_guessed(name: str) -> None:
    with pytest.raises(ValueError, match=r"not clear which column holds the distance"):
        hw.as_dataset(io.StringIO(f"{name},velocity\n{PLAIN}"))


@pytest.mark.parametrize("name", ["velocity relative to cluster", "velocity relative to the mean"])
def test_a_velocity_relative_to_others_is_not_guessed(name: str) -> None:
    with pytest.raises(ValueError, match=r"not clear which column holds the velocity"):
        hw.as_dataset(io.StringIO(f"distance,{name}\n{PLAIN}"))
