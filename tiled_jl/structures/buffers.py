"""Named buffers in one body: a zip whose entries lie in it as they are.

Nothing is ever unpacked. What is read are views of the body, so that a body takes no more memory
than it has bytes, whatever it says of itself; what is compressed is refused.
"""

from __future__ import annotations

import ctypes
import io
import struct
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from tiled_jl.errors import MALFORMED

if TYPE_CHECKING:
    import numpy

MEDIA_TYPE = "application/zip"
"""Of such a body."""

_HEADER = 30
"""Bytes before the name of an entry. The last four are the lengths of its name and its extras."""

_LONGEST_LIST = 5_000_000
"""Bytes of the list of all entries: about 50,000 of them."""

_ALIGNMENT = 8
"""What numpy and the libraries on top of it want of the address of an element, at most."""


def pack(buffers: Mapping[str, bytes | numpy.ndarray[Any, Any]]) -> memoryview:
    """Put buffers into one body.

    Parameters
    ----------
    buffers : mapping
        Bytes or arrays, by name.
    """
    import numpy

    body = io.BytesIO()
    with ZipFile(body, "w", ZIP_STORED) as archive:
        for name, buffer in buffers.items():
            flat = numpy.frombuffer(buffer, "u1") if isinstance(buffer, bytes) else buffer
            stretch = numpy.ascontiguousarray(flat).reshape(-1).view("u1")
            # An entry without a date: equal buffers make equal bodies.
            archive.writestr(ZipInfo(name), stretch.data)
    return body.getbuffer()


def unpack(body: bytearray | memoryview) -> dict[str, memoryview]:
    """Return views of the buffers in a body, by name.

    Parameters
    ----------
    body : bytearray or memoryview
        Is used up: buffers are moved within it to where elements may lie.

    Raises
    ------
    ValueError
        If it is not a zip, or its entries are not what the zip says.
    """
    try:
        with ZipFile(_File(body)) as archive:
            entries = archive.infolist()
    except (*MALFORMED, BadZipFile, OSError, struct.error) as error:
        raise ValueError(f"not a zip of buffers ({error})") from error
    if sum(entry.file_size for entry in entries) > len(body):
        raise ValueError("the buffers are damaged: they are longer than the body")
    return {entry.filename: _view(body, entry) for entry in entries}


def _view(body: bytearray | memoryview, entry: ZipInfo) -> memoryview:
    view = memoryview(body)
    start = entry.header_offset + _HEADER
    if entry.compress_type != ZIP_STORED or not 0 <= entry.header_offset <= len(view) - _HEADER:
        raise ValueError(f"the buffer {entry.filename!r} is compressed or lies nowhere")
    start += sum(struct.unpack_from("<HH", view, start - 4))
    size = entry.file_size
    buffer = view[start : start + size]
    if len(buffer) != size or zlib.crc32(buffer) != entry.CRC:
        raise ValueError(f"the buffer {entry.filename!r} is damaged")
    address = ctypes.addressof(ctypes.c_char.from_buffer(body))
    start -= (address + start) % _ALIGNMENT
    # Its header makes way.
    view[start : start + size] = buffer
    return view[start : start + size]


class _File(io.RawIOBase):
    """A body as a file, without the copy that `io.BytesIO` makes."""

    def __init__(self, body: bytearray | memoryview) -> None:
        self._view = memoryview(body)
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: len(self._view)}
        position = origin[whence] + offset
        if position < 0:
            raise OSError("a position before the start")
        self._position = position
        return position

    def read(self, size: int = -1) -> bytes:
        # The list of entries: as objects, they take a dozen times that.
        if size > _LONGEST_LIST:
            raise OSError(f"a list of entries of {size:,} bytes")
        return super().read(size) or b""

    def readinto(self, target: Any) -> int:
        piece = self._view[self._position : self._position + len(target)]
        target[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)
