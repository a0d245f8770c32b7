"""Files that the server only hands out are read as they are."""

from pathlib import Path
from typing import Any

import pytest
import serving

from tiled_jl import BytesClient, from_context
from tiled_jl.errors import NoSuchKey, ResponseError
from tiled_jl.structures import BytesStructure
from tiled_jl.transport.watch import watching

CONTENT = bytes(range(256)) * 5_000
ODD_NAME = "näme 50%25 +&.bin"


def register(server: serving.Server, key: str, *paths: Path) -> None:
    """Tell the catalogue of files and folders."""
    assets = [
        {
            # As the server writes it, unquoted.
            "data_uri": f"file://localhost{path.absolute()}",
            "is_directory": path.is_dir(),
            "parameter": "data_uris",
            "num": number,
            "size": None if path.is_dir() else path.stat().st_size,
        }
        for number, path in enumerate(paths)
    ]
    source = {
        "structure_family": "bytes",
        "structure": {},
        "mimetype": "application/octet-stream",
        "management": "external",
        "assets": assets,
    }
    body = {"id": key, "structure_family": "bytes", "metadata": {}, "specs": []}
    with server.http as http:
        response = http.post("register/catalog", json={**body, "data_sources": [source]})
        response.raise_for_status()


def write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.fixture(scope="module")
def files(server: serving.Server) -> Path:
    """A folder of files, of which the catalogue knows."""
    folder = server.files / "for bytes"
    one = write(folder / ODD_NAME, CONTENT)
    two = write(folder / "z.txt", b"second")
    three = write(folder / "below" / "z.txt", b"third")
    write(folder / "tree" / "b.dat", b"1")
    write(folder / "tree" / "a" / "50% #2.dat", b"22")
    write(folder / "tree" / "empty", b"")
    register(server, "single", one)
    register(server, "several", two, one, three)
    register(server, "folder", folder / "tree")
    register(server, "gone", write(folder / "gone.txt", b"soon"))
    (folder / "gone.txt").unlink()
    return folder


@pytest.fixture
def catalog(client: Any, files: Path) -> Any:
    return client["catalog"]


def test_a_file_is_read_as_it_is(catalog: Any, requests: list[str]) -> None:
    node = catalog["single"]
    assert isinstance(node, BytesClient)
    assert node.structure_family == "bytes"
    assert node.structure() == BytesStructure()
    assert node.names == [ODD_NAME]
    assert node.sizes == {ODD_NAME: len(CONTENT)}
    assert node.read() == node.read(ODD_NAME) == CONTENT
    assert type(node.read()) is bytes


def test_several_files_are_read_one_after_the_other_or_by_name(catalog: Any) -> None:
    node = catalog["several"]
    first, second, third = node.names
    assert second == ODD_NAME
    assert first.endswith("/z.txt")
    assert third.endswith("/z.txt")
    assert node.read() == b"second" + CONTENT + b"third"
    assert (node.read(first), node.read(third)) == (b"second", b"third")
    assert list(node.sizes.values()) == [6, len(CONTENT), 5]


def test_the_files_of_a_folder_are_read_by_their_path_in_it(catalog: Any) -> None:
    node = catalog["folder"]
    # In whatever order its file system lists them.
    assert sorted(node.names) == ["tree/a/50% #2.dat", "tree/b.dat", "tree/empty"]
    assert node.read() == b"".join(map(node.read, node.names))
    assert node.read("tree/a/50% #2.dat") == b"22"
    assert node.read("tree/empty") == b""
    assert node.sizes == {"tree": None}


def test_a_file_that_is_not_there_is_refused_before_it_is_asked_for(
    catalog: Any, requests: list[str]
) -> None:
    node = catalog["single"]
    requests.clear()
    with pytest.raises(NoSuchKey, match=r"no file '\.\./secret'") as caught:
        node.read("../secret")
    assert ODD_NAME in str(caught.value)
    assert not [request for request in requests if "asset" in request]


def test_where_the_files_are_is_asked_for_only_if_it_is_not_known(
    context: Any, catalog: Any, requests: list[str]
) -> None:
    node = from_context(context, include_data_sources=True)["catalog/single"]
    assert "files" in node._facts()
    requests.clear()
    assert node.read() == CONTENT
    assert len(requests) == 1


def test_a_file_that_has_vanished_is_the_servers_error(catalog: Any) -> None:
    with pytest.raises(Exception, match="500"):
        catalog["gone"].read()


@pytest.mark.parametrize("manifest", [["/etc/passwd"], "no list", None])
def test_a_manifest_that_leads_out_of_the_folder_is_refused(
    catalog: Any, monkeypatch: pytest.MonkeyPatch, manifest: Any
) -> None:
    node = catalog["folder"]
    document = node.context.session.document

    def lie(request: Any) -> Any:
        return {"manifest": manifest} if "manifest" in request.route else document(request)

    monkeypatch.setattr(node.context.session, "document", lie)
    with pytest.raises(ResponseError):
        _ = node.names


def test_it_shows_where_it_is_and_asks_nothing(catalog: Any, requests: list[str]) -> None:
    node = catalog["single"]
    requests.clear()
    assert repr(node) == "<BytesClient 'catalog/single'>"
    assert node._facts()["family"] == "bytes"
    assert requests == []


@pytest.mark.parametrize("nbytes", [0, 1, 1_000_000, 9_000_000])
def test_the_beginning_of_a_file_is_read_and_hardly_more(
    client: Any, server: serving.Server, nbytes: int
) -> None:
    content = bytes(range(250)) * 100_000
    key = f"long {nbytes}"
    register(server, key, write(server.files / key, content))
    node = client["catalog", key]
    heard: list[int] = []

    class Listener:
        def check(self) -> None:
            pass

        def advance(self, done: int, total: int | None, unit: str) -> None:
            heard.append(done)

    with watching(Listener()):
        assert node.beginning(nbytes) == content[:nbytes]
    assert max(heard, default=0) <= nbytes + 2_000_000


@pytest.mark.usefixtures("files")
def test_a_short_file_ends_before_its_beginning_is_complete(client: Any) -> None:
    assert client["catalog/several"].beginning(1_000) == b"second"
    with pytest.raises(NoSuchKey, match=r"no file 'nothing'"):
        client["catalog/several"].beginning(5, "nothing")
    with pytest.raises(ValueError, match="-1"):
        client["catalog/several"].beginning(-1)
