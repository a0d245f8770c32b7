"""What went wrong, from what came back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import httpx

from tiled_jl.errors import (
    ClientError,
    Conflict,
    ConnectionFailed,
    Forbidden,
    Gone,
    NotFound,
    ServerError,
    StatusError,
    TiledError,
    Timeout,
    TooLarge,
    Unauthorized,
)

_LONGEST_DETAIL = 600


def from_transport(error: httpx.TransportError, asked: str, origin: str) -> TiledError:
    """Return what to raise when no answer came.

    Parameters
    ----------
    error : httpx.TransportError
    asked : str
        What was asked, such as ``"GET metadata/a"``.
    origin : str
        Scheme, host and port of the server.
    """
    said = str(error) or type(error).__name__
    if isinstance(error, httpx.TimeoutException):
        return Timeout(
            f"{origin} did not answer in time ({asked}).",
            hint="Try again, or allow more time: from_uri(uri, timeout=seconds).",
        )
    if "CERTIFICATE_VERIFY_FAILED" in said:
        return ConnectionFailed(
            f"{origin} does not prove that it is who it says ({said}).",
            hint="Give the certificate of its authority: from_uri(uri, verify='ca.pem').",
        )
    if isinstance(error, httpx.ProtocolError):
        return ConnectionFailed(
            f"The connection to {origin} broke before the answer was whole ({asked}: {said}).",
            hint="Try again. If it happens every time, ask whoever runs the server.",
        )
    return ConnectionFailed(
        f"{origin} cannot be reached ({said}).",
        hint="Check the address and the port, and that the server is running.",
    )


def from_status(
    status: int, headers: Mapping[str, str], body: bytes, *, method: str, url: str, asked: str
) -> StatusError:
    """Return what to raise when the server answers with an error.

    Parameters
    ----------
    status : int
    headers : mapping
    body : bytes
    method, url : str
        The request, free of credentials.
    asked : str
        The same for a reader, such as ``"GET metadata/a"``.
    """
    detail = server_words(body, headers.get("content-type", ""))
    kind = _kind(status, detail)
    return kind(
        f"{asked}: the server answered {status}" + (f", {detail}" if detail else "."),
        hint=_HINTS.get(kind, ""),
        method=method,
        url=url,
        status=status,
        detail=detail,
        correlation_id=_printable(headers.get("x-tiled-request-id", ""))[:64] or None,
    )


def server_words(body: bytes, content_type: str) -> str:
    """Return what the server said about a failure, as one line.

    Tiled gives ``{"detail": str | list | dict}``; a proxy in front of it may give HTML or text.
    """
    text = body.decode("utf-8", "replace")
    try:
        document = json.loads(text)
    except (RecursionError, ValueError):
        return _shorten(_title(text) if "html" in content_type else text)
    detail = document.get("detail", document) if isinstance(document, dict) else document
    if isinstance(detail, list):
        detail = "; ".join(_one_problem(each) for each in detail)
    return _shorten(detail if isinstance(detail, str) else json.dumps(detail))


def _title(page: str) -> str:
    # Not by one pattern for both ends: a page of nothing but beginnings would take it minutes.
    begin = re.search(r"<title[^<>]*>", page, re.IGNORECASE)
    if begin is None:
        return ""
    end = re.compile("</title>", re.IGNORECASE).search(page, begin.end())
    return page[begin.end() : end.start()] if end else ""


def _one_problem(problem: Any) -> str:
    if not isinstance(problem, dict) or "msg" not in problem:
        return str(problem)
    steps = problem.get("loc")
    place = ".".join(map(str, steps)) if isinstance(steps, list) else ""
    return f"{place}: {problem['msg']}"


def _shorten(text: str) -> str:
    line = " ".join(_printable(text).split())
    return line if len(line) <= _LONGEST_DETAIL else line[:_LONGEST_DETAIL] + " …"


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _kind(status: int, detail: str) -> type[StatusError]:
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return ServerError
    if status == httpx.codes.BAD_REQUEST and detail.startswith("Response would exceed"):
        return TooLarge
    return _BY_STATUS.get(status, ClientError)


_BY_STATUS: dict[int, type[StatusError]] = {
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    410: Gone,
}

_HINTS: dict[type[StatusError], str] = {
    Forbidden: "Ask whoever owns this node, or log in as someone who is allowed to.",
    NotFound: "Look at the keys that there are: list(container). It may be hidden from you.",
    Gone: "What this node points to was moved or deleted; ask whoever registered it.",
    TooLarge: "Ask for less at once: a slice, some of the columns, a block.",
    ServerError: "Try again later. If it stays, tell whoever runs the server the request's name.",
}
