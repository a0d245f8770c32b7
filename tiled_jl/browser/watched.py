"""Something that tells others when it has changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

TOLD_EVERY = 0.25
"""Seconds between two words on how far something is."""


class Watched:
    """Has functions called, on whichever thread, when it is no longer as it was."""

    def __init__(self) -> None:
        self._watching = threading.Lock()
        self._watchers: list[Callable[..., None]] = []

    def subscribe(self, watcher: Callable[..., None]) -> None:
        """Have something called after every change, with what there is to say of it."""
        with self._watching:
            self._watchers.append(watcher)

    def unsubscribe(self, watcher: Callable[..., None]) -> None:
        """Undo `subscribe`."""
        with self._watching:
            if watcher in self._watchers:
                self._watchers.remove(watcher)

    def _changed(self, *news: object) -> None:
        with self._watching:
            watchers = list(self._watchers)
        for watcher in watchers:
            watcher(*news)


class Moving(Watched):
    """Tells its watchers how far something is, but no more often than anybody could read."""

    def __init__(self) -> None:
        super().__init__()
        self._told = 0.0

    def _tell(self) -> None:
        self._told = time.monotonic()
        self._changed()

    def _moved(self) -> None:
        if time.monotonic() - self._told >= TOLD_EVERY:
            self._tell()
