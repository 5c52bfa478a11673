"""The size of the figure and the positions of the plots, in pixels: side by side, or stacked in a narrow figure."""

from __future__ import annotations

STACKED_BELOW = 620
"""Below this width (in the page's pixels) the two plots are stacked."""

# Pixels for tick labels and axis labels, and for the toolbar at the top.
_LEFT, _RIGHT, _TOP, _BOTTOM = 78, 20, 28, 46
LABEL = 22 - _LEFT
"""Pixels from the left end of the axes to the baseline of the y labels."""
_GAP = 12  # pixels between the fit plot and the residual plot
_MIN_HEIGHT = 250  # pixels: the height that the y label of the loss plot needs
_SHARE = 0.3  # height of the residual plot, as a fraction of the fit plot's
_MIN_RESIDUAL_HEIGHT = 100  # pixels: the length of its y label, which keeps clear of that above


def figure_size(width: int, residuals: bool = False) -> tuple[int, int]:
    """Return width and height of the figure, in pixels, for a page with `width` pixels of room."""
    width = min(max(width, 240), 1100)
    is_stacked = width < STACKED_BELOW
    panel = max(round(0.62 * width), _MIN_HEIGHT) if is_stacked else min(max(round(0.3 * width), 280), 400)
    height = 2 * panel if is_stacked else panel
    residual_height = max(round(_SHARE * (panel - _TOP - _BOTTOM)), _MIN_RESIDUAL_HEIGHT)
    return width, height + (residual_height + _GAP if residuals else 0)


def plot_boxes(width: int, height: int, *, residuals: bool) -> list[tuple[float, float, float, float]]:
    """Return left, bottom, width and height of the fit plot, the residual plot and the loss plot, in pixels."""
    is_stacked = width < STACKED_BELOW
    plots, gap = (2 if is_stacked else 1), (_GAP if residuals else 0)
    room = height - (_TOP + _BOTTOM) * plots - gap
    residual_height = max(_SHARE * room / (plots + _SHARE), min(_MIN_RESIDUAL_HEIGHT, room / 3)) if residuals else 0.0
    fit_height = (room - residual_height) / plots
    loss_height = fit_height if is_stacked else height - _TOP - _BOTTOM
    across = (1.0 if is_stacked else 0.5) * width - _LEFT - _RIGHT
    fit_bottom = height - _TOP - fit_height
    residual_bottom = fit_bottom - gap - residual_height
    loss_left = _LEFT if is_stacked else _LEFT + width / 2
    return [
        (_LEFT, fit_bottom, across, fit_height),
        (_LEFT, residual_bottom, across, residual_height or 1),
        (loss_left, _BOTTOM, across, loss_height),
    ]
