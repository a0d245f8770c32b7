"""Files on their way to a server: from a page piece by piece, or from where Jupyter has them."""

from __future__ import annotations

import shutil
import tempfile
import threading
import uuid
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import msgspec

from tiled_jl import errors
from tiled_jl.browser.crew import Crew
from tiled_jl.browser.failures import RequestError, describe
from tiled_jl.browser.filereaders import writer_of
from tiled_jl.browser.messages import (
    BeginUpload,
    Error,
    SendPiece,
    Transfer,
    UploadFile,
    UploadProgress,
    say,
)
from tiled_jl.browser.watched import Moving
from tiled_jl.submission import check_key
from tiled_jl.transport.watch import watching

if TYPE_CHECKING:
    from tiled_jl.browser.opened import Opened

AT_ONCE = 2
"""So many files are written to servers at the same time."""

LARGEST_PIECE = 16_000_000
"""Bytes of a file that may come in one message."""


class _Upload:
    """A file, how much of it has come, and where it goes. Watches the requests that write it."""

    def __init__(self, told: Transfer, file: Path, *, ours: bool) -> None:
        self.told = told
        self.file = file
        self.stopped = threading.Event()
        self._ours = ours

    @property
    def is_open(self) -> bool:
        return self.told.state in ("waiting", "running")

    @property
    def is_whole(self) -> bool:
        return self.told.done == self.told.total

    def check(self) -> None:
        if self.stopped.is_set():
            raise errors.Cancelled()

    def advance(self, done: int, total: int | None, unit: str) -> None:
        """Do nothing: what is told is how much of the file has come here."""

    def discard(self) -> None:
        """Delete what was sent; a file of Jupyter's stays."""
        if self._ours:
            self.file.unlink(missing_ok=True)


class Uploads(Moving):
    """What all pages of a kernel see of the files that become nodes.

    Parameters
    ----------
    opened : Opened
        The nodes.
    """

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self._opened = opened
        self._crew = Crew(AT_ONCE)
        self._lock = threading.RLock()
        self._uploads: dict[str, _Upload] = {}

    def list(self, only: str | None = None) -> list[Transfer]:
        """Return all uploads, the oldest first, or those to one server."""
        with self._lock:
            return [
                msgspec.structs.replace(each.told)
                for each in self._uploads.values()
                if only is None or each.told.server == only
            ]

    def begin(self, request: BeginUpload) -> Transfer:
        """Make room for a file that a page is about to send.

        Raises
        ------
        RequestError
            If no node can be made of it, there is one of that key, or no room.
        """
        self._check(request.server, request.path, request.name, request.key)
        if shutil.disk_usage(tempfile.gettempdir()).free < request.size:
            raise _no_room()
        with tempfile.NamedTemporaryFile(
            prefix="tiled-jl-", suffix=Path(request.name).suffix.lower(), delete=False
        ) as file:
            place = Path(file.name)
        told = self._add(request, request.name, request.size, place, ours=True)
        if request.size == 0:
            # No piece will come that is the last one.
            self._hand(self._uploads[told.id])
        return told

    def send(self, request: SendPiece, buffers: Sequence[bytes | memoryview]) -> UploadProgress:
        """Take the next piece of a file; with the last one it begins to become a node.

        Raises
        ------
        RequestError
            If the upload was cancelled, or there is no room for the piece.
        """
        with self._lock:
            upload = self._uploads.get(request.id)
            if upload is None or not upload.is_open:
                raise errors.Cancelled()
            told = upload.told
            piece = bytes(buffers[0]) if buffers else b""
            if len(piece) > LARGEST_PIECE or told.done + len(piece) > (told.total or 0):
                raise RequestError(
                    "bad_request", say("The page sent more of a file than there was.")
                )
            # A piece that came before is not written twice.
            if request.offset == told.done:
                self._append(upload, piece)
                if upload.is_whole:
                    self._hand(upload)
            received = told.done
        self._moved()
        return UploadProgress(received=received)

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
        self._check(request.server, request.path, place.name, request.key)
        size = place.stat().st_size
        told = self._add(request, place.name, size, place, ours=False)
        with self._lock:
            upload = self._uploads[told.id]
            upload.told.done = size
            self._hand(upload)
        return told

    def change(self, ident: str, change: str) -> None:
        """Stop an upload, begin it again or take it off the list; others are not known here.

        Parameters
        ----------
        ident : str
        change : {"cancel", "retry", "remove"}
        """
        with self._lock:
            upload = self._uploads.get(ident)
            if upload is None:
                return
            if change == "retry" and upload.told.state == "failed" and upload.is_whole:
                upload.stopped = threading.Event()
                self._hand(upload)
            elif change != "retry":
                upload.stopped.set()
                if upload.is_open:
                    upload.told.state = "cancelled"
                upload.discard()
            if change == "remove":
                del self._uploads[ident]
        self._tell()

    def _check(self, server: str, path: Sequence[str], name: str, key: str) -> None:
        """See that a file can become a node before any of it is sent."""
        from tiled_jl.clients.listing import fetch_item

        writer_of(name)
        try:
            check_key(key)
        except ValueError as problem:
            raise RequestError(
                "bad_request",
                say("No node can have the name “%1”.", key),
                say("Choose another name."),
                f"{problem}",
            ) from None
        with self._opened.servers.using(server) as context, suppress(errors.NotFound):
            fetch_item(context, (*path, key), fields=())
            raise _taken(key)

    def _add(
        self, request: BeginUpload | UploadFile, name: str, size: int, place: Path, *, ours: bool
    ) -> Transfer:
        told = Transfer(
            id=uuid.uuid4().hex,
            server=request.server,
            path=[*request.path, request.key],
            file=name,
            state="running",
            total=size,
            kind="upload",
        )
        with self._lock:
            self._uploads[told.id] = _Upload(told, place, ours=ours)
        self._tell()
        return msgspec.structs.replace(told)

    def _append(self, upload: _Upload, piece: bytes) -> None:
        try:
            with upload.file.open("ab") as file:
                file.write(piece)
        except OSError as failure:
            problem = _no_room(failure.strerror or type(failure).__name__)
            upload.told.state, upload.told.error = "failed", problem.error
            upload.discard()
            self._tell()
            raise problem from None
        upload.told.done += len(piece)

    def _hand(self, upload: _Upload) -> None:
        upload.told.state, upload.told.error = "running", None
        self._crew.hand(lambda: self._run(upload))

    def _run(self, upload: _Upload) -> None:
        error: Error | None = None
        try:
            with watching(upload):
                upload.check()
                self._write(upload)
        except Exception as failure:  # noqa: BLE001  the page must hear of every failure
            error = _describe(failure, upload.told.path[-1])
        with self._lock:
            if upload.told.state == "running":
                upload.told.state = "failed" if error else "done"
                upload.told.error = error
            if not error:
                upload.discard()
        self._tell()

    def _write(self, upload: _Upload) -> None:
        from tiled_jl.clients.listing import fetch_item
        from tiled_jl.clients.registry import Registry

        *parent, key = upload.told.path
        with self._opened.servers.using(upload.told.server) as context:
            container: Any = Registry().client(context, fetch_item(context, parent))
            writer_of(upload.told.file)(container, upload.file, key)


def _describe(failure: Exception, key: str) -> Error:
    if isinstance(failure, errors.Conflict):
        return _taken(key).error
    if isinstance(failure, (errors.TiledError, RequestError, MemoryError)):
        return describe(failure)
    # Whatever a reader of files says of a file that is damaged, or holds what a server cannot.
    return Error(
        code="bad_request",
        message=say("The file cannot become a node."),
        hint=say("Nothing of it was left on the server. Correct the file, and upload it again."),
        detail=f"{failure}",
    )


def _taken(key: str) -> RequestError:
    return RequestError(
        "bad_request",
        say("There is a node “%1” already.", key),
        say("Upload it under another name."),
    )


def _no_room(why: str = "") -> RequestError:
    return RequestError(
        "bad_request",
        say("There is no room for the file on the disk of the kernel."),
        say("Make room where the kernel of the browser runs, and upload it again."),
        why,
    )
