"""Sparse arrays read and write like the dense ones that they stand for."""

from typing import Any

import numpy
import pyarrow
import pytest
import sparse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays, basic_indices
from numpy.testing import assert_array_equal
from served import CUBE, LARGE_SPARSE, PLANE, PLANE_CHUNKS

from tiled_jl import SparseClient
from tiled_jl.errors import NotFound, ServerError, TooLarge
from tiled_jl.structures import SparseStructure
from tiled_jl.structures.chunking import normalise_chunks
from tiled_jl.structures.sparse import Points

s_ = numpy.s_


@pytest.fixture
def irregular(memory: Any) -> Any:
    return memory["irregular"]


def dense(found: Any) -> Any:
    return found.todense() if isinstance(found, sparse.COO) else found


def assert_same(found: Any, want: Any) -> None:
    assert isinstance(found, sparse.COO) == isinstance(want, numpy.ndarray)
    assert found.dtype == want.dtype
    assert found.shape == want.shape
    assert_array_equal(dense(found), want)


@pytest.mark.parametrize(
    ("key", "want"), [("sparse", numpy.eye(4)), ("cube", CUBE), ("blocks", PLANE)]
)
def test_a_sparse_array_reads_as_what_it_stands_for(irregular: Any, key: str, want: Any) -> None:
    node = irregular[key]
    assert isinstance(node, SparseClient)
    assert_same(node.read(), want)
    assert_array_equal(node.todense(), want)
    assert (node.shape, node.dtype, node.ndim, node.size, len(node)) == (
        want.shape,
        want.dtype,
        want.ndim,
        want.size,
        len(want),
    )


@pytest.mark.parametrize(
    "index",
    [
        s_[0], s_[-1], s_[3:7], s_[::-1], s_[::3, ::-4], s_[..., 2], s_[5, 4], s_[None, 3],
        s_[:, None, ::-2], s_[19:2:-4, 1:29:9], s_[100:200], s_[4:4], s_[...], s_[()], s_[:0],
        s_[11:13, 9:11], s_[13:15, 11:12], s_[5, 4, ...],
    ],
    ids=str,
)  # fmt: skip
def test_indexing_is_that_of_numpy(irregular: Any, index: Any) -> None:
    assert_same(irregular["blocks"][index], PLANE[index])
    assert_same(irregular["blocks"].read(index), PLANE[index])


@pytest.mark.parametrize("block", [(0, 0), (1, 2), (0, 1), (-1, -3)])
def test_a_block_has_its_own_shape(irregular: Any, block: tuple[int, int]) -> None:
    node = irregular["blocks"]
    rows, columns = ((0, 12), (12, 20))[block[0]], ((0, 10), (10, 10), (10, 30))[block[1]]
    want = PLANE[slice(*rows), slice(*columns)]
    assert node.chunks == PLANE_CHUNKS
    assert_same(node.read_block(block), want)
    assert_same(node.read_block(block, s_[::-2, 1:]), want[::-2, 1:])


def test_the_one_block_of_an_array_in_three_dimensions_can_be_read(irregular: Any) -> None:
    assert_same(irregular["cube"].read_block((0, 0, 0), s_[2]), CUBE[2])


@pytest.mark.parametrize("index", [20, (0, 30), (0, 0, 0), (..., ...), [1, 2], 0.5])
def test_an_index_that_makes_no_sense_is_refused_before_anything_is_sent(
    irregular: Any, requests: list[str], index: Any
) -> None:
    node = irregular["blocks"]
    requests.clear()
    with pytest.raises(IndexError):
        node[index]
    assert requests == []


@pytest.mark.parametrize("block", [(2, 0), (0,), (0, 0, 0), (0, -4)])
def test_a_block_that_is_not_there_is_an_index_error(irregular: Any, block: Any) -> None:
    with pytest.raises(IndexError, match="block"):
        irregular["blocks"].read_block(block)


def test_a_read_is_one_request_and_one_of_a_single_block_asks_for_that_block(
    irregular: Any, requests: list[str]
) -> None:
    node = irregular["blocks"]
    requests.clear()
    node.read()
    node[14:, 12:20:3]
    assert [request.partition("/memory")[0] for request in requests] == [
        "GET array/full",
        "GET array/block",
    ]


@pytest.mark.parametrize("key", ["large_sparse", "large_blocks"])
def test_what_is_more_than_the_server_sends_at_once_comes_in_parts(
    irregular: Any, key: str
) -> None:
    assert_same(irregular[key].read(), LARGE_SPARSE)
    assert_same(irregular[key][::-1, 1:], LARGE_SPARSE[::-1, 1:])


def test_a_single_element_that_is_too_large_is_refused(
    irregular: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(request: Any, decode: Any) -> Any:
        raise TooLarge("no", method="GET", url="http://x", status=400)

    node = irregular["sparse"]
    monkeypatch.setattr(node.context.session, "decoded", refuse)
    with pytest.raises(TooLarge):
        node[1, 1]


def test_it_shows_its_shape_and_type(irregular: Any) -> None:
    assert repr(irregular["cube"]) == (
        "<SparseClient 'memory/irregular/cube' shape=(5, 6, 7) dtype=<i8>"
    )


@pytest.fixture
def scratch(client: Any) -> Any:
    """An empty container of the catalogue."""
    return client["catalog"].create_container()


DTYPES = ["f8", "f4", "f2", "i8", "u8", "i1", "?", "M8[ns]", "m8[s]", ">i4"]


@pytest.mark.parametrize("dtype", DTYPES)
def test_values_of_any_type_that_arrow_has_come_back_exactly(scratch: Any, dtype: str) -> None:
    data = numpy.array([1, 0, 7]).astype(dtype)
    node = scratch.write_sparse([[0, 2, 3], [4, 0, 1]], data, (4, 5))
    found = node.read()
    assert found.dtype == node.dtype == data.dtype.newbyteorder("=")
    want = numpy.zeros((4, 5), found.dtype)
    want[[0, 2, 3], [4, 0, 1]] = data
    assert_array_equal(found.todense(), want)


def test_missing_moments_and_numbers_that_are_none_come_back(scratch: Any) -> None:
    moments = scratch.write_sparse([[0, 1]], numpy.array(["NaT", "2026-01-01"], "M8[s]"), (2,))
    assert_array_equal(moments.todense(), numpy.array(["NaT", "2026-01-01"], "M8[s]"))
    numbers = scratch.write_sparse([[0, 1]], [numpy.nan, numpy.inf], (2,))
    assert_array_equal(numbers.todense(), [numpy.nan, numpy.inf])


@pytest.mark.parametrize("make", [sparse.COO, sparse.GCXS, sparse.DOK, numpy.asarray])
def test_sparse_arrays_of_every_kind_can_be_written(scratch: Any, make: Any) -> None:
    node = scratch.write_sparse(make(PLANE), dims=("y", "x"), metadata={"unit": "counts"})
    assert_array_equal(node.todense(), PLANE)
    assert node.dims == ("y", "x")
    assert node.metadata["unit"] == "counts"


@pytest.mark.parametrize(
    ("shape", "chunks"), [((4,), 3), ((0, 3), None), ((3, 0), (2, None)), ((1, 1), 1)]
)
def test_arrays_of_odd_shapes_round_trip(scratch: Any, shape: Any, chunks: Any) -> None:
    array = holes_free(shape)
    node = scratch.write_sparse(sparse.COO(array), chunks=chunks)
    assert_same(node.read(), array)


def test_an_array_without_dimensions_round_trips(scratch: Any) -> None:
    node = scratch.write_sparse(numpy.empty((0, 1), int), [2.5], ())
    assert node.todense() == 2.5
    assert node[()] == 2.5
    with pytest.raises(TypeError, match="without dimensions"):
        len(node)


def holes_free(shape: tuple[int, ...]) -> numpy.ndarray:
    return numpy.arange(1, 1 + numpy.prod(shape, dtype=int), dtype="f8").reshape(shape)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_array_in_any_chunks_reads_by_any_index(scratch: Any, data: st.DataObject) -> None:
    shape = data.draw(array_shapes(max_dims=3, max_side=6))
    array = data.draw(arrays("i4", shape, elements=st.sampled_from([0, 0, 0, 1, -7])))
    chunks = tuple(data.draw(st.integers(1, 6)) for _ in shape)
    node = scratch.write_sparse(sparse.COO(array), chunks=chunks)
    assert_same(node.read(), array)
    for _ in range(6):
        index = data.draw(basic_indices(shape, allow_newaxis=True))
        assert_same(node[index], array[index])
    block = tuple(data.draw(st.integers(0, len(lengths) - 1)) for lengths in node.chunks)
    starts = [sum(lengths[:number]) for number, lengths in zip(block, node.chunks, strict=True)]
    ends = [
        start + lengths[number]
        for start, number, lengths in zip(starts, block, node.chunks, strict=True)
    ]
    assert_same(node.read_block(block), array[tuple(map(slice, starts, ends))])


def test_a_block_can_be_written_again(scratch: Any) -> None:
    node = scratch.write_sparse(sparse.COO(PLANE), chunks=PLANE_CHUNKS)
    want = PLANE.copy()
    want[12:, 10:] = 5
    node.write_block(sparse.COO(want[12:, 10:]), block=(-1, 2))
    assert_same(node.read(), want)
    want[:12, :10] = 0
    want[3, 4] = 9
    node.write_block([[3], [4]], [9], (0, 0))
    assert_same(node.read(), want)
    node.write(sparse.COO(PLANE))
    assert_same(node.read(), PLANE)


BAD = {
    "out of bounds": (([[0], [5]], [1], (3, 5)), ValueError, "dimension 1 of length 5"),
    "negative": (([[-1], [0]], [1], (3, 5)), ValueError, "dimension 0"),
    "too many values": (([[0], [0]], [1, 2], (3, 5)), ValueError, "of shape"),
    "too few dimensions": (([[0]], [1], (3, 5)), ValueError, "2 dimensions"),
    "coordinates of floats": (([[0.0], [1.0]], [1], (3, 5)), TypeError, "integers"),
    "complex": (([[0], [1]], [1j], (3, 5)), TypeError, "complex"),
    "text": (([[0], [1]], ["a"], (3, 5)), TypeError, "<U1"),
    "objects": (([[0], [1]], [object()], (3, 5)), TypeError, "object"),
    "no shape": (([[0], [1]], [1]), ValueError, "write_sparse"),
    "another shape": ((sparse.COO(numpy.eye(3)), None, (3, 5)), ValueError, r"\(3, 5\)"),
    "a filling": ((sparse.COO(numpy.eye(3), fill_value=1.0),), ValueError, "zero"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_written_is_refused_before_anything_is_sent(
    scratch: Any, requests: list[str], name: str
) -> None:
    arguments, kind, words = BAD[name]
    requests.clear()
    with pytest.raises(kind, match=words):
        scratch.write_sparse(*arguments)
    assert requests == []


@pytest.mark.parametrize("chunks", [(3,), (0, 5), ((2, 2), 5), ((4, -1), 5), -2])
def test_chunks_that_do_not_add_up_are_refused(
    scratch: Any, requests: list[str], chunks: Any
) -> None:
    requests.clear()
    with pytest.raises(ValueError, match="chunk"):
        scratch.write_sparse(sparse.COO(numpy.ones((3, 5))), chunks=chunks)
    assert requests == []


def test_names_of_dimensions_have_to_be_as_many(scratch: Any, requests: list[str]) -> None:
    requests.clear()
    with pytest.raises(ValueError, match="dims"):
        scratch.write_sparse(sparse.COO(numpy.ones((3, 5))), dims=("x",))
    assert requests == []


def test_what_does_not_fit_the_node_is_refused_before_anything_is_sent(
    scratch: Any, requests: list[str]
) -> None:
    node = scratch.write_sparse(sparse.COO(numpy.ones((3, 5), "i4")), chunks=(2, 5))
    requests.clear()
    with pytest.raises(ValueError, match=r"\(5, 3\)"):
        node.write(sparse.COO(numpy.ones((5, 3), "i4")))
    with pytest.raises(TypeError, match="float64"):
        node.write(sparse.COO(numpy.ones((3, 5))))
    with pytest.raises(ValueError, match=r"\(1, 5\)"):
        node.write_block(sparse.COO(numpy.ones((2, 5), "i4")), block=(1, 0))
    with pytest.raises(IndexError, match="block"):
        node.write_block(sparse.COO(numpy.ones((2, 5), "i4")), block=(2, 0))
    assert requests == []


def test_a_node_whose_data_cannot_be_written_is_removed_again(
    scratch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = scratch.context.session._courier._send

    def fail(request: Any, url: str) -> Any:
        if request.method == "PUT" and "block=1" in url:
            raise ServerError("no room", method="PUT", url=url, status=507)
        return send(request, url)

    monkeypatch.setattr(scratch.context.session._courier, "_send", fail)
    with pytest.raises(ServerError, match="no room") as caught:
        scratch.write_sparse([[0, 1]], [1, 2], (2,), key="half", chunks=1)
    assert "removed again" in caught.value.__notes__[0]
    assert "half" in caught.value.__notes__[0]
    with pytest.raises(NotFound):
        scratch["half"]


def test_a_key_that_is_taken_leaves_the_node_that_has_it(scratch: Any) -> None:
    scratch.write_sparse([[0]], [1], (2,), key="taken")
    with pytest.raises(Exception, match="409"):
        scratch.write_sparse([[1]], [2], (2,), key="taken")
    assert scratch["taken"].todense().tolist() == [1, 0]


# The format in which they travel.


@given(
    array=arrays("i8", array_shapes(max_side=5), elements=st.sampled_from([0, 0, 1])),
    data=st.data(),
)
def test_blocks_hold_all_points_each_once(array: numpy.ndarray, data: st.DataObject) -> None:
    sides = tuple(data.draw(st.integers(1, 5)) for _ in array.shape)
    chunks = normalise_chunks(sides, array.shape)
    coo = sparse.COO(array)
    rebuilt = numpy.zeros_like(array)
    for block, part in Points(coo.coords, coo.data).by_block(chunks):
        starts = [sum(lengths[:n]) for n, lengths in zip(block, chunks, strict=True)]
        part.check(tuple(lengths[n] for n, lengths in zip(block, chunks, strict=True)))
        back = Points.from_arrow(bytearray(part.to_arrow()), array.ndim)
        rebuilt[tuple(back.coords + numpy.array(starts, "i8").reshape(-1, 1))] += back.data
    assert_array_equal(rebuilt, array)


def as_file(**columns: Any) -> bytearray:
    table = pyarrow.table(columns)
    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return bytearray(memoryview(sink.getvalue()))


@pytest.mark.parametrize(
    "body",
    [
        bytearray(b"not Arrow at all"),
        as_file(dim0=[0], data=[1]),
        as_file(dim0=[0], dim1=[0]),
        as_file(dim0=[0.5], dim1=[0.0], data=[1]),
        as_file(dim0=[0, None], dim1=[0, 1], data=[1, 2]),
        as_file(dim0=[0, 1], dim1=[0, 1], data=[1, None]),
        as_file(dim0=[0, 3], dim1=[0, 1], data=[1, 2]),
        as_file(dim0=pyarrow.array([2**64 - 1], "uint64"), dim1=[0], data=[1]),
        as_file(dim0=[-1], dim1=[0], data=[1]),
    ],
    ids=range(9),
)
def test_a_body_that_is_not_what_it_should_be_is_refused(body: bytearray) -> None:
    with pytest.raises(ValueError, match=r"not an Arrow|missing|coordinates"):
        Points.from_arrow(body, 2).check((3, 3))


def test_a_structure_is_written_as_it_was_read(irregular: Any) -> None:
    document = irregular["blocks"].item["attributes"]["structure"]
    structure = SparseStructure.from_json(document)
    assert SparseStructure.from_json(structure.to_json()) == structure
    with pytest.raises(ValueError, match="add up"):
        SparseStructure.from_json({**document, "chunks": [[20], [29]]})
