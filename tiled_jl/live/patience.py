"""Outlasting a server that is away for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from tiled_jl.errors import TiledError
from tiled_jl.transport import watch
from tiled_jl.transport.retry import Policy

T = TypeVar("T")

_WAITS = Policy(first_wait=0.2, longest_wait=10.0)
_MOST_FAILURES = 10
"""Of which the wait takes account; it has long been the longest then."""

_TICK = 0.1
"""Seconds between two looks at whether the caller wants to stop."""


def pause(failures: int) -> None:
    """Wait before asking again: longer after more failures, and never quite as long as others."""
    end = time.monotonic() + _WAITS.wait(min(failures, _MOST_FAILURES))
    while (left := end - time.monotonic()) > 0:
        watch.check()
        time.sleep(min(left, _TICK))


def patiently(ask: Callable[[], T]) -> T:
    """Ask until there is an answer, or an error that will not pass."""
    failures = 0
    while True:
        try:
            return ask()
        except TiledError as error:
            if not error.retryable:
                raise
        failures += 1
        pause(failures)
