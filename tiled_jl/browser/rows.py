"""The rows of a table that the server stores in partitions, whose lengths it does not tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tiled_jl.browser.opened import Node, Store
from tiled_jl.structures.table import TableStructure
from tiled_jl.transport.watch import check

if TYPE_CHECKING:
    import pyarrow as pa

AT_ONCE_BYTES = 64_000_000
"""What one request may bring, as far as it can be foreseen."""

TEXT_WIDTH = 32
"""Bytes that a value of no fixed width is taken to have."""


class Rows:
    """Finds and reads windows of rows.

    A server sends whole partitions only, but any of their columns. So the narrowest column tells
    how long they are, and columns that were read are kept.

    Parameters
    ----------
    store : Store
        Where columns are kept.
    node : Node
        A table.
    """

    def __init__(self, store: Store, node: Node) -> None:
        self._store = store
        self._serial = node.serial
        self._client: Any = node.client
        self._table: TableStructure = node.item.structure
        self._schema = self._table.to_arrow_schema()
        self._narrowest = min(self._table.columns, key=self._width)

    def window(self, start: int, stop: int, names: Sequence[str]) -> tuple[pa.Table, int, int]:
        """Read some columns of the rows from start to stop.

        Returns
        -------
        rows : pyarrow.Table
            Fewer than asked for where the table ends before.
        start : int
            Where they begin: no further than the end of the table.
        total : int
            How many rows the table has.
        """
        import pyarrow as pa

        total = self.total()
        start, stop = min(start, total), min(stop, total)
        pieces = [
            self._piece(partition, offset, length, names)
            for partition, offset, length in self._spans(start, stop, total)
        ]
        if not pieces:
            schema = pa.schema([self._schema.field(name) for name in names])
            return schema.empty_table(), start, total
        return pa.concat_tables(pieces, promote_options="permissive"), start, total

    def total(self) -> int:
        """Return how many rows there are."""
        if self._table.npartitions <= 1:
            return self._length(0) if self._table.npartitions else 0
        known = self._store.get(self._serial, "total")
        if known is None:
            known = self._client.read([self._narrowest], format="arrow").num_rows
            self._store.put(self._serial, "total", known, 1)
        return int(known)

    def _spans(self, start: int, stop: int, total: int) -> Iterator[tuple[int, int, int]]:
        """Yield the parts of partitions that make up a window: which, where in it, how long."""
        if start >= stop:
            return
        partition, first = self._locate(start, total)
        while start < stop and partition < self._table.npartitions:
            length = self._length(partition)
            until = min(stop, first + length)
            if until > start:
                yield partition, start - first, until - start
            start, first, partition = until, first + length, partition + 1

    def _locate(self, row: int, total: int) -> tuple[int, int]:
        """Return the partition of a row and its first row, counted from the nearer end."""
        if row < total / 2:
            partition, first = 0, 0
            while first + self._length(partition) <= row:
                first += self._length(partition)
                partition += 1
            return partition, first
        partition = self._table.npartitions - 1
        first = total - self._length(partition)
        while first > row:
            partition -= 1
            first -= self._length(partition)
        return partition, first

    def _length(self, partition: int) -> int:
        """Return how many rows a partition has."""
        known = self._store.get(self._serial, ("rows", partition))
        if known is None:
            check()
            (column,) = self._columns(partition, [self._narrowest])
            known = len(column)
            self._store.put(self._serial, ("rows", partition), known, 1)
        return int(known)

    def _piece(self, partition: int, offset: int, length: int, names: Sequence[str]) -> pa.Table:
        """Read a part of a partition, holding no more of it than is needed."""
        import pyarrow as pa

        where = pa.array(range(offset, offset + length))
        pieces: list[pa.ChunkedArray] = []
        for group in self._groups(self._length(partition), names):
            pieces += [column.take(where) for column in self._columns(partition, group)]
        return pa.table(pieces, names=list(names))

    def _groups(self, length: int, names: Sequence[str]) -> Iterator[list[str]]:
        """Yield the names in groups that one request can bring."""
        group: list[str] = []
        room = float(AT_ONCE_BYTES)
        for name in names:
            size = length * self._width(name)
            if group and size > room:
                yield group
                group, room = [], AT_ONCE_BYTES
            group.append(name)
            room -= size
        if group:
            yield group

    def _columns(self, partition: int, names: Sequence[str]) -> list[pa.ChunkedArray]:
        """Return whole columns of a partition, asking for those that are not kept."""
        found = {name: self._store.get(self._serial, (partition, name)) for name in names}
        missing = [name for name, column in found.items() if column is None]
        if missing:
            read = self._client.read_partition(partition, missing, format="arrow")
            for name in missing:
                found[name] = column = read.column(name)
                self._store.put(self._serial, (partition, name), column, column.nbytes)
        return [found[name] for name in names]

    def _width(self, name: str) -> float:
        try:
            return float(self._schema.field(name).type.bit_width) / 8
        except (KeyError, ValueError):
            return TEXT_WIDTH
