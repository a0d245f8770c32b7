"""Containers made and nodes deleted."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tiled_jl import errors
from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.messages import (
    CreateContainer,
    DeleteNode,
    DeleteResult,
    Extent,
    MeasureNode,
    NodeSummary,
    say,
)
from tiled_jl.browser.nodes import DEEP_SINCE, node_summary
from tiled_jl.clients.listing import fetch_count, fetch_item, fetch_page
from tiled_jl.clients.registry import Registry
from tiled_jl.clients.removal import remove
from tiled_jl.documents import MAX_PAGE_SIZE, Item
from tiled_jl.submission import specs_of

if TYPE_CHECKING:
    from tiled_jl.browser.opened import Opened
    from tiled_jl.browser.servers import Servers
    from tiled_jl.context import Context

_MEASURED = ("structure_family", "structure")


def create_container(servers: Servers, request: CreateContainer) -> NodeSummary:
    """Make an empty container."""
    with servers.using(request.server) as context:
        parent: Any = Registry().client(context, fetch_item(context, request.path))
        try:
            made = parent.create_container(
                request.key, metadata=json.loads(request.metadata), specs=specs_of(request.specs)
            )
        except errors.Conflict:
            raise RequestError(
                "bad_request",
                say("There is a node “%1” already.", request.key),
                say("Choose another name."),
            ) from None
        except (errors.NotJSON, ValueError) as problem:
            raise RequestError(
                "bad_request",
                say("No container “%1” can be made.", request.key),
                say("Correct it; nothing was made."),
                f"{problem}",
            ) from None
        return node_summary(fetch_item(context, made.path_parts))


def measure_node(servers: Servers, request: MeasureNode) -> Extent:
    """Say how much would go with a node."""
    with servers.using(request.server) as context:
        return _measure(context, request.path)


def delete_node(opened: Opened, request: DeleteNode) -> DeleteResult:
    """Delete a node, and all that is below it."""
    with opened.servers.using(request.server) as context:
        nodes, _ = _count(context, fetch_item(context, request.path))
        if nodes > request.nodes:
            raise RequestError(
                "bad_request",
                say(
                    "There are %1 nodes now, %2 more than a moment ago.",
                    nodes,
                    nodes - request.nodes,
                ),
                say("Nothing was deleted. Look what has come, and delete again."),
            )
        remove(context, request.path, recursive=True, external_only=False)
        opened.start_over(request.server, request.path)
        return DeleteResult(path=request.path)


def _measure(context: Context, path: list[str]) -> Extent:
    item = fetch_item(context, path, include_data_sources=True)
    nodes, exact = _count(context, item)
    items = [item]
    if nodes > 1 and exact:
        items += fetch_page(
            context,
            path,
            fields=_MEASURED,
            include_data_sources=True,
            limit=MAX_PAGE_SIZE,
            deep=True,
        ).items
    managements = {source.get("management") for each in items for source in _sources(each)}
    sizes = [size for each in items if (size := _size(each)) is not None]
    seen = exact and len(items) >= nodes
    return Extent(
        nodes=nodes,
        exact=exact,
        bytes=sum(sizes) if sizes and seen else None,
        # What was not looked at may be anything.
        kept=not seen or bool(managements - {"external"}),
        external=not seen or "external" in managements,
    )


def _count(context: Context, item: Item) -> tuple[int, bool]:
    """Return how many nodes there are below one, with itself, and whether that is all."""
    if item.structure_family != "container":
        return 1, True
    if context.server_info.version >= DEEP_SINCE:
        with suppress(errors.ClientError, ValueError):
            return 1 + fetch_count(context, item.path_parts, deep=True), True
    children = fetch_count(context, item.path_parts)
    return 1 + children, children == 0


def _sources(item: Item) -> list[dict[str, Any]]:
    return item.document.get("attributes", {}).get("data_sources") or []


def _size(item: Item) -> int | None:
    """Return how many bytes the data of a node are, where that is known."""
    nbytes = getattr(item.structure, "nbytes", None)
    if isinstance(nbytes, int):
        return nbytes
    assets = [asset for source in _sources(item) for asset in source.get("assets") or ()]
    sizes = [asset.get("size") for asset in assets]
    return sum(sizes) if sizes and None not in sizes else None
