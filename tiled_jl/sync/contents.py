"""What belongs in a node of each family, in pieces that are read and written one by one."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from typing import Any, Literal

from tiled_jl.clients.array import ArrayClient
from tiled_jl.clients.arraycreation import storable_chunks
from tiled_jl.clients.awkward import AwkwardClient
from tiled_jl.clients.base import BaseClient
from tiled_jl.clients.container import Container
from tiled_jl.clients.ragged import RaggedClient
from tiled_jl.clients.sparse import SparseClient
from tiled_jl.clients.table import DataFrameClient
from tiled_jl.errors import NotYet, TiledError
from tiled_jl.storage import DataSource
from tiled_jl.structures import ArrayStructure, frames, parse, slicing
from tiled_jl.structures.slicing import Box

_PIECE_BYTES = 32_000_000
"""How much of an array goes at once: as many whole chunks as fit, but at least one. A mark counts
such pieces, so they do not depend on the connection."""

Assets = Literal["copy", "reference"]
"""What to do about data in files that a server does not keep itself."""

Piece = Callable[[Any], int]
"""Reads a part of a node, writes it to the client that is given, and returns its bytes."""


@dataclass(frozen=True)
class Contents:
    """What belongs in a new node.

    Parameters
    ----------
    family : str
        The structure family.
    sources : list
        The data sources to create it with.
    pieces : sequence of callable
        What is to be written then.
    at_once : int
        How many of them may be under way at the same time.
    repeatable : bool
        Whether a piece may be written again in place of itself.
    assets : {"copy", "reference"}
        Whether the data are written, or stay in the files where they are.
    """

    family: str
    sources: list[DataSource]
    pieces: Sequence[Piece] = ()
    at_once: int = 2
    repeatable: bool = True
    assets: Assets = "copy"

    @property
    def is_listed(self) -> bool:
        """Whether its children are nodes of their own, which are copied one by one."""
        return self.family == "container" and not self.sources

    @property
    def structure(self) -> Any:
        """The structure that the node will have; None where that depends on what is below it."""
        return None if self.family == "container" else parse(self.family, self.sources[0].structure)


def contents_of(client: BaseClient, assets: Assets) -> Contents:
    """Return what belongs in a copy of a node.

    Parameters
    ----------
    client : BaseClient
    assets : {"copy", "reference"}
        What to do about data in files that the server does not keep itself.

    Raises
    ------
    TiledError, TypeError, ValueError
        If it cannot be copied.
    """
    family = client.structure_family
    if assets == "reference":
        sources = client.data_sources()
        if sources and all(each.management == "external" and each.assets for each in sources):
            return Contents(family, [_elsewhere(each) for each in sources], assets=assets)
    if family not in _BY_FAMILY:
        raise NotYet(f"Nodes of the family {family!r} cannot be copied by this version.")
    return _BY_FAMILY[family](client)


def _elsewhere(source: DataSource) -> DataSource:
    """Return a data source as another server may have it, which counts its own."""
    assets = tuple(replace(asset, id=None) for asset in source.assets)
    return replace(source, id=None, assets=assets)


def _container(client: BaseClient) -> Contents:
    return Contents("container", [])


def _array(client: BaseClient) -> Contents:
    source = _as(ArrayClient, client)
    structure = ArrayStructure.from_array(
        source, storable_chunks(source), source.dims, source.structure().resizable
    )
    itemsize = structure.data_type.itemsize
    chunk = itemsize * math.prod(max(lengths) for lengths in structure.chunks)
    boxes = slicing.split(
        slicing.whole(structure.shape), itemsize, structure.chunks, max(_PIECE_BYTES, chunk)
    )
    return Contents(
        "array", _kept("array", structure), [partial(_copy_box, source, box) for box in boxes]
    )


def _copy_box(source: ArrayClient, box: Box, target: ArrayClient) -> int:
    values = source._fetch(box)
    target.patch(values, [positions.start for positions in box])
    return values.nbytes


def _table(client: BaseClient) -> Contents:
    source = _as(DataFrameClient, client)
    structure = source.structure()
    mimetype = None if frames.parquet_keeps(structure.to_arrow_schema()) else frames.MEDIA_TYPE
    pieces = [partial(_copy_partition, source, number) for number in range(structure.npartitions)]
    return Contents("table", _kept("table", structure, mimetype), pieces)


def _copy_partition(source: DataFrameClient, number: int, target: DataFrameClient) -> int:
    rows = source.read_partition(number, format="arrow")
    target.write_partition(rows, number)
    return int(rows.nbytes)


def _sparse(client: BaseClient) -> Contents:
    source = _as(SparseClient, client)
    structure = source.structure()
    blocks = product(*(range(len(lengths)) for lengths in structure.chunks))
    pieces = [partial(_copy_sparse_block, source, block) for block in blocks]
    return Contents("sparse", _kept("sparse", structure), pieces)


def _copy_sparse_block(source: SparseClient, block: tuple[int, ...], target: SparseClient) -> int:
    points = source.read_block(block)
    target.write_block(points, block=block)
    return int(points.nbytes)


def _ragged(client: BaseClient) -> Contents:
    source = _as(RaggedClient, client)
    structure = source.structure()
    pieces = [partial(_copy_rows, source, block) for block in range(len(structure.row_chunks))]
    # Servers keep what was written before as well, and lose what is written at the same time.
    return Contents("ragged", _kept("ragged", structure), pieces, at_once=1, repeatable=False)


def _copy_rows(source: RaggedClient, block: int, target: RaggedClient) -> int:
    rows = source.read_block(block)
    target.write_block(rows, block)
    return int(rows.size or 0) * source.dtype.itemsize


def _awkward(client: BaseClient) -> Contents:
    source = _as(AwkwardClient, client)
    return Contents(
        "awkward", _kept("awkward", source.structure()), [partial(_copy_buffers, source)]
    )


def _copy_buffers(source: AwkwardClient, target: AwkwardClient) -> int:
    # As they are, and not by way of an array, which might lay them out in another way.
    buffers = source._fetch(list(source.structure().buffers()))
    target._put(buffers)
    return sum(buffer.nbytes for buffer in buffers.values())


def _bytes(client: BaseClient) -> Contents:
    raise TiledError(
        f"The files of {client!r} cannot be sent: servers take none in.",
        hint="Where the other server can reach them, use assets='reference'.",
    )


def _as(kind: type[Any], client: BaseClient) -> Any:
    """Return a client of our own class for a node: a user's may read in some other way."""
    return kind(client.context, client._item, client._registry)


def _kept(family: str, structure: Any, mimetype: str | None = None) -> list[DataSource]:
    """Return the data source of data that the server is to keep itself."""
    return [DataSource(family, structure.to_json(), mimetype=mimetype)]


_BY_FAMILY: Mapping[str, Callable[[BaseClient], Contents]] = {
    "array": _array,
    "awkward": _awkward,
    "bytes": _bytes,
    "container": _container,
    "ragged": _ragged,
    "sparse": _sparse,
    "table": _table,
}

CLIENTS: Mapping[str, type[BaseClient]] = {
    "array": ArrayClient,
    "awkward": AwkwardClient,
    "container": Container,
    "ragged": RaggedClient,
    "sparse": SparseClient,
    "table": DataFrameClient,
}
"""By which class nodes of each family are written."""
