"""Names and addresses that a hostile server gives lead nowhere, and take nothing along."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tiled_jl import Context, from_context
from tiled_jl.clients import assets
from tiled_jl.errors import TiledError

from .hostileserver import ABOUT, Elsewhere, Hostile, Says, document, hostile, node

API_KEY = "5ecre7" * 8
EVIL = b"evil"

DEVICES = ["CON", "PRN", "AUX", "NUL", "COM1", "COM9", "LPT1", "COM¹", "CONIN$", "CONOUT$"]

# ruff: noqa: E501 - they are read as a table
# {up} leads to the root of the file system, {outside} is a folder beside the destination.
NAMES = [
    "", ".", "..", "/", "//", "///evil", "./evil", "../evil", "../../evil", "..//evil", "a/../evil",
    "a/../../evil", "a/./b", "a//b", "a/..", "a/.", ".../evil", "{outside}/evil", "//{outside}/evil",
    "{up}{outside}/evil", "~/evil", "~root/evil", "$HOME/evil", "%HOME%/evil", "`id`", "$(id)", ";id",
    "-rf", "--help", "|id", "*", "?", "<evil>", "\"evil\"", "'evil'", "a\0b", "\0", "evil\0.txt",
    "a\nb", "a\rb", "a\tb", "\x1b[31mevil", "\x7f", "\x01", "a\x08b", "\x85", "\u2028",
    "\\evil", "..\\evil", "..\\..\\evil", "a\\..\\..\\evil", "\\\\host\\share\\evil",
    "//host/share/evil", "\\\\?\\C:\\evil", "\\\\.\\pipe\\evil", "C:evil", "C:/evil", "C:\\evil",
    "c:", "C:..\\evil", "z:/evil", "a/C:/evil", "evil:stream", "evil::$DATA", *DEVICES,
    *(f"{name}.txt" for name in DEVICES), *(name.lower() for name in DEVICES), "nul ", "a/NUL",
    "NUL:", "evil.", "evil ", "evil...", "evil. .", ".. ", "... ", ".. .", "..\u200b/evil",
    "\u2024\u2024/evil", "\uff0e\uff0e/evil", "\u2025/evil", "..\u2215evil", "..\u2044evil",
    "..\uff0fevil", "..\uff3cevil", "..%2fevil", "%2e%2e/evil", "%2e%2e%2fevil", "..%5cevil",
    "%00", "..%c0%af/evil", "..%252fevil", "e\u0301vil", "\u00e9vil", "\u202elive.exe", "\ufeffevil",
    "ev\u00adil", "\U0001f4a9", "\ud800", "\udcff", "a/\udc80", "x" * 256, "x" * 5000, "é" * 200,
    "/".join("x" * 200 for _ in range(30)), "a/" * 600 + "evil", "../" * 500 + "evil",
    "file:///etc/passwd", "file:evil", "http://other/evil", ".bashrc", ".ssh/authorized_keys",
    ".git/hooks/post-checkout", "desktop.ini", "autorun.inf", "evil.part", "..\x00/evil", "..\n/evil",
    "..;/evil", "..\\/evil", "....//evil", "..../evil", "/proc/self/environ", "/dev/null",
    "/dev/stdout", "COM1/evil", "a/b/../../../evil",
]  # fmt: skip

# {here} is the server, {other} another one, {port} its port.
ADDRESSES = [
    "http://{other}/", "http://{other}/api/v1/metadata/a", "//{other}/api/v1/metadata/a",
    "///{other}/api/v1/", "\\\\{other}\\api", "/\\{other}/api/v1/", "http:\\\\{other}\\api\\v1\\",
    "http:/{other}/api/v1/", "http:{other}/api/v1/", "HTTP://{other}/api/v1/", "http://{other}",
    "http://{here}@{other}/api/v1/", "http://{other}@{here}/api/v1/metadata/a",
    "http://user:password@{here}/api/v1/metadata/a", "http://{here}:80@{other}/api/v1/",
    "http://{here}#@{other}/api/v1/", "http://{here}\\@{other}/api/v1/", "http://{other}\\@{here}/api/v1/x",
    "http://{here}?@{other}/api/v1/", "http://{other}#{here}/api/v1/", "http://{other}?{here}/api/v1/",
    "http://{here}.evil.example/api/v1/", "http://[::1]:{port}/api/v1/", "http://[::ffff:127.0.0.1]:{port}/api/v1/",
    "http://localhost:{port}/api/v1/", "http://127.1:{port}/api/v1/", "http://2130706433:{port}/api/v1/",
    "http://0x7f000001:{port}/api/v1/", "http://0177.0.0.1:{port}/api/v1/", "http://0.0.0.0:{port}/api/v1/",
    "http://127.0.0.1.:{port}/api/v1/", "http://①②⑦.0.0.1:{port}/api/v1/", "http://127。0。0。1:{port}/api/v1/",
    "http://[::1", "http://[", "http://]/", "http://[v1.a]:{port}/", "http://h:99999999/", "http://h:-1/",
    "http://h:port/", "http://h:/api/v1/", "http://:{port}/api/v1/", "http:///api/v1/", "http://", "http:",
    "https://{here}/api/v1/metadata/a", "https://{other}/api/v1/metadata/a", "https://localhost:{port}/api/v1/",
    "ftp://{other}/", "file:///etc/passwd", "file://{other}/api/v1/", "data:application/json,%7B%7D",
    "javascript:alert(1)", "gopher://{other}/", "ws://{other}/api/v1/", "unix:///tmp/socket", "about:blank",
    "/api/v1/../../elsewhere", "/api/v1/..", "/api/v1/%2e%2e/elsewhere", "/api/v1/.%2E/elsewhere",
    "/api/v1/..%2felsewhere", "/api/v1/..\\elsewhere", "/api/v1/%2e%2e%5celsewhere", "/api/v2/metadata/a",
    "/elsewhere", "/", "elsewhere", "../../../elsewhere", "/api/v1", "/api/v1evil/metadata/",
    "http://{here}/elsewhere", "http://{here}/API/V1/metadata/a", "\thttp://{other}/api/v1/",
    " http://{other}/api/v1/", "ht\ttp://{other}/api/v1/", "http://{other}\t/api/v1/", "http://{here}\t.evil.example/",
    "http://{here}/api/v1/metadata/a\x00", "http://{other}/api/v1/\x7f", "http://é\u2100.example/api/v1/",
    "http://{other}%2f@{here}/api/v1/", "http://{other}%00.{here}/api/v1/", "http://{here}%40{other}/api/v1/",
    "http://{here};{other}/api/v1/", "http://{here},{other}/api/v1/", "http://{here} {other}/api/v1/",
    "?", "#", "http://" + "x" * 70_00 + "/api/v1/",
]  # fmt: skip

STRUCTURE = {
    "data_type": {"endianness": "little", "kind": "i", "itemsize": 4},
    "shape": [2],
    "chunks": [[2]],
}


@pytest.fixture
def server() -> Iterator[Hostile]:
    with hostile() as running:
        yield running


@pytest.fixture
def other() -> Iterator[Elsewhere]:
    listening = Elsewhere()
    yield listening
    listening.close()


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A destination, which is also the current folder and somebody's home."""
    for folder in ("there", "outside"):
        (tmp_path / folder).mkdir()
    monkeypatch.chdir(tmp_path / "there")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "there"


def names(folder: Path) -> list[str]:
    up = "../" * 30
    return [
        name.replace("{outside}", str(folder / "outside")).replace("{up}", up) for name in NAMES
    ]


def files_outside(folder: Path) -> list[Path]:
    found = [path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()]
    return [path for path in found if not path.is_relative_to(folder / "there")]


def stored(server: Hostile, key: str, assets: list[dict[str, Any]]) -> None:
    source = {"structure_family": "bytes", "structure": {}, "assets": assets}
    server.answers[f"metadata/{key}"] = node(key, "bytes", {}, data_sources=[source])


def folders(server: Hostile) -> None:
    asset = {"data_uri": "file://localhost/data/a", "is_directory": True, "id": 1}
    stored(server, "folder", [asset])
    disposition = ("Content-Disposition", 'attachment; filename="../../evil"')
    server.answers["asset/bytes/"] = Says(EVIL, "application/octet-stream", headers=[disposition])


def test_no_name_leads_out_of_the_destination(server: Hostile, there: Path) -> None:
    assert len(NAMES) + len(ADDRESSES) >= 200
    folders(server)
    refused = 0
    with Context(server.uri, api_key=API_KEY) as context:
        client = from_context(context)
        for number, name in enumerate(names(there.parent)):
            server.answers["asset/manifest/folder"] = document({"manifest": [name]})
            asset = {"data_uri": f"file://localhost/data/{name}", "is_directory": False, "id": 1}
            stored(server, "file", [asset])
            for key, destination in (
                ("folder", there / str(number)),
                ("folder", {}),
                ("file", there),
            ):
                try:
                    client[key].raw_export(destination)
                except TiledError:
                    refused += 1
            assert files_outside(there.parent) == [], name
    assert refused > 100


def test_windows_takes_no_name_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "_ON_WINDOWS", True)
    for name in [*DEVICES, "nul.tar.gz", "a/aux", "evil.", "evil ", "evil:stream", ".. /x"]:
        with pytest.raises(TiledError, match="safely"):
            assets._checked(name)
    for name in ["console.txt", "a/auxiliary", "null", "2024-01-01.h5", "a b.csv"]:
        assert assets._checked(name) == name


def test_a_file_cannot_be_a_folder_as_well(server: Hostile, there: Path) -> None:
    folders(server)
    server.answers["asset/manifest/folder"] = document({"manifest": ["x", "x/y"]})
    with Context(server.uri) as context, pytest.raises(TiledError, match="cannot be"):
        from_context(context)["folder"].raw_export(there)
    assert os.listdir(there) == []


def test_an_export_goes_where_the_user_says(server: Hostile, there: Path) -> None:
    server.answers["metadata/a"] = node("a", "array", STRUCTURE)
    disposition = ("Content-Disposition", 'attachment; filename="../outside/evil"')
    server.answers["array/full/"] = Says(EVIL, "text/csv", headers=[disposition])
    with Context(server.uri) as context:
        from_context(context)["a"].export("mine.csv")
    assert os.listdir(there) == ["mine.csv"]
    assert files_outside(there.parent) == []


def test_a_child_of_any_name_is_only_asked_for_within_the_api(server: Hostile) -> None:
    with Context(server.uri, api_key=API_KEY) as context:
        root = from_context(context)
        for name in names(Path("/tmp")):
            attributes = {"structure_family": "array", "metadata": {}, "structure": STRUCTURE}
            child = {"id": name, "attributes": attributes}
            page = {"data": [child], "links": {"next": None}, "meta": {"count": 1}}
            server.answers["search/"] = document(page)
            with suppress(TiledError):
                _, found = root.items().first()
                found.read()
    assert all(path.startswith("/api/v1/") for path in server.asked)
    assert not any({".", ".."} & {*path.split("/")} for path in server.asked)


def test_a_count_that_cannot_be_takes_no_memory(server: Hostile) -> None:
    for count in (1 << 62, 1 << 40, -1, None, "x"):
        meta = {"data": [], "meta": {"count": count}, "links": {}}
        server.answers |= {"search/": document(meta), "revisions/": document(meta)}
        with Context(server.uri) as context:
            root = from_context(context)
            assert list(root) == []
            with suppress(TiledError):
                assert list(root.metadata_revisions) == []


def addresses(server: Hostile, other: Elsewhere) -> list[str]:
    here = server.uri.removeprefix("http://")
    texts = {"{here}": here, "{other}": f"127.0.0.1:{other.port}", "{port}": str(other.port)}
    found = []
    for address in ADDRESSES:
        for name, text in texts.items():
            address = address.replace(name, text)
        found.append(address)
    return found


@pytest.mark.parametrize("status", [302, 308])
def test_a_redirect_takes_nothing_elsewhere(server: Hostile, other: Elsewhere, status: int) -> None:
    for address in addresses(server, other):
        value = address.encode("utf-8", "replace").decode("latin-1").replace("\0", "%00")
        away = Says(b"", status=status, headers=[("Location", value)])
        server.answers |= {"metadata/a": away, "array/full/a": away, "auth/": away}
        with Context(server.uri, api_key=API_KEY, headers={"X-Mine": API_KEY}) as context:
            root = from_context(context)
            # Where it leads to something else within the API, nothing is lost.
            with suppress(TiledError):
                root["a"]
            with suppress(TiledError):
                context.which_api_key()
    asked = {unquote(path) for path in server.asked}
    assert all(path.startswith("/api/v1/") for path in asked)
    assert not any(".." in re.split(r"[/\\]", path) for path in asked)
    assert other.received == b""


def test_links_in_documents_are_not_followed(server: Hostile, other: Elsewhere) -> None:
    for address in addresses(server, other):
        links = dict.fromkeys(["self", "full", "block", "search", "next", "first"], address)
        root = node("", "container", {"count": 2}, links=links)
        attributes = {"structure_family": "array", "metadata": {}, "structure": STRUCTURE}
        child = {"id": "a", "attributes": attributes, "links": links}
        page = {"data": [child], "links": links, "meta": {"count": 1}}
        server.answers = {
            "metadata/": root,
            "search/": document(page),
            "array/full/a": Says(bytes(8), "application/octet-stream"),
        }
        with Context(server.uri, api_key=API_KEY) as context:
            found = from_context(context).values().head(2)
            assert found[0].read().tolist() == [0, 0]
    assert other.received == b""


def test_no_provider_of_logins_gets_a_password(server: Hostile, other: Elsewhere) -> None:
    for address in addresses(server, other):
        links = {"auth_endpoint": address, "token_endpoint": address, "client_id": "tiled"}
        ways = [
            {"provider": "local", "mode": "internal", "links": links},
            {"provider": "elsewhere", "mode": "external", "links": links},
        ]
        server.about = {**ABOUT, "authentication": {"required": True, "providers": ways}}
        with Context(server.uri, prompt=Nobody(), remember_me=False) as context:
            for name in ("local", "elsewhere"):
                with pytest.raises(TiledError):
                    context.login("somebody", API_KEY if name == "local" else None, name)
    assert API_KEY.encode() not in other.received


class Nobody:
    """Somebody who never confirms a login."""

    def ready(self) -> bool:
        return True

    def show_code(self, code: Any) -> None:
        raise TiledError("nobody is there")
