"""Several requests at once, as one piece of work.

The threads live as long as the work. Whatever ends it early, an error in one part, Ctrl-C or a
watcher that wants to stop, ends all parts and is raised once no thread is left.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from functools import partial
from typing import Any, TypeVar

from tiled_jl.errors import Cancelled
from tiled_jl.transport import progress, watch

T = TypeVar("T")

_TICK = 0.2

AT_ONCE = 2
"""As `tiled_jl.transport.link` has it for a server that is near."""


def gather(
    tasks: Sequence[Callable[[], T]], *, at_once: int = AT_ONCE, total: int | None = None
) -> list[T]:
    """Run tasks, some at once, and return their results in order.

    Parameters
    ----------
    tasks : sequence of callable
        Each sends requests, which are watched by the watcher of the calling thread.
    at_once : int, optional
        How many may be under way at the same time.
    total : int or None, optional
        The bytes of all of them, for the watcher.

    Raises
    ------
    Exception
        The first that a task raised. The others are stopped.
    """
    with progress.shown():
        return _gather(tasks, at_once, _Group(watch.current(), total))


def _gather(tasks: Sequence[Callable[[], T]], at_once: int, group: _Group) -> list[T]:
    if at_once == 1 or len(tasks) < 2:
        return [group.work(number, task) for number, task in enumerate(tasks)]
    with ThreadPoolExecutor(min(at_once, len(tasks)), "tiled_jl-gather") as pool:
        try:
            futures = [
                pool.submit(copy_context().run, group.work, number, task)
                for number, task in enumerate(tasks)
            ]
            _wait(futures)
        finally:
            group.stop()
    return [future.result() for future in futures]


def _wait(futures: Sequence[Future[Any]]) -> None:
    """Wait until all are done, or one has failed; raise its error."""
    pending = set(futures)
    while pending:
        done, pending = wait(pending, timeout=_TICK, return_when=FIRST_EXCEPTION)
        watch.check()
        for future in done:
            future.result()


class Ahead:
    """A thread that does the next piece of work while the caller uses the last.

    Within ``with``, at whose end what is under way is stopped and the thread is gone.

    Examples
    --------
    >>> with Ahead() as ahead:
    ...     due = ahead.start(lambda: 6 * 7)
    ...     due()
    42
    """

    def __enter__(self) -> Ahead:
        self._group = _Group(watch.current(), None)
        self._pool: ThreadPoolExecutor | None = None
        self._started = 0
        return self

    def __exit__(self, *raised: object) -> None:
        self._group.stop()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def start(self, task: Callable[[], T]) -> Callable[[], T]:
        """Begin a task, and return what waits for its result."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, "tiled_jl-ahead")
        self._started += 1
        future = self._pool.submit(copy_context().run, self._group.work, self._started, task)
        return partial(_result, future)


def _result(future: Future[T]) -> T:
    _wait([future])
    return future.result()


class _Group:
    """What the parts of one piece of work share."""

    def __init__(self, parent: watch.Watcher | None, total: int | None) -> None:
        self.parent = parent
        self._total = total
        self._done: dict[int, int] = {}
        self._lock = threading.Lock()
        self._stopped = False

    def work(self, number: int, task: Callable[[], T]) -> T:
        part = _Part(self, number)
        part.check()
        with watch.watching(part):
            return task()

    def stop(self) -> None:
        self._stopped = True

    def check(self) -> None:
        if self._stopped:
            raise Cancelled
        if self.parent is not None:
            self.parent.check()

    def advance(self, number: int, done: int, unit: str) -> None:
        if self.parent is None:
            return
        # Held while telling the parent: what it hears must not go back because threads overtake.
        with self._lock:
            self._done[number] = done
            self.parent.advance(sum(self._done.values()), self._total, unit)


class _Part:
    """The watcher of one part: stops with the group, and adds to its progress."""

    def __init__(self, group: _Group, number: int) -> None:
        self._group = group
        self._number = number

    def check(self) -> None:
        self._group.check()

    def advance(self, done: int, total: int | None, unit: str) -> None:
        self._group.advance(self._number, done, unit)
