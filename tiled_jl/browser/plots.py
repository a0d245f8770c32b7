"""Columns of a table as points, reduced to what a screen can show without losing a peak."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.messages import PlotCurve, PlotResult, ReadPlot, say
from tiled_jl.browser.opened import Node, Opened
from tiled_jl.browser.pixels import drawable, wire
from tiled_jl.browser.rows import Rows
from tiled_jl.structures.array import ArrayStructure
from tiled_jl.structures.dtype import StructDtype
from tiled_jl.structures.table import TableStructure

MOST_ROWS = 5_000_000
"""Rows that one plot reads."""

MOST_POINTS = 50_000

MOST_CURVES = 20

Numbers = NDArray[np.float64]


def read_plot(opened: Opened, request: ReadPlot) -> tuple[PlotResult, list[bytes]]:
    """Read columns of a table as points."""
    return opened.read(request.server, request.path, lambda node: _plot(opened, node, request))


def _plot(opened: Opened, node: Node, request: ReadPlot) -> tuple[PlotResult, list[bytes]]:
    wanted = [*request.y, *(name for name in (request.x, request.error) if name is not None)]
    # One column may be shown in several ways.
    names = list(dict.fromkeys(wanted))
    start = max(0, request.start)
    stop = start + MOST_ROWS if request.stop is None else min(request.stop, start + MOST_ROWS)
    found, start, total = _columns(opened, node, start, stop, names)
    length = len(found[request.y[0]])
    across = (
        np.arange(start, start + length, dtype=np.float64)
        if request.x is None
        else found[request.x]
    )
    most = max(2, min(request.most, MOST_POINTS))
    curves: list[PlotCurve] = []
    buffers: list[bytes] = []
    for number, name in enumerate(request.y):
        up = found[name]
        seen = telling(up, most)
        errors = found[request.error] if request.error and number == 0 else None
        finite = int(np.count_nonzero(np.isfinite(across) & np.isfinite(up)))
        curves.append(PlotCurve(name=name, points=seen.size, finite=finite))
        bars = np.empty(0) if errors is None else errors[seen]
        buffers += [wire(across[seen]), wire(up[seen]), wire(bars)]
    result = PlotResult(
        start=start,
        stop=start + length,
        rows=total,
        every=1 if length <= most else math.ceil(2 * length / most),
        curves=curves,
        partial=say("the first %1 of %2 rows", length, total)
        if length < total and not start
        else None,
    )
    return result, buffers


def _columns(
    opened: Opened, node: Node, start: int, stop: int, names: list[str]
) -> tuple[dict[str, Numbers], int, int]:
    """Return columns as numbers, by name, the first row, and how many the table has."""
    structure = node.item.structure
    if not 0 < len(names) <= MOST_CURVES + 2:
        raise RequestError("bad_request", say("A plot shows 1 to %1 columns.", MOST_CURVES))
    if isinstance(structure, TableStructure):
        _require(names, structure.columns)
        rows, start, total = Rows(opened.store, node).window(start, stop, names)
        columns = {name: rows.column(name).to_numpy() for name in names}
    elif isinstance(structure, ArrayStructure) and isinstance(structure.data_type, StructDtype):
        _require(names, [field.name for field in structure.data_type.fields])
        total = structure.shape[0]
        start = min(start, total)
        client: Any = node.client
        records = np.asarray(client[start : min(stop, total)])
        columns = {name: records[name] for name in names}
    else:
        raise RequestError("bad_request", say("“%1” has no columns to plot.", node.item.key))
    return {name: _numbers(name, values) for name, values in columns.items()}, start, total


def _require(names: Sequence[str], known: Sequence[str]) -> None:
    unknown = [name for name in names if name not in known]
    if unknown:
        raise RequestError(
            "bad_request",
            say("There is no column “%1”.", unknown[0]),
            say("Open the preview again: the table may have been replaced."),
        )


def _numbers(name: str, values: NDArray[Any]) -> Numbers:
    if values.dtype.kind == "O":
        # Truth values and integers of which some are missing.
        try:
            values = values.astype(np.float64)
        except (TypeError, ValueError):
            raise RequestError("bad_request", say("“%1” holds no numbers.", name)) from None
    if values.dtype.kind not in "biufcmM":
        raise RequestError("bad_request", say("“%1” holds no numbers.", name))
    return drawable(values)[0].astype(np.float64)


def telling(values: Numbers, most: int) -> NDArray[np.intp]:
    """Return which values to draw: all, or the least and the greatest of each of equal bins.

    Examples
    --------
    >>> telling(np.array([0.0, 9.0, 1.0, 2.0, -5.0, np.nan]), 4)
    array([0, 1, 3, 4])
    """
    if values.size <= most:
        return np.arange(values.size)
    edges = np.linspace(0, values.size, max(1, most // 2) + 1).astype(np.intp)
    chosen: list[int] = []
    for first, last in itertools.pairwise(edges):
        finite = np.flatnonzero(np.isfinite(values[first:last]))
        if finite.size:
            part = values[first:last][finite]
            ends = {int(finite[part.argmin()]), int(finite[part.argmax()])}
            chosen += [int(first) + end for end in sorted(ends)]
    return np.array(chosen, dtype=np.intp)
