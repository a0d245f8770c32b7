"""The structure of a ragged node: an array whose rows differ in length.

It travels as a zip of offsets and content, whole or by block of rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tiled_jl.structures.array import names_from_json, resizable_from_json, shape_from_json
from tiled_jl.structures.dtype import BuiltinDtype, StructDtype, dtype_from_json


@dataclass(frozen=True)
class RaggedStructure:
    """An array in which some dimensions have no single length.

    Parameters
    ----------
    data_type : BuiltinDtype or StructDtype
        The type of an element.
    shape : tuple of (int or None)
        Length of each dimension; None where it varies. The first never does.
    size : int
        The number of elements.
    chunks : tuple of (tuple of int or None)
        For each dimension, the lengths of its chunks; None where it varies.
    dims, resizable
        As of `ArrayStructure`.
    """

    data_type: BuiltinDtype | StructDtype
    shape: tuple[int | None, ...]
    size: int
    chunks: tuple[tuple[int, ...] | None, ...]
    dims: tuple[str, ...] | None = None
    resizable: bool | tuple[bool, ...] = False

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> RaggedStructure:
        """Read it from a node document."""
        lengths = document["shape"]
        chunks = document["chunks"]
        return cls(
            dtype_from_json(document["data_type"]),
            tuple(None if length is None else int(length) for length in lengths),
            int(document["size"]),
            tuple(None if each is None else shape_from_json(each) for each in chunks),
            names_from_json(document.get("dims")),
            resizable_from_json(document.get("resizable", False)),
        )
