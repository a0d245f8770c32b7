"""Dask arrays, written block by block from where they are computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tiled_jl.clients.handles import Handle

if TYPE_CHECKING:
    import numpy

    from tiled_jl.clients.arraywriting import ArrayWriting


def write_blocks(client: ArrayWriting, array: Any, persist: bool) -> None:
    """Compute a dask array, and send each block of it as soon as it is there.

    Only what was sent of each block, nothing of the data, comes back to this process.

    Parameters
    ----------
    client : ArrayWriting
        Of the same shape and element type.
    array : dask.array.Array
    persist : bool
        As of `ArrayClient.write`.
    """
    import numpy

    chunks = client.structure().chunks
    if array.chunks != chunks:
        array = array.rechunk(chunks)
    array.map_blocks(
        _send,
        Handle(client),
        persist,
        # An action and no value: never taken for one that was done before.
        token=uuid4().hex,
        chunks=tuple((1,) * len(lengths) for lengths in chunks),
        dtype=bool,
        meta=numpy.empty((0,) * array.ndim, bool),
    ).compute()


def _send(
    values: Any, handle: Handle[ArrayWriting], persist: bool, block_id: tuple[int, ...]
) -> numpy.ndarray[Any, Any]:
    import numpy

    handle.client.write_block(values, block_id, persist=persist)
    return numpy.ones((1,) * len(block_id), bool)
