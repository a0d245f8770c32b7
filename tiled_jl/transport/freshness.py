"""When an answer may be kept, and when it may answer again: the rules of RFC 9111.

For a cache of one user's own (private, in its terms), which answers only GET. It never guesses how
long an answer stays good (4.2.2), and never gives one that has grown stale (4.2.4).
See https://www.rfc-editor.org/rfc/rfc9111.
"""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime

import httpx

_DIRECTIVE = re.compile(r"""([^\s,;="]+)\s*(?:=\s*("(?:[^"\\]|\\.)*"|[^\s,]*))?""")

_OF_ONE_ANSWER = frozenset(
    {
        "connection",
        "content-encoding",
        "content-length",
        "content-range",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authentication-info",
        "proxy-authorization",
        "server-timing",
        "set-cookie",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
"""Headers that say how one answer travelled, and those that are secret (3.1)."""


def is_storable(request: httpx.Headers, status: int, answer: httpx.Headers) -> bool:
    """Whether the answer to a GET may be kept (3), and could ever be used again.

    Parameters
    ----------
    request : httpx.Headers
    status : int
    answer : httpx.Headers
    """
    if status != httpx.codes.OK or not _ends_by_itself(answer):
        return False
    if "no-store" in _directives(request) or "no-store" in _directives(answer):
        return False
    # "Vary: *" matches no other request (4.1).
    if "*" in answer.get("vary", ""):
        return False
    return "etag" in answer or _lifetime(answer, 0) > 0


def is_fresh(request: httpx.Headers, answer: httpx.Headers, asked: float, now: float) -> bool:
    """Whether a kept answer may be given without asking the server (4.2).

    Parameters
    ----------
    request : httpx.Headers
    answer : httpx.Headers
    asked : float
        When the server was asked for it, in seconds of Unix time.
    now : float
    """
    if "no-cache" in _directives(answer) or "no-cache" in _directives(request):
        return False
    if "cache-control" not in request and "no-cache" in request.get("pragma", ""):
        return False
    # A clock that was set back says nothing of an age.
    return asked <= now and _lifetime(answer, asked) > _age(answer, asked, now)


def kept(answer: httpx.Headers) -> httpx.Headers:
    """Return the headers of an answer that are kept with its body, which is decoded (3.1)."""
    named = {name.strip().lower() for name in answer.get("connection", "").split(",")}
    dropped = _OF_ONE_ANSWER | named
    return httpx.Headers(
        [(name, value) for name, value in answer.multi_items() if name not in dropped]
    )


def renewed(answer: httpx.Headers, confirmation: httpx.Headers) -> httpx.Headers:
    """Return the headers of a kept answer after the server said that it is still good (3.2)."""
    newer = kept(confirmation)
    older = [(name, value) for name, value in answer.multi_items() if name not in newer]
    return httpx.Headers(older + newer.multi_items())


def _ends_by_itself(answer: httpx.Headers) -> bool:
    """Whether one can tell a whole body from one that was cut off (3.3)."""
    return "content-length" in answer or "chunked" in answer.get("transfer-encoding", "").lower()


def _directives(headers: httpx.Headers) -> dict[str, str]:
    """Return what ``Cache-Control`` says (5.2); of two that differ, the first (4.2.1)."""
    found: dict[str, str] = {}
    for name, value in _DIRECTIVE.findall(headers.get("cache-control", "")):
        found.setdefault(name.lower(), value.strip('"'))
    return found


def _lifetime(answer: httpx.Headers, asked: float) -> float:
    """Return for how many seconds an answer is good after it was made (4.2.1)."""
    directives = _directives(answer)
    if "max-age" in directives:
        return _seconds(directives["max-age"])
    expires = _moment(answer.get("expires"))
    if expires is None:
        return 0
    made = _moment(answer.get("date"))
    return expires - (asked if made is None else made)


def _age(answer: httpx.Headers, asked: float, now: float) -> float:
    """Return how many seconds ago an answer was made (4.2.3)."""
    made = _moment(answer.get("date"))
    apparent = 0 if made is None else max(0, asked - made)
    return max(apparent, _seconds(answer.get("age", ""))) + now - asked


def _seconds(text: str) -> float:
    return float(text) if text.isascii() and text.isdigit() else 0


def _moment(text: str | None) -> float | None:
    """Return a date in seconds of Unix time; None where there is none that is valid (5.3)."""
    try:
        moment = parsedate_to_datetime(text or "")
        return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()
    except (OverflowError, ValueError):
        return None
