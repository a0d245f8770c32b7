"""Files on their way to a server: from a page piece by piece, or from where Jupyter has them."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from tiled_jl import errors
from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.filereaders import writer_of
from tiled_jl.browser.journal import Journal, Note
from tiled_jl.browser.messages import (
    BeginUpload,
    Error,
    SendPiece,
    Transfer,
    UploadFile,
    UploadProgress,
    say,
)
from tiled_jl.browser.uploadjob import UploadJob, no_room, taken
from tiled_jl.submission import check_key

if TYPE_CHECKING:
    from tiled_jl.browser.opened import Opened
    from tiled_jl.browser.transfers import Transfers

LARGEST_PIECE = 16_000_000
"""Bytes of a file that may come in one message."""


class Uploads:
    """Takes in the files that become nodes.

    Parameters
    ----------
    opened : Opened
        The nodes.
    transfers : Transfers
        The list of what is under way, in which they are.
    """

    def __init__(self, opened: Opened, transfers: Transfers) -> None:
        self._opened = opened
        self._transfers = transfers
        self._journal = Journal()

    def begin(self, request: BeginUpload) -> Transfer:
        """Make room for a file that a page is about to send.

        Raises
        ------
        RequestError
            If no node can be made of it, there is one of that key, or no room.
        """
        note = self._note(request, request.name, request.size)
        if shutil.disk_usage(tempfile.gettempdir()).free < request.size:
            raise no_room()
        note.ours = True
        return self._transfers.add(self._job(request.server, note))

    def send(self, request: SendPiece, buffers: Sequence[bytes | memoryview]) -> UploadProgress:
        """Take the next piece of a file; with the last one it begins to become a node.

        Raises
        ------
        RequestError
            If there is no room for the piece.
        Cancelled
            If the upload was stopped.
        """
        job = self._transfers.job(request.id)
        if not isinstance(job, UploadJob):
            raise errors.Cancelled()
        piece = bytes(buffers[0]) if buffers else b""
        if len(piece) > LARGEST_PIECE:
            raise RequestError("bad_request", say("The page sent too much of a file at once."))
        try:
            whole = job.take(request.offset, piece)
        except OSError as failure:
            problem = no_room(failure.strerror or type(failure).__name__)
            self._transfers.fail(request.id, problem.error)
            raise problem from None
        self._transfers.advance(request.id, ready=whole)
        return UploadProgress(received=job.received)

    def file(self, request: UploadFile) -> Transfer:
        """Begin to make a node of a file that Jupyter has.

        Raises
        ------
        RequestError
            If there is no such file here, no node can be made of it, or there is one of that key.
        """
        parts = PurePosixPath(request.file).parts
        place = Path.cwd().joinpath(*(part for part in parts if part != "/"))
        if ".." in parts or not place.is_file():
            raise RequestError(
                "not_found",
                say("The kernel of the browser has no file “%1”.", request.file),
                say("Upload it from your own computer instead."),
            )
        note = self._note(request, place.name, place.stat().st_size)
        note.place = str(place)
        return self._transfers.add(self._job(request.server, note))

    def recover(self) -> None:
        """Take over what kernels that have ended were writing, and tidy up after them."""
        servers = {server.uri: server.id for server in self._opened.servers.list()}
        self._journal.sweep(servers)
        for note in self._journal.left(servers):
            job = self._job(servers[note.uri], note, half_made=True)
            self._transfers.add(job, _interrupted(note, again=job.ready))

    def _job(self, server: str, note: Note, *, half_made: bool = False) -> UploadJob:
        return UploadJob(self._opened.servers, self._journal, server, note, half_made=half_made)

    def _note(self, request: BeginUpload | UploadFile, name: str, size: int) -> Note:
        """See that a file can become a node before any of it is sent, and describe it."""
        from tiled_jl.clients.listing import fetch_item

        writer_of(name)
        try:
            check_key(request.key)
        except ValueError as problem:
            raise RequestError(
                "bad_request",
                say("No node can have the name “%1”.", request.key),
                say("Choose another name."),
                f"{problem}",
            ) from None
        path = [*request.path, request.key]
        servers = self._opened.servers
        with servers.using(request.server) as context, suppress(errors.NotFound):
            fetch_item(context, path, fields=())
            raise taken(request.key)
        uri = servers.get(request.server).uri
        return Note(uuid.uuid4().hex, uri, path, name, size)


def _interrupted(note: Note, *, again: bool) -> Error:
    """Say that a kernel ended while it wrote a file to a server, and what to do about it."""
    hint = (
        say("Try again: what is there of the node is replaced.")
        if again
        else say("Look whether the node is there, delete it if it is, and upload the file again.")
    )
    return Error(
        code="internal",
        message=say(
            "The kernel ended while “%1” was being written: the node “%2” may be half made.",
            note.name,
            note.path[-1],
        ),
        hint=hint,
        retryable=again,
    )
