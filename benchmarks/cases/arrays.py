"""Arrays: whole, by many small slices, and many small ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from benchmarks.cases import contenders
from benchmarks.floor import Floor
from benchmarks.harness import FLOOR, OURS, UPSTREAM, Case, elapsed, processor_time
from benchmarks.server import Server

SLICES = 200


def cases(server: Server) -> Iterator[Case]:
    ours, upstream, floor = contenders.ours(server), contenders.upstream(server), Floor(server)

    def whole(name: str, key: str, bounds: dict[str, float]) -> Case:
        mine, theirs = ours[key], upstream[key]
        work = {
            OURS: elapsed(mine.read),
            UPSTREAM: elapsed(theirs.read),
            FLOOR: elapsed(partial(floor.array, key)),
        }
        return Case(name, work, bounds)

    yield whole("256 MB float64, 64 chunks, `read()`", "doubles", {FLOOR: 1.15, UPSTREAM: 0.65})
    yield whole(
        "128 MB uint16 counts, 64 chunks, `read()`", "counts", {FLOOR: 1.25, UPSTREAM: 0.55}
    )

    mine, theirs = ours["image"], upstream["image"]
    yield Case(
        f"client CPU per small slice ({SLICES} slices of 64 × 64)",
        {
            OURS: processor_time(lambda: small_slices(mine, SLICES), SLICES),
            UPSTREAM: processor_time(lambda: small_slices(theirs, SLICES), SLICES),
        },
        {UPSTREAM: 0.35},
        unit="ms",
        rounds=3,
    )

    together, one_by_one = ours["arrays"], upstream["arrays"]
    yield Case(
        "300 small arrays of one container, all read",
        {
            OURS: elapsed(together.read_many),
            UPSTREAM: elapsed(lambda: [array.read() for array in one_by_one.values()]),
        },
        {UPSTREAM: 0.4},
        rounds=2,
    )


def small_slices(array: Any, count: int) -> None:
    for number in range(count):
        row, column = divmod(number * 64, 900)
        array[row % 900 : row % 900 + 64, column : column + 64]
