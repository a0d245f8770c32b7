"""The transfers that go on, and those that did: known to the kernel, not to a page."""

from __future__ import annotations

import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tiled_jl.browser.crew import Crew
from tiled_jl.browser.jobs import CopyJob, FileJob, Job
from tiled_jl.browser.messages import CopyOutcome, Error, StartCopy, StartTransfer, Transfer
from tiled_jl.browser.watched import Moving
from tiled_jl.errors import Cancelled
from tiled_jl.transport.watch import watching

if TYPE_CHECKING:
    from tiled_jl.browser.opened import Opened
    from tiled_jl.browser.servers import Servers

AT_ONCE = 3
"""More would only share the same line, and wear out the server."""

OF_LATE = 3.0
"""Seconds over which a speed is taken."""


class _Attempt:
    """A watcher of one attempt at a transfer: stops it, and notes how far it is."""

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
    """A transfer: what it does, what it is now, and the attempt that may still go on."""

    def __init__(self, job: Job, moved: Callable[[], None]) -> None:
        self.job = job
        self.attempt = _Attempt(moved)
        self.told = job.describe()
        self.told.id = self.told.id or uuid.uuid4().hex

    @property
    def is_open(self) -> bool:
        return self.told.state in ("waiting", "running")


class Transfers(Moving):
    """What all pages of a kernel see of what is on its way, and was: files, copies and uploads.

    Parameters
    ----------
    opened : Opened
        The nodes.
    servers : Servers
    """

    def __init__(self, opened: Opened, servers: Servers) -> None:
        super().__init__()
        self._opened = opened
        self._servers = servers
        self._crew = Crew(AT_ONCE)
        self._lock = threading.RLock()
        self._entries: dict[str, _Entry] = {}

    def list(self, only: str | None = None) -> list[Transfer]:
        """Return all transfers, the oldest first, or those from one server."""
        with self._lock:
            return [
                _told(entry)
                for entry in self._entries.values()
                if only is None or entry.told.server == only
            ]

    def start(self, request: StartTransfer) -> Transfer:
        """Begin to write a file, soon.

        Raises
        ------
        RequestError
            If the server does not write such a node in that format, or there is no such folder.
        """
        return self.add(FileJob(self._opened, request))

    def copy(self, request: StartCopy) -> Transfer:
        """Begin to copy a node, soon."""
        return self.add(CopyJob(self._opened, self._servers, request))

    def add(self, job: Job, problem: Error | None = None) -> Transfer:
        """Begin a job, soon or when it is ready; list one that has a problem as failed."""
        with self._lock:
            entry = _Entry(job, self._moved)
            if problem:
                entry.told.state, entry.told.error = "failed", problem
            else:
                self._begin(entry)
            self._entries[entry.told.id] = entry
            added = _told(entry)
        self._tell()
        return added

    def job(self, ident: str) -> Job | None:
        """Return the job of a transfer that goes on."""
        with self._lock:
            entry = self._entries.get(ident)
            return entry.job if entry and entry.is_open else None

    def advance(self, ident: str, *, ready: bool) -> None:
        """Take note that a job has got more of what it needs, and begin it when that was all."""
        with self._lock:
            entry = self._entries.get(ident)
            if entry and entry.is_open and ready:
                self._hand(entry)
        self._moved()

    def fail(self, ident: str, problem: Error) -> None:
        """Take note that a job does not get what it needs."""
        with self._lock:
            entry = self._entries.get(ident)
            if entry and entry.is_open:
                entry.told.state, entry.told.error = "failed", problem
                entry.job.discard()
        self._tell()

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
                entry.attempt = _Attempt(self._moved)
                self._begin(entry)
            elif change != "retry":
                entry.attempt.stopped.set()
                if entry.is_open:
                    entry.told.state = "cancelled"
                entry.job.discard()
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
                and entry.told.server in servers
            ]
        for ident in ended:
            self.change(ident, "retry")

    def _begin(self, entry: _Entry) -> None:
        entry.job.settle(self._taken())
        entry.told.state, entry.told.error = "running", None
        if entry.job.ready:
            self._hand(entry)

    def _hand(self, entry: _Entry) -> None:
        attempt = entry.attempt
        entry.told.state = "waiting"
        self._crew.hand(lambda: self._run(entry, attempt))

    def _run(self, entry: _Entry, attempt: _Attempt) -> None:
        error: Error | None = None
        outcome: CopyOutcome | None = None
        with self._lock:
            if attempt.stopped.is_set():
                return
            entry.told.state = "running"
        self._tell()
        try:
            with watching(attempt):
                outcome = entry.job.run(attempt.check)
        except Exception as failure:  # noqa: BLE001  the page must hear of every failure
            error = entry.job.explain(failure)
        with self._lock:
            # One that was cancelled when all was written is done: the file is there.
            if attempt is entry.attempt and not (error and attempt.stopped.is_set()):
                entry.told.state = "failed" if error else "done"
                entry.told.error, entry.told.outcome = error, outcome
        self._tell()

    def _taken(self) -> set[Path]:
        """Return the places of the files that are about to be written."""
        places = (entry.job.place for entry in self._entries.values() if entry.is_open)
        return {place for place in places if place is not None}


def _told(entry: _Entry) -> Transfer:
    attempt, known = entry.attempt, entry.job.describe()
    # Of a file that becomes a node, it counts how much has come here.
    counted = known if known.total is not None else attempt
    return msgspec.structs.replace(
        entry.told,
        file=known.file,
        done=counted.done,
        total=counted.total,
        speed=attempt.speed() if entry.told.state == "running" else None,
    )
