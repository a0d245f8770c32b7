"""What an Arrow file says of itself, held against its size before a library believes it.

A file ends with a footer that tells where the batches of rows lie. Each begins with a message that
tells how long its arrays are and where in the batch their buffers lie. Both are flatbuffers: tables
whose fields are found by number, by way of a table of offsets.

See https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format and ``File.fbs``,
``Message.fbs`` there, after which the numbers of fields below are named.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_MAGIC = b"ARROW1"
_FOOTER_DICTIONARIES, _FOOTER_BATCHES = 2, 3
_MESSAGE_KIND, _MESSAGE_HEADER = 1, 2
_DICTIONARY_DATA = 1
_BATCH_LENGTH, _BATCH_NODES, _BATCH_BUFFERS, _BATCH_COMPRESSION = 0, 1, 2, 3
_DICTIONARY = 2
"""The kind of a message that holds the values of a dictionary, itself a batch."""

_BLOCK = struct.Struct("<qi4xq")
_PAIR = 16
"""Bytes of a node (a length, a count of nulls) and of a buffer (an offset, a length)."""

_CONTINUES = 0xFFFFFFFF

_ELEMENTS_PER_BYTE = 16
"""Elements that a byte can hold at most: booleans, each perhaps within a record."""

_SURELY = 10_000_000
"""Elements that may be there in any case, such as nulls, which take no bytes."""

_SURELY_UNPACKED, _RATIO = 64_000_000, 100
"""Bytes that may be packed in it in any case, and how many more for each byte of it."""


def check(body: memoryview) -> None:
    """Refuse a file that could become far more than it has bytes.

    Parts of an honest file do not overlap, it holds about as many elements as there is room for,
    and what is packed in it is not empty space for the most part.

    Parameters
    ----------
    body : memoryview
        Of bytes.

    Raises
    ------
    ValueError
        If it is not an Arrow file, or not an honest one.
    """
    try:
        _check(body)
    except (struct.error, IndexError) as error:
        raise ValueError(f"it points to where there is nothing ({error})") from error


def _check(body: memoryview) -> None:
    size = len(body)
    if size < len(_MAGIC) + 4 or body[-len(_MAGIC) :] != _MAGIC:
        raise ValueError("it does not end as one")
    end = size - len(_MAGIC) - 4
    (length,) = struct.unpack_from("<i", body, end)
    if not 0 < length <= end:
        raise ValueError("its footer has no room")
    footer = _root(body, end - length)
    taken = elements = unpacked = 0
    for offset, description, room in _blocks(footer):
        if min(offset, description, room) < 0 or offset + description + room > size:
            raise ValueError("a batch lies outside of it")
        taken += description + room
        batch = _batch(body, offset)
        elements += sum(batch.pairs(_BATCH_NODES, 0)) or batch.number(_BATCH_LENGTH)
        lengths = batch.pairs(_BATCH_BUFFERS, 1)
        if sum(lengths) > room:
            raise ValueError("buffers of a batch overlap")
        if batch.field(_BATCH_COMPRESSION) is not None:
            places = zip(batch.pairs(_BATCH_BUFFERS, 0), lengths, strict=True)
            starts = [offset + description + place for place, length in places if length]
            unpacked += sum(max(0, _long(body, start)) for start in starts)
    if taken > size:
        raise ValueError("its batches overlap")
    if unpacked > _SURELY_UNPACKED + _RATIO * size:
        raise ValueError(f"it unpacks to {unpacked:,} bytes")
    if elements > _SURELY + _ELEMENTS_PER_BYTE * (size + unpacked):
        raise ValueError(f"it is to hold {elements:,} elements in {size:,} bytes")


def _blocks(footer: _Table) -> Iterator[tuple[int, int, int]]:
    """Yield where each batch begins, and the lengths of its message and of its buffers."""
    for number in (_FOOTER_DICTIONARIES, _FOOTER_BATCHES):
        yield from _BLOCK.iter_unpack(footer.vector(number, _BLOCK.size))


def _batch(body: memoryview, offset: int) -> _Table:
    (first,) = struct.unpack_from("<I", body, offset)
    message = _root(body, offset + (8 if first == _CONTINUES else 4))
    header = message.table(_MESSAGE_HEADER)
    kind = message.field(_MESSAGE_KIND)
    is_dictionary = kind is not None and body[kind] == _DICTIONARY
    return header.table(_DICTIONARY_DATA) if is_dictionary else header


class _Table:
    """A table of a flatbuffer, which begins at a position."""

    def __init__(self, body: memoryview, position: int) -> None:
        self._body = body
        self._position = position
        (back,) = struct.unpack_from("<i", body, _count(position))
        self._fields = _count(position - back)
        (self._end,) = struct.unpack_from("<H", body, self._fields)

    def field(self, number: int) -> int | None:
        """Return where a field is; None where it has its default."""
        slot = 4 + 2 * number
        if slot >= self._end:
            return None
        (offset,) = struct.unpack_from("<H", self._body, self._fields + slot)
        return self._position + offset if offset else None

    def number(self, number: int) -> int:
        """Return a field that is a count."""
        field = self.field(number)
        return 0 if field is None else _count(_long(self._body, field))

    def table(self, number: int) -> _Table:
        """Return a field that is a table."""
        field = self.field(number)
        if field is None:
            raise ValueError("a part of its description is missing")
        return _root(self._body, field)

    def vector(self, number: int, itemsize: int) -> memoryview:
        """Return the bytes of a field that is a sequence."""
        field = self.field(number)
        if field is None:
            return self._body[:0]
        (offset,) = struct.unpack_from("<I", self._body, field)
        (count,) = struct.unpack_from("<I", self._body, field + offset)
        start = field + offset + 4
        items = self._body[start : start + count * itemsize]
        if len(items) < count * itemsize:
            raise ValueError("a part of its description has no room")
        return items

    def pairs(self, number: int, which: int) -> list[int]:
        """Return one of the two counts in each element of a field."""
        found = self.vector(number, _PAIR)
        return [_count(pair[which]) for pair in struct.iter_unpack("<qq", found)]


def _root(body: memoryview, start: int) -> _Table:
    (offset,) = struct.unpack_from("<I", body, _count(start))
    return _Table(body, start + offset)


def _long(body: memoryview, position: int) -> int:
    (found,) = struct.unpack_from("<q", body, position)
    return int(found)


def _count(number: int) -> int:
    # A negative position would count from the end.
    if number < 0:
        raise ValueError("a negative number where something is counted")
    return number
