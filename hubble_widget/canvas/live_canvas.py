"""An ipympl canvas without side effects. It sends whole pictures of the background, encoded fast.

Importing ipympl usually switches the user's matplotlib backend, and fails if another one is in use; this module
prevents both. The figure is made without pyplot, so it never appears among the user's own figures.

ipympl (0.9, 0.10) has no public way to do what three of its private members are used for here, and nowhere else:

- `_data_url`, the picture that a saved notebook has: matplotlib/ipympl#359 asks for one that is up to date.
- `_send_save_buffer`, what "Download" sends: matplotlib/ipympl#138 and #615, the file is made of the canvas.
- `_handle_message`, what a page sends: no upstream issue found (searched: Canvas subclass, on_msg, _handle_message).
"""

from __future__ import annotations

import io
import warnings
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg

from hubble_widget.canvas.png import encode_png
from hubble_widget.figure.sizes import inches
from hubble_widget.messages import message

with patch.object(matplotlib, "use", lambda *_args, **_options: None):
    from ipympl.backend_nbagg import Canvas, FigureManager

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from hubble_widget.canvas.overlay import Overlay
    from hubble_widget.dispatcher import Dispatcher

BIT_OF_BUTTON = (1, 4, 2, 8, 16)
"""The bit of `MouseEvent.buttons` for `MouseEvent.button` 0, 1 ...; browsers number the two differently."""

LOST_AFTER = 1.0
"""Seconds in which a page must request an announced picture."""

SHOWN_AFTER = 0.5
"""Seconds after which the first picture is assumed to be on the screen."""

SHARP = 2
"""Pixels of a picture for one of a page, across, where the screen is not known."""

_TOOLTIPS = {
    "Home": message("Show everything again."),
    "Back": message("Go back to the part that was shown before."),
    "Forward": message("Go forward to the part that was shown next."),
    "Pan": message("Drag to move a plot; drag with the right button to zoom. Hold x or y to keep to one axis."),
    "Zoom": message("Drag a rectangle to see it larger. Hold x or y to keep to one axis."),
    "Download": message("Save the plots as a PNG."),
}
"""The tooltips of the toolbar, by matplotlib's names of its buttons: sentences."""


class LiveCanvas(Canvas):
    """The canvas of one figure: pictures of the background, over which the page paints the moving artists.

    A change of the figure (`draw_idle`) is announced, and drawn when the page requests it. So pictures never queue up,
    and the page gets the newest state. Moving artists are drawn into files, and into pictures if no page paints them.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Its background must be opaque.
    moving : iterable of Artist
        The artists that change with the state; they are set to animated.
    overlay : Overlay
        Describes to the page what to paint.
    dispatcher : Dispatcher
        Runs callbacks on the thread that owns the figure.

    Attributes
    ----------
    is_on_a_page : bool
        Whether a page has reported that it shows the figure.
    """

    def __init__(self, figure: Figure, moving: Iterable[Artist], overlay: Overlay, dispatcher: Dispatcher) -> None:
        self._overlay = overlay
        self._prepare: Callable[[], object] = getattr(figure, "prepare", lambda: None)
        self._dispatcher = dispatcher
        self._moving = tuple(moving)
        for artist in self._moving:
            artist.set_animated(True)
        self._background: tuple[object, NDArray[np.uint8]] | None = None  # a renderer, and its pixels
        self._picture_number = 0
        self._is_background_only = True  # the newest picture
        self._is_scheduled = self.is_on_a_page = self._is_resized = self._is_drawing = False
        self._has_sent_picture = self._has_shown_picture = self._has_unsent_picture = False
        self._relay: Callable[..., object] | None = None
        self._when_first_shown: list[Callable[[], object]] = []
        super().__init__(figure)
        with warnings.catch_warnings():  # the toolbar of ipympl 0.10 passes unknown arguments to traitlets
            warnings.filterwarnings("ignore", "Passing unrecognized arguments", DeprecationWarning)
            manager = FigureManager(self, 0)  # becomes self.manager: every message goes through it
        self.mpl_disconnect(manager.key_press_handler_id)  # its keys would make axes logarithmic by accident
        manager.set_window_title("Figure")  # the name of a file that "Download" saves
        self.set_trait("header_visible", False)
        self.set_trait("footer_visible", False)
        self.set_trait("resizable", False)
        manager.toolbar.toolitems = [
            (name, _TOOLTIPS.get(name, tooltip), *others) for name, tooltip, *others in manager.toolbar.toolitems
        ]
        self._size = self.get_width_height()
        figure.stale_callback = self._figure_changed  # as pyplot does: what a user draws appears at once

    def _figure_changed(self, _figure: object, is_stale: bool) -> None:
        if is_stale and not self._is_drawing:  # drawing moves the axes
            self.draw_idle()

    # Drawing

    def render(self) -> NDArray[np.uint8]:
        """Draw the present figure with the moving artists, and return its pixels, shape (height, width, 4)."""
        self._overlay.plots.update_artists()
        pixels = self.render_background()
        for artist in self._moving:
            if artist.axes is not None and artist.axes.get_visible():  # a user may have removed it
                artist.draw(self.get_renderer())
        return pixels

    def render_background(self) -> NDArray[np.uint8]:
        """Draw the background if it has changed, and return all pixels. The array belongs to the renderer."""
        self._prepare()
        renderer = self.get_renderer()
        pixels = np.asarray(renderer.buffer_rgba())
        if self._background is None or self.figure.stale or self._background[0] is not renderer:
            self._is_drawing = True
            try:
                FigureCanvasAgg.draw(self)  # type: ignore[no-untyped-call]  # matplotlib has no annotation yet
            finally:
                self._is_drawing = False
            self._background = renderer, pixels.copy()
        else:
            pixels[...] = self._background[1]
        return pixels

    def picture(self) -> bytes:
        """Return the present figure as a PNG."""
        return encode_png(self.render())

    def store_picture(self) -> bool:
        """Store a picture for pages that are opened without a kernel, unless a page already stores its own.

        Returns
        -------
        bool
            Whether something else is drawn than before.
        """
        is_new = not self.is_on_a_page and self._has_changed
        if not self.is_on_a_page:
            self._overlay.check_page()
            png = encode_png(self.render_background() if self._overlay.paints else self.render())
            self._data_url = "data:image/png;base64," + b64encode(png).decode("ascii")
            self._overlay.send_scene(self._picture_number)
        return is_new

    def draw_for_any_screen(self) -> None:
        """Draw two pixels for one of the page, across, until a page says how many its screen has."""
        self._set_device_pixel_ratio(SHARP)

    @contextmanager
    def unseen(self) -> Iterator[None]:
        """Draw other pictures that no page gets; the figure must be as before at the end."""
        self.render_background()
        background, announce = self._background, self.figure.stale_callback
        self.figure.stale_callback = None
        try:
            yield
        finally:
            self._background, self.figure.stale = background, False
            self.render_background()
            self.figure.stale_callback = announce

    def print_figure(self, *args: Any, **options: Any) -> Any:
        """Save the present figure with the moving artists."""
        self._overlay.plots.update_artists()
        return super().print_figure(*args, **options)

    # Sending pictures

    def draw(self) -> None:
        """Draw everything again and send it."""
        self._background = None
        self._send_picture()

    def draw_idle(self) -> None:
        """Show the figure once the present callback has ended."""
        if not self._is_scheduled:
            self._is_scheduled = True
            self._dispatcher.soon(self._show_changes)  # one picture for many changes

    def draw_now(self) -> None:
        """Send the present figure at once. While a cell runs, a page cannot request it."""
        if self.is_on_a_page and self.comm is not None and self._has_changed:
            self._send_picture()

    @property
    def _has_changed(self) -> bool:
        """Whether the newest picture is out of date."""
        is_drawn = self._background is not None and self._background[0] is self.get_renderer()
        return not is_drawn or self.figure.stale or not (self._overlay.paints and self._is_background_only)

    def _show_changes(self) -> None:
        self._is_scheduled = False
        if self.comm is None:  # closed meanwhile
            return
        self._overlay.check_page()
        if self._is_resized:
            self._send_picture()
        elif self._has_changed:
            super().draw_idle()  # the page requests it, unless it waits for an earlier picture
            if self.is_on_a_page:
                self._dispatcher.later(LOST_AFTER, partial(self._send_unless_asked, self._picture_number))
        else:
            self._overlay.send_scene(self._picture_number)

    def _send_unless_asked(self, number: int) -> None:
        """Send a picture if the page has requested none since picture `number`, also if it was drawn meanwhile."""
        if self.comm is not None and self._picture_number == number:
            self._send_picture()

    def handle_draw(self, _event: object) -> None:
        """Send a picture, which the page has requested."""
        self._send_picture()

    def _send_picture(self) -> None:
        self._overlay.check_page()
        is_resized, self._is_resized = self._is_resized, False
        self._is_background_only = self._overlay.paints
        (self.render_background if self._is_background_only else self.render)()
        if is_resized:  # the page crops its present picture to the new size at once
            self.manager.resize(*self.get_width_height(physical=True))
        if self.is_on_a_page:  # a picture before the page knows the size would leave it at 0 x 0
            self._has_unsent_picture = True
            self.manager.refresh_all()
            if not self._has_sent_picture:
                self._has_sent_picture = True
                self._dispatcher.later(SHOWN_AFTER, self._on_first_shown)

    def get_diff_image(self) -> bytes | None:
        """Return the whole picture to send, or None if it has been sent."""
        if not self._has_unsent_picture:
            return None
        self._has_unsent_picture = False
        self.set_image_mode("full")
        return encode_png(np.asarray(self.get_renderer().buffer_rgba()))

    def send_binary(self, data: bytes) -> None:
        """Send one picture to the page, after the scene that belongs to it."""
        self._picture_number += 1
        self._overlay.send_scene(self._picture_number)
        self.send({"data": '{"type": "binary"}', "frame": self._picture_number}, buffers=[data])

    def send_through(self, send: Callable[..., object]) -> None:
        """Send ipympl's messages by `send`, for a page without its front end, until a page with it connects."""
        self._relay = send

    def send(self, content: dict[str, Any], buffers: list[bytes] | None = None) -> None:
        """Send a message to the page, by ipympl or by `send_through`."""
        if self._relay is None:
            super().send(content, buffers)
        else:
            self._relay({"figure": content}, buffers)

    # Whether it is shown

    def when_first_shown(self, callback: Callable[[], object]) -> None:
        """Call `callback` once a page has probably shown its first picture; at once if it has already."""
        self._when_first_shown.append(callback)
        if self._has_shown_picture:
            self._on_first_shown()

    def _on_first_shown(self) -> None:
        self._has_shown_picture = True
        callbacks, self._when_first_shown = self._when_first_shown, []
        for callback in callbacks:
            callback()

    # Requests of the page

    def _send_save_buffer(self) -> None:
        """Download the figure as a file: the toolbar's "Download" requests it."""
        if not self._overlay.paints:
            super()._send_save_buffer()
            return
        kind = str(matplotlib.rcParams["savefig.format"])
        file = io.BytesIO()
        self.figure.savefig(file, format=kind)
        self._overlay.save(f"{self.manager.get_window_title()}.{kind}", file.getvalue())

    def handle_button_release(self, event: dict[str, Any]) -> None:
        """Handle a released button, first as a motion: the page limits the rate of motions and may drop the last."""
        buttons = (
            event.get("buttons", 0) | BIT_OF_BUTTON[event["button"]]
        )  # the page sends the buttons that are still pressed
        self.handle_motion_notify({**event, "type": "motion_notify", "buttons": buttons})
        super().handle_button_release(event)

    def resize(self, width: int, height: int) -> None:
        """Set the size of the figure in the page's pixels; the page is notified when the new picture is ready."""
        size = (inches(pixels * self.device_pixel_ratio, self.figure.dpi) for pixels in (width, height))
        self.figure.set_size_inches(*size, forward=False)
        self._is_resized = True
        self.draw_idle()

    def _handle_message(self, widget: object, content: dict[str, Any], buffers: list[bytes]) -> None:
        self._dispatcher.call(self.handle_page_message, widget, content, buffers)

    def handle_page_message(self, widget: object, content: dict[str, Any], buffers: Sequence[bytes] = ()) -> None:
        """Handle a message of a page about the figure. Must be called on the dispatcher's thread."""
        is_new = content["type"] == "initialized"
        if is_new:
            self._background = None  # the new page may have an old picture, so draw a new one
            if widget is self:
                self._relay = None
        super()._handle_message(widget, content, buffers)
        if is_new:
            self.is_on_a_page = True
            self.send_state("resizable")  # a new page assumes that every figure is resizable

    def close(self) -> None:
        """Free the figure: the widget registry would keep it alive through the toolbar."""
        if self.toolbar is not None:  # None if the constructor failed
            self.toolbar.layout.close()
            self.toolbar.close()
        super().close()
