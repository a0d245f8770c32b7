"""Answers kept on disk: what has not changed since need not travel again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import msgspec
import platformdirs

from tiled_jl.auth.tokens import Tokens
from tiled_jl.transport import freshness
from tiled_jl.transport.caching import ASKED, REALM
from tiled_jl.transport.store import Entry, Store

if TYPE_CHECKING:
    from typing_extensions import Buffer

DEFAULT_CAPACITY = 500_000_000
DEFAULT_MAX_ITEM_SIZE = 200_000_000
"""Bytes. The largest part of a read is 128 MB, and tables come whole."""

_INSIGNIFICANT = frozenset(
    {"accept-encoding", "cache-control", "connection", "if-none-match", "pragma"}
)
"""Headers of a request on which no body depends, once it is decoded."""


@dataclass(frozen=True)
class Kept:
    """An answer in the cache, but for its body.

    Parameters
    ----------
    entry : Entry
        Where it is.
    headers : httpx.Headers
    asked : float
        When the server gave it or confirmed it last, in seconds of Unix time.
    """

    entry: Entry
    headers: httpx.Headers
    asked: float


class Cache:
    """Answers of servers, kept in one file for this and other programs of the same user.

    An answer is used again for the same address and the same headers of the request, so for the
    same user, once the server has said that it is still good, or as long as the server said
    before. Where the file cannot be used, a warning says so once, and all is read from the server.

    Parameters
    ----------
    filepath : path, optional
        The file, best on a disk of this machine; by default one in ``$TILED_CACHE_DIR`` or the
        user's cache folder of Tiled. Only the user can read it.
    capacity : int, optional
        Bytes that it keeps at most: what has not been used for longest goes first.
    max_item_size : int, optional
        Bytes of the largest answer to keep. By default, a part of a large array fits.
    readonly : bool, optional
        Whether to use what is there, and change nothing.

    Raises
    ------
    ValueError
        If a size is not positive.

    Examples
    --------
    >>> from tiled_jl import Cache, from_uri
    >>> cache = Cache("answers.sqlite", capacity=2_000_000_000)
    >>> detector = from_uri(uri, cache=cache)["examples/detector"]
    >>> first = detector[0]
    >>> again = detector[0]  # did not travel again
    >>> bool((first == again).all()), 0 < cache.size() <= cache.capacity
    (True, True)
    >>> cache.clear()
    >>> cache.count()
    0
    """

    def __init__(
        self,
        filepath: str | os.PathLike[str] | None = None,
        capacity: int = DEFAULT_CAPACITY,
        max_item_size: int = DEFAULT_MAX_ITEM_SIZE,
        readonly: bool = False,
    ) -> None:
        for name, value in (("capacity", capacity), ("max_item_size", max_item_size)):
            if value <= 0:
                raise ValueError(f"{name} is {value}, and has to be a number of bytes above 0")
        # Absolute, so that it is the same file wherever this goes by pickle.
        self._filepath = Path(filepath or default_filepath()).expanduser().absolute()
        self._capacity = int(capacity)
        self._max_item_size = int(max_item_size)
        self._readonly = readonly
        self._store = Store(self._filepath, self._capacity, readonly=readonly)

    def __repr__(self) -> str:
        return (
            f"Cache({str(self._filepath)!r}, capacity={self._capacity}, "
            f"max_item_size={self._max_item_size}, readonly={self._readonly})"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return Cache, (str(self._filepath), self._capacity, self._max_item_size, self._readonly)

    @property
    def filepath(self) -> Path:
        """The file."""
        return self._filepath

    @property
    def capacity(self) -> int:
        """Bytes that it keeps at most."""
        return self._capacity

    @property
    def max_item_size(self) -> int:
        """Bytes of the largest answer to keep."""
        return self._max_item_size

    @property
    def readonly(self) -> bool:
        """Whether nothing is changed."""
        return self._readonly

    def size(self) -> int:
        """Return the bytes of all answers kept: never more than `capacity`."""
        return self._store.totals()[0]

    def count(self) -> int:
        """Return how many answers are kept."""
        return self._store.totals()[1]

    def write_safe(self) -> bool:
        """Return whether answers can be kept: the file can be written, and is not closed."""
        return self._store.is_writable()

    def get(self, request: httpx.Request) -> httpx.Response | None:
        """Return what is kept for a request, though it may have grown stale; None if nothing is.

        Parameters
        ----------
        request : httpx.Request

        Returns
        -------
        httpx.Response or None
            To be read or closed.

        Examples
        --------
        >>> import httpx
        >>> from tiled_jl import Cache
        >>> cache = Cache("answers.sqlite")
        >>> request = httpx.Request("GET", "http://127.0.0.1:8000/api/v1/metadata/a")
        >>> cache.set(request, httpx.Response(200, headers={"ETag": "1"}, content=b"{}"))
        True
        >>> cache.get(request).read()
        b'{}'
        >>> cache.delete(request)
        True
        >>> cache.get(request) is None
        True
        """
        found = self.find(request)
        return None if found is None else self.answer(found)

    def set(
        self, request: httpx.Request, response: httpx.Response, content: Buffer | None = None
    ) -> bool:
        """Keep an answer, if its headers allow that, and return whether it is kept.

        Parameters
        ----------
        request : httpx.Request
        response : httpx.Response
        content : bytes-like, optional
            The body, decoded; by default it is read from the response.
        """
        if request.method != "GET" or not freshness.is_storable(
            request.headers, response.status_code, response.headers
        ):
            return False
        body = memoryview(response.read() if content is None else content).cast("B")
        headers = _encoded(freshness.kept(response.headers))
        if len(body) + len(headers) > self._max_item_size:
            return False
        asked = response.extensions.get(ASKED, time.time())
        return self._store.put(_key(request), _target(request.url), headers, asked, body)

    def delete(self, request: httpx.Request) -> bool:
        """Delete what is kept for a request, and return whether there was anything."""
        return self._store.delete(_key(request))

    def clear(self) -> None:
        """Delete all that is kept."""
        self._store.clear()

    def close(self) -> None:
        """Close the file. Nothing is found in it or kept afterwards."""
        self._store.close()

    def find(self, request: httpx.Request) -> Kept | None:
        """Return what is kept for a request, but for its body.

        Parameters
        ----------
        request : httpx.Request
        """
        entry = self._store.find(_key(request)) if request.method == "GET" else None
        if entry is None:
            return None
        pairs = msgspec.json.decode(entry.headers, type=list[tuple[str, str]])
        return Kept(entry, httpx.Headers(pairs), entry.asked)

    def answer(
        self, kept: Kept, headers: httpx.Headers | None = None, asked: float | None = None
    ) -> httpx.Response | None:
        """Return an answer that was found, or None if it is gone since.

        Parameters
        ----------
        kept : Kept
        headers : httpx.Headers or None, optional
            In place of those that were kept, after the server has confirmed the answer.
        asked : float or None, optional
            When it was asked to do so.
        """
        body = self._store.open(kept.entry)
        if body is None:
            return None
        headers = kept.headers if headers is None else headers
        self._store.use(kept.entry, _encoded(headers), kept.asked if asked is None else asked)
        length = ("content-length", str(kept.entry.length))
        return httpx.Response(200, headers=[*headers.multi_items(), length], stream=body)

    def forget(self, url: httpx.URL) -> None:
        """Delete what is kept for an address, whoever asked for it and with whichever query."""
        self._store.delete_target(_target(url))


def default_filepath() -> Path:
    """Return the file of a cache that was given none."""
    folder = os.environ.get("TILED_CACHE_DIR") or platformdirs.user_cache_dir("tiled")
    return Path(folder, "tiled_jl", "answers.sqlite")


def _key(request: httpx.Request) -> bytes:
    """Name a request and who asks, so that nobody can tell who that is.

    Whatever is said to the server is part of it, so that no ``Vary`` (RFC 9111, 4.1) can ask for
    more: what was said in another way is another request.
    """
    said = [str(request.url), request.extensions.get(REALM, ""), *_significant(request.headers)]
    return sha256(msgspec.json.encode(said)).digest()


def _significant(headers: httpx.Headers) -> Iterator[str]:
    for name, value in sorted(headers.multi_items()):
        if name == "authorization":
            yield from (name, _principal(value))
        elif name not in _INSIGNIFICANT:
            yield from (name, value)


def _principal(authorization: str) -> str:
    """Return who asks and may do what: that stays while the tokens of a login are renewed."""
    scheme, _, token = authorization.partition(" ")
    claims = Tokens(token).claims if scheme.lower() == "bearer" else {}
    if not claims.get("sub"):
        return authorization
    return repr([claims.get(name) for name in ("iss", "sub", "scp", "scope")])


def _target(url: httpx.URL) -> bytes:
    return sha256(str(url.copy_with(query=None, fragment=None)).encode()).digest()


def _encoded(headers: httpx.Headers) -> bytes:
    return msgspec.json.encode(headers.multi_items())
