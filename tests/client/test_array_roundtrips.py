"""Any array that is written reads back as numpy has it, whole and in part."""

import os
from typing import Any

import numpy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import (
    array_dtypes,
    array_shapes,
    arrays,
    basic_indices,
    boolean_dtypes,
    byte_string_dtypes,
    complex_number_dtypes,
    datetime64_dtypes,
    floating_dtypes,
    integer_dtypes,
    nested_dtypes,
    timedelta64_dtypes,
    unicode_string_dtypes,
    unsigned_integer_dtypes,
)

from tiled_jl import from_context

# What Zarr, within the server, says of records; and many examples take their time.
pytestmark = [pytest.mark.filterwarnings("ignore::FutureWarning"), pytest.mark.timeout(900)]

EXAMPLES = int(os.environ.get("TILED_JL_EXAMPLES", "300"))

plain = st.one_of(
    boolean_dtypes(), integer_dtypes(), unsigned_integer_dtypes(),
    floating_dtypes(sizes=(16, 32, 64)), complex_number_dtypes(sizes=(64, 128)),
    byte_string_dtypes(min_len=1), unicode_string_dtypes(min_len=1),
    datetime64_dtypes(), timedelta64_dtypes(),
)  # fmt: skip
records = array_dtypes(nested_dtypes(plain, max_leaves=4, max_itemsize=200), max_size=4)


def aligned(dtype: numpy.dtype) -> numpy.dtype:
    """Return the type with gaps between its fields."""
    return numpy.dtype([(name, dtype[name]) for name in dtype.names], align=True)


# What servers store: their Zarr takes no fields that are arrays.
dtypes = st.one_of(plain, records, records.map(aligned)).filter(lambda dtype: not has_arrays(dtype))


def has_arrays(dtype: numpy.dtype) -> bool:
    names = dtype.names or ()
    return dtype.subdtype is not None or any(has_arrays(dtype[name]) for name in names)


@st.composite
def cases(draw: st.DrawFn) -> tuple[numpy.ndarray, tuple[int | None, ...]]:
    shape = draw(array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=6))
    array = draw(arrays(draw(dtypes), shape))
    if draw(st.booleans()):
        array = array.copy(order="F")
    lengths = [st.none() | st.integers(1, max(1, length)) for length in shape]
    return array, tuple(draw(st.tuples(*lengths)))


def assert_same(got: Any, want: Any) -> None:
    """Compare all of two arrays, field by field: a NaN equals a NaN."""
    assert type(got) is type(want)
    assert got.shape == want.shape
    if want.dtype.names is None:
        assert got.dtype == want.dtype
        numpy.testing.assert_array_equal(got, want)
        return
    assert got.dtype.names == want.dtype.names
    for name in want.dtype.names:
        # The order of the bytes of a field is the one thing that is not kept.
        little = want.dtype[name].newbyteorder("little")
        pair = (numpy.asarray(each)[name].astype(little) for each in (got, want))
        assert_same(*pair)


many = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@many
@given(case=cases(), data=st.data())
def test_any_array_reads_back_by_any_index(
    light_root: Any, case: tuple[numpy.ndarray, tuple[int | None, ...]], data: st.DataObject
) -> None:
    array, chunks = case
    index = data.draw(
        basic_indices(array.shape, allow_newaxis=True, allow_ellipsis=True, max_dims=12)
    )
    node = light_root.write_array(array, chunks=chunks)
    assert_same(node.read(), array)
    assert_same(node[index], array[index])


@settings(many, max_examples=40)
@given(case=cases(), data=st.data())
def test_any_array_reads_back_through_dask(
    light_root: Any, case: tuple[numpy.ndarray, tuple[int | None, ...]], data: st.DataObject
) -> None:
    array, chunks = case
    written = light_root.write_array(array, chunks=chunks)
    lazy = from_context(light_root.context, "dask", written.path_parts)
    assert lazy.read().chunks == written.chunks
    assert_same(lazy.read().compute(), array)
    # Of an array without dimensions, dask forgets the new ones.
    index = data.draw(basic_indices(array.shape, allow_newaxis=array.ndim > 0, allow_ellipsis=True))
    want = numpy.asarray(array[index])
    assert_same(numpy.asarray(lazy[index].compute()).astype(want.dtype), want)


@settings(many, max_examples=40)
@given(
    shape=array_shapes(min_dims=1, max_dims=3, max_side=7),
    data=st.data(),
)
def test_any_patch_and_block_leave_what_numpy_would(
    light_root: Any, shape: tuple[int, ...], data: st.DataObject
) -> None:
    array = numpy.arange(numpy.prod(shape), dtype="f8").reshape(shape)
    chunks = data.draw(st.tuples(*(st.integers(1, length) for length in shape)))
    node = light_root.write_array(array, chunks=chunks)
    for number in range(3):
        area = [
            sorted(data.draw(st.lists(st.integers(0, n), min_size=2, max_size=2))) for n in shape
        ]
        place = tuple(slice(*ends) for ends in area)
        node.patch(numpy.full_like(array[place], -number - 1), [start for start, _ in area])
        array[place] = -number - 1
    block = data.draw(st.tuples(*(st.integers(0, len(lengths) - 1) for lengths in node.chunks)))
    within = node.read_block(block)
    index = data.draw(basic_indices(within.shape, allow_ellipsis=True))
    node.write_block(numpy.full_like(within[index], 99), block, slice=index)
    within[index] = 99
    starts = [sum(lengths[:n]) for n, lengths in zip(block, node.chunks, strict=True)]
    place = tuple(slice(a, a + n) for a, n in zip(starts, within.shape, strict=True))
    array[place] = within
    assert_same(node.read(), array)
    assert node.shape == shape
