"""Watching a request: stopping it, and hearing how far it is.

The one who starts a long piece of work puts a watcher around it; whoever sends requests below looks
for the watcher of its own thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class Watcher(Protocol):
    """Someone who wants to hear of progress and may want to stop."""

    def check(self) -> None:
        """Raise `tiled_jl.errors.Cancelled` to stop the work. Called often."""

    def advance(self, done: int, total: int | None, unit: str) -> None:
        """Take note of progress.

        Parameters
        ----------
        done : int
            How much is done, from the start; less than before when a part had to be repeated.
        total : int or None
            How much there is; None where that is unknown.
        unit : str
            Of what: ``"bytes"``.
        """


_watcher: ContextVar[Watcher | None] = ContextVar("tiled_jl_watcher", default=None)


@contextmanager
def watching(watcher: Watcher | None) -> Iterator[None]:
    """Put a watcher around all requests that this thread sends within the block.

    Examples
    --------
    >>> class Counter:
    ...     def check(self): ...
    ...     def advance(self, done, total, unit):
    ...         self.done = done
    >>> counter = Counter()
    >>> with watching(counter):
    ...     frame = client["examples/detector"][0]
    >>> counter.done == frame.nbytes
    True
    """
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def current() -> Watcher | None:
    """Return the watcher of this thread, if there is one."""
    return _watcher.get()


def check() -> None:
    """Stop here if the watcher wants that."""
    watcher = _watcher.get()
    if watcher is not None:
        watcher.check()


def advance(done: int, total: int | None, unit: str = "bytes") -> None:
    """Tell the watcher how far the work is."""
    watcher = _watcher.get()
    if watcher is not None:
        watcher.advance(done, total, unit)
