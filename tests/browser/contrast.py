"""Contrast of texts with what lies behind them, after the WCAG's formula for relative luminance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from .kernel import Kernel
    from .pictures import Pixels

Color = tuple[int, int, int]

# Colors come through a canvas of one pixel, so that every notation of CSS is understood.
COLORS = """
    const context = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
    const rgba = color => {
        context.clearRect(0, 0, 1, 1);
        context.fillStyle = color;
        context.fillRect(0, 0, 1, 1);
        return [...context.getImageData(0, 0, 1, 1).data];
    };
    const behind = element => {
        const layers = [];
        for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) {
            const layer = rgba(getComputedStyle(at).backgroundColor);
            layers.push(layer);
            if (layer[3] === 255) break;
        }
        return layers.reverse().reduce((under, over) => over.slice(0, 3).map(
            (value, i) => Math.round((value * over[3] + under[i] * (255 - over[3])) / 255)
        ), [255, 255, 255]);
    };
"""
BACKGROUND = f"element => {{ {COLORS} return behind(element); }}"
TEXTS = f"""root => {{
    {COLORS}
    const found = [];
    const walk = node => {{
        for (const element of node.querySelectorAll('*')) {{
            if (element.shadowRoot) walk(element.shadowRoot);
            const words = [...element.childNodes].filter(child => child.nodeType === Node.TEXT_NODE)
                .map(child => child.data.trim()).join(' ').trim() || element.value || '';
            const box = element.getBoundingClientRect();
            const hidden = !element.checkVisibility({{visibilityProperty: true}});
            if (!words || hidden || box.width < 2 || box.height < 2) continue;
            if (element.disabled || element.tagName === 'OPTION') continue;
            const style = getComputedStyle(element);
            const color = element instanceof SVGElement ? style.fill : style.color;
            found.push([`${{words}}`, rgba(color).slice(0, 3), behind(element)]);
        }}
    }};
    walk(root);
    return found;
}}"""
# Ticks outside the limits of an axis keep a label, which is never drawn.
BOXES = """
def text_boxes(figure):
    from matplotlib.legend import Legend
    from matplotlib.text import Text
    hidden = [part for part in (*figure.axes, *figure.findobj(Legend)) if not part.get_visible()]
    excluded = {text for part in hidden for text in part.findobj(Text)}
    for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
        low, high = sorted(axis.get_view_interval())
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
            if not low <= tick.get_loc() <= high:
                excluded |= {tick.label1, tick.label2}
    return [
        [text.get_text(), *text.get_window_extent().extents]
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and text not in excluded
    ]
"""


def page_background(element: Locator) -> Color:
    """Color that lies behind an element, red, green and blue of 0 to 255."""
    red, green, blue = element.evaluate(BACKGROUND)
    return red, green, blue


def dom_texts(root: Locator) -> dict[str, float]:
    """Contrast of every visible text below an element; controls that are disabled are left out."""
    return {text: contrast(front, behind) for text, front, behind in root.evaluate(TEXTS)}


def canvas_texts(kernel: Kernel, figure: str, picture: Pixels) -> dict[str, float]:
    """Contrast of every text in a figure with its face, from the pixels that the page shows."""
    kernel.execute(BOXES)
    height, width = picture.shape[:2]
    ratios = {}
    for text, left, bottom, right, top in kernel.evaluate(f"text_boxes({figure})"):
        if right <= 0 or left >= width or top <= 0 or bottom >= height:
            continue
        columns = slice(max(0, int(left)), int(right) + 1)
        rows = slice(max(0, height - int(top) - 1), height - int(bottom))
        ink = np.unique(picture[rows, columns, :3].reshape(-1, 3), axis=0)
        ratios[f"plot: {text}"] = max(contrast(color, picture[0, 0, :3]) for color in ink)
    return ratios


def contrast(one: npt.ArrayLike, other: npt.ArrayLike) -> float:
    """Contrast ratio of two colors, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(color: npt.ArrayLike) -> float:
    """Relative luminance of a color in sRGB, 0 to 1."""
    value = np.asarray(color, dtype=float) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))
