"""Columns in Mpc and km/s that hold something else than distances and velocities of recession: none is guessed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from astropy.table import Table
from openpyxl import Workbook

import hubble_widget as hw
from hubble_widget.io.convert import as_dataset

VELOCITIES = """Drehgeschwindigkeit Zirkulargeschwindigkeit Relativgeschwindigkeit Einfallgeschwindigkeit Linienbreite
Ausflussgeschwindigkeit Schockgeschwindigkeit Halbwertsbreite largeur·de·raie anchura·de·línea velocidad·de·giro
velocidad·de·eyección larghezza·di·riga largura·da·linha draaisnelheid onzekerheid rotasjonshastighet osäkerhet
hastighetsspridning hastighetsspredning usikkerhet fejl rozrzut·prędkości szerokość·linii ширина·линии 线宽 線幅
선폭 자전·속도 spin·velocity gas·velocity turbulence·velocity internal·velocity Fe·II·velocity velsig cz-cz0 V-Vsys"""
DISTANCES = "Virialradius Raggio Straal promień tamaño Größe Distance·between·galaxies"
BY_H = """D·(Mpc)/h Distance*h·[Mpc] Distance·×·h·(Mpc) dist_h70_mpc Distance_hinv_Mpc dist_mpcoverh D_h1_Mpc
D..h70..1.Mpc. D_Mpc_h70 D_Mpc_h701 D_h·(Mpc) h*D·(Mpc)"""
GOOD = "Name,Distance (Mpc),v\nA,10,700\nB,20,1500\nC,40,2800\n"


def names(text: str) -> list[str]:
    """The names in a list, in which dots stand for blanks."""
    return [name.replace("·", " ") for name in text.split()]


def read(text: str) -> hw.Dataset:
    data = as_dataset(io.StringIO(text))
    assert isinstance(data, hw.Dataset)
    return data


@pytest.mark.parametrize("name", [*(f"{name} (km/s)" for name in names(VELOCITIES)), "Velocity (±)"])
def test_another_velocity_is_not_guessed(name: str) -> None:
    table = pd.DataFrame({"Distance (Mpc)": [3, 7, 11], name: [60, 150, 220]})
    with pytest.raises(ValueError, match="not clear which column holds the velocity"):
        as_dataset(table)
    assert len(as_dataset(table, y=name)) == 3


@pytest.mark.parametrize("name", [*(f"{name} (Mpc)" for name in names(DISTANCES)), "Distance (+)"])
def test_another_length_is_not_guessed(name: str) -> None:
    with pytest.raises(ValueError, match="not clear which column holds the distance"):
        as_dataset(pd.DataFrame({name: [3, 7, 11], "cz": [200, 500, 900]}))


@pytest.mark.parametrize("name", names(BY_H))
def test_a_distance_in_units_of_h_is_refused_even_if_it_is_named(name: str) -> None:
    table = pd.DataFrame({name: [7, 14, 28], "cz": [700, 1500, 2800]})
    with pytest.raises(ValueError, match=r"not clear which|not a known unit"):
        as_dataset(table)
    with pytest.raises(ValueError, match="not a known unit"):
        as_dataset(table, x=name, y="cz")


@pytest.mark.parametrize("name", ["D in mil. ly", "vzdálenost (mil. ly)", "D_{Mpc/h}", "D..h..1.Mpc.", "D_106_ly"])
def test_where_only_one_column_is_left_the_error_says_what_is_wrong_with_it(name: str) -> None:
    with pytest.raises(ValueError, match=r"not a known unit.*rename it to 'distance \(Mpc\)'"):
        as_dataset(pd.DataFrame({name: [7, 14, 28], "cz": [700, 1500, 2800]}))


def test_a_distance_that_is_independent_of_redshift_is_one() -> None:
    data = read("Galaxy,Redshift-Independent Distance,cz\nA,10,700\nB,20,1500\n")
    np.testing.assert_array_equal(data.distance, [10, 20])


def test_an_hour_divides_no_distance() -> None:
    with pytest.raises(ValueError, match="'Mpc/h', which does not convert to Mpc"):
        read("dist,cz\nMpc/h,km/s\n7,700\n14,1500\n28,2800\n")
    table = Table({"Dist": [7.0, 14.0], "cz": [700.0, 1500.0]}, units=["Mpc", None])
    table["Dist"].description = "Distance in h^-1^ Mpc"
    with pytest.raises(ValueError, match="holds 'Distance in h"):
        as_dataset(table)


@pytest.mark.parametrize("name", ["dist..m.M.", "Distance..m...M.", "Distance.m.M", "Distance_mM"])
def test_moduli_as_other_programs_write_them_are_no_distances(name: str) -> None:
    with pytest.raises(ValueError, match="modulus="):
        as_dataset(pd.DataFrame({name: [30, 31.5, 33], "cz": [700, 1500, 2800]}))


@pytest.mark.parametrize("name", ["Distance lt-yrs", "Distance lt yr", "Distance_ltyrs", "Distance ltyr"])
def test_light_years_have_more_spellings(name: str) -> None:
    fit = hw.polyfit(pd.DataFrame({name: [32.6e6, 65.2e6, 130.5e6], "cz": [700, 1500, 2800]}))
    assert fit.slope == pytest.approx(69.24, abs=0.01)


SIBLINGS = {
    "the lines H and K": "Galaxy,D (Mpc),V_K (km/s),V_H (km/s),V_avg (km/s)\nA,10,700,1100,900\nB,20,1400,1800,1600\n",
    "a rotation curve": "Galaxy,D (Mpc),Vobs (km/s),Vgas (km/s),Vdisk (km/s)\nA,3,60,1,1\nB,7,150,2,2\n",
    "by the law": "Galaxy,D (Mpc),v = H0 d (km/s)\nA,3,216\nB,7,504\n",
    "by the law, in words": "Galaxy,D (Mpc),velocity (Hubble law)\nA,3,216\nB,7,504\n",
}


@pytest.mark.parametrize("text", SIBLINGS.values(), ids=SIBLINGS)
def test_other_columns_say_that_a_velocity_is_another(text: str) -> None:
    with pytest.raises(ValueError, match="not clear which column holds the velocity"):
        read(text)


def test_beside_velocities_of_two_lines_the_mean_is_taken() -> None:
    data = read("Galaxy,D (Mpc),v_K (km/s),v_H (km/s),v (km/s)\nA,10,600,800,700\nB,20,1400,1600,1500\n")
    np.testing.assert_array_equal(data.velocity, [700, 1500])


OF_DISTANCES = """Cousins R magnitude;total R magnitude;r-band Petrosian magnitude;R band;brightness
isophotal major axis;D25;size;scale length;impact parameter;offset from the BCG
distance to the center of the cluster;distance to Virgo
distance class;richness;declination"""
OF_VELOCITIES = """maximum rotation velocity;rotational amplitude;amplitude of rotation curve;rotation curve velocity
flat part of the rotation curve;max. circular speed;width of HI profile;corrected width;outflow velocity;wind velocity
internal velocity;photospheric velocity of Si II;velocity relative to the cluster;peculiar motion"""


def described(text: str) -> list[str]:
    return text.replace("\n", ";").split(";")


@pytest.mark.parametrize("what", described(OF_DISTANCES))
def test_a_description_says_that_a_column_holds_no_distances(what: str) -> None:
    with pytest.raises(ValueError, match="by a comment, column 'R' holds"):
        read(f"# R: {what}\nName,R,cz\nA,11,700\nB,14,1500\nC,16,2800\n")


@pytest.mark.parametrize("what", described(OF_VELOCITIES))
def test_a_description_says_that_a_column_holds_no_velocities(what: str) -> None:
    with pytest.raises(ValueError, match="by a comment, column 'V' holds"):
        read(f"# V: {what}\nName,D,V\nA,3,60\nB,7,150\nC,11,220\n")


@pytest.mark.parametrize(
    "what",
    [
        *("velocity corrected for rotation of the Galaxy", "velocity relative to the CMB", "velocity, heliocentric"),
        *("cz", "systemic velocity from the rotation curve"),
    ],
)
def test_what_describes_a_velocity_of_recession_is_read(what: str) -> None:
    np.testing.assert_array_equal(read(f"# V: {what}\nName,D,V\nA,3,60\nB,7,150\nC,11,220\n").velocity, [60, 150, 220])


def of_vizier(distance: str, velocity: str, ucd: str = "") -> str:
    return (
        f"#RESOURCE=x\n#Column\tDist\t(F5.2)\t{distance}\t[ucd=pos.distance]\n#Column\tV\t(I5)\t{velocity}\t[ucd={ucd}]\n"
        "Dist\tV\n\tkm/s\n-----\t-----\n10\t700\n20\t1500\n40\t2800\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        of_vizier("Distance modulus", "Velocity"),
        of_vizier("Projected distance", "Velocity"),
        of_vizier("?=-99 Distance", "Velocity dispersion"),
        of_vizier("Distance", "Maximum rotation velocity (2)"),
        of_vizier("Distance", "Of the gas", "phys.veloc.rotat"),
    ],
)
def test_what_vizier_says_of_a_column_counts(text: str) -> None:
    with pytest.raises(ValueError, match="by a comment, column"):
        read(text)


def test_what_vizier_says_of_usual_columns_changes_nothing() -> None:
    data = read(of_vizier("?=-99 Distance of the galaxy", "Heliocentric velocity", "phys.veloc;pos.heliocentric"))
    np.testing.assert_array_equal(data.velocity, [700, 1500, 2800])


@pytest.mark.parametrize(
    ("ucd", "is_read"),
    [
        *(("phys.veloc.rotat", False), ("phys.veloc.dispersion", False), ("stat.error;phys.veloc", False)),
        *(("spect.dopplerVeloc", True), ("phys.veloc;pos.heliocentric", True)),
    ],
)
def test_what_a_votable_says_of_a_column_counts(tmp_path: Path, ucd: str, is_read: bool) -> None:
    path = tmp_path / "galaxies.vot"
    rows = "".join(f"<TR><TD>{d}</TD><TD>{v}</TD></TR>" for d, v in ((3, 200), (7, 500), (11, 780)))
    path.write_text(
        '<?xml version="1.0"?><VOTABLE version="1.3" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE><TABLE>'
        '<FIELD name="D" datatype="float" unit="Mpc" ucd="pos.distance"/>'
        f'<FIELD name="V" datatype="float" unit="km/s" ucd="{ucd}"/>'
        f"<DATA><TABLEDATA>{rows}</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>"
    )
    if is_read:
        assert len(as_dataset(path)) == 3
    else:
        with pytest.raises(ValueError, match="by a comment, column 'V'"):
            as_dataset(path)


def in_excel(path: Path, formats: dict[int, tuple[str, str]], distances: Sequence[float] = (10, 20, 40)) -> Path:
    """A workbook with formats of the cells of some rows, for distances and velocities."""
    book = Workbook()
    sheet = book.active
    for row in (("name", "d", "v"), *zip("ABC", distances, (700, 1500, 2800), strict=True)):
        sheet.append(row)
    for row, of_row in formats.items():
        for column, shown in zip((2, 3), of_row, strict=True):
            sheet.cell(row, column).number_format = shown
    book.save(path)
    return path


@pytest.mark.parametrize("rows", [(2, 3, 4), (2,)])
def test_a_unit_that_excel_shows_in_cells_counts(tmp_path: Path, rows: tuple[int, ...]) -> None:
    path = tmp_path / "galaxies.xlsx"
    usual = as_dataset(in_excel(path, dict.fromkeys(rows, ('0.0" Mpc"', '#,##0" km/s"'))))
    assert isinstance(usual, hw.Dataset)
    np.testing.assert_array_equal(usual.distance, [10, 20, 40])
    np.testing.assert_array_equal(usual.velocity, [700, 1500, 2800])
    other = as_dataset(in_excel(path, dict.fromkeys(rows, ('0.0" Mly";-0.0" Mly"', "General")), (32.6, 65.2, 130.5)))
    assert isinstance(other, hw.Dataset)
    np.testing.assert_allclose(other.distance, [10, 20, 40], rtol=1e-3)
    assert "distance in Mly by a comment" in other.note


def test_several_units_in_the_cells_of_a_column_are_refused(tmp_path: Path) -> None:
    path = in_excel(tmp_path / "galaxies.xlsx", {2: ('0.0" Mpc"', "General"), 3: ('0.0" Mly"', "General")})
    with pytest.raises(TypeError, match="column 'd' holds text: '10 in Mpc'"):
        as_dataset(path)
    path = in_excel(tmp_path / "same.xlsx", {2: ('0.0" Mpc"', '0" km/s"'), 3: ('0.0" mpc"', '0" km/sec"')})
    assert len(as_dataset(path)) == 3


def test_what_excel_shows_of_a_constant_is_no_unit_of_a_column(tmp_path: Path) -> None:
    book = Workbook()
    for row in (("c", 299792.458), (), ("name", "Distance", "v"), ("A", 10, 700), ("B", 20, 1500), ("Mean", 15)):
        book.active.append(row)
    book.active["B1"].number_format, book.active["B6"].number_format = '0.000" km/s"', '0" Mly"'
    book.save(tmp_path / "galaxies.xlsx")
    data = as_dataset(tmp_path / "galaxies.xlsx")
    assert isinstance(data, hw.Dataset)
    np.testing.assert_array_equal(data.distance, [10, 20])


LATEX = r"\begin{tabular}{lcc} Name & D & v \\ A & 10 & 700 \\ B & 20 & 1500 \\ \end{tabular}" + "\n"
ANOTHER = {
    "another header": "name,distance,velocity\nA,10,700\nB,20,1500\n\nname,magnitude,color\nA,12,1\nB,13,2\n",
    "between blanks": "name distance velocity\nA 10 700\nB 20 1500\n\nname magnitude color\nA 12 1\nB 13 2\n",
    "moduli below": "name,distance,vel\nA,10,700\nB,20,1500\nname,modulus,vel\nC,33,2800\nD,33.5,3500\n",
    "columns exchanged": "name,distance,velocity\nA,10,700\nB,20,1500\nname,velocity,distance\nD,2800,40\n",
    "other units": "# d v\n# Mpc km/s\n10 700\n20 1500\n# Mly km/s\n130.46 2800\n163.08 3500\n",
    "other names with units": "# d[Mpc] v[km/s]\n10 700\n20 1500\n# d[Mly] v[km/s]\n130.46 2800\n163.08 3500\n",
    "LaTeX": LATEX + LATEX.replace("A & 10", "C & 40"),
}


@pytest.mark.parametrize("text", ANOTHER.values(), ids=ANOTHER)
def test_of_two_tables_in_a_text_none_is_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"header of another table|other columns or units|it holds 2 tables"):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        GOOD + "Name, Distance (Mpc) ,V\nD,80,5600\n",
        GOOD + "E,abs,none\nF,unknown,pending\nD,80,5600\n",
        "# d v\n# Mpc km/s\n10 700\n20 1500\n# Mpc km/s\n40 2800\n80 5600\n",
        "d v\n10 700\n20 1500\n40 2800\n80 5600\n# d (Mpc) v (km/s)\n",
    ],
    ids=["the same header", "words for missing numbers", "the same units", "units at the end"],
)
def test_what_is_said_again_changes_nothing(text: str) -> None:
    assert len(read(text)) == 4


@pytest.mark.parametrize("row", ["Leo 1            264", "KK 9             264", "Tol 89    12.5"])
def test_a_part_of_a_name_is_no_number_of_an_empty_cell(row: str) -> None:
    with pytest.raises(ValueError, match="the second one does not stand in its column"):
        read(f"Galaxy    Dist   Vel\nM51        8.0   560\n{row}\nM83       12.0   900\nN253       4.0   250\n")


@pytest.mark.parametrize(
    "rows",
    ["M51 8.0 560\nVerylongname 12.0 900\nA 1 70\n", "M51          8.0   560\nVerylongname 12.0  900\nA 1 70\n"],
)
def test_cells_between_blanks_need_not_be_aligned(rows: str) -> None:
    assert len(read(f"Galaxy Dist Vel\n{rows}")) == 3


@pytest.mark.parametrize(
    "row",
    [
        *("Gesamtergebnis,47,3500", "Total général,47,3500", "Totale complessivo,47,3500", "Eindtotaal,47,3500"),
        *("Number of galaxies,5,5", "Gemiddelde,9.4,700", "Średnia,9.4,700", "Стандартное отклонение,9.4,700"),
    ],
)
def test_rows_of_spreadsheets_about_all_galaxies_are_none(row: str) -> None:
    rows = "A,2,300\nB,5,200\nC,8,700\nD,12,800\nE,20,1500\n"
    assert len(read(f"name,d (Mpc),v (km/s)\n{rows}{row}\n")) == 5


def test_an_underscore_marks_a_footnote() -> None:
    with pytest.raises(TypeError, match="'700_1'"):
        read("name,d,v\nA,10,700_1\nB,20,1500\nC,40,2800_2\n")


STILL_READ = {
    "names such as Q1": "Name,d (Mpc),v (km/s)\nQ1,10,700\nQ2,20,1500\nQ3,40,2800\n",
    "V_H beside a color": "Name,D (Mpc),Vh (km/s),B-V,V-K\nA,10,700,.6,2\nB,20,1500,.7,3\nC,40,2800,.8,3\n",
    "between us": "Name,Distance between Earth and galaxy (Mpc),v\nA,10,700\nB,20,1500\nC,40,2800\n",
    "h is given": '"Distance (Mpc, h=0.7)",v\n10,700\n20,1500\n40,2800\n',
    "no unit": "Distance (Mpc) [-],v\n10,700\n20,1500\n40,2800\n",
    "the Local Group": "# V: velocity relative to the centroid of the Local Group\nD,V\n10,700\n20,1500\n40,2800\n",
    "corrected": "# V: peculiar-velocity corrected recession velocity\nD,V\n10,700\n20,1500\n40,2800\n",
    "how it was made": "# D: distance assuming an absolute magnitude\nD,V\n10,700\n20,1500\n40,2800\n",
    "words for missing": "Name,D (Mpc),V (km/s)\nA,10,700\nB,20,1500\nX,no distance,no velocity\nC,40,2800\n",
    "the header without units": "Name,Dist (Mpc),Vel (km/s)\nA,10,700\nB,20,1500\nName,Dist,Vel\nC,40,2800\n",
    "units of the names": "d (Mpc),v (km/s)\n10,700\n20,1500\n# units: Mpc, km/s\n40,2800\n",
    "a remark among the rows": "Galaxy,D (Mpc),v (km/s)\nA,10,700\nB,20,1500\n# distances in Mpc\nC,40,2800\n",
    "the header in other words": "Galaxy,D (Mpc),v (km/s)\nA,10,700\nB,20,1500\nObject,Distance,Velocity\nC,40,2800\n",
    "an axis": "# D: x axis, distance in Mpc\nD,V\n10,700\n20,1500\n40,2800\n",
    "HI gas": "D (Mpc),HI gas velocity (km/s)\n10,700\n20,1500\n40,2800\n",
    "hyphens": "Distance -,Velocity -\n10,700\n20,1500\n40,2800\n",
    "other words": "d (Mpc) v (km/s)\n10 700\n20 1500\n# distance (Mpc) velocity (km/s)\n40 2800\n",
    "what was assumed": "# V: recession velocity assuming no peculiar motion\nD,V\n10,700\n20,1500\n40,2800\n",
    "usual units": "10 700\n20 1500\n# Mpc km/s\n40 2800\n",
    "a name and a number": "name dist vel\nM87 10.00     700\nNGC4649  20.0    1500\nNGC4472 40.00    2800\n",
    "numbers alone": "# d v e\n10 700   5\n20   1500   10\n40   2800   20\n",
    "thousands": "name,d,v\nA,10,700\nB,20,1_500\nC,40,2_800\n",
    "kinds of gas": "Name,D (Mpc),Vhel (HI gas) (km/s)\nA,10,700\nB,20,1500\nC,40,2800\n",
    "an old copy in LaTeX": f"% {LATEX}{LATEX}".replace("B & 20 & 1500", "B & 20 & 1500 \\\\ C & 40 & 2800"),
}


@pytest.mark.parametrize("text", STILL_READ.values(), ids=STILL_READ)
def test_what_only_looks_alike_is_read(text: str) -> None:
    np.testing.assert_array_equal(read(text).velocity, [700, 1500, 2800])


@pytest.mark.parametrize("name", ["z [-]", "redshift [-]", "zcmb (-)", "z -"])
def test_a_redshift_without_a_unit_is_no_velocity_even_if_it_is_named(name: str) -> None:
    table = pd.DataFrame({"D (Mpc)": [10, 20, 40], name: [0.002, 0.005, 0.009]})
    with pytest.raises(ValueError, match="holds redshifts"):
        as_dataset(table, x="D (Mpc)", y=name)


@pytest.mark.parametrize(
    "name",
    ["Distance, Mlt-yr", "Distance_Mlt_yr", "Distance M lt-yr", "Distance M light-yr", "거리 백만 광년", "Avstånd Mlå"],
)
def test_millions_of_light_years_have_more_spellings(name: str) -> None:
    data = as_dataset(pd.DataFrame({name: [32.6, 65.2, 130.5], "cz": [700, 1500, 2800]}))
    assert isinstance(data, hw.Dataset)
    np.testing.assert_allclose(data.distance, [10, 20, 40], rtol=1e-3)


@pytest.mark.parametrize(
    ("distance", "velocity"),
    [
        ("Távolság (millió fényév)", "Sebesség (km/s)"),
        ("Απόσταση (εκατ. έτη φωτός)", "Ταχύτητα (km/s)"),
        ("Uzaklık (milyon ışık yılı)", "Hız (km/s)"),
        ("Jarak (juta tahun cahaya)", "Kecepatan (km/s)"),
        ("Vzdálenost (milionů světelných let)", "Rychlost (km/s)"),
        ("Distanţa (milioane ani lumină)", "Viteza (km/s)"),
    ],
)
def test_more_languages(distance: str, velocity: str) -> None:
    data = as_dataset(pd.DataFrame({distance: [32.6, 65.2, 130.5], velocity: [700, 1500, 2800]}))
    assert isinstance(data, hw.Dataset)
    np.testing.assert_allclose(data.distance, [10, 20, 40], rtol=1e-3)


@pytest.mark.parametrize("name", ["Distance tens of Mpc", "Distance mil ly"])
def test_a_scale_that_is_not_clear_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a known unit"):
        as_dataset(pd.DataFrame({name: [1, 2, 4], "cz": [700, 1500, 2800]}))
