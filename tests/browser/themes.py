"""Themes of pages: what they do to the elements of HTML changes nothing in the explorer, and cuts nothing off."""

from __future__ import annotations

from playwright.sync_api import Locator

from .kernel_page import wait_until

# What themes of notebooks, of books and of dashboards do to elements, and more.
THEME = """
    *, ::before { box-sizing: border-box; }
    strong, b { font-weight: inherit; }
    dl { display: grid; gap: 1em; margin: 0 0 3rem; }
    dt { float: left; clear: left; width: 8em; font-weight: 700; text-transform: uppercase; }
    dd { float: right; width: 50%; margin: 3px 0 10px 30px; }
    dl[class]:not(.simple) { margin-bottom: 3rem; }
    dl[class]:not(.simple) dd { margin-left: 2rem; }
    p { margin: 0 0 1.15rem; line-height: 1.65; }
    label { margin-bottom: 5px; font-weight: bold; }
    button, input, select { margin: 8px; padding: 9px; min-height: 44px; letter-spacing: 2px }
    button, input, select { text-transform: uppercase; }
    svg { max-width: 50%; }
    .widget-slider { overflow: hidden; }
"""
LOOKS = """root => [...root.querySelectorAll("*")]
    .filter(each => each.checkVisibility({visibilityProperty: true}) && !each.closest(".noUi-base"))
    .map(each => {
        const {left, top, width, height} = each.getBoundingClientRect();
        const {fontWeight, textTransform, letterSpacing} = getComputedStyle(each);
        const box = [left, top, width, height].map(Math.round);
        return [each.className.baseVal ?? each.className, ...box, fontWeight, textTransform, letterSpacing].join(" ");
    })"""

# The handles of sliders of which some part is hidden by a box of the explorer.
CLIPPED = """root => [...root.querySelectorAll(".noUi-handle")].filter(handle => {
    const {left, right, top, bottom} = handle.getBoundingClientRect();
    for (let host = handle.parentElement; root.contains(host); host = host.parentElement) {
        if (getComputedStyle(host).overflow === "visible") continue;
        const box = host.getBoundingClientRect();
        if (left < box.left || right > box.right || top < box.top || bottom > box.bottom) return true;
    }
    return false;
}).map(handle => handle.ariaLabel)"""

# The texts of which some part is hidden, or lies beside the explorer. What is typed into an entry is scrolled.
CUT_TEXTS = """root => [...root.querySelectorAll("*")]
    .filter(each => [...each.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()))
    .filter(each => each.checkVisibility({visibilityProperty: true}) && !each.matches("option, svg *, .hubble-status"))
    .filter(each => {
        const {overflow} = getComputedStyle(each);
        const isCut = each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1;
        const range = document.createRange();
        range.selectNodeContents(each);
        return /hidden|clip/.test(overflow) && isCut
            || range.getBoundingClientRect().right > root.getBoundingClientRect().right + 1;
    })
    .map(each => each.textContent)"""


def expect_no_theme_to_matter(root: Locator) -> None:
    """Expect that what themes of pages do to the elements of HTML changes neither places nor looks."""
    before = settled_looks(root)
    assert len(before) > 100
    theme = root.page.add_style_tag(content=THEME)
    try:
        changed = [f"{old} -> {new}" for old, new in zip(before, settled_looks(root), strict=True) if old != new]
        assert not changed, "\n".join(changed)
    finally:
        theme.evaluate("sheet => sheet.remove()")


def settled_looks(root: Locator) -> list[str]:
    """Return how everything looks once that no longer changes: a new width is answered in several frames."""
    seen: list[list[str]] = []

    def is_settled() -> bool:
        seen.append(root.evaluate(LOOKS))
        return len(seen) > 5 and all(looks == seen[-1] for looks in seen[-5:])

    wait_until(is_settled, "nothing moves any more")
    return seen[-1]
