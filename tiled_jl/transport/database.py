"""What is done with SQLite databases, whatever is in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]


@dataclass(frozen=True)
class Layout:
    """What is in a file.

    Parameters
    ----------
    application : int
        Tells it from the files of others.
    version : int
    schema : str
        The SQL that makes it.
    """

    application: int
    version: int
    schema: str

    def is_in(self, database: sqlite3.Connection) -> bool:
        """Whether a database is laid out like this."""
        return [ask(database, "application_id"), ask(database, "user_version")] == [
            self.application,
            self.version,
        ]

    def make(self, database: sqlite3.Connection) -> None:
        """Lay out an empty database."""
        database.executescript(
            "PRAGMA page_size = 16384; PRAGMA auto_vacuum = INCREMENTAL;"
            f"BEGIN; {self.schema}; PRAGMA application_id = {self.application};"
            f"PRAGMA user_version = {self.version}; COMMIT;"
        )


def whole(database: sqlite3.Connection, work: Work[T]) -> T:
    """Do work whole or not at all."""
    with database:
        database.execute("BEGIN IMMEDIATE")
        return work(database)


@contextmanager
def waiting(database: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """Wait for other processes so long, and not as usual."""
    usual = ask(database, "busy_timeout")
    database.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
    try:
        yield
    finally:
        database.execute(f"PRAGMA busy_timeout = {usual}")


def has_tables(database: sqlite3.Connection) -> bool:
    """Whether anything has been laid out in a database."""
    return database.execute("SELECT 1 FROM sqlite_master").fetchone() is not None


def ask(database: sqlite3.Connection, pragma: str) -> object:
    """Return what SQLite says of a database."""
    return database.execute(f"PRAGMA {pragma}").fetchone()[0]


def code_of(problem: Exception) -> int:
    """Return SQLite's primary code of an error."""
    return int(getattr(problem, "sqlite_errorcode", 0)) & 0xFF
