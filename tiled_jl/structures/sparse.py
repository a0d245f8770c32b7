"""The structure of a sparse node: coordinates and values (COO) of what is not zero.

A block travels as an Arrow table of columns ``dim0 … dimN, data``; its coordinates count from the
corner of the block.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tiled_jl.structures.array import (
    Chunks,
    Shape,
    names_from_json,
    resizable_from_json,
    shape_from_json,
)
from tiled_jl.structures.dtype import BuiltinDtype, StructDtype, dtype_from_json

_COORDINATE = BuiltinDtype("little", "u", 8)


@dataclass(frozen=True)
class SparseStructure:
    """An array that is mostly empty.

    Parameters
    ----------
    shape, chunks, dims, resizable
        As of `ArrayStructure`.
    data_type : BuiltinDtype, StructDtype or None
        The type of a value; servers before 0.2 do not say.
    coord_data_type : BuiltinDtype
        The type of a coordinate.
    layout : str
        ``"COO"``, the only one there is.
    """

    shape: Shape
    chunks: Chunks
    data_type: BuiltinDtype | StructDtype | None = None
    coord_data_type: BuiltinDtype = _COORDINATE
    dims: tuple[str, ...] | None = None
    resizable: bool | tuple[bool, ...] = False
    layout: str = "COO"

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> SparseStructure:
        """Read it from a node document."""
        data_type = document.get("data_type")
        coordinate = document.get("coord_data_type")
        return cls(
            shape_from_json(document["shape"]),
            tuple(shape_from_json(lengths) for lengths in document["chunks"]),
            None if data_type is None else dtype_from_json(data_type),
            _COORDINATE if coordinate is None else BuiltinDtype.from_json(coordinate),
            names_from_json(document.get("dims")),
            resizable_from_json(document.get("resizable", False)),
            str(document.get("layout", "COO")),
        )
