"""Curves along one dimension of an array, reduced to minima and maxima of equal bins."""

from __future__ import annotations

from typing import Any

import numpy as np

from tiled_jl.browser.components import component
from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.images import position, require_array
from tiled_jl.browser.messages import LineResult, ReadLine, Words, say, some
from tiled_jl.browser.opened import Node, Opened
from tiled_jl.browser.pixels import Values, drawable, statistics, wire

WHOLE_BYTES = 64_000_000
"""A curve up to this size is read once and kept, so that zooming asks nothing of the server."""

MOST_BESIDE = 20
"""Curves that are read together with another."""

MOST_BINS = 16_384


def curve(opened: Opened, node: Node, request: ReadLine) -> tuple[LineResult, list[bytes]]:
    """Read a curve along one dimension of an array."""
    array = require_array(node)
    axis = request.axis
    if not 0 <= axis < len(array.shape) or array.size == 0:
        raise RequestError("bad_request", say("There is no curve along this dimension."))
    length = array.shape[axis]
    start = max(0, min(request.start, length - 1))
    stop = max(start + 1, min(request.stop, length))
    bins = max(1, min(request.bins, MOST_BINS))
    if len(request.beside) > MOST_BESIDE:
        raise RequestError(
            "bad_request", say("No more than %1 curves fit beside one.", MOST_BESIDE)
        )

    def numbers_at(at: list[int]) -> tuple[Values, int, Words | None]:
        values, step = _read(opened, node, position(array, at, {axis}), axis, start, stop)
        chosen, what = component(values, request.component)
        numbers, _, note = drawable(chosen)
        with np.errstate(over="ignore"):
            return numbers.astype(np.float64), step, what or note

    numbers, step, note = numbers_at(request.at)
    beside = [numbers_at(at)[0] for at in request.beside]
    described = statistics(numbers)
    if step == 1 and numbers.size <= 2 * bins:
        result = LineResult(
            start=start,
            stop=stop,
            bins=numbers.size,
            exact=True,
            statistics=described,
            notes=some(note),
        )
        return result, [wire(each) for each in (numbers, *beside)]
    bins = min(bins, numbers.size)
    result = LineResult(
        start=start,
        stop=stop,
        bins=bins,
        exact=False,
        statistics=described,
        sampled=step > 1,
        notes=some(note),
    )
    reduced = (extremes(each, bins) for each in (numbers, *beside))
    return result, [wire(each) for both in reduced for each in both]


def _read(
    opened: Opened, node: Node, index: list[int | slice], axis: int, start: int, stop: int
) -> tuple[Values, int]:
    """Return the values from start to stop, and the step between them."""
    array = require_array(node)
    client: Any = node.client
    itemsize, length = array.data_type.itemsize, array.shape[axis]
    if length * itemsize <= WHOLE_BYTES:
        name = ("line", axis, *(place for place in index if isinstance(place, int)))
        whole = opened.store.get(node.serial, name)
        if whole is None:
            whole = np.asarray(client[tuple(index)])
            opened.store.put(node.serial, name, whole, whole.nbytes)
        return whole[start:stop], 1
    step = -(-(stop - start) * itemsize // WHOLE_BYTES)
    index[axis] = slice(start, stop, step)
    return np.asarray(client[tuple(index)]), step


def extremes(numbers: Values, bins: int) -> tuple[Values, Values]:
    """Return the least and the greatest finite number of each of so many equal bins.

    Parameters
    ----------
    numbers : numpy.ndarray
        One-dimensional, float64; at least as many as there are bins.
    bins : int

    Returns
    -------
    minima, maxima : numpy.ndarray
        NaN for a bin with no finite number.

    Examples
    --------
    >>> extremes(np.array([1.0, 5.0, np.nan, 2.0, np.nan, np.nan]), 3)
    (array([ 1.,  2., nan]), array([ 5.,  2., nan]))
    """
    finite = np.where(np.isfinite(numbers), numbers, np.nan)
    starts = np.arange(bins) * numbers.size // bins
    # fmin and fmax pass over NaN unless there is nothing else.
    return np.fmin.reduceat(finite, starts), np.fmax.reduceat(finite, starts)
