"""Tables: read whole, by column or by partition, into pandas or Arrow."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, SupportsIndex

import msgspec

from tiled_jl.clients.base import BaseClient
from tiled_jl.clients.export import File
from tiled_jl.documents import route
from tiled_jl.errors import NoSuchKey, ResponseError, TooLarge
from tiled_jl.structures import TableStructure
from tiled_jl.transport.gather import gather
from tiled_jl.transport.request import Request

if TYPE_CHECKING:
    import pandas
    import pyarrow

Format = Literal["pandas", "arrow"]

_ARROW_FILE = "application/vnd.apache.arrow.file"
_AT_ONCE = 2
_LONGEST_QUERY = 2_000
"""Bytes of column names in a URL; servers and proxies refuse long ones."""


class DataFrameClient(BaseClient):
    """A table, read into memory as a pandas data frame or an Arrow table.

    Examples
    --------
    >>> table = client["examples/spectrum"]  # doctest: +SKIP
    >>> table.columns  # doctest: +SKIP
    ['energy', 'I0', 'mu']
    >>> table.read(["energy", "mu"])  # doctest: +SKIP
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

    def read(self, columns: Iterable[str] | None = None, format: Format = "pandas") -> Any:  # noqa: A002
        """Read the table, or some of its columns.

        Parameters
        ----------
        columns : iterable of str, optional
            Names of columns; by default all.
        format : {"pandas", "arrow"}, optional

        Returns
        -------
        pandas.DataFrame or pyarrow.Table

        Raises
        ------
        KeyError
            If there is no such column.
        """
        names = self._known(columns)
        _check_format(format)
        return _converted(self._read_full(names), format)

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
        number, count = operator.index(partition), self.npartitions
        if not -count <= number < count:
            raise IndexError(f"partition {number} of a table of {count} partitions")
        return _converted(self._read_partition(number % count, names), format)

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

    def __getitem__(self, column: str) -> pandas.Series[Any]:
        series: pandas.Series[Any] = self.read([column])[column]
        return series

    def __contains__(self, column: object) -> bool:
        return column in self.structure().columns

    def __iter__(self) -> Any:
        return iter(self.columns)

    def _known(self, columns: Iterable[str] | None) -> list[str] | None:
        if columns is None:
            return None
        if isinstance(columns, str):
            raise TypeError(f"columns is a list of names, not the single string {columns!r}")
        names = list(columns)
        if not names:
            raise ValueError("Name at least one column, or leave columns out to read them all.")
        unknown = [name for name in names if name not in self.structure().columns]
        if unknown:
            raise NoSuchKey(
                f"There is no column {', '.join(map(repr, unknown))} in {self._name}.",
                hint=f"There are: {', '.join(map(repr, self.columns[:50]))}.",
            )
        return names

    def _read_full(self, names: list[str] | None) -> pyarrow.Table:
        """Read all rows at once if the server allows, else in the fewest pieces it does allow."""
        try:
            return self._ask("table/full", [], names)
        except TooLarge:
            if self.npartitions == 1:
                return self._by_columns("table/full", [], names)
        tasks = [partial(self._read_partition, each, names) for each in range(self.npartitions)]
        return _stacked(gather(tasks, at_once=_AT_ONCE))

    def _read_partition(self, number: int, names: list[str] | None) -> pyarrow.Table:
        params = [("partition", str(number))]
        try:
            return self._ask("table/partition", params, names)
        except TooLarge:
            return self._by_columns("table/partition", params, names)

    def _by_columns(
        self, endpoint: str, params: list[tuple[str, str]], names: list[str] | None
    ) -> pyarrow.Table:
        """Read half of the columns, then the other half; halve again where that is too much."""
        names = self.columns if names is None else names
        if len(names) == 1:
            return self._ask(endpoint, params, names)
        halves = []
        for half in (names[: len(names) // 2], names[len(names) // 2 :]):
            try:
                halves.append(self._ask(endpoint, params, half))
            except TooLarge:
                halves.append(self._by_columns(endpoint, params, half))
        left, right = halves
        if left.num_rows != right.num_rows:
            raise ResponseError(f"The rows of {self._name} changed while it was read.")
        for name in right.column_names:
            # An index comes with either half.
            if name not in left.column_names:
                left = left.append_column(right.schema.field(name), right.column(name))
        return left

    def _ask(
        self, endpoint: str, params: list[tuple[str, str]], names: list[str] | None
    ) -> pyarrow.Table:
        import pyarrow

        where = route(endpoint, self.path_parts)
        if names is None or sum(len(name.encode()) + 8 for name in names) <= _LONGEST_QUERY:
            params = params + [("column", name) for name in names or ()]
            request = Request(where, params, accept=_ARROW_FILE)
        else:
            body = msgspec.json.encode(names)
            request = Request(where, params, accept=_ARROW_FILE, method="POST", content=body)
        reply = self._context.session.fetch(request)
        try:
            return pyarrow.ipc.open_file(pyarrow.py_buffer(reply.body)).read_all()
        except pyarrow.ArrowInvalid as error:
            raise ResponseError(f"{request}: the answer is not an Arrow file ({error}).") from error

    def __repr__(self) -> str:
        structure = self._item.structure
        if not isinstance(structure, TableStructure):
            return super().__repr__()
        return f"<{type(self).__name__} {self._name} columns={list(structure.columns)}>"

    def _facts(self) -> dict[str, str]:
        facts = super()._facts()
        structure = self._item.structure
        if isinstance(structure, TableStructure):
            facts["columns"] = ", ".join(structure.columns)
            facts["partitions"] = f"{structure.npartitions:,}"
        return facts


def _check_format(format: str) -> None:  # noqa: A002
    if format not in {"pandas", "arrow"}:
        raise ValueError(f"format is 'pandas' or 'arrow', not {format!r}")


def _converted(table: pyarrow.Table, format: Format) -> Any:  # noqa: A002
    return table if format == "arrow" else table.to_pandas()


def _stacked(tables: Sequence[pyarrow.Table]) -> pyarrow.Table:
    import pyarrow

    return pyarrow.concat_tables(tables, promote_options="default")
