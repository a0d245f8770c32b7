"""How much of a copy has been written, for whoever watches it."""

from __future__ import annotations

import threading

from tiled_jl.transport import watch


class Tally:
    """The watcher of a copy.

    Parameters
    ----------
    parent : Watcher or None
        Who wants to know, and may want to stop.

    Attributes
    ----------
    done : int
        Bytes.
    """

    def __init__(self, parent: watch.Watcher | None) -> None:
        self._parent = parent
        self._lock = threading.Lock()
        self.done = 0

    def check(self) -> None:
        """Stop here if the parent wants that."""
        if self._parent is not None:
            self._parent.check()

    def advance(self, done: int, total: int | None, unit: str) -> None:
        """Take no note: what a request has received is not what has been copied."""

    def add(self, nbytes: int) -> None:
        """Take note of a piece that was written."""
        with self._lock:
            self.done += nbytes
            if self._parent is not None:
                self._parent.advance(self.done, None, "bytes")
