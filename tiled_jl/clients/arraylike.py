"""What is taken for an array: whatever numpy can make one of, and dask arrays as they are."""

from __future__ import annotations

import math
from typing import Any


def as_array(array: Any) -> Any:
    """Return a dask array as it is, anything else as a numpy array, without a copy if possible.

    Raises
    ------
    ValueError
        If the chunks of a dask array are of unknown length, or a masked array has masked elements:
        there is nothing to be sent for them.
    """
    import numpy

    if hasattr(array, "dims") and hasattr(array, "data"):
        # An array with names, such as xarray's: what it holds may be either.
        array = array.data
    if is_dask_array(array):
        if any(math.isnan(length) for length in array.shape):
            raise ValueError(
                "The chunks of this dask array are of unknown length: "
                "call array.compute_chunk_sizes() first."
            )
        return array
    if numpy.ma.is_masked(array):
        raise ValueError("An array with masked elements cannot be sent: fill them first.")
    return numpy.asarray(array)


def is_dask_array(array: Any) -> bool:
    """Whether something is a dask array; dask need not be there to find out."""
    return hasattr(array, "__dask_graph__") and hasattr(array, "map_blocks")
