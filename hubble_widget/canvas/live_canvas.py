"""An ipympl canvas without side effects: whole pictures of what stays, encoded fast.

Importing ipympl switches the user's matplotlib backend (and fails where another one is in use); here it does
neither. The figure is embedded without pyplot, so it never appears among the user's own figures.
"""

from __future__ import annotations

import io
import warnings
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg

from hubble_widget.canvas.png import encode_png
from hubble_widget.canvas.scene import inches

with patch.object(matplotlib, "use", lambda *_args, **_options: None):
    from ipympl.backend_nbagg import Canvas, FigureManager

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from hubble_widget.canvas.overlay import Overlay

BIT_OF_BUTTON = (1, 4, 2, 8, 16)
"""Which bit of `MouseEvent.buttons` stands for `MouseEvent.button` 0, 1 ... in a browser, where the two disagree."""

LOST_AFTER = 1.0
"""Seconds that a page has to ask for a picture that was announced."""

SHOWN_AFTER = 0.5
"""Seconds after which the first picture that was sent is taken to be on the screen."""


class LiveCanvas(Canvas):
    """The canvas of one figure: pictures of what stays, over which the page paints what moves.

    A change of the figure (`draw_idle`) is announced, and drawn when the page asks for it. So no picture piles up, and
    the newest state wins. The moving artists are drawn where the page does not paint them, and into files.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Every face in it must be opaque.
    moving : iterable of Artist
        The artists that change with the state; they are marked as animated.
    over : Overlay
        What the page paints.
    run_at_home : callable
        ``run_at_home(function, *args)`` calls the function on the thread that owns the figure.
    soon : callable
        ``soon(function)`` calls it there when what runs now has ended: many changes, one picture.
    later : callable
        ``later(seconds, function)`` calls it there after so many seconds.

    Attributes
    ----------
    is_on_a_page : bool
        Whether a page has told that it shows the figure.
    """

    def __init__(
        self,
        figure: Figure,
        moving: Iterable[Artist],
        over: Overlay,
        *,
        run_at_home: Callable[..., object],
        soon: Callable[[Callable[[], object]], object],
        later: Callable[[float, Callable[[], object]], object],
    ) -> None:
        self._over = over
        self._prepare: Callable[[], object] = getattr(figure, "prepare", lambda: None)
        self._run_at_home, self._soon, self._later = run_at_home, soon, later
        self._moving = tuple(moving)
        for artist in self._moving:
            artist.set_animated(True)
        self._still: tuple[object, NDArray[np.uint8]] | None = None  # a renderer, and what it had drawn
        self._number = 0
        self._is_bare = True  # the newest picture
        self._is_due = self.is_on_a_page = self._is_resized = self._is_drawing = False
        self._is_sent = self._is_shown = False
        self._relay: Callable[..., object] | None = None
        self._when_first_shown: list[Callable[[], object]] = []
        super().__init__(figure)
        with warnings.catch_warnings():  # the toolbar of ipympl 0.10 passes on what traitlets does not know
            warnings.filterwarnings("ignore", "Passing unrecognized arguments", DeprecationWarning)
            manager = FigureManager(self, 0)  # becomes self.manager: every message goes through it
        self.mpl_disconnect(manager.key_press_handler_id)  # its keys would turn axes logarithmic by surprise
        self.set_trait("header_visible", False)
        self.set_trait("footer_visible", False)
        self.set_trait("resizable", False)
        self._size = self.get_width_height()
        figure.stale_callback = self._figure_changed  # as pyplot does: what a user draws appears by itself

    def _figure_changed(self, _figure: object, is_stale: bool) -> None:
        if is_stale and not self._is_drawing:  # which places the axes anew
            self.draw_idle()

    # Drawing

    def render(self) -> NDArray[np.uint8]:
        """Draw the figure as it is now, with all that moves, and return its pixels, shape (height, width, 4)."""
        self._over.bring_up_to_date()
        pixels = self.render_still()
        for artist in self._moving:
            if artist.axes is not None:  # a user may have removed it
                artist.draw(self.get_renderer())
        return pixels

    def render_still(self) -> NDArray[np.uint8]:
        """Draw what stays, if it has changed, and return all pixels; they are the renderer's own."""
        self._prepare()
        renderer = self.get_renderer()
        pixels = np.asarray(renderer.buffer_rgba())
        if self._still is None or self.figure.stale or self._still[0] is not renderer:
            self._is_drawing = True
            try:
                FigureCanvasAgg.draw(self)  # type: ignore[no-untyped-call]  # matplotlib annotates it not yet
            finally:
                self._is_drawing = False
            self._still = renderer, pixels.copy()
        else:
            pixels[...] = self._still[1]
        return pixels

    def picture(self) -> bytes:
        """Return the figure as it is now, as a PNG."""
        return encode_png(self.render())

    def keep(self) -> None:
        """Keep a picture for pages that are opened without a kernel, until one with a kernel keeps its own."""
        if not self.is_on_a_page:
            self._over.look()
            png = encode_png(self.render_still() if self._over.paints else self.render())
            self._data_url = "data:image/png;base64," + b64encode(png).decode("ascii")
            self._over.tell_scene(self._number)

    def print_figure(self, *args: Any, **options: Any) -> Any:
        """Save the figure as it is now, with all that moves."""
        self._over.bring_up_to_date()
        return super().print_figure(*args, **options)

    # What the page is sent

    def draw(self) -> None:
        """Draw everything anew and send it."""
        self._still = None
        self._send_picture()

    def draw_idle(self) -> None:
        """Have the figure shown as it will be when what runs now has ended."""
        if not self._is_due:
            self._is_due = True
            self._soon(self._show_changes)

    def draw_now(self) -> None:
        """Have a page that is there show the figure as it is, in the middle of a cell, when it can ask for nothing."""
        if self.is_on_a_page and self.comm is not None and self._has_changed:
            self._send_picture()

    @property
    def _has_changed(self) -> bool:
        """Whether the newest picture is no longer right."""
        is_drawn = self._still is not None and self._still[0] is self.get_renderer()
        return not is_drawn or self.figure.stale or not (self._over.paints and self._is_bare)

    def _show_changes(self) -> None:
        self._is_due = False
        if self.comm is None:  # closed meanwhile
            return
        self._over.look()
        if self._is_resized:
            self._send_picture()
        elif self._has_changed:
            super().draw_idle()  # the page will ask, unless it waits for a picture that was on its way or is lost
            if self.is_on_a_page:
                self._later(LOST_AFTER, partial(self._send_unless_asked, self._number))
        else:
            self._over.tell_scene(self._number)

    def _send_unless_asked(self, number: int) -> None:
        """Send a picture all the same where the page has not asked since the last one was sent."""
        if self.comm is not None and self._number == number and self._has_changed:
            self._send_picture()

    def handle_draw(self, _event: object) -> None:
        """Answer the page, which asks for a picture."""
        self._send_picture()

    def _send_picture(self) -> None:
        self._over.look()
        is_resized, self._is_resized = self._is_resized, False
        self._is_bare = self._over.paints
        (self.render_still if self._is_bare else self.render)()
        if is_resized:  # the page cuts the picture that it has to a new size at once
            self.manager.resize(*self.get_width_height(physical=True))
        if self.is_on_a_page:  # a picture that comes before the page knows the size leaves it at 0 x 0 for good
            self._png_is_old = True
            self.manager.refresh_all()
            if not self._is_sent:
                self._is_sent = True
                self._later(SHOWN_AFTER, self._first_is_shown)

    def get_diff_image(self) -> bytes | None:
        """Return the picture to send, a whole one, or None when it has been sent."""
        if not self._png_is_old:
            return None
        self._png_is_old = False
        self.set_image_mode("full")
        return encode_png(np.asarray(self.get_renderer().buffer_rgba()))

    def send_binary(self, data: bytes) -> None:
        """Send one picture to the page, after what belongs to it."""
        self._number += 1
        self._over.tell_scene(self._number)
        self.send({"data": '{"type": "binary"}', "frame": self._number}, buffers=[data])

    def relay_to(self, send: Callable[..., object]) -> None:
        """Have `send` carry what ipympl would be told, to a page without its front end, until one comes that has it."""
        self._relay = send

    def send(self, content: dict[str, Any], buffers: list[bytes] | None = None) -> None:
        """Send a message to the page, by the way on which it can be reached."""
        if self._relay is None:
            super().send(content, buffers)
        else:
            self._relay({"figure": content}, buffers)

    # Whether it is shown

    def when_first_shown(self, callback: Callable[[], object]) -> None:
        """Call `callback` once a page has shown its first picture, as far as can be known; now if it has."""
        self._when_first_shown.append(callback)
        if self._is_shown:
            self._first_is_shown()

    def _first_is_shown(self) -> None:
        self._is_shown = True
        callbacks, self._when_first_shown = self._when_first_shown, []
        for callback in callbacks:
            callback()

    # What the page asks

    def _send_save_buffer(self) -> None:
        """Have a person keep the figure as a file, as "Download" of the toolbar asks for."""
        if not self._over.paints:
            super()._send_save_buffer()
            return
        kind = str(matplotlib.rcParams["savefig.format"])
        file = io.BytesIO()
        self.figure.savefig(file, format=kind)
        self._over.save(f"{self._figure_label}.{kind}", file.getvalue())

    def handle_button_release(self, event: dict[str, Any]) -> None:
        """Answer a released button, first of all as a motion: the page sends only so many, and holds back the last."""
        buttons = event.get("buttons", 0) | BIT_OF_BUTTON[event["button"]]  # the page tells what is left pressed
        self.handle_motion_notify({**event, "type": "motion_notify", "buttons": buttons})
        super().handle_button_release(event)

    def resize(self, width: int, height: int) -> None:
        """Give the figure a new size in the page's pixels; the page hears of it when the new picture is ready."""
        size = (inches(pixels * self.device_pixel_ratio, self.figure.dpi) for pixels in (width, height))
        self.figure.set_size_inches(*size, forward=False)
        self._is_resized = True
        self.draw_idle()

    def _handle_message(self, widget: object, content: dict[str, Any], buffers: list[bytes]) -> None:
        self._run_at_home(self.answer, widget, content, buffers)

    def answer(self, widget: object, content: dict[str, Any], buffers: Sequence[bytes] = ()) -> None:
        """Answer what a page says of the figure: that it is there, what the mouse does. Must be called at home."""
        is_new = content["type"] == "initialized"
        if is_new:
            self._still = None  # the new page has at most an old picture, and asks for one even if nothing has changed
            if widget is self:
                self._relay = None
        super()._handle_message(widget, content, buffers)
        if is_new:
            self.is_on_a_page = True
            self.send_state("resizable")  # a new page takes every figure for resizable

    def close(self) -> None:
        """Free the figure, which the widget registry would hold through the toolbar."""
        if self.toolbar is not None:  # Python closes what is half made, too
            self.toolbar.layout.close()
            self.toolbar.close()
        super().close()
