"""The structure of an array node: ``{data_type, shape, chunks, dims, resizable}``."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tiled_jl.errors import OutOfMemory
from tiled_jl.structures.chunking import choose_chunks, normalise_chunks
from tiled_jl.structures.dtype import (
    BuiltinDtype,
    StructDtype,
    dtype_from_json,
    dtype_from_numpy,
)

if TYPE_CHECKING:
    import numpy

Shape = tuple[int, ...]
Chunks = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class ArrayStructure:
    """A rectangular array of equal elements, stored in chunks.

    Parameters
    ----------
    data_type : BuiltinDtype or StructDtype
        The type of an element.
    shape : tuple of int
        Length of each dimension.
    chunks : tuple of tuple of int
        For each dimension, the lengths of its chunks; they add up to its length.
    dims : tuple of str or None
        Names of the dimensions.
    resizable : bool or tuple of bool
        Whether it may grow, perhaps by dimension.

    Examples
    --------
    >>> structure = client["examples/detector"].structure()
    >>> structure.shape, structure.dims
    ((60, 512, 512), ('frame', 'row', 'col'))
    """

    data_type: BuiltinDtype | StructDtype
    shape: Shape
    chunks: Chunks
    dims: tuple[str, ...] | None = None
    resizable: bool | tuple[bool, ...] = False

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> ArrayStructure:
        """Read it from a node document.

        Raises
        ------
        ValueError
            If the chunks do not add up to the shape.
        """
        shape = shape_from_json(document["shape"])
        chunks = tuple(shape_from_json(lengths) for lengths in document["chunks"])
        if tuple(sum(lengths) for lengths in chunks) != shape:
            raise ValueError(f"chunks {chunks} do not add up to the shape {shape}")
        return cls(
            dtype_from_json(document["data_type"]),
            shape,
            chunks,
            names_from_json(document.get("dims")),
            resizable_from_json(document.get("resizable", False)),
        )

    @classmethod
    def from_array(
        cls,
        array: Any,
        chunks: Any = None,
        dims: Iterable[str] | None = None,
        resizable: bool | tuple[bool, ...] = False,
    ) -> ArrayStructure:
        """Describe an array that is to be stored.

        Records are packed and their fields made little-endian: servers keep neither gaps nor the
        order of bytes within a record. All other types are kept as they are.

        Parameters
        ----------
        array : numpy.ndarray or like it
            Something that has a shape and a numpy dtype.
        chunks : int or sequence, optional
            The length of a chunk; or for each dimension that length (-1 or None for the whole of
            it) or the lengths of all chunks. By default chunks of a few megabytes.
        dims : iterable of str, optional
            Names of the dimensions.
        resizable : bool or tuple of bool, optional
            Whether it may grow, perhaps by dimension.

        Raises
        ------
        TypeError
            If the elements are Python objects, which cannot be sent.
        ValueError
            If the chunks or the dims do not fit the shape.

        Examples
        --------
        >>> import numpy
        >>> ArrayStructure.from_array(numpy.zeros((5, 7)), chunks=(2, None)).chunks
        ((2, 2, 1), (7,))
        """
        shape = tuple(int(length) for length in array.shape)
        dtype = array.dtype if array.dtype.names is None else array.dtype.newbyteorder("little")
        data_type = dtype_from_numpy(dtype)
        names = dimension_names(dims, len(shape))
        if chunks is None:
            chosen = choose_chunks(shape, data_type.itemsize)
        else:
            chosen = normalise_chunks(chunks, shape)
        return cls(data_type, shape, chosen, names, resizable)

    def to_json(self) -> dict[str, Any]:
        """Return it as it stands in a node document."""
        return {
            "data_type": self.data_type.to_json(),
            "shape": list(self.shape),
            "chunks": [list(lengths) for lengths in self.chunks],
            "dims": None if self.dims is None else list(self.dims),
            "resizable": self.resizable,
        }

    @property
    def size(self) -> int:
        """The number of elements."""
        return math.prod(self.shape)

    @property
    def nbytes(self) -> int:
        """The number of bytes that all elements take."""
        return self.size * self.data_type.itemsize


def shape_from_json(lengths: Iterable[Any]) -> Shape:
    """Read lengths, which cannot be negative, nor more than can be counted."""
    shape = tuple(int(length) for length in lengths)
    if any(not 0 <= length <= sys.maxsize for length in shape):
        raise ValueError(f"a negative length in {shape}, or one beyond all counting")
    return shape


def room(shape: Shape, dtype: numpy.dtype[Any], name: str) -> numpy.ndarray[Any, Any]:
    """Return a new array to be filled.

    Parameters
    ----------
    shape : tuple of int
    dtype : numpy.dtype
    name : str
        What it is for, in an error.

    Raises
    ------
    OutOfMemory
        If there is no room for it.
    """
    import numpy

    try:
        return numpy.empty(shape, dtype)
    except (MemoryError, ValueError) as error:
        raise OutOfMemory(
            f"{name} is of shape {shape} and type {dtype}, which does not fit into memory.",
            hint="Read a part of it at a time: client[0], client.read_block(...).",
        ) from error


def dimension_names(dims: str | Iterable[str] | None, ndim: int) -> tuple[str, ...] | None:
    """Return the names that someone gives to dimensions: as many, or none at all."""
    if dims is None:
        return None
    names = (dims,) if isinstance(dims, str) else tuple(str(name) for name in dims)
    if len(names) != ndim:
        raise ValueError(f"{len(names)} dims {names} for an array of {ndim} dimensions")
    return names


def names_from_json(names: Iterable[Any] | None) -> tuple[str, ...] | None:
    """Read the names of dimensions, which are optional."""
    return None if names is None else tuple(str(name) for name in names)


def resizable_from_json(resizable: bool | Iterable[Any]) -> bool | tuple[bool, ...]:
    """Read whether an array, or each of its dimensions, may grow."""
    return resizable if isinstance(resizable, bool) else tuple(bool(each) for each in resizable)
