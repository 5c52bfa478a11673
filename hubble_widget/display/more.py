"""What is behind the toggle "More": plain ipywidgets, wired by the instrument."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ipywidgets import Box, Button, Dropdown, FloatText, Label, ToggleButton, VBox, Widget

from hubble_widget.display.note import one_line, shorten
from hubble_widget.display.text import PlainText
from hubble_widget.pace import SPEEDS
from hubble_widget.regression.galaxies import Galaxies
from hubble_widget.regression.labels import HUBBLE, Labels
from hubble_widget.regression.parameters import LOSS_FUNCTIONS, OPTIMIZERS

MORE = "More: residuals, guess, {rows}, optimizer, pins, take away"
TOOLTIPS = {
    "residual_lines": "Show how far each point is from the learned line.",
    "residual_squares": "Show the squared residuals: their mean area is the mean squared error.",
    "residual_plot": "Show the residuals in a plot of their own.",
    "linear_loss": "Show the loss on a linear scale; it is logarithmic otherwise.",
    "pin": "Keep the loss curve of this run, to compare the next one with it.",
    "optimizer": "Choose how the line follows the gradient.",
    "loss_function": "Choose what the training makes small.",
    "guess": "Show the line that the training starts from, to drag it.",
    "copy": "Copy the line %hubblefit ... that leads to what is shown.",
    "copy_code": "Copy a script of torch and numpy that leads to the same numbers.",
    "png": "Save the plots as they are, with title, source and numbers.",
    "svg": "Save the plots the same way, as lines that stay sharp at any size.",
    "table": "Save settings, learned and exact numbers, with their units, for a spreadsheet.",
    "leave_out": "Leave the chosen one out of the fit, or take it back.",
    "toggle": "Show or hide what a first look does not need.",
}
"""What a control does, in a sentence."""
MOST_LISTED = 1000
"""More galaxies than these are not listed."""
LONGEST_UNIT = 20
"""Characters of a unit that are shown."""
_NOBODY = object()
"""Stands in the list for no galaxy: ipywidgets takes None for an empty choice, and any text may be a name."""


def _row(title: str, *widgets: Widget) -> Box:
    heading = Label(title)
    heading.add_class("hubble-more-title")
    row = Box([heading, *widgets])
    row.add_class("hubble-more-row")
    return row


def _with_all_below(widget: Widget) -> Iterator[Widget]:
    """Yield a widget after all that stands in it."""
    for child in getattr(widget, "children", ()):
        yield from _with_all_below(child)
    yield widget


class More:
    """The controls that a beginner does not need, folded away at first.

    Attributes
    ----------
    toggle : ToggleButton
        Unfolds `panel`.
    panel : VBox
        The rows.
    """

    def __init__(self) -> None:
        self.toggle = ToggleButton(
            description=MORE.format(rows=HUBBLE.rows), icon="caret-right", tooltip=TOOLTIPS["toggle"]
        )
        self.toggle.add_class("hubble-more-toggle")
        self.residual_lines = ToggleButton(description="Residuals", tooltip=TOOLTIPS["residual_lines"])
        self.residual_squares = ToggleButton(description="Squares", tooltip=TOOLTIPS["residual_squares"])
        self.residual_plot = ToggleButton(description="Residual plot", tooltip=TOOLTIPS["residual_plot"])
        self.linear_loss = ToggleButton(description="Linear scale", tooltip=TOOLTIPS["linear_loss"])
        self.pin = Button(description="Pin this run", tooltip=TOOLTIPS["pin"])
        self.unpin = Button(description="Clear pins", tooltip="Remove every pinned run.", disabled=True)
        self.pins = Label()
        self.pins.add_class("hubble-pins")
        self.zoom_in = Button(description="Zoom in", tooltip="Show less of the fit plot, and larger.")
        self.zoom_out = Button(description="Zoom out", tooltip="Show more of the fit plot.")
        self.whole_view = Button(description="Whole view", tooltip="Show the whole of every plot.")
        self.moves = {
            way: Button(icon=f"arrow-{way}", tooltip=f"Show more of the fit plot {where}.")
            for way, where in {"left": "on the left", "right": "on the right", "up": "above", "down": "below"}.items()
        }
        for move in self.moves.values():
            move.add_class("hubble-move")
        self.optimizer = Dropdown(options=OPTIMIZERS, description="Optimizer", tooltip=TOOLTIPS["optimizer"])
        self.loss_function = Dropdown(
            options=LOSS_FUNCTIONS, description="Loss function", tooltip=TOOLTIPS["loss_function"]
        )
        self.optimizer.add_class("hubble-optimizer")
        self.speed = Dropdown(options=SPEEDS, description="Speed", tooltip="Choose how fast a training is shown.")
        self.guess = ToggleButton(description="Handles", tooltip=TOOLTIPS["guess"])
        self.slope, self.intercept = FloatText(description="Slope"), FloatText(description="Intercept")
        self.slope_unit, self.intercept_unit = PlainText(), PlainText()
        self.galaxy = Dropdown(options=[("none", _NOBODY)], tooltip="Choose one to point it out.")
        self.leave_out = Button(description="Leave out", tooltip=TOOLTIPS["leave_out"], disabled=True)
        self.undo = Button(description="Undo", tooltip="Undo the last change of what is left out.", disabled=True)
        self._rows = _row("", self.galaxy, self.leave_out, self.undo)
        self._rows.add_class("hubble-galaxies")
        self.take_away = self._make_take_away()
        self.panel = VBox(
            [
                _row("Plots", self.residual_lines, self.residual_squares, self.residual_plot),
                _row("View", self.zoom_in, self.zoom_out, *self.moves.values(), self.whole_view),
                _row("Loss plot", self.linear_loss, self.pin, self.unpin, self.pins),
                _row("Training", self.optimizer, self.loss_function, self.speed),
                _row("Your guess", self.guess, self.slope, self.slope_unit, self.intercept, self.intercept_unit),
                self._rows,
                self.take_away,
            ]
        )
        self.panel.add_class("hubble-more")
        self._listed: Galaxies | None = None
        self._show_labels(HUBBLE)
        self.toggle.observe(self._unfold, "value")
        self._unfold()

    def _make_take_away(self) -> VBox:
        """Return the group of what can be kept. Page side: js/src/copy.ts and download.ts, which ask no kernel."""
        self.png = Button(description="Picture (PNG)", tooltip=TOOLTIPS["png"])
        self.svg = Button(description="Picture (SVG)", tooltip=TOOLTIPS["svg"])
        self.table = Button(description="Results (CSV)", tooltip=TOOLTIPS["table"])
        self.copy = Button(description="Copy the magic line", tooltip=TOOLTIPS["copy"])
        self.copy_code = Button(description="Copy the code", tooltip=TOOLTIPS["copy_code"])
        for button, name in (
            (self.png, "hubble-needs-kernel"),
            (self.svg, "hubble-needs-kernel"),
            (self.table, "hubble-table"),
            (self.copy, "hubble-copy"),
            (self.copy_code, "hubble-copy-code"),
        ):
            button.add_class(name)
        group = VBox(
            [
                _row("Take away", self.png, self.svg, self.table),
                _row("Magic line", self.copy),
                _row("Python code", self.copy_code),
            ]
        )
        group.add_class("hubble-take-away")
        return group

    def _unfold(self, _change: object = None) -> None:
        self.panel.layout.display = None if self.toggle.value else "none"
        self.toggle.icon = "caret-down" if self.toggle.value else "caret-right"

    def show_settings(self, optimizer: str, loss_function: str, start: tuple[float, float]) -> None:
        """Show the settings of the present path."""
        self.optimizer.value = optimizer
        self.loss_function.value = loss_function
        self.slope.value, self.intercept.value = start

    def show_speed(self, speed: str) -> None:
        """Show how fast a training goes."""
        self.speed.value = speed

    def show_galaxies(self, data: Galaxies) -> None:
        """List all galaxies, those left out too."""
        whole = data.whole
        if whole is not self._listed:
            self._listed = whole
            self._show_labels(whole.labels)
            can_be_listed = len(whole) <= MOST_LISTED
            names = whole.sample.names if can_be_listed else ()
            self.galaxy.options = [
                ("none" if can_be_listed else "too many to list", _NOBODY),
                *zip(names, names, strict=True),
            ]
            self.galaxy.disabled = not can_be_listed
        self.show_chosen(data)

    def _show_labels(self, labels: Labels) -> None:
        self.toggle.description = MORE.format(rows=labels.rows)
        self.slope_unit.words = shorten(one_line(labels.slope_unit), LONGEST_UNIT)
        self.intercept_unit.words = shorten(one_line(labels.y_unit), LONGEST_UNIT)
        self.galaxy.description = labels.row.capitalize()
        self._rows.children[0].value = labels.rows.capitalize()

    @property
    def chosen_galaxy(self) -> str | None:
        """The name of the galaxy that is chosen in the list, or None."""
        name = self.galaxy.value
        return name if isinstance(name, str) else None

    def show_pins(self, names: Sequence[str]) -> None:
        """Say which runs are pinned, for those who do not see their legend."""
        self.pins.value = "; ".join(names)
        self.unpin.disabled = not names

    def show_chosen(self, data: Galaxies) -> None:
        """Say what the button would do with the chosen galaxy."""
        name = self.chosen_galaxy
        self.leave_out.disabled = name is None
        self.leave_out.description = "Take back" if name in data.left_out else "Leave out"

    def widgets(self) -> list[Widget]:
        """Return every widget made here, for closing."""
        return [self.toggle, *_with_all_below(self.panel)]
