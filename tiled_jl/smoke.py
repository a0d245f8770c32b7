"""A smoke test: whether all that a server describes can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from tiled_jl.clients.array import ArrayClient
from tiled_jl.clients.base import BaseClient
from tiled_jl.clients.bytes import BytesClient
from tiled_jl.clients.composite import CompositeClient
from tiled_jl.clients.container import Container
from tiled_jl.clients.sparse import SparseClient
from tiled_jl.clients.table import DataFrameClient
from tiled_jl.errors import Cancelled
from tiled_jl.structures import slicing
from tiled_jl.transport import progress, watch


@dataclass(frozen=True)
class Fault:
    """A node that cannot be read.

    Parameters
    ----------
    uri : str
        Its address.
    error : Exception
        What reading it raised.

    Examples
    --------
    >>> fault, *_ = read(client["broken/unreadable"])
    >>> type(fault.error).__name__
    'ServerError'
    """

    uri: str
    error: Exception

    def __str__(self) -> str:
        return f"{self.uri}: {type(self.error).__name__}: {self.error}"


def read(node: BaseClient, *, strict: bool = False) -> list[Fault]:
    """Read everything below a node, and return what cannot be read.

    Nothing is kept, and what may be large is read part by part: it takes little memory.

    Parameters
    ----------
    node : BaseClient
        A container, or a node with data.
    strict : bool, optional
        Whether to raise the first error instead of going on.

    Returns
    -------
    list of Fault
        Empty where all is well.

    Examples
    --------
    >>> from tiled_jl import smoke
    >>> smoke.read(client["examples/climate"])
    []
    >>> for fault in smoke.read(client["broken"]):
    ...     print(fault.uri.rpartition("/")[2], type(fault.error).__name__)
    file_gone ServerError
    unreadable ServerError
    dangling Gone
    elsewhere Gone
    """
    faults: list[Fault] = []
    with progress.shown():
        above = watch.current()
        with watch.watching(_Unheard(above)):
            for done, (each, error) in enumerate(_walk(node), start=1):
                if above is not None:
                    above.advance(done, None, "nodes")
                if error is not None:
                    if strict:
                        raise error
                    faults.append(Fault(each.uri, error))
    return faults


@dataclass(frozen=True)
class _Unheard:
    """Stops where the one above wants to stop, and keeps from it the bytes of each request."""

    above: watch.Watcher | None

    def check(self) -> None:
        if self.above is not None:
            self.above.check()

    def advance(self, done: int, total: int | None, unit: str) -> None:
        pass


def _walk(node: BaseClient) -> Iterator[tuple[BaseClient, Exception | None]]:
    """Read a node and all below it, one after the other, and yield each with its error, if any."""
    try:
        if node._item.structure_family is None:
            # The listing failed because of this one or a sibling.
            node = node._registry.client(node.context, node._fetch_item(node.path_parts))
        if isinstance(node, CompositeClient):
            # The columns are read with their tables.
            node = node.parts
        if isinstance(node, Container):
            for child in node.values():
                yield from _walk(child)
        else:
            for part in _parts(node):
                del part
    except Cancelled:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        yield node, error
    else:
        yield node, None


def _parts(node: Any) -> Iterator[Any]:
    """Yield the data of a node, in parts where they may be large."""
    if isinstance(node, ArrayClient) and node.size:
        structure = node.structure()
        box = slicing.whole(structure.shape)
        limit = node.context.part_limit
        for part in slicing.split(box, structure.data_type.itemsize, structure.chunks, limit):
            yield _computed(node[slicing.place(part, box)])
    elif isinstance(node, DataFrameClient):
        for partition in range(node.npartitions):
            yield _computed(node.read_partition(partition))
    elif isinstance(node, SparseClient):
        for block in product(*(range(len(lengths)) for lengths in node.chunks)):
            yield node.read_block(block)
    elif isinstance(node, BytesClient):
        for name in node.names:
            yield node.read(name)
    else:
        yield _computed(node.read())


def _computed(data: Any) -> Any:
    """Return the data themselves where a client reads later."""
    return data.compute() if hasattr(data, "__dask_graph__") else data
