"""The uploads that write to servers, noted on disk: a kernel that is killed leaves nodes half made.

Whoever writes a note holds a lock on it, which ends with the process: what nobody holds was left.
"""

from __future__ import annotations

import logging
import platform
import threading
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from tiled_jl.browser.serverlist import slug
from tiled_jl.home import home, write_private

logger = logging.getLogger("tiled_jl")


class Note(msgspec.Struct):
    """A file that becomes a node."""

    id: str
    uri: str
    """Of the server."""
    path: list[str]
    """Of the node."""
    name: str
    """Of the file, as the person knows it."""
    size: int
    """In bytes."""
    place: str = ""
    """Where the file is; empty while it is nowhere."""
    ours: bool = False
    """The file is a copy, made to be read once."""


class Journal:
    """The notes of this machine, a file for each, shared by all kernels of a user.

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
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._hold(note.id)
            write_private(path, msgspec.json.encode(note))
        except (OSError, Timeout) as problem:
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
            with suppress(OSError, Timeout, msgspec.MsgspecError):
                note = msgspec.json.decode(path.read_bytes(), type=Note)
                if note.uri in uris and note.id not in self._held:
                    self._hold(note.id)
                    yield note

    def _hold(self, ident: str) -> None:
        with self._guard:
            if ident not in self._held:
                lock = FileLock(
                    self._path(ident).with_suffix(".lock"), timeout=0, thread_local=False
                )
                lock.acquire()
                self._held[ident] = lock

    def _path(self, ident: str) -> Path:
        return self._folder / f"{ident}.json"
