"""Windows of rows, of tables and of one-dimensional arrays of records or text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tiled_jl.browser.cells import as_cell, column_cells
from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.messages import Cell, Column, ReadTable, TableResult, say
from tiled_jl.browser.opened import Node, Opened
from tiled_jl.browser.rows import Rows
from tiled_jl.browser.wording import NUMERIC, column_types, dtype_name
from tiled_jl.structures.array import ArrayStructure
from tiled_jl.structures.dtype import BuiltinDtype, StructDtype
from tiled_jl.structures.table import TableStructure

MOST_ROWS = 5_000
"""More than a page shows at once."""

MOST_COLUMNS = 1_000
"""A wider table shows so many of its columns at once: the first ones, or those that were chosen."""

LISTED_COLUMNS = 20_000
"""So many can be chosen from."""

VALUE = "value"
"""The name of the only column of an array that is shown as a table."""

NUMBER_PREFIXES = ("int", "uint", "float", "decimal")


def table_columns(table: TableStructure, units: Mapping[str, str]) -> list[Column]:
    """Return the columns of a table, as a page lays them out; units by the column's name."""
    types = column_types(table)
    return [
        Column(
            name=name,
            dtype=types.get(name, ""),
            align=_alignment(types.get(name, "")),
            unit=units.get(name),
        )
        for name in table.columns[:LISTED_COLUMNS]
    ]


def array_columns(array: ArrayStructure, units: Mapping[str, str]) -> list[Column]:
    """Return the columns of a one-dimensional array: its fields, or its only one."""
    dtype = array.data_type
    if isinstance(dtype, BuiltinDtype):
        return [Column(name=VALUE, title=say("value"), dtype=dtype_name(dtype))]
    return [
        Column(
            name=field.name,
            dtype=dtype_name(field.dtype),
            align="right" if not field.shape and _is_number(field.dtype) else "left",
            unit=units.get(field.name),
        )
        for field in dtype.fields[:LISTED_COLUMNS]
    ]


def window(opened: Opened, node: Node, request: ReadTable) -> TableResult:
    """Read a window of rows."""
    structure = node.item.structure
    start = max(0, request.start)
    stop = max(start, min(request.stop, start + MOST_ROWS))
    if isinstance(structure, TableStructure):
        known = list(structure.columns)
        names = _chosen(request.columns, known)
        rows = Rows(opened.store, node)
        found, start, total = rows.window(start, stop, names)
        cells = [column_cells(found.column(name)) for name in names]
        return TableResult(start=start, stop=start + found.num_rows, rows=total, cells=cells)
    if isinstance(structure, ArrayStructure) and len(structure.shape) == 1:
        total = structure.shape[0]
        start, stop = min(start, total), min(stop, total)
        names = _chosen(request.columns, [column.name for column in array_columns(structure, {})])
        client: Any = node.client
        values = np.asarray(client[start:stop])
        return TableResult(
            start=start, stop=stop, rows=total, cells=[_cells_of(values, name) for name in names]
        )
    raise RequestError(
        "bad_request",
        say("“%1” has no rows to show.", node.item.key),
        say("Open the preview again: the node may have been replaced."),
    )


def _chosen(wanted: list[str] | None, known: list[str]) -> list[str]:
    there = set(known)
    unknown = [name for name in wanted or () if name not in there]
    if unknown:
        raise RequestError(
            "bad_request",
            say("There is no column “%1”.", unknown[0]),
            say("Open the preview again: the table may have been replaced."),
        )
    return (known if wanted is None else wanted)[:MOST_COLUMNS]


def _cells_of(values: np.ndarray[Any, Any], name: str) -> list[Cell]:
    column = values[name] if values.dtype.names else values
    return [as_cell(value) for value in column]


def _alignment(dtype: str) -> Any:
    return "right" if dtype.startswith(NUMBER_PREFIXES) else "left"


def _is_number(dtype: BuiltinDtype | StructDtype) -> bool:
    return isinstance(dtype, BuiltinDtype) and dtype.kind in NUMERIC - {"b", "M", "m"}
