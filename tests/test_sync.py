"""Nodes are copied whole, from one server to another, however often that is interrupted."""

import os
import random
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import awkward
import numpy
import pandas
import pyarrow
import pytest
import serving
import xarray
from served import ARRAYS, ODD_KEYS

from tiled_jl import Context, from_context
from tiled_jl.errors import Cancelled, NodeExists, TiledError
from tiled_jl.queries import Key
from tiled_jl.storage import Asset, DataSource
from tiled_jl.sync import copy
from tiled_jl.sync.marks import KEY
from tiled_jl.transport.watch import watching


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Server]:
    """A second server."""
    running = serving.start(tmp_path_factory.mktemp("other"))
    yield running
    running.stop()


@pytest.fixture
def scratch(client: Any) -> Any:
    """An empty container of the first server."""
    return client["catalog"].create_container()


@pytest.fixture
def dest(other: serving.Server) -> Iterator[Any]:
    """An empty container of the second server."""
    with Context(other.uri, api_key=other.api_key) as context:
        yield from_context(context)["catalog"].create_container()


class Listener:
    """Notes what it is told; wants to stop once enough is done."""

    def __init__(self, enough: float = float("inf")) -> None:
        self.heard: list[tuple[int, int | None, str]] = []
        self.enough = enough

    def check(self) -> None:
        if self.heard and self.heard[-1][0] >= self.enough:
            raise Cancelled

    def advance(self, done: int, total: int | None, unit: str) -> None:
        self.heard.append((done, total, unit))


def content(node: Any) -> Any:
    """Return what can be compared of the data of a node."""
    match node.structure_family:
        case "container":
            parts = getattr(node, "parts", node)
            return {key: described(child) for key, child in parts.items()}
        case "array":
            found = node.read()
            return found.shape, found.dtype.newbyteorder("="), found.tolist()
        case "table":
            count = range(node.npartitions)
            return [node.read_partition(number, format="arrow").to_pydict() for number in count]
        case "sparse":
            return node.todense().tolist()
        case "bytes":
            return {name: node.read(name) for name in node.names}
        case _:
            return node.read().tolist()


def described(node: Any) -> Any:
    """Return all that a copy has in common with its source."""
    structure = None if node.structure_family == "container" else node.structure()
    return node.structure_family, dict(node.metadata), node.specs, structure, content(node)


def fill(scratch: Any) -> None:
    """Write a node of every family."""
    group = scratch.create_container("group", metadata={"sample": {"name": "Cu"}}, specs=["scan"])
    group.write_array(
        numpy.arange(60, dtype="u2").reshape(5, 4, 3),
        key="image",
        chunks=(2, 4, 2),
        dims=("frame", "row", "col"),
        metadata={"exposure": 0.5, "note": None},
    )
    frame = pandas.DataFrame(
        {"energy": [8.0, 8.1, 8.2], "name": ["a", "é", ""]},
        index=pandas.Index([3, 5, 7], name="point"),
    )
    group.write_table(frame, key="table", npartitions=2, specs=["xas"])
    group.write_table(
        pyarrow.table({"list": [[1, 2], [], [3]]}), key="arrow", npartitions=2
    )
    group.write_sparse([[0, 3], [1, 1]], [1.5, 2.5], (4, 2), key="sparse", chunks=((3, 1), (2,)))
    group.write_awkward(
        awkward.Array([{"hits": [1, 2], "t": None}, {"hits": [], "t": 1.5}]), key="awkward"
    )
    group.write_ragged([[1.0, 2.0], [], [3.0]], key="ragged", chunks=2)
    climate = xarray.Dataset(
        {"rain": (("time", "lat"), numpy.eye(3), {"units": "mm"})}, {"time": [0, 1, 2]}
    )
    scratch.write_xarray_dataset(climate, key="climate", metadata={"station": "north"})
    scan = scratch.create_container("scan", specs=["composite"])
    scan.write_table(pandas.DataFrame({"th": [1.0, 2.0]}), key="motors")
    scan.write_array(numpy.ones((2, 3)), key="spectra")
    scratch.create_container("empty").create_container("emptier")


def test_every_family_is_the_same_on_the_other_server(scratch: Any, dest: Any) -> None:
    fill(scratch)
    summary = copy(scratch, dest)
    assert summary.failed == {}
    assert summary.skipped == []
    assert content(dest) == content(scratch)
    assert list(dest) == list(scratch)
    assert {"group", "group/image", "scan/motors"} <= set(summary.copied)
    assert dest["climate"].read().identical(scratch["climate"].read())
    assert dest["group/table"].read().equals(scratch["group/table"].read())
    assert len(dest["group"].metadata_revisions) == 0
