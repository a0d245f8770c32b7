"""Tables: whole, and two of eight columns."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.cases import contenders
from benchmarks.floor import Floor
from benchmarks.harness import FLOOR, OURS, UPSTREAM, Case, elapsed
from benchmarks.server import Server

TWO = ["column1", "column6"]


def cases(server: Server) -> Iterator[Case]:
    ours, upstream, floor = contenders.ours(server), contenders.upstream(server), Floor(server)
    mine, theirs = ours["table"], upstream["table"]
    yield Case(
        "table 1.6 M × 8 in 32 partitions, `read()`",
        {
            OURS: elapsed(mine.read),
            UPSTREAM: elapsed(theirs.read),
            FLOOR: elapsed(lambda: floor.table("table")),
        },
        {FLOOR: 1.3, UPSTREAM: 0.25},
        rounds=3,
    )
    yield Case(
        "two of its columns",
        {
            OURS: elapsed(lambda: mine.read(TWO)),
            UPSTREAM: elapsed(lambda: theirs.read(TWO)),
            FLOOR: elapsed(lambda: floor.table("table", TWO)),
        },
        {FLOOR: 1.3, UPSTREAM: 0.15},
        rounds=3,
    )
