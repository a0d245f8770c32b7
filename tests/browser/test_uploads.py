import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py
import numpy
import pandas
import pytest
import serving
from client import faultproxy

import tiled_jl
from tiled_jl.browser.journal import Journal, Note
from tiled_jl.browser.messages import PROTOCOL_VERSION
from tiled_jl.browser.state import State
from tiled_jl.clients.container import Container

from .page import Page, Refused

UPLOADING = """
import time
from tiled_jl.browser.messages import UploadFile
from tiled_jl.browser.state import State

state = State()
server = state.servers.add({uri!r}, api_key={api_key!r}, remember=False)
state.uploads.file(UploadFile(server=server.id, path={path!r}, file="x.npy", key="x"))
time.sleep(60)
"""
"""What a kernel does for a page."""

RECEIVING = """
import time
from tiled_jl.browser.messages import BeginUpload, SendPiece
from tiled_jl.browser.state import State

state = State()
server = state.servers.add({uri!r}, api_key={api_key!r}, remember=False)
begun = state.uploads.begin(
    BeginUpload(server=server.id, path={path!r}, name="x.npy", key="x", size=5000)
)
state.uploads.send(SendPiece(id=begun.id, offset=0), [b"x" * 1000])
print("received", flush=True)
time.sleep(60)
"""
"""What a kernel does for a page that sends a file of its own."""

FULL = Path("/dev/full")


@pytest.fixture(autouse=True)
def own_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of what pages send."""
    own = tmp_path / "tmp"
    own.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(own))
    return own


@pytest.fixture
def folder(server: serving.Server) -> Iterator[Container]:
    """A container of a catalogue, for one test."""
    catalog = tiled_jl.from_uri(server.uri, api_key=server.api_key)["catalog"]
    folder = catalog.create_container("filled a?b#c%20é")
    yield folder
    folder.delete(recursive=True, external_only=False)


def piece(page: Page, ident: str, offset: int, data: bytes) -> int:
    """Send a piece of a file, and return how much has been received."""
    request = f"piece-{ident}-{offset}"
    params = {"id": ident, "offset": offset}
    message = {"v": PROTOCOL_VERSION, "id": request, "method": "uploads.send", "params": params}
    page.service.receive(message, [memoryview(data)])
    received: int = page.wait(request)[0]["received"]
    return received


def ended(page: Page, ident: str) -> dict[str, Any]:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for each in page.ask("transfers.list")[0]["transfers"]:
            if each["id"] == ident and each["state"] not in ("waiting", "running"):
                found: dict[str, Any] = each
                return found
        time.sleep(0.02)
    raise AssertionError("The upload does not end.")


def upload(page: Page, place: dict[str, Any], name: str, data: bytes, key: str) -> dict[str, Any]:
    begun = page.ask("uploads.begin", **place, name=name, key=key, size=len(data))[0]
    return sent(page, begun["id"], data)


def sent(page: Page, ident: str, data: bytes) -> dict[str, Any]:
    received = 0
    while received < len(data):
        received = piece(page, ident, received, data[received : received + 1000])
    return ended(page, ident)


def saved(write: Any, **options: Any) -> bytes:
    file = io.BytesIO()
    write(file, **options)
    return file.getvalue()


def hdf5() -> bytes:
    import h5py

    file = io.BytesIO()
    with h5py.File(file, "w") as root:
        root.attrs["title"] = "scan"
        entry = root.create_group("entry")
        entry["counts"] = numpy.arange(6).reshape(2, 3)
        entry["counts"].attrs["units"] = "1"
        entry["names"] = ["a", "é"]
    return file.getvalue()


def test_files_of_every_kind_become_nodes(
    page: Page, here: dict[str, Any], folder: Container
) -> None:
    import tifffile

    place = {**here, "path": list(folder.path_parts)}
    frame = pandas.DataFrame({"x": [1, 2, 3], "y": ["a", "b", "é"]})
    image = numpy.arange(600, dtype="u2").reshape(20, 30)
    files = {
        "a b.CSV": frame.to_csv(index=False).encode(),
        "b.parquet": saved(frame.to_parquet),
        "c.npy": saved(lambda file: numpy.save(file, image)),
        "d.tiff": saved(lambda file: tifffile.imwrite(file, image)),
        "e.h5": hdf5(),
    }
    for name, data in files.items():
        done = upload(page, place, name, data, name)
        assert (done["state"], done["error"]) == ("done", None), done
        assert (done["kind"], done["path"]) == ("upload", [*place["path"], name])
    pandas.testing.assert_frame_equal(folder["a b.CSV"].read(), frame, check_dtype=False)
    pandas.testing.assert_frame_equal(folder["b.parquet"].read(), frame, check_dtype=False)
    assert (folder["c.npy"].read() == image).all()
    assert (folder["d.tiff"].read() == image).all()
    assert folder["e.h5"].metadata == {"title": "scan"}
    assert folder["e.h5", "entry", "counts"].metadata == {"units": "1"}
    assert folder["e.h5", "entry", "names"].read().tolist() == ["a", "é"]


def test_a_file_of_jupyter_becomes_a_node_and_stays(
    page: Page,
    here: dict[str, Any],
    folder: Container,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    place = {**here, "path": list(folder.path_parts)}
    (tmp_path / "raw").mkdir()
    numpy.save(tmp_path / "raw" / "x.npy", numpy.eye(3))
    begun = page.ask("uploads.file", **place, file="raw/x.npy", key="x")[0]
    assert ended(page, begun["id"])["state"] == "done"
    assert (folder["x"].read() == numpy.eye(3)).all()
    assert (tmp_path / "raw" / "x.npy").exists()
    with pytest.raises(Refused, match="no file"):
        page.ask("uploads.file", **place, file="../x.npy", key="y")


def test_what_cannot_become_a_node_is_refused_before_anything_is_sent(
    page: Page, here: dict[str, Any], folder: Container
) -> None:
    folder.create_container("there")
    place = {**here, "path": list(folder.path_parts)}
    for name, key, size, words in (
        ("a.exe", "a", 1, "no way"),
        ("a.csv", "there", 1, "already"),
        ("a.csv", "a/b", 1, "another name"),
        ("a.csv", "a", 2**60, "no room"),
    ):
        with pytest.raises(Refused, match=words):
            page.ask("uploads.begin", **place, name=name, key=key, size=size)
    assert page.ask("transfers.list")[0]["transfers"] == []


def test_a_damaged_or_dangerous_file_leaves_nothing_on_the_server(
    page: Page, here: dict[str, Any], folder: Container
) -> None:
    place = {**here, "path": list(folder.path_parts)}
    pickled = saved(lambda file: numpy.save(file, numpy.array([{}], dtype=object)))
    damaged = {"a.h5": b"nothing", "b.parquet": b"PAR1", "c.npy": pickled, "d.csv": b""}
    for name, data in damaged.items():
        failed = upload(page, place, name, data, name)
        assert failed["state"] == "failed"
        assert "cannot become a node" in failed["error"]["message"]
    assert list(folder) == []


def test_a_file_brings_nothing_of_other_files_and_has_an_end(
    page: Page, here: dict[str, Any], folder: Container, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_bytes(b"s" * 16)
    with h5py.File(tmp_path / "other.h5", "w") as other:
        other["x"] = numpy.eye(2)

    def write(file: Any) -> None:
        with h5py.File(file, "w") as root:
            root["inside"] = numpy.eye(3)
            group = root.create_group("group")
            group["around"] = h5py.SoftLink("/group")
            root["elsewhere"] = h5py.ExternalLink(str(tmp_path / "other.h5"), "x")
            root["nowhere"] = h5py.SoftLink("/missing")
            external = [(str(tmp_path / "secret"), 0, 16)]
            root.create_dataset("external", (16,), "u1", external=external)
            layout = h5py.VirtualLayout((2, 2), "f8")
            layout[:] = h5py.VirtualSource(str(tmp_path / "other.h5"), "x", (2, 2))
            root.create_virtual_dataset("virtual", layout)

    place = {**here, "path": list(folder.path_parts)}
    assert upload(page, place, "a.h5", saved(write), "a")["state"] == "done"
    assert sorted(folder["a"]) == ["group", "inside"]
    assert list(folder["a/group"]) == []


def test_an_upload_that_the_server_breaks_off_leaves_nothing_and_is_tried_again(
    page: Page,
    through: dict[str, Any],
    folder: Container,
    proxy: faultproxy.Proxy,
    own_home: Path,
    own_tmp: Path,
) -> None:
    place = {**through, "path": list(folder.path_parts)}
    data = saved(lambda file: numpy.save(file, numpy.eye(10)))
    proxy.spoil("/array/full/", faultproxy.status(403))
    failed = upload(page, place, "x.npy", data, "x")
    assert (failed["state"], failed["error"]["code"]) == ("failed", "forbidden")
    assert list(folder) == []
    # Another kernel tidies up; what can be tried again here is not in its way.
    Journal().sweep([])
    page.ask("transfers.change", id=failed["id"], change="retry")
    assert ended(page, failed["id"])["state"] == "done"
    assert list(folder) == ["x"]
    assert [*own_tmp.iterdir(), *own_home.glob("uploads/*/*")] == []


def test_an_upload_is_cancelled_between_two_pieces_and_what_was_sent_is_deleted(
    page: Page, here: dict[str, Any], folder: Container, tmp_path: Path
) -> None:
    place = {**here, "path": list(folder.path_parts)}
    begun = page.ask("uploads.begin", **place, name="x.npy", key="x", size=5000)[0]
    assert piece(page, begun["id"], 0, b"x" * 1000) == 1000
    # A piece that comes twice is written once.
    assert piece(page, begun["id"], 0, b"x" * 1000) == 1000
    page.ask("transfers.change", id=begun["id"], change="cancel")
    with pytest.raises(Refused) as refused:
        piece(page, begun["id"], 1000, b"x" * 1000)
    assert refused.value.code == "cancelled"
    assert ended(page, begun["id"])["state"] == "cancelled"
    page.ask("transfers.change", id=begun["id"], change="remove")
    assert page.ask("transfers.list")[0]["transfers"] == []
    assert list(folder) == []


@pytest.mark.skipif(not FULL.exists(), reason="no device that is full")
def test_a_full_disk_is_said_as_such_and_the_file_is_taken_when_there_is_room(
    page: Page, here: dict[str, Any], folder: Container, own_tmp: Path
) -> None:
    place = {**here, "path": list(folder.path_parts)}
    data = saved(lambda file: numpy.save(file, numpy.eye(10)))
    begun = page.ask("uploads.begin", **place, name="x.npy", key="x", size=len(data))[0]
    (copy,) = own_tmp.iterdir()
    copy.unlink()
    copy.symlink_to(FULL)
    with pytest.raises(Refused, match="No space left") as refused:
        piece(page, begun["id"], 0, data)
    assert "Make room" in refused.value.error["hint"]
    failed = ended(page, begun["id"])
    assert (failed["state"], failed["done"]) == ("failed", 0)
    assert list(own_tmp.iterdir()) == []
    page.ask("transfers.change", id=begun["id"], change="retry")
    assert sent(page, begun["id"], data)["state"] == "done"
    assert (folder["x"].read() == numpy.eye(10)).all()
    assert list(own_tmp.iterdir()) == []


def test_a_node_that_could_not_be_removed_is_replaced_by_the_next_attempt(
    page: Page, through: dict[str, Any], folder: Container, proxy: faultproxy.Proxy
) -> None:
    place = {**through, "path": list(folder.path_parts)}
    data = saved(lambda file: numpy.save(file, numpy.eye(10)))
    refused = faultproxy.status(403)
    proxy.spoil("/array/full/", refused)
    proxy.spoil("recursive=", refused)
    proxy.spoil("/metadata/.*/x", faultproxy.faithful, refused)
    failed = upload(page, place, "x.npy", data, "x")
    assert "half made" in failed["error"]["hint"]
    # The proxy has let the deletion through.
    folder.create_container("x")
    page.ask("transfers.change", id=failed["id"], change="retry")
    assert ended(page, failed["id"])["state"] == "done"
    assert (folder["x"].read() == numpy.eye(10)).all()


def test_what_a_killed_kernel_was_writing_is_listed_by_the_next_one_and_finished(
    page: Page,
    through: dict[str, Any],
    server: serving.Server,
    folder: Container,
    proxy: faultproxy.Proxy,
    tmp_path: Path,
) -> None:
    numpy.save(tmp_path / "x.npy", numpy.eye(10))
    script = UPLOADING.format(uri=proxy.uri, api_key=server.api_key, path=list(folder.path_parts))
    # The node is made, but the kernel does not hear of it.
    proxy.spoil(r"/metadata/[^?]*$", faultproxy.stall)
    kernel = subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path)
    try:
        deadline = time.monotonic() + 60
        while "x" not in folder and time.monotonic() < deadline:
            time.sleep(0.05)
        assert "x" in folder
        assert page.ask("transfers.list")[0]["transfers"] == []
    finally:
        kernel.kill()
        kernel.wait()
    (left,) = page.ask("transfers.list")[0]["transfers"]
    assert (left["state"], left["path"]) == ("failed", [*folder.path_parts, "x"])
    assert "may be half made" in left["error"]["message"]
    assert (left["done"], left["error"]["retryable"]) == (left["total"], True)
    page.ask("transfers.change", id=left["id"], change="retry")
    assert ended(page, left["id"])["state"] == "done"
    assert (folder["x"].read() == numpy.eye(10)).all()
    page.ask("transfers.change", id=left["id"], change="remove")
    assert page.ask("transfers.list")[0]["transfers"] == []
    assert (tmp_path / "x.npy").exists()


def test_the_copy_that_a_killed_kernel_was_receiving_is_deleted_by_the_next_one(
    page: Page, server: serving.Server, folder: Container, own_home: Path, own_tmp: Path
) -> None:
    script = RECEIVING.format(uri=server.uri, api_key=server.api_key, path=list(folder.path_parts))
    kernel = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(own_tmp)},
    )
    try:
        assert kernel.stdout is not None
        assert kernel.stdout.readline() == b"received\n"
        page.ask("transfers.list")
        assert [copy.stat().st_size for copy in own_tmp.iterdir()] == [1000]
    finally:
        kernel.kill()
        kernel.communicate()
    assert page.ask("transfers.list")[0]["transfers"] == []
    assert [*own_tmp.iterdir(), *own_home.glob("uploads/*/*")] == []


def test_a_node_half_made_is_not_forgotten_where_its_file_is_sent_again_in_vain(
    page: Page, state: State, here: dict[str, Any], server: serving.Server, own_tmp: Path
) -> None:
    note = Note("a", server.uri, ["catalog", "x"], "x.npy", 5000, str(own_tmp / "gone"), ours=True)
    before = Journal()
    before.add(note)
    before._held.pop("a").release()  # as the end of the process does
    assert page.ask("transfers.list")[0]["transfers"][0]["done"] == 0
    page.ask("transfers.change", id="a", change="retry")
    assert piece(page, "a", 0, b"x" * 1000) == 1000
    state.uploads._journal._held.pop("a").release()
    another = Page(State())
    (left,) = another.ask("transfers.list")[0]["transfers"]
    another.service.close()
    assert "may be half made" in left["error"]["message"]
    assert (left["done"], left["error"]["retryable"]) == (0, False)
    assert list(own_tmp.iterdir()) == []
