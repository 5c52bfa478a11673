"""Animations of the plots: which states they show, and the files that they become."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

ANIMATIONS = ("gif", "mp4")
"""File types."""

DURATION = 6.0
FRAMES = 60
MAX_FRAMES = 600
_LAST = 1.5
"""Seconds for which the last frame stays."""
_COLORS = 128


def iterations_to_show(last: int, frames: int) -> list[int]:
    """Return about so many iterations from 0 to the last, with growing steps: a descent is fast at first."""
    for count in range(frames, 8 * frames):
        shown = np.unique(np.rint(np.geomspace(1, last + 1, count) - 1).astype(int))
        if len(shown) >= min(frames, last + 1):
            break
    return [int(iteration) for iteration in shown]


def check_ffmpeg(kind: str) -> None:
    """Raise a RuntimeError if this type of file needs ffmpeg and there is none."""
    if kind == "mp4" and shutil.which("ffmpeg") is None:
        raise RuntimeError(
            "an .mp4 file needs the program ffmpeg, which is not installed here; a .gif file needs nothing else: "
            'explorer.save_animation("training.gif").'
        )


def encode(frames: Sequence[bytes], duration: float, kind: str) -> bytes:
    """Return an animation as a file.

    Parameters
    ----------
    frames : sequence of bytes
        PNG pictures of one size.
    duration : float
        Seconds from the first to the last frame, which then stays for a moment.
    kind : {"gif", "mp4"}

    Raises
    ------
    RuntimeError
        If ffmpeg is needed, and is missing or fails.
    """
    check_ffmpeg(kind)
    each = duration / max(1, len(frames) - 1)
    return _as_gif(frames, each) if kind == "gif" else _as_mp4(frames, each)


def _as_gif(frames: Sequence[bytes], each: float) -> bytes:
    from PIL import Image

    ends = [Image.open(BytesIO(frame)).convert("RGB") for frame in (frames[0], frames[len(frames) // 2], frames[-1])]
    colors: Counter[Any] = Counter()  # of tuples of red, green and blue
    for end in ends:  # these have all colors
        colors.update({color: count for count, color in end.getcolors(1 << 24) or ()})
    common = [color for color, _ in colors.most_common(_COLORS)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for color in common for part in color])

    def indexed(frame: bytes) -> Image.Image:
        picture = Image.open(BytesIO(frame)).convert("RGB")
        indices = np.array(picture.quantize(palette=palette, dither=Image.Dither.NONE))
        indices[(np.asarray(picture) == common[0]).all(axis=2)] = 0  # Pillow takes a neighbor of the background
        result = Image.fromarray(indices)
        result.putpalette(palette.getpalette() or ())
        return result

    pictures = [indexed(frame) for frame in frames]
    times = [round(1000 * each)] * (len(pictures) - 1) + [round(1000 * _LAST)]
    file = BytesIO()
    pictures[0].save(file, "GIF", save_all=True, append_images=pictures[1:], duration=times, loop=0)
    return file.getvalue()


def _as_mp4(frames: Sequence[bytes], each: float) -> bytes:
    longer = [*frames, *[frames[-1]] * round(_LAST / each)]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "animation.mp4"
        rate = ["-f", "image2pipe", "-c:v", "png", "-framerate", f"{1 / each:.6f}", "-i", "-"]
        even = ["-vf", "scale=trunc(iw/2)*2:trunc(ih/2)*2", "-pix_fmt", "yuv420p"]  # as players need it
        command = ["ffmpeg", "-loglevel", "error", "-y", *rate, *even, str(file)]
        done = subprocess.run(command, input=b"".join(longer), capture_output=True, check=False)
        if done.returncode:
            raise RuntimeError(f"ffmpeg could not make the animation: {done.stderr.decode(errors='replace').strip()}")
        return file.read_bytes()
