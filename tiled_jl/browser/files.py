"""Files as they are: what they seem to be, and as much of them as can be shown safely.

Nothing that a file says of itself is believed, and nothing in it is run: a page gets plain text,
or a picture of one of the kinds that a browser draws without running anything.
"""

from __future__ import annotations

import json
from typing import Any

from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.imageheaders import image_size
from tiled_jl.browser.messages import FileEntry, FileResult, ReadFile, Size, Words, say
from tiled_jl.browser.opened import Node, Opened
from tiled_jl.browser.plainly import plain
from tiled_jl.structures.bytes import BytesStructure

TEXT_BYTES = 200_000
"""What is read of a file that is no picture."""

IMAGE_BYTES = 8_000_000
"""Larger pictures are not shown."""

MOST_PIXELS = 50_000_000
"""A small file may hold a picture that no page has the memory for."""

HEX_BYTES = 512
MOST_FILES = 1_000

IMAGES = (
    (b"\x89PNG\r\n\x1a\n", say("PNG image"), "image/png"),
    (b"\xff\xd8\xff", say("JPEG image"), "image/jpeg"),
    (b"GIF87a", say("GIF image"), "image/gif"),
    (b"GIF89a", say("GIF image"), "image/gif"),
)
"""What a page draws: how it begins, what it is called, its media type."""

OTHERS = (
    (b"\x89HDF\r\n\x1a\n", say("HDF5 file"), "application/x-hdf5"),
    (b"CDF\x01", say("NetCDF file"), "application/x-netcdf"),
    (b"CDF\x02", say("NetCDF file"), "application/x-netcdf"),
    (b"II*\x00", say("TIFF image"), "image/tiff"),
    (b"MM\x00*", say("TIFF image"), "image/tiff"),
    (b"RIFF", say("RIFF file"), "application/octet-stream"),
    (b"\x93NUMPY", say("NumPy array"), "application/x-npy"),
    (b"PAR1", say("Parquet table"), "application/vnd.apache.parquet"),
    (b"ARROW1", say("Arrow table"), "application/vnd.apache.arrow.file"),
    (b"SQLite format 3\x00", say("SQLite database"), "application/vnd.sqlite3"),
    (b"%PDF-", say("PDF document"), "application/pdf"),
    (b"PK\x03\x04", say("ZIP archive"), "application/zip"),
    (b"\x1f\x8b", say("gzip archive"), "application/gzip"),
    (b"\x28\xb5\x2f\xfd", say("Zstandard archive"), "application/zstd"),
    (b"SIMPLE  =", say("FITS image"), "image/fits"),
)
"""What is named, and shown byte by byte."""

MARKUP = (
    ("<svg", say("SVG image")),
    ("<!doctype html", say("HTML page")),
    ("<html", say("HTML page")),
)
"""What a browser would run scripts of, were it not shown as text."""


def file_entries(node: Node) -> list[FileEntry]:
    """Return the files of a node and their sizes, where the server has noted them."""
    client: Any = node.client
    sizes = client.sizes
    return [FileEntry(name=name, size=sizes.get(name)) for name in client.names[:MOST_FILES]]


def read_file(opened: Opened, request: ReadFile) -> tuple[FileResult, list[bytes]]:
    """Read the beginning of a file, or all of it where it is a small picture."""
    return opened.read(request.server, request.path, lambda node: _shown(node, request.name))


def _shown(node: Node, name: str) -> tuple[FileResult, list[bytes]]:
    if not isinstance(node.item.structure, BytesStructure):
        raise RequestError(
            "bad_request",
            say("“%1” is no file.", node.item.key),
            say("Open the preview again: the node may have been replaced."),
        )
    client: Any = node.client
    # One byte more tells whether there is more.
    start: bytes = client.beginning(TEXT_BYTES + 1, name)
    whole = len(start) <= TEXT_BYTES
    size = len(start) if whole else client.sizes.get(name)
    for magic, kind, media_type in IMAGES:
        if start.startswith(magic):
            body = start if whole else client.beginning(IMAGE_BYTES + 1, name)
            return _image(name, size, kind, media_type, body)
    start = start[:TEXT_BYTES]
    text = None if any(start.startswith(magic) for magic, *_ in OTHERS) else _text(start, whole)
    if text is None:
        return _binary(name, size, start), []
    return _written(name, size, text, whole), []


def _image(
    name: str, size: int | None, kind: Words, media_type: str, body: bytes
) -> tuple[FileResult, list[bytes]]:
    result = FileResult(name=name, size=size, type=[kind], media_type=media_type, kind="image")
    pixels = image_size(body)
    if len(body) > IMAGE_BYTES:
        result.partial = say("not shown: pictures of more than %1 are not read", Size(IMAGE_BYTES))
    elif pixels is None:
        result.partial = say("not shown: the file is damaged")
    else:
        width, height = pixels
        result.size = len(body)
        result.type.append(say("%1×%2 pixels", height, width))
        if width * height <= MOST_PIXELS:
            return result, [body]
        result.partial = say("not shown: more than %1 pixels", MOST_PIXELS)
    result.kind, result.text = "binary", _hexadecimal(body)
    return result, []


def _binary(name: str, size: int | None, start: bytes) -> FileResult:
    kind, media_type = say("binary data"), "application/octet-stream"
    for magic, named, its_type in OTHERS:
        if start.startswith(magic):
            kind, media_type = named, its_type
    return FileResult(
        name=name,
        size=size,
        type=[kind if start else say("empty file")],
        media_type=media_type,
        kind="binary",
        text=_hexadecimal(start),
        partial=say("the first %1", Size(HEX_BYTES)) if len(start) > HEX_BYTES else None,
    )


def _written(name: str, size: int | None, text: str, whole: bool) -> FileResult:
    result = FileResult(
        name=name, size=size, type=[say("text")], media_type="text/plain", kind="text"
    )
    result.text = text
    result.partial = None if whole else say("the first %1", Size(TEXT_BYTES))
    head = text.lstrip()[:1_000].lower()
    for mark, kind in MARKUP:
        if mark in head:
            result.type = [kind, say("shown as text")]
    if whole and head[:1] in ("{", "["):
        try:
            result.value = plain({"": json.loads(text)})[""]
        except (ValueError, RecursionError):
            return result
        result.type, result.media_type, result.kind = [say("JSON")], "application/json", "json"
    return result


def _text(start: bytes, whole: bool) -> str | None:
    """Return what bytes say, where they are text; a character may be cut at their end."""
    if not start or b"\x00" in start:
        return None
    for cut in range(1 if whole else 4):
        try:
            return start[: len(start) - cut].decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
    return None


def _hexadecimal(start: bytes) -> str:
    """Return bytes as they are written in hexadecimal, sixteen a line, and beside as text."""
    lines = []
    for place in range(0, min(len(start), HEX_BYTES), 16):
        piece = start[place : min(place + 16, HEX_BYTES)]
        text = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in piece)
        lines.append(f"{place:08x}  {piece.hex(' '):<47}  {text}")
    return "\n".join(lines)
