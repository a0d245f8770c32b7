"""How fast the connection to a server is, as far as it has been measured."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_TELLING = 256 * 1024
"""Bytes that must have come before their speed says something about the connection."""

_ASSUMED_LOOPBACK = 1e9
_ASSUMED_NEAR = 100e6
_ASSUMED_FAR = 25e6
"""Bytes per second, until they are measured."""

_NEAR = 0.02
"""Seconds of a round trip up to which a server is near."""

_LEAST_PART, _MOST_PART = 4_000_000, 128_000_000
"""Bytes of a part of a read, from a slow connection to a fast one."""

_AT_ONCE_NEAR, _AT_ONCE_FAR = 2, 4
"""Parts that travel together. Near, one comes while the server works on the next, and more of them
compete for it. Far, a server that packs leaves gaps, which more of them fill: over 40 ms and
200 Mbit/s, four take three quarters of the time of two."""

_SERVER_TIME = re.compile(r"\bapp;dur=(\d+\.?\d*)", re.ASCII)


class Link:
    """The speed of a connection: guessed from the round trip at first, measured soon.

    Bodies that come at the same time share it, so what counts is the bytes of all of them over the
    time in which there was any.

    Parameters
    ----------
    loopback : bool
        Whether the server's address is one of this machine. It may be the end of a tunnel.
    """

    def __init__(self, *, loopback: bool) -> None:
        self._loopback = loopback
        self._lock = threading.Lock()
        self._round_trip: float | None = None
        self._bytes = 0.0
        self._seconds = 0.0
        self._under_way = 0
        self._began = 0.0
        self._received = 0

    @property
    def is_near(self) -> bool:
        """Whether a round trip costs next to nothing."""
        if self._round_trip is None:
            return self._loopback
        return self._round_trip <= _NEAR

    @property
    def rate(self) -> float:
        """Bytes per second."""
        if self._bytes:
            return self._bytes / self._seconds
        if not self.is_near:
            return _ASSUMED_FAR
        return _ASSUMED_LOOPBACK if self._loopback else _ASSUMED_NEAR

    @property
    def part_size(self) -> int:
        """The bytes of about a second: what to ask for at once."""
        return int(min(max(self.rate, _LEAST_PART), _MOST_PART))

    @property
    def parts_at_once(self) -> int:
        """How many parts of a read should be under way."""
        return _AT_ONCE_NEAR if self.is_near else _AT_ONCE_FAR

    def answered(self, seconds: float, server_timing: str) -> None:
        """Take note of how long the first byte of an answer took.

        Parameters
        ----------
        seconds : float
            Since the request was sent.
        server_timing : str
            The header of that name, which says how much of it the server worked.
        """
        if work := _SERVER_TIME.search(server_timing):
            seconds = max(0.0, seconds - float(work[1]) / 1000)
            with self._lock:
                known = self._round_trip
                self._round_trip = seconds if known is None else min(seconds, known)

    @contextmanager
    def receiving(self) -> Iterator[list[int]]:
        """Measure a body that comes within the block, which adds to the yielded count of bytes."""
        with self._lock:
            if not self._under_way:
                self._began, self._received = time.perf_counter(), 0
            self._under_way += 1
        count = [0]
        try:
            yield count
        finally:
            with self._lock:
                self._under_way -= 1
                self._received += count[0]
                if not self._under_way and self._received >= _TELLING:
                    self._learn(self._received, time.perf_counter() - self._began)

    def _learn(self, received: float, seconds: float) -> None:
        # What was known fades: the more bytes a measurement is made of, the more it says.
        self._bytes = self._bytes / 2 + received
        self._seconds = self._seconds / 2 + seconds
