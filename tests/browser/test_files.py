"""Files are sniffed in the kernel; what a page gets of them can run nothing."""

import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
import serving
from client.test_bytes import register, write

from tiled_jl.browser import files
from tiled_jl.browser.imageheaders import image_size

from .page import Page, Refused


def png(width: int, height: int) -> bytes:
    """A picture whose pixels are all black."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width + 1) * height))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(9) + b"\xff\xc0\x00\x11\x08\x00\x09\x00\x10"

CONTENTS = {
    "note.txt": "größer als erwartet\n".encode(),
    "long.txt": "ä".encode() * 150_000,
    "scan.json": b'{"counts": [1, 2, 9007199254740993], "note": "<b>"}',
    "broken.json": b"{not json",
    "page.html": b"<!DOCTYPE html><script>alert(1)</script>",
    "drawing.svg": b"<svg onload='alert(1)'></svg>",
    "pixel.png": png(3, 2),
    "bomb.png": png(9, 9)[:16] + struct.pack(">II", 100_000, 100_000) + png(9, 9)[24:],
    "cut.png": png(3, 2)[:17],
    "data.h5": b"\x89HDF\r\n\x1a\n" + bytes(600),
    "empty": b"",
    "raw.bin": bytes(range(256)),
}


@pytest.fixture(scope="module")
def folder(server: serving.Server) -> Path:
    """Files of every kind, of which the catalogue knows."""
    place = server.files / "for previews"
    register(server, "files of every kind", *[write(place / n, c) for n, c in CONTENTS.items()])
    return place


PATH = ["catalog", "files of every kind"]


def shown(page: Page, here: dict[str, Any], name: str) -> tuple[dict[str, Any], list[bytes]]:
    return page.ask("preview.file", **here, path=PATH, name=name)


@pytest.mark.usefixtures("folder")
def test_a_node_of_files_tells_their_names_and_sizes(page: Page, here: dict[str, Any]) -> None:
    plan, _ = page.ask("preview.open", **here, path=PATH)
    assert plan["kind"] == "file"
    sizes = {entry["name"]: entry["size"] for entry in plan["files"]}
    assert sizes == {name: len(content) for name, content in CONTENTS.items()}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("name", "kind", "type_"),
    [
        ("note.txt", "text", "text"),
        ("scan.json", "json", "JSON"),
        ("broken.json", "text", "text"),
        ("page.html", "text", "HTML page, shown as text"),
        ("drawing.svg", "text", "SVG image, shown as text"),
        ("pixel.png", "image", "PNG image, 2×3 pixels"),
        ("bomb.png", "binary", "PNG image, 100,000×100,000 pixels"),
        ("cut.png", "binary", "PNG image"),
        ("data.h5", "binary", "HDF5 file"),
        ("empty", "binary", "empty file"),
        ("raw.bin", "binary", "binary data"),
    ],
)
def test_a_file_is_what_its_bytes_say(
    page: Page, here: dict[str, Any], name: str, kind: str, type_: str
) -> None:
    result, buffers = shown(page, here, name)
    assert (result["kind"], ", ".join(result["type"])) == (kind, type_)
    assert result["size"] == len(CONTENTS[name])
    assert buffers == ([CONTENTS[name]] if kind == "image" else [])
    if kind == "text":
        assert (result["text"], result["mediaType"]) == (CONTENTS[name].decode(), "text/plain")
    if name in ("bomb.png", "cut.png"):
        assert result["partial"].startswith("not shown")


@pytest.mark.usefixtures("folder")
def test_json_comes_as_a_tree_of_what_a_page_can_hold(page: Page, here: dict[str, Any]) -> None:
    result, _ = shown(page, here, "scan.json")
    assert result["value"] == {"counts": [1, 2, "9007199254740993"], "note": "<b>"}


@pytest.mark.usefixtures("folder")
def test_bytes_are_written_in_hexadecimal(page: Page, here: dict[str, Any]) -> None:
    result, _ = shown(page, here, "raw.bin")
    first, *_, last = result["text"].splitlines()
    assert first == f"00000000  {bytes(range(16)).hex(' ')}  {'.' * 16}"
    assert last.startswith("000000f0  f0 f1")


@pytest.mark.usefixtures("folder")
def test_a_long_text_is_cut_between_characters(page: Page, here: dict[str, Any]) -> None:
    result, _ = shown(page, here, "long.txt")
    assert result["text"] == "ä" * (files.TEXT_BYTES // 2)
    assert (result["size"], result["partial"]) == (300_000, "the first 200,000 bytes")


def test_of_a_large_file_the_beginning_is_shown(
    page: Page, here: dict[str, Any], server: serving.Server
) -> None:
    register(server, "large file", write(server.files / "large file", bytes(40_000_000)))
    path = ["catalog", "large file"]
    result, _ = page.ask("preview.file", **here, path=path, name="large file")
    assert (result["kind"], result["size"]) == ("binary", 40_000_000)
    assert result["partial"] == "the first 512 bytes"


@pytest.mark.usefixtures("folder")
def test_a_file_that_is_not_there_is_refused(page: Page, here: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="There is no file"):
        shown(page, here, "secret.txt")
    with pytest.raises(Refused, match="is no file"):
        page.ask("preview.file", **here, path=["memory", "arrays", "floats"], name="floats")


@pytest.mark.parametrize("body", [png(3, 2)[:20], b"GIF89a", JPEG[:8], b"\xff\xd8\xff\x00\x00\x01"])
def test_a_damaged_picture_has_no_size(body: bytes) -> None:
    assert image_size(body) is None


def test_pictures_tell_their_size_in_their_first_bytes() -> None:
    assert image_size(JPEG) == (16, 9)
    assert image_size(png(3, 2)) == (3, 2)
