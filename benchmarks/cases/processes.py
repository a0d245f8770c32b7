"""What a new process costs: its import, its first array, its memory."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.harness import FLOOR, OURS, UPSTREAM, Case, process, reported_by
from benchmarks.server import Server

CLIENTS = {OURS: "tiled_jl", UPSTREAM: "tiled.client"}

FIRST_ARRAY = """
import sys
from {module} import from_uri
uri, api_key = sys.argv[1:]
from_uri(uri, api_key=api_key)["image"].read()
"""

MEMORY = """
import sys
from benchmarks.memory import watched
from {module} import from_uri
uri, api_key = sys.argv[1:]
root = from_uri(uri, api_key=api_key)
root["image"].read()
array = root["doubles"]
with watched() as peak:
    result = array.read()
print(peak.above_idle / result.nbytes)
"""

RESULT_ALONE = "print(1.0)"


def cases(server: Server) -> Iterator[Case]:
    def contest(code: str) -> dict[str, str]:
        return {name: code.format(module=module) for name, module in CLIENTS.items()}

    where = (server.uri, server.api_key)
    yield Case(
        "`import` alone",
        {name: process(code) for name, code in contest("import {module}").items()},
        {UPSTREAM: 0.15},
    )
    yield Case(
        "new process: import, connect, read a 1000 × 1000 array",
        {name: process(code, *where) for name, code in contest(FIRST_ARRAY).items()},
        {UPSTREAM: 0.25},
    )
    memory = {name: reported_by(code, *where) for name, code in contest(MEMORY).items()}
    yield Case(
        "memory above idle for the 256 MB read, in units of the result",
        {**memory, FLOOR: reported_by(RESULT_ALONE)},
        {FLOOR: 1.25},
        unit="×",
        rounds=3,
    )
