"""The kinds of faults, each in its variants, and how they are drawn.

For each operation, each kind is drawn with the same probability, whatever else is drawn. What is
drawn spoils the next requests, one each: first the faults after which a client asks again. What an
operation leaves over meets the next one, so that as many happen as are drawn.

HTTP has no checksum, so bytes are sent twice only where that can be told: within a body that has a
shape, a grammar, a footer or checksums of its own; of another, beyond its declared length.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial

from client.faultproxy import (
    LOGIN_PAGE,
    Answer,
    Fault,
    Handler,
    Proxy,
    Unheard,
    broken_off,
    drip,
    echoed,
    repeated,
    reset,
    stall,
    stall_halfway,
    status,
    truncated,
    undeclared,
)

SHARE = 0.1
"""Of operations that each kind meets."""

_SELF_CONTAINED = (
    "application/json", "application/octet-stream", "application/vnd.apache.arrow.file",
    "application/x-hdf5", "application/x-msgpack", "application/zip",
)  # fmt: skip

Draw = Callable[[random.Random], Fault]


def _either(*faults: Fault) -> Draw:
    return lambda rng: rng.choice(faults)


def _refusal(code: int, body: bytes = b'{"detail": "spoilt"}', **headers: str) -> Draw:
    refusal = status(code, body, **headers)
    return _either(refusal, Unheard(refusal))


def _busy(code: int, rng: random.Random) -> Fault:
    """Ask to wait for up to a second, as a number or as a date."""
    wait = rng.choice([0, 1])
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=wait), usegmt=True)
    return _refusal(code, retry_after=rng.choice([str(wait), moment]))(rng)


def _repeated(rng: random.Random) -> Fault:
    start = rng.random()
    stop = rng.uniform(start, 1)

    def fault(handler: Handler, answer: Answer) -> None:
        media_type = answer.headers.get("content-type", "").partition(";")[0]
        export = "format=" in handler.path or "asset/bytes" in handler.path
        within = media_type in _SELF_CONTAINED and not export and rng.random() < 0.7
        (repeated(start, stop) if within else echoed)(handler, answer)

    return fault


def _page(rng: random.Random) -> Fault:
    code = rng.choice([200, 200, 403, 500, 502])
    return status(code, LOGIN_PAGE, content_type="text/html")


KINDS: dict[str, Draw] = {
    "reset before the answer": _either(reset, Unheard(reset)),
    "reset within the body": _either(broken_off),
    "stall": _either(stall, stall_halfway, Unheard(stall)),
    "truncated, with a length": _either(truncated),
    "502": _refusal(502),
    "503 with Retry-After": partial(_busy, 503),
    "429": partial(_busy, 429),
    "slow drip": _either(drip(0.05, 12), drip(0.01, 60)),
    "truncated, without a length": lambda rng: undeclared(rng.choice([0.0, rng.random()])),
    "bytes twice": _repeated,
    "page in HTML": _page,
    "500": _refusal(500),
}
"""By name, those first after which an operation goes on."""


class Plague:
    """Draws faults for the operations that go through one proxy, one after the other.

    Parameters
    ----------
    proxy : Proxy
    rng : random.Random

    Attributes
    ----------
    drawn, met : collections.Counter
        How often each kind was drawn, and has spoilt a request.
    """

    def __init__(self, proxy: Proxy, rng: random.Random) -> None:
        self._proxy = proxy
        self._rng = rng
        self.drawn: Counter[str] = Counter()
        self.met: Counter[str] = Counter()

    def draw(self) -> None:
        """Draw what the next operation meets, after what is left from the last."""
        drawn = [name for name in KINDS if self._rng.random() < SHARE]
        self.drawn.update(drawn)
        self._proxy.spoil("", *(self._noted(name, KINDS[name](self._rng)) for name in drawn))

    def _noted(self, name: str, fault: Fault) -> Fault:
        def noted(handler: Handler, answer: Answer) -> None:
            self.met[name] += 1
            fault(handler, answer)

        return Unheard(noted) if isinstance(fault, Unheard) else noted
