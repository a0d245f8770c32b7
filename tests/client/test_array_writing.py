"""Arrays are written whole, by block and by place; what cannot be written is not sent."""

from collections.abc import Iterator
from typing import Any

import numpy
import pytest
import serving
from numpy.testing import assert_array_equal

from tiled_jl import ArrayClient, Context, from_context
from tiled_jl.errors import Cancelled, ResponseError, ServerError, TiledError
from tiled_jl.structures import ArrayStructure
from tiled_jl.structures.chunking import choose_chunks, normalise_chunks
from tiled_jl.transport.watch import watching

from .faultproxy import Fault, Proxy, page, reset, status, undeclared

s_ = numpy.s_


@pytest.fixture
def container(client: Any) -> Any:
    """An empty container that can be written."""
    return client["catalog"].create_container()


@pytest.fixture
def behind(proxy: Proxy, container: Any, server: serving.Server) -> Iterator[Any]:
    """The same container, as seen through the proxy."""
    with Context(proxy.uri, api_key=server.api_key, timeout=20) as context:
        yield from_context(context, node_path_parts=container.path_parts)


@pytest.fixture
def in_blocks(container: Any, context: Context) -> ArrayClient:
    """An array of 3 x 2 blocks, which are sent one by one."""
    node: ArrayClient = container.write_array(numpy.zeros((6, 8)), chunks=(2, 4))
    context.shrink_parts(100, None)
    return node


# Whole arrays


def test_an_array_is_found_as_it_was_written(container: Any) -> None:
    array = numpy.arange(12, dtype="i2").reshape(3, 4)
    node = container.write_array(
        array, key="counts", metadata={"unit": "1"}, dims=["y", "x"], specs=["image"]
    )
    assert isinstance(node, ArrayClient)
    found = container["counts"]
    assert_array_equal(found.read(), array, strict=True)
    assert found.structure() == node.structure()
    assert (found.dims, found.metadata["unit"], found.specs[0].name) == (("y", "x"), "1", "image")


def test_a_small_array_is_written_by_one_request(container: Any, requests: list[str]) -> None:
    container.write_array(numpy.arange(12).reshape(3, 4), chunks=1)
    assert len([request for request in requests if request.startswith("PUT")]) == 1


def test_a_large_array_is_written_block_by_block(
    in_blocks: ArrayClient, requests: list[str]
) -> None:
    array = numpy.asfortranarray(numpy.arange(48.0).reshape(6, 8))[::-1]
    requests.clear()
    in_blocks.write(array)
    assert sorted(requests) == [
        f"PUT array/block/{'/'.join(in_blocks.path_parts)}?block={row}%2C{column}"
        for row in range(3)
        for column in range(2)
    ]
    assert_array_equal(in_blocks.read(), array)


def test_writing_tells_how_far_it_is(in_blocks: ArrayClient) -> None:
    class Stopper:
        def check(self) -> None:
            raise Cancelled

        def advance(self, done: int, total: int | None, unit: str) -> None: ...

    with watching(Stopper()), pytest.raises(Cancelled) as raised:
        in_blocks.write(numpy.ones((6, 8)))
    assert "may have arrived" in raised.value.__notes__[0]


class Owner:
    """Something that numpy can make an array of."""

    def __array__(self, dtype: Any = None, copy: Any = None) -> numpy.ndarray:
        return numpy.array([1.5, 2.5], dtype)


@pytest.mark.parametrize(
    "array",
    [[1.5, 2.5], Owner(), numpy.array([1.5, 9, 2.5])[::2]],
    ids=["list", "owner", "steps"],
)
def test_whatever_numpy_takes_for_an_array_is_written(container: Any, array: Any) -> None:
    assert container.write_array(array).read().tolist() == [1.5, 2.5]


def test_an_array_with_names_keeps_them(container: Any) -> None:
    import xarray

    node = container.write_array(xarray.DataArray(numpy.eye(2), dims=("row", "column")))
    assert node.dims == ("row", "column")
    assert_array_equal(node.read(), numpy.eye(2))


def test_an_array_of_a_server_is_written_to_it_again(container: Any, memory: Any) -> None:
    node = container.write_array(memory["arrays/named"])
    assert node.dims == ("time", "x")
    assert_array_equal(node.read(), memory["arrays/named"].read(), strict=True)


# Types


@pytest.mark.parametrize("align", [False, True])
def test_records_keep_their_fields(container: Any, align: bool) -> None:
    inner = numpy.dtype([("x", "i1"), ("y", ">f8")], align=align)
    dtype = numpy.dtype([("id", "i2"), ("where", inner), (("a title", "label"), "U3")], align=align)
    array = numpy.array([(1, (2, 3.5), "né"), (-1, (0, -1e300), "")], dtype)
    read = container.write_array(array).read()
    assert read.tolist() == array.tolist()
    assert read.dtype == [("id", "<i2"), ("where", [("x", "i1"), ("y", "<f8")]), ("label", "<U3")]
    container.write_array(array, key="again").write(array)
    assert container["again"].read().tolist() == array.tolist()


def test_fields_in_any_place_and_order_are_described_packed() -> None:
    dtype = numpy.dtype(
        {"names": ["b", "a"], "formats": ["<i4", "<f8"], "offsets": [16, 0], "itemsize": 40}
    )
    structure = ArrayStructure.from_array(numpy.zeros(3, dtype))
    assert structure.data_type.to_numpy_dtype() == [("b", "<i4"), ("a", "<f8")]
    assert structure.nbytes == 36


def test_arrays_within_records_are_described_as_they_are() -> None:
    dtype = numpy.dtype([("grid", [("x", ">i2", (3,)), ("y", "?")], (2, 2))])
    described = ArrayStructure.from_array(numpy.zeros((), dtype)).data_type
    assert described.to_numpy_dtype() == dtype.newbyteorder("little")
    assert described.itemsize == 28


def test_a_type_that_the_server_cannot_store_leaves_no_node(container: Any) -> None:
    with pytest.raises(ServerError, match="arrays within records"):
        container.write_array(numpy.zeros(2, [("grid", "f4", (2, 3))]), key="grids")
    assert "grids" not in container


@pytest.mark.parametrize(
    ("array", "kind", "words"),
    [
        (numpy.array([1, None]), TypeError, "object"),
        (numpy.zeros(2, [("a", "O")]), TypeError, "object"),
        (["a", {}], TypeError, "object"),
        (numpy.ma.masked_array([1, 2], [False, True]), ValueError, "masked"),
    ],
)
def test_what_cannot_be_sent_is_refused_before_a_node_is_made(
    container: Any, requests: list[str], array: Any, kind: type[Exception], words: str
) -> None:
    requests.clear()
    with pytest.raises(kind, match=words):
        container.write_array(array)
    assert requests == []


# Chunks


@pytest.mark.parametrize(
    ("chunks", "want"),
    [
        (None, ((5,), (6,))),
        (2, ((2, 2, 1), (2, 2, 2))),
        ((3, -1), ((3, 2), (6,))),
        ((None, 4), ((5,), (4, 2))),
        (((2, 2, 1), (6,)), ((2, 2, 1), (6,))),
        ((9, 9), ((5,), (6,))),
    ],
)
def test_chunks_are_as_they_were_asked_for(container: Any, chunks: Any, want: Any) -> None:
    node = container.write_array(numpy.arange(30).reshape(5, 6), chunks=chunks)
    assert node.chunks == want
    assert_array_equal(node.read(), numpy.arange(30).reshape(5, 6))


@pytest.mark.parametrize(
    "chunks", [0, -2, (2,), (2, 2, 2), ((2, 3), (6,)), ((2, 2), (6,)), ((1, 2, 2), (6,)), "auto"]
)
def test_chunks_that_cannot_be_are_refused_before_anything_is_sent(
    container: Any, requests: list[str], chunks: Any
) -> None:
    requests.clear()
    with pytest.raises(ValueError, match="chunks"):
        container.write_array(numpy.zeros((5, 6)), chunks=chunks)
    assert requests == []


@pytest.mark.parametrize(
    ("shape", "itemsize"),
    [((10, 1000, 1000), 8), ((10**9,), 1), ((3, 10**8), 4), ((7, 11, 13), 10**6), ((5,), 10**9)],
)
def test_chosen_chunks_are_bounded_and_can_be_stored(shape: Any, itemsize: int) -> None:
    chunks = choose_chunks(shape, itemsize)
    assert normalise_chunks(chunks, shape) == chunks
    largest = itemsize * numpy.prod([lengths[0] for lengths in chunks], dtype=object)
    assert largest <= max(16_000_000, itemsize)


def test_dims_are_as_many_as_dimensions(container: Any) -> None:
    with pytest.raises(ValueError, match="dims"):
        container.write_array(numpy.zeros((5, 6)), dims=["x"])


# Blocks


@pytest.mark.parametrize("block", [(1, 0), (-2, -2), (numpy.int8(1), numpy.uint64(0))])
def test_a_block_is_written_in_its_place(in_blocks: ArrayClient, block: Any) -> None:
    in_blocks.write_block(numpy.ones((2, 4)), block)
    want = numpy.zeros((6, 8))
    want[2:4, :4] = 1
    assert_array_equal(in_blocks.read(), want)


def test_a_part_of_a_block_is_written_in_its_place(in_blocks: ArrayClient) -> None:
    in_blocks.write(numpy.arange(48.0).reshape(6, 8))
    in_blocks.write_block([[-1.0, -2.0]], (0, 1), slice=s_[None, 1, ::-2])
    want = numpy.arange(48.0).reshape(6, 8)
    want[:2, 4:][None, 1, ::-2] = [[-1, -2]]
    assert_array_equal(in_blocks.read(), want)


@pytest.mark.parametrize(
    ("write", "kind", "words"),
    [
        (lambda node: node.write(numpy.zeros((8, 6))), ValueError, r"\(6, 8\) is due"),
        (lambda node: node.write(numpy.zeros((6, 8), "f4")), TypeError, "float32"),
        (lambda node: node.write_block(numpy.zeros((2, 3)), (0, 0)), ValueError, "due"),
        (lambda node: node.write_block(numpy.zeros((2, 4), int), (0, 0)), TypeError, "int64"),
        (lambda node: node.write_block(numpy.zeros((2, 4)), (3, 0)), IndexError, "block"),
        (lambda node: node.write_block(numpy.zeros((2, 4)), (0,)), IndexError, "block"),
        (lambda node: node.write_block(numpy.zeros(4), (0, 0), slice=2), IndexError, "bounds"),
        (lambda node: node.write_block(numpy.zeros(4), (0, 0), slice=[0]), IndexError, "only"),
        (lambda node: node.write_block(numpy.zeros(3), (0, 0), slice=0), ValueError, "due"),
        (lambda node: node.patch(numpy.zeros((3, 8)), (4, 0)), ValueError, "extend=True"),
        (lambda node: node.patch(numpy.zeros((1, 8), "i8"), (0, 0)), TypeError, "int64"),
        (lambda node: node.patch(numpy.zeros(8), (0, 0)), ValueError, "dimensions"),
        (lambda node: node.patch(numpy.zeros((1, 8)), (-1, 0)), ValueError, "offset"),
        (lambda node: node.patch(numpy.zeros((1, 8)), (0, 0, 0)), ValueError, "offset"),
        (lambda node: node.patch(numpy.zeros((1, 8)), 0.5), TypeError, "float"),
        (lambda node: node.patch(numpy.zeros((7, 8)), 0, True, False), ValueError, "persist"),
    ],
)
def test_what_does_not_fit_is_refused_before_anything_is_sent(
    in_blocks: ArrayClient, requests: list[str], write: Any, kind: type[Exception], words: str
) -> None:
    requests.clear()
    with pytest.raises(kind, match=words):
        write(in_blocks)
    assert requests == []


def test_what_is_not_to_be_stored_is_not(in_blocks: ArrayClient) -> None:
    in_blocks.write(numpy.ones((6, 8)), persist=False)
    in_blocks.write_block(numpy.ones((2, 4)), (0, 0), persist=False)
    in_blocks.patch(numpy.ones((2, 4)), (0, 0), persist=False)
    assert not in_blocks.read().any()


# Patches


def test_a_patch_is_written_in_its_place(container: Any) -> None:
    node = container.write_array(numpy.zeros((4, 6)), chunks=(2, 3))
    node.patch(numpy.ones((2, 2)), (1, 2))
    node.patch(numpy.full((1, 6), 2.0), 3)
    want = numpy.zeros((4, 6))
    want[1:3, 2:4] = 1
    want[3] = 2
    assert_array_equal(node.read(), want)


def test_an_array_grows_where_it_may(container: Any) -> None:
    node = container.write_array(numpy.zeros((2, 3)), key="growing")
    for number in range(3):
        node.patch(numpy.full((1, 3), number + 1.0), (number + 2, 0), extend=True)
        assert node.shape == (number + 3, 3)
    assert node.read()[:, 0].tolist() == [0, 0, 1, 2, 3]
    assert container["growing"].structure() == node.structure()


def test_an_array_with_short_last_chunks_does_not_grow_by_a_patch(container: Any) -> None:
    node = container.write_array(numpy.arange(35.0).reshape(5, 7), chunks=(2, 3))
    node.patch(numpy.full((3, 3), -1.0), (1, 2))
    want = numpy.arange(35.0).reshape(5, 7)
    want[1:4, 2:5] = -1
    assert_array_equal(node.read(), want)
    assert node.shape == (5, 7)


def test_a_server_that_lets_more_grow_than_was_asked_is_told_on(container: Any) -> None:
    node = container.write_array(numpy.zeros((5, 4)), chunks=(2, 4))
    with pytest.raises(ResponseError, match=r"\(6, 8\) where \(5, 8\)"):
        node.patch(numpy.ones((5, 4)), (0, 4), extend=True)
    assert node.shape == (6, 8)


def test_an_array_may_have_grown_by_another_hand(container: Any) -> None:
    node = container.write_array(numpy.zeros((2, 3)), key="shared")
    container["shared"].patch(numpy.ones((2, 3)), 2, extend=True)
    node.patch(numpy.full((1, 3), 5.0), 0)
    assert node.read()[:, 0].tolist() == [5, 0, 1, 1]


def test_an_array_without_dimensions_is_patched_whole(container: Any) -> None:
    node = container.write_array(numpy.array(1.5))
    node.patch(numpy.array(2.5), ())
    assert node.read() == 2.5


# Failures


def test_what_passes_is_sent_again(behind: Any, proxy: Proxy) -> None:
    proxy.spoil("array/full", reset, status(503))
    node = behind.write_array(numpy.arange(5.0))
    assert len(proxy.asked("array/full")) == 3
    proxy.spoil("array/full", reset)
    node.patch(numpy.ones(2), 3)
    assert node.read().tolist() == [0, 1, 2, 1, 1]


@pytest.mark.parametrize("fault", [reset, status(502), page, undeclared(0.5)])
def test_growing_is_never_asked_for_again(behind: Any, proxy: Proxy, fault: Fault) -> None:
    node = behind.write_array(numpy.zeros(3))
    proxy.spoil("array/full", fault)
    with pytest.raises(TiledError, match="may have arrived"):
        node.patch(numpy.ones(2), 3, extend=True)
    patches = [seen for seen in proxy.asked("array/full") if seen.method == "PATCH"]
    assert len(patches) == 1
    node.refresh()
    assert node.shape == (5,)


def test_a_node_whose_data_do_not_arrive_is_removed(
    behind: Any, container: Any, proxy: Proxy
) -> None:
    proxy.spoil("array/full", status(500))
    with pytest.raises(ServerError) as raised:
        behind.write_array(numpy.zeros(3), key="unlucky")
    assert any("unlucky" in note and "was removed" in note for note in raised.value.__notes__)
    assert "unlucky" not in container


def test_a_node_that_cannot_be_removed_either_is_named(behind: Any, proxy: Proxy) -> None:
    proxy.spoil("array/full", status(500))
    proxy.spoil("metadata/.*unlucky", status(403), status(403))
    with pytest.raises(ServerError) as raised:
        behind.write_array(numpy.zeros(3), key="unlucky")
    assert "half written, and could not be removed" in "".join(raised.value.__notes__)
