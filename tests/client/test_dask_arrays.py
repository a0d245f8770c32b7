"""Dask arrays come from a server and go to one, here or in other processes."""

import pickle
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import dask
import dask.array
import numpy
import pytest
import serving
from dask.threaded import get as compute_here
from distributed import Client, LocalCluster
from numpy.testing import assert_array_equal
from served import ARRAYS, LARGE

from tiled_jl import Context, DaskArrayClient, TiledError, from_context, from_uri
from tiled_jl import context as contexts
from tiled_jl.clients import handles
from tiled_jl.clients.arraycreation import storable_chunks

s_ = numpy.s_


@pytest.fixture
def lazy(context: Context) -> Any:
    """The read-only tree, read later."""
    return from_context(context, "dask", ["memory"])


@pytest.fixture
def container(client: Any) -> Any:
    """An empty container that can be written."""
    return client["catalog"].create_container()


@pytest.mark.parametrize("key", ARRAYS)
def test_a_dask_array_is_chunked_as_the_server_has_it(lazy: Any, key: str) -> None:
    node = lazy["arrays", key]
    assert isinstance(node, DaskArrayClient)
    array = node.read()
    assert (array.chunks, array.dtype, array.shape) == (node.chunks, node.dtype, node.shape)
    assert_array_equal(array.compute(), ARRAYS[key], strict=True)


@pytest.mark.parametrize(
    "index", [s_[0], s_[::-3, 2], s_[None, 5:, ..., -1], s_[...], s_[[3, 1]], s_[2:2], None]
)
def test_indexing_is_put_off_too(lazy: Any, requests: list[str], index: Any) -> None:
    node = lazy["arrays/floats"]
    requests.clear()
    array = node[index]
    assert requests == []
    assert_array_equal(array.compute(), ARRAYS["floats"][index])


def test_a_graph_is_built_without_a_request(lazy: Any, requests: list[str]) -> None:
    node = lazy["arrays/floats"]
    requests.clear()
    (node.read() + node.read(s_[:1])).sum(axis=0)
    node.read_block((1, 1, 0))
    assert requests == []


def test_only_what_is_needed_of_a_chunk_is_asked_for(lazy: Any, requests: list[str]) -> None:
    array = lazy["arrays/floats"].read()
    requests.clear()
    assert_array_equal(array[7, :15].compute(), ARRAYS["floats"][7, :15])
    assert [request.partition("slice=")[2] for request in requests] == ["7%3A8%2C0%3A15%2C0%3A40"]


def test_a_block_is_that_part_of_the_array(lazy: Any) -> None:
    node = lazy["arrays/floats"]
    assert_array_equal(node.read_block((1, -1, 0)).compute(), ARRAYS["floats"][5:10, 15:])
    assert_array_equal(node.read_block((3, 0, 0), 4).compute(), ARRAYS["floats"][19, :15])
    with pytest.raises(IndexError, match="block"):
        node.read_block((4, 0, 0))


def test_numpy_and_compute_read_at_once(lazy: Any) -> None:
    node = lazy["arrays/counts"]
    assert_array_equal(node.compute(), ARRAYS["counts"], strict=True)
    assert_array_equal(numpy.asarray(node), ARRAYS["counts"], strict=True)
    assert isinstance(node.compute(), numpy.ndarray)


def test_names_are_those_of_the_node_until_it_changes(
    container: Any, server: serving.Server
) -> None:
    container.write_array(numpy.zeros((2, 3)), key="a")
    container.write_array(numpy.zeros((2, 3)), key="b")
    with Context(server.uri, api_key=server.api_key) as other:
        mine, theirs = (
            from_context(context, "dask", container.path_parts)
            for context in (container.context, other)
        )
        node, twin = mine["a"], theirs.values()[0]
        before = node.read().name
        assert before == node.read().name == twin.read().name
        assert before != mine["b"].read().name
        node.patch(numpy.ones((1, 3)), 2, extend=True)
        assert node.read().name != before
        twin.refresh()
        assert twin.read().name != before
        grown = node.read().name
        node.write_block(numpy.ones((2, 3)), (0, 0))
        assert node.read().name != grown


def test_a_dask_array_is_written_in_chunks_that_can_be_stored(container: Any) -> None:
    values = numpy.arange(60.0).reshape(6, 10)
    array = dask.array.from_array(values, chunks=((2, 3, 1), (7, 3)))
    node = container.write_array(array)
    assert node.chunks == ((3, 3), (7, 3))
    assert_array_equal(node.read(), values)
    node.write(array[::-1])
    assert_array_equal(node.read(), values[::-1])
    again = container.write_array(array, chunks=(6, 5))
    assert again.chunks == ((6,), (5, 5))
    assert_array_equal(again.read(), values)


@pytest.mark.parametrize(
    ("chunks", "want"),
    [
        (((3, 5, 2), (4, 4)), ((5, 5), (4, 4))),
        (((10,), (8,)), ((10,), (8,))),
        (((0, 10, 0), (8,)), ((10,), (8,))),
    ],
)
def test_chunks_are_made_regular(chunks: Any, want: Any) -> None:
    assert storable_chunks(dask.array.empty((10, 8), chunks=chunks)) == want


def test_blocks_too_large_to_be_sent_are_cut() -> None:
    array = dask.array.empty((80, 1000, 1000), chunks=(40, -1, -1))
    assert storable_chunks(array) == ((10,) * 8, (1000,), (1000,))


@pytest.mark.parametrize("values", [numpy.array(2.5), numpy.zeros((0, 3)), numpy.zeros((2, 0))])
def test_a_dask_array_of_any_shape_is_written(container: Any, values: numpy.ndarray) -> None:
    node = container.write_array(dask.array.from_array(values))
    assert_array_equal(node.read(), values, strict=True)


def test_a_dask_array_that_does_not_fit_is_refused(container: Any, requests: list[str]) -> None:
    array = dask.array.arange(10, chunks=5)
    node = container.write_array(array)
    requests.clear()
    with pytest.raises(ValueError, match="due"):
        node.write(array[:4])
    with pytest.raises(TypeError, match="float64"):
        node.write(array.astype(float))
    with pytest.raises(ValueError, match="compute_chunk_sizes"):
        container.write_array(array[array > 3])
    with pytest.raises(TypeError, match="object"):
        container.write_array(array.astype(object))
    assert requests == []


def test_a_block_that_cannot_be_computed_leaves_no_node(container: Any) -> None:
    def fail(block: numpy.ndarray) -> numpy.ndarray:
        raise ZeroDivisionError

    array = dask.array.arange(10, chunks=5).map_blocks(fail, dtype=int)
    with pytest.raises(ZeroDivisionError) as raised:
        container.write_array(array, key="unlucky")
    assert "was removed" in raised.value.__notes__[-1]
    assert "unlucky" not in container


def test_graphs_hold_neither_data_nor_a_key_that_is_found(
    server: serving.Server, container: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = []

    def note(graph: Any, keys: Any, **options: Any) -> Any:
        sent.append(pickle.dumps(graph))
        return compute_here(graph, keys, **options)

    monkeypatch.setenv("TILED_API_KEY", server.api_key)
    with from_uri(server.uri, "dask").context as context:
        array = from_context(context, "dask", ["memory", "arrays", "large"]).read()
        there = from_context(context, "dask", container.path_parts)
        with dask.config.set(scheduler=note):
            assert_array_equal(there.write_array(array + 1).compute(), LARGE + 1)
    assert len(sent) == 1
    assert len(sent[0]) < 10_000 < LARGE.nbytes
    assert server.api_key.encode() not in sent[0]
    monkeypatch.delenv("TILED_API_KEY")
    with from_uri(server.uri, "dask", api_key=server.api_key).context as context:
        array = from_context(context, "dask", ["memory", "arrays", "large"]).read()
        assert server.api_key.encode() in pickle.dumps(array)


def test_what_is_pickled_shares_one_connection(
    server: serving.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TILED_API_KEY", server.api_key)
    with from_uri(server.uri, "dask").context as context:
        memory = from_context(context, "dask", ["memory"])
        first = pickle.loads(pickle.dumps(handles.Handle(memory["arrays/floats"]))).client
        second = pickle.loads(pickle.dumps(handles.Handle(memory["arrays/counts"]))).client
    assert first.context is second.context is not context
    assert_array_equal(second.read().compute(), ARRAYS["counts"])
    first.context.close()
    third = pickle.loads(pickle.dumps(handles.Handle(first))).client
    assert_array_equal(third.read().compute(), ARRAYS["floats"])
    third.context.close()


@pytest.fixture
def cluster(
    server: serving.Server, monkeypatch: pytest.MonkeyPatch, own_home: Any
) -> Iterator[Client]:
    """Two processes that know the key of the server, and nothing else of it."""
    monkeypatch.setenv("TILED_API_KEY", server.api_key)
    with (
        LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        yield client


def test_other_processes_read_and_write_for_themselves(
    cluster: Client, server: serving.Server, container: Any
) -> None:
    with from_uri(server.uri, "dask").context as context:
        node = from_context(context, "dask", ["memory", "arrays", "large"])
        array = node.read()
        path = node.uri
        name = cluster.submit(lambda: from_uri(path, "dask").read().name).result()
        assert name == array.name
        assert int(array.sum().compute()) == int(LARGE.sum(dtype="i8"))
        written = from_context(context, "dask", container.path_parts).write_array(array[::-1] * 2)
        assert written.chunks == array.chunks
        assert_array_equal(written.compute(), LARGE[::-1] * 2)
        assert_array_equal(written.read().compute(), LARGE[::-1] * 2)
        connections = cluster.run(lambda: len(contexts._arrivals))
    assert sorted(connections.values()) == [1, 1]


def test_an_error_in_another_process_arrives_as_it_was(
    cluster: Client, server: serving.Server, client: Any, container: Any
) -> None:
    with from_uri(server.uri, "dask").context as context:
        node = from_context(context, "dask", container.path_parts).write_array(numpy.zeros(4))
        array = node.read()
        with server.http as http:
            http.delete(f"metadata/{'/'.join(node.path_parts)}", params={"external_only": "false"})
        with pytest.raises(TiledError, match="404"):
            array.compute()


def test_reading_into_memory_needs_no_dask(server: serving.Server) -> None:
    code = (
        "import sys; from tiled_jl import from_uri\n"
        f"client = from_uri({server.uri!r}, api_key={server.api_key!r})\n"
        "node = client['catalog'].write_array([1.5, 2.5])\n"
        "assert node.read().tolist() == [1.5, 2.5]\n"
        "assert 'dask' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
