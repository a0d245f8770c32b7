"""What is in the server that is measured. It is written by plain requests, not by a contender."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import httpx
import numpy as np
import pyarrow as pa

from benchmarks.server import Server

SCANS = 3_000
SMALL_ARRAYS = 300
TABLE_ROWS = 1_600_000
TABLE_COLUMNS = 8
PARTITIONS = 32
ARRAY_MIMETYPE = "application/octet-stream"
TABLE_MIMETYPE = "application/vnd.apache.arrow.file"

random = np.random.default_rng(0)


def fill(server: Server) -> None:
    """Write everything that the cases read."""
    headers = {"Authorization": f"Apikey {server.api_key}"}
    with httpx.Client(base_url=f"{server.uri}/api/v1/", headers=headers, timeout=120) as http:
        create_array(http, "image", random.random((1000, 1000)), blocks=1)
        create_array(http, "doubles", random.random((64, 500, 1000)), blocks=64)
        create_array(http, "counts", random.poisson(20, (64, 1000, 1000)).astype("u2"), blocks=64)
        create_table(http, "table")
        create_container(http, "arrays", {})
        for number in range(SMALL_ARRAYS):
            create_array(http, f"arrays/array{number:03}", random.random((32, 32)), blocks=1)
        create_container(http, "scans", {})
        for number in range(SCANS):
            metadata = {"scan": number, "sample": {"name": "Cu", "temperature": 300 + number / 10}}
            create_container(http, f"scans/scan{number:05}", metadata)


def create_array(http: httpx.Client, path: str, array: np.ndarray, blocks: int) -> None:
    """Write an array, cut into blocks along its first dimension."""
    length = len(array) // blocks
    structure = {
        "data_type": {
            "endianness": "little",
            "kind": array.dtype.kind,
            "itemsize": array.dtype.itemsize,
        },
        "shape": array.shape,
        "chunks": [[length] * blocks, *([each] for each in array.shape[1:])],
        "dims": None,
        "resizable": False,
    }
    create(http, path, "array", {}, structure, "application/x-zarr")
    for block in range(blocks):
        where = ",".join([str(block), *("0" for _ in array.shape[1:])])
        http.put(
            f"array/block/{path}?block={where}",
            content=array[block * length : (block + 1) * length].tobytes(),
            headers={"Content-Type": ARRAY_MIMETYPE},
        ).raise_for_status()


def create_table(http: httpx.Client, path: str) -> None:
    schema = pa.schema({f"column{number}": pa.float64() for number in range(TABLE_COLUMNS)})
    message = b64encode(schema.serialize().to_pybytes()).decode()
    structure = {
        "arrow_schema": f"data:{TABLE_MIMETYPE};base64,{message}",
        "npartitions": PARTITIONS,
        "columns": schema.names,
        "resizable": False,
    }
    create(http, path, "table", {}, structure, "application/x-parquet")
    for partition in range(PARTITIONS):
        rows = [random.random(TABLE_ROWS // PARTITIONS) for _ in schema]
        sink = pa.BufferOutputStream()
        with pa.ipc.new_file(sink, schema) as writer:
            writer.write_table(pa.table(rows, schema=schema))
        http.put(
            f"table/partition/{path}?partition={partition}",
            content=sink.getvalue().to_pybytes(),
            headers={"Content-Type": TABLE_MIMETYPE},
        ).raise_for_status()


def create_container(http: httpx.Client, path: str, metadata: dict[str, Any]) -> None:
    create(http, path, "container", metadata)


def create(
    http: httpx.Client,
    path: str,
    family: str,
    metadata: dict[str, Any],
    structure: dict[str, Any] | None = None,
    mimetype: str | None = None,
) -> None:
    parent, _, key = path.rpartition("/")
    sources = [{"structure_family": family, "structure": structure, "mimetype": mimetype}]
    body = {
        "id": key,
        "structure_family": family,
        "metadata": metadata,
        "specs": [],
        "data_sources": sources if structure else [],
    }
    http.post(f"metadata/{parent}", json=body).raise_for_status()
