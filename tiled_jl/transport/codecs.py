"""Encodings of a body: which to ask for, and how to read what came.

A server packs what it sends if that is allowed, which on a fast connection costs more than it
saves. So it is allowed where the connection, as measured, is slower than packing.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from tiled_jl.transport.link import Link

if TYPE_CHECKING:
    from typing_extensions import Buffer

    from tiled_jl.transport.request import Request

IDENTITY = "identity"
PLAIN = frozenset({"", IDENTITY})
_DOCUMENTS = "zstd, gzip"
_DATA = "blosc2, zstd, gzip"
"""What can be read. Not lz4: servers send it in blocks of which nobody can tell the length."""

_DATA_TYPES = frozenset({"application/octet-stream", "application/vnd.apache.arrow.file"})

_ASSUMED_RATIO = 2.0
_ASSUMED_PACKING = 150e6
_UNPACKING = 1e9
"""Bytes per second that a server packs, until it says so itself, and that we unpack."""

_LEAST_PACKED = 1000
"""Bytes below which servers do not pack."""

_TELLING = 256 * 1024
"""Bytes that must have come before the time they took to pack says something."""

_MOST_REMEMBERED = 1000
_PACKED = re.compile(r"\bcompress;dur=(\d+\.?\d*);ratio=(\d+\.?\d*)", re.ASCII)


class Encodings:
    """Chooses the encodings to ask for, and learns from what comes.

    Parameters
    ----------
    link : Link
        The connection.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self._packing = _ASSUMED_PACKING
        self._ratios: OrderedDict[str, float] = OrderedDict()

    def accept(self, request: Request) -> str:
        """Return the encodings to ask for."""
        rate = self._link.rate
        ratio = self._ratios.get(request.route, _ASSUMED_RATIO)
        packed = 1 / self._packing + 1 / _UNPACKING + 1 / (ratio * rate)
        if packed >= 1 / rate:
            return IDENTITY
        return _DATA if request.accept in _DATA_TYPES else _DOCUMENTS

    def learn(self, request: Request, server_timing: str, size: int) -> None:
        """Take note of what packing was good for.

        Parameters
        ----------
        request : Request
            For which packing was allowed.
        server_timing : str
            The header of that name: says how long the server packed, and how small it got.
        size : int
            Of the body as it came.
        """
        if said := _PACKED.search(server_timing):
            # Nothing that helps gets larger, and nothing vanishes.
            seconds, ratio = float(said[1]) / 1000, min(max(float(said[2]), 1.0), 1e6)
            if size >= _TELLING and seconds > 0:
                self._packing = size * ratio / seconds
        elif size >= _LEAST_PACKED:
            # The server tried, and sent it as it is because it did not get smaller.
            ratio = 1.0
        else:
            return
        self._remember(request, ratio)

    def distrust(self, request: Request) -> None:
        """Ask for a body as it is from now on: packed, it was too small to be believed."""
        self._remember(request, 1.0)

    def _remember(self, request: Request, ratio: float) -> None:
        self._ratios[request.route] = ratio
        if len(self._ratios) > _MOST_REMEMBERED:
            self._ratios.popitem(last=False)


class Undecodable(ValueError):  # noqa: N818 - named for what happened
    """A body is not what its encoding promises."""


class Implausible(Undecodable):
    """A body unpacks to so much that it looks like an attack."""


@dataclass
class Allowance:
    """How many bytes a body may unpack to.

    Parameters
    ----------
    most : int
        In any case.
    believable : callable, optional
        Returns how many of them can be believed, in view of what has come.
    """

    most: int
    believable: Callable[[], int] | None = None
    unpacked: int = 0

    def check(self, more: int) -> None:
        """Refuse what is too much in any case."""
        if self.unpacked + more > self.most:
            raise Undecodable("it unpacks to more than was due")

    def take(self, more: int) -> None:
        """Note what is to be unpacked, and refuse what is too much."""
        self.check(more)
        self.unpacked += more
        if self.believable is not None and self.unpacked > self.believable():
            raise Implausible("it unpacks to more than can be believed")


def reader(encoding: str, source: io.RawIOBase, allowance: Allowance) -> io.RawIOBase:
    """Return a file from which to read what a body holds.

    However much a hostile body may unpack to, it is given up once that is more than it may.

    Parameters
    ----------
    encoding : str
        As the header ``Content-Encoding`` gives it.
    source : io.RawIOBase
        The body as it comes.
    allowance : Allowance

    Raises
    ------
    Undecodable
        If the encoding is not known.
    """
    if encoding in PLAIN:
        return source
    if encoding not in _OPEN:
        raise Undecodable(f"nobody asked for the encoding {encoding}")
    return _OPEN[encoding](source, allowance)


def room(size: int) -> memoryview:
    """Return so many bytes to be filled, which take memory only as they are.

    Those of a `bytearray` take it at once, so that a length that is merely claimed would do harm.
    """
    import numpy

    return numpy.empty(size, "u1").data


def _gzip(source: io.RawIOBase, allowance: Allowance) -> io.RawIOBase:
    import gzip

    # It takes a short read for the end.
    file = gzip.GzipFile(fileobj=io.BufferedReader(source), mode="rb")
    return _Stream(file, allowance, (gzip.BadGzipFile, zlib.error, EOFError))


def _zstd(source: io.RawIOBase, allowance: Allowance) -> io.RawIOBase:
    import zstandard

    file = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW).stream_reader(
        cast("io.BytesIO", source), read_across_frames=True, closefd=False
    )
    return _Stream(file, allowance, (zstandard.ZstdError,))


_LARGEST_WINDOW = 8 << 20
"""Bytes to look back at that an encoding by zstd may ask for (RFC 9659)."""


class _Stream(io.RawIOBase):
    """Reads what is packed as one stream, by a file that unpacks it."""

    _AT_ONCE = 1 << 20

    def __init__(
        self, file: Any, allowance: Allowance, errors: tuple[type[Exception], ...]
    ) -> None:
        self._file = file
        self._allowance = allowance
        self._errors = errors

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        try:
            count: int = self._file.readinto(memoryview(buffer)[: self._AT_ONCE])
        except self._errors as error:
            raise Undecodable(str(error)) from error
        self._allowance.take(count)
        return count


class _Blosc2(io.RawIOBase):
    """Reads chunks of blosc2, of which a body can hold several, one after the other.

    See https://github.com/Blosc/c-blosc2/blob/main/README_CHUNK_FORMAT.rst.
    """

    _HEADER = 32

    def __init__(self, source: io.RawIOBase, allowance: Allowance) -> None:
        self._source = source
        self._allowance = allowance
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        target = memoryview(buffer).cast("B")
        if self._rest:
            return self._take(target)
        header = bytearray(self._HEADER)
        if not self._fill(memoryview(header), or_nothing=True):
            return 0
        size = int.from_bytes(header[4:8], "little")
        packed = int.from_bytes(header[12:16], "little")
        if not size or not self._HEADER <= packed <= self._HEADER + size:
            raise Undecodable(f"a chunk that says it packs {size} bytes into {packed}")
        self._allowance.check(size)
        try:
            chunk = room(packed)
        except MemoryError as error:
            raise Undecodable(f"a chunk of {packed} bytes") from error
        chunk[: self._HEADER] = header
        self._fill(chunk[self._HEADER :])
        # Now that all that it is made of has come.
        self._allowance.take(size)
        if size <= len(target):
            _unpack(chunk, target[:size])
            return size
        unpacked = bytearray(size)
        _unpack(chunk, memoryview(unpacked))
        self._rest = memoryview(unpacked)
        return self._take(target)

    def _take(self, target: memoryview) -> int:
        count = min(len(target), len(self._rest))
        target[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def _fill(self, view: memoryview, *, or_nothing: bool = False) -> int:
        done = 0
        while done < len(view):
            count = self._source.readinto(view[done:])
            if not count:
                if or_nothing and not done:
                    break
                raise Undecodable("it ends within a chunk")
            done += count
        return done


def _unpack(chunk: memoryview, target: memoryview) -> None:
    import blosc2

    try:
        blosc2.decompress2(chunk, dst=target)
    except (RuntimeError, ValueError) as error:
        raise Undecodable(str(error)) from error


_OPEN: dict[str, Callable[[io.RawIOBase, Allowance], io.RawIOBase]] = {
    "blosc2": _Blosc2,
    "gzip": _gzip,
    "zstd": _zstd,
}
