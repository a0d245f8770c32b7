"""The files that are being written, and those that were: known to the kernel, not to a page."""

from __future__ import annotations

import os
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Collection
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from tiled_jl.atomic import sweep, whole
from tiled_jl.browser.crew import Crew
from tiled_jl.browser.failures import describe
from tiled_jl.browser.messages import Error, StartTransfer, Transfer
from tiled_jl.browser.watched import Watched
from tiled_jl.errors import Cancelled
from tiled_jl.transport.watch import watching

if TYPE_CHECKING:
    from tiled_jl.browser.opened import Opened

AT_ONCE = 3
"""More would only share the same line, and wear out the server."""

TOLD_EVERY = 0.25
"""Seconds between two words on how far the transfers are."""

OF_LATE = 3.0
"""Seconds over which a speed is taken."""


class _Attempt:
    """A watcher of one attempt to write a file: stops it, and notes how far it is."""

    def __init__(self, moved: Callable[[], None]) -> None:
        self._moved = moved
        self._marks: deque[tuple[float, int]] = deque()
        self.stopped = threading.Event()
        self.done = 0
        self.total: int | None = None

    def check(self) -> None:
        if self.stopped.is_set():
            raise Cancelled()

    def advance(self, done: int, total: int | None, unit: str) -> None:
        if unit != "bytes":
            return
        now = time.monotonic()
        if done < self.done:
            self._marks.clear()
        self._marks.append((now, done))
        while now - self._marks[0][0] > OF_LATE:
            self._marks.popleft()
        self.done, self.total = done, total
        self._moved()

    def speed(self) -> float | None:
        """Return bytes a second; None before that can be told."""
        marks = list(self._marks)
        if len(marks) < 2 or marks[0][0] == marks[-1][0]:
            return None
        (began, before), (now, done) = marks[0], marks[-1]
        return (done - before) / (now - began)


class _Entry:
    """A transfer: what was asked for, what it is now, and the attempt that may still go on."""

    def __init__(self, request: StartTransfer, place: Path, moved: Callable[[], None]) -> None:
        self.request = request
        self.place = place
        self.attempt = _Attempt(moved)
        self.told = Transfer(
            id=uuid.uuid4().hex,
            server=request.server,
            path=request.path,
            file="",
            state="waiting",
        )

    @property
    def is_open(self) -> bool:
        return self.told.state in ("waiting", "running")


class Transfers(Watched):
    """What all pages of a kernel see of the files that it writes.

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
        self._entries: dict[str, _Entry] = {}
        self._told = 0.0

    def list(self, only: str | None = None) -> list[Transfer]:
        """Return all transfers, the oldest first, or those from one server."""
        with self._lock:
            return [
                _told(entry)
                for entry in self._entries.values()
                if only is None or entry.request.server == only
            ]

    def start(self, request: StartTransfer) -> Transfer:
        """Begin to write a file, soon.

        Raises
        ------
        RequestError
            If the server does not write such a node in that format, or there is no such folder.
        """
        from tiled_jl.browser.exports import extension_of, file_name, folder_of

        folder = folder_of(request)
        extension = extension_of(self._opened, request)
        with self._lock:
            place = self._free(folder / file_name(request.name, extension))
            entry = _Entry(request, place, self._moved)
            self._entries[entry.told.id] = entry
            self._begin(entry)
            started = _told(entry)
        self._tell()
        return started

    def change(self, ident: str, change: str) -> None:
        """Stop a transfer, begin it again or take it off the list.

        Parameters
        ----------
        ident : str
        change : {"cancel", "retry", "remove"}
        """
        with self._lock:
            entry = self._entries.get(ident)
            if entry is None:
                return
            if change == "retry" and not entry.is_open:
                entry.place = self._free(entry.place)
                entry.attempt = _Attempt(self._moved)
                self._begin(entry)
            elif change != "retry":
                entry.attempt.stopped.set()
                if entry.is_open:
                    entry.told.state = "cancelled"
            if change == "remove":
                del self._entries[ident]
        self._tell()

    def resume(self, servers: Collection[str]) -> None:
        """Begin again what failed because a login had ended, at servers that let us in again."""
        with self._lock:
            ended = [
                ident
                for ident, entry in self._entries.items()
                if entry.told.error is not None
                and entry.told.error.code == "expired"
                and entry.request.server in servers
            ]
        for ident in ended:
            self.change(ident, "retry")

    def _begin(self, entry: _Entry) -> None:
        attempt = entry.attempt
        entry.told.state, entry.told.error = "waiting", None
        self._crew.hand(lambda: self._run(entry, attempt))

    def _run(self, entry: _Entry, attempt: _Attempt) -> None:
        error: Error | None = None
        with self._lock:
            if attempt.stopped.is_set():
                return
            entry.told.state = "running"
        self._tell()
        try:
            self._write(entry, attempt)
        except OSError as failure:
            error = _of_the_folder(failure)
        except Exception as failure:  # noqa: BLE001  the page must hear of every failure
            error = describe(failure)
        with self._lock:
            # One that was cancelled when all was written is done: the file is there.
            if attempt is entry.attempt and not (error and attempt.stopped.is_set()):
                entry.told.state = "failed" if error else "done"
                entry.told.error = error
        self._tell()

    def _write(self, entry: _Entry, attempt: _Attempt) -> None:
        from tiled_jl.browser.exports import claim, write

        def choose() -> Path:
            attempt.check()
            with self._lock:
                entry.place = claim(entry.place)
                return entry.place

        folder = entry.place.parent
        sweep(folder)
        with watching(attempt), whole(folder, choose) as file:
            write(self._opened, entry.request, file)

    def _free(self, place: Path) -> Path:
        """Return the first name like this that no file has, and no transfer that is under way."""
        from tiled_jl.browser.exports import names_like

        taken = {entry.place for entry in self._entries.values() if entry.is_open}
        return next(
            each for each in names_like(place) if each not in taken and not os.path.lexists(each)
        )

    def _moved(self) -> None:
        if time.monotonic() - self._told >= TOLD_EVERY:
            self._tell()

    def _tell(self) -> None:
        self._told = time.monotonic()
        self._changed()


def _told(entry: _Entry) -> Transfer:
    attempt = entry.attempt
    return msgspec.structs.replace(
        entry.told,
        file=str(PurePosixPath(entry.request.folder, entry.place.name)),
        done=attempt.done,
        total=attempt.total,
        speed=attempt.speed() if entry.told.state == "running" else None,
    )


def _of_the_folder(failure: OSError) -> Error:
    """Say why a file could not be written."""
    return Error(
        code="internal",
        message=f"The file could not be written: {failure.strerror or type(failure).__name__}.",
        hint="Make room, or export to a folder in which you may write.",
        retryable=True,
    )
