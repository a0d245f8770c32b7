"""A cluster of two processes reads 512 MB and a table of 32 partitions, and writes both back.

``python -m benchmarks.cluster`` prints how long each step took, and fails where the copies differ
from what was read, or where a graph holds data or the key of the server.
"""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Iterator
from contextlib import contextmanager

import dask.array
import numpy as np
import pandas as pd
from distributed import Client, LocalCluster, Nanny
from pandas.testing import assert_frame_equal

from benchmarks.server import serving
from tiled_jl import Context, from_context, from_uri

SHAPE, CHUNKS = (64, 1000, 1000), (1, 1000, 1000)
LARGEST_GRAPH = 1_000_000
"""Bytes. The data are 512 MB."""


@contextmanager
def step(what: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - started:.1f} s", flush=True)


def check_light(collection: object, key: str) -> None:
    pickled = pickle.dumps(collection)
    assert len(pickled) < LARGEST_GRAPH, f"a graph of {len(pickled):,} bytes"
    assert key.encode() not in pickled, "the key is in the graph"


class PatientNanny(Nanny):
    """Lets a worker end by itself, which takes more than the usual 4 s where much else runs."""

    async def close(self, timeout: float = 60, reason: str = "nanny-close") -> str:
        return await super().close(timeout=timeout, reason=reason)


def main() -> None:
    local = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with (
        serving() as server,
        environment("TILED_API_KEY", server.api_key),
        LocalCluster(worker_class=PatientNanny, **local) as cluster,
        Client(cluster),
        from_uri(server.uri, "dask").context as context,
    ):
        copy(context, server.api_key)


@contextmanager
def environment(name: str, value: str) -> Iterator[None]:
    os.environ[name] = value
    yield
    del os.environ[name]


def copy(context: Context, key: str) -> None:
    root = from_context(context, "dask").create_container("cluster")
    with step("write 512 MB from the workers"):
        noise = dask.array.random.default_rng(0).random(SHAPE, chunks=CHUNKS)
        first = root.write_array(noise, key="first")
    read = first.read()
    check_light(read, key)
    with step("read it there, and write it back"):
        second = root.write_array(read, key="second")
    with step("compare"):
        assert bool((first.read() == second.read()).all().compute())

    rows = 1_600_000
    numbers = np.random.default_rng(0).random((rows, 8))
    frame = pd.DataFrame(numbers, columns=[f"column{number}" for number in range(8)])
    plain = from_context(context, "numpy", root.path_parts)
    plain.write_table(frame, key="table", npartitions=32)
    table = root["table"].read()
    check_light(table, key)
    assert table.npartitions == 32
    with step("read a table of 32 partitions, and write it back"):
        root.write_table(table, key="copy")
    assert_frame_equal(plain["copy"].read()[frame.columns].reset_index(drop=True), frame)
    print("All is equal, and no graph holds data or the key.")


if __name__ == "__main__":
    main()
