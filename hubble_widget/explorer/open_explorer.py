"""The parts of an explorer, from its making to its closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from ipywidgets import Layout, VBox
from traitlets import Bunch, observe

from hubble_widget.dispatcher import CLOSED, Dispatcher
from hubble_widget.environment import after_each_cell, is_watched
from hubble_widget.explorer.animating import Animator
from hubble_widget.explorer.interaction import Interaction
from hubble_widget.explorer.loading import Loader
from hubble_widget.explorer.playback import Playback
from hubble_widget.explorer.state import ExplorerState
from hubble_widget.widgets.explorer_view import ExplorerView


class OpenExplorer(ExplorerState, VBox):
    """The parts that an explorer has while it is open, and what frees them."""

    _open_view: ExplorerView | None = None  # None before it is made and after it is closed
    _dispatcher: Dispatcher
    _loader: Loader
    _playback: Playback
    _interaction: Interaction
    _animator: Animator
    _layouts: list[Layout]  # earlier layouts, which are closed with it
    _stop_watching_cells: Callable[[], object] | None = None

    @property
    def _view(self) -> ExplorerView:
        if self._open_view is None:
            raise RuntimeError(CLOSED)
        return self._open_view

    def _show_error(self, error: BaseException | None) -> None:
        self._view.show_error(error)

    def _show_rows(self) -> None:
        self.children = (*self._loader.rows, *(self._view.rows if self._is_shown else ()))

    @property
    def _is_shown(self) -> bool:
        """Whether it is open and has data: not while it waits for the first ones."""
        return self._dispatcher.is_open and self._shown_data is not None

    @property
    def _trains_in_background(self) -> bool:
        """Whether `train` returns at once: in a notebook that somebody watches, where an event loop runs."""
        return self._dispatcher.has_loop and is_watched()

    def _watch_cells(self) -> None:
        if self._stop_watching_cells is None:
            self._stop_watching_cells = after_each_cell(self._cell_has_ended)

    def _cell_has_ended(self) -> None:
        """Show changes that a cell may have made to artists, which send no notification."""
        if self._is_shown:
            self._view.canvas.draw_idle()
            if not self._view.is_displayed:
                self._view.store_pictures()

    def close(self) -> None:
        """Stop the training and free the figure, the widgets and the task. A second call does nothing.

        The widgets are closed on the calling thread: a server that ends a session closes every widget on a thread of
        its own, and two threads may not close the same one. The work ends at home.
        """
        if self.__dict__.get("_dispatcher") is None or not self._dispatcher.is_open:  # the constructor may have failed
            return
        self._dispatcher.is_open = False  # first of all: observers that are called below find it closed
        try:
            self._view.close()
            self._open_view = None
            for layout in (*self._layouts, self.layout):
                layout.close()
            self.children = ()
        finally:
            super().close()
            self._dispatcher.run(self._end_work)

    def _end_work(self) -> None:
        self._loader.stop()
        self._playback.close()
        if self._stop_watching_cells is not None:
            self._stop_watching_cells()
        del self._interaction, self._animator
        self.set_trait("running", False)

    @observe("layout")
    def _layout_changed(self, change: Bunch) -> None:
        if isinstance(change["old"], Layout):
            self._layouts.append(change["old"])

    def _check_ready(self) -> None:
        if not self._is_shown and self._dispatcher.is_open:
            self._refuse_before_ready()
        if self._shown_data is None:
            raise RuntimeError(CLOSED)

    def _refuse_before_ready(self) -> NoReturn:
        raise RuntimeError(f"{self._loader.sentence} Wait for it in a cell of its own: await explorer.ready()")

    def _check_open(self) -> None:
        self._check_ready()
        if not self._dispatcher.is_open:
            raise RuntimeError(CLOSED)
