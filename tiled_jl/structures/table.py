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
        return pyarrow.ipc.read_schema(pyarrow.py_buffer(message))
