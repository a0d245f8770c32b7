"""Who wants to be told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[[Any], Any])


class Callbacks:
    """Functions that are called one after the other, in the order in which they were added.

    Examples
    --------
    >>> told = Callbacks()
    >>> @told.add_callback
    ... def tell(update):
    ...     print("There is", update)
    >>> told("news")
    There is news
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._callbacks: tuple[Callable[[Any], Any], ...] = ()

    def __len__(self) -> int:
        return len(self._callbacks)

    def __call__(self, update: object) -> None:
        """Call them all. What one of them raises, this raises."""
        for callback in self._callbacks:
            callback(update)

    def add_callback(self, callback: F) -> F:
        """Have a function called from now on.

        Parameters
        ----------
        callback : callable
            Of one parameter.

        Returns
        -------
        callable
            The same, so that this can decorate it.
        """
        with self._lock:
            self._callbacks = (*self._callbacks, callback)
        return callback

    def remove_callback(self, callback: Callable[[Any], Any]) -> None:
        """Have a function called no more.

        Raises
        ------
        ValueError
            If it was not added.
        """
        with self._lock:
            callbacks = list(self._callbacks)
            callbacks.remove(callback)
            self._callbacks = tuple(callbacks)
