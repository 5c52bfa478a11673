"""Text as people and spreadsheets write it: the right numbers, or an error that tells what is in the way."""

from __future__ import annotations

import bz2
import lzma
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

import hubble_widget as hw
from hubble_widget.io.number_parsing import MISSING_WORDS
from hubble_widget.io.text.csv_reader import parse_table

DISTANCE, VELOCITY = [1.0, 2.0, 3.0], [70.0, 140.0, 5.0]


def read(text: str) -> hw.Dataset:
    data = hw.as_dataset(parse_table(text))
    assert isinstance(data, hw.Dataset)
    return data


@pytest.mark.parametrize("delimiter", [",", ";", "\t", " ", "   ", "|", ", ", " ; "])
@pytest.mark.parametrize("header", [True, False])
def test_one_rule_for_the_header_whatever_stands_between_the_columns(delimiter: str, header: bool) -> None:
    rows = [["distance", "velocity"]] * header + [["1", "70"], ["2", "140"], ["3", "5"]]
    data = read("\n".join(map(delimiter.join, rows)))
    np.testing.assert_array_equal(data.distance, DISTANCE)
    np.testing.assert_array_equal(data.velocity, VELOCITY)


@pytest.mark.parametrize(
    "rows", ["name,d,v\n#1,1,70\nB,2,140\n#3,3,5", "#1,1,70\n#2,2,140\n#3,3,5", "A;1;70\nB;2;140\nC;3;5"]
)
def test_names_may_begin_with_the_sign_of_a_comment(rows: str) -> None:
    data = read(f"# a comment, or two\n{rows}\n# another\n")
    np.testing.assert_array_equal(data.distance, DISTANCE)
    assert len(data.names) == 3


def test_what_a_spreadsheet_could_not_compute_is_left_out_and_counted() -> None:
    words = ("#N/A", "#VALUE!", "#DIV/0!", "#REF!", "#NAME?", "#NUM!", "#NULL!")
    rows = "\n".join(f"{word},{70 * row}" for row, word in enumerate(words))
    data = read(f"distance,velocity\n{rows}\n1,70\n2,140\n3,5\n")
    np.testing.assert_array_equal(data.distance, DISTANCE)
    assert data.note.endswith("3 of 10 rows; left out: no distance")
    assert read("#N/A;9\n1;70\n2;140\n3;5").note.endswith("3 of 4 rows; left out: no distance")


@pytest.mark.parametrize("word", [*sorted(MISSING_WORDS), ".", "....", "--.--", "-----"])
@pytest.mark.parametrize("spell", [str, str.upper])
def test_every_word_for_what_is_missing(word: str, spell: Callable[[str], str]) -> None:
    data = read(f"name,distance,velocity\nA,1,70\nB,2,{spell(word)}\nC,3,5")
    assert data.note.endswith("2 of 3 rows; left out: no velocity")
    assert data.names == ("A", "C")


def test_the_words_for_what_is_missing_that_people_write_are_known() -> None:
    assert {"", "na", "n/a", "nan", "null", "none", "-", "--", "...", "#n/a", "#value!", "#div/0!"} <= MISSING_WORDS


def test_names_that_are_missing_are_numbers_of_rows() -> None:
    table = parse_table("who,distance,velocity\nA,1,70\n--,2,\nNA,3,140\n,4,5")
    assert hw.as_dataset(table, names="who").names == ("A", "row 3", "row 4")


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffdistance;velocity;name\r\n1,5;70,25;A\r\n2,5;140;B\r\n",
        "1,5;70,25\n2,5;140",
        "1,5 70,25\n2,5 140,0",
        "1,5\t70,25\n2,5\t140,0",
        "1,5 | 70,25\n2,5 | 140,0",
        "distance\tvelocity\n1,5\t70,25\n2,5\t140",
        "distance velocity\n1,5 70,25\n2,5 140",
        'distance,velocity\n"1,5","70,25"\n"2,5","140"\n',
        "distance;velocity;far\n1,5;70,25;1.000.000\n2,5;140;2.000",
    ],
)
def test_commas_may_be_decimal(text: str) -> None:
    data = read(text)
    np.testing.assert_array_equal(data.distance, [1.5, 2.5])
    np.testing.assert_array_equal(data.velocity, [70.25, 140])


@pytest.mark.parametrize(
    ("text", "velocity"),
    [
        ('d,v\n1.5,"1,070"\n2.5,"−2,140.5"', [1070, -2140.5]),
        ('d,v\n1,"1,070"\n2,"2,140"', [1070, 2140]),
        ("d;v\n1.5;1,070\n2.5;140", [1070, 140]),
        ("d;v\n1,5;1.070\n2,5;140", [1070, 140]),
        ("d;v\n1,5;1\u202f070\n2,5;−1\N{NO-BREAK SPACE}140", [1070, -1140]),
        ("d,v\n1,−70\n2,1e2", [-70, 100]),
        ("d;v\n1;1,070\n2;1,140,000", [1070, 1_140_000]),
        ("d;v\n1;1,070\n2;1,140.5", [1070, 1140.5]),
        ("name\ta distance\tv\nA\t1\t1 070\nB\t2\t1 140", [1070, 1140]),
        ("a distance, v\n1, 1 070\n2, 1 140", [1070, 1140]),
        ("ref,my distance,velocity\nA,1.5,1 070\nB,2.5,1 140", [1070, 1140]),
        ("# distance v n m\n1,001.5 1,070,000 A B\n2,002.5 1,140,000 A B", [1_070_000, 1_140_000]),
        ("# d|n|v|m\n1,5|A|1070|2,5\n2,5|B|1140|3,5", [1070, 1140]),
    ],
)
def test_thousands_and_minus_signs(text: str, velocity: list[float]) -> None:
    np.testing.assert_array_equal(read(text).velocity, velocity)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("d;v\n1;1,070\n2;140", "column 'v' holds text: '1,070' in row 1; that could be 1.070 or 1070"),
        ("d;v\n3.270;1,070\n6.540;2,140", "column 'v' holds text: '1,070' in row 1; that could be 1.070 or 1070"),
        ("d;v\n1,5;70\n2.5;140", "column 'd' holds text: '1,5' in row 1"),
        ("d,velocity,z\n1,70,\n2,14O,\n3,210,", "column 'velocity' holds text: '14O' in row 2; it must hold numbers"),
        ("d;velocity\n1;7\N{NO-BREAK SPACE}0\n2;140", r"column 'velocity' holds text: '7\\xa00' in row 1"),
        ("d,velocity\n1,?\n2,140", r"column 'velocity' holds text: '\?' in row 1"),
        ("d,velocity\n1,unknown\n2,unknown", "column 'velocity' holds text: 'unknown' in row 1"),
        ("d,velocity\n1,70\n2,<140\n3,210", "column 'velocity' holds text: '<140' in row 2"),
    ],
)
def test_a_cell_that_is_no_number_is_named(text: str, words: str) -> None:
    with pytest.raises(TypeError, match=words):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        '"","distance","velocity"\n"1",1,70\n"2",2,140\n"3",3,5',
        '"distance" "velocity"\n"1" 1 70\n"2" 2 140\n"3" 3 5',
        "distance,velocity\nMpc,km/s\n1,70\n2,140\n3,5",
        "distance;velocity\nkpc;m/s\n1000;70000\n2000;140000\n3000;5000",
        "sep=;\ndistance;velocity\n1;70\n2;140\n3;5",
        "My galaxies, of 1929\ndistance,velocity,name\n1,70,A\n2,140,B\n3,5,C",
        "My galaxies,,\n,,\nname,distance,velocity\nA,1,70\nB,2,140\nC,3,5\n,,\n",
        "distance,velocity\n1,70,\n2,140,\n3,5,\n",
        "| distance | velocity |\n|---:|:---:|\n| 1 | 70 |\n| 2 | 140 |\n| 3 | 5 |",
        " distance | velocity \n----------+----------\n 1 | 70\n 2 | 140\n 3 | 5\n",
        "distance velocity\n-------- --------\n 1        70\n 2       140\n 3         5",
        "# made in 1929, by hand\n\n1,70\n\n2,140\n3,5\n",
        "1,70\r2,140\r3,5",
        "\ufeff1 \t 70\n2  140\n3\t5",
    ],
)
def test_what_stands_around_the_numbers(text: str) -> None:
    data = read(text)
    np.testing.assert_array_equal(data.distance, DISTANCE)
    np.testing.assert_array_equal(data.velocity, VELOCITY)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "there are no rows"),
        ("\n# only a comment\n", "there are no rows|which column holds"),
        ("d,v\n1,70\n2,140,9\n3,5", "line 3 has 3 cells, but the header .line 1. has 2"),
        ("d,v\n1,70\n\n2\n3,5", "line 4 has 1 cell, but the header .line 1. has 2"),
        ("1 70\n2 140 9\n3 5", "line 2 has 3 cells, but most rows have 2"),
        ("velocity distance in Mpc\n70 1\n140 2", "line 1 has 4 cells, but most rows have 2"),
        ("v, d\n70, 1.070\n140, 2.140 # good, x", "line 3 has 3 cells, but the header .line 1. has 2"),
        ("d,v\n1,7\0\n2,140", "line 2 holds a zero byte"),
        ("just some words\nof no table", "which column holds the distance|cells"),
        ("d\n1\n2", "there is only one column, 'd'; .* with commas, semicolons, tabs, bars or blanks between them"),
        ("distance,distance,velocity\n1,1,70\n2,2,140", "could be 'distance', 'distance 2'"),
    ],
)
def test_what_is_no_table_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read(text)


@pytest.mark.parametrize(
    "content",
    [
        "name,distance,velocity\nMéchain,1,70\nB,2,140\nC,3,5".encode("cp1252"),
        "name\tdistance\tvelocity\r\nMéchain\t1\t70\r\nB\t2\t140\r\nC\t3\t5".encode("utf-16"),
        "name;distance;velocity\nMéchain;1;70\nB;2;140\nC;3;5".encode("utf-8-sig"),
        b"\xfe\xff" + "name,distance,velocity\nMéchain,1,70\nB,2,140\nC,3,5".encode("utf-16-be"),
    ],
)
def test_files_in_the_encodings_of_spreadsheets(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "galaxies.csv"
    path.write_bytes(content)
    data = hw.as_dataset(path)
    np.testing.assert_array_equal(data.distance, DISTANCE)
    assert data.names == ("Méchain", "B", "C")


@pytest.mark.parametrize(("suffix", "packer"), [(".bz2", bz2), (".xz", lzma)])
def test_packed_files(tmp_path: Path, suffix: str, packer: ModuleType) -> None:
    path = tmp_path / f"galaxies.csv{suffix}"
    path.write_bytes(packer.compress(b"d,v\n1,70\n2,140\n3,5\n"))
    np.testing.assert_array_equal(hw.as_dataset(path).velocity, VELOCITY)


@pytest.mark.parametrize("content", [b"", b"d,v\n1,7\0\n2,140", "d,v\n1,70\n2,140".encode("utf-16-le")])
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "galaxies.csv"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"'galaxies.csv' could not be read as .csv: .*(zero byte|there are no rows)"):
        hw.as_dataset(path)


def test_machine_readable_tables_are_read_by_astropy(tmp_path: Path) -> None:
    ipac = "\\ a table of IPAC\n|distance|velocity|\n|double  |double  |\n|kpc     |km/s    |\n"
    rows = "".join(f" {1000 * d:<8} {v:<8} \n" for d, v in zip(DISTANCE, VELOCITY, strict=True))
    np.testing.assert_array_equal(read(ipac + rows).distance, DISTANCE)
    cds = (
        "Title: galaxies\n"
        + "=" * 40
        + "\nByte-by-byte Description of file: table1.txt\n"
        + "-" * 40
        + "\n   Bytes Format Units  Label     Explanations\n"
        + "-" * 40
        + "\n   1-  4 F4.1   kpc    distance  distance\n   6- 10 F5.1   km/s   velocity  velocity\n"
        + "-" * 40
        + "\n1000  70.0\n2000 140.0\n3000   5.0\n"
    )
    np.testing.assert_array_equal(read(cds).velocity, VELOCITY)
    np.testing.assert_array_equal(read(cds).distance, DISTANCE)


@pytest.mark.parametrize(("missing", "cell"), [("-99", "-99.0"), ("0", "0.0"), ("9999", "9999.0"), ("-9.99", "-9.99")])
def test_a_declared_missing_number_is_missing_in_any_format(missing: str, cell: str) -> None:
    lines = [
        *("Title: galaxies", "=" * 40, "Byte-by-byte Description of file: table1.txt", "-" * 40),
        *("   Bytes Format Units  Label     Explanations", "-" * 40),
        "   1-  4 F4.1   Mpc    distance  distance",
        f"   6- 13 F8.1   m/s    velocity  ?={missing} velocity",
        *("-" * 40, "10.0 700000.0", f"15.0 {cell:>8}", "20.0 1500000.", "30.0    -98.0"),
    ]
    galaxies = read("\n".join(lines) + "\n")
    assert galaxies.velocity.tolist() == [700.0, 1500.0, -0.098]
    assert "left out: no velocity" in galaxies.note


@pytest.mark.parametrize("delimiter", [" ", ",", ";", "\t"])
@pytest.mark.parametrize("sign", ["#", "%", "!", "//", "# "])
def test_a_row_that_is_commented_out_is_left_out(delimiter: str, sign: str) -> None:
    rows = [("d", "v"), ("10", "700"), (f"{sign}20", "99999"), ("30", "2070")]
    table = parse_table("\n".join(map(delimiter.join, rows)) + "\n")
    assert table.numbers("d").tolist() == [10.0, 30.0]


def test_a_remark_behind_rows_between_tabs_is_left_out() -> None:
    assert parse_table("d\tv\n10\t700 # good\n20\t1500\n").numbers("v").tolist() == [700.0, 1500.0]


@pytest.mark.parametrize("behind", [("# good", "", "# not so good"), ("# good", "# so so", "# bad")])
def test_what_is_said_behind_a_row_is_left_out(behind: tuple[str, ...]) -> None:
    rows = zip(("10 700", "20 1500", "30 2070"), behind, strict=True)
    table = parse_table("d v\n" + "".join(f"{row} {words}\n" for row, words in rows))
    assert table.numbers("v").tolist() == [700.0, 1500.0, 2070.0]


def test_galaxies_that_are_called_by_numbers_are_no_comments() -> None:
    table = parse_table("name d v\n#1 10 700\n#2 20 1500\n#3 30 2070\n")
    assert table.numbers("v").tolist() == [700.0, 1500.0, 2070.0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", " ", "|"])
def test_cells_may_stand_in_single_quotes(delimiter: str) -> None:
    rows = ["Galaxy", "Distance (kpc)", "v"], ["NGC 1", "1000", "70"], ["NGC, 2", "2e3", "140"], ["M 3", "3000", "5"]
    data = read("\n".join(delimiter.join(f"'{cell}'" for cell in row) for row in rows))
    assert (data.distance.tolist(), data.velocity.tolist()) == (DISTANCE, VELOCITY)
    assert [*data.names] == ["NGC 1", "NGC, 2", "M 3"]


def test_single_quotes_within_a_cell_stay() -> None:
    data = read("name,d,v\n\"The 'Big', one\",1,70\nBarnard's,2,140\nM'3,3,5\n")
    assert [*data.names] == ["The 'Big', one", "Barnard's", "M'3"]


@pytest.mark.parametrize("mark", ["*", "†", "[1]", " [1]", "[a]", "(a)", "^a", "^{a}", "^*", "ᵃ", ":"])
def test_a_mark_behind_a_number_is_left_out(mark: str) -> None:
    data = read(f"d;v\n1;70{mark}\n2{mark};140\n3;5\n")
    assert (data.distance.tolist(), data.velocity.tolist()) == (DISTANCE, VELOCITY)


@pytest.mark.parametrize("mark", ["¹", "¹²", "a", " a", "^1", "^{1}", "<sup>1</sup>"])
def test_what_may_be_a_mark_or_a_digit_is_not_guessed(mark: str) -> None:
    with pytest.raises(TypeError, match=r"'70.+' in row 1; it must hold numbers; if '.+' marks a footnote, write 70\."):
        read(f"d;v\n1;70{mark}\n2;140\n3;5\n")
