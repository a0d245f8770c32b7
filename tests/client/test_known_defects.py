"""What users of other clients have stumbled over, as they would notice it here."""

import io
from pathlib import Path
from typing import Any

import dask.array
import dask.dataframe
import numpy
import pandas
import pytest
from numpy.testing import assert_array_equal
from pandas.testing import assert_frame_equal

from tiled_jl.errors import ConnectionFailed

from .faultproxy import Proxy, reset

s_ = numpy.s_


@pytest.fixture
def lazy(scratch: Any) -> Any:
    """The same container, whose data are read later by dask."""
    return scratch.new_variation(structure_clients="dask")


def test_all_of_a_composite_costs_a_listing_and_one_request_for_each_part(
    scratch: Any, requests: list[str]
) -> None:
    scan = scratch.create_container("scan", specs=["composite"])
    scan.write_table({f"c{number}": [1.0, 2.0] for number in range(30)}, key="motors")
    for number in range(3):
        scan.write_array(numpy.zeros((2, 300, 300)), key=f"image{number}")
    scan = scratch["scan"]
    requests.clear()
    dataset = scan.read()
    assert len(dataset.data_vars) == 33
    assert len(requests) == 5


@pytest.mark.parametrize("key", ["50%", "50%25", "what?", "a#b", "q?x=1&y#z", "a b+c"])
def test_data_under_a_key_of_any_letters_are_written_read_and_exported(
    scratch: Any, key: str, tmp_path: Path
) -> None:
    folder = scratch.create_container(key)
    array = folder.write_array(numpy.arange(4.0), key=key, chunks=2)
    table = folder.create_container("t").write_table({key: [1, 2], "x": [3, 4]}, key=key)
    array.write_block([7.0, 8.0], (1,))
    array.update_metadata({"colour": "red"})
    assert scratch[key, key].metadata["colour"] == "red"
    assert scratch[key, key][2:].tolist() == [7, 8]
    assert scratch[key, "t", key].read([key])[key].tolist() == [1, 2]
    buffer = io.BytesIO()
    table.export(buffer, [key], format="csv")
    assert buffer.getvalue().decode().splitlines()[1:] == ["1", "2"]
    assert all(path.stat().st_size for path in array.raw_export(tmp_path))
    array.delete(external_only=False)
    assert list(folder) == ["t"]


def test_records_keep_their_fields_through_every_way_of_writing(scratch: Any, lazy: Any) -> None:
    records = numpy.array([(1, 2.5), (2, -1.0), (3, 0.0)], [("id", "<i4"), ("mass", "<f8")])
    node = scratch.write_array(records, key="whole", chunks=2)
    node.write_block(records[2:], (1,))
    node.patch(records[:1], 0)
    lazy.write_array(dask.array.from_array(records, chunks=2), key="lazy")
    for read in node.read(), node[:], scratch["lazy"].read(), lazy["lazy"].read().compute():
        assert read.dtype == records.dtype
        assert_array_equal(read, records)


def test_a_sparse_block_has_the_shape_of_the_block(scratch: Any) -> None:
    node = scratch.write_sparse([[4, 0], [6, 1]], [1.0, 2.0], (5, 7), chunks=(3, 4))
    blocks = [[node.read_block((row, column)) for column in range(2)] for row in range(2)]
    assert [[block.shape for block in row] for row in blocks] == [
        [(3, 4), (3, 3)],
        [(2, 4), (2, 3)],
    ]
    assert_array_equal(
        numpy.block([[each.todense() for each in row] for row in blocks]), node.todense()
    )


@pytest.mark.parametrize("index", [s_[::-1], s_[::-2, ::-3], s_[4:1:-1], s_[..., ::-1]], ids=str)
def test_a_negative_step_turns_any_kind_of_array_round(scratch: Any, lazy: Any, index: Any) -> None:
    want = numpy.arange(30.0).reshape(5, 6)
    node = scratch.write_array(want, key="dense", chunks=2)
    coords = numpy.indices(want.shape).reshape(2, -1)
    sparse = scratch.write_sparse(coords, want.ravel(), want.shape, chunks=2)
    assert_array_equal(node[index], want[index])
    assert_array_equal(lazy["dense"].read(index).compute(), want[index])
    assert_array_equal(sparse[index].todense(), want[index])
    assert_array_equal(node.read_block((1, 1), index), want[2:4, 2:4][index])


@pytest.mark.parametrize("index", [s_[0:0], s_[3:3], s_[2:1], s_[99:]], ids=str)
def test_an_empty_slice_of_anything_is_empty(scratch: Any, lazy: Any, index: slice) -> None:
    want = numpy.arange(6.0).reshape(3, 2)[index]
    node = scratch.write_array(numpy.arange(6.0).reshape(3, 2), key="dense")
    sparse = scratch.write_sparse([[0, 2], [1, 1]], [1.5, 2.5], (3, 2))
    for read in node[index], node.read(index), lazy["dense"].read(index).compute():
        assert (read.shape, read.dtype) == (want.shape, want.dtype)
    assert sparse[index].shape == want.shape
    assert scratch.write_ragged([[1.0], [], [2.0, 3.0]])[index].shape == (0, None)
    assert scratch.write_awkward([[1], [], [2]])[index].tolist() == []


def test_data_kept_in_a_folder_are_downloaded_whole(scratch: Any, tmp_path: Path) -> None:
    node = scratch.write_array(numpy.arange(8.0).reshape(4, 2), chunks=(2, 2))
    paths = node.raw_export(tmp_path)
    (asset,) = node.data_sources()[0].assets
    assert asset.is_directory
    names = {str(path.relative_to(tmp_path / Path(asset.data_uri).name)) for path in paths}
    assert names == {"zarr.json", "c/0/0", "c/1/0"}
    assert all(path.is_file() for path in paths)


def test_an_array_grows_once_where_the_answer_is_lost(
    scratch: Any, scratch_through: Any, proxy: Proxy
) -> None:
    scratch.write_array(numpy.zeros(2), key="growing")
    node = scratch_through["growing"]
    proxy.spoil("array/full", reset)
    with pytest.raises(ConnectionFailed, match="may have arrived"):
        node.patch(numpy.ones(1), 2, extend=True)
    assert scratch["growing"].read().tolist() == [0, 0, 1]


def test_a_table_of_very_many_columns_is_read_by_any_of_them(scratch: Any, lazy: Any) -> None:
    frame = pandas.DataFrame(
        {f"{number} · column with a long name": [number] for number in range(2_000)}
    )
    table = scratch.write_table(frame, key="wide")
    some = list(frame.columns[::-2])
    assert_frame_equal(table.read(some), frame[some])
    assert_frame_equal(table.read_partition(0, some), frame[some])
    assert_frame_equal(lazy["wide"].read(some).compute(), frame[some], check_index_type=False)
    buffer = io.BytesIO()
    table.export(buffer, some, format="csv")
    buffer.seek(0)
    assert_frame_equal(pandas.read_csv(buffer), frame[some])


def test_strings_are_the_same_in_memory_and_by_way_of_dask(scratch: Any, lazy: Any) -> None:
    text = ["née", "", None, "1", "NA", "x" * 40]
    frame = pandas.DataFrame({"text": text, "number": range(6)})
    collection = dask.dataframe.from_pandas(frame, npartitions=2)
    scratch.write_table(frame, key="whole")
    lazy.write_table(collection, key="lazy")
    # What dask itself makes of strings is the user's own, and kept as well.
    for key, want in ("whole", frame), ("lazy", collection.compute()):
        assert_frame_equal(scratch[key].read(), want, check_index_type=False)
        assert_frame_equal(lazy[key].read().compute(), want, check_index_type=False)
    words = numpy.array(["é", "日本語", ""])
    node = lazy.write_array(dask.array.from_array(words, chunks=2), key="words")
    assert_array_equal(node.read().compute(), words)
    assert scratch["words"].dtype == words.dtype
