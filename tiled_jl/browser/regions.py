"""What the values of a rectangle come to, at full resolution where that is not too much to read."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tiled_jl.browser.components import component
from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.images import position, require_array
from tiled_jl.browser.messages import ReadRegion, RegionResult, Words, say, some
from tiled_jl.browser.opened import Node, Opened
from tiled_jl.browser.pixels import Values, drawable

AT_ONCE_BYTES = 64_000_000
"""Of a larger rectangle only every second, third, … pixel is read."""


def read_region(opened: Opened, request: ReadRegion) -> RegionResult:
    """Sum up a rectangle of an array."""
    return opened.read(request.server, request.path, lambda node: _summed(node, request))


def _summed(node: Node, request: ReadRegion) -> RegionResult:
    array = require_array(node)
    x, y, ndim = request.x, request.y, len(array.shape)
    if x == y or not (0 <= x < ndim and 0 <= y < ndim) or array.size == 0:
        raise RequestError("bad_request", say("These two dimensions do not make a picture."))
    rows, columns = _span(request.rows, array.shape[y]), _span(request.columns, array.shape[x])
    size = len(range(*rows)) * len(range(*columns)) * array.data_type.itemsize
    step = max(1, math.ceil(math.sqrt(size / AT_ONCE_BYTES)))
    index = position(array, request.at, {x, y})
    index[y], index[x] = slice(*rows, step), slice(*columns, step)
    client: Any = node.client
    chosen, what = component(np.asarray(client[tuple(index)]), request.component)
    numbers, _, note = drawable(chosen)
    return summary(numbers, step, what or note)


def _span(wanted: tuple[int, int], length: int) -> tuple[int, int]:
    start = max(0, min(wanted[0], length - 1))
    return start, max(start + 1, min(wanted[1], length))


def summary(numbers: Values, step: int = 1, note: Words | None = None) -> RegionResult:
    """Return what drawable numbers come to.

    Examples
    --------
    >>> found = summary(np.array([1.0, 3.0, np.nan]))
    >>> found.count, found.finite, found.total, found.mean, found.deviation
    (3, 2, 4.0, 2.0, 1.0)
    """
    finite = numbers[np.isfinite(numbers)]
    result = RegionResult(count=numbers.size, finite=finite.size, step=step, notes=some(note))
    if finite.size:
        result.minimum, result.maximum = float(finite.min()), float(finite.max())
        with np.errstate(over="ignore", invalid="ignore"):
            result.mean = _sayable(finite.mean(dtype=np.float64))
            result.deviation = _sayable(finite.std(dtype=np.float64))
            result.total = _sayable(finite.sum(dtype=np.float64))
    return result


def _sayable(number: np.floating[Any]) -> float | None:
    # What overflows is no number that JSON knows.
    return float(number) if np.isfinite(number) else None
