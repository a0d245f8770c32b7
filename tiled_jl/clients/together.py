"""Reading many children of one container together.

A request costs a server some hundredths of a second, whatever it carries. An export of the
container carries hundreds of small arrays at once, so those that it carries exactly are taken from
there; all else, and what is too large to gain by it, is read by its own client.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from tiled_jl.clients.array import ArrayClient
from tiled_jl.clients.carriers import Carrier, carrier_for
from tiled_jl.clients.listing import DEFAULT_FIELDS
from tiled_jl.documents import route
from tiled_jl.errors import NoSuchKey, ResponseError, StatusError, TooLarge
from tiled_jl.queries import KeysFilter
from tiled_jl.structures import ArrayStructure
from tiled_jl.transport.gather import gather
from tiled_jl.transport.request import Request

if TYPE_CHECKING:
    from tiled_jl.clients.container import Container

_SMALL = 1_000_000
"""Bytes of an array above which a request of its own is no slower."""

_FEWEST = 4
"""Below so many arrays, an export is no quicker than a request for each."""

_MOST, _MOST_BYTES = 300, 32_000_000
"""How much to export at once: the server builds all of it before it sends any."""

_LONGEST_QUERY = 4_000
"""Bytes of keys in a URL; servers and proxies refuse long ones."""


def described(container: Container, keys: Iterable[str] | None = None) -> dict[str, Any]:
    """Return clients of the children by key, whose structures are known: a request for 300 each.

    Parameters
    ----------
    container : Container
    keys : iterable of str, optional
        Which ones, and in which order; by default all, in the container's.

    Raises
    ------
    NoSuchKey
        If it has no such child.
    """
    if keys is None:
        return _described(container)
    if isinstance(keys, str):
        raise TypeError(f"keys is a list of keys, not the single string {keys!r}")
    keys = list(keys)
    found: dict[str, Any] = {}
    for batch in key_batches(keys):
        # What was found at any depth goes by its path here, by the last key of it there.
        found |= _described(container.search(KeysFilter(key.split("/")[-1] for key in batch)))
    if missing := [key for key in keys if key not in found]:
        raise NoSuchKey(
            f"There is no {', '.join(map(repr, missing[:10]))} in {container._name}.",
            hint="Look at the keys that there are: list(container).",
        )
    return {key: found[key] for key in keys}


def read_many(container: Container, keys: Iterable[str] | None) -> dict[str, Any]:
    """Read children of a container; see `Container.read_many`."""
    clients = described(container, keys)
    readable = {key: client for key, client in clients.items() if hasattr(client, "read")}
    if keys is not None and len(readable) < len(clients):
        others = [key for key in clients if key not in readable]
        raise ValueError(f"A container has no data of its own: {', '.join(map(repr, others))}.")
    return read_together(container, readable)


def read_together(container: Container, clients: Mapping[str, Any]) -> dict[str, Any]:
    """Read children of a container by few requests.

    Parameters
    ----------
    container : Container
    clients : mapping of str to client
        The children by key, their structures known.

    Returns
    -------
    dict
        For each key what ``read()`` of its client returns.
    """
    found: dict[str, Any] = {}
    if carrier := carrier_for(container):
        for group in _groups(container, carrier, clients.values()):
            found |= _export(container, carrier, group)
    rest = [key for key in clients if key not in found]
    found |= zip(rest, gather([clients[key].read for key in rest]), strict=True)
    return {key: found[key] for key in clients}


def _described(container: Container) -> dict[str, Any]:
    items = container._items(0, None, fields=(*DEFAULT_FIELDS, "structure"))
    client = container._registry.client
    return {container._key(item): client(container.context, item) for item in items}


def key_batches(keys: Sequence[str]) -> Iterator[list[str]]:
    """Cut a list of keys into lists that fit a URL."""
    batch: list[str] = []
    length = 0
    for key in keys:
        # Quotation marks, comma and space, each as three characters.
        cost = len(quote(key, safe="")) + 12
        if batch and length + cost > _LONGEST_QUERY:
            yield batch
            batch, length = [], 0
        batch.append(key)
        length += cost
    if batch:
        yield batch


def _groups(container: Container, carrier: Carrier, clients: Iterable[Any]) -> Iterator[list[Any]]:
    """Sort those arrays that may travel together into what is to be asked for at once."""
    alike: dict[Hashable, list[ArrayClient]] = defaultdict(list)
    for client in clients:
        structure = client._item.structure
        # Not those of a class of the user's own, which may read in some other way.
        if (
            type(client) is ArrayClient
            and client.path_parts[:-1] == container.path_parts
            and isinstance(structure, ArrayStructure)
            and 0 < structure.nbytes <= _SMALL
        ):
            alike[carrier.group(client, structure)].append(client)
    alike.pop(None, None)
    most_bytes = min(_MOST_BYTES, container.context.part_limit)
    for group in alike.values():
        if len(group) >= _FEWEST:
            yield from _cut(group, most_bytes)


def _cut(clients: Iterable[ArrayClient], most_bytes: int) -> Iterator[list[ArrayClient]]:
    group: list[ArrayClient] = []
    size = 0
    for client in clients:
        if group and (len(group) == _MOST or size + client.nbytes > most_bytes):
            yield group
            group, size = [], 0
        group.append(client)
        size += client.nbytes
    yield group


def _export(container: Container, carrier: Carrier, group: Sequence[ArrayClient]) -> dict[str, Any]:
    """Read arrays by one request, without those that the server does not give as described."""
    request = Request(
        route("container/full", container.path_parts),
        accept=carrier.media_type,
        method="POST",
        content=msgspec.json.encode([client.key for client in group]),
    )
    try:
        body = container.context.session.fetch(request).body
    except TooLarge as error:
        container.context.shrink_parts(sum(client.nbytes for client in group), error.limit)
        middle = len(group) // 2
        halves = (group[:middle], group[middle:]) if middle else ()
        return {
            key: array
            for half in halves
            for key, array in _export(container, carrier, half).items()
        }
    except StatusError as error:
        if error.retryable:
            raise
        # One of them cannot be exported, and the server does not say which.
        return {}
    try:
        return carrier.unpack(body, group)
    except (OSError, ValueError) as error:
        raise ResponseError(f"{request}: the answer cannot be decoded ({error}).") from error
