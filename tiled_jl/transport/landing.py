"""Where a download lands: a file that takes up again where the connection broke."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import BinaryIO

from tiled_jl.errors import ResponseError
from tiled_jl.transport.request import Request

_PARTIAL_CONTENT = 206


class Landing:
    """A place in a file at which a body is to be written.

    Parameters
    ----------
    file : file
        Binary, and one that can seek and be truncated: what a failed attempt has written is written
        over, or taken back.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._start = file.tell()
        self._validator = ""
        self.done = 0

    @property
    def can_resume(self) -> bool:
        """Whether the server can send what has not come yet without the rest."""
        return bool(self.done and self._validator)

    def rest_of(self, request: Request) -> Request:
        """Return a request for what has not come yet; for all of it if that cannot be told."""
        if not self.can_resume:
            return request
        # If the file has changed meanwhile, the second makes the server send all of it.
        headers = (("Range", f"bytes={self.done}-"), ("If-Range", self._validator))
        return replace(request, headers=(*request.headers, *headers))

    def begin(self, status: int, headers: Mapping[str, str]) -> None:
        """Make ready for a body: the rest of the one that broke off, or a new one.

        Raises
        ------
        ResponseError
            If it is another part than the one that was asked for.
        """
        if status != _PARTIAL_CONTENT:
            self.undo()
        elif not headers.get("content-range", "").startswith(f"bytes {self.done}-"):
            raise ResponseError("The server sent another part of a file than was asked for.")
        whole = headers.get("accept-ranges") == "bytes" and "content-encoding" not in headers
        self._validator = headers.get("etag", "") if whole else ""

    def write(self, chunk: bytes) -> None:
        """Add to the body."""
        self._file.write(chunk)
        self.done += len(chunk)

    def undo(self) -> None:
        """Take back all that was written."""
        self._file.seek(self._start)
        self._file.truncate()
        self.done = 0
