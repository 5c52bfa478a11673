"""The explorer starts from torch's random numbers, and says which seed gives them again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from traitlets import TraitError

import hubble_widget as hw
from tests.explorers import expect_in_step

LESSON = hw.load_dataset("key_project").exclude("NGC 4639")


def line_of(seed: int, data: object = LESSON) -> tuple[float, float]:
    return hw.gradient_descent(data, start="random", seed=seed, iterations=1).start


@pytest.fixture
def explorer() -> Iterator[hw.RegressionExplorer]:
    explorer = hw.RegressionExplorer(LESSON, start="random", seed=7)
    yield explorer
    explorer.close()


def test_the_start_is_the_line_that_the_seed_gives(explorer: hw.RegressionExplorer) -> None:
    assert explorer.start == line_of(7)
    assert explorer.magic_line().endswith(" --start random --seed 7 --exclude 'NGC 4639'")
    assert explorer._view.more.seed.words.startswith("Seed 7. ")
    explorer.seed = 8
    assert (explorer.start, explorer.iteration) == (line_of(8), 0)
    explorer.start = (50, 0)
    assert "random" not in explorer.magic_line()
    assert explorer._view.more.seed.words == ""
    explorer.seed = 9  # nothing is random now
    assert explorer.start == (50, 0)
    expect_in_step(explorer)
    explorer.start_over()
    assert (explorer.start, explorer.seed) == (line_of(7), 7)


@pytest.mark.parametrize("scaling", ["max", "standard"])
def test_weights_draw_the_start_again_even_if_it_is_the_same(scaling: str) -> None:
    data = hw.Dataset(distance=[1, 2, 3, 5], velocity=[70, 150, 190, 400], velocity_error=[10, 20, 10, 90])
    explorer = hw.RegressionExplorer(data, start="random", seed=7, scaling=scaling, iterations=30)
    first = explorer.start
    explorer.weights = True
    drawn = hw.gradient_descent(data, start="random", seed=7, scaling=scaling, weights=True, iterations=1).start
    assert explorer.start == drawn
    assert (drawn == first) is (scaling == "max")  # weighted means standardize other data
    expect_in_step(explorer)
    explorer.close()


def test_each_roll_of_the_dice_shows_its_seed(explorer: hw.RegressionExplorer) -> None:
    seeds = set()
    for _ in range(3):
        explorer._view.more.random.click()
        assert explorer.seed is not None
        seeds.add(explorer.seed)
        assert explorer.start == line_of(explorer.seed)
        assert explorer._view.more.seed.words.startswith(f"Seed {explorer.seed}. ")
        assert explorer.iteration == 0
    assert len(seeds) == 3
    expect_in_step(explorer)


def test_the_code_and_torch_begin_alike(explorer: hw.RegressionExplorer, capsys: pytest.CaptureFixture[str]) -> None:
    explorer.iterations = 30
    explorer.train()
    code = explorer.code()
    assert "torch.manual_seed(7)" in code
    names: dict[str, Any] = {}
    exec(code, names)
    assert "learned" in capsys.readouterr().out
    assert (names["slope"], names["intercept"]) == pytest.approx((explorer.slope, explorer.intercept), rel=1e-12)
    assert explorer.result.to_dict()["settings"]["seed"] == explorer.trajectory.seed == 7


def test_without_a_seed_a_new_one_is_drawn_and_observers_see_lines_alone() -> None:
    explorer = hw.RegressionExplorer(LESSON)
    seen = []
    explorer.observe(lambda change: seen.append(change["new"]), "start")
    explorer.start = "random"
    assert explorer.seed is not None
    assert seen == [line_of(explorer.seed)]
    explorer.close()


def test_what_is_set_together_is_drawn_together(explorer: hw.RegressionExplorer) -> None:
    with explorer.hold_trait_notifications():
        explorer.start = "random"
        explorer.seed = 3
        explorer.data = "hubble_1929"
    assert explorer.start == line_of(3, "hubble_1929")
    explorer.data = "key_project"
    assert explorer.start == (0.0, 0.0)
    expect_in_step(explorer)


@pytest.mark.parametrize(
    "settings",
    [
        {"scaling": "standard", "fit_intercept": False},
        {"learning_rate": 0.1, "fit_intercept": False, "scaling": "standard"},
        {"seed": 3, "scaling": "none"},
        {"data": "hubble_1929", "start": "random", "fit_intercept": False},
    ],
)
def test_settings_that_change_together_draw_as_one_by_one(
    explorer: hw.RegressionExplorer, settings: dict[str, Any]
) -> None:
    alone = hw.RegressionExplorer(LESSON, start="random", seed=7)
    with explorer.hold_trait_notifications():
        for name, value in settings.items():
            setattr(explorer, name, value)
    for name, value in settings.items():
        setattr(alone, name, value)
    assert explorer.start == alone.start != line_of(7)
    assert explorer.magic_line() == alone.magic_line()
    assert " --start random" in explorer.magic_line()
    expect_in_step(explorer)
    alone.close()


def test_the_check_mark_draws_a_standardized_start_again(explorer: hw.RegressionExplorer) -> None:
    explorer.scaling = "standard"
    explorer._view.more.through_origin.value = True
    assert not explorer.fit_intercept
    assert " --start random" in explorer.magic_line()
    expect_in_step(explorer)


def test_the_line_on_the_page_has_a_seed_that_changes_nothing_yet() -> None:
    explorer = hw.RegressionExplorer(LESSON)
    explorer.seed = 9
    assert "--seed 9" in explorer._view.readout.line["after"]
    explorer.close()


def test_a_random_start_is_no_guess(explorer: hw.RegressionExplorer) -> None:
    explorer.show_exact = False
    assert explorer._view.more.seed.words == "Seed 7."
    explorer.show_exact = True
    assert explorer._view.readout.comment == ""


@pytest.mark.parametrize(("name", "value"), [("seed", -1), ("seed", 1.5), ("start", "rnd")])
def test_other_values_are_refused(explorer: hw.RegressionExplorer, name: str, value: object) -> None:
    with pytest.raises(TraitError, match=f"{name} must be"):
        setattr(explorer, name, value)
