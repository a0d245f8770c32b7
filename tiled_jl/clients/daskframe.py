"""Tables as dask data frames: read by partition when they are computed, written where they are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, SupportsIndex

from tiled_jl.clients.table import DataFrameClient
from tiled_jl.clients.tablewriting import create, whole_or_removed
from tiled_jl.structures import TableStructure, frames

if TYPE_CHECKING:
    from tiled_jl.clients.writing import Writing


class DaskDataFrameClient(DataFrameClient):
    """A table, read later as a dask data frame whose partitions are those of the server.

    Making the data frame sends nothing. Computing it on other machines sends them this client, which
    finds its credential there by itself (see `tiled_jl.Context`).

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
        import dask.dataframe

        meta = frames.to_format(self._reader.nothing(names), "pandas")
        # What comes is of the types that it has in memory, also where dask has a taste of its own.
        with dask.config.set({"dataframe.convert-string": False}):
            if not numbers:
                return dask.dataframe.from_pandas(meta, npartitions=1)
            return dask.dataframe.from_map(
                _Partition(self), numbers, columns=names, meta=meta, label="tiled-table"
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

    def __dask_tokenize__(self) -> Any:
        return self._token

    @cached_property
    def _token(self) -> tuple[Any, ...]:
        client = self._client
        return (client.uri, client.structure(), repr(client.metadata), client.specs)


def write_collection(
    container: Writing, data: Any, npartitions: int | None, **described: Any
) -> DataFrameClient:
    """Create a table of the partitions of a dask data frame; see `Container.write_table`."""
    import dask

    if npartitions is not None and npartitions != data.npartitions:
        data = data.repartition(npartitions=npartitions)
    schema = frames.to_arrow(data._meta, keep_index=True).schema
    client = create(container, TableStructure.from_arrow(schema, data.npartitions), **described)
    write = partial(_write, client)
    tasks = [
        dask.delayed(write, name=f"tiled-write-{client.key}", pure=False)(part, number)
        for number, part in enumerate(data.to_delayed())
    ]
    with whole_or_removed(client):
        dask.compute(*tasks)
    return client


def _write(client: DataFrameClient, frame: Any, number: int) -> None:
    client.write_partition(frame, number)
