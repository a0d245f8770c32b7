"""Reading arrays gives what numpy would give."""

from typing import Any

import numpy
import pytest
import serving
from numpy.testing import assert_array_equal
from served import ARRAYS, COLUMNS_FIRST, LARGE

from tiled_jl import ArrayClient
from tiled_jl.errors import TiledError

s_ = numpy.s_


def assert_same(got: Any, want: Any) -> None:
    assert type(got) is type(want)
    assert got.dtype == want.dtype
    assert got.shape == want.shape
    assert_array_equal(got, want)


@pytest.mark.parametrize("key", ARRAYS)
def test_an_array_of_any_type_reads_back_exactly(memory: Any, key: str) -> None:
    client = memory["arrays", key]
    assert isinstance(client, ArrayClient)
    assert_same(client.read(), ARRAYS[key])
    assert client.dtype == ARRAYS[key].dtype
    assert client.shape == ARRAYS[key].shape
    assert (client.ndim, client.size, client.nbytes) == (
        ARRAYS[key].ndim,
        ARRAYS[key].size,
        ARRAYS[key].nbytes,
    )


@pytest.mark.parametrize(
    "index",
    [
        s_[0], s_[-1], s_[3:7], s_[::-1], s_[::3, ::4, ::5], s_[..., 2], s_[2, ...], s_[5, 4, 3],
        s_[None, 3], s_[:, None, ::-2, 7], s_[..., None], s_[19:2:-4, 1:29:9], s_[100:200], s_[4:4],
        s_[numpy.int16(3), numpy.uint8(4):9], s_[-3:, :-5], s_[...], s_[()], s_[:0],
        s_[5, 4, 3, ...], s_[numpy.array(2)], s_[::100], s_[-1:-2:-1],
    ],
    ids=str,
)  # fmt: skip
def test_indexing_is_that_of_numpy(memory: Any, index: Any) -> None:
    assert_same(memory["arrays/floats"][index], ARRAYS["floats"][index])


def test_read_takes_the_same_index(memory: Any) -> None:
    client = memory["arrays/counts"]
    assert_same(client.read(s_[1, ::-1]), ARRAYS["counts"][1, ::-1])
    assert_same(client.read(slice=None), ARRAYS["counts"])


@pytest.mark.parametrize("index", [[1, 2], numpy.array([True] * 20), numpy.array([1]), True, "x"])
def test_an_index_beyond_basic_indexing_is_refused_in_words(memory: Any, index: Any) -> None:
    with pytest.raises(IndexError, match="only integers, slices"):
        memory["arrays/floats"][index]


@pytest.mark.parametrize("index", [20, -21, (0, 30), (0, 0, 0, 0), (..., ...)])
def test_an_index_out_of_bounds_is_refused_before_anything_is_sent(
    memory: Any, requests: list[str], index: Any
) -> None:
    client = memory["arrays/floats"]
    requests.clear()
    with pytest.raises(IndexError):
        client[index]
    assert requests == []


def test_a_slice_of_floats_is_a_type_error(memory: Any) -> None:
    with pytest.raises(TypeError):
        memory["arrays/floats"][0.5:3]


@pytest.mark.parametrize("block", [(0, 0, 0), (3, 1, 0), (-1, -1, -1)])
def test_a_block_is_that_part_of_the_array(memory: Any, block: tuple[int, ...]) -> None:
    client = memory["arrays/floats"]
    rows, columns = (block[0] % 4) * 5, (block[1] % 2) * 15
    want = ARRAYS["floats"][rows : rows + 5, columns : columns + 15]
    assert_same(client.read_block(block), want)
    assert_same(client.read_block(block, s_[::-2, 3]), want[::-2, 3])


@pytest.mark.parametrize("block", [(4, 0, 0), (0, 0), (0, 0, 0, 0), (0, -3, 0)])
def test_a_block_that_is_not_there_is_an_index_error(memory: Any, block: tuple[int, ...]) -> None:
    with pytest.raises(IndexError, match="block"):
        memory["arrays/floats"].read_block(block)


def test_nothing_is_asked_for_an_array_without_elements(memory: Any, requests: list[str]) -> None:
    client = memory["arrays/empty"]
    requests.clear()
    assert_same(client[:, 2:], ARRAYS["empty"][:, 2:])
    assert requests == []


def test_numpy_takes_a_client_for_an_array(memory: Any) -> None:
    client = memory["arrays/counts"]
    assert_array_equal(numpy.asarray(client), ARRAYS["counts"])
    assert numpy.asarray(client, dtype="f4").dtype == numpy.dtype("f4")
    assert numpy.mean(client) == ARRAYS["counts"].mean()
    assert len(client) == 12


def test_a_scalar_has_no_length_and_reads_as_numpy_has_it(memory: Any) -> None:
    client = memory["arrays/scalar"]
    with pytest.raises(TypeError):
        len(client)
    assert_same(client[()], ARRAYS["scalar"][()])
    assert_same(client[...], ARRAYS["scalar"][...])


def test_structure_names_chunks_and_dims(memory: Any) -> None:
    assert memory["arrays/counts"].chunks == ((3, 3, 3, 3), (16,), (9, 9))
    assert memory["arrays/named"].dims == ("time", "x")
    assert memory["arrays/counts"].dims is None


def test_a_read_is_one_request(memory: Any, requests: list[str]) -> None:
    client = memory["arrays/floats"]
    requests.clear()
    client.read()
    assert len(requests) == 1


@pytest.mark.parametrize(
    ("key", "want"), [("large", LARGE), ("columns_first", COLUMNS_FIRST), ("one_chunk", LARGE)]
)
def test_what_is_more_than_the_server_sends_at_once_comes_in_parts(
    memory: Any, key: str, want: numpy.ndarray
) -> None:
    assert_same(memory["arrays", key].read(), want)
    assert_same(memory["arrays", key][::-1, 3::2], want[::-1, 3::2])


def test_the_limit_of_the_server_is_learned_once(memory: Any, requests: list[str]) -> None:
    memory["arrays/large"].read()
    requests.clear()
    memory["arrays/large"].read()
    parts = [request for request in requests if "array/full" in request]
    assert len(parts) == 3
    assert memory.context.part_limit <= 4_000_000


def test_data_that_changed_shape_since_they_were_described_are_refused(
    client: Any, server: serving.Server
) -> None:
    with server.http as http:
        serving.create_array(http, "catalog", "changing", numpy.zeros((4, 5), "f4"))
        node = client["catalog/changing"]
        http.delete("metadata/catalog/changing", params={"external_only": "false"})
        serving.create_array(http, "catalog", "changing", numpy.ones((5, 4), "f4"))
        with pytest.raises(TiledError, match="shape"):
            node.read()
        node.refresh()
        assert_same(node.read(), numpy.ones((5, 4), "f4"))
        http.delete("metadata/catalog/changing", params={"external_only": "false"})
