"""The making of a node of a file, once all of the file is here."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from tiled_jl import errors
from tiled_jl.browser.failures import RequestError, describe
from tiled_jl.browser.filereaders import writer_of
from tiled_jl.browser.jobs import Job
from tiled_jl.browser.journal import COPY, delete_copy
from tiled_jl.browser.messages import Error, Transfer, say
from tiled_jl.clients.halfmade import is_half_made

if TYPE_CHECKING:
    from tiled_jl.browser.journal import Journal, Note
    from tiled_jl.browser.servers import Servers
    from tiled_jl.context import Context


class UploadJob(Job):
    """Makes a node of a file.

    Parameters
    ----------
    servers : Servers
    journal : Journal
        Where it stands as long as the node may be half made.
    server : str
    note : Note
        The file, and what becomes of it.
    half_made : bool, optional
        An attempt before may have left a part of the node, which is ours to remove.
    """

    def __init__(
        self, servers: Servers, journal: Journal, server: str, note: Note, *, half_made: bool
    ) -> None:
        self._servers = servers
        self._journal = journal
        self._server = server
        self._note = note
        self._half_made = half_made
        self._lock = threading.Lock()
        self._running = threading.Lock()
        self.received = note.size if _is_whole(note) else 0
        if note.ours and not self.received:
            delete_copy(note.place)
            note.place = ""

    @property
    def ready(self) -> bool:
        """Whether all of the file is here."""
        return self.received == self._note.size

    def describe(self) -> Transfer:
        """Return what is known of it."""
        return Transfer(
            id=self._note.id,
            kind="upload",
            server=self._server,
            path=self._note.path,
            file=self._note.name,
            state="waiting",
            done=self.received,
            total=self._note.size,
        )

    def settle(self, taken: Collection[Path]) -> None:
        """Make an empty file for what the page sends."""
        if self._note.place:
            if not Path(self._note.place).is_file():
                raise RequestError(
                    "not_found",
                    say("The kernel of the browser has no file “%1”.", self._note.name),
                    say("Upload it from your own computer instead."),
                )
            return
        suffix = Path(self._note.name).suffix.lower()
        try:
            with tempfile.NamedTemporaryFile(prefix=COPY, suffix=suffix, delete=False) as file:
                self._note.place = file.name
        except OSError as failure:
            raise no_room(failure.strerror or type(failure).__name__) from None
        # What still runs does so at its end: until then, the note is of what it writes.
        if not self._running.locked():
            self._note_copy()

    def take(self, offset: int, piece: bytes) -> bool:
        """Take the next piece; whether it is the last one. A piece that came before is left out."""
        with self._lock:
            if not self._note.place:
                raise errors.Cancelled()
            if self.received + len(piece) > self._note.size:
                raise RequestError(
                    "bad_request", say("The page sent more of a file than there was.")
                )
            if offset != self.received or not piece:
                return False
            with Path(self._note.place).open("ab") as file:
                file.write(piece)
            self.received += len(piece)
            return self.ready

    def run(self, check: Callable[[], None]) -> None:
        """Write the file to the server."""
        # One that was stopped may still be giving up when it is tried again.
        with self._running:
            check()
            place = self._note.place
            self._note.waiting = False
            self._journal.add(self._note)
            try:
                with self._servers.using(self._server) as context:
                    self._write(context, Path(place))
            except BaseException as failure:
                self._half_made = self._half_made or is_half_made(failure)
                if not self._half_made:
                    self._note_copy()
                raise
            self._delete_copy(place)
            self._note_copy()

    def explain(self, failure: Exception) -> Error:
        """Say why there is no node."""
        if isinstance(failure, errors.Conflict) and not self._half_made:
            return taken(self._note.path[-1]).error
        if isinstance(failure, (errors.TiledError, RequestError, MemoryError)):
            error = describe(failure)
        else:
            # Whatever a reader says of a file that is damaged, or holds what a server cannot.
            error = Error(
                code="bad_request",
                message=say("“%1” cannot become a node.", self._note.name),
                hint=say(
                    "Nothing of it was left on the server. Correct the file, and upload it again."
                ),
                # Readers name the copy, whose place says nothing to anybody.
                detail=f"{failure}".replace(self._note.place or "\0", self._note.name),
            )
        if self._half_made:
            hint = say("The node is half made: trying again replaces it.")
            return msgspec.structs.replace(error, hint=hint)
        return error

    def discard(self) -> None:
        """Delete what the page sent; a file of Jupyter's stays."""
        with self._lock:
            self._delete_copy(self._note.place)
            if self._note.ours:
                self._note.place, self.received = "", 0
        # What still runs strikes it itself, unless it leaves the node half made.
        if not self._running.locked():
            self._journal.strike(self._note.id)

    def _write(self, context: Context, file: Path) -> None:
        from tiled_jl.clients.listing import fetch_item
        from tiled_jl.clients.registry import Registry
        from tiled_jl.clients.removal import remove

        *parent, key = path = self._note.path
        if self._half_made:
            # Servers stumble over files that were never written; what is still there is in the way.
            with suppress(errors.NotFound, errors.ServerError):
                remove(context, path, recursive=True, external_only=False)
            self._half_made = False
        container: Any = Registry().client(context, fetch_item(context, parent))
        writer_of(self._note.name)(container, file, key)

    def _note_copy(self) -> None:
        """Keep a note as long as a copy waits here, for what becomes of it where this ends."""
        self._note.waiting = not self._half_made
        if self._note.ours and Path(self._note.place).is_file():
            self._journal.add(self._note)
        else:
            self._journal.strike(self._note.id)

    def _delete_copy(self, place: str) -> None:
        if self._note.ours:
            delete_copy(place)


def _is_whole(note: Note) -> bool:
    """Whether a file is there, all of it if it is a copy: one of Jupyter's is what it is by now."""
    file = Path(note.place)
    return file.is_file() and (not note.ours or file.stat().st_size == note.size)


def taken(key: str) -> RequestError:
    """Say that there is a node of that key."""
    return RequestError(
        "bad_request",
        say("There is a node “%1” already.", key),
        say("Upload it under another name."),
    )


def no_room(why: str = "") -> RequestError:
    """Say that the disk of the kernel is full, or takes no file."""
    return RequestError(
        "bad_request",
        say("There is no room for the file on the disk of the kernel."),
        say("Make room where the kernel of the browser runs, then try again."),
        why,
    )
