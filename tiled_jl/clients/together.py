"""Reading many children of one container together.

A request costs a server some hundredths of a second, whatever it carries. A container's export to
HDF5 carries hundreds of small arrays at once, so they are taken from there. What HDF5 cannot carry
as it is (text, moments in time, records, tables), and what is too large to gain by it, is read by
its own client.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from tiled_jl.clients.array import ArrayClient
from tiled_jl.clients.listing import DEFAULT_FIELDS
from tiled_jl.documents import route
from tiled_jl.errors import NoSuchKey, StatusError, TooLarge
from tiled_jl.queries import KeysFilter
from tiled_jl.structures import ArrayStructure, BuiltinDtype
from tiled_jl.transport.gather import gather
from tiled_jl.transport.request import Request

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient
    from tiled_jl.clients.container import Container

_HDF5 = "application/x-hdf5"
_EXACT_KINDS = frozenset("biufcS")
"""numpy's letters for the elements that come out of HDF5 as they went in."""

_SMALL = 1_000_000
"""Bytes of an array above which a request of its own is no slower."""

_FEWEST = 4
"""Below so many arrays, an export is no quicker than a request for each."""

_MOST, _MOST_BYTES = 300, 32_000_000
"""How much to export at once: the server builds all of it before it sends any."""

_AT_ONCE = 2
_LONGEST_QUERY = 4_000
"""Bytes of keys in a URL; servers and proxies refuse long ones."""

_LONGEST_LIST = 1_000
"""Elements of a list in the metadata that surely fit an attribute of HDF5."""


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
    for batch in _batches(keys):
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
    small = [client for client in clients.values() if _can_be_exported(container, client)]
    if len(small) >= _FEWEST and _fits_hdf5(container, container) and find_spec("h5py"):
        for group in _groups(small, min(_MOST_BYTES, container.context.part_limit)):
            found |= _export(container, group)
    rest = [key for key in clients if key not in found]
    found |= zip(rest, gather([clients[key].read for key in rest], at_once=_AT_ONCE), strict=True)
    return {key: found[key] for key in clients}


def _described(container: Container) -> dict[str, Any]:
    items = container._items(0, None, fields=(*DEFAULT_FIELDS, "structure"))
    client = container._registry.client
    return {container._key(item): client(container.context, item) for item in items}


def _batches(keys: Sequence[str]) -> Iterator[list[str]]:
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


def _can_be_exported(container: Container, client: BaseClient) -> bool:
    """Whether an export gives exactly what the client would, and sooner."""
    structure = client._item.structure
    return (
        # Not a class of the user's own, which may read in some other way.
        type(client) is ArrayClient
        and client.path_parts[:-1] == container.path_parts
        and isinstance(structure, ArrayStructure)
        and isinstance(structure.data_type, BuiltinDtype)
        and structure.data_type.kind in _EXACT_KINDS
        and 0 < structure.nbytes <= _SMALL
        and _fits_hdf5(container, client)
    )


def _fits_hdf5(container: Container, client: BaseClient) -> bool:
    """Whether the metadata fit into HDF5. The server exports all of a node or nothing."""
    metadata = client._item.metadata
    if any(spec.name == "xarray_dataset" for spec in container.specs):
        metadata = metadata.get("attrs", {})
    return all(_fits_attribute(value) for value in metadata.values())


def _fits_attribute(value: object) -> bool:
    if isinstance(value, str):
        return "\0" not in value
    if isinstance(value, list):
        alike = len({type(each) for each in value}) == 1
        return (
            alike
            and len(value) <= _LONGEST_LIST
            and all(not isinstance(each, list) and _fits_attribute(each) for each in value)
        )
    return isinstance(value, bool | int | float)


def _groups(clients: Iterable[ArrayClient], most_bytes: int) -> Iterator[list[ArrayClient]]:
    """Cut a list of clients into lists to be exported at once."""
    group: list[ArrayClient] = []
    size = 0
    for client in clients:
        if group and (len(group) == _MOST or size + client.nbytes > most_bytes):
            yield group
            group, size = [], 0
        group.append(client)
        size += client.nbytes
    if group:
        yield group


def _export(container: Container, group: Sequence[ArrayClient]) -> dict[str, Any]:
    """Read arrays by one request, without those that the server does not give as described."""
    request = Request(
        route("container/full", container.path_parts),
        accept=_HDF5,
        method="POST",
        content=msgspec.json.encode([client.key for client in group]),
    )
    try:
        body = container.context.session.fetch(request).body
    except TooLarge as error:
        container.context.shrink_parts(sum(client.nbytes for client in group), error.limit)
        middle = len(group) // 2
        halves = (group[:middle], group[middle:]) if middle else ()
        return {key: array for half in halves for key, array in _export(container, half).items()}
    except StatusError as error:
        if error.retryable:
            raise
        # One of them does not fit, and the server does not say which.
        return {}
    return _arrays(body, group)


def _arrays(body: bytearray, group: Sequence[ArrayClient]) -> dict[str, Any]:
    """Return the arrays in an HDF5 file that are what their structures say."""
    import h5py
    import numpy

    found = {}
    with h5py.File(io.BytesIO(body), "r") as file:
        for client in group:
            array = numpy.empty(client.shape, client.dtype)
            held = file.get(client.key)
            if isinstance(held, h5py.Dataset) and (held.shape, held.dtype) == (
                array.shape,
                array.dtype,
            ):
                held.read_direct(array)
                found[client.key] = array
    return found
