"""How much memory this process has had at most."""

from __future__ import annotations

import resource
from pathlib import Path


def peak_memory() -> float:
    """Return the largest resident memory so far, in MB.

    On Linux not by ``getrusage``, which counts that of the process that started this one, too.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (kilobytes,) = (line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(kilobytes) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20  # macOS counts bytes


def forget_peak() -> float:
    """Have `peak_memory` count from now on, which Linux alone can; return the resident memory of now, in MB."""
    Path("/proc/self/clear_refs").write_text("5")
    return peak_memory()
