"""How sure the line is, in the fit plot: its band, what each galaxy does to it, and one resample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.legend import Legend
from matplotlib.lines import Line2D

from hubble_widget.figure.palette import LIGHT, Palette
from hubble_widget.figure.sizes import SMALL
from hubble_widget.fit.influence import Influence, influence_of
from hubble_widget.text import uncertainty_words

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from hubble_widget.data.dataset import Dataset
    from hubble_widget.figure.artists.corners import Corner
    from hubble_widget.fit.polynomial_fit import PolynomialFit

CONFIDENCE = 0.95  # of the band, at each distance
_SIZES = 5.5, 12.0  # diameters in points: that of any galaxy, and that of the one with the most influence


class InfluenceMarks:
    """The band of the exact line, its galaxies as large and as colored as their influence is, and one resample.

    Attributes
    ----------
    painted : dict of Artist
        The artists that the page paints when a person asks for them, by their ids in the scene, and the kernel never
        draws: line and galaxies of one resample, the band of single galaxies, the regression of distance on velocity.
    """

    def __init__(self, axes: Axes) -> None:
        self._band = PolyCollection([], alpha=0.16, linewidths=0, zorder=1.5)
        axes.add_collection(self._band, autolim=False)
        self._dots = axes.scatter([], [], linewidths=0.7, zorder=3.1)
        self._shown: tuple[Influence, PolynomialFit] | None = None
        self._changes: NDArray[np.float64] = np.empty(0)
        self._palette = LIGHT
        handles = [Line2D([], [], linestyle="none", marker="o", markersize=7) for _ in range(2)]
        self._key = Legend(axes, handles, [""] * 2, frameon=False, fontsize=SMALL)
        self._key_at: tuple[Corner, float] | None = None
        self._key.set_zorder(3.5)
        axes.add_artist(self._key)
        (line,) = axes.plot([], [], "-", lw=1.6, zorder=4.6, visible=False)
        (rings,) = axes.plot([], [], "o", ms=11, mew=1.2, mfc="none", zorder=4.5, visible=False)
        (band,) = axes.plot([], [], "-.", lw=1.2, zorder=4.3, visible=False)
        (other,) = axes.plot([], [], ":", lw=2.2, zorder=4.4, visible=False)
        self._on_demand = {"galaxy_band": band, "other_regression": other}
        self.painted: dict[str, Artist] = {"resample_galaxies": rings, "resample_line": line, **self._on_demand}
        self._line, self._rings = line, rings
        self.hide()

    def hide(self) -> None:
        """Show nothing."""
        self._shown = None
        for artist in (self._band, self._dots, self._key):
            artist.set_visible(False)

    def show_band(self, fit: PolynomialFit, distance: NDArray[np.float64]) -> None:
        """Show where the mean velocity of all galaxies lies with 95 % confidence, at each of these distances."""
        low, high = fit.predict(distance, CONFIDENCE).mean_interval
        corners = np.concatenate([np.column_stack([distance, low]), np.column_stack([distance, high])[::-1]])
        self._band.set_verts([corners] if np.isfinite(corners).all() else [])
        self._band.set_visible(True)

    def show_influence(self, data: Dataset, fit: PolynomialFit) -> None:
        """Show what leaving each galaxy out does to a straight line, with a key."""
        if fit.degree > 1 or not fit.slope_stderr > 0:
            return
        self._shown = influence, _ = influence_of(data, fit_intercept=fit.fit_intercept), fit
        self._changes = changes_without(influence, fit)
        least, most = (size**2 for size in _SIZES)
        self._dots.set_offsets(np.column_stack([data.distance, data.velocity]))
        self._dots.set_sizes(least + (most - least) * self._shares)
        self._color_dots()
        words = uncertainty_words.key(is_age=fit.age is not None)
        for text, word in zip(self._key.get_texts(), words, strict=True):
            text.set_text(word)
        for artist in (self._dots, self._key):
            artist.set_visible(True)

    @property
    def key(self) -> Legend | None:
        """The key of the two colors; None while it is hidden."""
        return self._key if self._key.get_visible() else None

    @property
    def key_at(self) -> Corner | None:
        """The corner of the key; None while it is hidden."""
        return self._key_at[0] if self._key_at and self.key else None

    def place_key(self, corner: Corner, away: float) -> None:
        """Put the key into a corner, at a distance (as a fraction of the axes) from their upper or lower edge."""
        if (corner, away) != self._key_at:  # otherwise the figure would be redrawn for nothing
            self._key_at = corner, away
            self._key.set_loc(corner)
            self._key.set_bbox_to_anchor((0, -away if corner.startswith("upper") else away, 1, 1))

    def _color_key(self) -> None:
        colors = (self._palette.more_without, self._palette.less_without)
        for handle, text, color in zip(self._key.get_lines(), self._key.get_texts(), colors, strict=True):
            handle.set_color(color)
            text.set_color(self._palette.text)

    def without(self, name: str, short: str) -> tuple[str, ...]:
        """Return lines on what leaving this galaxy out does, under a short name; none where that is not shown."""
        if self._shown is None or name not in self._shown[0].names:
            return ()
        influence, fit = self._shown
        at, is_age = influence.names.index(name), fit.age is not None
        value = float((influence.age_without if is_age else influence.slope_without)[at])
        return uncertainty_words.without(short, value, float(self._changes[at]), influence.labels, is_age=is_age)

    @property
    def _shares(self) -> NDArray[np.float64]:
        """What each galaxy changes, as a share of the largest change."""
        sizes = np.abs(self._changes)
        return np.asarray(sizes / (sizes.max(initial=0.0) or 1.0))

    def recolor(self, palette: Palette) -> None:
        """Paint everything in the colors of one theme."""
        self._palette = palette
        self._band.set_facecolor(palette.exact)
        self._line.set_color(palette.exact)
        self._rings.set_markeredgecolor(palette.exact)
        self._on_demand["galaxy_band"].set_color(palette.exact)
        self._on_demand["other_regression"].set_color(palette.text)
        self._dots.set_edgecolor(palette.background)
        self._color_key()
        self._color_dots()

    def _color_dots(self) -> None:
        palette, changes = self._palette, self._changes
        share = np.minimum(2 * np.sqrt(self._shares), 1.0)[:, np.newaxis]
        more, less, none = map(to_rgb, (palette.more_without, palette.less_without, palette.galaxy))
        extreme = np.where(changes[:, np.newaxis] > 0, more, less)
        self._dots.set_facecolor(none + share * (extreme - none))


def changes_without(influence: Influence, fit: PolynomialFit) -> NDArray[np.float64]:
    """Return what leaving each galaxy out does to the age of a line, or to its slope if it has no age; else 0."""
    changes = influence.slope_without - fit.slope if fit.age is None else influence.age_without - fit.age
    return np.nan_to_num(changes, posinf=0.0, neginf=0.0)
