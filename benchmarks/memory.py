"""How much memory a process takes for a piece of work, as Linux counts it."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_SELF = Path("/proc/self")
_RESET_PEAK = "5"


@dataclass
class Peak:
    """The most bytes that were held during some work, above those that were held before."""

    idle: int
    above_idle: int = 0

    def so_far(self) -> int:
        """Return what it is while the work goes on."""
        return _status("VmHWM") - self.idle


@contextmanager
def watched() -> Iterator[Peak]:
    """Measure the work within the block; the result is there when the block has ended."""
    gc.collect()
    (_SELF / "clear_refs").write_text(_RESET_PEAK)
    peak = Peak(_status("VmRSS"))
    yield peak
    peak.above_idle = peak.so_far()


def _status(name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB$", (_SELF / "status").read_text(), re.MULTILINE)
    if found is None:
        raise RuntimeError(f"The system does not tell {name}.")
    return int(found[1]) * 1024
