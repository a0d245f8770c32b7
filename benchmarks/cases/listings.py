"""Listings: many containers, and many arrays with their structures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.cases import contenders
from benchmarks.filling import SCANS, SMALL_ARRAYS
from benchmarks.floor import Floor
from benchmarks.harness import FLOOR, OURS, UPSTREAM, Case, Measure, elapsed
from benchmarks.server import Server

FIELDS = ("metadata", "structure_family", "specs")


def cases(server: Server) -> Iterator[Case]:
    ours, upstream, floor = contenders.ours(server), contenders.upstream(server), Floor(server)

    def metadata(container: Any) -> Measure:
        return elapsed(lambda: [node.metadata for node in container.values()[:]])

    def structures(container: Any) -> Measure:
        return elapsed(lambda: [node.structure() for node in container.values()[:]])

    yield Case(
        f"{SCANS:,} child containers with metadata, `values()[:]`",
        {
            OURS: metadata(ours["scans"]),
            UPSTREAM: metadata(upstream["scans"]),
            FLOOR: elapsed(lambda: floor.pages("scans", SCANS, FIELDS)),
        },
        {FLOOR: 1.3, UPSTREAM: 0.15},
        rounds=3,
    )
    yield Case(
        f"{SMALL_ARRAYS} arrays with their structures, `values()[:]`",
        {
            OURS: structures(ours["arrays"]),
            UPSTREAM: structures(upstream["arrays"]),
            FLOOR: elapsed(lambda: floor.pages("arrays", SMALL_ARRAYS, (*FIELDS, "structure"))),
        },
        {FLOOR: 1.3, UPSTREAM: 1.0},
    )
