"""The values of an array as rows and columns of text."""

from __future__ import annotations

from typing import Any

import numpy as np

from tiled_jl.browser.allowance import allowance
from tiled_jl.browser.cells import as_cell
from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.images import position, require_array
from tiled_jl.browser.messages import ReadMatrix, TableResult, say
from tiled_jl.browser.opened import Node, Opened
from tiled_jl.browser.tables import MOST_COLUMNS, MOST_ROWS


def read_matrix(opened: Opened, request: ReadMatrix) -> TableResult:
    """Read a window of rows of two dimensions, or of one."""
    return opened.read(request.server, request.path, lambda node: _window(node, request))


def _window(node: Node, request: ReadMatrix) -> TableResult:
    array = require_array(node)
    x, y, ndim = request.x, request.y, len(array.shape)
    if x == y or not 0 <= x < ndim or not (y is None or 0 <= y < ndim):
        raise RequestError("bad_request", say("These dimensions do not make a table."))
    # On its own, a dimension is a column.
    down, across = (x, None) if y is None else (y, x)
    index = position(array, request.at, {x} if y is None else {x, y})
    rows = array.shape[down]
    start = max(0, min(request.start, rows))
    stop = max(start, min(request.stop, start + MOST_ROWS, rows))
    index[down] = slice(start, stop)
    partial = None
    if across is not None:
        index[across] = slice(0, MOST_COLUMNS)
        if array.shape[across] > MOST_COLUMNS:
            partial = say("the first %1 of %2 columns", MOST_COLUMNS, array.shape[across])
    client: Any = node.client
    with allowance():
        values = np.asarray(client[tuple(index)])
    if across is None:
        values = values[:, np.newaxis]
    elif across < down:
        values = values.swapaxes(0, 1)
    cells = [[as_cell(value) for value in column] for column in values.swapaxes(0, 1)]
    return TableResult(start=start, stop=stop, rows=rows, cells=cells, partial=partial)
