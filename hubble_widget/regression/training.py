"""The torch loop of the lesson, as a generator of states; the only import of torch."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from itertools import islice
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

from hubble_widget.regression.galaxies import Galaxies
from hubble_widget.regression.loss import columns_for
from hubble_widget.regression.optimizers import make_optimizer
from hubble_widget.regression.parameters import (
    DEFAULT_ITERATIONS,
    DEFAULT_LEARNING_RATE,
    DEFAULT_LOSS_FUNCTION,
    DEFAULT_OPTIMIZER,
    FLAT_START,
    HUBER_DELTA,
    Start,
    check_iterations,
    check_learning_rate,
    check_loss_function,
    check_optimizer,
    check_start,
)
from hubble_widget.regression.trajectory import State, Trajectory

if TYPE_CHECKING:
    from torch.nn import Module

ROWS_OF_A_LESSON = 200
"""Up to so many galaxies the loop is the lesson's to the last bit.

Of more, torch shares the matrix product of nn.Linear among threads, and then a step takes up to a hundred times as long
on a machine that has something else to do. The same product element by element is not shared below 32,768.
"""

AT_A_TIME = 8
"""States that are walked through before the first of them is handed on.

Between two that are handed on, torch's modes are the caller's; to switch them to and fro for each would take time.
"""


def train_galaxies(
    galaxies: Galaxies,
    *,
    learning_rate: float = DEFAULT_LEARNING_RATE,
    iterations: int = DEFAULT_ITERATIONS,
    start: Start = FLAT_START,
    optimizer: str = DEFAULT_OPTIMIZER,
    loss_function: str = DEFAULT_LOSS_FUNCTION,
) -> Trajectory:
    """Walk the path of gradient descent with torch; see `hubble_widget.train`.

    Parameters
    ----------
    galaxies : Galaxies
    learning_rate, iterations, start, optimizer, loss_function
        As in `hubble_widget.train`.

    Returns
    -------
    Trajectory
        iterations + 1 states. A descent that diverges ends early; the rest is filled up.
    """
    path = np.full((check_iterations(iterations) + 1, len(State._fields)), math.nan)
    states = descend_by_autograd(
        galaxies,
        learning_rate=learning_rate,
        start=start,
        optimizer=optimizer,
        loss_function=loss_function,
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
        start=check_start(start),
        source="torch",
        optimizer=check_optimizer(optimizer),
        loss_function=check_loss_function(loss_function),
    )


def descend_by_autograd(
    data: Galaxies,
    *,
    learning_rate: float = DEFAULT_LEARNING_RATE,
    start: Start = FLAT_START,
    optimizer: str = DEFAULT_OPTIMIZER,
    loss_function: str = DEFAULT_LOSS_FUNCTION,
) -> Iterator[State]:
    """Yield the state before the first update, then one after each, without end.

    The loop of the lesson: ``nn.Linear(1, 1)``, a loss function of ``torch.nn`` and the update of an
    optimiser of ``torch.optim`` on all galaxies at once, each column divided by its largest
    magnitude, in float64. Of more than `ROWS_OF_A_LESSON` galaxies the product in ``nn.Linear`` is
    made element by element. torch is imported when the first state is asked for. Nothing of torch that
    is the user's is changed, not even between two states: random state, default dtype and device,
    grad mode, number of threads.

    Parameters
    ----------
    data : Galaxies
        n galaxies. Of many, what stands for them, see
        `hubble_widget.regression.loss.columns_for`: no step takes longer than one of 20,000 galaxies.
    learning_rate : float
        Step size, in scaled data; finite and above 0.
    start : pair of float
        (slope, intercept) in km/s/Mpc and km/s.
    optimizer, loss_function
        As in `hubble_widget.train`.

    Yields
    ------
    State
        Slope in km/s/Mpc, intercept in km/s, loss. Beyond divergence they are inf and nan.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as described; at once, not at the first state.
    """
    return _states(
        data,
        check_learning_rate(learning_rate),
        check_start(start),
        check_optimizer(optimizer),
        check_loss_function(loss_function),
    )


def _states(
    data: Galaxies, learning_rate: float, start: tuple[float, float], optimizer: str, loss_function: str
) -> Iterator[State]:
    torch = _load_torch()
    moments = data.moments
    distance, velocity = columns_for(data, loss_function)
    # Leaving inference mode also switches gradients on, whatever the caller's mode is.
    with torch.inference_mode(False):
        x = torch.from_numpy((distance / moments.distance_scale)[:, np.newaxis])
        y = torch.from_numpy((velocity / moments.velocity_scale)[:, np.newaxis])
        # nn.Linear itself would draw from the user's random numbers.
        model = torch.nn.utils.skip_init(torch.nn.Linear, 1, 1, device="cpu", dtype=torch.float64)
        parameters = list(model.parameters())
        # The same memory seen without gradients: to update in place, and to read quickly.
        weight, bias = values = [parameter.detach() for parameter in parameters]
        weight.fill_(start[0] / moments.slope_scale)
        bias.fill_(start[1] / moments.velocity_scale)
        slope, intercept = weight.numpy(), bias.numpy()
        predict = model.forward if len(x) <= ROWS_OF_A_LESSON else lambda x: x * parameters[0] + parameters[1]
        criterion = _criterion(loss_function).forward  # nobody has hooks on these modules
        step = make_optimizer(optimizer, values, learning_rate).step
    while True:
        states = []
        with torch.inference_mode(False):
            for _ in range(AT_A_TIME):
                loss = criterion(predict(x), y)
                states.append(
                    State(
                        slope.item() * moments.slope_scale,
                        intercept.item() * moments.velocity_scale,
                        loss.item(),
                    )
                )
                step(torch.autograd.grad(loss, parameters))
        yield from states


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


def _criterion(loss_function: str) -> Module:
    from torch import nn

    criteria = {"MSE": nn.MSELoss(), "L1": nn.L1Loss(), "Huber": nn.HuberLoss(delta=HUBER_DELTA)}
    return criteria[loss_function]
