"""Batches in the explorer: trained by torch, with a seed that is shown and kept."""

import hubble_widget as hw
from tests.samples import LESSON


def test_batches_are_trained_by_torch_from_a_seed_that_stays() -> None:
    explorer = hw.RegressionExplorer(LESSON, batch_size=4, iterations=60)
    seed = explorer.seed
    assert seed is not None
    explorer.train(wait=True)
    wanted = hw.train(LESSON, batch_size=4, iterations=60, seed=seed)
    assert explorer.trajectory.slopes.tolist() == wanted.slopes.tolist()
    assert f"--batch-size 4 --seed {seed}" in explorer.magic_line()
    assert explorer._view.more.batch_size.value == 4
    assert "60 iterations (10 epochs) of SGD in batches of 4 at 0.05" in repr(explorer.result)
    explorer.batch_size = None
    assert explorer.trajectory.has_closed_form
    assert "--batch-size" not in explorer.magic_line()


def test_another_seed_is_another_path() -> None:
    explorer = hw.RegressionExplorer(LESSON, batch_size=7, seed=1, iterations=40)
    first = explorer.slope
    explorer.seed = 2
    assert explorer.slope != first
    assert explorer.slope == hw.train(LESSON, batch_size=7, seed=2, iterations=40).slope
    assert 7 in dict(explorer._view.more.batch_size.options).values()


def test_the_list_sets_it() -> None:
    explorer = hw.RegressionExplorer(LESSON, iterations=40)
    explorer._view.more.batch_size.value = 8
    assert explorer.batch_size == 8
    explorer._view.more.batch_size.value = 0
    assert explorer.batch_size is None


def test_runs_of_two_seeds_are_two_pins() -> None:
    explorer = hw.RegressionExplorer(LESSON, batch_size=4, seed=1, iterations=20)
    pins = explorer._view.plots.loss_plot.pins
    explorer._view.more.pin.click()
    explorer._view.more.pin.click()
    assert len(pins.labels) == 1
    explorer.seed = 2
    explorer._view.more.pin.click()
    assert len(pins.labels) == 2
