"""Sparse arrays: the pattern of what is stored, and the values with their coordinates."""

from __future__ import annotations

import math
from collections import deque
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from tiled_jl.browser.allowance import AT_ONCE, AllowanceError, allowance
from tiled_jl.browser.cells import as_cell
from tiled_jl.browser.dimensions import axis_name
from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.images import stride
from tiled_jl.browser.lines import MOST_BINS
from tiled_jl.browser.messages import (
    Column,
    Component,
    ImageResult,
    LineResult,
    ReadImage,
    ReadLine,
    ReadTable,
    Statistics,
    TableResult,
    Words,
    say,
    say_many,
    some,
)
from tiled_jl.browser.opened import Node, Opened
from tiled_jl.browser.pixels import Values, drawable, pixel_type, statistics, wire
from tiled_jl.browser.tables import MOST_ROWS
from tiled_jl.browser.wording import dtype_name
from tiled_jl.structures import slicing
from tiled_jl.structures.slicing import Box
from tiled_jl.structures.sparse import Points, SparseStructure

VALUE = "value"

COUNT, SUM = "count", "sum"
"""What a pixel shows of the values in it."""

MOST_BLOCKS = 100
"""Requests that one look may take."""


class Found(NamedTuple):
    """What is stored in a part of a sparse array."""

    points: Points
    """Counted from the corner of the array."""
    partial: Words | None
    """Which part was read, where it is not all."""


def sparse_components(unit: str | None) -> list[Component]:
    """Return what a pixel may show of the values in it, as a page lays it out."""
    return [Component(name=COUNT), Component(name=SUM, unit=unit)]


def sparse_columns(sparse: SparseStructure) -> list[Column]:
    """Return the columns of a table of coordinates and values."""
    dtype = sparse.data_type
    named = [axis_name(sparse.dims, axis) for axis in range(len(sparse.shape))]
    kind = dtype_name(dtype) if dtype is not None else ""
    return [
        *(Column(name=name, title=title, dtype="int64", align="right") for name, title in named),
        Column(name=VALUE, title=say("value"), dtype=kind, align="right"),
    ]


def pattern(opened: Opened, node: Node, request: ReadImage) -> tuple[ImageResult, list[bytes]]:
    """Draw how many values lie in each pixel, or what they add up to."""
    sparse: SparseStructure = node.item.structure
    x, y, ndim = request.x, request.y, len(sparse.shape)
    if x == y or not (0 <= x < ndim and 0 <= y < ndim) or sparse.size == 0:
        raise RequestError("bad_request", say("These two dimensions do not make a picture."))
    rows = stride(*request.rows, sparse.shape[y], request.height)
    columns = stride(*request.columns, sparse.shape[x], request.width)
    region = list(slicing.whole(sparse.shape))
    region[y], region[x] = range(*rows[:2]), range(*columns[:2])
    (coords, data), partial = _unpacked(stored(opened, node, tuple(region)))
    shape = (len(range(*rows)), len(range(*columns)))
    places = (coords[y] - rows[0]) // rows[2] * shape[1] + (coords[x] - columns[0]) // columns[2]
    numbers, note = _gathered(places, data, math.prod(shape), request.component or COUNT)
    size = math.prod(len(each) for each in region)
    return (
        ImageResult(
            rows=rows,
            columns=columns,
            height=shape[0],
            width=shape[1],
            pixels=pixel_type(numbers),
            exact=not partial and rows[2] == columns[2] == 1,
            statistics=_among_zeros(numbers),
            notes=some(note, _density(len(data), size), _together(sparse, x, y)),
            partial=partial,
        ),
        [wire(numbers)],
    )


def curve(opened: Opened, node: Node, request: ReadLine) -> tuple[LineResult, list[bytes]]:
    """Draw a sparse array of one dimension as a curve, zeros included."""
    (length,) = node.item.structure.shape
    start = max(0, min(request.start, length - 1))
    stop = max(start + 1, min(request.stop, length))
    bins = min(max(1, min(request.bins, MOST_BINS)), stop - start)
    (coords, data), partial = _unpacked(stored(opened, node, (range(start, stop),)))
    numbers, _, note = drawable(data)
    exact = stop - start <= 2 * bins
    bins = stop - start if exact else bins
    # As `extremes` cuts them: bin b begins at b × length // bins.
    places = ((coords[0] - start + 1) * bins - 1) // (stop - start)
    low, high = np.zeros(bins), np.zeros(bins)
    np.minimum.at(low, places, numbers)
    np.maximum.at(high, places, numbers)
    zeros = np.zeros(1 if len(data) < stop - start else 0)
    described = statistics(np.concatenate([numbers, zeros]))
    # One zero stands for all of them.
    described.mean = None
    result = LineResult(
        start=start,
        stop=stop,
        bins=bins,
        exact=exact,
        statistics=described,
        notes=some(note, _density(len(data), stop - start)),
        partial=partial,
    )
    return result, [wire(low + high)] if exact else [wire(low), wire(high)]


def window(opened: Opened, node: Node, request: ReadTable) -> TableResult:
    """Read some of the values that are stored, with their coordinates."""
    (coords, data), partial = _unpacked(stored(opened, node))
    start = max(0, min(request.start, len(data)))
    stop = max(start, min(request.stop, start + MOST_ROWS, len(data)))
    columns = [*coords[:, start:stop], data[start:stop]]
    cells = [[as_cell(value) for value in column] for column in columns]
    return TableResult(start=start, stop=stop, rows=len(data), cells=cells, partial=partial)


def stored(opened: Opened, node: Node, region: Box | None = None) -> Found:
    """Read what is stored in a part of an array, block by block, as far as there is room.

    Parameters
    ----------
    opened : Opened
    node : Node
    region : sequence of range, optional
        By default the whole array.
    """
    sparse: SparseStructure = node.item.structure
    region = slicing.whole(sparse.shape) if region is None else region
    blocks = (
        slicing.block_box(block, sparse.chunks)
        for block, _ in slicing.by_block(region, sparse.chunks)
    )
    todo, room = deque(islice(blocks, MOST_BLOCKS + 1)), AT_ONCE
    found: list[Points] = []
    seen = 0
    for _ in range(MOST_BLOCKS):
        if not todo:
            break
        box = todo.popleft()
        try:
            points = _read(opened, node, box, room)
        except AllowanceError:
            halves = slicing.halve(box)
            if found or len(halves) == 1:
                todo.appendleft(box)
                break
            todo.extendleft(half for half in reversed(halves) if _overlap(half, region))
            continue
        found.append(points)
        seen += _overlap(box, region)
        room -= points.nbytes
    share = 100 * seen / max(1, math.prod(len(each) for each in region))
    partial = say("only the first %1 % of it was read", f"{share:.2g}") if todo else None
    return Found(_inside(found, region, sparse), partial)


def _read(opened: Opened, node: Node, box: Box, room: int) -> Points:
    name = ("sparse", tuple((each.start, each.stop) for each in box))
    known: Points | None = opened.store.get(node.serial, name)
    if known is None:
        client: Any = node.client
        with allowance(room):
            read = client[tuple(slice(each.start, each.stop) for each in box)]
        corner = np.array([each.start for each in box], "i8").reshape(-1, 1)
        known = Points(read.coords.astype("i8") + corner, read.data)
        opened.store.put(node.serial, name, known, known.nbytes)
    if known.nbytes > room:
        raise AllowanceError(room)
    return known


def _overlap(box: Box, region: Box) -> int:
    """Return how many elements two boxes share."""
    return math.prod(
        max(0, min(one.stop, other.stop) - max(one.start, other.start))
        for one, other in zip(box, region, strict=True)
    )


def _inside(found: list[Points], region: Box, sparse: SparseStructure) -> Points:
    if not found:
        dtype = None if sparse.data_type is None else sparse.data_type.to_numpy_dtype()
        return Points(np.empty((len(region), 0), "i8"), np.empty(0, dtype))
    coords = np.concatenate([each.coords for each in found], axis=1)
    data = np.concatenate([each.data for each in found])
    inside = np.ones(len(data), bool)
    for positions, bounds in zip(coords, region, strict=True):
        inside &= (positions >= bounds.start) & (positions < bounds.stop)
    return Points(coords, data) if inside.all() else Points(coords[:, inside], data[inside])


def _unpacked(found: Found) -> tuple[tuple[Values, Values], Words | None]:
    return (found.points.coords, found.points.data), found.partial


def _gathered(
    places: Values, data: Values, size: int, component: str
) -> tuple[Values, Words | None]:
    """Return for each pixel how many values are in it, or their sum."""
    if component == COUNT:
        return np.bincount(places, minlength=size).astype("u4"), None
    if component != SUM or data.dtype.names:
        raise RequestError("bad_request", say("These values have no “%1”.", component))
    numbers, _, note = drawable(data)
    return np.bincount(places, weights=numbers, minlength=size), note


def _among_zeros(numbers: Values) -> Statistics:
    """Describe pixels most of which are empty: their percentiles would be those of nothing."""
    described = statistics(numbers)
    filled = statistics(numbers[numbers != 0])
    if filled.low is not None and filled.high is not None:
        described.low, described.high = min(0.0, filled.low), max(0.0, filled.high)
    return described


def _density(count: int, size: int) -> Words:
    share = f"{100 * count / size:.3g}"
    return say_many(
        "%2 stored value, %3 % of %4", "%2 stored values, %3 % of %4", count, share, size
    )


def _together(sparse: SparseStructure, x: int, y: int) -> Words | None:
    others = [axis for axis in range(len(sparse.shape)) if axis not in (x, y)]
    if not others:
        return None
    if sparse.dims is None:
        numbers = ", ".join(map(str, others))
        return say_many("all of dim %3 together", "all of dims %3 together", len(others), numbers)
    names = (axis_name(sparse.dims, axis)[0] for axis in others)
    return say("all of %1 together", ", ".join(names))
