"""Something that tells others when it has changed."""

from __future__ import annotations

import threading
from collections.abc import Callable


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
