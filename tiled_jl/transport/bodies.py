"""Bodies on their way: decoded, counted, watched, and as long as they were declared to be."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import httpx

from tiled_jl.errors import ConnectionFailed, ResponseError
from tiled_jl.transport import codecs, retry, watch
from tiled_jl.transport.codecs import Allowance
from tiled_jl.transport.link import Link
from tiled_jl.transport.network import READ_INTO
from tiled_jl.transport.request import JSON, MSGPACK, Request

if TYPE_CHECKING:
    from typing_extensions import Buffer

_PIECE = 1 << 20
"""Bytes between two looks at whether the caller wants to stop."""

_LONG = 8_000_000
"""Bytes from which receiving in place saves more than the next request's new connection costs."""

_DELIMITED = frozenset({"content-length", "transfer-encoding"})

_LARGEST = 1 << 32
"""Bytes that a packed body may hold where nobody knows how many it should."""

_UNDECLARED = 128_000_000
"""Bytes that are kept of a document, and of what does not say how long it is."""

_SURELY, _RATIO = 64_000_000, 100
"""Bytes that are kept of what is packed, and how many more for each byte that came."""


class Body:
    """The body of an answer. It can be read once.

    Parameters
    ----------
    request : Request
    response : httpx.Response
        With its body still to come.
    link : Link
        To tell how fast it came.
    """

    def __init__(self, request: Request, response: httpx.Response, link: Link) -> None:
        self._request = request
        self._response = response
        self._link = link
        # Where much was sent, that was the progress, and the answer is none.
        self._is_news = request.content is None or memoryview(request.content).nbytes <= _PIECE
        self._wire = _Wire(request, response, link)
        self._encoding = response.headers.get("content-encoding", "").strip().lower()

    @property
    def received(self) -> int:
        """The bytes that came so far, as they were sent."""
        return self._wire.received

    def check_delimited(self) -> None:
        """Check that its end can be told from that of the connection, where nothing else tells.

        Raises
        ------
        ResponseError
            If it neither has a declared length nor comes in chunks (RFC 9112, 6.3).
        """
        version = self._response.extensions.get("http_version", b"")
        headers = self._response.headers
        if version.startswith(b"HTTP/1") and not _DELIMITED & {*headers}:
            endless = ResponseError(
                f"{self._request}: the server does not say how long the answer is, so that nobody "
                "can tell whether all of it came.",
                hint="A proxy in front of the server may be the cause: ask whoever runs it.",
            )
            raise retry.Again(endless) if self._request.repeatable else endless

    def pieces(self, already: int = 0) -> Iterator[bytes]:
        """Yield it piece by piece.

        Parameters
        ----------
        already : int, optional
            The bytes before it that came with an earlier answer.

        Raises
        ------
        ResponseError
            If it cannot be decoded.
        """
        done = already
        total = None if self._length is None else already + self._length
        with self._reading(Allowance(_LARGEST)) as body:
            while piece := body.read(_PIECE):
                done += len(piece)
                yield piece
                self._tell(done, total)

    def whole(self) -> bytearray | memoryview:
        """Return all of it.

        Raises
        ------
        ResponseError
            If it cannot be decoded, or is too long to be kept.
        """
        length = self._length
        is_data = self._request.accept not in {JSON, MSGPACK}
        if is_data and length is not None and length >= _LONG:
            room = self._room(length)
            self.into(room)
            return room
        allowance = Allowance(_LARGEST, self._believable) if is_data else Allowance(_UNDECLARED)
        whole = bytearray()
        with self._reading(allowance) as body:
            while piece := body.read(_PIECE):
                whole += piece
                self._tell(len(whole), length)
                if self._encoding in codecs.PLAIN and len(whole) > _UNDECLARED:
                    raise ResponseError(
                        f"{self._request}: more than {_UNDECLARED:,} bytes came, of nobody knows "
                        "how many.",
                        hint="Ask for less at once. If there is a proxy before the server, it "
                        "should not take away the Content-Length.",
                    )
        return whole

    def beginning(self, size: int) -> bytes:
        """Return about so many bytes from its beginning, as far as they can be decoded."""
        found = b""
        with suppress(ResponseError), self._reading(Allowance(_LONG)) as body:
            while len(found) < size and (piece := body.read(size)):
                found += piece
        return found

    def into(self, view: memoryview) -> None:
        """Write it where the caller wants it and where it has to fit exactly.

        Raises
        ------
        ResponseError
            If it cannot be decoded, or has any other length.
        """
        done, size = 0, len(view)
        with self._reading(Allowance(size)) as body:
            while came := body.readinto(view[done:]):
                done += came
                self._tell(done, size)
            more = body.readinto(bytearray(1))
        if more or done < size:
            raise ResponseError(
                f"{self._request}: {'more' if more else done} bytes came where {size} were due.",
                hint="The data may have changed since they were described: client.refresh().",
            )

    def _tell(self, done: int, total: int | None) -> None:
        if self._is_news:
            watch.advance(done, total)
        watch.check()

    @property
    def _length(self) -> int | None:
        """The bytes that it will be, where that is known."""
        return self._wire.declared if self._encoding in codecs.PLAIN else None

    def _room(self, length: int) -> memoryview:
        try:
            return codecs.room(length)
        except (MemoryError, OverflowError, ValueError) as error:
            raise ResponseError(
                f"{self._request}: {length:,} bytes do not fit into memory.",
                hint="Ask for less at once: a slice, some of the columns.",
            ) from error

    def _believable(self) -> int:
        """Return how many bytes may have been unpacked by now."""
        return _SURELY + _RATIO * self._wire.received

    @contextmanager
    def _reading(self, allowance: Allowance) -> Iterator[io.RawIOBase]:
        with self._link.receiving() as count:
            try:
                yield codecs.reader(self._encoding, self._wire, allowance)
            except codecs.Undecodable as error:
                raise ResponseError(
                    f"{self._request}: the body cannot be decoded ({error})."
                ) from error
            finally:
                count[0] = self._wire.received


class _Wire(io.RawIOBase):
    """A body as it comes, which must not end before its declared length."""

    def __init__(self, request: Request, response: httpx.Response, link: Link) -> None:
        self._request = request
        self._chunks = response.iter_raw()
        self._rest = b""
        length = response.headers.get("content-length", "")
        self.declared = int(length) if length.isdecimal() else None
        self.received = 0
        worthwhile = link.is_near and self.declared is not None and self.declared >= _LONG
        self._in_place = response.extensions.get(READ_INTO) if worthwhile else None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        chunk = self._rest or self._chunk()
        if 0 <= size < len(chunk):
            self._rest = chunk[size:]
            return chunk[:size]
        self._rest = b""
        return chunk

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        if self._in_place is not None and self.declared and self.received and not self._rest:
            view = view[: self.declared - self.received]
            count = self._in_place(view) if len(view) else 0
            if len(view):
                self._count(count)
            return count
        chunk = self.read(len(view)) if len(view) else b""
        view[: len(chunk)] = chunk
        return len(chunk)

    def _chunk(self) -> bytes:
        chunk = next(self._chunks, b"")
        self._count(len(chunk))
        return chunk

    def _count(self, came: int) -> None:
        self.received += came
        if not came and self.declared not in {None, self.received}:
            broken = ConnectionFailed(
                f"{self._request}: {self.received} bytes came where {self.declared} were declared."
            )
            raise retry.Again(broken) if self._request.repeatable else broken


class Outgoing(httpx.SyncByteStream):
    """A body that is sent piece by piece, without a copy, as often as it has to be."""

    def __init__(self, content: bytes | memoryview) -> None:
        self._content = memoryview(content).cast("B")

    def __iter__(self) -> Iterator[bytes]:
        view = self._content
        for start in range(0, len(view), _PIECE):
            piece = view[start : start + _PIECE]
            yield piece  # type: ignore[misc]  # whatever has the buffer interface can be sent
            if len(view) > _PIECE:
                watch.advance(start + len(piece), len(view))
                watch.check()
