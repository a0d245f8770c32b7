"""Eight processes share one login, and then one cache.

``python -m benchmarks.stress`` prints what happened, and fails where a login was lost, a file was
torn, a body was wrong, or the cache held more than it may.
"""

from __future__ import annotations

import argparse
import base64
import hmac
import os
import random
import sys
import threading
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from tiled_jl import Cache, Context, from_context

sys.path.append(str(Path(__file__).parents[1] / "tests"))
import loginserver
import serving

PROCESSES, THREADS = 8, 4
CAPACITY = 20_000_000
PAUSE = 1.0
"""Seconds between two requests of a thread: were the server overrun, tokens would end before it
gets to see them."""


@dataclass
class Outcome:
    """How often what happened, and what should not have happened."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        self.counts += other.counts
        self.problems += other.problems

    def check(self, good: bool, problem: str) -> None:
        if not good:
            self.problems.append(problem)


Work = Callable[..., Outcome]


def in_processes(work: Work, *arguments: Any) -> Outcome:
    """Let all processes do the same work at once, each with a number of its own."""
    spawning = get_context("spawn")
    start = spawning.Barrier(PROCESSES)
    total = Outcome()
    with ProcessPoolExecutor(
        PROCESSES, spawning, initializer=_begin_together, initargs=(start,)
    ) as pool:
        for done in [pool.submit(_together, work, seed, *arguments) for seed in range(PROCESSES)]:
            total.add(done.result())
    return total


def _begin_together(start: Any) -> None:
    global _start
    _start = start


def _together(work: Work, seed: int, *arguments: Any) -> Outcome:
    # What would be a warning to a user is a problem here.
    warnings.simplefilter("error")
    _start.wait(120)
    return work(seed, *arguments)


def in_threads(work: Work, arguments: list[tuple[Any, ...]]) -> Outcome:
    total = Outcome()
    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(work, *each) for each in arguments]:
            total.add(done.result())
    return total


@contextmanager
def meanwhile(look: Callable[[], object]) -> Iterator[None]:
    """Look at something all the time until the end of the block."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.001):
            look()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def share_login(folder: Path, seconds: float) -> Outcome:
    """Let all processes ask a server whose access tokens live 2 s, with one store of tokens."""
    os.environ["TILED_CACHE_DIR"] = str(folder / "cache")
    server = loginserver.start(folder, loginserver.authentication())
    try:
        with Context(server.uri) as context:
            context.login("alice", loginserver.PASSWORDS["alice"], "lab")
            seen = Outcome()
            (files,) = (folder / "cache" / "tokens").glob("*/")
            before = renewals(server)
            with meanwhile(lambda: look_at_tokens(files, seen)):
                total = in_processes(ask, server.uri, seconds)
            total.counts["refreshes"] = renewals(server) - before
            total.counts["refreshes saved by the lock"] = (
                total.counts.pop("new tokens", 0) - (total.counts["refreshes"])
            )
            total.add(seen)
            left = {file.name for file in files.iterdir()} - {"access_token", "refresh_token"}
            total.check(not left, f"left behind: {left}")
        with Context(server.uri) as again:
            again.force_auth_refresh()
            total.check(again.whoami()["identities"][0]["id"] == "alice", "somebody else")
    finally:
        server.stop()
    most = 1.5 * seconds / loginserver.TOKEN_AGE + 2
    total.check(total.counts["refreshes"] <= most, "the lock saves no refreshes")
    total.check(total.counts["refreshes"] >= seconds / 4, "hardly anything was refreshed")
    return total


def renewals(server: serving.Server) -> int:
    return server.log.read_text().count("/api/v1/auth/session/refresh")


def ask(seed: int, uri: str, seconds: float) -> Outcome:
    """Ask the server from all threads of a process; every two of them share a context."""
    contexts = {Context(uri): set[str]() for _ in range(THREADS // 2)}
    over = time.monotonic() + seconds
    total = in_threads(ask_on, [(*each, over) for each in contexts.items()] * 2)
    for context, tokens in contexts.items():
        total.counts["new tokens"] += len(tokens)
        total.check(context.credential == "login", f"logged out: {context}")
        context.close()
    return total


def ask_on(context: Context, tokens: set[str], over: float) -> Outcome:
    outcome, first, root = Outcome(), context.tokens, from_context(context)
    while time.monotonic() < over:
        try:
            node = root["memory/arrays/counts"]
            outcome.check(node.structure_family == "array", f"this is something else: {node!r}")
            outcome.counts["requests"] += 1
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is the result
            outcome.problems.append(f"{type(error).__name__}: {error}")
        if context.tokens is not None and context.tokens is not first:
            tokens.add(context.tokens.access_token)
        time.sleep(PAUSE)
    return outcome


def look_at_tokens(folder: Path, seen: Outcome) -> None:
    """Read both files, and see whether they are whole: the server has signed what is in them."""
    for name in ("access_token", "refresh_token"):
        file = folder / name
        try:
            signed, _, signature = file.read_text().rpartition(".")
            key = loginserver.authentication()["secret_keys"][0].encode()
            right = base64.urlsafe_b64encode(hmac.digest(key, signed.encode(), "sha256"))
            whole = right.decode().rstrip("=") == signature
            private = file.stat().st_mode & 0o777 == 0o600
        except OSError as error:
            seen.problems.append(f"{name} was not there: {error}")
            continue
        seen.counts["looks at a token file"] += 1
        seen.check(whole, f"{name} was torn")
        seen.check(private, f"{name} could be read by others")


def share_cache(folder: Path, seconds: float) -> Outcome:
    """Let all processes keep answers in one file, and find them again."""
    file = folder / "answers.sqlite"
    largest = [0]

    def look() -> None:
        there = sum(each.stat().st_size for each in folder.glob("answers.sqlite*"))
        largest.append(max(largest.pop(), there))

    with meanwhile(look):
        total = in_processes(use_cache, file, seconds)
    with closing(Cache(file, CAPACITY)) as cache:
        total.counts["answers kept in the end"] = cache.count()
    total.counts["MB on the disk at most"] = largest[0] // 10**6
    total.check(total.counts["hits"] > total.counts["requests"] / 20, "hardly anything was found")
    total.check(largest[0] < 6 * CAPACITY, "it takes far more of the disk than it may hold")
    aside = [each.name for each in folder.glob("answers.sqlite.2*")]
    total.check(not aside, f"set aside: {aside}")
    return total


def use_cache(seed: int, file: Path, seconds: float) -> Outcome:
    over = time.monotonic() + seconds
    chances = [random.Random(THREADS * seed + number) for number in range(THREADS)]
    with closing(Cache(file, CAPACITY)) as cache:
        return in_threads(use_on, [(cache, chance, over) for chance in chances])


def use_on(cache: Cache, chance: random.Random, over: float) -> Outcome:
    outcome = Outcome()
    while time.monotonic() < over:
        try:
            use_once(cache, chance, outcome)
            outcome.check(cache.size() <= CAPACITY, "more is kept than may be")
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is the result
            outcome.problems.append(f"{type(error).__name__}: {error}")
    return outcome


def use_once(cache: Cache, chance: random.Random, outcome: Outcome) -> None:
    """Look for an answer, and keep one where there is none; now and then, delete some."""
    number = int(chance.paretovariate(0.5)) % 200
    request = httpx.Request("GET", f"http://a/{number}")
    outcome.counts["requests"] += 1
    found = cache.get(request)
    if found is None:
        version = str(chance.random())
        answer = httpx.Response(200, headers={"ETag": version}, content=body(number, version))
        outcome.counts["kept"] += cache.set(request, answer)
    elif chance.random() < 0.05:
        # Somebody who does not want the rest.
        next(found.iter_raw())
        found.close()
    else:
        with closing(found):
            right = found.read() == body(number, found.headers["etag"])
        outcome.check(right, f"{number} is wrong")
        outcome.counts["hits"] += 1
    match chance.randrange(500):
        case 0:
            cache.clear()
        case 1 | 2 | 3:
            cache.forget(request.url)
        case more if more < 20:
            cache.delete(request)


def body(number: int, version: str) -> bytes:
    """Return what the server would answer."""
    seed = sha256(f"{number} {version}".encode()).digest()
    return seed * (1 + number * 150)


_start: Any = None
"""Where the processes wait for each other."""


def report(title: str, outcome: Outcome) -> bool:
    print(f"{title}: {len(outcome.problems)} problems")
    for what, count in outcome.counts.items():
        print(f"  {count:9,} {what}")
    for problem, count in Counter(outcome.problems).most_common(10):
        print(f"  {count:9,} × {problem}")
    return not outcome.problems


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stress", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="how long each of the two takes")
    seconds = parser.parse_args().seconds
    fine = True
    for title, work in (("One login", share_login), ("One cache", share_cache)):
        with TemporaryDirectory() as folder:
            outcome = work(Path(folder), seconds)
        title = f"{title}, {PROCESSES} processes × {THREADS} threads, {seconds:g} s"
        fine = report(title, outcome) and fine
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
