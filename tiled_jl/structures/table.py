"""The structure of a table node: ``{arrow_schema, npartitions, columns, resizable}``.

``arrow_schema`` is a data URI that names the Arrow *file* type; what it holds, in base64, is an
Arrow *schema message*.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tiled_jl.structures.array import resizable_from_json
from tiled_jl.structures.pandas_metadata import index_columns

if TYPE_CHECKING:
    import pyarrow

_PREFIX = "data:application/vnd.apache.arrow.file;base64,"


@dataclass(frozen=True)
class TableStructure:
    """Columns of equal length, stored in partitions of rows.

    Parameters
    ----------
    arrow_schema : str
        Names and types of the columns.
    npartitions : int
        The number of partitions.
    columns : tuple of str
        The names of the columns, in order.
    resizable : bool
        Whether rows may be added.

    Examples
    --------
    >>> structure = client["examples/spectrum"].structure()
    >>> structure.columns, structure.npartitions
    (('energy', 'I0', 'mu'), 1)
    """

    arrow_schema: str
    npartitions: int
    columns: tuple[str, ...]
    resizable: bool | tuple[bool, ...] = False

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> TableStructure:
        """Read it from a node document."""
        return cls(
            str(document["arrow_schema"]),
            int(document["npartitions"]),
            tuple(str(column) for column in document["columns"]),
            resizable_from_json(document.get("resizable", False)),
        )

    @classmethod
    def from_arrow(cls, schema: pyarrow.Schema, npartitions: int = 1) -> TableStructure:
        """Describe tables of an Arrow schema.

        Parameters
        ----------
        schema : pyarrow.Schema
            With the index of a data frame, if it has one, as pyarrow keeps it.
        npartitions : int, optional

        Raises
        ------
        ValueError
            If a server would not take the names of the columns.
        """
        index = set(index_columns(schema))
        columns = tuple(name for name in schema.names if name not in index)
        if not columns:
            raise ValueError("a table without columns cannot be stored")
        if len(set(columns)) < len(columns):
            twice = next(name for name in columns if columns.count(name) > 1)
            raise ValueError(f"there are {columns.count(twice)} columns named {twice!r}")
        for name in columns:
            if name.startswith("_"):
                raise ValueError(
                    f"the column {name!r} cannot be stored: servers keep names that begin with an "
                    "underscore for themselves"
                )
        message = base64.b64encode(schema.serialize()).decode()
        return cls(_PREFIX + message, npartitions, columns)

    def to_json(self) -> dict[str, Any]:
        """Return it as it stands in a node document."""
        return {
            "arrow_schema": self.arrow_schema,
            "npartitions": self.npartitions,
            "columns": list(self.columns),
            "resizable": self.resizable,
        }

    def to_arrow_schema(self) -> pyarrow.Schema:
        """Return the schema of the columns.

        Raises
        ------
        ValueError
            If the server did not send one.
        """
        import pyarrow

        if not self.arrow_schema.startswith(_PREFIX):
            raise ValueError("the table's structure holds no Arrow schema")
        message = base64.b64decode(self.arrow_schema[len(_PREFIX) :])
        try:
            return pyarrow.ipc.read_schema(pyarrow.py_buffer(message))
        except (pyarrow.ArrowException, OSError) as error:
            raise ValueError(f"the table's Arrow schema cannot be read: {error}") from error
