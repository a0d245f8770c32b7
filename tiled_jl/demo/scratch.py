"""What lies in the writable catalogue before anyone has written to it."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import numpy as np

from tiled_jl.demo import DemoError
from tiled_jl.demo.nodes import array_structure, node, stored, table_structure


def fill(http: httpx.Client) -> None:
    """Create the first nodes of ``scratch``.

    Parameters
    ----------
    http
        A client whose base URL is the server's API and which carries its key.
    """
    for parent, body, data in _nodes():
        post(http, f"metadata/{parent}", body)
        if data is not None:
            family = body["structure_family"]
            http.put(
                f"{family}/full/{quote(parent)}/{quote(body['id'])}",
                content=data,
                headers={"Content-Type": _MEDIA_TYPES[family]},
            ).raise_for_status()


def post(http: httpx.Client, path: str, body: dict[str, Any]) -> None:
    """Create a node, and say what the server said where it refuses."""
    response = http.post(path, json=body)
    already_there = response.status_code == httpx.codes.CONFLICT
    if response.is_error and not already_there:
        raise DemoError(f"The server refused {path}/{body['id']}: {response.text[:500]}")


_MEDIA_TYPES = {
    "array": "application/octet-stream",
    "table": "application/vnd.apache.arrow.file",
}


def _nodes() -> Iterator[tuple[str, dict[str, Any], bytes | None]]:
    import pandas as pd

    rng = np.random.default_rng(20260313)
    flat = rng.normal(1, 0.02, size=(256, 256)).astype("<f4")
    yield (
        "scratch",
        node(
            "flat_field",
            "array",
            {"kind": "calibration", "detector": "area detector", "valid": True},
            stored("array", array_structure(flat, dims=("row", "col"))),
        ),
        flat.tobytes(),
    )
    yield (
        "scratch",
        node(
            "analysis",
            "container",
            {"status": "draft", "author": "night shift", "inputs": ["examples/spectrum"]},
        ),
        None,
    )
    residual = rng.normal(0, 0.01, size=481)
    yield (
        "scratch/analysis",
        node(
            "residual",
            "array",
            {"units": "1", "fit": {"model": "two shells", "r_factor": 0.013}},
            stored("array", array_structure(residual, dims=("energy",))),
        ),
        residual.tobytes(),
    )
    shells = pd.DataFrame(
        {
            "shell": ["Cu-Cu 1", "Cu-Cu 2"],
            "coordination": [12.0, 6.0],
            "distance": [2.546, 3.612],
            "sigma2": [0.0086, 0.0121],
        }
    )
    yield (
        "scratch/analysis",
        node(
            "shells",
            "table",
            {"units": {"distance": "Å", "sigma2": "Å²"}},
            stored("table", table_structure(shells)),
        ),
        _arrow(shells),
    )


def _arrow(frame: Any) -> bytes:
    import pyarrow as pa

    table = pa.Table.from_pandas(frame, preserve_index=False)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())
