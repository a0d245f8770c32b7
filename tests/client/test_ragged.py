"""Ragged arrays read and write as they are, row by row and whole."""

from typing import Any

import awkward
import msgspec
import numpy
import pytest
import ragged
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from served import large_ragged

from tiled_jl import RaggedClient
from tiled_jl.errors import NotFound, ResponseError, ServerError
from tiled_jl.structures import RaggedStructure, buffers
from tiled_jl.structures.ragged import as_ragged, pack, unpack

s_ = numpy.s_
ROWS = [[1.0, 2.0], [], [3.0, 4.0, 5.0], [6.0]]
DEEP = [[[1, 2], []], [], [[3]], [[4], [5, 6], []]]


@pytest.fixture
def irregular(memory: Any) -> Any:
    return memory["irregular"]


@pytest.fixture
def scratch(client: Any) -> Any:
    """An empty container of the catalogue."""
    return client["catalog"].create_container()


@pytest.fixture
def pulses(scratch: Any) -> Any:
    """Four rows in two blocks."""
    return scratch.write_ragged(ROWS, chunks=(3, 1), dims=("pulse", "time"), key="pulses")


def assert_same(found: Any, want: ragged.array) -> None:
    assert type(found) is ragged.array
    assert found.dtype == want.dtype
    assert found.shape == want.shape
    assert repr(found.tolist()) == repr(want.tolist())


def test_a_ragged_array_reads_as_it_is(irregular: Any) -> None:
    node = irregular["ragged"]
    assert isinstance(node, RaggedClient)
    assert_same(node.read(), ragged.array([[1.0, 2.0], [3.0]]))
    assert (node.shape, node.dtype, node.ndim, node.size, len(node)) == (
        (2, None),
        numpy.dtype("f8"),
        2,
        3,
        2,
    )
    assert node.chunks == ((2,), None)
    assert [row.tolist() for row in node] == [[1.0, 2.0], [3.0]]


@pytest.mark.parametrize(
    "index",
    [
        0, -1, s_[1:3], s_[::-1], s_[3:0:-2], s_[2, 1], s_[2, ::-1], s_[:, :1], s_[...],
        (), s_[None, 2], s_[4:4], s_[..., :1], [3, 0], numpy.array([True, False, True, False]),
        numpy.int8(2), s_[:0, :1], s_[9:],
    ],
    ids=str,
)  # fmt: skip
def test_indexing_is_that_of_a_ragged_array(pulses: Any, index: Any) -> None:
    want = ragged.array(ROWS)[index]
    assert_same(pulses[index], want)
    assert_same(pulses.read(index), want)


@pytest.mark.parametrize("index", [0, s_[1:], s_[3, 0], s_[0, :1], s_[3, 1, 0], s_[::-1, :1, :1]])
def test_rows_of_rows_are_indexed_too(scratch: Any, index: Any) -> None:
    node = scratch.write_ragged(DEEP, chunks=2)
    assert_same(node.read(), ragged.array(DEEP))
    assert_same(node[index], ragged.array(DEEP)[index])


@pytest.mark.parametrize("index", [4, -5, s_[4, 0], s_[0, 0, 0], True])
def test_an_index_that_makes_no_sense_is_refused_before_anything_is_sent(
    pulses: Any, requests: list[str], index: Any
) -> None:
    requests.clear()
    with pytest.raises(IndexError):
        pulses[index]
    assert requests == []


def test_only_the_rows_that_are_asked_for_travel(pulses: Any, requests: list[str]) -> None:
    requests.clear()
    pulses[1:3, :1]
    pulses.read()
    assert [request.partition("?")[2] for request in requests] == ["slice=1%3A3", ""]


def test_a_block_is_those_rows(pulses: Any) -> None:
    assert_same(pulses.read_block(0), ragged.array(ROWS[:3]))
    assert_same(pulses.read_block((-1, 0)), ragged.array(ROWS[3:]))
    assert_same(pulses.read_block([0], s_[2, 1:]), ragged.array([4.0, 5.0]))


@pytest.mark.parametrize("block", [2, -3, (0, 1)])
def test_a_block_that_is_not_there_is_an_index_error(pulses: Any, block: Any) -> None:
    with pytest.raises(IndexError, match="block"):
        pulses.read_block(block)
    with pytest.raises(IndexError, match="block"):
        pulses.write_block(ROWS[:3], block)


def test_what_is_more_than_the_server_sends_at_once_comes_in_parts(irregular: Any) -> None:
    node = irregular["large_ragged"]
    want = large_ragged()
    assert awkward.array_equal(node.read()._impl, want)
    assert awkward.array_equal(node[::-2]._impl, want[::-2])


def test_it_shows_its_shape_and_type(pulses: Any) -> None:
    assert repr(pulses).endswith(
        "pulses' shape=(4, None) dtype=<f8 dims=('pulse', 'time') chunks=2>"
    )


GIVEN: dict[str, tuple[Any, Any]] = {
    "lists": (ROWS, ROWS),
    "deeper": (DEEP, DEEP),
    "an awkward array": (awkward.Array(DEEP), DEEP),
    "a ragged array": (ragged.array(DEEP), DEEP),
    "a view": (awkward.Array(DEEP)[::-2], DEEP[::-2]),
    "with 32-bit offsets": (
        awkward.Array(
            awkward.contents.ListOffsetArray(
                awkward.index.Index32(numpy.array([1, 3], "i4")),
                awkward.contents.NumpyArray(numpy.arange(5)),
            )
        ),
        [[1, 2]],
    ),
    "an array": (numpy.arange(6).reshape(2, 3), [[0, 1, 2], [3, 4, 5]]),
    "one dimension": ([1, 2, 3], [1, 2, 3]),
    "nothing": ([], []),
    "empty lists": ([[], []], [[], []]),
    "fixed inside": (awkward.unflatten(numpy.arange(6).reshape(3, 2), [2, 0, 1]), None),
    "fixed outside": (awkward.to_regular(awkward.Array([[[1], [2, 3]], [[], [4]]]), 1), None),
    "fixed between": (
        awkward.unflatten(awkward.to_regular(awkward.Array([[[1], [2, 3]], [[], [4]]]), 1), [0, 2]),
        None,
    ),
}


@pytest.mark.parametrize("name", GIVEN)
def test_whatever_is_ragged_round_trips(scratch: Any, name: str) -> None:
    array, want = GIVEN[name]
    node = scratch.write_ragged(array, key=name, metadata={"unit": "mV"})
    again = scratch[name]
    found = again.read()
    assert found.tolist() == (awkward.Array(array).tolist() if want is None else want)
    assert found.shape == node.shape
    assert found.dtype == node.dtype
    assert again.metadata["unit"] == "mV"


@pytest.mark.parametrize("dtype", ["f8", "f4", "i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1", "?"])
def test_values_of_any_type_that_the_server_can_store_come_back_exactly(
    scratch: Any, dtype: str
) -> None:
    rows = [numpy.array([1, 0], dtype), numpy.array([], dtype), numpy.array([5], dtype)]
    found = scratch.write_ragged(rows, chunks=1).read()
    assert found.dtype == numpy.dtype(dtype)
    assert [row.tolist() for row in found] == [row.tolist() for row in rows]


def test_numbers_that_are_none_come_back(scratch: Any) -> None:
    found = scratch.write_ragged([[numpy.nan], [numpy.inf, -0.0]]).read()
    assert repr(found.tolist()) == "[[nan], [inf, -0.0]]"


def test_arrays_that_differ_in_any_dimension_can_be_stacked(scratch: Any) -> None:
    images = [numpy.ones((2, 3), "u2"), numpy.ones((0, 3), "u2"), numpy.ones((1, 5), "u2")]
    node = scratch.write_ragged(images)
    assert node.shape == (3, None, None)
    assert node.dtype == numpy.dtype("u2")
    assert node.read().tolist() == [image.tolist() for image in images]
    same = scratch.write_ragged(numpy.array([images[0], images[1], None], object)[:2])
    assert same.shape == (2, None, 3)
    bare = as_ragged([numpy.ones((0, 3)), numpy.ones((0, 5))])
    assert bare.tolist() == [[], []]


def of_one_depth(depth: int) -> st.SearchStrategy[Any]:
    return st.integers(-9, 9) if depth == 0 else st.lists(of_one_depth(depth - 1), max_size=3)


@settings(max_examples=500, deadline=None)
@given(st.integers(1, 4).flatmap(of_one_depth))
def test_an_array_of_any_depth_travels_whole(listed: Any) -> None:
    array = as_ragged(listed)
    assert_same(unpack(bytearray(pack(array))), array)
    assert array.tolist() == listed
    structure = RaggedStructure.from_array(array, (len(array),))
    again = RaggedStructure.from_json(msgspec.json.decode(msgspec.json.encode(structure.to_json())))
    assert again == structure
    assert structure.empty(array.dtype).shape[1:] == array.shape[1:]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(1, 3).flatmap(of_one_depth), st.integers(1, 4))
def test_an_array_of_any_depth_is_kept_by_the_server(scratch: Any, listed: Any, rows: int) -> None:
    node = scratch.write_ragged(listed, chunks=rows)
    assert_same(node.read(), as_ragged(listed))
    assert node[1:].tolist() == listed[1:]


def test_rows_are_added_at_the_end(pulses: Any, client: Any) -> None:
    pulses.append([[7.0], [8.0, 9.0]])
    assert pulses.shape == (6, None)
    assert pulses.size == 9
    pulses.patch([[10]], offset=6, extend=True)
    again = client["/".join(pulses.path_parts)]
    assert again.chunks == ((3, 1, 2, 1), None)
    want = [*ROWS, [7.0], [8.0, 9.0], [10.0]]
    assert again.read().tolist() == pulses.read().tolist() == want
    assert again[4:6, -1].tolist() == [7.0, 9.0]


def test_rows_are_added_to_an_array_without_any(scratch: Any) -> None:
    node = scratch.write_ragged(awkward.Array([[1.5]])[:0])
    assert_same(node.read(), ragged.array([[0.5]])[:0])
    node.append([[1.0, 2.0]])
    assert node.read().tolist() == [[1.0, 2.0]]


def test_rows_fit_whether_or_not_they_tell_that_their_lengths_vary(scratch: Any) -> None:
    fixed = scratch.write_ragged(numpy.arange(6).reshape(2, 3))
    fixed.append([[6, 7, 8]])
    assert fixed.shape == (3, 3)
    assert fixed.read().tolist() == numpy.arange(9).reshape(3, 3).tolist()
    varying = scratch.write_ragged([[1, 2], [3]])
    varying.append(numpy.array([[4, 5, 6]]))
    varying.append([[]])
    assert varying.read().tolist() == [[1, 2], [3], [4, 5, 6], []]
    assert varying.dtype == numpy.dtype("i8")


def test_adding_rows_is_not_asked_for_twice(pulses: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = []
    send = pulses.context.session._courier._send

    def lose(request: Any, url: str) -> Any:
        sent.append(request)
        send(request, url).close()
        raise ServerError("lost", method=request.method, url=url, status=503)

    monkeypatch.setattr(pulses.context.session._courier, "_send", lose)
    with pytest.raises(ServerError, match="may have arrived"):
        pulses.append([[1.0]])
    monkeypatch.undo()
    assert [request.repeatable for request in sent] == [False]
    pulses.refresh()
    assert pulses.shape == (5, None)


@pytest.mark.parametrize(("offset", "extend"), [(0, True), (4, False), ((4, 1), True), (5, True)])
def test_rows_cannot_be_written_elsewhere(
    pulses: Any, requests: list[str], offset: Any, extend: bool
) -> None:
    requests.clear()
    with pytest.raises(ValueError, match="after the 4"):
        pulses.patch([[1.0]], offset, extend)
    assert requests == []


BAD = {
    "missing values": ([[1, None]], TypeError),
    "text": ([["a"]], TypeError),
    "text of bytes": ([[b"a"]], TypeError),
    "records": ([[{"x": 1}]], TypeError),
    "different depths": ([[1, [2]]], TypeError),
    "arrays of different depths": ([numpy.ones(2), numpy.ones((2, 2))], TypeError),
    "moments": (numpy.array(["2026-01-01"], "M8[s]"), TypeError),
    "complex numbers": ([[1j]], TypeError),
    "short floats": (numpy.ones((2, 2), "f2"), TypeError),
    "a number": (numpy.array(3), ValueError),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_written_is_refused_before_anything_is_sent(
    scratch: Any, requests: list[str], name: str
) -> None:
    array, kind = BAD[name]
    requests.clear()
    with pytest.raises(kind):
        scratch.write_ragged(array)
    assert requests == []


@pytest.mark.parametrize("options", [{"chunks": (3, 2)}, {"chunks": -2}, {"dims": ("x",)}])
def test_options_that_do_not_fit_are_refused_before_anything_is_sent(
    scratch: Any, requests: list[str], options: Any
) -> None:
    requests.clear()
    with pytest.raises(ValueError, match=r"chunk|dims"):
        scratch.write_ragged(ROWS, **options)
    assert requests == []


def test_what_does_not_fit_the_node_is_refused_before_anything_is_sent(
    scratch: Any, requests: list[str]
) -> None:
    node = scratch.write_ragged([[1], [2, 3]], chunks=1)
    requests.clear()
    with pytest.raises(TypeError, match="float64"):
        node.append([[1.5]])
    with pytest.raises(ValueError, match=r"\(1, None, None\)"):
        node.append([[[1]]])
    fixed = scratch.write_ragged(numpy.ones((1, 3), "i8"))
    requests.clear()
    with pytest.raises(ValueError, match=r"\(1, 3\)"):
        fixed.append([[1, 2]])
    with pytest.raises(ValueError, match=r"\(3, None\)"):
        node.write([[1], [2], [3]])
    with pytest.raises(ValueError, match=r"\(2, None\)"):
        node.write_block([[1], [2]], 0)
    assert requests == []


def empty_node(scratch: Any, key: str) -> Any:
    structure = RaggedStructure.from_array(as_ragged(ROWS), (2, 2))
    source = {"structure_family": "ragged", "structure": structure.to_json()}
    return scratch.new("ragged", [source], key=key)


def test_a_node_is_filled_whole_or_block_by_block(scratch: Any) -> None:
    whole, blocks = empty_node(scratch, "whole"), empty_node(scratch, "blocks")
    whole.write(ROWS)
    blocks.write_block(ROWS[2:], -1)
    blocks.write_block([[1, 2], []], 0)
    assert whole.read().tolist() == blocks.read().tolist() == ROWS


def test_rows_that_are_not_there_yet_are_not_made_up(scratch: Any) -> None:
    node = empty_node(scratch, "half")
    node.write_block(ROWS[2:], 1)
    with pytest.raises(ResponseError, match="came where") as caught:
        node.read()
    assert "written yet" in str(caught.value)


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
        scratch.write_ragged(ROWS, key="half", chunks=2)
    assert "removed again" in caught.value.__notes__[0]
    with pytest.raises(NotFound):
        scratch["half"]


# What a server may send, and should not.


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"form": b"?", "length": bytes(8)},
        {"form": b'{"class": "NumpyArray", "primitive": "int64", "form_key": "a"}'},
        {"form": b'{"class": "RecordArray", "fields": [], "contents": []}', "length": bytes(8)},
        {"form": b'{"class": "EmptyArray"}', "length": b"\xff" * 8},
        {"form": b"[]", "length": bytes(8)},
    ],
    ids=range(6),
)
def test_a_body_that_is_not_a_ragged_array_is_refused(content: dict[str, bytes]) -> None:
    with pytest.raises(ValueError, match="not a ragged array"):
        unpack(bytearray(buffers.pack(content)))


@pytest.mark.parametrize(
    "change", [{"shape": [None, None]}, {"chunks": [[3], None]}, {"shape": [], "chunks": [[]]}]
)
def test_a_structure_that_contradicts_itself_is_refused(change: dict[str, Any]) -> None:
    document = RaggedStructure.from_array(as_ragged(ROWS), (2, 2)).to_json()
    with pytest.raises(ValueError, match="chunks"):
        RaggedStructure.from_json(document | change)
