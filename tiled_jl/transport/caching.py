"""Answers from a cache in place of the server's, or with the server's consent."""

from __future__ import annotations

import time
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import httpx

from tiled_jl.transport import freshness

if TYPE_CHECKING:
    from typing_extensions import Buffer

    from tiled_jl.transport.cache import Cache, Kept

_KEEP = "tiled_jl.keep"
_DROP = "tiled_jl.drop"
_IS_KEPT = "tiled_jl.is_kept"
REALM = "tiled_jl.realm"
"""The extension of a request that tells apart what its address and its headers do not."""

ASKED = "tiled_jl.asked"
"""The extension of a response that says when it was asked for, in seconds of Unix time."""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_PARTIAL = frozenset(
    {"if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since", "range"}
)
"""Headers of a request that the cache leaves to the server."""


def keep(response: httpx.Response, body: Buffer) -> None:
    """Keep the body of an answer that has been read whole, where there is a cache that may.

    Parameters
    ----------
    response : httpx.Response
    body : bytes-like
        Without its encoding. It may change afterwards.
    """
    if _KEEP in response.extensions:
        response.extensions[_KEEP](response, body)


def drop(response: httpx.Response) -> None:
    """Keep an answer no longer: it is not what it should be, and would come again and again."""
    if _DROP in response.extensions:
        response.extensions[_DROP]()


def is_kept(response: httpx.Response) -> bool:
    """Whether the body comes from a cache, and so says nothing of the connection."""
    return _IS_KEPT in response.extensions


def is_news(response: httpx.Response) -> bool:
    """Whether the server was asked for it, if only to say that nothing has changed."""
    return not is_kept(response) or ASKED in response.extensions


class CachingTransport(httpx.BaseTransport):
    """Asks the server only for what a cache does not have, or not for sure.

    Parameters
    ----------
    transport : httpx.BaseTransport
        What asks the server.
    cache : Cache
    realm : str
        Tells apart users and servers that have the same address and headers.
    """

    def __init__(self, transport: httpx.BaseTransport, cache: Cache, realm: str) -> None:
        self._transport = transport
        self._cache = cache
        self._realm = realm

    def handle_request(self, request: httpx.Request) -> httpx.Response:  # noqa: D102
        if request.method != "GET" or not _PARTIAL.isdisjoint(request.headers):
            response = self._transport.handle_request(request)
            if request.method not in _SAFE and not response.is_error:
                # RFC 9111, 4.4: what is there has changed.
                self._cache.forget(request.url)
            return response
        request.extensions[REALM] = self._realm
        found = self._cache.find(request)
        if found is None:
            return self._ask(request)
        if freshness.is_fresh(request.headers, found.headers, found.asked, time.time()):
            return self._answer(request, found) or self._ask(request)
        return self._confirmed(request, found) or self._ask(request)

    def close(self) -> None:  # noqa: D102
        self._transport.close()

    def _ask(self, request: httpx.Request) -> httpx.Response:
        asked = time.time()
        response = self._transport.handle_request(request)
        response.extensions[ASKED] = asked
        response.extensions[_KEEP] = partial(self._cache.set, request)
        response.extensions[_DROP] = partial(self._cache.delete, request)
        return response

    def _confirmed(self, request: httpx.Request, found: Kept) -> httpx.Response | None:
        """Return what the server says to a kept answer (4.3); None where that is of no use."""
        etag = found.headers.get("etag")
        if etag is None:
            return None
        # A copy: whoever authenticates may want to send the original again.
        conditional = httpx.Request(
            request.method,
            request.url,
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )
        conditional.headers["If-None-Match"] = etag
        response = self._ask(conditional)
        unchanged = response.headers.get("etag", etag) == etag
        if response.status_code != httpx.codes.NOT_MODIFIED:
            if unchanged:
                # The server does not compare: what is kept need not be written again.
                del response.extensions[_KEEP]
            return response
        with closing(response):
            # To its end, or the connection could not be used again.
            response.read()
        if not unchanged:
            return None
        asked = response.extensions[ASKED]
        headers = freshness.renewed(found.headers, response.headers)
        answer = self._answer(request, found, headers, asked)
        if answer is not None:
            answer.extensions[ASKED] = asked
            answer.headers["server-timing"] = response.headers.get("server-timing", "")
        return answer

    def _answer(
        self,
        request: httpx.Request,
        found: Kept,
        headers: httpx.Headers | None = None,
        asked: float | None = None,
    ) -> httpx.Response | None:
        response = self._cache.answer(found, headers, asked)
        if response is not None:
            response.extensions[_IS_KEPT] = True
            response.extensions[_DROP] = partial(self._cache.delete, request)
        return response
