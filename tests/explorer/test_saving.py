"""What is saved of an explorer says by itself what it shows."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from matplotlib.text import Text
from PIL import Image

import hubble_widget as hw
from hubble_widget.explorer.saving import COLUMNS, KINDS, file_name

LONG = "A survey of everything, " * 40


def cells(path: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """Value and unit, by part and quantity."""
    with path.open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    assert tuple(heading) == COLUMNS
    return {(part, quantity): (value, unit) for part, quantity, value, unit in rows}


def test_the_table_has_settings_and_both_answers_with_their_units(tmp_path: Path) -> None:
    explorer = hw.RegressionExplorer("key_project", learning_rate=0.1, start=(50.0, -20.0))
    explorer._interaction.toggle_galaxy("NGC 4639")
    explorer.iteration = 7
    told = cells(explorer.save(tmp_path / "fit.csv"))
    for quantity, unit in (("slope", "km/s/Mpc"), ("intercept", "km/s"), ("age", "Gyr"), ("r", ""), ("loss", "")):
        assert told["learned", quantity] == (str(getattr(explorer, quantity)), unit)
    fit = explorer.exact_fit
    assert told["exact", "slope_standard_error"] == (str(fit.slope_stderr), "km/s/Mpc")
    assert told["exact", "age"] == (str(fit.age), "Gyr")
    assert told["settings", "start_intercept"] == ("-20.0", "km/s")
    assert told["settings", "learning_rate"] == ("0.1", "")
    assert (told["learned", "iteration"], told["data", "galaxies"]) == (("7", ""), ("23", ""))
    assert told["data", "excluded"] == ("NGC 4639", "")
    assert told["data", "reference"] == ("Freedman et al. 2001, ApJ 553, 47", "")
    explorer.close()


def test_the_table_of_other_data_and_of_no_numbers(tmp_path: Path) -> None:
    data = hw.as_dataset(([1.0, 2.0, 4.0], [1.0, 3.0, 2.0]), x_label="Mass", x_unit="g", y_label="Length", y_unit="cm")
    explorer = hw.RegressionExplorer(data, learning_rate=10.0, iterations=5000, degree=2)
    told = cells(explorer.save(tmp_path / "fit.csv"))
    assert ("learned", "age") not in told
    assert ("exact", "age") not in told
    assert told["learned", "slope"] == ("", "cm/g")
    assert told["exact", "coefficient_2"] == (str(explorer.exact_fit.coefficients[0]), "cm/g^2")
    assert told["exact", "slope_standard_error"] == ("", "cm/g")  # nothing is left to estimate it from
    assert told["data", "points"] == ("3", "")
    explorer.close()


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_picture_has_title_source_and_numbers_and_leaves_the_figure_as_it_was(tmp_path: Path, kind: str) -> None:
    explorer = hw.RegressionExplorer("key_project", iterations=300)
    explorer._view._width = 480
    explorer._view.resize_figure()
    figure = explorer.figure
    before = figure.get_children(), figure.get_size_inches().tolist(), figure.dpi
    drawn: list[Text] = []
    write = figure.text
    figure.text = lambda *args, **looks: drawn.append(write(*args, **looks)) or drawn[-1]  # type: ignore[method-assign]
    path = explorer.save(tmp_path / f"fit.{kind.upper()}")
    words = " ".join(text.get_text() for text in drawn)
    for word in ("HST Key Project", "24 galaxies", "Freedman et al. 2001", "63.82", "76.13 ± 9.49", "iteration 300"):
        assert word in words
    assert (figure.get_children(), figure.get_size_inches().tolist(), figure.dpi) == before
    if kind == "png":
        with Image.open(path) as picture:
            assert picture.size[0] == 960
            assert picture.size[1] > 2 * figure.bbox.height + 300
            assert picture.info["Title"] == "HST Key Project"
            assert "76.13 ± 9.49" in picture.info["Description"]
    explorer.close()


def test_no_error_of_an_age_is_shown_as_symmetric(tmp_path: Path) -> None:
    """It is where 1/slope is: its limits are those of conf_int, wherever the explorer says an age."""
    explorer = hw.RegressionExplorer("key_project")
    low, high = explorer.exact_fit.conf_int(0.68).age or (None, None)
    texts = [repr(explorer), repr(explorer.result), repr(explorer.exact_fit)]
    texts += [explorer.result._repr_html_(), explorer.exact_fit._repr_html_(), explorer._summary_as_html()]
    texts += [explorer.save(tmp_path / "fit.svg").read_text(encoding="utf-8"), str(explorer._view.readout.exact)]
    for text in (each.replace(r"\xa0", " ").replace("\xa0", " ") for each in texts):
        assert re.search(r"12\.8(, |.*)68 %: 11\.4 to 14\.7", text, re.DOTALL)
        assert not re.search(r"12\.8\d* ±", text)
    assert "± 1.60" not in "".join(texts)
    table = explorer.save(tmp_path / "fit.csv").read_text(encoding="utf-8")
    assert f"exact,age_68_low,{low},Gyr\nexact,age_68_high,{high},Gyr\n" in table
    assert "age_standard_error" not in table
    numbers = explorer.result.to_dict()["exact"]
    assert (numbers["age_68_low"], numbers["age_68_high"]) == (low, high)
    explorer.close()


def test_words_of_any_length_stay_inside_a_picture(tmp_path: Path) -> None:
    data = hw.Dataset(distance=[1.0, 2.0, 3.0], velocity=[70.0, 150.0, 200.0], title=LONG, reference="$x^" * 300 + "星")
    explorer = hw.RegressionExplorer(data)
    pixels = np.asarray(Image.open(explorer.save(tmp_path / "fit.png")).convert("L"))
    for border in (pixels[:8], pixels[-8:], pixels[:, :8], pixels[:, -8:]):
        assert (border == 255).all()
    explorer.close()


def test_the_script_is_saved_and_another_ending_is_refused(tmp_path: Path, explorer: hw.RegressionExplorer) -> None:
    assert explorer.save(str(tmp_path / "fit.py")).read_text(encoding="utf-8") == f"{explorer.code()}\n"
    with pytest.raises(ValueError, match=re.escape(f"one of .{', .'.join(KINDS)}, got 'fit'.")):
        explorer.save("fit")


def test_a_file_is_called_by_its_data() -> None:
    catalog = hw.load_dataset("key_project").exclude("NGC 4639")
    assert file_name(catalog, "png") == "hubble-key_project.png"
    columns = {"distance": [1.0, 2.0, 3.0], "velocity": [1.0, 2.0, 4.0]}
    assert file_name(hw.Dataset(**columns, title="../Élan: «1» "), "csv") == "hubble-élan-1.csv"
    assert file_name(hw.Dataset(**columns, title="!?"), "csv") == "hubble-data.csv"
    assert file_name(hw.Dataset(**columns), "svg") == "hubble-your-data.svg"


def test_the_page_is_told_what_it_fills_in(explorer: hw.RegressionExplorer, tmp_path: Path) -> None:
    readout = explorer._view.readout
    explorer.learning_rate = 0.2
    explorer.iteration = 12
    parts = readout.code["parts"]
    assert f"{parts[0]}0.2{parts[1]}12{parts[2]}{parts[3]}" == explorer.code()
    explorer.start = (12.5, 0.0)
    assert "12.5" in readout.code["parts"][0]
    assert ["settings", "start_slope", 12.5, "km/s/Mpc"] in readout.results["rows"]
    assert readout.results["name"] == "hubble-key_project.csv"
    saved = csv.reader(StringIO(explorer.save(tmp_path / "a.csv").read_text(encoding="utf-8")))
    assert [row[:2] for row in readout.results["rows"]] == [row[:2] for row in saved]


def test_long_texts_are_told_only_while_they_are_seen() -> None:
    many = np.linspace(1, 20, 1200)
    explorer = hw.RegressionExplorer("key_project")
    readout, toggle = explorer._view.readout, explorer._view.more.toggle
    assert readout.line
    explorer.data = hw.Dataset(distance=many, velocity=70 * many)
    assert (readout.line, readout.code, readout.results) == ({}, {}, {})
    toggle.value = True
    assert readout.line["problem"]
    assert str(many[7]) in readout.code["parts"][0]
    explorer.close()


def test_the_buttons_send_a_picture_or_say_how_to_save_one(explorer: hw.RegressionExplorer) -> None:
    face, saved = explorer._view, []
    face.overlay.save = lambda name, data: saved.append((name, data[:8]))  # type: ignore[method-assign]
    face.more.png.click()
    face.more.svg.click()
    assert saved == [("hubble-key_project.png", b"\x89PNG\r\n\x1a\n"), ("hubble-key_project.svg", b"<?xml ve")]
    face.more.table.click()
    assert face.fallback._message == 'explorer.save("hubble-key_project.csv") saves it.'
