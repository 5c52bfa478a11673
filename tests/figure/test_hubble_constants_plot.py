"""The plot of the published Hubble constants shows all of them, and the user's own value among them."""

import pytest
from matplotlib.figure import Figure

import hubble_widget as hw


def drawn(own: object = None) -> tuple:
    figure = Figure(layout="constrained")
    ax = hw.plot_hubble_constants(own, ax=figure.add_subplot())
    figure.draw_without_rendering()
    return ax, [text.get_text() for text in ax.texts]


def test_every_value_is_drawn_and_the_early_ones_are_named() -> None:
    ax, texts = drawn()
    points = {(x, y) for line in ax.lines if line.get_marker() in "osD" for x, y in line.get_xydata()}
    assert points == {(each.year, each.value) for each in hw.hubble_constants()}
    assert "Lemaître 1927" in texts
    assert not any("yours" in text for text in texts)
    assert len(ax.get_legend().get_texts()) == 3


def test_the_scale_at_the_right_says_the_age() -> None:
    ax, _ = drawn()
    (ages,) = (each for each in ax.child_axes if hasattr(each, "set_functions"))
    low, high = sorted(ages.get_ylim())
    assert (low, high) == pytest.approx([hw.hubble_time(limit) for limit in ax.get_ylim()][::-1])


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (70.0, "yours: 70.0"),
        (hw.polyfit(hw.load_dataset("key_project").exclude("NGC 4639")), "yours: 80.4 ± 10.1"),
        (hw.polyfit(([1.0, 2.0], [70.0, 150.0])), "yours: 80.0"),  # two galaxies: no error
    ],
)
def test_your_own_value_is_among_them(own: object, said: str) -> None:
    _, texts = drawn(own)
    assert said in texts


def test_what_is_no_hubble_constant_is_refused() -> None:
    with pytest.raises(ValueError, match="finite and above 0"):
        drawn(-1.0)
    with pytest.raises(ValueError, match="a curve has no H₀"):
        drawn(hw.polyfit("key_project", degree=2))
    with pytest.raises(TypeError, match=r"such as 70\.0, or what polyfit returns"):
        drawn("key_project")
