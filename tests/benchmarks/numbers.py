"""The torch loop, the closed form and the exact fit, against the loop of the lesson and numpy."""

from __future__ import annotations

from itertools import islice

import torch
from torch import nn

import hubble_widget as hw
from hubble_widget.fit.gradient_descent import gradient_descent_of
from hubble_widget.fit.torch_training import torch_states

from .measure import Comparison, compare

STEPS = 300
GALAXIES = hw.load_dataset("key_project")


def lesson(steps: int) -> list[float]:
    """Train as the lesson does and return the losses."""
    x = torch.tensor(GALAXIES.distance / GALAXIES.distance.max()).reshape(-1, 1)
    y = torch.tensor(GALAXIES.velocity / GALAXIES.velocity.max()).reshape(-1, 1)
    model = nn.Linear(1, 1, dtype=torch.float64)
    nn.init.zeros_(model.weight)
    nn.init.zeros_(model.bias)
    loss_function = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    losses = []
    for _ in range(steps):
        loss = loss_function(model(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


def ours(steps: int) -> list[float]:
    """Return the losses of our torch loop."""
    return [state.loss for state in islice(torch_states(GALAXIES, learning_rate=0.05), steps)]


def comparisons() -> list[Comparison]:
    """Time the loop and the whole path; both sides must give the same losses, bit for bit."""
    if ours(STEPS) != lesson(STEPS):
        raise AssertionError("the two torch loops do not give the same losses.")
    moments = GALAXIES.moments
    plain_way = "the lesson's loop: nn.Linear, MSELoss, .item(), optim.SGD"
    return [
        compare(
            f"{STEPS} torch iterations, {len(GALAXIES)} galaxies",
            plain_way,
            lambda: lesson(STEPS),
            lambda: ours(STEPS),
            to_reach=0.7,
            runs=15,
        ),
        compare(
            "the whole path, 3,000 iterations",
            plain_way,
            lambda: lesson(3000),
            lambda: gradient_descent_of(moments, learning_rate=0.05, iterations=3000),
            to_reach=1 / 400,
            runs=5,
        ),
    ]
