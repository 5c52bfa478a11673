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

$x = np.array($distance)$x_unit
$y = np.array($velocity)$y_unit

# Each divided by its largest magnitude, so that one learning rate suits any units.
${x}_scale, ${y}_scale = $distance_scale, $velocity_scale
inputs = torch.tensor($x / ${x}_scale).unsqueeze(1)
targets = torch.tensor($y / ${y}_scale).unsqueeze(1)

model = torch.nn.Linear(1, 1, dtype=torch.float64)
with torch.no_grad():  # the line to start from
    model.weight.fill_($slope / (${y}_scale / ${x}_scale))$slope_unit
    model.bias.fill_($intercept / ${y}_scale)$y_unit
criterion = torch.nn.$criterion
optimizer = torch.optim.$optimizer

for _ in range($iterations):
    optimizer.zero_grad()
    criterion(model(inputs), targets).backward()
    optimizer.step()

slope = model.weight.item() * (${y}_scale / ${x}_scale)
intercept = model.bias.item() * ${y}_scale
loss = criterion(model(inputs), targets).item()
print(f"learned: slope {slope:.2f}$per, intercept {intercept:.1f}$in_y, loss {loss:.4g}")
$learned_age
coefficients = np.polyfit($x, $y, $degree)
print(f"exact:   slope {coefficients[-2]:.2f}$per, intercept {coefficients[-1]:.1f}$in_y")
$exact_age""")
_AGE = Template("""\
if $slope > 0:
    print(f"         age of the universe, 1/slope: {$hubble_time / $slope:.2f} billion years")
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
    rate, labels = repr(path.learning_rate), data.labels
    x, y = ("distance", "velocity") if labels.has_age else ("x", "y")
    units = {"x_unit": labels.x_unit, "y_unit": labels.y_unit, "slope_unit": labels.slope_unit}
    hubble = repr(hubble_time(1.0))
    ages = {"learned_age": "slope", "exact_age": "coefficients[-2]"}
    return _SCRIPT.substitute(
        title=_one_line(data.title or labels.rows.capitalize()),
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
        x=x,
        y=y,
        **{name: f"  # {_one_line(unit)}" if unit else "" for name, unit in units.items()},
        per=_in_f_string(labels.slope_unit),
        in_y=_in_f_string(labels.y_unit),
        **{age: _AGE.substitute(slope=of, hubble_time=hubble) if labels.has_age else "" for age, of in ages.items()},
    )


def _in_f_string(unit: str) -> str:
    """Return a unit, after a blank, that is no more than text between the quotation marks of an f-string."""
    text = _one_line(unit).replace("\\", "\\\\").replace('"', '\\"').replace("{", "{{").replace("}", "}}")
    return f" {text}" if text else ""


def _one_line(text: str) -> str:
    """Return a text that is no more than a comment: no line of code can follow in it."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
