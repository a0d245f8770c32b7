"""The uploads under way, noted on disk: a kernel that is killed leaves copies, and nodes half made.

Whoever writes a note holds a lock on it, which ends with the process: what nobody holds was left.
"""

from __future__ import annotations

import logging
import os
import platform
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import msgspec
from filelock import FileLock, Timeout

from tiled_jl.browser.serverlist import slug
from tiled_jl.home import home, make_private, write_private

logger = logging.getLogger("tiled_jl")

COPY = "tiled-jl-"
"""How the names of copies begin, of files that a page has sent."""

KEPT = 30 * 24 * 60 * 60
"""Seconds for which a server that was taken off the list may come back."""

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
    waiting: bool = False
    """Nothing of it is on the server yet, and only the process that has it can finish it."""


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
        return self._unheld(lambda note: note.uri in uris and not note.waiting)

    def sweep(self, uris: Collection[str]) -> None:
        """Delete what others have left and nobody can finish, with its copies.

        Parameters
        ----------
        uris : collection of str
            The servers that there are. Of others, a note is kept for `KEPT` seconds.
        """
        for note in self._unheld(
            lambda note: note.waiting or (note.uri not in uris and self._is_old(note))
        ):
            if note.ours:
                delete_copy(note.place)
            self.strike(note.id)

    def _unheld(self, wanted: Callable[[Note], bool]) -> Iterator[Note]:
        """Give notes that nobody held; they are held now."""
        for path in sorted(self._folder.glob("*.json")):
            with suppress(*_UNUSABLE):
                if not wanted(_read(path)) or not self._hold(path.stem):
                    continue
                # Its upload may have ended, or gone on, before it was held.
                if not path.exists():
                    self.strike(path.stem)
                elif wanted(note := _read(path)):
                    yield note
                else:
                    self._release(path.stem)

    def _is_old(self, note: Note) -> bool:
        return time.time() - self._path(note.id).stat().st_mtime > KEPT

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

    def _release(self, ident: str) -> None:
        with self._guard:
            self._held.pop(ident).release()

    def _path(self, ident: str) -> Path:
        return self._folder / f"{ident}.json"


def delete_copy(place: str) -> None:
    """Delete a copy of a file that a page has sent, and nothing else."""
    if Path(place).name.startswith(COPY):
        with suppress(OSError):
            Path(place).unlink()


def _read(path: Path) -> Note:
    """Read a note; what it says is believed, so nobody but the user can have written it."""
    with path.open("rb") as file:
        if hasattr(os, "getuid") and os.fstat(file.fileno()).st_uid != os.getuid():
            raise PermissionError(f"{path} belongs to another user.")
        note = msgspec.json.decode(file.read(), type=Note)
    if note.id != path.stem:
        raise msgspec.ValidationError(f"{path} has the note of {note.id!r}.")
    return note
