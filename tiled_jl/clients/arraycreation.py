"""A new array node and its data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from tiled_jl.clients.arraylike import as_array, is_dask_array
from tiled_jl.clients.halfmade import half_made
from tiled_jl.errors import ServerError
from tiled_jl.structures import ArrayStructure
from tiled_jl.structures.array import Chunks
from tiled_jl.structures.chunking import choose_chunks, normalise_chunks, regular_chunks

if TYPE_CHECKING:
    from tiled_jl.clients.writing import Writing
    from tiled_jl.documents import Spec

_LARGEST_BLOCK = 128_000_000
"""Bytes that a block of a dask array may have before it is cut to be sent."""


def write_array(
    container: Writing,
    array: Any,
    *,
    key: str | None,
    metadata: Mapping[str, Any] | None,
    dims: Iterable[str] | None,
    specs: Iterable[Spec | str],
    access_tags: Iterable[str] | None,
    chunks: Any,
) -> Any:
    """Create an array below a container and write it; all but the first as of its method."""
    if dims is None:
        dims = getattr(array, "dims", None)
    values = as_array(array)
    if chunks is None and is_dask_array(values):
        chunks = storable_chunks(values)
    structure = ArrayStructure.from_array(values, chunks, dims)
    source = {"structure_family": "array", "structure": structure.to_json()}
    try:
        node: Any = container.new(
            "array", [source], key=key, metadata=metadata, specs=specs, access_tags=access_tags
        )
    except ServerError as error:
        if not error.retryable:
            error.hint = (
                f"It may have no place for elements of the type {structure.data_type.descr}: "
                "arrays within records, for one, few servers can store."
            )
        raise
    with half_made(node):
        node.write(values)
    return node


def storable_chunks(array: Any) -> Chunks:
    """Return chunks that can be stored and differ little from those of a dask array."""
    chunks = regular_chunks(array.chunks)
    block = tuple(lengths[0] for lengths in chunks)
    pieces = choose_chunks(block, array.dtype.itemsize, _LARGEST_BLOCK)
    return normalise_chunks([lengths[0] or None for lengths in pieces], array.shape)
