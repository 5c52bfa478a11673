"""The torch loop of the lesson, as a generator of states; the only import of torch."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from itertools import count, islice
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

from hubble_widget.data.base_dataset import BaseDataset
from hubble_widget.fit.hyperparameters import (
    DEFAULT_ITERATIONS,
    DEFAULT_LEARNING_RATE,
    DEFAULT_LOSS_FUNCTION,
    DEFAULT_OPTIMIZER,
    DEFAULT_SCALING,
    FLAT_START,
    HUBER_DELTA,
    RateChanges,
    Start,
    check_batch_size,
    check_fit_intercept,
    check_iterations,
    check_learning_rate,
    check_loss_function,
    check_optimizer,
    check_rate_changes,
    check_scaling,
    check_seed,
    check_start,
)
from hubble_widget.fit.loss import columns_for
from hubble_widget.fit.optimizers import make_optimizer
from hubble_widget.fit.random_start import first_line, new_seed
from hubble_widget.fit.scaling import scales_of
from hubble_widget.fit.trajectory import State, Trajectory

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Module

ROWS_OF_A_LESSON = 200
"""Up to this number of galaxies the results equal the lesson's to the last bit.

With more, torch shares the matrix product of nn.Linear among threads, and then a step takes up to a hundred times as
long on a machine that has something else to do. The same product element by element is not shared below 32,768.
"""

AT_A_TIME = 8
"""States in a group: all are computed before the first of them is yielded.

Between two yields torch's modes are the caller's. They are switched once per group, because switching takes time.
"""


def train_galaxies(
    galaxies: BaseDataset,
    *,
    learning_rate: float = DEFAULT_LEARNING_RATE,
    iterations: int = DEFAULT_ITERATIONS,
    start: Start = FLAT_START,
    optimizer: str = DEFAULT_OPTIMIZER,
    loss_function: str = DEFAULT_LOSS_FUNCTION,
    scaling: str = DEFAULT_SCALING,
    fit_intercept: bool = True,
    batch_size: int | None = None,
    seed: int | None = None,
    rate_changes: RateChanges = (),
) -> Trajectory:
    """Walk the path of gradient descent with torch; see `hubble_widget.train`.

    Parameters
    ----------
    galaxies : BaseDataset
    learning_rate, iterations, start, optimizer, loss_function, scaling, fit_intercept, batch_size, seed
    rate_changes
        As in `hubble_widget.train`.

    Returns
    -------
    Trajectory
        iterations + 1 states. A descent that diverges ends early; the rest is filled up.
    """
    path = np.full((check_iterations(iterations) + 1, len(State._fields)), math.nan)
    batch_size = check_batch_size(batch_size)
    if batch_size is not None:
        seed = new_seed() if seed is None else check_seed(seed)
    line, drawn_from = first_line(start, seed, galaxies.moments, scaling=scaling, fit_intercept=fit_intercept)
    states = torch_states(
        galaxies,
        learning_rate=learning_rate,
        start=line,
        optimizer=optimizer,
        loss_function=loss_function,
        scaling=scaling,
        fit_intercept=fit_intercept,
        batch_size=batch_size,
        seed=seed,
        rate_changes=rate_changes,
    )
    for iteration, state in enumerate(islice(states, len(path))):
        path[iteration] = state
        if not math.isfinite(state.loss):
            break
    slopes, intercepts, losses = path.T
    return Trajectory(
        slopes=slopes,
        intercepts=intercepts,
        losses=losses,
        moments=galaxies.moments,
        learning_rate=check_learning_rate(learning_rate),
        start=line,
        source="torch",
        optimizer=check_optimizer(optimizer),
        loss_function=check_loss_function(loss_function),
        scaling=check_scaling(scaling),
        fit_intercept=check_fit_intercept(fit_intercept),
        batch_size=batch_size,
        seed=drawn_from if batch_size is None else seed,
        rate_changes=check_rate_changes(rate_changes),
    )


def torch_states(
    data: BaseDataset,
    *,
    learning_rate: float = DEFAULT_LEARNING_RATE,
    start: Start = FLAT_START,
    optimizer: str = DEFAULT_OPTIMIZER,
    loss_function: str = DEFAULT_LOSS_FUNCTION,
    scaling: str = DEFAULT_SCALING,
    fit_intercept: bool = True,
    batch_size: int | None = None,
    seed: int | None = None,
    rate_changes: RateChanges = (),
) -> Iterator[State]:
    """Yield the state before the first update, then one after each, without end.

    The loop of the lesson: ``nn.Linear(1, 1)``, a loss function of ``torch.nn`` and the update of an
    optimizer of ``torch.optim`` on all galaxies at once, each column scaled, in float64. With more than
    `ROWS_OF_A_LESSON` galaxies, the product in ``nn.Linear`` is made element by element. torch is imported when the
    first state is asked for. Nothing of torch that is the user's is changed, not even between two states: random state,
    default dtype and device, grad mode, number of threads.

    Parameters
    ----------
    data : BaseDataset
        n galaxies. With many, those that stand for them are used, see
        `hubble_widget.fit.loss.columns_for`: no step takes longer than one of 20,000 galaxies.
    learning_rate : float
        Step size, in scaled data; finite and above 0.
    start : pair of float
        (slope, intercept) in km/s/Mpc and km/s.
    optimizer, loss_function, scaling, fit_intercept, batch_size
        As in `hubble_widget.train`. With batches the gradient is that of a batch, and the loss that of all.
    seed : int, optional
        Seed of the generator of torch that shuffles the batches.
    rate_changes : sequence of (int, float)
        As in `hubble_widget.train`. The optimizer keeps its state, such as its momentum.

    Yields
    ------
    State
        Slope in km/s/Mpc, intercept in km/s, loss. Beyond divergence they are inf and nan.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described; at once, not at the first state.
    """
    fit_intercept = check_fit_intercept(fit_intercept)
    return _states(
        data,
        check_learning_rate(learning_rate),
        check_start(start, fit_intercept=fit_intercept),
        optimizer=check_optimizer(optimizer),
        loss_function=check_loss_function(loss_function),
        scaling=check_scaling(scaling),
        fit_intercept=fit_intercept,
        batch_size=check_batch_size(batch_size),
        seed=check_seed(seed),
        rates=dict(check_rate_changes(rate_changes)),
    )


def _states(
    data: BaseDataset,
    learning_rate: float,
    start: tuple[float, float],
    *,
    optimizer: str,
    loss_function: str,
    scaling: str,
    fit_intercept: bool,
    batch_size: int | None,
    seed: int,
    rates: dict[int, float],
) -> Iterator[State]:
    torch = _load_torch()
    scales = scales_of(data.moments, scaling, fit_intercept=fit_intercept)
    x_offset, v_offset, _, v_scale, slope_scale = scales
    rounding = data.moments.slope_rounding
    # Leaving inference mode also switches gradients on, whatever the caller's mode is.
    with torch.inference_mode(False):
        galaxies = columns_for(data, loss_function, batch_size)
        columns = scales.columns(*galaxies)
        x, y = (torch.from_numpy(column[:, np.newaxis]) for column in columns)
        weights = [] if galaxies.weights is None else [torch.tensor(galaxies.weights[:, np.newaxis])]
        # nn.Linear itself would draw from the user's random numbers.
        linear, float64 = torch.nn.Linear, torch.float64
        model = torch.nn.utils.skip_init(linear, 1, 1, bias=fit_intercept, device="cpu", dtype=float64)
        parameters = list(model.parameters())
        # The same memory seen without gradients: to update in place, and to read quickly.
        values = [parameter.detach() for parameter in parameters]
        for value, first in zip(values, scales.parameters(*start), strict=False):
            value.fill_(first)
        weight, bias = [value.numpy() for value in values] if fit_intercept else (values[0].numpy(), np.zeros(1))
        predict = model.forward if len(x) <= ROWS_OF_A_LESSON else lambda x: _product(x, *parameters)
        criterion = _criterion(loss_function, weighted=bool(weights))
        stepper = make_optimizer(optimizer, values, learning_rate)
        batches = None if batch_size is None else _batches([x, y, *weights], batch_size, seed)
    for begin in count(0, AT_A_TIME):
        states = []
        with torch.inference_mode(False):
            for iteration in range(begin, begin + AT_A_TIME):
                loss = criterion(predict(x), y, *weights)
                slope = weight.item() * slope_scale
                if -rounding <= slope <= rounding:  # otherwise equal velocities would give an age
                    slope = 0.0
                intercept = bias.item() * v_scale + v_offset - slope * x_offset
                states.append(State(slope, intercept, loss.item()))
                if batches is not None:
                    with torch.device("cpu"):  # a user may have another default device
                        inputs, *targets = next(batches)
                    loss = criterion(predict(inputs), *targets)
                if iteration in rates:
                    stepper.learning_rate = rates[iteration]
                stepper.step(torch.autograd.grad(loss, parameters))
        if begin == 0:
            states[0] = State(*start, states[0].loss)  # to the last bit, as the closed form has it
        yield from states


def _batches(columns: list[Tensor], size: int, seed: int) -> Iterator[list[Tensor]]:
    """Yield batches without end. Each epoch goes through all galaxies in a new order; its last batch may be smaller.

    torch's DataLoader with a generator of its own, so that no random state of the user's changes.
    """
    import torch
    from torch.utils.data import DataLoader, TensorDataset

    generator = torch.Generator().manual_seed(seed)
    loader = DataLoader(TensorDataset(*columns), batch_size=size, shuffle=True, generator=generator)
    while True:
        yield from loader


def _product(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """Return what nn.Linear(1, 1) does, element by element."""
    return x * weight if bias is None else x * weight + bias


def _load_torch() -> ModuleType:
    """Return torch, which takes seconds to import; nothing but training needs it.

    Raises
    ------
    ImportError
        If it is missing or broken, or another module has its name.
    """
    cure = "Everything else works without it; to train: pip install torch (a CPU build is enough), restart the kernel."
    try:
        import torch
    except Exception as error:  # a broken installation has many ways to say so
        raise ImportError(f"torch cannot be loaded ({type(error).__name__}: {error}). {cure}") from error
    if not hasattr(torch, "nn"):
        sys.modules.pop("torch")  # so that the next time another is found
        raise ImportError(f"{torch.__file__} is not PyTorch but has its name: rename it. {cure}")
    return torch


def _criterion(loss_function: str, *, weighted: bool) -> Callable[..., Tensor]:
    """Return the loss of predictions and targets and, if they are weighted, their weights."""
    from torch import nn

    how = "none" if weighted else "mean"
    criteria: dict[str, Module] = {
        "MSE": nn.MSELoss(reduction=how),
        "L1": nn.L1Loss(reduction=how),
        "Huber": nn.HuberLoss(reduction=how, delta=HUBER_DELTA),
    }
    of_each: Callable[..., Tensor] = criteria[loss_function].forward
    if not weighted:
        return of_each  # nobody has hooks on these modules
    return lambda predicted, targets, weights: (weights * of_each(predicted, targets)).mean()
