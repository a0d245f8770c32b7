"""A SQLite file that many threads and processes use at once, and that nobody misses when it fails.

Nothing here raises because of the file: what cannot be read is not there, what cannot be written
is not kept, a file that is damaged is set aside, and a warning says so once.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote
from weakref import finalize

from filelock import FileLock, Timeout

from tiled_jl.transport.database import (
    Layout,
    Work,
    ask,
    code_of,
    has_tables,
    waiting,
    whole,
)
from tiled_jl.transport.shares import is_shared

T = TypeVar("T")

_PATIENCE = 2.0
"""Seconds to wait for another process that writes, before doing without."""

_LONGEST_LOG = 32_000_000
"""Bytes of the log of latest changes at which nothing is added until it is begun anew."""

_LEFT_OF_LOG = 4_000_000
"""Bytes of it that stay on disk while it is not needed."""

_MOST_DAMAGES = 3
"""How often a damaged file is replaced: something else is wrong after that."""

_MOST_WAITS = 10
_LONGEST_WAIT = 30.0
"""How often in a row to wait for other processes in vain, and in how many seconds at least, before
writing no more: many threads that wait at once are no sign that nobody ever gets a turn."""

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_NO_PLACE = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY})
_PROBLEMS = (sqlite3.Error, OSError, NotImplementedError)
"""What goes wrong with files. The last is how a file system without locks shows itself."""

Place = tuple[int, int, int]
"""A file as one process has it open. In another process, or after the file was replaced, a
connection is of no use."""


class SharedFile:
    """A SQLite database in a file that only the user can read.

    Parameters
    ----------
    path : pathlib.Path
    layout : Layout
    begin : callable
        What to do with it first of all, unless it is read only.
    readonly : bool
    """

    def __init__(self, path: Path, layout: Layout, begin: Work[None], *, readonly: bool) -> None:
        self._path = path
        self._layout = layout
        self._begin = begin
        self._readonly = readonly
        self._readable = True
        self._writable = not readonly
        self._damages = 0
        self._waits = 0
        self._wrote = time.monotonic()
        self._idle: dict[Place, list[sqlite3.Connection]] = {}
        self._close = finalize(self, _close_all, self._idle)

    @property
    def writable(self) -> bool:
        """Whether it can be written, as far as is known."""
        return self._writable

    def close(self) -> None:
        """Close the file for good."""
        self._readable = self._writable = False
        self._close()

    def read(self, work: Work[T], otherwise: T) -> T:
        """Return what work returns, or something else where the file cannot be used."""

        def read() -> T:
            with self.connection() as database:
                return work(database)

        return self.attempt(read, otherwise)

    def write(self, work: Work[T], otherwise: T, *, adds: bool = False) -> T:
        """Do work whole or not at all, and return as `read` does.

        Parameters
        ----------
        work : callable
        otherwise : object
        adds : bool, optional
            Whether it adds so much that it is better left undone where the log is too long.
        """

        def unless_too_long(database: sqlite3.Connection) -> T:
            # Others may have added while this waited for its turn.
            return otherwise if self._is_log_long() else work(database)

        def write(database: sqlite3.Connection) -> T:
            if adds and not self._has_short_log(database):
                return otherwise
            done = whole(database, unless_too_long if adds else work)
            self._waits, self._wrote = 0, time.monotonic()
            return done

        return self.read(write, otherwise) if self._writable else otherwise

    def note(self, work: Work[None]) -> None:
        """Do work that nobody misses, unless somebody else writes at this moment."""

        def note(database: sqlite3.Connection) -> None:
            with waiting(database, 0):
                try:
                    whole(database, work)
                except sqlite3.OperationalError as problem:
                    if code_of(problem) not in _BUSY:
                        raise

        if self._writable:
            self.read(note, otherwise=None)

    def attempt(self, work: Callable[[], T], otherwise: T) -> T:
        """Return what work with a `connection` returns, or something else where that fails."""
        if not self._readable:
            return otherwise
        try:
            return work()
        except _PROBLEMS as problem:
            self._cope(problem)
            return otherwise

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that nobody else uses meanwhile. What is not committed is undone."""
        place = self._place()
        if place not in self._idle:
            self._prepare()
            place = self._place()
        idle = self._idle.setdefault(place, [])
        try:
            database = idle.pop()
        except IndexError:
            database = self._connect()
        try:
            yield database
        finally:
            if database.in_transaction:
                database.rollback()
            if self._readable:
                idle.append(database)
            else:
                database.close()

    def _cope(self, problem: Exception) -> None:
        """Make the best of what went wrong: the next attempt works, or there is none."""
        code = sqlite3.SQLITE_BUSY if isinstance(problem, Timeout) else code_of(problem)
        if code in _BUSY and not self._waited_enough():
            self._waits += 1
        elif code in _DAMAGED and self._writable and self._damages < _MOST_DAMAGES:
            self._damages += 1
            self.attempt(self._replace_if_damaged, otherwise=None)
        elif code in _BUSY | _NO_PLACE and self._writable:
            self._writable = False
            _warn(f"Nothing more is kept in the cache {self._path}: {problem}.")
        elif code not in _BUSY and self._readable:
            self._readable = self._writable = False
            _warn(f"The cache {self._path} is not used: {problem}.")

    def _waited_enough(self) -> bool:
        return self._waits >= _MOST_WAITS and time.monotonic() - self._wrote > _LONGEST_WAIT

    def _has_short_log(self, database: sqlite3.Connection) -> bool:
        """Begin the log anew where it is too long, and return whether that could be done.

        While others read all the time it does not come by itself, and would fill the disk.
        """
        if not self._is_log_long():
            return True
        with waiting(database, _PATIENCE / 4):
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return not self._is_log_long()

    def _is_log_long(self) -> bool:
        with suppress(FileNotFoundError):
            return os.stat(f"{self._path}-wal").st_size > _LONGEST_LOG
        return False

    def _place(self) -> Place:
        try:
            found = os.stat(self._path)
        except FileNotFoundError:
            return os.getpid(), 0, 0
        return os.getpid(), found.st_dev, found.st_ino

    def _connect(self) -> sqlite3.Connection:
        uri = f"file:{quote(str(self._path))}?mode={'ro' if self._readonly else 'rw'}"
        database = sqlite3.connect(
            uri, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        try:
            # No wait for the disk: what a power failure takes is asked for again.
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute(f"PRAGMA journal_size_limit = {_LEFT_OF_LOG}")
        except BaseException:
            database.close()
            raise
        return database

    def _prepare(self) -> None:
        """Make sure that there is such a file, and that it is one of ours."""
        # Of the file that was there before.
        _close_all(self._idle)
        if self._readonly:
            with closing(self._connect()) as database:
                if not self._layout.is_in(database):
                    raise sqlite3.NotSupportedError("it is no cache of tiled_jl")
            return
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Where no file can be made, that shows at once: waiting for a lock would take its time.
        self._make_private()
        with self._alone():
            if not self._is_sound():
                self._set_aside()
            with closing(self._connect()) as database:
                if not self._layout.is_in(database):
                    self._layout.make(database)
                database.execute(f"PRAGMA journal_mode = {self._journal()}")
                self._begin(database)

    def _journal(self) -> str:
        """Return how changes are made whole: a log lets others read meanwhile, on one machine."""
        return "DELETE" if is_shared(self._path) else "WAL"

    def _make_private(self) -> None:
        # What exists is not opened: closing it would take the locks of all our connections.
        with suppress(FileExistsError):
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        found = os.stat(self._path)
        if not stat.S_ISREG(found.st_mode):
            raise OSError("it is no file")
        if hasattr(os, "getuid") and found.st_uid != os.getuid():
            raise PermissionError(13, "it belongs to another user")
        os.chmod(self._path, 0o600)

    def _is_sound(self, *, thoroughly: bool = False) -> bool:
        """Whether the file is one of ours, or empty, and not damaged as far as that shows."""
        try:
            with closing(self._connect()) as database:
                if thoroughly and ask(database, "quick_check(1)") != "ok":
                    return False
                # Whoever was killed while they laid it out has left no tables.
                return self._layout.is_in(database) or not has_tables(database)
        except sqlite3.DatabaseError as problem:
            if code_of(problem) in _DAMAGED:
                return False
            raise

    def _replace_if_damaged(self) -> None:
        with self._alone():
            # Another process may have been quicker.
            if not self._is_sound(thoroughly=True):
                self._set_aside()

    def _set_aside(self) -> None:
        aside = f"{self._path}.{time.strftime('%Y%m%dT%H%M%S')}"
        for ending in ("-wal", "-shm", ""):
            with suppress(FileNotFoundError):
                os.replace(f"{self._path}{ending}", f"{aside}{ending}")
        self._make_private()
        _warn(
            f"{self._path} is damaged, or no cache of tiled_jl. It is now {aside}, and a new one "
            "takes its place."
        )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes and threads from making or replacing the file meanwhile."""
        with FileLock(f"{self._path}.lock", timeout=10 * _PATIENCE, mode=0o600):
            yield


def _close_all(idle: dict[Place, list[sqlite3.Connection]]) -> None:
    for (process, *_), databases in list(idle.items()):
        # SQLite forbids to close in a child process what its parent had opened.
        while process == os.getpid() and databases:
            databases.pop().close()


def _warn(message: str) -> None:
    warnings.warn(message, stacklevel=2)
