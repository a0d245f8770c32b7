"""From what a user writes between brackets to what a server is asked for.

A server takes ``start:stop:step`` per dimension, ascending. Whatever numpy's basic indexing allows
beyond that (negative steps, dropped and added dimensions) is applied to the answer.
"""

from __future__ import annotations

import math
import operator
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from types import EllipsisType
from typing import Any, SupportsIndex

from tiled_jl.structures.array import Chunks, Shape

Box = tuple[range, ...]
"""What to fetch: for each dimension the positions, ascending."""

MOST_PARTS = 100_000
"""Into how many parts to cut at once, whatever a server says is too much."""


@dataclass(frozen=True)
class Selection:
    """A numpy index, split into what to fetch and what to do with it afterwards.

    Parameters
    ----------
    box : tuple of range
        For each dimension of the array, the positions to fetch, ascending.
    post : tuple of (int, slice, None or Ellipsis)
        The index to apply to what was fetched: 0 drops a dimension, a slice keeps or reverses it,
        None adds one, and an ellipsis at the end keeps an array an array.
    """

    box: Box
    post: tuple[int | slice | EllipsisType | None, ...]


def normalise(index: Any, shape: Shape) -> Selection:
    """Split an index into what to fetch and what to do with it afterwards.

    Parameters
    ----------
    index : int, slice, Ellipsis, None or a tuple of them
        As numpy's basic indexing takes it.
    shape : tuple of int
        The array's.

    Raises
    ------
    IndexError
        If it is out of bounds, has too many dimensions, or is not a basic index.
    TypeError
        If a part of a slice is not an integer.

    Examples
    --------
    >>> normalise((3, slice(None, None, -2)), (10, 5))
    Selection(box=(range(3, 4), range(0, 5, 2)), post=(0, slice(None, None, -1)))
    """
    parts = list(index) if isinstance(index, tuple) else [index]
    for part in parts:
        _refuse_advanced(part)
    used = sum(part is not None and part is not ... for part in parts)
    has_ellipsis = any(part is ... for part in parts)
    if used > len(shape):
        raise IndexError(f"{used} indices for an array of {len(shape)} dimensions")
    parts = _expand_ellipsis(parts, len(shape) - used)

    box: list[range] = []
    post: list[int | slice | EllipsisType | None] = []
    for part in parts:
        if part is None:
            post.append(None)
            continue
        length = shape[len(box)]
        if isinstance(part, slice):
            positions = range(length)[part]
            backwards = positions.step < 0
            box.append(_ascending(positions))
            post.append(slice(None, None, -1) if backwards else slice(None))
        else:
            position = operator.index(part)
            if not -length <= position < length:
                raise IndexError(
                    f"index {position} is out of bounds for dimension {len(box)} of length {length}"
                )
            position %= length
            box.append(range(position, position + 1))
            post.append(0)
    if has_ellipsis:
        # numpy gives an array, not a scalar, wherever an ellipsis stands.
        post.append(...)
    return Selection(tuple(box), tuple(post))


def _refuse_advanced(part: object) -> None:
    # bool is an integer to Python but a mask to numpy.
    if part is None or part is ... or isinstance(part, slice):
        return
    if isinstance(part, SupportsIndex) and "bool" not in type(part).__name__:
        try:
            operator.index(part)
        except TypeError:
            pass
        else:
            return
    kind = type(part).__name__
    raise IndexError(
        f"an index of type {kind} cannot be applied on the server: only integers, slices, '...' "
        "and None. Read first, then index the result: client.read()[...]"
    )


def _expand_ellipsis(parts: list[Any], missing: int) -> list[Any]:
    # Not `parts.index(...)`: that compares, and comparing is not always a bool.
    places = [place for place, part in enumerate(parts) if part is ...]
    if len(places) > 1:
        raise IndexError("an index can have only one ellipsis ('...')")
    place = places[0] if places else len(parts)
    return parts[:place] + [slice(None)] * missing + parts[place + 1 :]


def _ascending(positions: range) -> range:
    if positions.step < 0:
        positions = positions[::-1]
    if not positions:
        return range(0)
    # One stop for one set of positions, so that equal requests have equal URLs.
    return range(positions.start, positions[-1] + 1, positions.step if len(positions) > 1 else 1)


def whole(shape: Shape) -> Box:
    """Return the box that is the whole of an array."""
    return tuple(range(length) for length in shape)


def shape_of(box: Box) -> Shape:
    """Return the shape of what a box selects."""
    return tuple(len(positions) for positions in box)


def slice_parameter(box: Box, shape: Shape) -> str:
    """Return a box as the ``slice`` parameter of a URL; empty for the whole array.

    Examples
    --------
    >>> slice_parameter((range(3, 4), range(0, 5, 2)), (10, 5))
    '3:4,0:5:2'
    """
    if box == whole(shape):
        return ""
    return ",".join(
        f"{positions.start}:{positions.stop}"
        + (f":{positions.step}" if positions.step != 1 else "")
        for positions in box
    )


def exact_parameter(selection: Selection) -> str:
    """Return an index as the ``slice`` parameter of a URL, so that nothing is left to do.

    Raises
    ------
    IndexError
        If servers cannot do all of it: turn a dimension round, or add one.

    Examples
    --------
    >>> exact_parameter(normalise((3, slice(None, None, 2)), (10, 5)))
    '3,0:5:2'
    """
    dropped = selection.post[: len(selection.box)]
    if None in selection.post or slice(None, None, -1) in dropped:
        raise IndexError("a server can neither turn a dimension round nor add one")
    return ",".join(
        str(positions.start) if post == 0 else slice_parameter((positions,), ())
        for positions, post in zip(selection.box, dropped, strict=True)
    )


def shape_parameter(shape: Shape) -> str:
    """Return a shape as the ``expected_shape`` parameter of a URL."""
    return ",".join(map(str, shape)) if shape else "scalar"


def block_parameter(block: Sequence[int]) -> str:
    """Return a block as the ``block`` parameter of a URL."""
    return ",".join(map(str, block))


def block_number(block: Sequence[SupportsIndex], chunks: Chunks) -> tuple[int, ...]:
    """Return which block is meant, counted from the start of each dimension.

    Parameters
    ----------
    block : sequence of int
        For each dimension, which chunk; negative counts from the end.
    chunks : tuple of tuple of int
        The array's.

    Raises
    ------
    IndexError
        If there is no such block.

    Examples
    --------
    >>> block_number((0, -1), ((2, 2), (3, 3, 1)))
    (0, 2)
    """
    numbers = tuple(operator.index(number) for number in block)
    counts = tuple(len(lengths) for lengths in chunks)
    if len(numbers) != len(counts):
        raise IndexError(f"block {numbers} of an array of {len(counts)} dimensions")
    if not all(-count <= number < count for number, count in zip(numbers, counts, strict=True)):
        raise IndexError(f"block {numbers} of an array of {counts} blocks")
    return tuple(number % count for number, count in zip(numbers, counts, strict=True))


def block_box(block: Sequence[SupportsIndex], chunks: Chunks) -> Box:
    """Return the box that one block of an array covers; parameters and errors as of `block_number`.

    Examples
    --------
    >>> block_box((0, -1), ((2, 2), (3, 3, 1)))
    (range(0, 2), range(6, 7))
    """
    box = []
    for number, lengths in zip(block_number(block, chunks), chunks, strict=True):
        start = sum(lengths[:number])
        box.append(range(start, start + lengths[number]))
    return tuple(box)


def compose(outer: Box, inner: Box) -> Box:
    """Return the positions in the array of a box that counts from within another box."""
    return tuple(
        _ascending(within[positions.start : positions.stop : positions.step])
        for within, positions in zip(outer, inner, strict=True)
    )


def split(box: Box, itemsize: int, chunks: Chunks, limit: int) -> Iterator[Box]:
    """Cut a box into parts of at most so many bytes, along the chunks.

    Cutting the first dimension that has chunks to cut between keeps each part in one stretch of
    the result wherever that is possible. Only a single chunk that is too large is cut inside.

    Parameters
    ----------
    box : tuple of range
    itemsize : int
        Bytes per element.
    chunks : tuple of tuple of int
        The array's.
    limit : int
        Bytes per part. A single element is never cut.

    Yields
    ------
    tuple of range
        The parts, in the order of the result; together they are the box.
    """
    size = itemsize * math.prod(shape_of(box))
    if size <= limit:
        yield box
        return
    for axis, (positions, lengths) in enumerate(zip(box, chunks, strict=True)):
        groups = _by_chunk(positions, lengths)
        if len(groups) > 1:
            per_position = size // len(positions)
            for piece in _merge(groups, max(1, limit // per_position)):
                yield from split(_replace(box, axis, piece), itemsize, chunks, limit)
            return
    longer = [axis for axis, positions in enumerate(box) if len(positions) > 1]
    if not longer:
        yield box
        return
    axis = longer[0]
    positions = box[axis]
    step = max(1, limit // (size // len(positions)))
    for start in range(0, len(positions), step):
        piece = _ascending(positions[start : start + step])
        yield from split(_replace(box, axis, piece), itemsize, chunks, limit)


def by_block(box: Box, chunks: Chunks) -> Iterator[tuple[tuple[int, ...], Box]]:
    """Yield the blocks that a box touches, and the part of the box in each.

    Examples
    --------
    >>> list(by_block((range(1, 5, 2),), ((2, 4),)))
    [((0,), (range(1, 2),)), ((1,), (range(3, 4),))]
    """
    groups = []
    for positions, lengths in zip(box, chunks, strict=True):
        ends = list(accumulate(lengths))
        pieces = _by_chunk(positions, lengths)
        groups.append([(bisect_right(ends, piece[0]), _ascending(piece)) for piece in pieces])
    for touched in product(*groups):
        yield tuple(number for number, _ in touched), tuple(piece for _, piece in touched)


def within(part: Box, outer: Box) -> Box:
    """Return a part of a box as counted from the corner of that box."""
    return tuple(
        range(piece.start - whole.start, piece.stop - whole.start, piece.step)
        for piece, whole in zip(part, outer, strict=True)
    )


def halve(box: Box) -> list[Box]:
    """Cut a box in two across its longest dimension; leave it whole if it is a single element."""
    axis = max(range(len(box)), key=lambda each: len(box[each]), default=None)
    if axis is None or len(box[axis]) < 2:
        return [box]
    middle = len(box[axis]) // 2
    halves = (box[axis][:middle], box[axis][middle:])
    return [_replace(box, axis, _ascending(positions)) for positions in halves]


def _by_chunk(positions: range, lengths: Sequence[int]) -> list[range]:
    """Cut the positions of one dimension where chunks meet."""
    groups = []
    ends = list(accumulate(lengths))
    done = 0
    while done < len(positions):
        end = ends[bisect_right(ends, positions[done])]
        upto = done + len(range(positions[done], end, positions.step))
        groups.append(positions[done:upto])
        done = upto
    return groups


def _merge(groups: Sequence[range], longest: int) -> Iterator[range]:
    """Join neighbouring groups while they stay short enough, into pieces of about one length."""
    length = sum(len(group) for group in groups)
    even = math.ceil(length / math.ceil(length / longest))
    joined = groups[0]
    for group in groups[1:]:
        if len(joined) >= even or len(joined) + len(group) > longest:
            yield _ascending(joined)
            joined = group
        else:
            joined = range(joined.start, group[-1] + 1, group.step)
    yield _ascending(joined)


def _replace(box: Box, axis: int, positions: range) -> Box:
    return (*box[:axis], positions, *box[axis + 1 :])


def place(part: Box, box: Box) -> tuple[slice | EllipsisType, ...]:
    """Return where a part of a box lies in the result of that box, as an index."""
    index: list[slice | EllipsisType] = []
    for positions, all_positions in zip(part, box, strict=True):
        start = all_positions.index(positions[0])
        index.append(slice(start, start + len(positions)))
    # Without it, numpy gives a copy of an array without dimensions.
    return (*index, ...)
