"""What a person may do to an explorer, each drawn at random."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from playwright.sync_api import Locator

from hubble_widget.fit.hyperparameters import LOSS_FUNCTIONS, OPTIMIZERS
from hubble_widget.text.words import SCALINGS
from tests.browser.explorer_view import ExplorerView, by_keyboard, middle

SLIDERS = ("Learning rate", "Iterations", "Now at iteration")
KEYS = ("ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home")
TYPED = {
    "Learning rate": ("0.05", "0.3", "0.7321", "1.5", "1e-3"),
    "Iterations": ("1", "37", "500", "2500", "10000"),
    "Now at iteration": ("0", "1", "12", "480"),
}
TOGGLES = ("Residuals", "Squares", "Residual plot", "Linear scale", "Handles", "Pin this run", "Clear pins")
CHOICES = {
    "Optimizer": OPTIMIZERS,
    "Loss function": LOSS_FUNCTIONS,
    "Scaling": tuple(SCALINGS.values()),
    "Speed": ("normal", "real time", "slow motion"),
    "Iterations of a step": ("1", "10", "100"),
}
FEWEST = 6
"""Galaxies that are left; then they are taken back."""

Action = Callable[[ExplorerView, Random], str]


def press_keys(view: ExplorerView, chance: Random) -> str:
    """Move a slider by keys."""
    label, key, times = chance.choice(SLIDERS), chance.choice(KEYS), chance.randint(1, 5)
    for _ in range(times):
        view.slider(label).press(key)
    return f"{label}: {key}, {times} times"


def drag_slider(view: ExplorerView, chance: Random) -> str:
    """Drag the handle of a slider, to and fro."""
    label = chance.choice(SLIDERS)
    slider, mouse = view.slider(label), view.notebook.page.mouse
    slider.scroll_into_view_if_needed()
    x, y = middle(slider)
    ways = [chance.randint(-150, 150) for _ in range(chance.randint(1, 3))]
    mouse.move(x, y)
    mouse.down()
    for way in ways:
        x += way
        mouse.move(x, y, steps=chance.randint(3, 15))
    mouse.up()
    return f"{label}: dragged by {ways}"


def type_number(view: ExplorerView, chance: Random) -> str:
    """Type a number beside a slider."""
    label = chance.choice(SLIDERS)
    typed = chance.choice(TYPED[label])
    view.entry(label).fill(typed)
    view.entry(label).press("Enter")
    return f"{label}: typed {typed}"


def train_or_pause(view: ExplorerView, chance: Random) -> str:
    """Press the button that starts and stops a training."""
    _use(view.root.locator(".hubble-train"), chance)
    return "Train or Pause"


def step_or_reset(view: ExplorerView, chance: Random) -> str:
    """Press one of the buttons beside it."""
    name = chance.choice(("Step", "Step", "Step", "Reset"))
    _use(view.button(name), chance)
    return name


def click_galaxy(view: ExplorerView, chance: Random) -> str:
    """Click a galaxy in the plot, so that it is left out or taken back."""
    excluded, names, count = view.kernel.evaluate(f"({_data(view)}.excluded, {_data(view)}.names, len({_data(view)}))")
    name = chance.choice(excluded if count < FEWEST else [*names, *excluded])
    whole = f"{_data(view)}.whole"
    number = f"{whole}.names.index({name!r}) if {name!r} in {whole}.names else 0"
    place = view.kernel.evaluate(f"[float(column[{number}]) for column in ({whole}.distance, {whole}.velocity)]")
    view.notebook.page.mouse.click(*view.point("fit", *place))
    return f"clicked {name}"


def drag_guess(view: ExplorerView, chance: Random) -> str:
    """Go to the start and drag one of the two handles of the line."""
    view.slider("Now at iteration").press("Home")
    handle = chance.choice(view.handles())
    x, y = view.point("fit", *handle)
    up = chance.randint(-60, 60)
    view.drag((x, y), (x + chance.randint(-10, 10), y - up))
    return f"guess dragged up by {up}"


def point_somewhere(view: ExplorerView, chance: Random) -> str:
    """Move the mouse across the plots."""
    view.canvas.scroll_into_view_if_needed()
    box = view.canvas.bounding_box()
    assert box is not None
    for _ in range(chance.randint(1, 4)):
        view.hover((box["x"] + chance.random() * box["width"], box["y"] + chance.random() * box["height"]))
    return "pointed"


def toggle(view: ExplorerView, chance: Random) -> str:
    """Turn something behind More on or off."""
    name = chance.choice(TOGGLES)
    _unfold(view)
    _use(view.button(name), chance)
    return name


def choose(view: ExplorerView, chance: Random) -> str:
    """Choose from a list."""
    label = chance.choice((*CHOICES, "Data"))
    _unfold(view)
    if label == "Data":
        index = chance.randint(0, 2)
        view.chooser.select_option(index=index)
        return f"Data: number {index}"
    option = chance.choice(CHOICES[label])
    view.choice(label).select_option(option)
    return f"{label}: {option}"


def undo(view: ExplorerView, chance: Random) -> str:
    """Undo the last change of the galaxies, if there is one."""
    _unfold(view)
    button = view.button("Undo")
    if button.is_enabled():
        _use(button, chance)
    return "Undo"


ACTIONS: dict[Action, int] = {
    press_keys: 6,
    drag_slider: 5,
    train_or_pause: 5,
    type_number: 3,
    step_or_reset: 3,
    click_galaxy: 3,
    drag_guess: 2,
    point_somewhere: 2,
    toggle: 2,
    choose: 2,
    undo: 1,
}
"""Each with how often it is drawn."""


def _use(button: Locator, chance: Random) -> None:
    """Press a button, which may have nothing to do, now or when what was before is answered: then nothing happens."""
    chance.choice((_click, by_keyboard))(button)


def _click(button: Locator) -> None:
    button.click(force=True)


def _unfold(view: ExplorerView) -> None:
    if not view.button("Residuals").is_visible():
        view.more()


def _data(view: ExplorerView) -> str:
    return f"{view.name}.data"
