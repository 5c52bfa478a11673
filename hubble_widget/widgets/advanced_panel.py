"""The panel "More": plain ipywidgets, connected by `explorer/interaction.py`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ipywidgets import Box, Button, Checkbox, Dropdown, FloatText, Label, ToggleButton, VBox, Widget

from hubble_widget.data.base_dataset import BaseDataset
from hubble_widget.data.labels import HUBBLE, Labels
from hubble_widget.figure.artists.note import one_line, shorten
from hubble_widget.fit.hyperparameters import LOSS_FUNCTIONS, OPTIMIZERS
from hubble_widget.messages import grouped, message
from hubble_widget.text import words
from hubble_widget.widgets.hiding import hide_controls
from hubble_widget.widgets.pace import SPEED_TITLES
from hubble_widget.widgets.plain_text import PlainText

if TYPE_CHECKING:
    from hubble_widget.fit.trajectory import Trajectory

TOOLTIPS = {
    "residual_lines": message("Show how far each point is from the learned line."),
    "residual_squares": message("Show the squared residuals: their mean area is the mean squared error."),
    "residual_plot": message("Show the residuals in a plot of their own."),
    "linear_loss": message("Show the loss on a linear scale; it is logarithmic otherwise."),
    "pin": message("Keep the loss curve of this run, to compare the next one with it."),
    "optimizer": message("Choose how the line follows the gradient."),
    "loss_function": message("Choose what the training minimizes."),
    "batch_size": message("Choose how many points each step looks at: all, or a few at random, the S in SGD."),
    "scaling": message("Choose what is done to the data before the training."),
    "through_origin": message("Hold the line at the origin: its intercept is 0."),
    "weights": message("Let each point count by 1/σ², with the error σ of its y value."),
    "guess": message("Show the line that the training starts from, to drag it."),
    "random": message("Roll the dice: start from random numbers, as torch does."),
    "copy": message("Copy the line %hubblefit ... that gives the shown result."),
    "copy_code": message("Copy a script with torch and numpy that gives the same numbers."),
    "png": message("Save the plots with title, source and numbers."),
    "svg": message("Save the same picture as vector graphics, sharp at any size."),
    "table": message("Save settings, learned and exact numbers, with units, for a spreadsheet."),
    "runs": message("Save the pinned runs and the present one as a table, with only what differs."),
    "animation": message("Save the whole run as a moving picture."),
    "leave_out": message("Leave the chosen one out of the fit, or take it back."),
    "toggle": message("Show or hide the advanced controls."),
}
"""One sentence for each control: what it does."""
MAX_LISTED = 1000
"""With more galaxies than this, they are not listed."""
MAX_UNIT_LENGTH = 20
"""A longer unit is shortened to this number of characters."""
_BATCH_SIZES = (1, 4, 8, 16)
_NO_GALAXY = object()
"""The option for no galaxy. ipywidgets treats None as no selection, and any text may be a galaxy's name."""


def _some_controls(rows: str) -> dict[str, str]:
    """Return what some controls are called, by name, for the button that shows them all."""
    return {
        "residuals": message("residuals"),
        "guess": message("guess"),
        "galaxies": rows,
        "optimizer": message("optimizer"),
        "pins": message("pins"),
        "take_away": message("take away"),
    }


def _batch_sizes(*others: int) -> list[tuple[str, int]]:
    """Return what the list of batch sizes offers: all, the usual sizes, and any others."""
    return [(grouped(size) if size else message("all at once"), size) for size in sorted({0, *_BATCH_SIZES, *others})]


def _make_model_controls() -> tuple[Dropdown, Checkbox, Checkbox]:
    scalings = [(name, each) for each, name in words.SCALINGS.items()]
    scaling = Dropdown(options=scalings, description=words.ON_SCREEN["scaling"], tooltip=TOOLTIPS["scaling"])
    scaling.add_class("hubble-scaling")
    names = {"fit_intercept": "through_origin", "weights": "weights"}
    through_origin, weights = (
        Checkbox(description=words.ON_SCREEN[setting], indent=False, tooltip=TOOLTIPS[name])
        for setting, name in names.items()
    )
    return scaling, through_origin, weights


def _keep_together(entry: FloatText, unit: PlainText) -> Box:
    """Return an entry with its unit, which no line break parts."""
    both = Box([entry, unit])
    both.add_class("hubble-together")
    return both


def _row(title: str, *widgets: Widget) -> Box:
    heading = Label(title)
    heading.add_class("hubble-more-title")
    row = Box([heading, *widgets])
    row.add_class("hubble-more-row")
    return row


def _descendants(widget: Widget) -> Iterator[Widget]:
    """Yield everything inside a widget, then the widget."""
    for child in getattr(widget, "children", ()):
        yield from _descendants(child)
    yield widget


class AdvancedPanel:
    """The controls that a beginner does not need, hidden at first.

    Attributes
    ----------
    toggle : ToggleButton
        Shows or hides `panel`.
    panel : VBox
        The rows of controls.
    """

    def __init__(self) -> None:
        self.toggle = ToggleButton(icon="caret-right", tooltip=TOOLTIPS["toggle"])
        self.toggle.add_class("hubble-more-toggle")
        self.residual_lines = ToggleButton(description=message("Residuals"), tooltip=TOOLTIPS["residual_lines"])
        self.residual_squares = ToggleButton(description=message("Squares"), tooltip=TOOLTIPS["residual_squares"])
        self.residual_plot = ToggleButton(description=message("Residual plot"), tooltip=TOOLTIPS["residual_plot"])
        self.linear_loss = ToggleButton(description=message("Linear scale"), tooltip=TOOLTIPS["linear_loss"])
        self.pin = Button(description=message("Pin this run"), tooltip=TOOLTIPS["pin"])
        self.unpin = Button(
            description=message("Clear pins"), tooltip=message("Remove every pinned run."), disabled=True
        )
        self.pins = Label()
        self.pins.add_class("hubble-pins")
        self.zoom_in = Button(description=message("Zoom in"), tooltip=message("Show less of the fit plot, magnified."))
        self.zoom_out = Button(description=message("Zoom out"), tooltip=message("Show more of the fit plot."))
        self.whole_view = Button(description=message("Whole view"), tooltip=message("Show the whole of every plot."))
        self.moves = {
            way: Button(icon=f"arrow-{way}", tooltip=tooltip)
            for way, tooltip in {
                "left": message("Show more of the fit plot on the left."),
                "right": message("Show more of the fit plot on the right."),
                "up": message("Show more of the fit plot above."),
                "down": message("Show more of the fit plot below."),
            }.items()
        }
        for move in self.moves.values():
            move.add_class("hubble-move")
        self.optimizer = Dropdown(
            options=OPTIMIZERS, description=words.ON_SCREEN["optimizer"], tooltip=TOOLTIPS["optimizer"]
        )
        self.loss_function = Dropdown(
            options=LOSS_FUNCTIONS, description=words.ON_SCREEN["loss_function"], tooltip=TOOLTIPS["loss_function"]
        )
        self.optimizer.add_class("hubble-optimizer")
        self.batch_size = Dropdown(
            options=_batch_sizes(), description=words.ON_SCREEN["batch_size"], tooltip=TOOLTIPS["batch_size"]
        )
        self.scaling, self.through_origin, self.weights = _make_model_controls()
        self.speed = Dropdown(
            options=[(title, name) for name, title in SPEED_TITLES.items()],
            description=words.ON_SCREEN["speed"],
            tooltip=message("Choose how fast a training is shown."),
        )
        self.guess = ToggleButton(description=message("Handles"), tooltip=TOOLTIPS["guess"])
        self.slope, self.intercept = (FloatText(description=text) for text in (message("Slope"), message("Intercept")))
        self.slope_unit, self.intercept_unit, self.seed = PlainText(), PlainText(), PlainText()
        self.random = Button(description=message("Random"), icon="random", tooltip=TOOLTIPS["random"])
        self._entries = [
            _keep_together(self.slope, self.slope_unit),
            _keep_together(self.intercept, self.intercept_unit),
        ]
        self.seed.add_class("hubble-seed")
        self.galaxy = Dropdown(options=[(message("none"), _NO_GALAXY)], tooltip=message("Choose one to highlight it."))
        self.leave_out = Button(description=message("Leave out"), tooltip=TOOLTIPS["leave_out"], disabled=True)
        self.undo = Button(
            description=message("Undo"), tooltip=message("Undo the last change of what is left out."), disabled=True
        )
        self._rows = _row("", self.galaxy, self.leave_out, self.undo)
        self._rows.add_class("hubble-galaxies")
        self.take_away = self._make_export_rows()
        self.panel = VBox(
            [
                _row(message("Plots"), self.residual_lines, self.residual_squares, self.residual_plot),
                _row(message("Zoom"), self.zoom_in, self.zoom_out, *self.moves.values(), self.whole_view),
                _row(message("Loss plot"), self.linear_loss, self.pin, self.unpin, self.pins),
                _row(message("Training"), self.optimizer, self.batch_size, self.loss_function, self.speed),
                _row(message("Model"), self.scaling, self.through_origin, self.weights),
                _row(words.ON_SCREEN["start"], *self._guess_controls()),
                self._rows,
                self.take_away,
            ]
        )
        self.panel.add_class("hubble-more")
        self.hidden: tuple[str, ...] = ()
        self._listed: BaseDataset | None = None
        self._show_labels(HUBBLE)
        self.toggle.observe(self._show_panel, "value")
        self._show_panel()

    def _make_export_rows(self) -> VBox:
        """Return the rows that copy or save results; the page does so itself (js/src/readout/copy.ts, download.ts)."""
        self.png = Button(description=message("Picture (PNG)"), tooltip=TOOLTIPS["png"])
        self.svg = Button(description=message("Picture (SVG)"), tooltip=TOOLTIPS["svg"])
        self.animation = Button(description=message("Animation (GIF)"), tooltip=TOOLTIPS["animation"])
        self.table = Button(description=message("Results (CSV)"), tooltip=TOOLTIPS["table"])
        self.runs = Button(description=message("Runs (CSV)"), tooltip=TOOLTIPS["runs"])
        self.copy = Button(description=message("Copy the magic line"), tooltip=TOOLTIPS["copy"])
        self.copy_code = Button(description=message("Copy the code"), tooltip=TOOLTIPS["copy_code"])
        for button, name in (
            (self.png, "hubble-picture"),
            (self.svg, "hubble-needs-kernel"),
            (self.animation, "hubble-needs-kernel"),
            (self.table, "hubble-table"),
            (self.runs, "hubble-needs-kernel"),
            (self.copy, "hubble-copy"),
            (self.copy_code, "hubble-copy-code"),
        ):
            button.add_class(name)
        group = VBox(
            [
                _row(message("Take away"), self.png, self.svg, self.animation, self.table, self.runs),
                _row(message("Magic line"), self.copy),
                _row(message("Python code"), self.copy_code),
            ]
        )
        group.add_class("hubble-take-away")
        return group

    def _show_panel(self, _change: object = None) -> None:
        self.panel.layout.display = None if self.toggle.value else "none"
        self.toggle.icon = "caret-down" if self.toggle.value else "caret-right"

    def show_rules(self, path: Trajectory, degree: int) -> None:
        """Show by which rules a path is made, in a `programmatic_update`."""
        self.optimizer.value, self.loss_function.value = path.optimizer, path.loss_function
        if self.batch_size.value != (path.batch_size or 0):
            self._show_batch_size(path.batch_size or 0)
        self.scaling.value, self.through_origin.value = path.scaling, not path.fit_intercept
        self.weights.value = path.moments.weighted
        self.through_origin.disabled = degree > 1  # only a straight line can be held there
        self.intercept.disabled = not path.fit_intercept

    def _show_batch_size(self, size: int) -> None:
        """Select a batch size, 0 for all, in its list, and add it if it is missing there."""
        if size not in dict(self.batch_size.options).values():
            self.batch_size.options = _batch_sizes(size)
        self.batch_size.value = size

    def show_galaxies(self, data: BaseDataset) -> None:
        """List all galaxies, including excluded ones."""
        whole = data.whole
        self.weights.disabled = getattr(data, "velocity_error", None) is None
        if whole is not self._listed:
            self._listed = whole
            self._show_labels(whole.labels)
            can_be_listed = len(whole) <= MAX_LISTED
            names = whole.sample.names if can_be_listed else ()
            self.galaxy.options = [
                (message("none") if can_be_listed else message("too many to list"), _NO_GALAXY),
                *zip(names, names, strict=True),
            ]
            self.galaxy.disabled = not can_be_listed
        self.show_chosen_galaxy(data)

    def _show_labels(self, labels: Labels) -> None:
        some = ", ".join(text for name, text in _some_controls(labels.rows).items() if name not in self.hidden)
        self.toggle.description = message("More: {controls}", controls=some) if some else message("More")
        self.slope_unit.words = shorten(one_line(labels.slope_unit), MAX_UNIT_LENGTH)
        self.intercept_unit.words = shorten(one_line(labels.y_unit), MAX_UNIT_LENGTH)
        self.galaxy.description = message("Galaxy") if labels.has_age else message("Point")
        self._rows.children[0].value = message("Galaxies") if labels.has_age else message("Points")

    def hide(self, names: tuple[str, ...]) -> None:
        """Hide the controls with these names (see `hubble_widget.widgets.hiding`) and show all others."""
        self.hidden = names
        self._show_labels(HUBBLE if self._listed is None else self._listed.labels)
        if "more" in names:
            self.toggle.value = False
        hide_controls(self._controls(), self.panel.children[:-1], names)

    def _guess_controls(self) -> list[Widget]:
        return [self.guess, *self._entries, self.random, self.seed]

    def _controls(self) -> dict[str, list[Widget]]:
        """Return the controls by their names."""
        return {
            "more": [self.toggle],
            "residuals": [self.residual_lines, self.residual_squares, self.residual_plot],
            "zoom": [self.zoom_in, self.zoom_out, *self.moves.values(), self.whole_view],
            "loss_scale": [self.linear_loss],
            "pins": [self.pin, self.unpin, self.pins],
            "optimizer": [self.optimizer],
            "batch_size": [self.batch_size],
            "loss_function": [self.loss_function],
            "speed": [self.speed],
            "scaling": [self.scaling],
            "fit_intercept": [self.through_origin],
            "weights": [self.weights],
            "guess": self._guess_controls(),
            "galaxies": [self.galaxy, self.leave_out, self.undo],
            "take_away": [self.take_away],
        }

    @property
    def chosen_galaxy(self) -> str | None:
        """The name of the galaxy selected in the list, or None."""
        name = self.galaxy.value
        return name if isinstance(name, str) else None

    @property
    def plot_toggles(self) -> tuple[ToggleButton, ...]:
        """The buttons that change what the plots show; at first all are off."""
        return self.residual_lines, self.residual_squares, self.residual_plot, self.linear_loss, self.guess

    def choose_no_galaxy(self) -> None:
        """Select no galaxy in the list."""
        self.galaxy.value = _NO_GALAXY

    def show_pins(self, names: Sequence[str]) -> None:
        """List the pinned runs as text, for people who cannot see their legend."""
        self.pins.value = "; ".join(names)
        self.unpin.disabled = not names

    def show_chosen_galaxy(self, data: BaseDataset) -> None:
        """Set the button's label to what it would do with the selected galaxy."""
        name = self.chosen_galaxy
        self.leave_out.disabled = name is None
        self.leave_out.description = message("Take back") if name in data.excluded else message("Leave out")

    def widgets(self) -> list[Widget]:
        """Return every widget made here, so that it can be closed."""
        return [self.toggle, *_descendants(self.panel)]
