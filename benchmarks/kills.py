"""Kills what is under way, at moments spread over all of it, and looks at what is left.

``python -m benchmarks.kills`` does so to a download, an export, a copy, a cache that is written and
a login that is renewed. It prints what happened, and fails where a file was torn, a login was lost,
the cache was damaged, or a copy could not be completed.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import signal
import sqlite3
import statistics
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import numpy as np

from tiled_jl import Cache, Context, from_context
from tiled_jl.sync import copy

sys.path.append(str(Path(__file__).parents[1] / "tests"))
import loginserver
import serverprocess
import serving

CAPACITY = 3_000_000
MOST_LEFT = 4
"""Files that one killed download may leave behind: as many as it has under way at once."""


class Victim:
    """What is killed, in a process of its own. It goes there as it is.

    Parameters
    ----------
    folder : pathlib.Path
        What it writes goes there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def prepare(self, number: int) -> None:
        """Make ready for one more time, before the process is started."""

    def begin(self) -> Callable[[], object]:
        """Return what can be killed, once all is there that it needs."""
        raise NotImplementedError

    def check(self) -> Iterator[str]:
        """Yield what is wrong after it was killed, and after another try."""
        raise NotImplementedError


class Transfer(Victim):
    """What a node of a server becomes."""

    address: str
    key: str | None

    def act(self, node: Any) -> object:
        """Do what can be killed."""
        raise NotImplementedError

    def begin(self) -> Callable[[], object]:
        return partial(self.act, _node(self.address, self.key))

    def finish(self) -> None:
        node = _node(self.address, self.key)
        with node.context:
            self.act(node)


class Download(Transfer):
    """Files from a server, into a folder."""

    def __init__(self, folder: Path, context: Context) -> None:
        super().__init__(folder)
        rng = np.random.default_rng(0)
        node = from_context(context)["catalog"].write_array(
            rng.random((4, 500, 1000)), key="download", chunks=(1, 500, 1000)
        )
        self.address, self.key = node.uri, context.api_key
        self.right: dict[str, bytes] = {}
        node.raw_export(self.right)

    def prepare(self, number: int) -> None:
        # Every other time there is something already.
        for name in self.right if number % 2 else ():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"older")

    def act(self, node: Any) -> object:
        return node.raw_export(self.folder)

    def check(self) -> Iterator[str]:
        yield from torn(self.folder, self.right, {b"older"})
        left = list(self.folder.rglob(".tiled_jl-*"))
        if len(left) > MOST_LEFT:
            yield f"{len(left)} unfinished files were left"
        self.finish()
        yield from torn(self.folder, self.right)
        yield from left_behind(self.folder, self.right)
        for name in self.right:
            (self.folder / name).unlink()


class Export(Transfer):
    """A table as a file."""

    def __init__(self, folder: Path, context: Context) -> None:
        super().__init__(folder)
        rng = np.random.default_rng(0)
        columns = {f"column{number}": rng.random(50_000) for number in range(8)}
        node = from_context(context)["catalog"].write_table(columns, key="export")
        self.address, self.key = node.uri, context.api_key
        node.export(folder / "right.csv")
        self.right = {"table.csv": (folder / "right.csv").read_bytes()}
        (folder / "right.csv").unlink()

    def act(self, node: Any) -> object:
        return node.export(self.folder / "table.csv")

    def check(self) -> Iterator[str]:
        yield from torn(self.folder, self.right)
        self.finish()
        yield from torn(self.folder, self.right)
        yield from left_behind(self.folder, self.right)
        (self.folder / "table.csv").unlink()


class Copy(Transfer):
    """Nodes of several families, within a server."""

    def __init__(self, folder: Path, context: Context) -> None:
        super().__init__(folder)
        root = from_context(context)["catalog"]
        source = root.create_container("source", metadata={"é": 1}, specs=["scan"])
        rng = np.random.default_rng(0)
        source.write_array(rng.random((40, 100, 100)), key="array", chunks=(1, 100, 100))
        source.write_table({"a b": rng.random(3000)}, key="table", npartitions=3)
        source.write_sparse([[0, 3], [1, 1]], [1.5, 2.5], (4, 2), key="sparse")
        source.write_awkward([{"hits": [1, 2]}, {"hits": []}], key="awkward")
        source.write_ragged([[1.0, 2.0], [], [3.0], [4.0]], key="ragged", chunks=1)
        inner = source.create_container("inner")
        for number in range(5):
            inner.write_array([number], key=f"a{number}")
        self.address, self.key = source.uri, context.api_key
        self.dest = root.create_container("copies").uri
        self.target = ""

    def prepare(self, number: int) -> None:
        parent = _node(self.dest, self.key)
        with parent.context:
            self.target = parent.create_container().uri

    def act(self, node: Any) -> object:
        # Where the process was done before it was killed, all is there already.
        return copy(node, _node(self.target, self.key), "skip")

    def check(self) -> Iterator[str]:
        source, target = (_node(uri, self.key) for uri in (self.address, self.target))
        with source.context, target.context:
            summary = copy(source, target, "skip")
            if summary.failed:
                yield f"could not be completed: {summary.failed}"
            if content(target) != content(source):
                yield "the copy is not what was copied"


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


def _node(address: str, key: str | None) -> Any:
    context, parts = Context.from_any_uri(address, api_key=key)
    return from_context(context, node_path_parts=parts)


def torn(folder: Path, right: dict[str, bytes], *others: set[bytes]) -> Iterator[str]:
    """Yield which files hold anything but what is right; those that are not there do not."""
    for name, expected in right.items():
        file = folder / name
        if file.exists() and file.read_bytes() not in {expected}.union(*others):
            yield f"{name} is torn"


def left_behind(folder: Path, right: dict[str, bytes]) -> Iterator[str]:
    """Yield what is there after another try but does not belong there."""
    names = {str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()}
    if names != right.keys():
        yield f"there is {sorted(names)}"


def content(node: Any) -> Any:
    """Return all of a container that a copy of it has as well."""
    return {
        key: (
            child.structure_family,
            dict(child.metadata),
            child.specs,
            content(child) if child.structure_family == "container" else values(child),
        )
        for key, child in node.items()
    }


def values(node: Any) -> Any:
    found = node.read()
    match node.structure_family:
        case "sparse":
            return found.todense().tolist()
        case "table":
            return found.to_dict()
        case _:
            return found.tolist()


def _live(victim: Victim, wire: Connection, last_step: int) -> None:
    """Do what can be killed; with a number, until just before that step on the victim's files."""
    work = victim.begin()
    if last_step:
        steps = itertools.count(1)

        def step(event: str, arguments: tuple[Any, ...]) -> None:
            own = event in _STEPS and str(arguments[0]).startswith(str(victim.folder))
            if own and next(steps) == last_step:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(step)
    wire.send("ready")
    began = time.monotonic()
    work()
    wire.send(time.monotonic() - began)


_STEPS = {"open", "os.mkdir", "os.remove", "os.rename"}


@dataclass
class Killer:
    """Kills a victim again and again, and notes what is wrong then.

    Parameters
    ----------
    victim : Victim
    """

    victim: Victim
    problems: list[str] = field(default_factory=list)
    kills: int = 0
    longest: float = 0.0
    """Seconds that it takes where it is not killed."""

    def measure(self) -> None:
        self.longest = statistics.median(self._once() or 0.0 for _ in range(3))

    def at_moments(self, count: int) -> None:
        """Kill it so often, at random moments that are spread evenly over all that it takes."""
        chance = random.Random(1)
        for number in range(count):
            for _ in range(20):
                took = self._once(after=self.longest * (number + chance.random()) / count)
                if took is None:
                    break
                # It was quicker than before.
                self.longest = min(self.longest, took)
            else:
                self.problems.append(f"was never killed at moment {number} of {count}")

    def at_steps(self) -> None:
        """Kill it once before each step that it takes on files."""
        step = 1
        while self._once(before=step) is None:
            step += 1

    def _once(self, *, after: float = 120, before: int = 0) -> float | None:
        """Return the seconds that it took; None if it was killed."""
        self.victim.prepare(self.kills)
        ours, theirs = _FORKING.Pipe()
        process = _FORKING.Process(target=_live, args=(self.victim, theirs, before))
        process.start()
        theirs.close()
        with ours:
            assert ours.recv() == "ready"
            # It ends where the process does.
            ours.poll(after)
            process.kill()
            process.join()
            try:
                took: float | None = ours.recv()
            except EOFError:
                took = None
        self.kills += took is None
        self.problems += self.victim.check()
        return took


_FORKING = get_context("forkserver")
_FORKING.set_forkserver_preload(
    [
        *serverprocess.PRELOADED,
        *("awkward", "pandas", "pyarrow", "ragged", "sparse"),
        *("tiled_jl.constructors", "tiled_jl.sync"),
    ]
)
"""Each process is a copy of one that has imported all and done nothing."""


@contextmanager
def servers() -> Iterator[tuple[Context, str, Path]]:
    """Start a server to read from and to write to, and one where users log in."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        for name in ("data", "users"):
            (folder / name).mkdir()
        data = serving.start(folder / "data")
        stack.callback(data.stop)
        users = loginserver.start(folder / "users", loginserver.authentication())
        stack.callback(users.stop)
        yield stack.enter_context(Context(data.uri, api_key=data.api_key)), users.uri, folder


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="how often to kill each")
    parser.add_argument("--only", default="", help="victims whose name holds this text")
    options = parser.parse_args()
    os.environ["TILED_SHOW_PROGRESS"] = "0"
    fine = True
    with servers() as (context, users, folder):
        victims: dict[str, Callable[[Path], Victim]] = {
            "download": partial(Download, context=context),
            "export": partial(Export, context=context),
            "copy": partial(Copy, context=context),
            "cache": CacheWrite,
            "renewal": partial(Renewal, uri=users),
        }
        for name, make in victims.items():
            if options.only not in name:
                continue
            (folder / name).mkdir()
            killer = Killer(make(folder / name))
            killer.measure()
            took = killer.longest
            killer.at_moments(options.kills)
            at_moments = killer.kills
            killer.at_steps()
            print(
                f"{name}: takes {took:.3f} s; killed at {at_moments} moments and before "
                f"{killer.kills - at_moments} steps on files; {len(killer.problems)} problems",
                flush=True,
            )
            for problem, count in Counter(killer.problems).most_common(10):
                print(f"  {count} × {problem}")
            fine = fine and not killer.problems
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
