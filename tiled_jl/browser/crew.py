"""A few threads that answer requests while the kernel goes on receiving them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue

SIZE = 12
"""More than a page has requests under way. They wait for servers, one of which may be down."""


class Crew:
    """Threads that take work in the order in which it came.

    They are daemons: a kernel that shuts down does not wait for a server that is down, which
    `concurrent.futures` would make it do.
    """

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._work: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._idle = 0

    def hand(self, work: Callable[[], None]) -> None:
        """Have one of the threads do some work, which must see to its own failures."""
        with self._lock:
            if self._idle > 0:
                self._idle -= 1
            elif len(self._threads) < self._size:
                name = f"tiled-jl-{len(self._threads)}"
                thread = threading.Thread(target=self._run, name=name, daemon=True)
                self._threads.append(thread)
                thread.start()
        self._work.put(work)

    def _run(self) -> None:
        while True:
            self._work.get()()
            with self._lock:
                self._idle += 1
