"""How an explorer shows itself as the last line of a cell, in a notebook, a saved one and a terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hubble_widget.environment import is_watched
from hubble_widget.explorer.take_away import TakeAway
from hubble_widget.messages import message

if TYPE_CHECKING:
    from hubble_widget.text.summary import Summary


class NotebookOutput(TakeAway):
    """An explorer with text, table, picture and widget as its output."""

    def _summary(self) -> Summary:
        summary = self.result._summary(show_exact=self.show_exact)
        verdict = " ".join(filter(None, (summary.verdict, self._view.readout.comment)))
        return replace(summary, verdict=verdict)

    def _summary_as_html(self, *, with_picture: bool = True) -> str:
        summary, canvas = self._summary(), self._view.canvas
        return summary.as_html(summary.picture(canvas.picture(), canvas.get_width_height()[0]) if with_picture else "")

    def __repr__(self) -> str:
        if self._is_shown:
            return self._summary().as_text()
        state = self._loader.sentence or message("closed")
        return f"RegressionExplorer ({state})"

    def _repr_mimebundle_(self, **_options: object) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle: dict[str, Any] = {"text/plain": repr(self)}
        if not self._dispatcher.is_open:
            return bundle, {}
        if self._is_shown:
            summary, canvas = self._summary(), self._view.canvas
            bundle["text/html"] = summary.as_html(summary.picture(canvas.picture(), canvas.get_width_height()[0]))
            if is_watched():  # a page asks for the other views when it has time
                canvas.store_picture()
            else:
                self._view.store_pictures()
        self._view.is_displayed = is_watched()
        self._watch_cells()
        bundle["application/vnd.jupyter.widget-view+json"] = {
            "version_major": 2,
            "version_minor": 0,
            "model_id": self.model_id,
        }
        # anywidget knows what a host needs to show custom widgets: Colab needs this metadata.
        _, metadata = self._view.readout._repr_mimebundle_() or ({}, {})
        return bundle, metadata

    def __reduce_ex__(self, _protocol: object = None) -> str:
        raise TypeError(
            "a RegressionExplorer belongs to its kernel and its page: it can be neither pickled nor copied. Make one "
            "with the same settings, RegressionExplorer(explorer.data, learning_rate=explorer.learning_rate, ...), or "
            "keep explorer.trajectory and explorer.exact_fit, which can be pickled and copied."
        )

    __copy__ = __deepcopy__ = __reduce_ex__

    def _ipython_display_(self, **_options: object) -> None:
        raise NotImplementedError  # so that ipywidgets 7, too, shows the bundle above, with table and picture
