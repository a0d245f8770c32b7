"""Tables: read whole, by column or by partition, into pandas, polars or Arrow; and written."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, SupportsIndex, get_args

from tiled_jl.clients.export import File, names_of
from tiled_jl.clients.streaming import Streaming
from tiled_jl.clients.tablereading import Reader
from tiled_jl.clients.tablewriting import Writer
from tiled_jl.errors import NoSuchKey, ResponseError
from tiled_jl.structures import TableStructure
from tiled_jl.structures.frames import Format, to_format

if TYPE_CHECKING:
    import pandas
    import pyarrow


class DataFrameClient(Streaming):
    """A table, read into memory as a data frame of pandas or polars, or as an Arrow table.

    Examples
    --------
    >>> table = client["examples/spectrum"]
    >>> table.columns
    ['energy', 'I0', 'mu']
    >>> table.read(["energy", "mu"]).columns
    Index(['energy', 'mu'], dtype='str')
    """

    def structure(self) -> TableStructure:
        """Return its columns and partitions."""
        return self._structure_of(TableStructure)

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order."""
        return list(self.structure().columns)

    @property
    def npartitions(self) -> int:
        """In how many partitions the server stores the rows."""
        return self.structure().npartitions

    @property
    def dtypes(self) -> pandas.Series[Any]:
        """Types of the columns in pandas; integers turn to floats where values are missing."""
        dtypes: pandas.Series[Any] = to_format(self._reader.nothing(self.columns), "pandas").dtypes
        return dtypes

    def read(self, columns: Iterable[str] | None = None, format: Format = "pandas") -> Any:  # noqa: A002
        """Read the table, or some of its columns.

        Parameters
        ----------
        columns : iterable of str, optional
            Names of columns, as many as you like; by default all.
        format : {"pandas", "arrow", "polars"}, optional

        Returns
        -------
        pandas.DataFrame, pyarrow.Table or polars.DataFrame
            The index is that of pandas, and the last columns of the others.

        Raises
        ------
        KeyError
            If there is no such column.
        ResponseError
            If the server answers with anything but these columns.

        Examples
        --------
        >>> client["examples/spectrum"].read(["mu"], format="arrow").column_names
        ['mu']
        """
        names = self._known(columns)
        _check_format(format)
        return to_format(self._reader.read(names), format)

    def read_partition(
        self,
        partition: SupportsIndex,
        columns: Iterable[str] | None = None,
        format: Format = "pandas",  # noqa: A002
    ) -> Any:
        """Read one of the partitions in which the server stores the rows.

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
        names = self._known(columns)
        _check_format(format)
        number = self._number(partition)
        return to_format(self._reader.read_partition(number, names), format)

    def export(
        self,
        filepath_or_buffer: File,
        columns: Iterable[str] | None = None,
        *,
        format: str | None = None,  # noqa: A002
    ) -> None:
        r"""Write it, or some of its columns, to a file.

        Parameters
        ----------
        filepath_or_buffer, format
            As of `BaseClient.export`.
        columns : iterable of str, optional
            Names of columns; by default all.

        Examples
        --------
        >>> import io
        >>> buffer = io.BytesIO()
        >>> client["examples/spectrum"].export(buffer, ["energy"], format="csv")
        >>> buffer.getvalue()[:7]
        b'energy\n'
        """
        names = self._known(columns)
        self._export(filepath_or_buffer, format, parts="column", names=names)

    def __getitem__(self, column: str) -> Any:
        return self.read([column])[column]

    def __contains__(self, column: object) -> bool:
        return column in self.structure().columns

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def write(self, frame: Any) -> None:
        """Put these rows in place of all that there are.

        Parameters
        ----------
        frame : pandas.DataFrame, pyarrow.Table, polars.DataFrame or mapping of arrays
            With the columns of the table, in any order, and with its index if it has one.

        Raises
        ------
        TypeError
            If a column cannot be stored as its type, which is named; nothing has been sent then.
        ValueError
            If there are other columns; nothing has been sent then.

        Examples
        --------
        >>> table = scratch.write_table({"x": [1, 2]}, key="written")
        >>> table.write({"x": [3, 4, 5]})
        >>> table["x"].tolist()
        [3, 4, 5]
        """
        self._writer.write(frame)

    def write_partition(self, frame: Any, partition: SupportsIndex) -> None:
        """Put these rows in place of those of one partition.

        Parameters
        ----------
        frame
            As of `write`.
        partition : int
            Which one.

        Raises
        ------
        IndexError
            If there is no such partition.
        TypeError, ValueError
            As of `write`.
        """
        self._writer.write_partition(frame, self._number(partition))

    def append_partition(self, frame: Any, partition: SupportsIndex) -> None:
        """Add rows to one partition of a table made by `Container.create_appendable_table`.

        If the connection breaks on the way, they may have arrived or not, and are not sent again.

        Parameters
        ----------
        frame, partition
            As of `write_partition`.

        Raises
        ------
        IndexError, TypeError, ValueError
            As of `write_partition`.

        Examples
        --------
        >>> import pyarrow
        >>> schema = pyarrow.schema({"time": pyarrow.float64(), "counts": pyarrow.int64()})
        >>> log = scratch.create_appendable_table(schema, key="log")
        >>> log.append_partition({"time": [0.5, 1.0], "counts": [7, 9]}, 0)
        >>> log.append_partition({"time": [1.5], "counts": [4]}, 0)
        >>> log["counts"].tolist()
        [7, 9, 4]
        """
        self._writer.append_partition(frame, self._number(partition))

    @property
    def _reader(self) -> Reader:
        return Reader(self._context, self.path_parts, self.structure(), self._schema)

    @property
    def _writer(self) -> Writer:
        return Writer(self._context, self.path_parts, self.structure(), self._schema)

    @property
    def _schema(self) -> pyarrow.Schema:
        try:
            return self.structure().to_arrow_schema()
        except ValueError as error:
            raise ResponseError(
                f"The structure of {self._name} cannot be used: {error}."
            ) from error

    def _number(self, partition: SupportsIndex) -> int:
        number, count = operator.index(partition), self.npartitions
        if not -count <= number < count:
            raise IndexError(f"partition {number} of a table of {count} partitions")
        return number % count

    def _known(self, columns: Iterable[str] | None) -> list[str]:
        if columns is None:
            return self.columns
        names = names_of(columns, "columns")
        there = set(self.structure().columns)
        if unknown := [name for name in names if name not in there]:
            raise NoSuchKey(
                f"There is no column {', '.join(map(repr, unknown))} in {self._name}.",
                hint=f"There are: {', '.join(map(repr, self.columns[:50]))}.",
            )
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise ValueError(f"Column {twice!r} is named twice.")
        return names

    def _described(self) -> dict[str, str]:
        structure = self._item.structure
        if not isinstance(structure, TableStructure):
            return {}
        return {"columns": str(list(structure.columns))}

    def _facts(self) -> dict[str, str]:
        facts = super()._facts()
        structure = self._item.structure
        if isinstance(structure, TableStructure):
            facts["columns"] = ", ".join(structure.columns)
            facts["partitions"] = f"{structure.npartitions:,}"
        return facts


def _check_format(format: str) -> None:  # noqa: A002
    if format not in get_args(Format):
        raise ValueError(f"format is 'pandas', 'arrow' or 'polars', not {format!r}")
