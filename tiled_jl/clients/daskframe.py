"""Tables as dask data frames: read by partition when they are computed, written where they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, SupportsIndex

from tiled_jl.clients.halfmade import half_made
from tiled_jl.clients.table import DataFrameClient
from tiled_jl.clients.tablewriting import create
from tiled_jl.structures import TableStructure, frames

if TYPE_CHECKING:
    from tiled_jl.clients.writing import Writing


class DaskDataFrameClient(DataFrameClient):
    """A table, read later as a dask data frame whose partitions are those of the server.

    Making the data frame asks nothing of the server. Where it is computed on other machines, this
    client goes there, and finds its credential there by itself.

    Examples
    --------
    >>> from tiled_jl import from_context
    >>> table = from_context(client.context, "dask")["examples/spectrum"]
    >>> table.read(["energy", "mu"]).npartitions == table.npartitions
    True
    """

    def read(self, columns: Iterable[str] | None = None, format: str = "dask") -> Any:  # noqa: A002
        """Return the table, or some of its columns, as a dask data frame.

        Parameters
        ----------
        columns : iterable of str, optional
            Names of columns; by default all. Of those, only what is used is fetched.
        format : {"dask", "pandas", "arrow", "polars"}, optional
            All others read into memory at once, as of `DataFrameClient.read`.

        Returns
        -------
        dask.dataframe.DataFrame

        Raises
        ------
        KeyError
            If there is no such column.
        """
        if format != "dask":
            return super().read(columns, format)  # type: ignore[arg-type]
        return self._frame(self._known(columns), range(self.npartitions))

    def read_partition(
        self,
        partition: SupportsIndex,
        columns: Iterable[str] | None = None,
        format: str = "dask",  # noqa: A002
    ) -> Any:
        """Return one of the partitions in which the server stores the rows.

        Parameters
        ----------
        partition : int
            Which one.
        columns, format
            As of `read`.

        Raises
        ------
        IndexError
            If there is no such partition.
        """
        if format != "dask":
            return super().read_partition(partition, columns, format)  # type: ignore[arg-type]
        number = self._number(partition)
        return self._frame(self._known(columns), range(number, number + 1))

    def _frame(self, names: list[str], numbers: range) -> Any:
        import dask
        from dask.dataframe import from_map, from_pandas

        meta = frames.to_format(self._reader.nothing(names), "pandas")
        # What comes is of the types that it has in memory, also where dask has a taste of its own.
        with dask.config.set({"dataframe.convert-string": False}):
            if not numbers:
                return from_pandas(meta, npartitions=1)  # type: ignore[no-untyped-call]
            read = _Partition(self)
            return from_map(  # type: ignore[no-untyped-call]
                read, numbers, columns=names, meta=meta, label="tiled-table"
            )


class _Partition:
    """Reads one partition of a table, on whatever machine."""

    def __init__(self, client: DataFrameClient) -> None:
        self._client = client

    def __call__(self, number: int, columns: list[str]) -> Any:
        # Without a column there are still as many rows, and the index.
        names = columns or self._client.columns[:1]
        frame = DataFrameClient.read_partition(self._client, number, names)
        return frame[columns]

    def __dask_tokenize__(self) -> tuple[Any, ...]:
        client = self._client
        return (client.uri, client.structure(), repr(client.metadata), client.specs)


def write_collection(
    container: Writing, data: Any, npartitions: int | None, **described: Any
) -> DataFrameClient:
    """Create a table of the partitions of a dask data frame; see `Container.write_table`."""
    from dask.base import compute
    from dask.delayed import delayed

    if npartitions is not None and npartitions != data.npartitions:
        data = data.repartition(npartitions=npartitions)
    schema = frames.to_arrow(data._meta, keep_index=True).schema
    client = create(container, TableStructure.from_arrow(schema, data.npartitions), **described)
    write = delayed(client.write_partition, pure=False)
    tasks = [write(part, number) for number, part in enumerate(data.to_delayed())]
    with half_made(client):
        compute(*tasks)  # type: ignore[no-untyped-call]
    return client
