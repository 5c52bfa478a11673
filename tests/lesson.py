"""The loop of the lesson as one would write it down, with whatever torch has for its parts."""

from itertools import product

import numpy as np
import torch

from hubble_widget.data.dataset import Dataset
from hubble_widget.fit.hyperparameters import LOSS_FUNCTIONS, OPTIMIZERS
from hubble_widget.fit.trajectory import State

WAYS = list(product(OPTIMIZERS, LOSS_FUNCTIONS))

TORCH_OPTIMIZERS = {
    "SGD": lambda parameters, rate: torch.optim.SGD(parameters, lr=rate, foreach=False),
    "SGD with momentum": lambda parameters, rate: torch.optim.SGD(parameters, lr=rate, momentum=0.9, foreach=False),
    "Adam": lambda parameters, rate: torch.optim.Adam(parameters, lr=rate, foreach=False),
}

TORCH_LOSSES = {"MSE": torch.nn.MSELoss(), "L1": torch.nn.L1Loss(), "Huber": torch.nn.HuberLoss(delta=0.1)}


def lesson_loop(
    data: Dataset,
    rate: float,
    iterations: int,
    optimizer: str = "SGD",
    loss_function: str = "MSE",
    *,
    changes: tuple[tuple[int, float], ...] = (),
) -> list[State]:
    """Return the states from (0, 0) on; `changes` of the rate are made as torch's users make them."""
    x_scale, v_scale = np.abs(data.distance).max(), np.abs(data.velocity).max() or 1.0
    x = torch.tensor(data.distance / x_scale).reshape(-1, 1)
    v = torch.tensor(data.velocity / v_scale).reshape(-1, 1)
    model = torch.nn.Linear(1, 1, dtype=torch.float64)
    torch.nn.init.zeros_(model.weight)
    torch.nn.init.zeros_(model.bias)
    criterion = TORCH_LOSSES[loss_function]
    updater = TORCH_OPTIMIZERS[optimizer](model.parameters(), rate)
    states = []
    for iteration in range(iterations + 1):
        loss = criterion(model(x), v)
        slope = model.weight.item() * (v_scale / x_scale)
        states.append(State(slope, model.bias.item() * v_scale, loss.item()))
        updater.zero_grad()
        loss.backward()
        updater.param_groups[0]["lr"] = dict(changes).get(iteration, updater.param_groups[0]["lr"])
        updater.step()
    return states
