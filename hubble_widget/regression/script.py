"""A short script of torch and numpy alone that leads to the same numbers, to read, to change and to take away."""

from __future__ import annotations

from string import Template

from hubble_widget.regression.cosmology import hubble_time
from hubble_widget.regression.galaxies import Galaxies, are_many
from hubble_widget.regression.loss import columns_for, is_sampled
from hubble_widget.regression.optimizers import MOMENTUM
from hubble_widget.regression.parameters import HUBER_DELTA
from hubble_widget.regression.trajectory import Trajectory
from hubble_widget.regression.triangle import reach_of

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
$told
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

$exact
print(f"exact:   slope {coefficients[-2]:.2f} km/s/Mpc, intercept {coefficients[-1]:.1f} km/s")
if coefficients[-2] > 0:
    print(f"         age of the universe, 1/slope: {$hubble_time / coefficients[-2]:.2f} billion years")
""")
_STAND_INS = "\n# These four galaxies have the mean squared error of all $n, for every line."
_SAMPLE = "\n# These are some of $n galaxies, spread evenly."
_CURVE = Template("""\
# The least-squares curve through all: R of the QR decomposition of 1, t, ..., t^$degree and velocity - mean velocity,
# with t = (distance - mean) / reach.
mean, mean_velocity, reach = $mean, $mean_velocity, $reach
triangle = np.array($triangle)
in_t = np.linalg.solve(triangle[:-1, :-1], triangle[:-1, -1])
coefficients = np.polynomial.Polynomial(in_t, domain=[mean - reach, mean + reach]).convert().coef[::-1]
coefficients[-1] += mean_velocity""")


def script(data: Galaxies, path: Trajectory, iteration: int, degree: int) -> str:
    """Return the script of one state of a path.

    Parameters
    ----------
    data : Galaxies
        Those of the path. Of many, the script has what stands for them under the path's loss function.
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
    distance, velocity = columns_for(data, path.loss_function)
    return _SCRIPT.substitute(
        title=_one_line(data.title or "Galaxies"),
        told=_told(data, path.loss_function),
        distance=distance.tolist(),
        velocity=velocity.tolist(),
        distance_scale=repr(path.moments.distance_scale),
        velocity_scale=repr(path.moments.velocity_scale),
        slope=repr(path.start[0]),
        intercept=repr(path.start[1]),
        criterion=_CRITERIA[path.loss_function],
        optimizer=Template(_OPTIMIZERS[path.optimizer]).substitute(rate=rate),
        iterations=iteration,
        exact=_exact(data, path.loss_function, degree),
        hubble_time=repr(hubble_time(1.0)),
    )


def _told(data: Galaxies, loss_function: str) -> str:
    """Return a comment on what the galaxies of a script are, where they are not simply all."""
    if not are_many(data):
        return ""
    comment = _SAMPLE if is_sampled(data, loss_function) else _STAND_INS
    return Template(comment).substitute(n=f"{len(data):,}")


def _exact(data: Galaxies, loss_function: str, degree: int) -> str:
    """Return the lines that fit all galaxies by least squares."""
    if not are_many(data):
        return f"coefficients = np.polyfit(distance, velocity, {degree})"
    moments = data.moments
    if degree == 1:
        distance, velocity = (column.tolist() for column in moments.stand_ins())
        columns = f"{distance}, {velocity}" if is_sampled(data, loss_function) else "distance, velocity"
        return f"coefficients = np.polyfit({columns}, 1)  # the line through all"
    return _CURVE.substitute(
        degree=degree,
        mean=repr(moments.distance_mean),
        mean_velocity=repr(moments.velocity_mean),
        reach=repr(reach_of(moments, data.extent)),
        triangle=data.triangle(degree).tolist(),
    )


def _one_line(text: str) -> str:
    """Return a text that is no more than a comment: no line of code can follow in it."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
