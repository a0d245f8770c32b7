"""The rows of the tree, and the details of one node."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from tiled_jl import errors
from tiled_jl.browser import columns
from tiled_jl.browser.conditions import query_of
from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.messages import (
    GetNode,
    ListNodes,
    NodeDetail,
    NodePage,
    NodeSummary,
    SortKey,
    say,
)
from tiled_jl.browser.moments import made_at
from tiled_jl.browser.orders import is_sorted, sorting_of
from tiled_jl.browser.plainly import plain
from tiled_jl.browser.rights import rights
from tiled_jl.browser.servers import Servers
from tiled_jl.browser.wording import count_of, facts, preview_kind, shape_of, type_name
from tiled_jl.clients.listing import fetch_item, fetch_page
from tiled_jl.documents import MAX_PAGE_SIZE, Item, route
from tiled_jl.queries import Encodable
from tiled_jl.structures.container import ContainerStructure

if TYPE_CHECKING:
    from tiled_jl.context import Context

logger = logging.getLogger("tiled_jl")

CHEAP = ("structure_family", "specs")
COUNTED = ("structure", "count")

FEW_CONTAINERS = 30
"""So many may be counted for one page: each is a query on the server."""

DEEP_SINCE = (0, 2, 20)
"""Servers of this version on search below a container, older ones among its children alone."""

_NOT_FOR_US = (errors.NotFound, errors.Unauthorized, errors.Forbidden)


def list_nodes(servers: Servers, request: ListNodes) -> NodePage:
    """List children of a container, or search below it."""
    with servers.using(request.server) as context:
        conditions = [query_of(condition) for condition in request.conditions]
        if not conditions:
            with _explained(request.sorting):
                return _page(context, request, (), deep=False)
        if context.server_info.version >= DEEP_SINCE:
            try:
                return _page(context, request, conditions, deep=True)
            except _NOT_FOR_US:
                raise
            except errors.ServerError as failure:
                raise RequestError(
                    "server_error",
                    say(
                        "The server failed to search all that is below. One of the nodes there "
                        "may be broken."
                    ),
                    say("Search in a container further down."),
                    f"{failure.status} {failure.detail}",
                ) from failure
            except errors.ClientError:
                logger.info("No deep search in %s; its children only.", request.path)
        try:
            return _page(context, request, conditions, deep=False)
        except _NOT_FOR_US:
            raise
        except errors.ClientError as failure:
            raise RequestError(
                "bad_request",
                say("The server refused the search."),
                say("Take away a condition, or write it in another way."),
                f"{failure.status} {failure.detail}",
            ) from failure


def get_node(servers: Servers, request: GetNode) -> NodeDetail:
    """Describe one node."""
    with servers.using(request.server) as context:
        try:
            item = fetch_item(context, request.path)
        except errors.ServerError as failure:
            # A node whose structure cannot be found out still has metadata.
            item = fetch_item(context, request.path, fields=("structure_family", "metadata"))
            item.problem = f"{failure.status} {failure.detail}"
        detail = node_detail(request.server, context, item)
        detail.rights = rights(context, item.path_parts, item.structure_family)
        return detail


def node_summary(item: Item, wanted: Sequence[str] = ()) -> NodeSummary:
    """Return what a row shows of a node, with the columns that are wanted."""
    structure = item.structure
    return NodeSummary(
        key=item.key,
        path=list(item.path_parts),
        structure_family=item.structure_family or "unknown",
        specs=[spec.name for spec in item.specs],
        shape=shape_of(structure),
        count=count_of(structure),
        children=structure.count if isinstance(structure, ContainerStructure) else None,
        dtype=type_name(structure),
        preview=preview_kind(item),
        broken=item.problem or None,
        values=columns.values(item.metadata.get("selected"), wanted) if wanted else {},
    )


def node_detail(server: str, context: Context, item: Item) -> NodeDetail:
    """Return what the details panel shows of a node."""
    return NodeDetail(
        summary=node_summary(item),
        server=server,
        uri=context.api_uri + route("metadata", item.path_parts),
        facts=facts(item),
        metadata=plain(item.metadata),
        time_created=made_at(item.metadata),
    )


def _page(
    context: Context, request: ListNodes, conditions: Sequence[Encodable], *, deep: bool
) -> NodePage:
    sorting = [] if deep else request.sorting
    checked = [key.key for key in sorting[:1] if key.by == "key"]
    wanted = list(dict.fromkeys([*request.columns, *checked]))
    cheap = (*CHEAP, "metadata") if wanted else CHEAP
    ask = partial(
        fetch_page,
        context,
        request.path,
        conditions=conditions,
        sorting=sorting_of(sorting),
        select_metadata=columns.selection(wanted) if wanted else None,
        deep=deep,
    )
    counted = (*cheap, *COUNTED)
    offset, limit = max(0, request.offset), max(1, min(request.limit, MAX_PAGE_SIZE))
    try:
        # Each search may cost the server a look at every node: so one request for everything.
        page = ask(offset=offset, limit=limit, fields=counted if conditions else cheap)
    except ValueError as problem:
        raise RequestError(
            "bad_request",
            say("Searching is not possible here."),
            say("Filter what is loaded instead."),
            f"{problem}",
        ) from None
    if not conditions and _worth_describing(page.items):
        page = ask(offset=offset, limit=limit, fields=counted)
    total = page.count
    if not page.exact:
        total = ask(limit=1, fields=("count",)).count
    rows = [node_summary(item, wanted) for item in page.items]
    for key in checked:
        found = [row.values.get(key) for row in rows]
        if not is_sorted(found, descending=sorting[0].descending):
            raise _unsorted(sorting)
    return NodePage(
        items=rows,
        offset=offset,
        total=max(total, offset + len(rows)),
        exact=True,
        deep=deep,
    )


@contextmanager
def _explained(sorting: Sequence[SortKey]) -> Iterator[None]:
    """Say what to do where a server fails at an order, not at its nodes."""
    try:
        yield
    except _NOT_FOR_US:
        raise
    except errors.StatusError as failure:
        if not sorting or failure.retryable:
            raise
        raise _unsorted(sorting) from failure


def _unsorted(sorting: Sequence[SortKey]) -> RequestError:
    names = ", ".join(key.key for key in sorting if key.key)
    return RequestError(
        "bad_request",
        say("The server cannot sort these nodes by %1.", names)
        if names
        else say("The server cannot sort these nodes."),
        say("Choose another order."),
    )


def _worth_describing(items: Sequence[Item]) -> bool:
    """Whether the rows have more to show than keys, at a price that is right."""
    containers = sum(item.structure_family == "container" for item in items)
    return bool(items) and (containers < len(items) or containers <= FEW_CONTAINERS)
