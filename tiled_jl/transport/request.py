"""What is asked of a server, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlencode

import msgspec

JSON = "application/json"
MSGPACK = "application/x-msgpack"
"""The media types of documents. The second keeps moments in time and binary values."""

ANY_FILE = "*/*"
"""Whatever the server gives as a file to be saved."""

_LONGEST_CHOICE = 2_000
"""Bytes of names in a URL; servers and proxies refuse long ones."""


@dataclass(frozen=True)
class Request:
    """Something to ask of a server.

    Parameters
    ----------
    route : str
        Relative to the root of the API, quoted: see `tiled_jl.documents.route`.
    params : sequence of (str, str), optional
        The query, unquoted.
    accept : str, optional
        The media type to answer with.
    method : str, optional
    content : bytes, memoryview or None, optional
        The body. A view is sent from where it lies, without a copy.
    content_type : str, optional
    repeatable : bool, optional
        Whether asking twice does no more than asking once. What is not is asked again only where
        the first request cannot have arrived.
    public : bool, optional
        Whether the credential stays at home.
    headers : sequence of (str, str), optional
        To send besides those that every request has.
    """

    route: str
    params: Sequence[tuple[str, str]] = ()
    accept: str = MSGPACK
    method: str = "GET"
    content: bytes | memoryview | None = field(default=None, repr=False)
    content_type: str = JSON
    repeatable: bool = True
    public: bool = False
    headers: Sequence[tuple[str, str]] = ()

    def __str__(self) -> str:
        return f"{self.method} {self.route or '/'}{self.query}"

    def choosing(self, parameter: str, names: Sequence[str]) -> Request:
        """Return the same request for some parts: named in the URL, or in the body if many.

        Parameters
        ----------
        parameter : str
            The one that names a part.
        names : sequence of str
        """
        chosen = [(parameter, name) for name in names]
        if len(urlencode(chosen, quote_via=quote)) > _LONGEST_CHOICE:
            return replace(self, method="POST", content=msgspec.json.encode(list(names)))
        return replace(self, params=[*self.params, *chosen])

    @property
    def query(self) -> str:
        """The query with its question mark; empty where there is none."""
        return "?" + urlencode(self.params, quote_via=quote) if self.params else ""


@dataclass(frozen=True)
class Reply:
    """What a server answered."""

    media_type: str
    headers: Mapping[str, str]
    body: bytearray | memoryview
