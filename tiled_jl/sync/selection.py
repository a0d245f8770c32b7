"""What is to be copied: nodes, and the keys that their copies are to have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from tiled_jl.clients.base import BaseClient
from tiled_jl.clients.composite import CompositeClient
from tiled_jl.clients.container import Container
from tiled_jl.clients.listing import DEFAULT_FIELDS
from tiled_jl.clients.xarray import DatasetClient
from tiled_jl.documents import MAX_PAGE_SIZE
from tiled_jl.errors import TiledError
from tiled_jl.submission import access_dialect
from tiled_jl.sync.marks import KEY

Pair = tuple[str, BaseClient]


def pairs_of(source: BaseClient | Iterable[Any]) -> Iterator[Pair]:
    """Yield the nodes that are to be copied, with the keys that the copies are to have."""
    if isinstance(source, Container) and _stands_for_children(source):
        yield from children_of(
            Container(source.context, source._item, source._registry, **source._options)
        )
    elif isinstance(source, BaseClient):
        yield source.key, source
    else:
        for each in source:
            key, client = (each.key, each) if isinstance(each, BaseClient) else each
            if not isinstance(client, BaseClient):
                raise TypeError(f"A client is needed to copy a node, not {client!r}.")
            yield key.rpartition("/")[2], client


def _stands_for_children(container: Container) -> bool:
    """Whether a container is but what holds others, or a search in one."""
    return bool(container._conditions) or not isinstance(container, DatasetClient | CompositeClient)


def children_of(container: Container) -> Iterator[Pair]:
    """Yield the children of a container with all that is known of them but where their data are."""
    fields = (*DEFAULT_FIELDS, "structure", access_dialect(container.context.server_info))
    for item in container._items(0, None, fields=fields):
        yield item.key, container._registry.client(container.context, item)


def in_batches(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    """Yield nodes in groups of which it can be asked at once whether they are there."""
    pairs = iter(pairs)
    while batch := list(islice(pairs, MAX_PAGE_SIZE)):
        yield batch


def check_outside(dest: Container, client: BaseClient) -> None:
    """Refuse a node that the destination is in: its copy would have to hold itself."""
    around = dest.path_parts[: len(client.path_parts)] == client.path_parts
    if around and dest.context.api_uri == client.context.api_uri:
        raise ValueError(f"{client!r} cannot be copied into itself.")


def check_whole(client: BaseClient) -> None:
    """Refuse what the source cannot describe, or is no whole node itself."""
    if client._item.problem:
        raise TiledError(f"{client!r} cannot be copied: {client._item.problem}.")
    if KEY in client._item.metadata:
        raise TiledError(
            f"{client!r} is a copy itself, and not whole yet.", hint="Complete that one first."
        )
