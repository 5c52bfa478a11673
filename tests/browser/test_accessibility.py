"""What axe-core finds in the explorer: nothing serious, in either theme, folded and unfolded, trained and not."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from hubble_widget.figure.views import VIEWS
from hubble_widget.text.words import ON_SCREEN

from .column import in_a_column, narrow
from .contrast import contrast, page_background
from .explorer_view import LESSON, ExplorerView, cell, show
from .notebook_page import NotebookPage, wait_until
from .themes import CUT_TEXTS

pytestmark = pytest.mark.browser
OpenNotebook = Callable[..., NotebookPage]
AXE = Path(__file__).parents[2] / "js" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = {"serious", "critical"}
OWN_CONTROLS = {"uncertainty": "Show also", "universe": "Universe"}

# What a keyboard reaches, and of each whose ring is cut off by the first box around it that hides anything.
CUT_RINGS = """root => [...root.querySelectorAll("button, select, input, [tabindex='0']")]
    .filter(each => !each.disabled && each.checkVisibility({visibilityProperty: true}))
    .flatMap(each => {
        each.focus({focusVisible: true});
        const {outlineStyle, outlineOffset, outlineWidth} = getComputedStyle(each);
        const reach = parseFloat(outlineOffset) + parseFloat(outlineWidth);
        const {left, right, top, bottom} = each.getBoundingClientRect();
        let host = each.parentElement;
        while (getComputedStyle(host).overflow === "visible") host = host.parentElement;
        const box = host.getBoundingClientRect();
        const isWhole = outlineStyle === "solid" && left - reach >= box.left - 0.1 && right + reach <= box.right + 0.1
            && (host.scrollHeight > host.clientHeight || top - reach >= box.top && bottom + reach <= box.bottom);
        return isWhole ? [] : [`${each.ariaLabel || each.title || each.className}: ${host.className}`];
    })"""

# What answers to no finger 11 px beside its middle, if it answers to any: a toolbar that is hidden does not.
SMALL_TARGETS = """root => [...root.querySelectorAll("button, select, input, .noUi-handle, .noUi-base, .hubble-handle")]
    .filter(each => each.checkVisibility({visibilityProperty: true}) && getComputedStyle(each).pointerEvents !== "none")
    .filter(each => {
        each.scrollIntoView({block: "nearest"});
        const {left, right, top, bottom} = each.getBoundingClientRect();
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        return [[-11.5, 0], [11.5, 0], [0, -11.5], [0, 11.5]].some(
            ([across, down]) => !each.contains(document.elementFromPoint(x + across, y + down)));
    })
    .map(each => each.ariaLabel || each.title || each.className)"""

# Pixels between the words of a list and its arrow, which the browser draws as wide as 18 px in forced colors.
ROOM_OF_LIST = """list => {
    const {paddingLeft, paddingRight, fontSize, fontFamily} = getComputedStyle(list);
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = `${fontSize} ${fontFamily}`;
    const words = pen.measureText(list.selectedOptions[0].text).width;
    return list.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - 18 - words;
}"""

# Words of the readout that lie on others.
COVERED_WORDS = """root => {
    const lines = [...root.querySelectorAll(".hubble-readout *")]
        .filter(each => each.checkVisibility({visibilityProperty: true}) && !each.matches("svg *, .hubble-status"))
        .flatMap(each => [...each.childNodes])
        .filter(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
        .flatMap(node => {
            const range = document.createRange();
            range.selectNodeContents(node);
            return [...range.getClientRects()].map(box => [node, box]);
        });
    return lines.flatMap(([node, {left, right, top, bottom}]) => lines.flatMap(([other, box]) => {
        const across = Math.min(right, box.right) - Math.max(left, box.left);
        const down = Math.min(bottom, box.bottom) - Math.max(top, box.top);
        return node !== other && across > 2 && down > 5 ? [`${node.data} | ${other.data}`] : [];
    }));
}"""

# The lists whose words are wider than the room for them.
CUT_LISTS = """root => [...root.querySelectorAll("select")]
    .filter(each => each.checkVisibility({visibilityProperty: true}) && each.selectedOptions.length)
    .filter(list => {
        const {paddingLeft, paddingRight, fontSize, fontFamily, letterSpacing} = getComputedStyle(list);
        const pen = document.createElement("canvas").getContext("2d");
        pen.font = `${fontSize} ${fontFamily}`;
        pen.letterSpacing = letterSpacing;
        const words = pen.measureText(list.selectedOptions[0].text).width;
        return words > list.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) + 1;
    })
    .map(list => list.selectedOptions[0].text)"""

# WCAG 2.2, 1.4.12.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }"""
# Words on the age ruler that touch others.
TOUCHING = """root => {
    const words = [...root.querySelectorAll(".hubble-scale text")]
        .filter(each => getComputedStyle(each).visibility === "visible")
        .map(each => ({ text: each.textContent, box: each.getBoundingClientRect() }));
    return words.filter(({ box: a }, at) => words.slice(at + 1).some(({ box: b }) =>
        a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom)).map(({ text }) => text);
}"""
MOVING = """root => [...root.querySelectorAll("*")]
    .filter(each => /[1-9]/.test(getComputedStyle(each).transitionDuration)).map(each => each.className)"""
PRINTED = "element => getComputedStyle(element).printColorAdjust"
COLOR = "element => getComputedStyle(element).color"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_notebook: OpenNotebook, theme: str) -> None:
    view = show(open_notebook(cell(LESSON, learning_rate=0.05, iterations=500), theme=theme))
    view.notebook.page.evaluate(AXE.read_text())
    expect_nothing_serious(view)
    view.train()
    view.root.get_by_role("button", name="More").click()
    expect(view.button("Residual plot")).to_be_visible()
    expect_nothing_serious(view)
    view.button("Residual plot").click()
    expect(view.button("Residual plot")).to_have_class(re.compile("mod-active"))
    view.button("What is an optimizer?").click()
    expect(view.root.get_by_role("note")).to_be_visible()
    expect_nothing_serious(view)


def test_the_chosen_galaxy_and_the_pinned_runs_are_told_in_words(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    view = show(open_notebook(cell(learning_rate=0.05, iterations=500)))
    view.more()
    galaxy = view.root.locator(".hubble-galaxies").get_by_role("status")
    expect(view.choice("Galaxy").locator("option:checked")).to_have_text("none")
    expect(galaxy).to_be_empty()
    view.choice("Galaxy").select_option("NGC 4639")
    expect(galaxy).to_have_text(re.compile(r"^NGC 4639: 21\.98\sMpc, 1403\skm/s, residual −\d+\skm/s$"))
    shown = view.picture(tmp_path)
    view.hover(view.point("fit", 2.0, 133))
    expect(galaxy).to_contain_text("NGC 300: 2 Mpc, 133 km/s")
    view.hover((1, 1))
    expect(galaxy).to_contain_text("NGC 4639: ")
    view.expect_words("NGC 4639")
    assert (view.picture(tmp_path) == shown).all()
    view.choice("Galaxy").select_option("none")
    expect(galaxy).to_be_empty()
    view.expect_words("NGC 4639", present=False)
    expect(view.button("Clear pins")).to_be_disabled()
    view.button("Pin this run").click()
    expect(view.root.get_by_role("status").get_by_text("0.05, 500 iterations")).to_be_visible()
    view.button("Clear pins").click()
    expect(view.button("Clear pins")).to_be_disabled()


def test_every_hand_and_eye_finds_the_controls(open_notebook: OpenNotebook) -> None:
    view = show(open_notebook(cell(LESSON, learning_rate=0.05, iterations=500)))
    page = view.notebook.page
    expect(view.root.get_by_role("button", name=re.compile("^More"), expanded=False)).to_be_visible()
    view.more()
    expect(view.root.get_by_role("button", name=re.compile("^More"), expanded=True)).to_be_visible()
    view.button("Handles").click()
    expect(view.root.get_by_role("button", name="Handles", pressed=True)).to_be_visible()
    expect(view.root.get_by_role("group", name="Your guess").get_by_label("Slope")).to_be_visible()
    expect(view.root.get_by_role("heading")).to_have_text(["HST Key Project"])
    assert view.root.locator("[title='null'], [title='undefined']").count() == 0
    expect(view.root.locator(".hubble-handle:visible")).to_have_count(2)
    for key in ("End", "Home"):
        for label in ("Learning rate", "Iterations", "Now at iteration"):
            view.slider(label).press(key)
        assert view.root.evaluate(CUT_RINGS) == []
        assert view.root.evaluate(SMALL_TARGETS) == []
    question, answer = view.button("What is the loss?"), view.root.get_by_role("note")
    question.press("Enter")
    expect(answer).to_contain_text("the loss is their mean area")
    expect(answer).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(answer).to_be_hidden()
    expect(question).to_be_focused()
    with emulated(page, reduced_motion="reduce"):
        assert view.root.evaluate(MOVING) == []
    with emulated(page, contrast="more"):
        assert view.root.locator(".hubble-label").first.evaluate(COLOR) == view.readout.evaluate(COLOR)
        view.notebook.screenshot("contrast")
    with emulated(page, media="print"):
        for part in (".noUi-target", ".hubble-train", ".mod-active", ".hubble-sample"):
            assert view.root.locator(part).first.evaluate(PRINTED) == "exact"
        expect(question).to_be_hidden()
        view.notebook.screenshot("print")
    with spaced(page):
        expect_nothing_cut(view)
        view.notebook.screenshot("spaced")


def test_nothing_is_cut_in_a_column_with_wide_spacing(open_notebook: OpenNotebook) -> None:
    view = show(open_notebook(in_a_column()))
    view.more()
    for width in (900, 640, 480):
        narrow(view, width)
        expect_nothing_cut(view)
        with spaced(view.notebook.page):
            expect_nothing_cut(view)
            view.slider("Learning rate").press("ArrowRight")  # which draws the ruler again
            wait_until(lambda: view.root.evaluate(TOUCHING) == [], "the words on the ruler lie apart")
            view.notebook.screenshot(f"spaced-{width}")


@contextmanager
def spaced(page: Page) -> Iterator[None]:
    """Widen all spaces between letters, words and lines."""
    sheet = page.add_style_tag(content=SPACED)
    try:
        yield
    finally:
        sheet.evaluate("sheet => sheet.remove()")


def expect_nothing_cut(view: ExplorerView) -> None:
    """Expect that all words can be read."""
    for search in (CUT_TEXTS, CUT_LISTS, COVERED_WORDS):
        assert view.root.evaluate(search) == []


def test_each_view_is_for_every_hand_and_eye(open_notebook: OpenNotebook, tmp_path: Path) -> None:
    view = show(open_notebook(in_a_column('"hubble_1929"')))
    view.notebook.page.evaluate(AXE.read_text())
    page = page_background(view.root)
    for width in (900, 480):
        narrow(view, width)
        for name, title in VIEWS.items():
            choice = view.root.get_by_role("radiogroup", name=ON_SCREEN["view"]).get_by_label(title, exact=True)
            choice.check()
            view.kernel.wait_until(f"explorer.view == {name!r}")
            view.picture(tmp_path)
            if name in OWN_CONTROLS:
                expect(view.root.get_by_role("group", name=OWN_CONTROLS[name])).to_be_visible()
            if name == "universe":
                assert contrast_in(view.slider("Matter"), page) >= 3
            expect_nothing_serious(view)
            assert view.root.evaluate(CUT_RINGS) == []
            assert view.root.evaluate(SMALL_TARGETS) == []
            assert view.root.evaluate(CUT_TEXTS) == []
            view.notebook.screenshot(f"{name}-{width}")


def test_in_forced_colors_tracks_are_seen_and_both_lines_keep_their_colors(open_notebook: OpenNotebook) -> None:
    view = show(open_notebook(cell(LESSON, learning_rate=0.05, iterations=500)))
    view.slider("Now at iteration").press("Home")  # of the scrubber's track nothing is filled
    value, exact = view.root.locator(".hubble-value").first, view.root.locator(".hubble-exact-value").first
    for scheme in ("light", "dark"):
        with emulated(view.notebook.page, forced_colors="active", color_scheme=scheme):
            view.kernel.wait_until(f"explorer._view.readout.page['dark'] is {scheme == 'dark'}")
            palette = "explorer._view.plots.palette"
            for part, color in ((value, "learned"), (exact, "exact")):
                hex_color = view.kernel.evaluate(f"{palette}.{color}")
                channels = ", ".join(str(int(hex_color[at : at + 2], 16)) for at in (1, 3, 5))
                expect(part).to_have_css("color", f"rgb({channels})")
            page = page_background(view.root)
            for track in view.root.locator(".noUi-target").all():
                picture = np.asarray(Image.open(io.BytesIO(track.screenshot())).convert("RGB"))
                height, width = picture.shape[:2]
                assert contrast(picture[height // 2, width // 4], page) >= 3
            for question in (view.button("What is r?"), view.button("What is the learning rate?")):
                assert contrast_in(question, page) >= 4.5
            view.button("What is r?").click()  # its colors are exchanged
            expect(view.root.get_by_role("note")).to_be_visible()
            assert contrast_in(view.button("What is r?"), page) >= 4.5
            assert view.chooser.evaluate(ROOM_OF_LIST) >= 0
            view.notebook.screenshot(f"forced-{scheme}")
            view.notebook.page.keyboard.press("Escape")


def contrast_in(element: Locator, background: Any) -> float:
    """Return the largest contrast of a pixel of an element with its background."""
    pixels = np.asarray(Image.open(io.BytesIO(element.screenshot())).convert("RGB")).reshape(-1, 3)
    return max(contrast(pixel, background) for pixel in np.unique(pixels, axis=0))


@contextmanager
def emulated(page: Page, **media: Any) -> Iterator[None]:
    """Have the page shown as on such a screen, or on paper."""
    as_before: dict[str, Any] = dict.fromkeys(media, "null")
    page.emulate_media(**media)
    try:
        yield
    finally:
        page.emulate_media(**as_before)


def expect_nothing_serious(view: ExplorerView) -> None:
    """Assert that axe-core finds nothing in the explorer that keeps people from using it."""
    found: list[dict[str, Any]] = view.root.evaluate("async root => (await axe.run(root)).violations")
    told = [
        f"{finding['impact']} {finding['id']}: {node['target']}\n{node['html']}\n{node['failureSummary']}"
        for finding in found
        if finding["impact"] in GRAVE
        for node in finding["nodes"]
    ]
    assert not told, "\n\n".join(told)
