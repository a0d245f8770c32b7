"""When to ask again, and how long to wait before.

A loop of our own rather than a library's: the wait has to end as soon as the caller wants to stop,
and the libraries at hand sleep through it (and take 0.1 s to import).
"""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from tiled_jl.transport import watch

T = TypeVar("T")

attempt: ContextVar[int] = ContextVar("tiled_jl_attempt", default=1)
"""Which one is under way."""

_TICK = 0.1
"""Seconds between two looks at whether the caller wants to stop."""


@dataclass(frozen=True)
class Policy:
    """How often and how patiently to ask again.

    Parameters
    ----------
    attempts : int
        In all, the first included.
    patience : float
        Seconds from the first failure after which nothing is asked again.
    first_wait, longest_wait : float
        Seconds. Waits double from one to the other, less a random part so that clients which
        failed together do not come back together.
    """

    attempts: int = field(default_factory=lambda: int(os.environ.get("TILED_RETRY_ATTEMPTS") or 6))
    patience: float = field(
        default_factory=lambda: float(os.environ.get("TILED_RETRY_TIMEOUT") or 45)
    )
    first_wait: float = 0.1
    longest_wait: float = 5.0

    def wait(self, failures: int) -> float:
        """Return the seconds to wait after so many failures."""
        longest = min(self.longest_wait, self.first_wait * 2.0 ** (failures - 1))
        return longest * random.uniform(0.5, 1)  # noqa: S311 - not for secrecy


class Again(Exception):  # noqa: N818 - a message between two functions, not an error
    """Raised by an attempt that failed and may be repeated.

    Parameters
    ----------
    error : Exception
        What the caller gets if it is not repeated.
    after : float or None, optional
        Seconds that the server asked to wait.

    Attributes
    ----------
    got_further : bool
        Whether the next attempt has less to do than this one had, so that all attempts and all
        patience are left for it.
    """

    def __init__(self, error: Exception, *, after: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.after = after
        self.got_further = False


def run(work: Callable[[], T], policy: Policy) -> T:
    """Call until it succeeds, or it makes no sense to call again.

    Parameters
    ----------
    work : callable
        Raises `Again` where calling it again may help.
    policy : Policy
    """
    failures = 0
    deadline = None
    while True:
        watch.check()
        before = attempt.set(failures + 1)
        try:
            return work()
        except Again as again:
            if again.got_further:
                failures, deadline = 0, None
            failures += 1
            deadline = deadline or time.monotonic() + policy.patience
            wait = policy.wait(failures) if again.after is None else again.after
            if failures >= policy.attempts or time.monotonic() + wait > deadline:
                raise again.error from again.error.__cause__
        finally:
            attempt.reset(before)
        _sleep(wait)


def retry_after(header: str | None) -> float | None:
    """Return the seconds that a ``Retry-After`` header asks to wait, or None.

    Parameters
    ----------
    header : str or None
        Seconds or an HTTP date.

    Examples
    --------
    >>> retry_after("2")
    2.0
    """
    if header is None:
        return None
    if re.fullmatch(r"\s*[0-9]+\s*", header):
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except (OverflowError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _sleep(seconds: float) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        watch.check()
        time.sleep(min(left, _TICK))
