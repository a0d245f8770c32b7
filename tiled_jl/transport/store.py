"""Answers on disk by key, of which the one not used for longest goes first."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

import httpx

from tiled_jl.transport.database import Layout, whole
from tiled_jl.transport.sharedfile import SharedFile

_LAYOUT = Layout(
    application=0x746A6C63,
    version=1,
    schema="""
        CREATE TABLE entries (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            key BLOB NOT NULL UNIQUE,
            target BLOB NOT NULL,
            headers BLOB NOT NULL,
            asked REAL NOT NULL,
            length INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            seal INTEGER NOT NULL,
            used INTEGER NOT NULL
        );
        CREATE INDEX by_target ON entries (target);
        CREATE INDEX by_use ON entries (used);
        CREATE TABLE pieces (
            entry INTEGER NOT NULL,
            number INTEGER NOT NULL,
            bytes BLOB NOT NULL,
            PRIMARY KEY (entry, number)
        );
        CREATE TABLE totals (size INTEGER NOT NULL, count INTEGER NOT NULL);
        INSERT INTO totals VALUES (0, 0);
        CREATE TRIGGER added AFTER INSERT ON entries BEGIN
            UPDATE totals SET size = size + NEW.length + length(NEW.headers), count = count + 1;
        END;
        CREATE TRIGGER changed AFTER UPDATE OF headers ON entries BEGIN
            UPDATE totals SET size = size + length(NEW.headers) - length(OLD.headers);
        END;
        CREATE TRIGGER removed AFTER DELETE ON entries BEGIN
            UPDATE totals SET size = size - OLD.length - length(OLD.headers), count = count - 1;
            DELETE FROM pieces WHERE entry = OLD.id;
        END;
    """,
)
"""Bodies lie apart from what is looked up and changed, in pieces that fit into memory."""

_FIND = "SELECT id, key, headers, asked, length, checksum, seal FROM entries WHERE key = ?"
_ADD = """
    INSERT INTO entries (key, target, headers, asked, length, checksum, seal, used)
    VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(used), 0) + 1 FROM entries))
"""
_USE = """
    UPDATE entries SET headers = ?, asked = ?, seal = ?, used = (SELECT max(used) + 1 FROM entries)
    WHERE id = ?
"""
_PIECES = """
    SELECT CAST(bytes AS BLOB) FROM pieces WHERE entry = ? AND bytes IS NOT NULL ORDER BY number
"""
_DELETE_OLDEST = "DELETE FROM entries WHERE id = (SELECT id FROM entries ORDER BY used LIMIT 1)"

_PIECE = 1 << 20
"""Bytes of a body that are in memory at once on their way in and out."""


class Entry(NamedTuple):
    """What is known of a kept answer."""

    id: int
    key: bytes
    headers: bytes
    asked: float
    length: int
    checksum: int


class Body(httpx.SyncByteStream):
    """A kept body, which stays whole while it is read, whatever others do to the file."""

    def __init__(self, pieces: Generator[bytes, None, None], let_go: Callable[[], None]) -> None:
        self._pieces = pieces
        self._let_go = let_go

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._pieces
        except sqlite3.Error as error:
            raise httpx.ReadError(f"the cache cannot be read ({error})") from error

    def close(self) -> None:  # noqa: D102
        # A query under way would keep its connection in the past.
        self._pieces.close()
        with suppress(sqlite3.Error):
            self._let_go()


class Store:
    """Answers in a file. See `SharedFile` for what becomes of failures.

    Parameters
    ----------
    path : pathlib.Path
    capacity : int
        Bytes of headers and bodies in it, at most.
    readonly : bool
    """

    def __init__(self, path: Path, capacity: int, *, readonly: bool) -> None:
        self._capacity = capacity
        shrink = partial(_shrink, most=capacity)
        self._file = SharedFile(path, _LAYOUT, shrink, readonly=readonly)

    def close(self) -> None:
        """Close the file for good."""
        self._file.close()

    def is_writable(self) -> bool:
        """Whether answers can be kept."""
        return self._file.write(lambda database: True, otherwise=False)

    def totals(self) -> tuple[int, int]:
        """Return how many bytes there are, and of how many answers."""
        return self._file.read(_totals, otherwise=(0, 0))

    def find(self, key: bytes) -> Entry | None:
        """Return the answer that has a key."""
        row = self._file.read(lambda database: database.execute(_FIND, (key,)).fetchone(), None)
        if row is None:
            return None
        *known, seal = row
        if _seal(*known[1:]) == seal:
            return Entry(*known)
        self.delete(key)
        return None

    def open(self, entry: Entry) -> Body | None:
        """Return the body of an answer, to be closed; None where it is gone or damaged."""

        def begin() -> Body | None:
            with ExitStack() as stack:
                database = stack.enter_context(self._file.connection())
                # From here to the end of the reading, what others change is not seen.
                database.execute("BEGIN")
                if _checksum(entry.key, _pieces(database, entry)) != entry.checksum:
                    return None
                return Body(_pieces(database, entry), stack.pop_all().close)

        body = self._file.attempt(begin, otherwise=None)
        if body is None:
            self._delete("id = ?", entry.id)
        return body

    def put(
        self, key: bytes, target: bytes, headers: bytes, asked: float, body: memoryview
    ) -> bool:
        """Keep an answer in place of the one that has its key, and return whether it is kept.

        Parameters
        ----------
        key, target, headers : bytes
            What finds it, what else it is deleted by, and what is kept beside the body.
        asked : float
        body : memoryview
            Of bytes.
        """
        size = len(body) + len(headers)
        checksum = _checksum(key, _cut(body))

        def put(database: sqlite3.Connection) -> bool:
            database.execute("DELETE FROM entries WHERE key = ?", (key,))
            _make_room(database, self._capacity - size)
            seal = _seal(key, headers, asked, len(body), checksum)
            values = (key, target, headers, asked, len(body), checksum, seal)
            entry = database.execute(_ADD, values).lastrowid
            rows = ((entry, number, piece) for number, piece in enumerate(_cut(body)))
            database.executemany("INSERT INTO pieces VALUES (?, ?, ?)", rows)
            return True

        return size <= self._capacity and self._file.write(put, otherwise=False, adds=True)

    def use(self, entry: Entry, headers: bytes, asked: float) -> None:
        """Note that an answer is used, and what the server says of it now.

        Not while somebody else writes: a hit is to cost no wait.
        """

        def use(database: sqlite3.Connection) -> None:
            seal = _seal(entry.key, headers, asked, entry.length, entry.checksum)
            database.execute(_USE, (headers, asked, seal, entry.id))
            _make_room(database, self._capacity)

        self._file.note(use)

    def delete(self, key: bytes) -> bool:
        """Delete the answer that has a key, and return whether there was one."""
        return self._delete("key = ?", key)

    def delete_target(self, target: bytes) -> None:
        """Delete all answers of a target."""
        self._delete("target = ?", target)

    def clear(self) -> None:
        """Delete all answers, and give their place on the disk back."""

        def shrink(database: sqlite3.Connection) -> None:
            # Page by page, which only a script does to the end.
            database.executescript("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE);")

        self._delete("?", True)
        if self._file.writable:
            self._file.read(shrink, otherwise=None)

    def _delete(self, where: str, value: bytes | int) -> bool:
        statement = f"DELETE FROM entries WHERE {where}"  # noqa: S608 - written above
        return self._file.write(
            lambda database: database.execute(statement, (value,)).rowcount > 0, otherwise=False
        )


def _totals(database: sqlite3.Connection) -> tuple[int, int]:
    size, count = database.execute("SELECT size, count FROM totals").fetchone()
    return size, count


def _make_room(database: sqlite3.Connection, most: int) -> None:
    """Delete what was not used for longest until no more than so many bytes are left."""
    while _totals(database)[0] > most:
        database.execute(_DELETE_OLDEST)


def _shrink(database: sqlite3.Connection, most: int) -> None:
    """Make room where there is too much; where there is not, wait for nobody."""
    if _totals(database)[0] > most:
        whole(database, partial(_make_room, most=most))


def _pieces(database: sqlite3.Connection, entry: Entry) -> Generator[bytes, None, None]:
    return (piece for (piece,) in database.execute(_PIECES, (entry.id,)))


def _cut(body: memoryview) -> Iterator[memoryview]:
    return (body[start : start + _PIECE] for start in range(0, len(body), _PIECE))


def _checksum(key: bytes, pieces: Iterable[bytes | memoryview]) -> int:
    """Return what tells whether a body is the one that was kept under a key.

    SQLite notices damage in how a file is laid out, not in what it holds.
    """
    checksum = zlib.crc32(key)
    for piece in pieces:
        checksum = zlib.crc32(piece, checksum)
    return checksum


def _seal(*known: object) -> int:
    """Return what tells whether that is what was kept, whatever damage has made of it."""
    return zlib.crc32(repr(known).encode())
