"""What a Tiled server says of itself and of its nodes, and where to ask.

The documents are those of Tiled's HTTP API (``{base}/api/v1/docs`` of any server). They are read
leniently: what a server adds is ignored, what it leaves out is empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import msgspec

API_PATH = "/api/v1/"
"""The path of the API below the base of a server."""

API_VERSION = 0
"""The newest version of the API that is known here."""

_OLDEST = (0, 2, 16)
"""The first release of the server whose answers are known here."""

MAX_PAGE_SIZE = 300
"""The largest page of a listing that a server gives."""


MOST_COUNTED = 10**8
"""What a count may be to be believed: Python makes room for as many as it is told of."""

_LONGEST_NUMBER = 9
"""Digits in a part of a version."""


class Spec(msgspec.Struct, frozen=True):
    """A convention that a node promises to follow, such as ``xarray_dataset``."""

    name: str
    version: str | None = None


class Provider(msgspec.Struct, frozen=True):
    """One way to log in."""

    provider: str
    mode: str
    links: dict[str, Any] | None = None
    confirmation_message: str | None = None
    extra_scopes: tuple[str, ...] | None = None


class Authentication(msgspec.Struct, frozen=True):
    """Whether a server wants to know who asks, and how to tell it."""

    required: bool = False
    providers: tuple[Provider, ...] = ()
    links: dict[str, Any] | None = None


class About(msgspec.Struct, frozen=True):
    """What a server says of itself at the root of its API.

    Attributes
    ----------
    library_version : str
        The version of the server.
    api_version : int
        The version of its HTTP API.
    authentication : Authentication
        Whether a credential is required, and how to log in.
    formats, aliases : dict
        Export formats of each structure family, and their short names.
    queries : tuple of str
        The names of the queries that it understands.
    """

    library_version: str
    authentication: Authentication
    api_version: int = 0
    formats: dict[str, list[str]] = {}
    aliases: dict[str, dict[str, list[str]]] = {}
    queries: tuple[str, ...] = ()

    @property
    def version(self) -> tuple[int, ...]:
        """The release of the server as numbers, such as ``(0, 2, 20)``."""
        numbers: list[int] = []
        for part in self.library_version.split(".")[:3]:
            if not part.isdecimal() or len(part) > _LONGEST_NUMBER:
                break
            numbers.append(int(part))
        return tuple(numbers)

    @property
    def reservation(self) -> str:
        """What may not work with a server of this version; empty where nothing is known."""
        if self.api_version > API_VERSION:
            return f"a newer API, version {self.api_version}, than tiled_jl knows ({API_VERSION})"
        if self.version and self.version < _OLDEST:
            oldest = ".".join(map(str, _OLDEST))
            return f"Tiled {self.library_version}, which is older than {oldest}"
        return ""


class Item(msgspec.Struct, kw_only=True):
    """One node, as far as it was asked for.

    Attributes
    ----------
    path_parts : tuple of str
        The keys that lead to it from the root of the server.
    structure_family : str or None
        ``"array"``, ``"table"``, ``"container"``, …
    metadata : dict
        What its owner says about it.
    specs : tuple of Spec
        The conventions it follows.
    structure : object or None
        Its shape, type and partitioning (see `tiled_jl.structures`); None where it was not asked
        for or cannot be understood (`problem` then says why).
    document : dict
        The node as the server described it.
    problem : str
        Why a part of it is missing; empty for a healthy node.
    siblings : object or None
        Those that it was listed with (see `tiled_jl.clients.paging`).
    """

    path_parts: tuple[str, ...]
    structure_family: str | None = None
    metadata: dict[str, Any] = {}
    specs: tuple[Spec, ...] = ()
    structure: Any = None
    document: dict[str, Any] = {}
    problem: str = ""
    siblings: Any = None

    @property
    def key(self) -> str:
        """The name under which its parent holds it; empty for the root."""
        return self.path_parts[-1] if self.path_parts else ""


def parse_about(document: object) -> About:
    """Read the document at the root of the API.

    Raises
    ------
    ValueError
        If it is not a Tiled server's.
    """
    try:
        return msgspec.convert(document, About, strict=False)
    except msgspec.ValidationError as error:
        raise ValueError(f"not the self-description of a Tiled server: {error}") from None


def parse_item(document: object, path_parts: Sequence[str]) -> Item:
    """Read a node document; its ``structure`` is left as it came.

    Parameters
    ----------
    document : object
        The ``data`` of an answer, or one element of it.
    path_parts : sequence of str
        Where the node was asked for. The server's own idea of it is not used.

    Raises
    ------
    ValueError
        If it is not a node document.
    """
    attributes = document.get("attributes") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(attributes, dict):
        raise ValueError("not the description of a node")
    family = attributes.get("structure_family")
    metadata = attributes.get("metadata")
    return Item(
        path_parts=tuple(path_parts),
        structure_family=family if isinstance(family, str) else None,
        metadata=metadata if isinstance(metadata, dict) else {},
        specs=_parse_specs(attributes.get("specs")),
        structure=attributes.get("structure"),
        document=document,
    )


def _parse_specs(specs: object) -> tuple[Spec, ...]:
    # Old servers give a spec as a bare name.
    found = []
    for spec in specs if isinstance(specs, Sequence) else ():
        if isinstance(spec, str):
            found.append(Spec(spec))
        elif isinstance(spec, Mapping) and isinstance(spec.get("name"), str):
            version = spec.get("version")
            found.append(Spec(spec["name"], version if isinstance(version, str) else None))
    return tuple(found)


def route(endpoint: str, path_parts: Sequence[str] = ()) -> str:
    """Return where to ask about a node, relative to the root of the API.

    Parameters
    ----------
    endpoint : str
        Such as ``"metadata"`` or ``"array/full"``.
    path_parts : sequence of str
        The keys that lead to the node, unquoted.

    Raises
    ------
    ValueError
        If a key cannot stand in a URL: ``.`` and ``..`` mean something else there.

    Examples
    --------
    >>> route("array/full", ["a b", "50%"])
    'array/full/a%20b/50%25'
    """
    for part in path_parts:
        if part in {"", ".", ".."}:
            raise ValueError(f"a node named {part!r} has no address")
    return "/".join([endpoint, *(quote(part, safe="") for part in path_parts)]) + (
        "" if path_parts else "/"
    )
