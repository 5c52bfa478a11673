"""A short script of torch and numpy alone that leads to the same numbers, to read, to change and to take away."""

from __future__ import annotations

from string import Template

from hubble_widget.regression.cosmology import hubble_time
from hubble_widget.regression.dataset import Dataset
from hubble_widget.regression.optimizers import MOMENTUM
from hubble_widget.regression.parameters import HUBER_DELTA
from hubble_widget.regression.trajectory import Trajectory

_OPTIMIZERS = {
    "SGD": "SGD(model.parameters(), lr=$rate)",
    "SGD with momentum": f"SGD(model.parameters(), lr=$rate, momentum={MOMENTUM})",
    "Adam": "Adam(model.parameters(), lr=$rate)",
}
_CRITERIA = {"MSE": "MSELoss()", "L1": "L1Loss()", "Huber": f"HuberLoss(delta={HUBER_DELTA})"}
_SCRIPT = Template("""\
# $title
import numpy as np
import torch

distance = np.array($distance)  # Mpc
velocity = np.array($velocity)  # km/s

# Each divided by its largest magnitude, so that one learning rate suits any units.
distance_scale, velocity_scale = $distance_scale, $velocity_scale
x = torch.tensor(distance / distance_scale).unsqueeze(1)
y = torch.tensor(velocity / velocity_scale).unsqueeze(1)

model = torch.nn.Linear(1, 1, dtype=torch.float64)
with torch.no_grad():  # the line to start from
    model.weight.fill_($slope / (velocity_scale / distance_scale))  # km/s/Mpc
    model.bias.fill_($intercept / velocity_scale)  # km/s
criterion = torch.nn.$criterion
optimizer = torch.optim.$optimizer

for _ in range($iterations):
    optimizer.zero_grad()
    criterion(model(x), y).backward()
    optimizer.step()

slope = model.weight.item() * (velocity_scale / distance_scale)
intercept = model.bias.item() * velocity_scale
loss = criterion(model(x), y).item()
print(f"learned: slope {slope:.2f} km/s/Mpc, intercept {intercept:.1f} km/s, loss {loss:.4g}")
if slope > 0:
    print(f"         age of the universe, 1/slope: {$hubble_time / slope:.2f} billion years")

coefficients = np.polyfit(distance, velocity, $degree)
print(f"exact:   slope {coefficients[-2]:.2f} km/s/Mpc, intercept {coefficients[-1]:.1f} km/s")
if coefficients[-2] > 0:
    print(f"         age of the universe, 1/slope: {$hubble_time / coefficients[-2]:.2f} billion years")
""")


def script(data: Dataset, path: Trajectory, iteration: int, degree: int) -> str:
    """Return the script of one state of a path.

    Parameters
    ----------
    data : Dataset
        The galaxies of the path.
    path : Trajectory
        Tells learning rate, start, optimiser and loss function.
    iteration : int
        How many updates the script makes.
    degree : int
        Of the exact fit.

    Returns
    -------
    str
        Python that needs numpy and torch. It leaves its numbers in `slope`, `intercept`, `loss` and `coefficients`.
    """
    rate = repr(path.learning_rate)
    return _SCRIPT.substitute(
        title=_one_line(data.title or "Galaxies"),
        distance=data.distance.tolist(),
        velocity=data.velocity.tolist(),
        distance_scale=repr(path.moments.distance_scale),
        velocity_scale=repr(path.moments.velocity_scale),
        slope=repr(path.start[0]),
        intercept=repr(path.start[1]),
        criterion=_CRITERIA[path.loss_function],
        optimizer=Template(_OPTIMIZERS[path.optimizer]).substitute(rate=rate),
        iterations=iteration,
        degree=degree,
        hubble_time=repr(hubble_time(1.0)),
    )


def _one_line(text: str) -> str:
    """Return a text that is no more than a comment: no line of code can follow in it."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
