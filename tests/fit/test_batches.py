"""Batches: torch's DataLoader, from a generator of its own."""

from itertools import chain, islice, repeat

import numpy as np
import pytest
import torch

import hubble_widget as hw
from hubble_widget.fit.export_script import script
from hubble_widget.fit.loss import loss_of
from tests.samples import LESSON


@pytest.mark.parametrize(
    ("size", "optimizer", "loss_function"), [(4, "SGD", "MSE"), (1, "Adam", "L1"), (5, "SGD", "Huber")]
)
def test_the_updates_are_those_of_a_plain_loop_over_a_data_loader(
    size: int, optimizer: str, loss_function: str
) -> None:
    run = hw.train(LESSON, iterations=60, batch_size=size, seed=7, optimizer=optimizer, loss_function=loss_function)
    names: dict[str, float] = {}
    exec(script(LESSON, run, 60, 1), names)
    assert "DataLoader" in script(LESSON, run, 60, 1)
    np.testing.assert_allclose([names["slope"], names["intercept"], names["loss"]], run.state(60), rtol=1e-12)


def test_an_epoch_goes_through_all_galaxies_in_the_order_of_the_seed() -> None:
    x, y = (torch.from_numpy(column / column.max())[:, None] for column in (LESSON.distance, LESSON.velocity))
    loader = torch.utils.data.DataLoader(
        torch.utils.data.TensorDataset(x, y), batch_size=1, shuffle=True, generator=torch.Generator().manual_seed(3)
    )
    weight = bias = 0.0
    run = hw.train(LESSON, iterations=50, learning_rate=0.1, batch_size=1, seed=3)
    for at, (one_x, one_y) in enumerate(islice(chain.from_iterable(repeat(loader)), 50), start=1):
        residual = weight * one_x.item() + bias - one_y.item()
        weight, bias = weight - 0.2 * residual * one_x.item(), bias - 0.2 * residual
        scale = LESSON.velocity.max() / LESSON.distance.max()
        np.testing.assert_allclose(run.slopes[at], weight * scale, rtol=1e-12)


def test_the_loss_is_that_of_all_galaxies() -> None:
    run = hw.train(LESSON, iterations=30, batch_size=4, seed=1)
    wanted = [loss_of(LESSON, *run.state(at)[:2]) for at in range(31)]
    np.testing.assert_allclose(run.losses, wanted, rtol=1e-12)


def test_a_batch_of_all_walks_the_path_of_all_at_once() -> None:
    whole, path = hw.train(LESSON, iterations=100, batch_size=99, seed=1), hw.gradient_descent(LESSON, iterations=100)
    np.testing.assert_allclose(whole.slopes, path.slopes, rtol=1e-9)


def test_a_smaller_rate_ends_in_a_smaller_ball() -> None:
    def spread(rate: float) -> float:
        return float(hw.train(LESSON, iterations=4000, learning_rate=rate, batch_size=4, seed=1).slopes[2000:].std())

    assert spread(0.4) > 1.5 * spread(0.1)


def test_the_seed_is_remembered_and_nobodys_random_numbers_are_touched() -> None:
    torch.manual_seed(1929)
    before = torch.get_rng_state()
    with torch.device("meta"):
        first = hw.train(LESSON, iterations=20, batch_size=4)
    assert torch.equal(torch.get_rng_state(), before)
    again = hw.train(LESSON, iterations=20, batch_size=4, seed=first.seed)
    other = hw.train(LESSON, iterations=20, batch_size=4, seed=first.seed + 1)
    assert again.slopes.tolist() == first.slopes.tolist() != other.slopes.tolist()
    assert (first.batch_size, first.has_closed_form) == (4, False)
    assert "batches of 4" in repr(first)


def test_batches_of_many_galaxies_are_of_a_sample() -> None:
    random = np.random.default_rng(1)
    distance = random.uniform(1, 100, 30_000)
    data = hw.Dataset(distance=distance, velocity=70 * distance + random.normal(0, 300, distance.size))
    run = hw.train(data, iterations=5, batch_size=50, seed=1)
    np.testing.assert_allclose(run.losses[5], loss_of(data, *run.state(5)[:2], batch_size=50), rtol=1e-12)
    assert run.losses[5] != loss_of(data, *run.state(5)[:2])


@pytest.mark.parametrize(
    ("size", "error", "words"), [(0, ValueError, "got 0"), (2.5, TypeError, "2.5"), (True, TypeError, "True")]
)
def test_a_batch_is_a_whole_number_of_galaxies(size: object, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words) as raised:
        hw.train(LESSON, batch_size=size)
    assert "such as 4, or None" in str(raised.value)
