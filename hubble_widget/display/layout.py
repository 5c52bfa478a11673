"""How large the figure is, and where in it the plots are: side by side, or stacked where it is narrow. In pixels."""

from __future__ import annotations

STACKED_BELOW = 620
"""Widths (in the page's pixels) under which the two plots stand one above the other."""

# Pixels that tick labels and axis labels need, and the toolbar at the top.
_LEFT, _RIGHT, _TOP, _BOTTOM = 78, 20, 28, 46
LABEL = 22 - _LEFT
"""Pixels from the left end of axes to the feet of the labels of velocity, residual and loss."""
_GAP = 12  # pixels between the fit plot and the residual plot
_LEAST = 250  # pixels, high enough for the label of the losses
_SHARE = 0.3  # of the fit plot's height, for the residual plot
_LEAST_RESIDUALS = 88  # pixels, as high as the label of the residuals is long, less the gap


def figure_size(width: int, residuals: bool = False) -> tuple[int, int]:
    """Return width and height of the figure, in pixels, for a page that has room for `width`."""
    width = min(max(width, 240), 1100)
    is_stacked = width < STACKED_BELOW
    panel = max(round(0.62 * width), _LEAST) if is_stacked else min(max(round(0.3 * width), 280), 400)
    height = 2 * panel if is_stacked else panel
    residual_height = max(round(_SHARE * (panel - _TOP - _BOTTOM)), _LEAST_RESIDUALS)
    return width, height + (residual_height + _GAP if residuals else 0)


def arranged(width: int, height: int, *, residuals: bool) -> list[tuple[float, float, float, float]]:
    """Return left, bottom, width and height of fit plot, residual plot and loss plot."""
    is_stacked = width < STACKED_BELOW
    plots, gap = (2 if is_stacked else 1), (_GAP if residuals else 0)
    room = height - (_TOP + _BOTTOM) * plots - gap
    residual_height = max(_SHARE * room / (plots + _SHARE), min(_LEAST_RESIDUALS, room / 3)) if residuals else 0.0
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
