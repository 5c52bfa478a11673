"""A saved page, where there is no kernel at all: the plots are there, and sliders, scrubber and Play drive them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

import hubble_widget as hw
from hubble_widget.widgets.slider_with_entry import ITERATIONS, LEARNING_RATES

from .explorer_view import width
from .kernel_page import screenshot, wait_until
from .pictures import Pixels, drawing, expect_drawn, page_pixels, read_drawing
from .said import expect_said
from .saved_page import EXAMPLES, as_html, errors_of, open_saved, save_as_html
from .servers import LabServer
from .themes import CLIPPED, expect_no_theme_to_matter

pytestmark = pytest.mark.browser
RATE, COUNT = 0.05, 500
SHORTER, LONGER = 50, 1000
HEIGHT = 1600
UNDER_CAPTION = 60
"""Pixels from the top of the figure: the caption above has another font on the page."""
VIEWPORT: ViewportSize = {"width": 1280, "height": HEIGHT}
GALAXY = 21.98, 1403.0

ALL_MARKS = """
more = explorer._view.more
for toggle in (more.residual_lines, more.residual_squares, more.residual_plot, more.guess):
    toggle.value = True
"""


def at(iteration: int) -> str:
    """Source of Python that goes to an iteration and draws the figure there."""
    return f"explorer.iteration = {iteration}\n{drawing('explorer.figure', Path(f'{iteration}.npz'))}"


POINTED_AT = f"""
explorer._view.plots.hover_galaxy("NGC 4639")
{drawing("explorer.figure", Path("galaxy.npz"))}
explorer._view.plots.hover_galaxy(None)
x, y = explorer.axes[0].transData.transform({GALAXY})
numpy.save("place.npy", (x, explorer.figure.bbox.height - y))
"""


def in_view(view: str) -> str:
    """Source of Python that draws the figure with another view."""
    return f"explorer.view = {view!r}\n{drawing('explorer.figure', Path(f'{view}.npz'))}"


def in_iterations(count: int) -> str:
    """Source of Python that draws the figure with other iterations."""
    return f"explorer.iterations = {count}\n{drawing('explorer.figure', Path(f'{count}.npz'))}"


VIEWS = {"loss": "Loss", "loss_surface": "Loss surface", "uncertainty": "How sure?", "universe": "Universe"}

# What is done to each of the explorers of the page. A later cell may change what an earlier one has shown.
DONE: dict[str, tuple[str, ...]] = {
    "sliders": (),  # the first one: no height above it leaves its elements between two pixels
    "marks": (ALL_MARKS, at(0), at(COUNT // 5), "import numpy" + POINTED_AT, at(COUNT)),
    "loss surface": ("explorer.view = 'loss_surface'", at(COUNT // 5), at(COUNT)),
    **{
        f"views, in {view}": ("explorer.omega_matter = 0.315", *map(in_view, VIEWS), in_view(view))
        for view in ("loss", "universe")
    },
    "resamples": ("explorer.view = 'uncertainty'", at(COUNT)),
    "universe": ("explorer.view = 'universe'",),
    "changed": ("explorer.learning_rate, explorer.iterations = 0.1, 7",),
    "axis": (in_iterations(LONGER), in_iterations(SHORTER), in_iterations(COUNT)),
}


def cells() -> Iterator[str]:
    """Sources of a notebook with an explorer for each test, drawn in a folder of its name."""
    yield "%load_ext hubble_widget"
    for name, done in DONE.items():
        yield f"%mkdir '{name}'\n%cd -q '{name}'"
        yield "explorer = %hubblefit key_project --iterations 100"
        yield f"explorer.learning_rate, explorer.iterations = {RATE}, {COUNT}"
        yield from done
        yield "%cd -q .."


@pytest.fixture(scope="module")
def saved_page(lab: LabServer, browser: Browser) -> Iterator[tuple[Page, Path, list[str]]]:
    """A saved notebook's page, where the notebook was run, and what the page complains of: once, for it takes long."""
    notebook = lab.root / lab.write_notebook("saved.ipynb", list(cells()))
    page = browser.new_page(viewport=VIEWPORT)
    errors = errors_of(page)
    open_saved(page, save_as_html(notebook, lab.environment()))
    yield page, notebook.parent, errors
    page.close()


Saved = Callable[[str], tuple[Locator, Locator, Path]]


@pytest.fixture
def saved(saved_page: tuple[Page, Path, list[str]]) -> Iterator[Saved]:
    """Function that takes what was done to an explorer, and returns it, its canvas and where it was drawn.

    When the test is over, the page must have nothing to complain of.
    """
    page, folder, errors = saved_page
    page.set_viewport_size(VIEWPORT)

    def show(name: str) -> tuple[Locator, Locator, Path]:
        root = page.locator(".hubble-explorer").nth([*DONE].index(name))
        canvas = root.get_by_role("img", name="Plots").locator("canvas").first
        expect(canvas).to_be_visible()
        root.evaluate("root => root.scrollIntoView()")
        return root, canvas, folder / name

    yield show
    assert errors == []


def test_marks_of_a_saved_page_lie_where_the_kernel_draws_them(saved: Saved, tmp_path: Path) -> None:
    root, canvas, folder = saved("marks")
    scrubber = root.get_by_role("slider", name="Now at iteration", exact=True)

    def expect_picture(name: str) -> None:
        drawn = read_drawing(folder / f"{name}.npz")
        expect_drawn(canvas, lambda: drawn, tmp_path)

    expect_picture(str(COUNT))
    scrubber.press("Home")
    expect_picture("0")
    scrubber.press("PageUp")
    scrubber.press("PageUp")
    expect_picture(str(COUNT // 5))
    box, (x, y) = canvas.bounding_box(), np.load(folder / "place.npy")
    assert box is not None
    scale = box["width"] / canvas.evaluate("canvas => canvas.width")
    root.page.mouse.move(box["x"] + scale * x, box["y"] + scale * y)
    expect_picture("galaxy")


def test_a_saved_loss_surface_stays_and_its_path_follows_the_scrubber(saved: Saved, tmp_path: Path) -> None:
    root, canvas, folder = saved("loss surface")
    scrubber = root.get_by_role("slider", name="Now at iteration", exact=True)
    for name, keys in ((COUNT, ()), (COUNT // 5, ("Home", "PageUp", "PageUp"))):
        for key in keys:
            scrubber.press(key)
        expect_drawn(canvas, partial(read_drawing, folder / f"{name}.npz"), tmp_path)


def nearest(canvas: Locator, folder: Path, views: Iterable[str]) -> str | None:
    """Return the view that is on a canvas: it differs from what the kernel draws in 1 % of the pixels at most.

    The colors of its picture are the nearest ones of a palette.
    """
    pixels = page_pixels(canvas)[..., :3].astype(int)
    off = {view: abs(pixels - read_drawing(folder / f"{view}.npz").whole[..., :3]).max(axis=2) > 64 for view in views}
    shares = {view: float(pixels.mean()) for view, pixels in off.items()}
    best, second = sorted(shares, key=shares.__getitem__)[:2]
    return best if shares[best] < 0.01 and shares[second] > 0.03 else None


def draw_a_resample(root: Locator) -> None:
    """Press the button and wait for the line that is shown; a screen reader gets the same text a moment later."""
    root.get_by_role("button", name="One more", exact=True).press("Enter")
    expect(root.locator(".hubble-remark", has_text="Resample 1 has drawn")).to_be_visible()


@pytest.mark.parametrize("saved_in", ["loss", "universe"])
def test_every_view_of_a_saved_page_can_be_chosen(saved: Saved, saved_in: str) -> None:
    root, canvas, folder = saved(f"views, in {saved_in}")
    group = root.get_by_role("radiogroup", name="Right-hand plot")
    radio = {view: group.get_by_role("radio", name=name, exact=True) for view, name in VIEWS.items()}
    expect(radio[saved_in]).to_be_checked()
    radio["loss"].focus()

    def is_shown(view: str) -> bool:
        return nearest(canvas, folder, VIEWS) == view

    for view in (*VIEWS, "loss", saved_in):
        radio[view].press("Space")
        expect(radio[view]).to_be_checked()
        wait_until(partial(is_shown, view), f"{view} is shown")
    radio["uncertainty"].click()
    draw_a_resample(root)
    root.get_by_role("checkbox", name="Distance on velocity", exact=True).click()
    expect(root.locator(".hubble-remark").last).to_contain_text("the line lies between them")
    radio["universe"].click()
    expect(root.get_by_role("button", name="One more", exact=True)).to_be_hidden()
    universe = root.get_by_role("group", name="Universe")
    expect(universe).to_contain_text("With 31.5\u00a0% matter")
    universe.get_by_role("slider", name="Time", exact=True).press("End")
    expect(universe).to_contain_text("billion years ago")
    radio["loss_surface"].click()
    expect(universe).to_be_hidden()
    scrubber = root.get_by_role("slider", name="Now at iteration", exact=True)
    before = page_pixels(canvas)
    scrubber.press("Home")
    wait_until(lambda: not np.array_equal(page_pixels(canvas), before), "the path follows the scrubber")
    root.page.set_viewport_size({"width": 480, "height": HEIGHT})
    radio["uncertainty"].click()
    expect(root.get_by_text("The data allow")).to_be_visible()
    expect(root.get_by_role("textbox", name="Magic line")).to_contain_text(" --view uncertainty")


def share_off(shown: Pixels, drawn: Pixels) -> float:
    """Return the share of the pixels in which two pictures differ much; texts of the page have another font."""
    return float((abs(shown[..., :3].astype(int) - drawn[..., :3]).max(axis=2) > 64).mean())


@pytest.mark.parametrize("count", [LONGER, SHORTER])
def test_the_axis_of_a_saved_loss_plot_fits_the_iterations(saved: Saved, count: int) -> None:
    root, canvas, folder = saved("axis")
    slider = root.get_by_role("slider", name="Iterations", exact=True)
    before = read_drawing(folder / f"{COUNT}.npz").whole
    drawn = read_drawing(folder / f"{count}.npz").whole
    steps = ITERATIONS.index(count) - ITERATIONS.index(int(str(slider.get_attribute("aria-valuetext"))))
    for _ in range(abs(steps)):
        slider.press("ArrowRight" if steps > 0 else "ArrowLeft")
    expect_said(root, RATE, count)
    plot = np.s_[UNDER_CAPTION:, drawn.shape[1] // 2 :]
    assert share_off(before[plot], drawn[plot]) > 0.02
    wait_until(lambda: share_off(page_pixels(canvas)[plot], drawn[plot]) < 0.007, f"the axis reaches {count}")


@pytest.mark.parametrize("ratio", [1, 3])
def test_on_a_narrow_page_saved_plots_stand_one_below_the_other(
    saved_page: tuple[Page, Path, list[str]], browser: Browser, ratio: float
) -> None:
    _page, folder, _errors = saved_page
    page = browser.new_page(viewport={"width": 400, "height": 900}, device_scale_factor=ratio, has_touch=True)
    try:
        errors = errors_of(page)
        open_saved(page, folder / "saved.html")
        root = page.locator(".hubble-explorer").nth([*DONE].index("marks"))
        plots = root.get_by_role("img", name="Plots")
        canvas = plots.locator("canvas").first
        whole = read_drawing(folder / "marks" / f"{COUNT}.npz").whole
        half = whole.shape[1] // 2
        stacked = np.concatenate([whole[:, :half], whole[:, half:]])
        wait_until(lambda: page_pixels(canvas).shape == stacked.shape, "the plots are stacked")
        wait_until(lambda: share_off(page_pixels(canvas), stacked) < 0.01, "each half is what the kernel draws")
        assert share_off(page_pixels(canvas), np.roll(stacked, len(whole), axis=0)) > 0.03
        box = canvas.bounding_box()
        assert box is not None
        # As large as the kernel has drawn them, or as the page has room for.
        assert box["width"] == pytest.approx(min(half, width(root.locator(".hubble-figure"))), abs=1)
        assert box["height"] == pytest.approx(box["width"] * len(stacked) / half, abs=1)
        expect(plots.locator("canvas:visible")).to_have_count(2)  # the picture, and the marks over it
        root.scroll_into_view_if_needed()
        screenshot(page, f"saved-narrow-{ratio}")
        page.set_viewport_size(VIEWPORT)
        wait_until(lambda: page_pixels(canvas).shape == whole.shape, "the plots are side by side again")
        assert errors == []
    finally:
        page.close()


def test_a_saved_page_draws_the_resamples_itself(saved: Saved, tmp_path: Path) -> None:
    root, canvas, folder = saved("resamples")
    drawn = read_drawing(folder / f"{COUNT}.npz")
    expect_drawn(canvas, lambda: drawn, tmp_path)
    draw_a_resample(root)
    root.get_by_role("button", name="5,000", exact=True).press("Enter")
    expect_drawn(canvas, lambda: drawn, tmp_path)


def test_galaxies_of_a_saved_universe_run_back(saved: Saved) -> None:
    root, canvas, _folder = saved("universe")
    group = root.get_by_role("group", name="Universe")
    before = page_pixels(canvas)
    group.get_by_role("slider", name="Time", exact=True).press("End")
    expect(group).to_contain_text("billion years ago")
    wait_until(lambda: not np.array_equal(page_pixels(canvas), before), "the galaxies have moved")
    group.get_by_role("slider", name="Matter", exact=True).press("End")
    expect(group).to_contain_text("matter alone")
    expect(group.get_by_role("slider", name="All distances ×")).to_be_hidden()  # no kernel numbers the axes anew


def test_sliders_of_a_saved_page_drive_numbers_and_plots(saved: Saved) -> None:
    root, canvas, _folder = saved("sliders")
    expect_said(root, RATE, COUNT)
    expect(root.get_by_text("There is no kernel")).to_be_visible()
    expect(root.get_by_role("button", name="Train")).to_be_hidden()
    for room in (400, 560, 1280):  # which the kernel drew the plots for none of
        root.page.set_viewport_size({"width": room, "height": HEIGHT})
        wait_until(lambda: 300 < width(canvas) <= width(root.locator(".hubble-figure")) + 1, "the plots fit")
        for key in ("Home", "End"):
            root.get_by_role("slider", name="Now at iteration", exact=True).press(key)
            assert root.evaluate(CLIPPED) == []
        expect(root.locator(".hubble-zone-names").get_by_text("steady", exact=True)).to_be_visible()
        expect_no_theme_to_matter(root)
        screenshot(root.page, f"saved-{room}")
    root.get_by_role("slider", name="Now at iteration", exact=True).press("ArrowLeft")
    expect_said(root, RATE, COUNT, COUNT - 1)
    before = page_pixels(canvas)
    rate = LEARNING_RATES[LEARNING_RATES.index(RATE) + 1]
    root.get_by_role("slider", name="Learning rate", exact=True).press("ArrowRight")
    expect_said(root, rate, COUNT)
    count = ITERATIONS[ITERATIONS.index(COUNT) + 1]
    root.get_by_role("slider", name="Iterations", exact=True).press("ArrowRight")
    expect_said(root, rate, count)
    root.get_by_role("slider", name="Now at iteration", exact=True).press("ArrowLeft")
    expect_said(root, rate, count, count - 1)
    wait_until(lambda: not np.array_equal(page_pixels(canvas), before), "the plots follow the sliders")
    expect_play(root, canvas)
    expect_explanations(root)
    expect_what_is_left_to_take_away(root, rate, count)
    expect_its_picture(root, canvas)


def test_a_saved_page_has_no_path_of_earlier_settings(saved: Saved) -> None:
    root, _canvas, _folder = saved("changed")
    expect_said(root, 0.1, 7)
    root.get_by_role("slider", name="Now at iteration", exact=True).press("ArrowLeft")
    expect_said(root, 0.1, 7, 6)


def expect_its_picture(root: Locator, canvas: Locator) -> None:
    """Expect that the page saves the plots that it shows, with texts above and below them."""
    with root.page.expect_download() as saved:
        root.get_by_role("button", name="Picture (PNG)").click()
    assert saved.value.suggested_filename == "hubble-key_project.png"
    with Image.open(saved.value.path()) as image:
        picture = np.asarray(image.convert("RGBA")).astype(int)
    plots = page_pixels(canvas).astype(int)
    height, across = plots.shape[:2]
    [top] = [
        top for top in range(len(picture) - height) if np.abs(picture[top : top + height, :across] - plots).max() <= 1
    ]
    for texts in (picture[:top], picture[top + height :]):
        assert (texts != picture[0, 0]).any(axis=2).sum() > 1000
    if folder := os.environ.get("HUBBLE_SCREENSHOTS"):
        saved.value.save_as(Path(folder) / "saved-picture.png")


def expect_what_is_left_to_take_away(root: Locator, rate: float, count: int) -> None:
    """Expect line, code and results, of the state that is shown, and no drawing that a kernel would have to make."""
    line = f"%hubblefit key_project --lr {rate:g} --iterations {count}"
    expect(root.get_by_role("textbox", name="Magic line")).to_have_text(line)
    code = root.get_by_role("textbox", name="Python code").inner_text()
    assert f"lr={rate:g})" in code
    assert f"for _ in range({count}):" in code
    expect(root.get_by_role("button", name="Picture (SVG)")).to_be_hidden()
    expect(root.get_by_role("button", name="Pin this run")).to_be_hidden()
    with root.page.expect_download() as table:
        root.get_by_role("button", name="Results (CSV)").click()
    text = table.value.path().read_text()
    slope = float(re.findall("learned,slope,(.*),km/s/Mpc", text)[0])
    assert f"learned,iteration,{count},\nlearned,slope" in text
    assert slope == pytest.approx(hw.gradient_descent("key_project", learning_rate=rate, iterations=count).slopes[-1])


def test_a_notebook_without_the_state_of_widgets_shows_table_and_picture(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 1400})
    try:
        open_saved(page, as_html(EXAMPLES / "quickstart.ipynb", tmp_path))
        expect(page.get_by_role("row", name="Slope (Hubble constant)")).to_contain_text("74.59")
        picture = page.get_by_alt_text(
            "Plots of the fit and of the loss. Slope (Hubble constant) (km/s/Mpc): learned 74.59"
        )
        expect(picture).to_be_visible()
        assert natural_width(picture) > 400
        expect(page.locator(".jupyter-widgets")).to_have_count(0)
    finally:
        page.close()


def expect_play(root: Locator, canvas: Locator) -> None:
    """Play goes through the path, on numbers, plots and scrubber, and is paused where it stands."""
    scrubber = root.get_by_role("slider", name="Now at iteration", exact=True)
    scrubber.press("Home")
    expect(scrubber).to_have_attribute("aria-valuetext", re.compile("^iteration 0 of"))
    before = page_pixels(canvas)
    root.get_by_role("button", name="Play", exact=True).click()
    wait_until(lambda: not np.array_equal(page_pixels(canvas), before), "the plots follow")
    root.get_by_role("button", name="Pause", exact=True).click()
    expect(root.get_by_role("button", name="Play", exact=True)).to_be_visible()
    stopped = scrubber.get_attribute("aria-valuetext")
    root.get_by_role("button", name="Play", exact=True).click()
    expect(scrubber).not_to_have_attribute("aria-valuetext", str(stopped))
    expect(root.get_by_role("button", name="Play", exact=True)).to_be_visible()
    expect(scrubber).to_have_attribute("aria-valuetext", re.compile(r"^iteration ([\d,]+) of \1$"))


def expect_explanations(root: Locator) -> None:
    """Expect words and sound where there is no kernel to ask."""
    answer = root.get_by_role("note")
    root.get_by_role("button", name="What is the learning rate?").click()
    expect(answer).to_contain_text("Yours, ")
    root.get_by_role("button", name="In words").click()
    expect(answer).to_contain_text("24 galaxies from 2 to 21.98")
    root.get_by_role("button", name="Hear it").click()
    expect(answer).to_contain_text("in 4 seconds")
    screenshot(root.page, "heard")
    root.get_by_role("button", name="Stop").click()
    expect(answer).to_be_hidden()


def natural_width(picture: Locator) -> int:
    """How many pixels of its own a picture has; 0 where it is broken."""
    pixels: int = picture.evaluate("picture => picture.naturalWidth")
    return pixels
