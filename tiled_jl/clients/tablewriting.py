"""How the rows of a table are sent, and how tables come to be."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from tiled_jl.clients.halfmade import half_made
from tiled_jl.clients.onceonly import once_only
from tiled_jl.context import Context
from tiled_jl.documents import route
from tiled_jl.structures import TableStructure, frames
from tiled_jl.structures.pandas_metadata import index_columns
from tiled_jl.transport.gather import gather
from tiled_jl.transport.request import JSON, Request

if TYPE_CHECKING:
    import pyarrow

    from tiled_jl.clients.table import DataFrameClient
    from tiled_jl.clients.writing import Writing

_PARTITION_BYTES = 128_000_000
"""The size of a partition where the user does not say: one request each, well below any limit."""

_SQL_TABLE = "application/x-tiled-sql-table"
"""The storage to which rows can be added."""


@dataclass(frozen=True)
class Writer:
    """Sends rows of one table.

    Parameters
    ----------
    context, path_parts, structure, schema
        As of `tiled_jl.clients.tablereading.Reader`.
    """

    context: Context
    path_parts: tuple[str, ...]
    structure: TableStructure
    schema: pyarrow.Schema

    def write(self, data: Any) -> None:
        """Put these rows in place of all that there are."""
        table, count = self._fitted(data), self.structure.npartitions
        if not count:
            if table.num_rows:
                raise ValueError(f"{self._name} has no partition to hold rows.")
            return
        parts = frames.partitions(table, count)
        done: list[int] = []

        def send(number: int) -> None:
            self._send("PUT", number, parts[number])
            done.append(number)

        try:
            gather([partial(send, number) for number in range(count)])
        except BaseException as error:
            if count > 1:
                error.add_note(
                    f"Of the {count} partitions of {self._name}, these were written: "
                    f"{sorted(done) or 'none'}."
                )
            raise

    def write_partition(self, data: Any, number: int) -> None:
        """Put these rows in place of a partition."""
        self._send("PUT", number, self._fitted(data))

    def append_partition(self, data: Any, number: int) -> None:
        """Add these rows to a partition."""
        table = self._fitted(data)
        if not table.num_rows:
            return
        with once_only(
            f"The rows may have arrived: look into {self._name} before you send them again."
        ):
            self._send("PATCH", number, table)

    def _fitted(self, data: Any) -> pyarrow.Table:
        try:
            table = frames.to_arrow(data, keep_index=bool(index_columns(self.schema)) or None)
            return frames.fitted(table, self.structure.columns, self.schema)
        except (TypeError, ValueError) as error:
            kind = TypeError if isinstance(error, TypeError) else ValueError
            raise kind(f"These rows do not fit into {self._name}: {error}.") from error

    def _send(self, method: str, number: int, table: pyarrow.Table) -> None:
        request = Request(
            route("table/partition", self.path_parts),
            [("partition", str(number))],
            accept=JSON,
            method=method,
            content=frames.encode(table),
            content_type=frames.MEDIA_TYPE,
            repeatable=method == "PUT",
        )
        self.context.session.fetch(request)

    @property
    def _name(self) -> str:
        return repr("/".join(self.path_parts))


def create(
    container: Writing,
    structure: TableStructure,
    *,
    mimetype: str | None = None,
    parameters: Mapping[str, Any] | None = None,
    **described: Any,
) -> DataFrameClient:
    """Create a table without rows.

    Parameters
    ----------
    container : Container
    structure : TableStructure
    mimetype : str, optional
        How to store it; by default as the server likes.
    parameters : mapping, optional
        For the storage.
    **described
        ``key``, ``metadata``, ``specs`` and ``access_tags``, as of `Container.new`.
    """
    source: dict[str, Any] = {"structure_family": "table", "structure": structure.to_json()}
    if mimetype is not None:
        source["mimetype"] = mimetype
    if parameters:
        source["parameters"] = dict(parameters)
    client: DataFrameClient = container.new("table", [source], **described)
    return client


def write_table(
    container: Writing, data: Any, npartitions: int | None, **described: Any
) -> DataFrameClient:
    """Create a table of these rows; see `Container.write_table`."""
    if hasattr(data, "__dask_graph__"):
        from tiled_jl.clients.daskframe import write_collection

        return write_collection(container, data, npartitions, **described)
    table = frames.to_arrow(data)
    if npartitions is None:
        npartitions = max(1, math.ceil(table.nbytes / _PARTITION_BYTES))
    if npartitions < 1:
        raise ValueError(f"a table has at least one partition, not {npartitions}")
    mimetype = None
    if not frames.parquet_keeps(table.schema):
        # Servers cannot write an Arrow file without a row.
        mimetype, npartitions = frames.MEDIA_TYPE, min(npartitions, table.num_rows)
    structure = TableStructure.from_arrow(table.schema, npartitions)
    client = create(container, structure, mimetype=mimetype, **described)
    with half_made(client):
        client.write(table)
    return client


def create_appendable(
    container: Writing,
    schema: pyarrow.Schema,
    npartitions: int,
    table_name: str | None,
    **described: Any,
) -> DataFrameClient:
    """Create a table to add rows to; see `Container.create_appendable_table`."""
    structure = TableStructure.from_arrow(schema, npartitions)
    if index := index_columns(schema):
        raise ValueError(
            f"the index ({', '.join(map(repr, index))}) cannot be stored in a table to which rows "
            "are added: make it a column"
        )
    parameters = {} if table_name is None else {"table_name": table_name}
    return create(container, structure, mimetype=_SQL_TABLE, parameters=parameters, **described)
