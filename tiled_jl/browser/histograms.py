"""How numbers are distributed: counted in equal bins, in the kernel."""

from __future__ import annotations

import math

import numpy as np

from tiled_jl.browser.messages import HistogramResult, ReadHistogram, some
from tiled_jl.browser.nested import numbers_of
from tiled_jl.browser.opened import Node, Opened
from tiled_jl.browser.pixels import Values, drawable, statistics
from tiled_jl.browser.plainly import SAFE_INTEGER
from tiled_jl.browser.sparse import stored
from tiled_jl.structures.sparse import SparseStructure

MOST_BINS = 1_000


def read_histogram(opened: Opened, request: ReadHistogram) -> HistogramResult:
    """Count the numbers of a field, or the values that a sparse array stores."""
    return opened.read(request.server, request.path, lambda node: _counted(opened, node, request))


def _counted(opened: Opened, node: Node, request: ReadHistogram) -> HistogramResult:
    if isinstance(node.item.structure, SparseStructure):
        found = stored(opened, node)
        values, partial = found.points.data, found.partial
    else:
        values, partial = numbers_of(opened, node, request.field)
    numbers, _, note = drawable(values)
    described = statistics(numbers)
    finite = numbers[np.isfinite(numbers)]
    low = described.minimum if request.low is None else request.low
    high = described.maximum if request.high is None else request.high
    low, high = (0.0 if low is None else low), (0.0 if high is None else high)
    whole = values.dtype.kind in "iub"
    edges = bin_edges(low, max(low, high), max(1, min(request.bins, MOST_BINS)), whole=whole)
    return HistogramResult(
        low=float(edges[0]),
        high=float(edges[-1]),
        counts=[int(count) for count in np.histogram(finite, edges)[0]],
        below=int(np.count_nonzero(finite < edges[0])),
        above=int(np.count_nonzero(finite > edges[-1])),
        statistics=described,
        notes=some(note),
        partial=partial,
    )


def bin_edges(low: float, high: float, bins: int, *, whole: bool) -> Values:
    """Return the edges of equal bins from low to high.

    Parameters
    ----------
    low, high : float
        Equal where there is one value only.
    bins : int
        How many, at most.
    whole : bool
        The numbers are integers: each bin holds as many of them as the others.

    Examples
    --------
    >>> bin_edges(0, 3, 100, whole=True)
    array([-0.5,  0.5,  1.5,  2.5,  3.5])
    >>> bin_edges(0, 1, 2, whole=False), bin_edges(7, 7, 100, whole=False)
    (array([0. , 0.5, 1. ]), array([6.5, 7.5]))
    """
    if whole and high - low < SAFE_INTEGER:
        low, high = math.floor(low), math.ceil(high)
        width = math.ceil((high - low + 1) / bins)
        edges: Values = low - 0.5 + width * np.arange(math.ceil((high - low + 1) / width) + 1)
        if np.all(edges[1:] > edges[:-1]):
            return edges
    if low == high:
        room = max(0.5, abs(low) * 1e-6)
        return np.array([low - room, low + room])
    # Numbers that are as far apart as can be have a distance that is none.
    edges = low * (1 - np.arange(bins + 1) / bins) + high * (np.arange(bins + 1) / bins)
    return np.unique(edges)
