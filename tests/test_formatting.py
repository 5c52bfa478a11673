"""What a notebook and a terminal show of results."""

from __future__ import annotations

import numpy as np
import pytest
from IPython.lib.pretty import pretty

import hubble_widget as hw

HOSTILE = "<b>$x$ & 'y'</b>"


def test_a_fit_is_a_table_of_numbers_with_their_errors() -> None:
    assert repr(hw.polyfit("key_project")).splitlines() == [
        "Least-squares line through 24 galaxies",
        "  Slope (Hubble constant)                   76.13 ± 9.49  km/s/Mpc",
        "  Intercept                                  6.7 ± 126.6  km/s",
        "  Correlation r                                    0.863",
        "  Age of the universe, 1/slope  12.8, 68 %: 11.4 to 14.7  billion years",
        "  F                                                 64.3  p = 5.7e-08",
        "  Loss                                           0.01996",
    ]
    distance = np.linspace(1, 20, 60)
    exact = hw.polyfit((distance, 70 * distance + 0.02 * np.cos(distance)))
    assert "13.96835, 68 %: 13.96829 to 13.96842" in repr(exact)
    assert "Coefficients" in repr(hw.polyfit("key_project", 2))
    assert "p = " not in repr(hw.polyfit(([1, 2], [70, 140])))


def test_what_rounding_leaves_of_an_intercept_is_0() -> None:
    """What is left depends on the data and on the machine."""
    fits = [hw.polyfit((step * np.arange(1.0, 6), 71.7 * np.arange(1.0, 6))) for step in np.arange(0.1, 10, 0.1)]
    assert any(fit.intercept != 0 for fit in fits)
    assert all(" 0.0 ± 0.0 " in repr(fit) for fit in fits)


@pytest.mark.parametrize("make", [hw.polyfit, hw.gradient_descent, hw.as_dataset], ids=["fit", "path", "data"])
def test_tables_are_small_complete_and_escaped(make: object) -> None:
    data = hw.Dataset(
        distance=[1, 2, 3],
        velocity=[2, 3, 9],
        names=[HOSTILE, "B", "C"],
        title=HOSTILE,
        reference=HOSTILE,
        labels=hw.Labels(x_label=HOSTILE, x_unit="h", y_label="score", y_unit=HOSTILE),
    )
    html = make(data)._repr_html_()
    assert HOSTILE not in html
    assert "&lt;b&gt;" in html
    assert "mathjax_ignore" in html
    assert "billion" not in html
    assert len(html) < 4000


def test_a_path_shows_its_start_its_end_and_some_states_between() -> None:
    html = hw.gradient_descent("key_project")._repr_html_()
    for text in (">0<", ">250<", ">500<", "71.69", "billion years"):
        assert text in html
    assert html.count("<tr>") <= 8
    assert "diverged at iteration" in hw.gradient_descent("key_project", learning_rate=5)._repr_html_()


def test_a_data_set_shows_some_of_its_galaxies() -> None:
    html = hw.load_dataset("key_project").exclude("NGC 4639")._repr_html_()
    for text in ("HST Key Project: 23 galaxies", "NGC 300", "and 17 more", "without NGC 4639", "Distance (Mpc)"):
        assert text in html
    many = hw.Dataset(distance=np.arange(1.0, 30_001.0), velocity=70 * np.arange(1.0, 30_001.0))
    assert "29,994 more" in many._repr_html_()


def test_code_shows_as_it_reads(explorer: hw.RegressionExplorer) -> None:
    code = explorer.code()
    assert isinstance(code, str)
    assert repr(code) == pretty(code) == str(code)
    assert code._repr_markdown_() == f"```python\n{code}\n```"
    compile(code, "code", "exec")
    fence = type(code)("# ```` a title\n")._repr_markdown_()
    assert fence.startswith("`````python\n")
