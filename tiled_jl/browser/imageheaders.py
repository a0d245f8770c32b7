"""How large a picture is, as the first bytes of its file say, without decoding it."""

from __future__ import annotations

import struct

FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Markers of a JPEG file that begin a frame."""


def image_size(body: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG, GIF or JPEG image; None where its file is damaged.

    Parameters
    ----------
    body : bytes
        From the beginning of the file.

    Examples
    --------
    >>> image_size(b"GIF89a" + bytes([16, 0, 9, 0]))
    (16, 9)
    """
    try:
        if body.startswith(b"\x89PNG"):
            width, height = struct.unpack_from(">II", body, 16)
        elif body.startswith(b"GIF8"):
            width, height = struct.unpack_from("<HH", body, 6)
        else:
            width, height = _jpeg_size(body)
    except struct.error:
        return None
    return (width, height) if width and height else None


def _jpeg_size(body: bytes) -> tuple[int, int]:
    place = 2
    while True:
        mark, marker, length = struct.unpack_from(">BBH", body, place)
        if mark != 0xFF or length < 2:
            raise struct.error("not a segment of a JPEG file")
        if marker in FRAMES:
            height, width = struct.unpack_from(">HH", body, place + 5)
            return width, height
        place += 2 + length
