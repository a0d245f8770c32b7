"""The smoke test reads everything, and says what cannot be read."""

import tracemalloc
from typing import Any

import pytest
import serving
from client import faultproxy

from tiled_jl import Context, from_context, smoke
from tiled_jl.errors import Cancelled, ServerError
from tiled_jl.transport import watch


def test_all_is_well_where_all_can_be_read(memory: Any) -> None:
    assert smoke.read(memory["labelled/dataset"]) == []
    assert smoke.read(memory["odd"]) == []
    assert smoke.read(memory["tables/parts"]) == []
    assert smoke.read(memory["labelled/clashing"]) == []
    assert smoke.read(memory["irregular"]) == []


def test_all_below_a_node_is_read(memory: Any, requests: list[str]) -> None:
    smoke.read(memory["labelled/composite"])
    for part in ("images", "axis"):
        assert any(f"array/full/memory/labelled/composite/{part}?" in each for each in requests)
    partitions = [each for each in requests if "table/partition" in each]
    assert len(partitions) == 3


def test_what_cannot_be_read_is_named_with_its_error(memory: Any, server: serving.Server) -> None:
    faults = smoke.read(memory["faulty"])
    api = f"{server.uri}/api/v1/metadata/memory/faulty"
    assert [fault.uri for fault in faults] == [f"{api}/child03", f"{api}/child17"]
    assert str(faults[0]).startswith(f"{api}/child03: ")


def test_a_strict_one_stops_at_the_first(memory: Any, requests: list[str]) -> None:
    with pytest.raises(Exception, match="child03"):
        smoke.read(memory["faulty"], strict=True)
    assert not any("child04" in request for request in requests)


def test_a_container_that_cannot_be_listed_is_a_fault(server: serving.Server) -> None:
    proxy = faultproxy.start(server.uri)
    try:
        with Context(proxy.uri, api_key=server.api_key) as context:
            node = from_context(context, node_path_parts=["memory", "labelled"])
            proxy.spoil("search", *[faultproxy.status(500)] * 2)
            (fault,) = smoke.read(node)
    finally:
        faultproxy.stop(proxy)
    assert isinstance(fault.error, ServerError)
    assert fault.uri.endswith("metadata/memory/labelled")


def test_large_arrays_are_not_held_as_a_whole(memory: Any) -> None:
    memory.context.shrink_parts(200_000, 100_000)
    node = memory["arrays/large"]
    assert smoke.read(node) == []
    tracemalloc.start()
    try:
        smoke.read(node)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < node.nbytes / 10


def test_dask_collections_are_computed(memory: Any, requests: list[str]) -> None:
    lazy = memory.new_variation(structure_clients="dask")
    assert smoke.read(lazy["labelled/dataset"]) == []
    assert any("array/full/memory/labelled/dataset/image" in request for request in requests)


class Watcher:
    def __init__(self, most: int) -> None:
        self.most = most
        self.heard: list[tuple[int, int | None, str]] = []

    def check(self) -> None:
        if len(self.heard) >= self.most:
            raise Cancelled

    def advance(self, done: int, total: int | None, unit: str) -> None:
        self.heard.append((done, total, unit))


def test_a_watcher_hears_of_nodes(memory: Any) -> None:
    node = memory["labelled/dataset"]
    watcher = Watcher(1_000)
    with watch.watching(watcher):
        smoke.read(node)
    # The variables and the dataset itself.
    assert watcher.heard == [(number, None, "nodes") for number in range(1, 14)]


def test_a_watcher_can_stop_it(memory: Any) -> None:
    node = memory["labelled/dataset"]
    watcher = Watcher(2)
    with watch.watching(watcher), pytest.raises(Cancelled):
        smoke.read(node)
    assert len(watcher.heard) == 2
