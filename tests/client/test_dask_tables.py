"""Tables as dask data frames are those in memory, later and elsewhere."""

import pickle
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import dask
import dask.dataframe
import numpy
import pandas
import pyarrow
import pytest
import serving
from distributed import Client, LocalCluster
from pandas.testing import assert_frame_equal, assert_series_equal
from served import TABLE

from tiled_jl import Context, from_context, from_uri
from tiled_jl.clients.daskframe import DaskDataFrameClient

from .test_table_writing import FRAME, through_arrow


@pytest.fixture
def lazy(context: Context) -> Any:
    """The root of the server, to be read later."""
    return from_context(context, "dask")


@pytest.fixture
def scratch(lazy: Any) -> Any:
    return lazy["catalog"].create_container(str(uuid4()))


def test_partitions_are_those_of_the_server(lazy: Any, memory: Any) -> None:
    table = lazy["memory/tables/parts"]
    assert isinstance(table, DaskDataFrameClient)
    frame = table.read()
    assert frame.npartitions == 4
    assert_frame_equal(frame.compute(), TABLE, check_index_type=False)
    assert_frame_equal(table.read_partition(2).compute(), memory["tables/parts"].read_partition(2))


def test_the_types_are_those_in_memory(scratch: Any) -> None:
    table = scratch.write_table(FRAME, npartitions=2)
    frame = table.read()
    want = table.read(format="pandas")
    assert_frame_equal(want, through_arrow(FRAME))
    assert_frame_equal(frame.compute(), want, check_index_type=False)
    categories = ["kind", "bin"]
    assert frame.dtypes.drop(categories).tolist() == FRAME.dtypes.drop(categories).tolist()


def test_columns_are_asked_for_where_they_are_used(lazy: Any, requests: list[str]) -> None:
    table = lazy["memory/tables/parts"]
    frame = table.read()
    requests.clear()
    assert_series_equal(frame["name"].compute(), TABLE["name"], check_index_type=False)
    assert all(request.endswith("&column=name") for request in requests)
    assert len(requests) == 4
    assert_series_equal(table["counts"].compute(), TABLE["counts"], check_index_type=False)
    assert len(frame) == 50


def test_a_graph_is_built_without_a_request(lazy: Any, requests: list[str]) -> None:
    table = lazy["memory/tables/parts"]
    table.structure()
    requests.clear()
    table.read()["energy"].mean()
    table.read(["name"])
    table.read_partition(1)
    assert requests == []
    with pytest.raises(KeyError, match="'nope'"):
        table.read(["nope"])


def test_names_are_the_same_until_the_node_changes(scratch: Any, lazy: Any) -> None:
    table = scratch.write_table({"x": [1, 2]}, key="t", npartitions=2)
    name = table.read()._name
    assert scratch["t"].read()._name == name
    assert scratch.values().first().read()._name == name
    assert table.read(["x"])._name != scratch.write_table({"x": [1, 2]}).read(["x"])._name
    again = scratch.write_table({"x": [1, 2, 3]}, key="u", npartitions=3)
    assert again.read()._name != name


def test_a_table_without_partitions_is_empty(scratch: Any) -> None:
    table = scratch.create_appendable_table(pyarrow.schema({"a": pyarrow.string()}), 0)
    assert table.read().compute().dtypes.to_dict() == {"a": pandas.StringDtype(na_value=numpy.nan)}


@pytest.mark.parametrize("npartitions", [None, 2])
def test_a_dask_frame_is_written_by_partition(scratch: Any, npartitions: int | None) -> None:
    frame = pandas.DataFrame({"x": numpy.arange(20), "s": [*"abcdefghij", *[None] * 10]})
    lazy = dask.dataframe.from_pandas(frame, npartitions=4)
    lazy = lazy[lazy["x"] > 4]
    table = scratch.write_table(lazy, npartitions=npartitions)
    assert table.npartitions == (npartitions or 4)
    assert_frame_equal(table.read(format="pandas"), lazy.compute(), check_dtype=False)


def test_a_dask_frame_that_fails_leaves_nothing_behind(scratch: Any) -> None:
    def fail(part: pandas.DataFrame) -> pandas.DataFrame:
        raise RuntimeError("no such luck")

    frame = dask.dataframe.from_pandas(pandas.DataFrame({"x": range(6)}), npartitions=3)
    with pytest.raises(RuntimeError, match="no such luck"):
        scratch.write_table(frame.map_partitions(fail, meta=frame._meta))
    assert list(scratch) == []


@pytest.fixture
def cluster(server: serving.Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """Two other processes, which find the key in their environment."""
    monkeypatch.setenv("TILED_API_KEY", server.api_key)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        yield client


def test_other_processes_read_and_write(cluster: Client, server: serving.Server) -> None:
    count = 32_000
    frame = pandas.DataFrame(
        {
            "n": numpy.arange(count),
            "x": numpy.linspace(0, 1, count),
            "s": [f"a marked row {n}" for n in range(count)],
        }
    )
    root = from_uri(server.uri, "dask")
    assert root.context.credential == "environment"
    scratch = root["catalog"].create_container(str(uuid4()))
    table = scratch.write_table(frame, npartitions=32)

    read = table.read()
    graph = pickle.dumps(read.dask)
    assert server.api_key.encode() not in graph
    assert b"a marked row" not in graph
    assert len(graph) < 40_000
    assert_frame_equal(read.compute(), frame, check_index_type=False)

    copy = scratch.write_table(read, key="copy")
    assert copy.npartitions == 32
    assert_frame_equal(copy.read(format="pandas"), frame, check_index_type=False)

    def contexts() -> int:
        from tiled_jl import context

        return len(context._arrivals)

    assert set(cluster.run(contexts).values()) == {1}
