"""A short script of torch and numpy alone that leads to the same numbers, to read, to change and to take away."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

from hubble_widget.data.base_dataset import BaseDataset, are_many
from hubble_widget.data.labels import Labels
from hubble_widget.data.r_factor import max_deviation
from hubble_widget.fit.cosmology import hubble_time
from hubble_widget.fit.hyperparameters import HUBER_DELTA
from hubble_widget.fit.loss import columns_for, is_sampled
from hubble_widget.fit.optimizers import MOMENTUM
from hubble_widget.fit.random_start import begins_at_random
from hubble_widget.fit.scaling import scales_of
from hubble_widget.fit.trajectory import Trajectory

_OPTIMIZERS = {
    "SGD": "SGD(model.parameters(), lr=$rate)",
    "SGD with momentum": f"SGD(model.parameters(), lr=$rate, momentum={MOMENTUM})",
    "Adam": "Adam(model.parameters(), lr=$rate)",
}
_CRITERIA = {"MSE": "MSELoss({})", "L1": "L1Loss({})", "Huber": f"HuberLoss({{}}delta={HUBER_DELTA})"}
_SCRIPT = """\
# $title
import numpy as np
import torch
$sample
$x = np.array($distance)$x_unit
$y = np.array($velocity)$y_unit
$weighting
# $scaled
$offsets${x}_scale, ${y}_scale = $distance_scale, $velocity_scale
inputs = torch.tensor($x_shifted / ${x}_scale).unsqueeze(1)
targets = torch.tensor($y_shifted / ${y}_scale).unsqueeze(1)
$counts
${model}criterion = torch.nn.$criterion
optimizer = torch.optim.$optimizer

${batches}${rates}with torch.enable_grad():  # also where somebody has switched gradients off
    for $each in $loop:
$change_rate        optimizer.zero_grad()
        $batch_loss.backward()
        optimizer.step()

slope = model.weight.item() * (${y}_scale / ${x}_scale)
intercept = $learned_intercept
loss = $whole_loss.item()
${diverged}print(f"learned: slope {slope:.2f}$per, intercept {intercept:.1f}$in_y, loss {loss:.4g}")
$learned_age"""
_EXACT = """
$exact
print(f"exact:   slope {coefficients[-2]:.2f}$per, intercept {coefficients[-1]:.1f}$in_y")
$exact_age"""
_AGE = Template("""\
if $slope > $least:
    print(f"         age of the universe, 1/slope: {$hubble_time / $slope:.2f} billion years")
""")
_SCALED = {
    "max": "Each divided by its largest magnitude, so that one learning rate suits any units.",
    "standard": "Each less its mean and divided by its standard deviation: the loss is as steep in all directions.",
    "none": "Both as they are: which learning rates converge depends on their units.",
}
_DIVERGED = """\
if not np.isfinite([slope, intercept, loss]).all():  # the descent has left the range of numbers: there is no line
    slope, intercept, loss = np.nan, np.nan, np.inf
"""
_BATCHES = Template("""\
from itertools import chain, islice, repeat
loader = torch.utils.data.DataLoader(
    torch.utils.data.TensorDataset(inputs, targets$counts),
    batch_size=$size,
    shuffle=True,  # in each epoch another order
    generator=torch.Generator().manual_seed($seed),
)

""")
_WEIGHTS = Template("""\
${y}_error = np.array($errors)$y_unit
weights = (${y}_error.min() / ${y}_error) ** 2
weights /= weights.mean()
""")
_RATES = Template("""\
learning_rates = $changes  # from these iterations on
""")
_CHANGE_RATE = """\
        if iteration in learning_rates:
            optimizer.param_groups[0]["lr"] = learning_rates[iteration]
"""
_GAP = "\0"
"""Stands in the text for what is filled in; no word of a user's has it, see `_one_line`."""
_STAND_INS = "\n# These four $rows have the mean squared error of all $n, for every line."
_SAMPLE = "\n# These are some of $n $rows, spread evenly."
# np.polyfit takes powers of x itself, and of 10^6 Mpc the third are so alike that no digit is left.
_FEW = """\
# As np.polyfit does, but with {x} centered and scaled on the way.
coefficients = np.polynomial.Polynomial.fit({x}, {y}, {degree}{roots}).convert().coef[::-1]"""
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
        Between them stand the learning rate, its changes (only of a run that has some), how many updates are made, and
        `diverged` where it is wanted.
    diverged : str
        The lines of a state that the training has left the range of numbers before.
    """

    parts: tuple[str, ...]
    diverged: str = _DIVERGED

    def at(
        self,
        learning_rate: float,
        rate_changes: tuple[tuple[int, float], ...],
        iteration: int,
        *,
        has_diverged: bool,
    ) -> str:
        """Return the whole script of one state. The page does the same (js/src/text/take_away.ts)."""
        changes = [repr(dict(rate_changes))] if rate_changes else []
        gaps = [repr(learning_rate), *changes, str(iteration), self.diverged if has_diverged else "", ""]
        return "".join(text for pair in zip(self.parts, gaps, strict=True) for text in pair)


def script_of(data: BaseDataset, path: Trajectory, degree: int, *, show_exact: bool = True) -> Script:
    """Return the script of a path.

    Parameters
    ----------
    data : BaseDataset
        The data of the path. With many galaxies, the script has those that stand for them under its loss function.
    path : Trajectory
        It has the start, the optimizer and the loss function.
    degree : int
        Degree of the exact fit.
    show_exact : bool
        Whether the script computes the exact fit, too.

    Returns
    -------
    Script
        Python that needs numpy and torch. It leaves its numbers in `slope`, `intercept`, `loss` and `coefficients`.
    """
    labels = data.labels
    units = {"x_unit": labels.x_unit, "y_unit": labels.y_unit, "slope_unit": labels.slope_unit}
    hubble = repr(hubble_time(1.0))
    least = repr(data.moments.slope_rounding or 0)  # beyond rounding errors
    ages = {"learned_age": ("slope", 1), "exact_age": ("coefficients[-2]", degree)}
    columns = columns_for(data, path.loss_function, path.batch_size)
    weighted = columns.weights is not None
    text = Template(_SCRIPT + _EXACT if show_exact else _SCRIPT).substitute(
        title=_one_line(data.title or ("Galaxies" if labels.has_age else "Points")),
        sample=_sample_comment(data, path),
        distance=columns.distance.tolist(),
        velocity=columns.velocity.tolist(),
        **_weighting(data, weighted=weighted),
        **_model(labels, path),
        criterion=_criterion(path.loss_function, weighted=weighted),
        optimizer=Template(_OPTIMIZERS[path.optimizer]).substitute(rate=_GAP),
        **_loop(path, weighted=weighted),
        diverged=_GAP,
        exact=_exact(data, path, degree),
        **_variables(labels),
        **{name: f"  # {_one_line(unit)}" if unit else "" for name, unit in units.items()},
        per=_in_f_string(labels.slope_unit),
        in_y=_in_f_string(labels.y_unit),
        **{
            age: _AGE.substitute(slope=of, hubble_time=hubble, least=least) if labels.has_age and order == 1 else ""
            for age, (of, order) in ages.items()
        },
    )
    return Script(tuple(text.split(_GAP)))


def script(data: BaseDataset, path: Trajectory, iteration: int, degree: int) -> str:
    """Return the script of one state of a path: `iteration` says how many updates it makes; see `script_of`."""
    has_diverged = path.diverged is not None and iteration >= path.diverged
    rates = path.learning_rate, path.rate_changes
    return script_of(data, path, degree).at(*rates, iteration, has_diverged=has_diverged)


def _variables(labels: Labels) -> dict[str, str]:
    """Return what a script calls x and y."""
    return {"x": "distance", "y": "velocity"} if labels.has_age else {"x": "x", "y": "y"}


def _model(labels: Labels, path: Trajectory) -> dict[str, str]:
    """Return the lines that depend on the scaling, and on whether there is an intercept."""
    x, y = _variables(labels).values()
    scales = scales_of(path.moments, path.scaling, fit_intercept=path.fit_intercept)
    start, unit = repr(path.start[1]), f"  # {_one_line(labels.y_unit)}" if labels.y_unit else ""
    first_bias = f"    model.bias.fill_({start} / {y}_scale){unit}\n"
    text = {
        "scaled": _SCALED[path.scaling],
        "distance_scale": repr(scales.distance_scale),
        "velocity_scale": repr(scales.velocity_scale),
        "offsets": "",
        "x_shifted": x,
        "y_shifted": y,
        "learned_intercept": f"model.bias.item() * {y}_scale",
    }
    if not path.fit_intercept:
        first_bias, text["learned_intercept"] = "", "0.0"
        if path.scaling == "standard":
            text["scaled"] = "Each divided by its root mean square; a mean taken off would take the origin away."
    elif path.scaling == "standard":
        first = f"({start} + {path.start[0]!r} * {x}_mean - {y}_mean) / {y}_scale"
        text |= {
            "offsets": f"{x}_mean, {y}_mean = {scales.distance_offset!r}, {scales.velocity_offset!r}\n",
            "x_shifted": f"({x} - {x}_mean)",
            "y_shifted": f"({y} - {y}_mean)",
            "learned_intercept": f"model.bias.item() * {y}_scale + {y}_mean - slope * {x}_mean",
        }
        first_bias = f"    model.bias.fill_({first}){unit}\n"
    return text | {"model": _new_model(labels, path, first_bias)}


def _new_model(labels: Labels, path: Trajectory, first_bias: str) -> str:
    """Return the lines that make a model with the line to start from."""
    x, y = _variables(labels).values()
    no_bias = "" if path.fit_intercept else ", bias=False"
    if begins_at_random(path):
        return (
            f"torch.manual_seed({path.seed})  # torch's own start: numbers between -1 and 1\n"
            f"model = torch.nn.Linear(1, 1{no_bias}, dtype=torch.float32).double()\n"
        )
    unit = f"  # {_one_line(labels.slope_unit)}" if labels.slope_unit else ""
    return (
        f"model = torch.nn.Linear(1, 1{no_bias}, dtype=torch.float64)\n"
        "with torch.no_grad():  # the line to start from\n"
        f"    model.weight.fill_({path.start[0]!r} / ({y}_scale / {x}_scale)){unit}\n{first_bias}"
    )


def _weighting(data: BaseDataset, *, weighted: bool) -> dict[str, str]:
    """Return the lines that make weights of the errors of the velocities."""
    errors = data.sample.velocity_error
    if not weighted or errors is None:
        return {"weighting": "", "counts": ""}
    unit = f"  # {_one_line(data.labels.y_unit)}" if data.labels.y_unit else ""
    lines = _WEIGHTS.substitute(y=_variables(data.labels)["y"], errors=errors.tolist(), y_unit=unit)
    return {"weighting": lines, "counts": "counts = torch.tensor(weights).unsqueeze(1)  # how much each one counts\n"}


def _criterion(loss_function: str, *, weighted: bool) -> str:
    """Return the loss function, that of each galaxy if they are weighted."""
    argument = 'reduction="none"' if weighted else ""
    separator = ", " if weighted and loss_function == "Huber" else ""
    return _CRITERIA[loss_function].format(argument + separator)


def _loss(prefix: str, *, weighted: bool) -> str:
    """Return the loss of the inputs, targets and weights whose names begin so."""
    each = f"criterion(model({prefix}inputs), {prefix}targets)"
    return f"({prefix}counts * {each}).mean()" if weighted else each


def _loop(path: Trajectory, *, weighted: bool) -> dict[str, str]:
    """Return what the loop goes through: all galaxies at once, or batches; and where it changes the learning rate."""
    has_changes = bool(path.rate_changes)
    rates = {
        "rates": _RATES.substitute(changes=_GAP) if has_changes else "",
        "change_rate": _CHANGE_RATE if has_changes else "",
        "whole_loss": _loss("", weighted=weighted),
        "batch_loss": _loss("" if path.batch_size is None else "some_", weighted=weighted),
    }
    if path.batch_size is None:
        each = "iteration" if has_changes else "_"
        return rates | {
            "batches": "",
            "each": each,
            "loop": f"range({_GAP})",
        }
    more = ", some_counts" if weighted else ""
    each, loop = f"some_inputs, some_targets{more}", f"islice(chain.from_iterable(repeat(loader)), {_GAP})"
    return rates | {
        "batches": _BATCHES.substitute(size=path.batch_size, seed=path.seed, counts=", counts" if weighted else ""),
        "each": f"iteration, ({each})" if has_changes else each,
        "loop": f"enumerate({loop})" if has_changes else loop,
    }


def _sample_comment(data: BaseDataset, path: Trajectory) -> str:
    """Return a comment on what the galaxies of a script are, where they are not simply all."""
    if not are_many(data):
        return ""
    comment = _SAMPLE if is_sampled(data, path.loss_function, path.batch_size) else _STAND_INS
    return Template(comment).substitute(n=f"{len(data):,}", rows="galaxies" if data.labels.has_age else "points")


def _exact(data: BaseDataset, path: Trajectory, degree: int) -> str:
    """Return the lines that fit all galaxies by least squares."""
    x, y = _variables(data.labels).values()
    moments, is_sample = data.moments, is_sampled(data, path.loss_function, path.batch_size)
    weighted = data.weights is not None and not are_many(data)
    if not path.fit_intercept:
        left = f"(weights * {x})" if weighted else x
        slope = repr(moments.through_origin().slope) if is_sample else f"({left} @ {y}) / ({left} @ {x})"
        return f"coefficients = np.array([{slope}, 0.0])  # the line through all and the origin"
    if not are_many(data):
        roots = ", w=np.sqrt(weights)" if weighted else ""
        one_line = f"coefficients = np.polyfit({x}, {y}, 1{roots})"
        return one_line if degree == 1 else _FEW.format(x=x, y=y, degree=degree, roots=roots)
    if degree == 1:
        distance, velocity = (column.tolist() for column in moments.equivalent_galaxies())
        columns = f"{distance}, {velocity}" if is_sample else f"{x}, {y}"
        return f"coefficients = np.polyfit({columns}, 1)  # the line through all"
    return _CURVE.substitute(
        _variables(data.labels),
        degree=degree,
        mean=repr(moments.distance_mean),
        mean_velocity=repr(moments.velocity_mean),
        reach=repr(max_deviation(moments, data.extent)),
        triangle=data.triangle(degree).tolist(),
    )


def _in_f_string(unit: str) -> str:
    """Return a unit, after a blank, that is no more than text between the quotation marks of an f-string."""
    text = _one_line(unit).replace("\\", "\\\\").replace('"', '\\"').replace("{", "{{").replace("}", "}}")
    return f" {text}" if text else ""


def _one_line(text: str) -> str:
    """Return a text that is no more than a comment: no line of code can follow in it."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
