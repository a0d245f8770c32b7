"""What is asked of a server, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

JSON = "application/json"
MSGPACK = "application/x-msgpack"
"""The media types of documents. The second keeps moments in time and binary values."""

ANY_FILE = "*/*"
"""Whatever the server gives as a file to be saved."""


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
    content: bytes | memoryview | None = None
    content_type: str = JSON
    repeatable: bool = True
    public: bool = False
    headers: Sequence[tuple[str, str]] = ()

    def __str__(self) -> str:
        return f"{self.method} {self.route or '/'}{self.query}"

    @property
    def query(self) -> str:
        """The query with its question mark; empty where there is none."""
        return "?" + urlencode(self.params, quote_via=quote) if self.params else ""


@dataclass(frozen=True)
class Reply:
    """What a server answered."""

    media_type: str
    headers: Mapping[str, str]
    body: bytearray
