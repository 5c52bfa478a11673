"""Tables that once gave a wrong line without a word: what is read of each, or that it is refused."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
from astropy.table import Table

import hubble_widget as hw

READ = {
    "names in groups": (
        "Galaxy,Distance,,Velocity,\n,error,value,error,value\nA,1.1,10,70,700\nB,2.2,20,150,1500\nC,4.1,40,280,2800\n",
        69.29,
    ),
    "mean and deviation": (
        "Galaxy,Distance,Velocity\nA,10,700\nB,20,1500\nC,40,2800\nMean,23.3,1667\nSD,15.3,1060\n",
        69.29,
    ),
    "a mean without a name": ("Galaxy,Distance,Velocity\nA,10,700\nB,20,1500\nC,40,2800\n,23.3,1667\n", 69.29),
    "standard errors": (
        "Galaxy,Distance,Velocity\nA,10,700\nB,20,1500\nC,40,2800\nMean,23,1670\nStandard error,8.8,612\n",
        69.29,
    ),
    "a fit below the data": (
        "Distance,Velocity\n10,700\n20,1500\n40,2800\n80,5500\n\nslope,intercept\n68.5,57\n",
        67.9,
    ),
    "million l.y.": ("Galaxy,Distance (million l.y.),v (km/s)\nA,32.6,700\nB,65.2,1500\nC,130.5,2800\n", 69.24),
    "a column of both units": (
        'Name,Distance,v,Units\nA,32.6,700,"Mly, km/s"\nB,65.2,1500,"Mly, km/s"\nC,130.5,2800,"Mly, km/s"\n',
        69.24,
    ),
    "Ml.y.": ("Galaxy,Distance (Ml.y.),v (km/s)\nA,32.6,700\nB,65.2,1500\nC,130.5,2800\n", 69.24),
    "millones a.l.": ("Galaxia,Distancia (millones a.l.),v (km/s)\nA,32.6,700\nB,65.2,1500\nC,130.5,2800\n", 69.24),
    "en Mpc": ("Galaxie;Distance (en Mpc);Vitesse (en km/s)\nA;10;700\nB;20;1500\nC;40;2800\n", 69.29),
    "units: kpc": ("Galaxy,Distance (units: kpc),v\nA,10000,700\nB,20000,1500\nC,40000,2800\n", 69.29),
    "Mparsec": ("Galaxy,Distance (Mparsec),v\nA,10,700\nB,20,1500\nC,40,2800\n", 69.29),
    "a distance beside RA and Dec": (
        "Name,RA,Dec,D,cz\nA,12.1,1,10,700\nB,13.2,2,20,1500\nC,14.1,3,40,2800\n",
        69.29,
    ),
    "a distance from the Sun": ("Name,Distance from Sun (Mpc),v\nA,10,700\nB,20,1500\nC,40,2800\n", 69.29),
    "a velocity by a line": ("Name,D (Mpc),Halpha velocity (km/s)\nA,10,700\nB,20,1500\nC,40,2800\n", 69.29),
    "a unit in the first row": ("Name,D,Dunit,v\nA,32.6,Mly,700\nB,65.2,,1500\nC,130.5,,2800\n", 69.24),
    "numbers of columns": ("Name,D,v\n1,2,3\nA,10,700\nB,20,1500\nC,40,2800\n", 69.29),
    "numbers of columns below units": (
        "Name\tD\tv\n\tkpc\tkm/s\n1\t2\t3\nA\t1e4\t700\nB\t2e4\t1500\nC\t4e4\t2800\n",
        69.29,
    ),
    "numbers of columns of numbers": ("D v e_v\n1 2 3\n10 700 5\n20 1500 5\n40 2800 6\n", 69.29),
    "R and V": ("Name,R,V\nA,10,700\nB,20,1500\nC,40,2800\n", 69.29),
}
REFUSED = {
    "two blocks": "name,r,v,name,r,v\nA,10,700,D,80,5500\nB,20,1500,E,100,7100\nC,40,2800,F,120,8300\n",
    "two blocks of pandas": "name,r,v,r.1,v.1\nA,10,700,80,5500\nB,20,1500,100,7100\nC,40,2800,120,8300\n",
    "the same unit twice": "name,D (Mpc),D (Mpc),v (km/s)\nA,32.6,10,700\nB,65.2,20,1500\nC,130.5,40,2800\n",
    "counts of NED": "Name,Velocity,References,Distances\nA,700,101,8\nB,1500,140,19\nC,2800,95,41\n",
    "two units, and both numbers": "Name,Distance Mly (Mpc),v\nA,32.6 (10),700\nB,65.2 (20),1500\nC,130.5 (40),2800\n",
    "two units": "Galaxy,Distance Mpc (Mly),v\nA,10,700\nB,20,1500\nC,40,2800\n",
    "two distances in a group": (
        "Galaxy,Distance,,Velocity\n,TRGB,Cepheids,helio\nA,8,10,700\nB,16,20,1500\nC,30,40,2800\n"
    ),
    "magnitudes V and R": "Name,V,R,cz\nA,12.1,11.4,700\nB,13.2,12.6,1500\nC,14.1,13.6,2000\n",
    "a column of other units": "Name,Distance (Mpc),unit,v\nA,32.6,Mly,700\nB,65.2,Mly,1500\nC,130.5,Mly,2800\n",
    "a unit in the second row": "Name,D,Dunit,v\nA,32.6,,700\nB,65.2,Mly,1500\nC,130.5,,2800\n",
    "a unit in some rows": "Name,D,v,notes\nA,10,700,\nB,65.2,1500,Mly\nC,40,2800,\n",
    "the center of a search": "_r;Name;cz\n2.1;A;700\n4.4;B;1500\n8.9;C;2800\n",
    "a declination": "Name,RA,D,cz\nA,12.1,11.4,700\nB,13.2,21.6,1500\nC,14.1,33.6,2800\n",
    "a magnitude r": "ra,dec,r,cz\n12.1,1,11.4,700\n13.2,2,21.6,1500\n14.1,3,33.6,2800\n",
    "an expanding shell": "SN,Distance (Mpc),Si II velocity (km/s)\nA,80,10400\nB,110,10900\nC,150,11900\n",
    "a rotation": "Galaxy,Distance (Mpc),Vcirc (km/s),z\nA,80,2120,.0187\nB,110,4150,.0257\nC,150,6210,.035\n",
}


@pytest.mark.parametrize(("text", "slope"), READ.values(), ids=READ)
def test_what_is_meant_is_read(tmp_path: Path, text: str, slope: float) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text)
    assert hw.polyfit(hw.as_dataset(path)).slope == pytest.approx(slope, abs=0.1)


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_where_two_readings_remain_none_is_guessed(tmp_path: Path, text: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"not clear|names two units|correct one|same unit|may be the unit"):
        hw.as_dataset(path)


def test_the_name_of_another_column_is_no_comment_on_errors(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("Name,D,e_D,cz,logM\nA,10,1,700,9\nB,20,2,1500,10\nC,40,3,2800,11\n")
    data = hw.as_dataset(path)
    assert data.distance_error.tolist() == [1, 2, 3]
    assert "comment" not in data.note


@pytest.mark.parametrize(
    "header", ["Distance/10 (Mpc),v", "Distance (Mpc)/10,v", "D/10,v", "D,v/1000 (km/s)", "D,cz/100"]
)
def test_a_scaled_column_is_not_suggested(tmp_path: Path, header: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"Galaxy,{header}\nA,1,700\nB,2,1500\nC,4,2800\n")
    with pytest.raises(ValueError, match=r"[xy]='\.\.\.'"):
        hw.as_dataset(path)


@pytest.mark.parametrize("name", ["velocity_x", "vel_ra", "recoil velocity", "velocity noise", "phase velocity"])
def test_other_velocities_have_words(tmp_path: Path, name: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"Galaxy,Distance (Mpc),{name} (km/s)\nA,10,700\nB,20,1500\nC,40,2800\n")
    with pytest.raises(ValueError, match="not clear"):
        hw.as_dataset(path)


@pytest.mark.parametrize("rows", ["1,2,3\n", ",kpc,km/s\n1,2,3\n"])
def test_numbers_of_columns_in_a_frame_are_no_galaxy(rows: str) -> None:
    frame = pd.read_csv(io.StringIO(f"Name,D,v\n{rows}A,10,700\nB,20,1500\nC,40,2800\n"))
    assert [*hw.as_dataset(frame).names] == ["A", "B", "C"]


def test_numbers_that_may_be_a_row_stay() -> None:
    for text in ("id,a,b\n1,2,3\n2,4,6\n3,6,9\n", "a,b\n1,2\n3,4\n"):
        assert hw.as_dataset(io.StringIO(text), x="a", y="b", x_label="A", y_label="B").distance[0] < 3


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Fit (0)",
            "Fit 1",
            "Fit",
            "Best fit",
            "Linear fit",
            "Least squares",
            "Regression",
            "Slope",
            "H0 =",
            "H₀",
            "R²",
        ),
        *("Sum", "Total (3)", "Average", "Weighted mean", "Mean of 3", "σ", "χ²", "H0 (km/s/Mpc)", "Hubble constant"),
    ],
)
def test_a_result_below_the_galaxies_is_none(name: str) -> None:
    data = hw.as_dataset(io.StringIO(f"Galaxy,D,v\nA,10,700\nB,20,1500\nC,40,2800\n{name},68.9,23.4\n"))
    assert [*data.names] == ["A", "B", "C"]
    assert f"without the row {name!r}" in data.note


def test_galaxies_may_be_called_as_results_are() -> None:
    for names in (["H0", "H1", "H2"], ["R0", "R1", "R2"], ["(1)", "(2)", "(3)"]):
        rows = "".join(f"{name},{10 * place},{700 * place}\n" for place, name in enumerate(names, start=1))
        assert [*hw.as_dataset(io.StringIO(f"Galaxy,D,v\n{rows}")).names] == names


@pytest.mark.parametrize("said", ["distance in Mly", "in Mly", "dist. in million ly", "D (Mly)", "v in m/s"])
def test_a_unit_in_the_notes_of_single_rows_is_told(said: str) -> None:
    data = hw.as_dataset(io.StringIO(f"Galaxy,D,v,notes\nA,10,700,\nB,65.2,1500,{said}\nC,40,2800,good\n"))
    assert "though column 'notes' says" in data.note


@pytest.mark.parametrize("said", ["Ly alpha", "a jet of 3 kpc", "in Virgo", "in Mpc", "v in km/s"])
def test_other_notes_of_rows_are_not_told(said: str) -> None:
    data = hw.as_dataset(io.StringIO(f"Galaxy,D,v,notes\nA,10,700,\nB,20,1500,{said}\nC,40,2800,good\n"))
    assert "though" not in data.note


@pytest.mark.parametrize("distances", ["15.5 17.7 40.1", "15 18 40", "15.500 17.700 40.100"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", " "])
def test_points_between_thousands_come_with_a_warning(distances: str, delimiter: str) -> None:
    rows = zip(distances.split(), ["1.090", "1.234", "2.801"], strict=True)
    fit = hw.polyfit(io.StringIO(f"D{delimiter}v\n" + "\n".join(map(delimiter.join, rows))))
    assert "about 1000 times too small" in fit.warning


def test_points_between_thousands_are_read_beside_decimal_commas() -> None:
    data = hw.as_dataset(io.StringIO("D;v\n15,5;1.090\n17,7;1.234\n40,1;2.801\n"))
    assert data.velocity.tolist() == [1090, 1234, 2801]


def test_a_last_galaxy_without_a_name_that_is_like_another_one_stays() -> None:
    names, distance, velocity = ["a", "b", "c", ""], [10.0, 10.0, 20.0, 10.0], [700.0, 700.0, 700.0, 700.0]
    assert len(hw.as_dataset({"name": names, "distance": distance, "velocity": velocity})) == 4


def test_numbers_near_the_largest_ones_are_compared_without_a_warning() -> None:
    names, numbers = ["a", "b", "c", ""], [1e300, 2e300, 3e300, None]
    with pytest.raises(ValueError, match="distance"):
        hw.as_dataset({"name": names, "distance": numbers, "velocity": numbers})


@pytest.mark.parametrize(
    ("unit", "per_mpc"),
    [
        *(("M.a.l.", 3.2616), ("mln lat świetlnych", 3.2616), ("milj. ljusår", 3.2616), ("Mill. Lj", 3.2616)),
        *(("млн. св. лет", 3.2616), ("М пк", 1), ("M pc", 1), ("M light years", 3.2616), ("l.y.", 3261600)),
        *(("万光年", 326.16), ("億光年", 0.032616), ("亿光年", 0.032616), ("tsd. Lichtjahre", 3261.6)),
    ],
)
@pytest.mark.parametrize("name", ["Distance {}", "Distance ({})", "Distance_{}", "Distance, {}", "D [{}]"])
def test_a_unit_counts_with_and_without_brackets(name: str, unit: str, per_mpc: float) -> None:
    table = {name.format(unit): [10 * per_mpc, 20 * per_mpc, 40 * per_mpc], "v": [700, 1500, 2800]}
    assert hw.polyfit(table).slope == pytest.approx(69.29, abs=0.01)


@pytest.mark.parametrize("unit", ["hundred Mpc", "Mn light years", "MM light years", "mil. light years", "trillion km"])
@pytest.mark.parametrize("name", ["Distance {}", "Distance ({})", "Distance_{}", "Distance, {}", "Dist / {}"])
def test_a_scale_that_is_not_clear_is_never_dropped(name: str, unit: str) -> None:
    with pytest.raises(ValueError, match=r"not a known unit|not clear"):
        hw.as_dataset({name.format(unit): [10, 20, 40], "v": [700, 1500, 2800]})


@pytest.mark.parametrize("unit", ["km sec-1", "km∕s", "km／s", "tsd. km/s"])
def test_other_spellings_of_speeds(unit: str) -> None:
    factor = 1000 if "tsd" in unit else 1
    table = {"D": [10, 20, 40], f"v ({unit})": [number / factor for number in (700, 1500, 2800)]}
    assert hw.polyfit(table).slope == pytest.approx(69.29, abs=0.01)


@pytest.mark.parametrize("name", ["distMpc/h", "dist**2", "Velocity x1000 km/s", "D ×10⁶ ly", "dist_Gyr"])
def test_a_factor_in_a_name_is_refused(name: str) -> None:
    other = "D" if name.startswith("V") else "v"
    with pytest.raises(ValueError, match=r"not a known unit|not clear"):
        hw.as_dataset({name: [10, 20, 40], other: [700, 1500, 2800]})


@pytest.mark.parametrize("delimiter", [",", "\t", " "])
def test_a_unit_that_is_not_known_spoils_no_other_in_a_comment(delimiter: str) -> None:
    rows = [["# h:m", "-", "kpc", "km/s", "mag"], ["RA", "Name", "Dist", "cz", "Bmag"]]
    rows += [["00:24", "A", "10000", "700", "10"], ["00:25", "B", "20000", "1500", "11"]]
    rows += [["00:26", "C", "40000", "2800", "12"]]
    assert hw.polyfit(io.StringIO("\n".join(map(delimiter.join, rows)))).slope == pytest.approx(69.29, abs=0.01)


@pytest.mark.parametrize("types", ["S\tN\tN", "5S\t10N\t6N"])
def test_types_of_rdb_are_no_newtons(types: str) -> None:
    fit = hw.polyfit(io.StringIO(f"Galaxy\tDist\tcz\n{types}\nA\t10\t700\nB\t20\t1500\nC\t40\t2800\n"))
    assert fit.slope == pytest.approx(69.29, abs=0.01)


def test_units_of_powers_in_the_head_of_an_aas_table(tmp_path: Path) -> None:
    table = Table({"Dist": [1e4, 2e4, 4e4], "Vel": [7e5, 15e5, 28e5]}, units={"Dist": "kpc", "Vel": "m/s"})
    table.write(tmp_path / "table.tex", format="ascii.aastex")
    assert hw.polyfit(tmp_path / "table.tex").slope == pytest.approx(69.29, abs=0.01)


@pytest.mark.parametrize(
    ("keyword", "name"),
    [
        *(("redshift", name) for name in ("z (10^-3)", "z x 1000", "z (x1000)", "z (1e-3)", "z (×10⁻³)", "1000*z")),
        *(("x", name) for name in ("Distance (Mpc)/10", "D (10^3)", "d/10")),
        *(("y", name) for name in ("cz/1000", "v (10³)", "1000 x v")),
    ],
)
def test_a_factor_in_the_name_of_a_named_column_is_refused(keyword: str, name: str) -> None:
    table = {name: [1.0, 2, 4], "r" if keyword != "x" else "v": [10.0, 20, 40]}
    with pytest.raises(ValueError, match=r"which is not a known unit; it must .*Convert its numbers"):
        hw.as_dataset(table, **{keyword: name})


@pytest.mark.parametrize("name", ["z (CMB)", "z (Ref. 10)", "z (SDSS DR10)", "z (2MASS)", "redshift (z < 0.1)"])
def test_other_words_in_brackets_beside_a_redshift_are_no_factor(name: str) -> None:
    fit = hw.polyfit({"D": [10, 20, 40], name: [0.002335, 0.005003, 0.00934]}, redshift=name)
    assert fit.slope == pytest.approx(69.29, abs=0.01)


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        (("Distance", "V", "Bmag"), "x='Distance', y='...'"),
        (("r", "g-r", "mag_g", "cz"), "x='...', y='cz'"),
        (("Distance", "gal_lon"), "x='Distance', y='...'"),
    ],
)
def test_magnitudes_and_positions_are_never_suggested(names: tuple[str, ...], kept: str) -> None:
    with pytest.raises(ValueError, match="not clear") as raised:
        hw.as_dataset({name: [10.0, 20, 40] for name in names})
    assert kept in str(raised.value)


@pytest.mark.parametrize(
    "name",
    [
        *("Geschwindigkeitsdispersion", "Geschwindigkeitsfehler", "dyspersja prędkości", "błąd prędkości", "속도 분산"),
        *("回転速度", "旋转速度", "特異速度", "本动速度", "速度分散", "速度弥散", "速度誤差", "脱出速度", "회전 속도"),
        *("snelheidsdispersie", "vitesse propre", "3D velocity", "velocity component"),
    ],
)
def test_other_velocities_have_words_in_other_languages(name: str) -> None:
    table = {"D": [10.0, 20, 40], f"{name} (km/s)": [120.0, 150, 210]}
    with pytest.raises(ValueError, match="not clear"):
        hw.as_dataset(table)
    assert hw.polyfit({**table, "cz (km/s)": [700, 1500, 2800]}).slope == pytest.approx(69.29, abs=0.01)


@pytest.mark.parametrize(
    "name",
    [
        *("Entfernungsfehler", "Entfernungsunsicherheit", "afstandsfout", "błąd odległości", "niepewność odległości"),
        *("距離誤差", "距离误差", "거리 오차", "中心距離", "投影距离", "расстояние до центра", "fel avstånd"),
    ],
)
def test_errors_and_other_distances_have_words_in_other_languages(name: str) -> None:
    table = {f"{name} (Mpc)": [1.0, 2, 4], "cz": [700.0, 1500, 2800]}
    with pytest.raises(ValueError, match="not clear"):
        hw.as_dataset(table)
    assert hw.polyfit({**table, "Distance": [10, 20, 40]}).slope == pytest.approx(69.29, abs=0.01)


@pytest.mark.parametrize("name", ["zc", "Δλ/λ", "beta", "смещение", "w", "Doppler"])
def test_numbers_as_small_as_redshifts_are_suggested_as_such(name: str) -> None:
    table = {"Galaxy": ["A", "B", "C"], "Distance": [10, 20, 40], name: [0.002335, 0.005003, 0.00934]}
    with pytest.raises(ValueError, match=f"x='Distance', redshift='{name}'"):
        hw.as_dataset(table)
    assert hw.polyfit(table, redshift=name).slope == pytest.approx(69.29, abs=0.01)


def test_other_numbers_are_suggested_as_velocities() -> None:
    with pytest.raises(ValueError, match="x='Distance', y='w'"):
        hw.as_dataset({"Distance": [10, 20, 40], "w": [700, 1500, 2800]})
    with pytest.raises(ValueError, match="x='Distance', y='w'"):
        hw.as_dataset({"Distance": [10, 20, 40], "w": [7.0, -15.1, 28]})


@pytest.mark.parametrize("name", ["décalage", "przesunięcie ku czerwieni", "kızıla kayma", "z_true", "z_abs", "zem"])
def test_redshifts_have_more_words(name: str) -> None:
    with pytest.raises(ValueError, match=f"redshift='{name}'"):
        hw.as_dataset({"Distance": [10, 20, 40], name: [0.002335, 0.005003, 0.00934]}, y=name)


@pytest.mark.parametrize("said", ["distances expressed in kpc", "Distance measured in kpc", "Distances given in kpc!"])
def test_other_verbs_give_the_unit_of_all_distances(said: str) -> None:
    fit = hw.polyfit(io.StringIO(f"# {said}\nDistance,Velocity\n10000,700\n20000,1500\n40000,2800\n"))
    assert fit.slope == pytest.approx(69.29, abs=0.01)
