"""In which chunks an array is to be stored.

Servers keep dense arrays that are written to them on a regular grid: along each dimension all
chunks are of one length, save the last, which may be shorter. Others they keep in any chunks.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tiled_jl.structures.array import Chunks, Shape

CHUNK_BYTES = 16_000_000
"""What a chunk holds at most where nobody says otherwise: small enough that a slice does not cost
the whole array, large enough that a chunk is worth its request."""


def choose_chunks(shape: Shape, itemsize: int, limit: int = CHUNK_BYTES) -> Chunks:
    """Return chunks of at most so many bytes, each as far as possible in one stretch of memory.

    Parameters
    ----------
    shape : tuple of int
        The array's.
    itemsize : int
        Bytes per element.
    limit : int, optional
        Bytes per chunk. A single element is never cut.

    Examples
    --------
    >>> choose_chunks((10, 1000, 1000), 4)
    ((2, 2, 2, 2, 2), (1000,), (1000,))
    """
    sides = list(shape)
    for axis, length in enumerate(shape):
        size = itemsize * math.prod(sides)
        if size <= limit:
            break
        fewest = math.ceil(length / max(1, limit * length // size))
        # Of equal length if that can be had: it is what servers handle best.
        pieces = next((n for n in range(fewest, 2 * fewest) if length % n == 0), fewest)
        sides[axis] = math.ceil(length / pieces)
    return _grid(shape, sides)


def normalise_chunks(chunks: Any, shape: Shape, *, regular: bool = True) -> Chunks:
    """Return chunks as a document has them.

    Parameters
    ----------
    chunks : int or sequence
        The length of a chunk; or for each dimension that length (-1 or None for the whole of it)
        or the lengths of all chunks.
    shape : tuple of int
        The array's.
    regular : bool, optional
        Whether they have to be of one length save the last.

    Raises
    ------
    ValueError
        If they do not fit the shape, or are not regular.

    Examples
    --------
    >>> normalise_chunks((2, None), (5, 7))
    ((2, 2, 1), (7,))
    >>> normalise_chunks((2, (1, 6)), (5, 7), regular=False)
    ((2, 2, 1), (1, 6))
    """
    each = chunks if isinstance(chunks, Sequence) else [chunks] * len(shape)
    if len(each) != len(shape):
        raise ValueError(f"chunks {chunks!r} for an array of {len(shape)} dimensions")
    return tuple(
        _along(lengths, length, chunks, regular)
        for lengths, length in zip(each, shape, strict=True)
    )


def regular_chunks(chunks: Chunks) -> Chunks:
    """Return the regular grid that is nearest to any chunks: of the longest along each dimension.

    Examples
    --------
    >>> regular_chunks(((2, 4, 1), (3, 3)))
    ((4, 3), (3, 3))
    """
    shape = tuple(map(sum, chunks))
    return _grid(shape, [max(lengths, default=0) for lengths in chunks])


def _along(lengths: Any, length: int, chunks: Any, regular: bool) -> tuple[int, ...]:
    if not isinstance(lengths, Sequence):
        side = length if lengths is None else operator.index(lengths)
        if side < -1 or (side == 0 and length > 0):
            raise ValueError(f"chunks of length {side} in {chunks!r}")
        return _cut(length, length if side == -1 else side)
    given = tuple(operator.index(each) for each in lengths)
    if sum(given) != length or min(given, default=0) < 0:
        raise ValueError(f"chunks {given} do not add up to a length of {length}")
    if regular and given and given != _cut(length, given[0]):
        raise ValueError(
            f"chunks {given} cannot be stored: along a dimension all have to be of one length, "
            "save the last, which may be shorter"
        )
    return given or (0,)


def _grid(shape: Shape, sides: Sequence[int]) -> Chunks:
    return tuple(_cut(length, side) for length, side in zip(shape, sides, strict=True))


def _cut(length: int, side: int) -> tuple[int, ...]:
    if side <= 0 or side >= length:
        # A dimension of no length has one chunk: a server looks at the first.
        return (length,)
    whole, rest = divmod(length, side)
    return (side,) * whole + ((rest,) if rest else ())
