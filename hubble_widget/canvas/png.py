"""Encodes a picture as PNG: for speed, or for a small file."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FAST, _SMALL = 1, 6
_HEADER = struct.Struct(">IIBBBBB")
_RGBA_8_BITS = (8, 6, 0, 0, 0)
_PALETTE_8_BITS = (8, 3, 0, 0, 0)
_COLORS, _FREQUENT = 256, 160  # of a palette: all, and the most frequent ones


def encode_png(pixels: NDArray[np.uint8]) -> bytes:
    """Encode pixels as a PNG without row filters: many times faster than encoders that minimize the size.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width, 4)
        Red, green, blue and alpha. Alpha is kept: leaving it out takes longer than sending it.
    """
    return _png(pixels.reshape(len(pixels), -1), pixels.shape[1], _RGBA_8_BITS, level=_FAST)


def encode_small_png(pixels: NDArray[np.uint8]) -> bytes:
    """Encode opaque pixels with a palette of 256 colors: half the size, in twenty times the time.

    Rarer colors, at the edges of lines and letters, become the nearest of these.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width, 4)
        Red, green, blue and alpha, which is left out.
    """
    height, width = pixels.shape[:2]
    kinds, which, counts = np.unique(
        np.ascontiguousarray(pixels).view(np.uint32).ravel(), return_inverse=True, return_counts=True
    )
    colors = kinds.view(np.uint8).reshape(-1, 4)[:, :3].astype(np.int32)
    palette, nearest = _palette(colors, np.argsort(-counts, kind="stable")[:_FREQUENT])
    rows = nearest.astype(np.uint8)[which].reshape(height, width)
    return _png(rows, width, _PALETTE_8_BITS, (b"PLTE", palette.astype(np.uint8).tobytes()), level=_SMALL)


def _palette(colors: NDArray[np.int32], frequent: NDArray[np.intp]) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """Return some colors with those that are farthest from them, and which of these is nearest to each color."""
    chosen, nearest = list(frequent), np.zeros(len(colors), dtype=np.intp)
    off = np.full(len(colors), 3 * 256**2)
    for at in range(min(_COLORS, len(colors))):
        if at == len(chosen):
            chosen.append(int(off.argmax()))
        here = ((colors - colors[chosen[at]]) ** 2).sum(axis=1)
        nearest[here < off], off = at, np.minimum(here, off)
    return colors[chosen], nearest


def _png(rows: NDArray[np.uint8], width: int, kind: tuple[int, ...], *before: tuple[bytes, bytes], level: int) -> bytes:
    filtered = np.zeros((len(rows), 1 + rows.shape[1]), dtype=np.uint8)  # each row begins with its filter: 0, none
    filtered[:, 1:] = rows
    header = (b"IHDR", _HEADER.pack(width, len(rows), *kind))
    chunks = (header, *before, (b"IDAT", zlib.compress(filtered.data, level)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
