"""Frames on their way to the page: how a picture is encoded, and how many may be in flight."""

from __future__ import annotations

import struct
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np
from zlib_ng import zlib_ng

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_IN_FLIGHT = 4
"""Frames sent and not yet shown: on a slow wire fewer leave it idle, more make the newest wait behind old ones."""

MOST_IN_A_TRAINING = 16
"""The same while a training is watched: the page answers it more rarely, for each answer takes time from torch."""

LOST_AFTER = 1.0
"""Seconds after which a frame that nobody has acknowledged no longer holds up the next."""

_LEVEL = 2  # of zlib-ng: a quarter smaller than level 1, for a quarter of its time more
_HEADER = struct.Struct(">IIBBBBB")
_RGBA_8_BITS = (8, 6, 0, 0, 0)


MOST_CHANGED = 0.25
"""Share of the pixels beyond which a frame is sent as a whole: its changes would be no smaller."""


def encode_png(pixels: NDArray[np.uint8]) -> bytes:
    """Encode pixels as a PNG without row filters: many times the speed of an encoder that seeks the smallest.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width, 4)
        Red, green, blue and alpha. Alpha is kept: leaving it out takes longer than sending it.
    """
    height, width = pixels.shape[:2]
    rows = np.zeros((height, 1 + 4 * width), dtype=np.uint8)  # each row begins with its filter: 0, none
    rows[:, 1:] = pixels.reshape(height, 4 * width)
    header = _HEADER.pack(width, height, *_RGBA_8_BITS)
    chunks = ((b"IHDR", header), (b"IDAT", zlib_ng.compress(rows.data, _LEVEL)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib_ng.crc32(kind + body))
        for kind, body in chunks
    )


def encode_changes(
    pixels: NDArray[np.uint8], key: NDArray[np.uint8], where: NDArray[np.intp] | None = None
) -> bytes | None:
    """Encode a picture as what is different in it from another one, the key, which the page has already.

    A moving line is about a hundredth of a figure's pixels: to find, send and paint these takes a small part of the
    time that the whole takes, on either side. It needs the key and no other frame, so that any may be left out.

    Parameters
    ----------
    pixels, key : ndarray of uint8, shape (height, width, 4)
        Red, green, blue and alpha of both, contiguous.
    where : ndarray of int, optional
        The only pixels that can be different, row by row, ascending; by default any.

    Returns
    -------
    bytes or None
        A zlib stream of two columns of little-endian unsigned 32-bit numbers, one after the other: by how many pixels,
        row by row, each that is different comes after the one before (the first: after the picture's first pixel), and
        what it is now. None where more than `MOST_CHANGED` of them are different.
    """
    new, old = (picture.view("<u4").ravel() for picture in (pixels, key))
    at = np.flatnonzero(new != old) if where is None else where[new[where] != old[where]]
    if at.size > MOST_CHANGED * new.size:
        return None
    columns = np.concatenate([np.diff(at, prepend=0).astype("<u4"), new[at]])
    return zlib_ng.compress(columns.data, _LEVEL)


class FrameWindow:
    """Counts the frames that were sent and those that the page has shown.

    While the page acknowledges, a few frames may be in flight; else each has to be asked for.

    Attributes
    ----------
    acknowledges : bool
        Whether the page that shows the figure says which frames it has shown.
    most : int
        How many frames may be in flight.
    """

    def __init__(self) -> None:
        self.acknowledges = False
        self.most = MOST_IN_FLIGHT
        self._sent = self._shown = 0
        self._last_sent_at = -LOST_AFTER

    def restart(self) -> None:
        """Take note of a new page: what was in flight is lost, and whether it acknowledges is not known yet."""
        self.acknowledges = False
        self._shown = self._sent

    def take_number(self) -> int:
        """Count one more frame as sent and return its number."""
        self._sent += 1
        self._last_sent_at = monotonic()
        return self._sent

    def shown(self, number: int) -> None:
        """Note that the page shows frame `number`; what was sent before it is out of flight as well."""
        self._shown = max(self._shown, min(number, self._sent))

    @property
    def has_room(self) -> bool:
        """Whether a frame may be sent without being asked for."""
        waits_for_nothing = monotonic() - self._last_sent_at > LOST_AFTER
        return self.acknowledges and (self._sent - self._shown < self.most or waits_for_nothing)

    @property
    def is_quiet(self) -> bool:
        """Whether the page acknowledges, and shows the newest frame."""
        return self.acknowledges and self._sent == self._shown
