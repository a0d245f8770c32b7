"""Many workers at once, and what they leave behind."""

from __future__ import annotations

import faulthandler
import os
import random
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import serving
from client import faultproxy

from benchmarks.faulty import reading, writing
from benchmarks.faulty.tally import Tally
from benchmarks.faulty.worker import PATIENCE, Worker, Wrong
from tiled_jl import Context, from_context
from tiled_jl.errors import TiledError
from tiled_jl.storage import Asset, DataSource

OPERATIONS = {**reading.OPERATIONS, **writing.OPERATIONS}

BOUND = 60.0
"""Seconds within which an operation has to end: it is several requests, one after the other, and
each may be repeated until the patience is over."""

_LEAVING = 15.0
"""Seconds that connections and threads may take to end."""


def run(folder: Path, *, operations: int, seed: int, workers: int) -> Tally:
    """Do so many operations on a server of their own, and return what has happened.

    Parameters
    ----------
    folder : Path
        Empty.
    operations, seed, workers : int

    Raises
    ------
    RuntimeError
        If the server has not lived to see the end.
    """
    (folder / "server").mkdir()
    (folder / "work").mkdir()
    server = serving.start(folder / "server")
    try:
        tally = _run(server, folder / "work", operations, seed, workers)
        if not server.process.is_alive():
            raise RuntimeError(f"The server has ended ({server.process.exitcode}):\n{tally}")
    finally:
        server.stop()
    return tally


def _run(server: serving.Server, folder: Path, operations: int, seed: int, workers: int) -> Tally:
    tally, began = Tally(), time.monotonic()
    threads, sockets = threading.enumerate(), _sockets()
    with (
        _settings(folder),
        Context(server.uri, api_key=server.api_key) as context,
        ExitStack() as stack,
    ):
        near = from_context(context)
        file = _registered(near, folder / "file.csv")
        crew = []
        for number in range(workers):
            proxy = faultproxy.start(server.uri)
            stack.callback(faultproxy.stop, proxy)
            (folder / str(number)).mkdir()
            rng = random.Random(f"{seed}, {number}")
            crew.append(Worker(server, proxy, rng, folder / str(number), near))
            crew[-1].known["file"] = file
        _work(crew, operations, tally)
        for worker in crew:
            _look_at(worker, tally)
    if left := _left(lambda: [each.name for each in threading.enumerate() if each not in threads]):
        tally.leaked.append(f"threads: {left}")
    if _left(lambda: _sockets() > sockets):
        tally.leaked.append(f"{_sockets() - sockets} sockets")
    tally.seconds = time.monotonic() - began
    return tally


@contextmanager
def _settings(folder: Path) -> Iterator[None]:
    """Be less patient than usual, and leave the user's own files alone."""
    ours = {
        "TILED_RETRY_ATTEMPTS": "8",
        "TILED_RETRY_TIMEOUT": str(PATIENCE),
        "TILED_SHOW_PROGRESS": "0",
        "TILED_JL_HOME": str(folder / "home"),
        "TILED_CACHE_DIR": str(folder / "cache"),
    }
    before = {name: os.environ.get(name) for name in ours}
    os.environ |= ours
    try:
        yield
    finally:
        for name, value in before.items():
            del os.environ[name]
            if value is not None:
                os.environ[name] = value


def _registered(near: Any, file: Path) -> tuple[str, ...]:
    """Register a file beside the server, and return the path of its node."""
    file.write_bytes(reading.FILE)
    asset = Asset(f"file://localhost{file}", is_directory=False, parameter="data_uris", num=0)
    source = DataSource(
        "table",
        serving.csv_structure(file),
        None,
        "text/csv",
        assets=(asset,),
        management="external",
    )
    path: tuple[str, ...] = near["catalog"].new("table", [source]).path_parts
    return path


def _work(crew: Sequence[Worker], operations: int, tally: Tally) -> None:
    """Let each worker do its share."""
    under_way: dict[int, tuple[str, float]] = {}
    lock = threading.Lock()

    def work(number: int) -> None:
        worker = crew[number]
        share = len(range(number, operations, len(crew)))
        for operation in worker.rng.choices([*OPERATIONS], [*OPERATIONS.values()], k=share):
            worker.plague.draw()
            under_way[number] = operation.__name__, time.monotonic()
            outcome = _outcome(operation, worker)
            with lock:
                _note(tally, operation.__name__, outcome, time.monotonic() - under_way[number][1])
        under_way.pop(number, None)

    threads = [
        threading.Thread(target=work, args=(number,), daemon=True) for number in range(len(crew))
    ]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        time.sleep(0.1)
        since = time.monotonic() - 3 * BOUND
        if late := [name for name, began in [*under_way.values()] if began < since]:
            faulthandler.dump_traceback()
            tally.hung += [f"{name} does not end" for name in late]
            return


def _outcome(operation: Callable[[Worker], None], worker: Worker) -> Exception | None:
    try:
        operation(worker)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the run has found
        return error
    return None


def _note(tally: Tally, name: str, outcome: Exception | None, seconds: float) -> None:
    tally.slowest = max(tally.slowest, seconds)
    if seconds > BOUND:
        tally.hung.append(f"{name} took {seconds:.1f} s")
    if outcome is None:
        tally.done[name] += 1
        return
    tally.failed[name][type(outcome).__name__] += 1
    if isinstance(outcome, Wrong):
        tally.wrong.append(f"{name}: {outcome}")
    elif not isinstance(outcome, TiledError):
        tally.foreign.append("".join(traceback.format_exception(outcome)))


def _look_at(worker: Worker, tally: Tally) -> None:
    """Add what a worker has counted, and the connections that it leaves behind."""
    tally.drawn += worker.plague.drawn
    tally.met += worker.plague.met
    pool = worker.context.session._courier._transport._pool  # type: ignore[attr-defined]
    tally.leaked += [f"in use: {each}" for each in pool.connections if not each.is_idle()]
    worker.context.close()
    if _left(lambda: worker.proxy.open):
        tally.leaked.append(f"{worker.proxy.open} connections to the proxy")


def _left(look: Callable[[], Any]) -> Any:
    """Return what is left of something after a while."""
    deadline = time.monotonic() + _LEAVING
    while (left := look()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def _sockets() -> int:
    """Return how many sockets this process has open."""
    links = [Path("/proc/self/fd", name) for name in os.listdir("/proc/self/fd")]
    return sum(os.path.islink(link) and "socket:" in os.readlink(link) for link in links)
