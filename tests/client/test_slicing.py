"""What is fetched and what is done with it afterwards give what numpy gives."""

from itertools import pairwise
from typing import Any

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, basic_indices

from tiled_jl.structures.slicing import (
    block_box,
    compose,
    normalise,
    place,
    shape_of,
    shape_parameter,
    slice_parameter,
    split,
    whole,
)

Chunks = tuple[tuple[int, ...], ...]

shapes = array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=9)


@st.composite
def shapes_and_indices(draw: st.DrawFn) -> tuple[tuple[int, ...], Any]:
    shape = draw(shapes)
    index = draw(basic_indices(shape, allow_newaxis=True, allow_ellipsis=True, max_dims=12))
    return shape, index


def as_numpy_integers(index: Any, kind: type[numpy.integer]) -> Any:
    """Put numpy's integers in the place of Python's."""
    if isinstance(index, tuple):
        return tuple(as_numpy_integers(part, kind) for part in index)
    if isinstance(index, slice):
        ends = (index.start, index.stop, index.step)
        return slice(*(as_numpy_integers(end, kind) for end in ends))
    return kind(index) if isinstance(index, int) else index


@given(shapes_and_indices(), st.sampled_from([numpy.int8, numpy.int32, numpy.int64, numpy.intp]))
def test_integers_of_numpy_are_integers(
    case: tuple[tuple[int, ...], Any], kind: type[numpy.integer]
) -> None:
    shape, index = case
    assert normalise(as_numpy_integers(index, kind), shape) == normalise(index, shape)


@st.composite
def chunked(draw: st.DrawFn) -> tuple[tuple[int, ...], Chunks]:
    shape = draw(array_shapes(min_dims=0, max_dims=3, min_side=1, max_side=12))
    chunks = []
    for length in shape:
        cuts = sorted(draw(st.sets(st.integers(1, length - 1))) if length > 1 else [])
        edges = [0, *cuts, length]
        chunks.append(tuple(stop - start for start, stop in pairwise(edges)))
    return shape, tuple(chunks)


def numbered(shape: tuple[int, ...]) -> numpy.ndarray:
    return numpy.arange(numpy.prod(shape, dtype=int)).reshape(shape)


def as_server(array: numpy.ndarray, text: str) -> numpy.ndarray:
    """Take a slice as a server does: from text, ascending."""
    if not text:
        return array
    parts = [[int(number) for number in part.split(":")] for part in text.split(",")]
    assert all(step >= 1 for _, _, *steps in parts for step in steps)
    return array[tuple(slice(*part) for part in parts)]


@given(shapes_and_indices())
def test_any_basic_index_gives_what_numpy_gives(case: tuple[tuple[int, ...], Any]) -> None:
    shape, index = case
    array = numbered(shape)
    selection = normalise(index, shape)
    fetched = as_server(array, slice_parameter(selection.box, shape)) if array.size else array
    if array.size == 0:
        fetched = numpy.zeros(shape_of(selection.box), array.dtype)
    assert fetched.shape == shape_of(selection.box)
    got, want = fetched[selection.post], array[index]
    assert type(got) is type(want)
    numpy.testing.assert_array_equal(got, want, strict=True)


@given(chunked(), st.integers(1, 200), st.data())
def test_parts_cover_a_box_once_and_keep_to_the_limit(
    case: tuple[tuple[int, ...], Chunks], limit: int, data: st.DataObject
) -> None:
    shape, chunks = case
    array = numbered(shape)
    index = data.draw(basic_indices(shape, allow_newaxis=False))
    box = normalise(index, shape).box
    if 0 in shape_of(box):
        return
    result = numpy.full(shape_of(box), -1)
    for part in split(box, 8, chunks, limit):
        size = 8 * numpy.prod(shape_of(part), dtype=int)
        assert size <= limit or size == 8
        target = result[place(part, box)]
        assert (target == -1).all()
        target[...] = as_server(array, slice_parameter(part, shape))
    numpy.testing.assert_array_equal(result, as_server(array, slice_parameter(box, shape)))


@given(chunked(), st.integers(8, 400))
def test_a_chunk_that_fits_is_never_cut(case: tuple[tuple[int, ...], Chunks], limit: int) -> None:
    shape, chunks = case
    edges = [{sum(lengths[:number]) for number in range(len(lengths) + 1)} for lengths in chunks]
    largest = 8 * numpy.prod([max(lengths) for lengths in chunks], dtype=int)
    for part in split(whole(shape), 8, chunks, limit):
        for positions, marks in zip(part, edges, strict=True):
            assert largest > limit or {positions.start, positions.stop} <= marks


def test_frames_stay_in_one_stretch_of_the_result() -> None:
    chunks = ((1,) * 60, (512,), (512,))
    parts = list(split(whole((60, 512, 512)), 2, chunks, 4_000_000))
    assert [len(part[0]) for part in parts] == [7] * 8 + [4]
    assert all(shape_of(part)[1:] == (512, 512) for part in parts)


@given(chunked(), st.data())
def test_a_block_is_that_part_of_the_array(
    case: tuple[tuple[int, ...], Chunks], data: st.DataObject
) -> None:
    shape, chunks = case
    block = tuple(data.draw(st.integers(-len(each), len(each) - 1)) for each in chunks)
    box = block_box(block, chunks)
    assert shape_of(box) == tuple(
        lengths[number] for lengths, number in zip(chunks, block, strict=True)
    )
    array = numbered(shape)
    in_block = as_server(array, slice_parameter(box, shape))
    index = data.draw(basic_indices(in_block.shape, allow_newaxis=False))
    selection = normalise(index, in_block.shape)
    if 0 in shape_of(selection.box):
        return
    fetched = as_server(array, slice_parameter(compose(box, selection.box), shape))
    numpy.testing.assert_array_equal(fetched[selection.post], in_block[index])


@pytest.mark.parametrize(
    ("shape", "text"), [((), "scalar"), ((3,), "3"), ((3, 0), "3,0"), ((2, 3, 4), "2,3,4")]
)
def test_a_shape_as_the_server_wants_it(shape: tuple[int, ...], text: str) -> None:
    assert shape_parameter(shape) == text


@pytest.mark.parametrize(
    ("index", "kind"),
    [
        (5, IndexError),
        ((0, 0, 0), IndexError),
        ((..., ...), IndexError),
        ([0], IndexError),
        (True, IndexError),
        (numpy.True_, IndexError),
        (numpy.array([0, 1]), IndexError),
        (1.0, IndexError),
        ("x", IndexError),
        (numpy.float64(1), IndexError),
        (numpy.array(True), IndexError),
        ((0, numpy.array(0.5)), IndexError),
        ((0, [1]), IndexError),
        ((False, 0), IndexError),
        (b"x", IndexError),
        (slice(0.5), TypeError),
        (slice(None, None, 0.5), TypeError),
        ((0, slice(numpy.float32(1), None)), TypeError),
        (slice(None, None, 0), ValueError),
    ],
)
def test_what_is_no_basic_index_is_refused(index: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        normalise(index, (5, 5))
