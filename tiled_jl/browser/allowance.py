"""A limit to what one look at a node may bring from its server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.messages import Size, say
from tiled_jl.transport import watch

AT_ONCE = 64_000_000
"""Bytes that one look may bring."""


class AllowanceError(RequestError):
    """More would have come than there was room for.

    Parameters
    ----------
    room : int
        In bytes.
    """

    def __init__(self, room: int) -> None:
        super().__init__(
            "bad_request",
            say("More than %1 would have to be read for this.", Size(room)),
            say("Read it in a notebook, or look at a smaller part."),
        )


@contextmanager
def allowance(room: int = AT_ONCE) -> Iterator[None]:
    """Stop what is read within the block as soon as more comes than there is room for.

    Parameters
    ----------
    room : int
        In bytes.

    Raises
    ------
    AllowanceError

    Examples
    --------
    >>> with allowance(1_000):
    ...     client["examples/detector"][0]
    Traceback (most recent call last):
    tiled_jl.browser.allowance.AllowanceError: More than 1,000 bytes would have to be read for this.
    """
    with watch.watching(_Allowance(room, watch.current())):
        yield


class _Allowance:
    """A watcher that stops what the one around it would let pass."""

    def __init__(self, room: int, around: watch.Watcher | None) -> None:
        self._room = room
        self._around = around
        self._before = 0
        self._now = 0
        self._due = 0

    def check(self) -> None:
        if self._around is not None:
            self._around.check()
        if self._before + max(self._now, self._due) > self._room:
            raise AllowanceError(self._room)

    def advance(self, done: int, total: int | None, unit: str) -> None:
        if done < self._now:
            # Another request, or the same one again.
            self._before += self._now
        self._now, self._due = done, total or 0
        if self._around is not None:
            self._around.advance(done, total, unit)
