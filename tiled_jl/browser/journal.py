"""The uploads that write to servers, noted on disk: a kernel that is killed leaves nodes half made.

Whoever writes a note holds a lock on it, which ends with the process: what nobody holds was left.
"""

from __future__ import annotations

import logging
import os
import platform
import threading
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import msgspec
from filelock import FileLock, Timeout

from tiled_jl.browser.serverlist import slug
from tiled_jl.home import home, make_private, write_private

logger = logging.getLogger("tiled_jl")

_UNUSABLE = (OSError, Timeout, NotImplementedError, UnicodeDecodeError, msgspec.MsgspecError)
"""Why a note is let be; some versions of filelock raise the third where a folder has no locks."""


class Note(msgspec.Struct):
    """A file that becomes a node."""

    id: str
    uri: str
    """Of the server."""
    path: Annotated[list[str], msgspec.Meta(min_length=1)]
    """Of the node."""
    name: str
    """Of the file, as the person knows it."""
    size: Annotated[int, msgspec.Meta(ge=0)]
    """In bytes."""
    place: str = ""
    """Where the file is; empty while it is nowhere."""
    ours: bool = False
    """The file is a copy, made to be read once."""


class Journal:
    """The notes of one machine, a file for each, shared by all kernels that a user has on it.

    Parameters
    ----------
    folder : pathlib.Path, optional
        By default one in `tiled_jl.home.home`.
    """

    def __init__(self, folder: Path | None = None) -> None:
        # Other machines that share the folder may not see the locks.
        self._folder = folder or home() / "uploads" / slug(platform.node())
        self._guard = threading.Lock()
        self._held: dict[str, FileLock] = {}

    def add(self, note: Note) -> None:
        """Write a note; a disk that takes none does not stop the upload."""
        path = self._path(note.id)
        try:
            make_private(self._folder)
            self._hold(note.id)
            write_private(path, msgspec.json.encode(note))
        except _UNUSABLE as problem:
            logger.warning("The upload of %s could not be noted: %s", note.name, problem)

    def strike(self, ident: str) -> None:
        """Delete a note, if there is one."""
        path = self._path(ident)
        with self._guard:
            lock = self._held.pop(ident, None)
            if lock is None:
                return
            for each in (path, path.with_suffix(".lock")):
                with suppress(OSError):
                    each.unlink()
            lock.release()

    def left(self, uris: Collection[str]) -> Iterator[Note]:
        """Give the notes that others have left and that are of these servers; they are ours now."""
        for path in sorted(self._folder.glob("*.json")):
            with suppress(*_UNUSABLE):
                note = _read(path)
                if note.uri in uris and self._hold(note.id):
                    # Its upload may have ended before it was held.
                    if path.exists():
                        yield note
                    else:
                        self.strike(note.id)

    def _hold(self, ident: str) -> bool:
        """Hold a note; whether it was not held here before."""
        with self._guard:
            if ident in self._held:
                return False
            lock = FileLock(
                self._path(ident).with_suffix(".lock"), timeout=0, thread_local=False, mode=0o600
            )
            lock.acquire()
            self._held[ident] = lock
            return True

    def _path(self, ident: str) -> Path:
        return self._folder / f"{ident}.json"


def _read(path: Path) -> Note:
    """Read a note; what it says is believed, so nobody but the user can have written it."""
    with path.open("rb") as file:
        if hasattr(os, "getuid") and os.fstat(file.fileno()).st_uid != os.getuid():
            raise PermissionError(f"{path} belongs to another user.")
        note = msgspec.json.decode(file.read(), type=Note)
    if note.id != path.stem:
        raise msgspec.ValidationError(f"{path} has the note of {note.id!r}.")
    return note
