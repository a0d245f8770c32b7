"""Nodes are copied whole, from one server to another, however often that is interrupted."""

import os
import random
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import awkward
import numpy
import pandas
import pyarrow
import pytest
import serving
import xarray
from client import faultproxy
from served import ARRAYS, ODD_KEYS

from tiled_jl import Context, from_context
from tiled_jl.errors import Cancelled, NodeExists, ServerError
from tiled_jl.queries import Key
from tiled_jl.storage import Asset, DataSource
from tiled_jl.sync import copy
from tiled_jl.sync.marks import KEY
from tiled_jl.transport.watch import watching


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Server]:
    """A second server."""
    running = serving.start(tmp_path_factory.mktemp("other"))
    yield running
    running.stop()


@pytest.fixture
def scratch(client: Any) -> Any:
    """An empty container of the first server."""
    return client["catalog"].create_container()


@pytest.fixture
def dest(other: serving.Server) -> Iterator[Any]:
    """An empty container of the second server."""
    with Context(other.uri, api_key=other.api_key) as context:
        yield from_context(context)["catalog"].create_container()


class Listener:
    """Notes what it is told; wants to stop once enough is done."""

    def __init__(self, enough: float = float("inf")) -> None:
        self.heard: list[tuple[int, int | None, str]] = []
        self.enough = enough

    def check(self) -> None:
        if self.heard and self.heard[-1][0] >= self.enough:
            raise Cancelled

    def advance(self, done: int, total: int | None, unit: str) -> None:
        self.heard.append((done, total, unit))


def content(node: Any) -> Any:
    """Return what can be compared of the data of a node."""
    match node.structure_family:
        case "container":
            parts = getattr(node, "parts", node)
            return {key: described(child) for key, child in parts.items()}
        case "array":
            found = node.read()
            dtype = found.dtype.newbyteorder("=")
            return found.shape, dtype, found.astype(dtype).tobytes()
        case "table":
            count = range(node.npartitions)
            return [node.read_partition(number, format="arrow").to_pydict() for number in count]
        case "sparse":
            return node.todense().tolist()
        case "bytes":
            return {name: node.read(name) for name in node.names}
        case _:
            return node.read().tolist()


def described(node: Any) -> Any:
    """Return all that a copy has in common with its source."""
    structure = None if node.structure_family == "container" else node.structure()
    return node.structure_family, dict(node.metadata), node.specs, structure, content(node)


def fill(scratch: Any) -> None:
    """Write a node of every family."""
    group = scratch.create_container("group", metadata={"sample": {"name": "Cu"}}, specs=["scan"])
    group.write_array(
        numpy.arange(60, dtype="u2").reshape(5, 4, 3),
        key="image",
        chunks=(2, 4, 2),
        dims=("frame", "row", "col"),
        metadata={"exposure": 0.5, "note": None},
    )
    frame = pandas.DataFrame(
        {"energy": [8.0, 8.1, 8.2], "name": ["a", "é", ""]},
        index=pandas.Index([3, 5, 7], name="point"),
    )
    group.write_table(frame, key="table", npartitions=2, specs=["xas"])
    group.write_table(pyarrow.table({"list": [[1, 2], [], [3]]}), key="arrow", npartitions=2)
    group.write_sparse([[0, 3], [1, 1]], [1.5, 2.5], (4, 2), key="sparse", chunks=((3, 1), (2,)))
    group.write_awkward(
        awkward.Array([{"hits": [1, 2], "t": None}, {"hits": [], "t": 1.5}]), key="awkward"
    )
    group.write_ragged([[1.0, 2.0], [], [3.0]], key="ragged", chunks=2)
    climate = xarray.Dataset(
        {"rain": (("time", "lat"), numpy.eye(3), {"units": "mm"})}, {"time": [0, 1, 2]}
    )
    scratch.write_xarray_dataset(climate, key="climate", metadata={"station": "north"})
    scan = scratch.create_container("scan", specs=["composite"])
    scan.write_table(pandas.DataFrame({"th": [1.0, 2.0]}), key="motors")
    scan.write_array(numpy.ones((2, 3)), key="spectra")
    scratch.create_container("empty").create_container("emptier")


def test_every_family_is_the_same_on_the_other_server(scratch: Any, dest: Any) -> None:
    fill(scratch)
    summary = copy(scratch, dest)
    assert summary.failed == {}
    assert summary.skipped == []
    assert content(dest) == content(scratch)
    assert list(dest) == list(scratch)
    assert {"group", "group/image", "scan/motors"} <= set(summary.copied)
    assert dest["climate"].read().identical(scratch["climate"].read())
    assert dest["group/table"].read().equals(scratch["group/table"].read())
    assert len(dest["group"].metadata_revisions) == 0


@pytest.mark.parametrize("group", ["arrays", "tables", "irregular", "odd"])
def test_what_a_server_has_is_copied_into_a_catalogue(memory: Any, dest: Any, group: str) -> None:
    summary = copy(memory[group], dest)
    # Arrays within records have no place in the storage of a server.
    assert list(summary.failed) == (["records"] if group == "arrays" else [])
    whole = [key for key in memory[group] if key not in summary.failed]
    for key in whole:
        assert described(dest[key]) == described(memory[group, key])
    if group == "arrays":
        for key in ARRAYS.keys() & {*whole}:
            assert dest[key].dtype == ARRAYS[key].dtype
            numpy.testing.assert_array_equal(dest[key].read(), ARRAYS[key])
    if group == "odd":
        assert list(dest) == ODD_KEYS


def test_uneven_chunks_become_even_ones(dest: Any) -> None:
    from tiled.adapters.array import ArrayAdapter
    from tiled.adapters.mapping import MapAdapter
    from tiled.config import Authentication
    from tiled.server.app import build_app

    array = numpy.arange(70.0).reshape(10, 7)
    tree = MapAdapter({"uneven": ArrayAdapter.from_array(array, chunks=((3, 5, 2), (6, 1)))})
    app = build_app(tree, authentication=Authentication(single_user_api_key="appkey0"))
    with Context.from_app(app, api_key="appkey0") as context:
        copy(from_context(context), dest)
    assert dest["uneven"].chunks == ((5, 5), (6, 1))
    numpy.testing.assert_array_equal(dest["uneven"].read(), array)


def test_children_are_chosen_by_search_by_slice_and_by_hand(memory: Any, dest: Any) -> None:
    found = memory["many"].search(Key("sample.name") == "Cu")
    copy(found.items()[:3], dest)
    copy([("another name", memory["arrays/named"]), memory["arrays/one"]], dest)
    copy(memory["arrays"].values()[:1], dest)
    assert list(dest) == ["scan000", "scan003", "scan006", "another name", "one", "floats"]
    assert described(dest["another name"]) == described(memory["arrays/named"])


def test_a_search_and_a_single_node_are_copied(scratch: Any, dest: Any) -> None:
    fill(scratch)
    copy(scratch["group"].search(Key("exposure") == 0.5), dest)
    copy(scratch["group/table"], dest)
    copy(scratch["climate"], dest)
    copy(scratch["scan"], dest)
    assert list(dest) == ["image", "table", "climate", "scan"]
    assert dest["climate"].read().identical(scratch["climate"].read())
    assert list(dest["scan"]) == ["th", "spectra"]


def test_more_than_a_page_is_copied_in_order(
    memory: Any, dest: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiled_jl.sync.selection.MAX_PAGE_SIZE", 10)
    summary = copy(memory["many"].items()[:25], dest)
    assert summary.copied == list(dest) == memory["many"].keys()[:25]
    assert dest["scan019"].metadata == memory["many/scan019"].metadata


def test_access_tags_go_along(tmp_path: Path) -> None:
    with Context.from_app(serving.application(tmp_path), api_key=serving.API_KEY) as context:
        serving.define_access_tags(tmp_path, "abc")
        root = from_context(context)
        source, dest = root.create_container("source"), root.create_container("dest")
        source.write_array([1], key="tagged", access_tags=["a", "b"])
        source.create_container("outer", access_tags=["c"]).create_container("inner")
        copy(source, dest)
        assert dest["tagged"].access_tags == ["a", "b"]
        assert dest["outer"].access_tags == ["c"]
        assert dest["outer/inner"].access_tags == []
        assert dest["tagged"].metadata == {}


def test_an_error_names_what_is_there_and_leaves_all_as_it_is(scratch: Any, dest: Any) -> None:
    scratch.write_array([1, 2], key="a")
    scratch.write_array([3, 4], key="b")
    dest.write_array([5], key="b")
    with pytest.raises(NodeExists, match="There is 'b' already in 'catalog/") as caught:
        copy(scratch, dest)
    assert "on_conflict='skip'" in caught.value.hint
    assert list(dest) == ["b"]
    copy(scratch.items()[:1], dest)
    with pytest.raises(NodeExists, match="'a', 'b'"):
        copy(scratch, dest)


def test_what_is_there_can_be_skipped_and_what_is_missing_added(scratch: Any, dest: Any) -> None:
    fill(scratch)
    dest.write_array([5], key="climate")
    group = dest.create_container("group", specs=["scan"], metadata={"mine": True})
    group.write_array([6], key="image")
    summary = copy(scratch, dest, on_conflict="skip")
    assert summary.skipped == ["group", "group/image", "climate"]
    assert summary.failed == {}
    assert dest["climate"].read().tolist() == [5]
    assert dest["group"].metadata == {"mine": True}
    assert dest["group/image"].read().tolist() == [6]
    assert described(dest["group/table"]) == described(scratch["group/table"])
    assert described(dest["scan"]) == described(scratch["scan"])
    again = copy(scratch, dest, on_conflict="skip")
    assert again.copied == []
    assert again.nbytes == 0


def test_containers_of_other_specs_are_not_mixed(scratch: Any, dest: Any) -> None:
    scratch.create_container("a", specs=["one"]).create_container("inside")
    dest.create_container("a", specs=["another"])
    assert copy(scratch, dest, on_conflict="skip").skipped == ["a"]
    assert len(dest["a"]) == 0


def test_a_warning_tells_of_what_is_there(scratch: Any, dest: Any) -> None:
    scratch.write_array([1, 2], key="a")
    dest.write_array([5], key="a")
    with pytest.warns(UserWarning, match="a node 'a' already"):
        assert copy(scratch, dest, on_conflict="warn").skipped == ["a"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        copy(scratch, dest, on_conflict="skip")


def test_a_node_that_fails_does_not_stop_the_others(memory: Any, dest: Any) -> None:
    summary = copy(memory["faulty"], dest)
    assert list(summary.failed) == ["child03", "child17"]
    assert len(summary.copied) == len(dest) == 28
    assert "copied 28 (" in repr(summary)
    assert "child17: TiledError: " in repr(summary)
    assert dest["child29"].read().tolist() == list(range(29))


def test_what_the_other_server_finds_wrong_stays_half_made(memory: Any, dest: Any) -> None:
    # Two of its parts have a column of the same name.
    summary = copy([memory["labelled/clashing"]], dest)
    assert "must be unique" in str(summary.failed["clashing"])
    assert KEY in dest["clashing"].metadata


def test_what_makes_no_sense_is_refused(scratch: Any, dest: Any) -> None:
    array = scratch.write_array([1], key="a")
    inner = scratch.create_container("outer").create_container("inner")
    with pytest.raises(ValueError, match="on_conflict is 'error' or 'warn' or 'skip', not 'no'"):
        copy(scratch, dest, "no")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="assets is 'copy' or 'reference', not 'no'"):
        copy(scratch, dest, assets="no")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="The destination is a container"):
        copy(scratch, array)
    with pytest.raises(TypeError, match="A client is needed"):
        copy([("a", 1)], dest)
    with pytest.raises(ValueError, match="cannot be copied into itself"):
        copy(scratch, inner)
    assert len(dest) == len(inner) == 0


def registered(scratch: Any, folder: Path) -> None:
    """Register files in which the server finds nodes of several families."""
    import h5py

    def new(key: str, family: str, structure: Any, mimetype: str, path: Path) -> None:
        asset = Asset(f"file://localhost{path}", is_directory=False, parameter="data_uris", num=0)
        source = DataSource(
            family, structure, None, mimetype, assets=(asset,), management="external"
        )
        scratch.new(family, [source], key=key, metadata={"from": path.name}, specs=["file"])

    (folder / "note.txt").write_bytes(b"hello")
    new("note", "bytes", {}, "application/octet-stream", folder / "note.txt")
    (folder / "table.csv").write_text("x,y\n1,2\n3,4\n")
    structure = serving.csv_structure(folder / "table.csv")
    new("table", "table", structure, "text/csv", folder / "table.csv")
    with h5py.File(folder / "scan.h5", "w") as file:
        file["entry/counts"] = numpy.arange(6).reshape(2, 3)
    new("hdf5", "container", None, "application/x-hdf5", folder / "scan.h5")


def test_files_are_copied_by_reference(scratch: Any, dest: Any, tmp_path: Path) -> None:
    registered(scratch, tmp_path)
    scratch.write_array([1, 2], key="kept by the server")
    summary = copy(scratch, dest, assets="reference")
    assert summary.failed == {}
    assert summary.copied == ["note", "table", "hdf5", "kept by the server"]
    assert content(dest) == content(scratch)
    for key in ("note", "table", "hdf5"):
        (ours,), (theirs,) = dest[key].data_sources(), scratch[key].data_sources()
        assert (ours.mimetype, ours.management) == (theirs.mimetype, "external")
        assert [each.data_uri for each in ours.assets] == [each.data_uri for each in theirs.assets]
    (array,) = dest["kept by the server"].data_sources()
    assert array.management == "writable"
    assert array.assets != scratch["kept by the server"].data_sources()[0].assets


def test_files_are_copied_by_content(scratch: Any, dest: Any, tmp_path: Path) -> None:
    registered(scratch, tmp_path)
    summary = copy(scratch, dest)
    assert list(summary.failed) == ["note"]
    assert "assets='reference'" in str(summary.failed["note"])
    assert summary.copied == ["table", "hdf5/entry/counts", "hdf5/entry", "hdf5"]
    for path in tmp_path.iterdir():
        path.unlink()
    assert dest["table"].read().to_dict("list") == {"x": [1, 3], "y": [2, 4]}
    assert dest["hdf5/entry/counts"].read().tolist() == [[0, 1, 2], [3, 4, 5]]
    assert dest["hdf5"].metadata == {"from": "scan.h5"}


def test_it_tells_how_far_it_is_and_ends_when_it_is_told_to(scratch: Any, dest: Any) -> None:
    for number in range(4):
        scratch.write_array(numpy.full(100_000, number), key=f"a{number}")
    listener = Listener(enough=1_600_000)
    with watching(listener), pytest.raises(Cancelled) as caught:
        copy(scratch, dest)
    assert listener.heard == [(800_000, None, "bytes"), (1_600_000, None, "bytes")]
    assert "Run it again" in caught.value.__notes__[0]
    assert KEY in dest["a0"].metadata
    listener = Listener()
    with watching(listener):
        summary = copy(scratch, dest)
    assert summary.copied[0] == "a0"
    assert listener.heard[-1][0] == summary.nbytes < 3_200_000
    assert content(dest) == content(scratch)


def interrupted(monkeypatch: pytest.MonkeyPatch, scratch: Any, dest: Any, nbytes: int) -> None:
    """Copy until so much has been written, noting all the time how far it is."""
    monkeypatch.setattr("tiled_jl.sync.walk._ROUND", 1)
    monkeypatch.setattr("tiled_jl.sync.walk._NOTE_EVERY", 0)
    with watching(Listener(enough=nbytes)), pytest.raises(Cancelled):
        copy(scratch, dest)


def test_an_array_goes_on_where_it_was_interrupted(
    scratch: Any, dest: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiled_jl.sync.contents._PIECE_BYTES", 80_000)
    scratch.write_array(numpy.arange(100_000), key="array", chunks=5_000)
    interrupted(monkeypatch, scratch, dest, 400_000)
    assert dest["array"].metadata[KEY]["done"] > 2
    summary = copy(scratch, dest)
    assert summary.nbytes < 600_000
    assert content(dest) == content(scratch)
    assert dest["array"].metadata == {}


def test_rows_that_would_be_written_twice_are_written_anew(
    scratch: Any, dest: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch.write_ragged([[1.0, 2.0], [], [3.0], [4.0]], key="ragged", chunks=1)
    interrupted(monkeypatch, scratch, dest, 16)
    assert KEY in dest["ragged"].metadata
    copy(scratch, dest)
    assert content(dest) == content(scratch)


def test_half_a_copy_is_made_anew_where_the_source_has_changed(
    scratch: Any, dest: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiled_jl.sync.contents._PIECE_BYTES", 8_000)
    scratch.write_array(numpy.arange(10_000), key="array", chunks=1_000)
    interrupted(monkeypatch, scratch, dest, 16_000)
    scratch.delete_contents("array", external_only=False)
    scratch.write_array(numpy.arange(5_000.0), key="array", chunks=1_000)
    copy(scratch, dest)
    assert content(dest) == content(scratch)


def test_half_a_copy_of_something_else_is_left_alone(
    scratch: Any, dest: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiled_jl.sync.contents._PIECE_BYTES", 8_000)
    outer = scratch.create_container("outer")
    outer.write_array(numpy.arange(10_000), key="array", chunks=1_000)
    interrupted(monkeypatch, outer, dest, 16_000)
    other = scratch.write_array([1], key="array")
    assert copy(other, dest, on_conflict="skip").skipped == ["array"]
    summary = copy(dest, scratch.create_container("too early"))
    assert "not whole yet" in str(summary.failed["array"])
    assert copy(outer, dest).copied == ["array"]


COPY = """
import sys
from tiled_jl import from_uri
from tiled_jl.sync import copy

source, dest = (from_uri(uri, api_key=sys.argv[1]) for uri in sys.argv[2:])
print("ready", flush=True)
copy(source, dest)
"""


@pytest.fixture(scope="module")
def start() -> Iterator[Any]:
    """Start a copy in another process, and return that once it begins."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(source: Any, dest: Any) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-c", COPY, serving.API_KEY, source.uri, dest.uri],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def test_a_copy_that_was_killed_is_completed(scratch: Any, dest: Any, start: Any) -> None:
    fill(scratch)
    scratch.write_array(numpy.arange(500_000), key="large", chunks=10_000)
    moments = random.Random(5)
    half_made = 0
    for number in range(5):
        target = dest.create_container(str(number))
        process = start(scratch, target)
        time.sleep(moments.uniform(0.05, 2.0))
        process.send_signal(signal.SIGKILL)
        killed = process.wait() == -signal.SIGKILL
        half_made += any(KEY in child.metadata for child in target.values())
        copy(scratch, target, "error" if killed else "skip")
        assert content(target) == content(scratch)
        assert list(target) == list(scratch)
    assert half_made > 0


MEASURE = """
import resource, sys
from tiled_jl import from_uri
from tiled_jl.sync import copy

source, dest = (from_uri(uri, api_key=sys.argv[1]) for uri in sys.argv[2:])
copy(source["small"], dest)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert copy(source["large"], dest).nbytes == 128_000_000
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_memory_holds_but_a_few_pieces(scratch: Any, dest: Any) -> None:
    scratch.write_array(numpy.zeros(8), key="small")
    scratch.write_array(numpy.zeros((16, 1_000_000)), key="large", chunks=(1, None))
    finished = subprocess.run(
        [sys.executable, "-c", MEASURE, serving.API_KEY, scratch.uri, dest.uri],
        stdout=subprocess.PIPE,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert int(finished.stdout) * 1024 < 110_000_000
    assert dest["large"].chunks == ((1,) * 16, (1_000_000,))


@pytest.fixture
def proxy(other: serving.Server) -> Iterator[faultproxy.Proxy]:
    """A proxy in front of the second server; it does no harm until it is told to."""
    running = faultproxy.start(other.uri)
    yield running
    faultproxy.stop(running)


@pytest.fixture
def dest_through(
    proxy: faultproxy.Proxy, dest: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Any]:
    """The empty container of the second server, as seen through the proxy."""
    monkeypatch.setenv("TILED_RETRY_ATTEMPTS", "3")
    with Context(proxy.uri, api_key=serving.API_KEY, timeout=20) as context:
        yield from_context(context, node_path_parts=dest.path_parts)


def test_lost_answers_do_no_harm(
    scratch: Any, dest: Any, dest_through: Any, proxy: faultproxy.Proxy
) -> None:
    scratch.write_array([1, 2], key="a", metadata={"x": 1})
    scratch.write_array([3, 4], key="b")
    # That of the creation, of the data, and of both changes of the first one's mark.
    proxy.spoil("/metadata/", faultproxy.reset)
    proxy.spoil("/array/", faultproxy.reset)
    proxy.spoil("/metadata/.*/a", faultproxy.reset, faultproxy.reset)
    assert copy(scratch, dest_through).failed == {}
    assert proxy.faults == []
    assert content(dest) == content(scratch)


def test_a_failure_that_would_meet_all_ends_the_copy(
    scratch: Any, dest: Any, dest_through: Any, proxy: faultproxy.Proxy
) -> None:
    scratch.write_array([1, 2], key="a")
    scratch.write_array([3, 4], key="b")
    forever = [faultproxy.status(503)] * 100
    proxy.spoil("/array/", *forever)
    with pytest.raises(ServerError, match="503"):
        copy(scratch, dest_through)
    assert list(dest) == ["a"]
    copy(scratch, dest)
    assert content(dest) == content(scratch)
