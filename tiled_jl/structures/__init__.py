"""What travels: the structure of each family of nodes, as plain data.

Everything here follows Tiled's documents field by field and does no input or output. Libraries such
as numpy and pyarrow are imported by the methods that return their objects.
"""

from __future__ import annotations

from typing import Any

from tiled_jl.errors import MALFORMED
from tiled_jl.structures.array import ArrayStructure
from tiled_jl.structures.awkward import AwkwardStructure
from tiled_jl.structures.bytes import BytesStructure
from tiled_jl.structures.container import ContainerStructure
from tiled_jl.structures.dtype import BuiltinDtype, Field, StructDtype
from tiled_jl.structures.ragged import RaggedStructure
from tiled_jl.structures.sparse import SparseStructure
from tiled_jl.structures.table import TableStructure

Structure = (
    ArrayStructure
    | AwkwardStructure
    | BytesStructure
    | ContainerStructure
    | RaggedStructure
    | SparseStructure
    | TableStructure
)

BY_FAMILY: dict[str, type[Structure]] = {
    "array": ArrayStructure,
    "awkward": AwkwardStructure,
    "bytes": BytesStructure,
    "container": ContainerStructure,
    "ragged": RaggedStructure,
    "sparse": SparseStructure,
    "table": TableStructure,
}
"""The structure that nodes of each family have."""


def parse(family: str | None, document: Any) -> Structure:
    """Read the ``structure`` of a node document.

    Parameters
    ----------
    family : str
        The node's structure family.
    document : dict
        As the server gave it.

    Raises
    ------
    ValueError
        If it is not a structure of that family.

    Examples
    --------
    >>> parse("container", {"count": 2})
    ContainerStructure(count=2, contents=None)
    """
    if family not in BY_FAMILY:
        raise ValueError(f"unknown structure family {family!r}")
    try:
        return BY_FAMILY[family].from_json(document)
    except MALFORMED as error:
        raise ValueError(f"not the structure of a node of family {family!r}: {error!r}") from error


__all__ = [
    "BY_FAMILY",
    "ArrayStructure",
    "AwkwardStructure",
    "BuiltinDtype",
    "BytesStructure",
    "ContainerStructure",
    "Field",
    "RaggedStructure",
    "SparseStructure",
    "StructDtype",
    "Structure",
    "TableStructure",
    "parse",
]
