"""A short script of torch and numpy alone that leads to the same numbers, to read, to change and to take away."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

from hubble_widget.regression.cosmology import hubble_time
from hubble_widget.regression.galaxies import Galaxies, are_many
from hubble_widget.regression.labels import Labels
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

with torch.enable_grad():  # also where somebody has switched gradients off
    for _ in range($iterations):
        optimizer.zero_grad()
        criterion(model(inputs), targets).backward()
        optimizer.step()

slope = model.weight.item() * (${y}_scale / ${x}_scale)
intercept = model.bias.item() * ${y}_scale
loss = criterion(model(inputs), targets).item()
${diverged}print(f"learned: slope {slope:.2f}$per, intercept {intercept:.1f}$in_y, loss {loss:.4g}")
$learned_age
$exact
print(f"exact:   slope {coefficients[-2]:.2f}$per, intercept {coefficients[-1]:.1f}$in_y")
$exact_age""")
_AGE = Template("""\
if $slope > 0:
    print(f"         age of the universe, 1/slope: {$hubble_time / $slope:.2f} billion years")
""")
_DIVERGED = """\
if not np.isfinite([slope, intercept, loss]).all():  # the descent has left the range of numbers: there is no line
    slope, intercept, loss = np.nan, np.nan, np.inf
"""
_GAP = "\0"
"""Stands in the text for what is filled in; no word of a user's has it, see `_one_line`."""
_STAND_INS = "\n# These four $rows have the mean squared error of all $n, for every line."
_SAMPLE = "\n# These are some of $n $rows, spread evenly."
# np.polyfit takes powers of x itself, and of 10^6 Mpc the third are so alike that no digit is left.
_FEW = """\
# As np.polyfit does, but with {x} centred and scaled on the way.
coefficients = np.polynomial.Polynomial.fit({x}, {y}, {degree}).convert().coef[::-1]"""
_CURVE = Template("""\
# The least-squares curve through all: R of the QR decomposition of 1, t, ..., t^$degree and $y - its mean,
# with t = ($x - mean) / reach.
mean, mean_${y}, reach = $mean, $mean_velocity, $reach
triangle = np.array($triangle)
in_t = np.linalg.solve(triangle[:-1, :-1], triangle[:-1, -1])
coefficients = np.polynomial.Polynomial(in_t, domain=[mean - reach, mean + reach]).convert().coef[::-1]
coefficients[-1] += mean_${y}""")


@dataclass(frozen=True, slots=True)
class Script:
    """A script but for what the sliders choose, which the page may know better than the kernel.

    Attributes
    ----------
    parts : tuple of str
        Between them stand the learning rate, how many updates are made, and `diverged` where it is wanted.
    diverged : str
        The lines of a state that the training has left the range of numbers before.
    """

    parts: tuple[str, ...]
    diverged: str = _DIVERGED

    def at(self, learning_rate: float, iteration: int, *, has_diverged: bool) -> str:
        """Return the whole script of one state. The page does the same (js/src/take_away.ts)."""
        to_optimizer, to_loop, to_numbers, rest = self.parts
        lines = self.diverged if has_diverged else ""
        return f"{to_optimizer}{learning_rate!r}{to_loop}{iteration}{to_numbers}{lines}{rest}"


def script_of(data: Galaxies, path: Trajectory, degree: int) -> Script:
    """Return the script of a path.

    Parameters
    ----------
    data : Galaxies
        Those of the path. Of many, the script has what stands for them under the path's loss function.
    path : Trajectory
        It has the start, the optimizer and the loss function.
    degree : int
        Of the exact fit.

    Returns
    -------
    Script
        Python that needs numpy and torch. It leaves its numbers in `slope`, `intercept`, `loss` and `coefficients`.
    """
    labels = data.labels
    units = {"x_unit": labels.x_unit, "y_unit": labels.y_unit, "slope_unit": labels.slope_unit}
    hubble = repr(hubble_time(1.0))
    ages = {"learned_age": "slope", "exact_age": "coefficients[-2]"}
    distance, velocity = columns_for(data, path.loss_function)
    text = _SCRIPT.substitute(
        title=_one_line(data.title or labels.rows.capitalize()),
        told=_told(data, path.loss_function),
        distance=distance.tolist(),
        velocity=velocity.tolist(),
        distance_scale=repr(path.moments.distance_scale),
        velocity_scale=repr(path.moments.velocity_scale),
        slope=repr(path.start[0]),
        intercept=repr(path.start[1]),
        criterion=_CRITERIA[path.loss_function],
        optimizer=Template(_OPTIMIZERS[path.optimizer]).substitute(rate=_GAP),
        iterations=_GAP,
        diverged=_GAP,
        exact=_exact(data, path.loss_function, degree),
        **_variables(labels),
        **{name: f"  # {_one_line(unit)}" if unit else "" for name, unit in units.items()},
        per=_in_f_string(labels.slope_unit),
        in_y=_in_f_string(labels.y_unit),
        **{age: _AGE.substitute(slope=of, hubble_time=hubble) if labels.has_age else "" for age, of in ages.items()},
    )
    return Script(tuple(text.split(_GAP)))


def script(data: Galaxies, path: Trajectory, iteration: int, degree: int) -> str:
    """Return the script of one state of a path: `iteration` says how many updates it makes; see `script_of`."""
    has_diverged = path.diverged is not None and iteration >= path.diverged
    return script_of(data, path, degree).at(path.learning_rate, iteration, has_diverged=has_diverged)


def _variables(labels: Labels) -> dict[str, str]:
    """Return what a script calls x and y."""
    return {"x": "distance", "y": "velocity"} if labels.has_age else {"x": "x", "y": "y"}


def _told(data: Galaxies, loss_function: str) -> str:
    """Return a comment on what the galaxies of a script are, where they are not simply all."""
    if not are_many(data):
        return ""
    comment = _SAMPLE if is_sampled(data, loss_function) else _STAND_INS
    return Template(comment).substitute(n=f"{len(data):,}", rows=data.labels.rows)


def _exact(data: Galaxies, loss_function: str, degree: int) -> str:
    """Return the lines that fit all galaxies by least squares."""
    x, y = _variables(data.labels).values()
    if not are_many(data):
        return f"coefficients = np.polyfit({x}, {y}, 1)" if degree == 1 else _FEW.format(x=x, y=y, degree=degree)
    moments = data.moments
    if degree == 1:
        distance, velocity = (column.tolist() for column in moments.stand_ins())
        columns = f"{distance}, {velocity}" if is_sampled(data, loss_function) else f"{x}, {y}"
        return f"coefficients = np.polyfit({columns}, 1)  # the line through all"
    return _CURVE.substitute(
        _variables(data.labels),
        degree=degree,
        mean=repr(moments.distance_mean),
        mean_velocity=repr(moments.velocity_mean),
        reach=repr(reach_of(moments, data.extent)),
        triangle=data.triangle(degree).tolist(),
    )


def _in_f_string(unit: str) -> str:
    """Return a unit, after a blank, that is no more than text between the quotation marks of an f-string."""
    text = _one_line(unit).replace("\\", "\\\\").replace('"', '\\"').replace("{", "{{").replace("}", "}}")
    return f" {text}" if text else ""


def _one_line(text: str) -> str:
    """Return a text that is no more than a comment: no line of code can follow in it."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
