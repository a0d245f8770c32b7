"""Memory that nobody uses any more."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any


def give_back() -> None:
    """Give freed memory back to the system, which those who hand it out would keep for later.

    A kernel that has shown a hundred pictures would seem to hold on to all of them.
    """
    # Not imported for this: a kernel that has read no table has nothing there.
    arrow = sys.modules.get("pyarrow")
    if arrow is not None:
        arrow.default_memory_pool().release_unused()
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Any:
    """Return the function of the C library that does it; only that of GNU has one."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
