"""Creating a node."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec

from tiled_jl.clients.listing import fetch_item
from tiled_jl.context import Context
from tiled_jl.documents import Item, parse_item, route
from tiled_jl.errors import Conflict, ResponseError, TiledError
from tiled_jl.structures import parse as parse_structure
from tiled_jl.submission import access_fields, new_node
from tiled_jl.transport.request import Request

if TYPE_CHECKING:
    from tiled_jl.documents import Spec


def create(
    context: Context,
    parent: Sequence[str],
    structure_family: str,
    data_sources: Iterable[Any],
    *,
    key: str | None,
    metadata: Mapping[str, Any] | None,
    specs: Iterable[Spec | str],
    access_tags: Iterable[str] | None,
) -> Item:
    """Create a node, and return it.

    Parameters
    ----------
    context : Context
    parent : sequence of str
        The keys that lead to the container that is to hold it.
    structure_family, data_sources, key, metadata, specs, access_tags
        As of `Container.new`.

    Raises
    ------
    Conflict
        If the key is taken.
    """
    # A key of our own where the user gives none: it makes a repeated request recognisable.
    unique = key is None
    key = str(uuid4()) if key is None else key
    access = access_fields(context.server_info, access_tags)
    body = new_node(key, structure_family, data_sources, metadata, specs, access)
    registers = any(source.get("assets") for source in body["data_sources"])
    request = Request(
        route("register" if registers else "metadata", parent),
        method="POST",
        content=msgspec.json.encode(body),
        repeatable=False,
    )
    path = (*parent, key)
    try:
        return _created(context, request, path, body)
    except Conflict as taken:
        taken.hint = (
            f"There is a node {'/'.join(path)!r} already: choose another key, or delete it."
        )
        raise
    except TiledError as lost:
        if not (lost.retryable or isinstance(lost, ResponseError)):
            raise
    # It may have been created, and only the answer did not arrive. From here on it is recognised.
    try:
        return _created(context, replace(request, repeatable=True), path, body)
    except Conflict:
        found = fetch_item(context, path)
        if unique or _is_alike(found, body):
            return found
        raise


def _created(
    context: Context, request: Request, path: tuple[str, ...], body: dict[str, Any]
) -> Item:
    """Return a node from what was sent and what the server says to have changed of it."""
    answer = context.session.document(request)
    if not isinstance(answer, dict) or answer.get("id") != path[-1]:
        raise ResponseError(f"{request}: the answer is not about the node {path[-1]!r}.")
    if answer.get("metadata") is not None:
        # A validator has changed them. Some servers say so, and store them as they were.
        return fetch_item(context, path)
    sources = answer.get("data_sources") or body["data_sources"]
    attributes = {
        "ancestors": list(path[:-1]),
        **{name: value for name, value in body.items() if name != "id"},
        **{name: value for name, value in answer.items() if name not in {"id", "links"}},
        "data_sources": sources,
    }
    if sources:
        attributes["structure"] = sources[0].get("structure")
    document = {"id": path[-1], "attributes": attributes, "links": answer.get("links")}
    item = parse_item(document, path)
    item.structure = _structure(item.structure_family, sources)
    return item


def _is_alike(item: Item, body: dict[str, Any]) -> bool:
    """Whether a node is the one that was asked for, as far as one can see."""
    asked = parse_item({"attributes": body}, item.path_parts)
    sources = body["data_sources"]
    return (
        (item.structure_family, item.metadata, item.specs)
        == (asked.structure_family, asked.metadata, asked.specs)
    ) and (not sources or item.structure == _structure(asked.structure_family, sources))


def _structure(family: str | None, sources: Sequence[Mapping[str, Any]]) -> Any:
    """Return the structure that is said to be kept there; None where none can be understood."""
    structure = sources[0].get("structure") if sources else None
    if structure is None:
        return None
    try:
        return parse_structure(family, structure)
    except ValueError:
        return None
