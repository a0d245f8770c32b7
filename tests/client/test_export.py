"""Nodes become files, whole or not at all, in every format that the server offers."""

import io
import json
import os
import stat
from pathlib import Path
from typing import Any

import h5py
import numpy
import pandas
import pyarrow
import pytest
import tifffile
from numpy.testing import assert_array_equal
from served import ARRAYS, TABLE

from tiled_jl.errors import Cancelled, ConnectionFailed, ResponseError, ServerError, TooLarge
from tiled_jl.transport.watch import watching

from .faultproxy import Proxy, page, reset, status, truncated
from .test_watching import Listener

SERVERS_FAIL = {
    "arrays/named": {"text/html"},
    "tables/spectrum": {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/x-hdf5",
    },
    "irregular/sparse": {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/x-parquet",
        "text/csv",
        "text/html",
        "text/plain",
    },
}
"""What this server offers and then fails at."""


@pytest.mark.parametrize(
    "path",
    [
        "arrays/named",
        "tables/spectrum",
        "irregular/awkward",
        "irregular/ragged",
        "irregular/sparse",
        "odd",
    ],
)
def test_a_node_is_exported_in_every_format_that_is_offered(memory: Any, path: str) -> None:
    node = memory[path]
    assert len(node.formats) > 1
    refused = {}
    for media_type in node.formats:
        buffer = io.BytesIO()
        try:
            node.export(buffer, format=media_type)
        except (ServerError, ResponseError) as error:
            refused[media_type] = str(error)
            assert buffer.getvalue() == b""
        else:
            assert buffer.getvalue()
    assert refused.keys() <= SERVERS_FAIL.get(path, set()), refused


def test_an_array_is_exported_as_a_picture(memory: Any, tmp_path: Path) -> None:
    counts = memory["arrays/counts"]
    counts.export(tmp_path / "whole.tiff")
    assert_array_equal(tifffile.imread(tmp_path / "whole.tiff"), ARRAYS["counts"])
    counts.export(str(tmp_path / "part.tif"), slice=(3, slice(2, 12, 2), ...))
    assert_array_equal(tifffile.imread(tmp_path / "part.tif"), ARRAYS["counts"][3, 2:12:2])
    counts.export(tmp_path / "row.csv", slice=numpy.s_[-1, -1])
    row = numpy.loadtxt(tmp_path / "row.csv", delimiter=",")
    assert_array_equal(row, ARRAYS["counts"][-1, -1])


@pytest.mark.parametrize(
    "index", [numpy.s_[::-1], numpy.s_[None, ...], numpy.s_[99], numpy.s_[[1, 2]]]
)
def test_an_index_that_a_server_cannot_do_is_refused(
    memory: Any, index: Any, requests: list[str]
) -> None:
    array = memory["arrays/counts"]
    array.structure()
    requests.clear()
    with pytest.raises(IndexError):
        array.export(io.BytesIO(), slice=index, format="json")
    assert requests == []


def test_a_table_is_exported_whole_or_by_columns(memory: Any, tmp_path: Path) -> None:
    table = memory["tables/spectrum"]
    table.export(tmp_path / "all.arrow")
    whole = pyarrow.ipc.open_file(str(tmp_path / "all.arrow")).read_pandas()
    pandas.testing.assert_frame_equal(whole[["counts", "name"]], TABLE[["counts", "name"]])
    table.export(tmp_path / "some.csv", ["counts", "a&b=c"])
    some = pandas.read_csv(tmp_path / "some.csv")
    assert_array_equal(some[["counts", "a&b=c"]], TABLE[["counts", "a&b=c"]])
    with pytest.raises(KeyError, match="nope"):
        table.export(tmp_path / "none.csv", ["nope"])
    assert sorted(os.listdir(tmp_path)) == ["all.arrow", "some.csv"]


def test_a_long_list_of_columns_is_no_obstacle(memory: Any) -> None:
    wide = memory["tables/wide"]
    buffer = io.BytesIO()
    wide.export(buffer, wide.columns[:1500], format="parquet")
    assert pandas.read_parquet(buffer).shape == (2, 1500)


def test_a_container_is_exported_whole_or_by_children(client: Any, tmp_path: Path) -> None:
    odd = client["catalog/odd"]
    odd.export(tmp_path / "all.h5")
    with h5py.File(tmp_path / "all.h5") as file:
        assert sorted(file) == sorted(odd)
        assert file["a b"][()].tolist() == [0, 1]
    odd.export(tmp_path / "some.h5", fields=["é", "50%"])
    with h5py.File(tmp_path / "some.h5") as file:
        assert sorted(file) == ["50%", "é"]
    for fields in ("é", [3]):
        with pytest.raises(TypeError, match="list of names"):
            odd.export(tmp_path / "no.h5", fields=fields)
    with pytest.raises(ValueError, match="at least one"):
        odd.export(tmp_path / "no.h5", fields=[])
    with pytest.raises(KeyError, match="'nope'"):
        odd.export(tmp_path / "no.h5", fields=["é", "nope"])
    assert sorted(os.listdir(tmp_path)) == ["all.h5", "some.h5"]


@pytest.mark.parametrize("name", ["csv", ".csv", "CSV", "text/csv", "text/csv;header=absent"])
def test_a_format_is_named_by_extension_or_media_type(memory: Any, name: str) -> None:
    buffer = io.BytesIO()
    memory["tables/spectrum"].export(buffer, ["energy"], format=name)
    assert buffer.getvalue().startswith(b"8.0" if "absent" in name else b"energy\n8.0")


def test_a_format_that_is_not_offered_is_refused_with_those_that_are(
    memory: Any, tmp_path: Path, requests: list[str]
) -> None:
    array = memory["arrays/named"]
    requests.clear()
    with pytest.raises(ValueError, match=r"'docx'.*json.*tiff.*image/png"):
        array.export(tmp_path / "a.csv", format="docx")
    with pytest.raises(ValueError, match=r"'\.nc'"):
        array.export(tmp_path / "a.nc")
    with pytest.raises(ValueError, match="no extension"):
        array.export(tmp_path / "a")
    with pytest.raises(ValueError, match="no extension"):
        array.export(io.BytesIO())
    assert requests == []
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("fault", [status(500), page, status(404)])
def test_nothing_is_left_of_an_export_that_fails(
    through: Any, proxy: Proxy, tmp_path: Path, fault: Any
) -> None:
    array = through["arrays/floats"]
    (tmp_path / "there.json").write_text("before")
    buffer = io.BytesIO(b"before")
    buffer.seek(0, io.SEEK_END)
    for target in (tmp_path / "new.json", tmp_path / "there.json", buffer):
        proxy.spoil("array/full", fault)
        with pytest.raises((ServerError, ResponseError, KeyError)):
            array.export(target, format="json")
    assert os.listdir(tmp_path) == ["there.json"]
    assert (tmp_path / "there.json").read_text() == "before"
    assert buffer.getvalue() == b"before"


@pytest.mark.parametrize("fault", [reset, truncated, status(503)])
def test_an_export_that_breaks_off_is_begun_again(through: Any, proxy: Proxy, fault: Any) -> None:
    array = through["arrays/floats"]
    buffer = io.BytesIO(b"before")
    buffer.seek(0, io.SEEK_END)
    proxy.spoil("array/full", fault)
    array.export(buffer, format="application/octet-stream")
    assert buffer.getvalue() == b"before" + ARRAYS["floats"].tobytes()


def test_an_export_that_always_breaks_off_is_given_up(
    through: Any, proxy: Proxy, tmp_path: Path
) -> None:
    array = through["arrays/floats"]
    proxy.spoil("array/full", *[truncated] * 9)
    with pytest.raises(ConnectionFailed, match="array/full"):
        array.export(tmp_path / "a.json")
    assert os.listdir(tmp_path) == []


class Pipe(io.RawIOBase):
    """A file that cannot go back."""

    def __init__(self) -> None:
        self.received = b""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.received += bytes(data)
        return len(data)


def test_a_file_that_cannot_go_back_gets_the_whole_or_nothing(through: Any, proxy: Proxy) -> None:
    array = through["arrays/floats"]
    pipe = Pipe()
    proxy.spoil("array/full", truncated)
    array.export(pipe, format="application/octet-stream")
    assert pipe.received == ARRAYS["floats"].tobytes()
    pipe = Pipe()
    proxy.spoil("array/full", status(500))
    with pytest.raises(ServerError):
        array.export(pipe, format="application/octet-stream")
    assert pipe.received == b""


@pytest.mark.parametrize("target", [io.StringIO(), 3, None])
def test_a_target_is_a_path_or_a_binary_file(memory: Any, target: Any) -> None:
    with pytest.raises(TypeError, match="binary"):
        memory["arrays/named"].export(target, format="json")


def test_a_folder_that_is_not_there_is_told_before_anything_is_sent(
    memory: Any, tmp_path: Path, requests: list[str]
) -> None:
    array = memory["arrays/named"]
    array.structure()
    requests.clear()
    with pytest.raises(FileNotFoundError):
        array.export(tmp_path / "nope" / "a.json")
    assert requests == []


def test_a_file_can_be_read_by_whom_the_system_lets(memory: Any, tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    memory["arrays/named"].export(tmp_path / "a.json")
    modes = {stat.S_IMODE(os.stat(tmp_path / name).st_mode) for name in ("plain", "a.json")}
    assert len(modes) == 1
    assert json.loads((tmp_path / "a.json").read_text()) == [[0, 1, 2], [3, 4, 5]]


def test_what_is_too_large_for_the_server_says_so(memory: Any) -> None:
    with pytest.raises(TooLarge, match="exceed"):
        memory["arrays/large"].export(io.BytesIO(), format="application/octet-stream")


def test_an_export_tells_how_far_it_is_and_can_be_stopped(memory: Any, tmp_path: Path) -> None:
    array = memory["arrays/floats"]
    listener = Listener()
    with watching(listener):
        array.export(tmp_path / "a.bin", format="application/octet-stream")
    assert listener.heard[-1] == (array.nbytes, array.nbytes, "bytes")
    with watching(Listener(enough=1)), pytest.raises(Cancelled):
        array.export(tmp_path / "b.bin", format="application/octet-stream")
    assert os.listdir(tmp_path) == ["a.bin"]
