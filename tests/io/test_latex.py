"""Tables of LaTeX, wherever their rules and the ends of their lines stand."""

from __future__ import annotations

from pathlib import Path

import pytest

import hubble_widget as hw

HEAD = r"Galaxy & D (Mpc) & v (km/s) \\"
ROWS = r"""A & 10 & 700 \\
B & 20 & 1500 \\
C & 40 & 2800 \\"""
RULED_ROWS = ROWS.replace("\\\\", "\\\\ \\hline")
RULED = rf"""\begin{{tabular}}{{lcc}}
\hline
{HEAD} \hline
{RULED_ROWS}
\end{{tabular}}
"""
SLOPE = 69.29
TABLES = {
    "rules at the ends": RULED,
    "a rule before the header": RULED.replace("\\hline\nGalaxy", "\\hline Galaxy"),
    "all on the first line": RULED.replace("{lcc}\n\\hline\n", "{lcc}\\hline "),
    "booktabs": RULED.replace("\\hline\nGalaxy", "\\toprule Galaxy").replace("\\\\ \\hline", "\\\\ \\midrule"),
    "partial rules": RULED.replace("\\\\ \\hline", "\\\\ \\cmidrule(lr){2-3}"),
    "tabularnewline": RULED.replace("\\\\ \\hline", "\\tabularnewline"),
    "space between rows": RULED.replace("\\\\ \\hline", "\\\\[2pt]"),
    "no space before the ends": RULED.replace(" \\\\ \\hline", "\\\\\\hline"),
    "a row on two lines": RULED.replace("D (Mpc) &", "D (Mpc)\n  &"),
    "comments": RULED.replace("B & 20", "% B & 21 & 1490 \\\\\nB & 20"),
    "joined cells": RULED.replace("D (Mpc)", r"\multicolumn{1}{c}{D (Mpc)}").replace(
        "Galaxy", r"\multirow{2}{*}{Galaxy}"
    ),
    "a heading among the rows": RULED.replace("C & 40", "\\multicolumn{3}{l}{Virgo cluster} \\\\\nC & 40"),
    "a width": RULED.replace("{tabular}{lcc}", "{tabular*}{\\textwidth}[t]{@{\\extracolsep{\\fill}}lcc}").replace(
        "\\end{tabular}", "\\end{tabular*}"
    ),
    "a document": "\\documentclass{article}\n\\begin{document}\n\\begin{table}[h]\n\\caption{Some galaxies}\n"
    f"{RULED}\\end{{table}}\n\\end{{document}}\n",
    "a long table": "\\begin{longtable}{lcc}\n\\caption{Some galaxies} \\label{tab:some} \\\\\n"
    f"{HEAD} \\endfirsthead\n{HEAD}\n\\endhead\n\\bottomrule\n\\endfoot\n{ROWS}\n\\end{{longtable}}\n",
}


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
def test_rules_and_ends_of_lines_may_stand_anywhere(tmp_path: Path, text: str) -> None:
    path = tmp_path / "table.tex"
    path.write_text(text)
    data = hw.as_dataset(path)
    assert list(data.names) == ["A", "B", "C"]
    assert data.velocity.tolist() == [700, 1500, 2800]
    assert hw.polyfit(data).slope == pytest.approx(SLOPE, abs=0.01)


def test_units_of_a_header_behind_a_rule_are_read(tmp_path: Path) -> None:
    path = tmp_path / "table.tex"
    path.write_text(TABLES["a rule before the header"].replace("(Mpc)", "(Mly)"))
    assert hw.as_dataset(path).distance[0] == pytest.approx(3.066, abs=0.001)


def test_equal_galaxies_of_a_table_stay(tmp_path: Path) -> None:
    path = tmp_path / "table.tex"
    path.write_text(RULED.replace("C & 40 & 2800", "B & 20 & 1500"))
    assert len(hw.as_dataset(path)) == 3


@pytest.mark.parametrize("mark", [r"\tablefootmark{1}", r"\footnotemark[1]", r"\textsuperscript{a}", "$^{a}$", r"\dag"])
def test_a_mark_of_a_footnote_is_left_out(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "table.tex"
    path.write_text(RULED.replace("2800", f"2800{mark}"))
    assert hw.as_dataset(path).velocity.tolist() == [700, 1500, 2800]


@pytest.mark.parametrize("mark", [r"\textsuperscript{1}", r"\citep{1929}", r"\tn{1}", "$^1$", r"$\sp{1}$"])
def test_digits_of_a_mark_are_none_of_the_number(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "table.tex"
    path.write_text(RULED.replace("2800", f"2800{mark}"))
    with pytest.raises(TypeError, match="marks a footnote, write 2800"):
        hw.as_dataset(path)
