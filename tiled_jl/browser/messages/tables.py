"""Windows of rows."""

from __future__ import annotations

from typing import ClassVar, Literal

from tiled_jl.browser.messages.wire import Message, Request

Cell = str | int | float | bool | None


class Column(Message):
    """One column of a table."""

    name: str
    dtype: str
    align: Literal["left", "right"] = "left"
    unit: str | None = None


class TableResult(Message):
    """A window of rows, column by column, as a table shows them.

    Integers that a page cannot hold exactly come as strings, times in ISO 8601.
    """

    start: int
    stop: int
    rows: int
    """How many rows the whole table has: exact."""
    cells: list[list[Cell]]


class ReadTable(Request[TableResult]):
    """Read a window of rows."""

    method: ClassVar[str] = "preview.table"
    server: str
    path: list[str]
    start: int
    stop: int
    columns: list[str] | None = None
