"""Windows of rows."""

from __future__ import annotations

from typing import ClassVar, Literal

from tiled_jl.browser.messages.wire import Message, Request
from tiled_jl.browser.messages.words import Words

Cell = str | int | float | bool | None


class Column(Message):
    """One column of a table."""

    name: str
    dtype: str
    title: Words | None = None
    """What people read in place of a name that is not the data's own."""
    align: Literal["left", "right"] = "left"
    unit: str | None = None


class TableResult(Message):
    """A window of rows, column by column, as a table shows them.

    Integers that a page cannot hold exactly come as strings, times in ISO 8601.
    """

    start: int
    stop: int
    rows: int
    """How many rows the whole table has: exact, unless ``partial``."""
    cells: list[list[Cell]]
    partial: Words | None = None
    """Which part was read, where it is not all; ``rows`` counts that part."""


class ReadTable(Request[TableResult]):
    """Read a window of rows."""

    method: ClassVar[str] = "preview.table"
    server: str
    path: list[str]
    start: int
    stop: int
    columns: list[str] | None = None


class ReadMatrix(Request[TableResult]):
    """Read the values of an array as a table: a row for each position in ``y``.

    ``at`` has a position for each dimension; those of ``x`` and ``y`` are ignored.
    """

    method: ClassVar[str] = "preview.matrix"
    server: str
    path: list[str]
    x: int
    y: int | None
    """None for a dimension on its own, whose values are one below the other."""
    at: list[int]
    start: int
    stop: int
