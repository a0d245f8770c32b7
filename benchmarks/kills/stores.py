"""What is kept between sessions, to be killed while it is written: the cache, and logins."""

from __future__ import annotations

import sqlite3
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import loginserver

from benchmarks.kills.killer import Victim
from tiled_jl import Cache, Context

CAPACITY = 3_000_000


class CacheWrite(Victim):
    """Answers into a cache."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.file = folder / "answers.sqlite"

    def prepare(self, number: int) -> None:
        # Some begin with a file that there is already, others have to make it.
        if number % 3 == 0:
            for file in self.folder.iterdir():
                file.unlink()

    def begin(self) -> Callable[[], object]:
        return self.fill

    def fill(self) -> None:
        with closing(Cache(self.file, CAPACITY)) as cache:
            for number in range(30):
                cache.set(_request(number), _answer(_body(number)))

    def check(self) -> Iterator[str]:
        with warnings.catch_warnings(record=True) as heard, closing(Cache(self.file)) as cache:
            warnings.simplefilter("always")
            for number in range(30):
                found = cache.get(_request(number))
                if found is not None and found.read() != _body(number):
                    yield f"answer {number} is wrong"
            if not cache.set(_request(99), _answer(b"new")):
                yield "nothing can be kept any more"
            if cache.size() > CAPACITY + 100:
                yield "more is kept than may be"
            totals = cache.size(), cache.count()
        yield from (str(each.message) for each in heard)
        with closing(sqlite3.connect(self.file)) as database:
            (sound,) = database.execute("PRAGMA integrity_check").fetchone()
            counted = database.execute(
                "SELECT sum(length + length(headers)), count(*) FROM entries"
            ).fetchone()
            (strays,) = database.execute(
                "SELECT count(*) FROM pieces WHERE entry NOT IN (SELECT id FROM entries)"
            ).fetchone()
        if sound != "ok" or counted != totals or strays:
            yield f"the database is damaged: {sound}, {counted} are counted as {totals}, {strays}"


class Renewal(Victim):
    """The tokens of a login, by others."""

    def __init__(self, folder: Path, uri: str) -> None:
        super().__init__(folder)
        self.uri = uri
        with self.context() as context:
            context.login("alice", loginserver.PASSWORDS["alice"], "lab")

    def context(self) -> Context:
        return Context(self.uri, token_cache=self.folder, prompt_for_reauthentication=False)

    def begin(self) -> Callable[[], object]:
        context = self.context()
        # So that the connection is there.
        context.whoami()
        return context.force_auth_refresh

    def check(self) -> Iterator[str]:
        with self.context() as context:
            if context.credential != "login":
                yield "logged out"
            elif context.whoami()["identities"][0]["id"] != "alice":
                yield "somebody else is logged in"
            context.force_auth_refresh()
        left = [each.name for each in self.folder.glob("*/*") if "token" not in each.name]
        if left:
            yield f"left behind: {left}"


def _answer(content: bytes) -> httpx.Response:
    return httpx.Response(200, headers={"ETag": "1"}, content=content)


def _request(number: int) -> httpx.Request:
    return httpx.Request("GET", f"http://a/{number}")


def _body(number: int) -> bytes:
    return bytes([number]) * (10_000 + number * 9_000)
