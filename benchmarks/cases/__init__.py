"""What is measured, by theme."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.cases import arrays, distance, listings, processes, tables
from benchmarks.harness import Case
from benchmarks.server import Server


def cases(near: Server, far: Server) -> Iterator[Case]:
    """Yield all cases.

    Parameters
    ----------
    near, far : Server
        The same server: on this machine, and through the relay.
    """
    yield from arrays.cases(near)
    yield from tables.cases(near)
    yield from listings.cases(near)
    yield from processes.cases(near)
    yield from distance.cases(far)
