"""The same server far away: 40 ms round trip and 200 Mbit/s."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from benchmarks.cases import contenders
from benchmarks.floor import Floor
from benchmarks.harness import FLOOR, OURS, UPSTREAM, Case, elapsed
from benchmarks.server import Server


def cases(server: Server) -> Iterator[Case]:
    floor = Floor(server)
    yield Case(
        "connect with 40 ms round trip, in plain questions and answers",
        {
            OURS: elapsed(lambda: contenders.ours(server)),
            UPSTREAM: elapsed(lambda: contenders.upstream(server)),
            FLOOR: elapsed(lambda: floor.get("")),
        },
        {FLOOR: 2.2, UPSTREAM: 0.5},
        rounds=15,
    )
    ours, upstream = contenders.ours(server), contenders.upstream(server)
    for name, key, bounds in (
        ("256 MB read with 40 ms and 200 Mbit/s", "doubles", {FLOOR: 1.05, UPSTREAM: 0.95}),
        ("counts with 40 ms and 200 Mbit/s", "counts", {UPSTREAM: 1.0}),
    ):
        mine, theirs = ours[key], upstream[key]
        yield Case(
            name,
            {
                OURS: elapsed(mine.read),
                UPSTREAM: elapsed(theirs.read),
                FLOOR: elapsed(partial(floor.array, key)),
            },
            bounds,
            rounds=2,
        )
