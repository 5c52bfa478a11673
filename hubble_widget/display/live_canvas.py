"""An ipympl canvas without side effects: blitted frames, encoded fast, sent when the page asks for one.

Importing ipympl switches the user's matplotlib backend (and fails where another one is in use); here it does
neither. The figure is embedded without pyplot, so it never appears among the user's own figures.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg

with patch.object(matplotlib, "use", lambda *_args, **_options: None):
    from ipympl.backend_nbagg import Canvas, FigureManager

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure
    from numpy.typing import NDArray


def encode_png(pixels: NDArray[np.uint8]) -> bytes:
    """Encode opaque pixels as a PNG without row filters: ten times the speed of an encoder that seeks the smallest.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width, 4)
        Red, green, blue and alpha; alpha is left out.
    """
    height, width = pixels.shape[:2]
    rows = np.zeros((height, 1 + 3 * width), dtype=np.uint8)  # each row begins with its filter: 0, none
    rows[:, 1:] = pixels[:, :, :3].reshape(height, 3 * width)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)  # 8 bits a channel, RGB
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.data, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


class LiveCanvas(Canvas):
    """The canvas of one figure whose moving artists are blitted over a background that is drawn once.

    A change of the figure is announced to the page (`draw_idle`), the page asks for a frame when it has shown the last
    one, and only then is it rendered. So never more than one frame is on its way, and the newest state wins. Frames
    are full pictures: a picture of differences is lost for good where the page drops one.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Every face in it must be opaque.
    moving : iterable of Artist
        The artists that change from frame to frame; they are marked as animated.
    run_at_home : callable
        ``run_at_home(function, *args)`` calls the function on the thread that owns the figure.
    """

    def __init__(
        self,
        figure: Figure,
        moving: Iterable[Artist],
        run_at_home: Callable[..., object],
    ) -> None:
        self._run_at_home = run_at_home
        self._moving = tuple(moving)
        for artist in self._moving:
            artist.set_animated(True)
        self._background: Any = None
        self._background_key: tuple[float, ...] = ()
        self._page_is_ready = False
        self._when_first_shown: Callable[[], object] | None = None
        super().__init__(figure)
        with warnings.catch_warnings():  # the toolbar of ipympl 0.10 passes on what traitlets does not know
            warnings.filterwarnings("ignore", "Passing unrecognized arguments", DeprecationWarning)
            manager = FigureManager(self, 0)  # becomes self.manager: every message goes through it
        self.mpl_disconnect(manager.key_press_handler_id)  # its keys would turn axes logarithmic by surprise
        self.set_trait("header_visible", False)
        self.set_trait("footer_visible", False)
        self.set_trait("resizable", False)
        self._size = self.get_width_height()

    def render(self) -> NDArray[np.uint8]:
        """Draw what has changed and return all pixels, shape (height, width, 4), without sending them."""
        key = (*self.get_width_height(physical=True), self.figure.dpi)
        if self.figure.stale or key != self._background_key:
            FigureCanvasAgg.draw(self)  # type: ignore[no-untyped-call]  # matplotlib annotates it not yet
            self._background = self.copy_from_bbox(self.figure.bbox)
            self._background_key = key
        else:
            self.restore_region(self._background)
        renderer = self.get_renderer()
        for artist in self._moving:
            artist.draw(renderer)
        return np.asarray(renderer.buffer_rgba())

    def picture(self) -> bytes:
        """Return the figure as it is now, as a PNG, and keep it for pages that are opened without a kernel."""
        png = encode_png(self.render())
        if not self._page_is_ready:
            self._data_url = "data:image/png;base64," + b64encode(png).decode("ascii")
        return png

    def draw(self) -> None:
        """Draw everything anew and send it."""
        self._background_key = ()
        self._send_frame()

    def handle_draw(self, _event: object) -> None:
        """Answer the page, which asks for a frame."""
        self._send_frame()

    def _send_frame(self) -> None:
        self.render()
        if self._page_is_ready:  # a frame that comes before the page knows the size leaves it at 0 x 0 for good
            self._png_is_old = True
            self.manager.refresh_all()
            first_shown, self._when_first_shown = self._when_first_shown, None
            if first_shown is not None:
                first_shown()

    def when_first_shown(self, callback: Callable[[], object]) -> None:
        """Call `callback` once, after the first frame has been sent to a page."""
        self._when_first_shown = callback

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in the page's pixels."""
        width, height = self.get_width_height()
        return width, height

    def get_diff_image(self) -> bytes | None:
        """Return the frame to send: the whole picture, or None when it has been sent."""
        if not self._png_is_old:
            return None
        self._png_is_old = False
        self.set_image_mode("full")
        return encode_png(np.asarray(self.get_renderer().buffer_rgba()))

    def send_binary(self, data: bytes) -> None:
        """Send one frame to the page."""
        self.send({"data": '{"type": "binary"}'}, buffers=[data])

    def resize(self, width: int, height: int) -> None:
        """Give the figure a new size in the page's pixels; the page then asks for a frame."""
        ratio = self.device_pixel_ratio
        hair = 1e-3  # matplotlib 3.9 cuts 459.9999 pixels to 459
        inches = ((width * ratio + hair) / self.figure.dpi, (height * ratio + hair) / self.figure.dpi)
        self.figure.set_size_inches(*inches, forward=False)
        self.manager.resize(width * ratio, height * ratio)

    def _handle_message(self, widget: object, content: dict[str, Any], buffers: list[bytes]) -> None:
        self._run_at_home(self._answer, widget, content, buffers)

    def _answer(self, widget: object, content: dict[str, Any], buffers: list[bytes]) -> None:
        super()._handle_message(widget, content, buffers)
        if content["type"] == "initialized":
            self._page_is_ready = True
            self.send_state("resizable")  # a new page takes every figure for resizable

    def close(self) -> None:
        """Free the figure, which the widget registry would hold through the toolbar."""
        self.toolbar.layout.close()
        self.toolbar.close()
        super().close()
