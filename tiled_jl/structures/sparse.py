"""The structure of a sparse node: coordinates and values (COO) of what is not zero.

Coordinates and values travel as an Arrow file of the columns ``dim0 … dimN, data``. They count from
the corner of what was asked for: a block, a slice, the whole.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tiled_jl.structures import frames
from tiled_jl.structures.array import (
    Chunks,
    Shape,
    names_from_json,
    resizable_from_json,
    shape_from_json,
)
from tiled_jl.structures.dtype import BuiltinDtype, StructDtype, dtype_from_json

if TYPE_CHECKING:
    import numpy
    import pyarrow

    Numbers = numpy.ndarray[Any, Any]

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

    Examples
    --------
    >>> client["examples/sparse"].structure().chunks
    ((512, 512), (512, 512))
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
        data_type = document.get("data_type")
        coordinate = document.get("coord_data_type")
        return cls(
            shape,
            chunks,
            None if data_type is None else dtype_from_json(data_type),
            _COORDINATE if coordinate is None else BuiltinDtype.from_json(coordinate),
            names_from_json(document.get("dims")),
            resizable_from_json(document.get("resizable", False)),
            str(document.get("layout", "COO")),
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as it stands in a node document."""
        return {
            "shape": list(self.shape),
            "chunks": [list(lengths) for lengths in self.chunks],
            "data_type": None if self.data_type is None else self.data_type.to_json(),
            "coord_data_type": self.coord_data_type.to_json(),
            "dims": None if self.dims is None else list(self.dims),
            "resizable": self.resizable,
            "layout": self.layout,
        }

    @property
    def size(self) -> int:
        """The number of elements, zeros included."""
        return math.prod(self.shape)


@dataclass(frozen=True)
class Points:
    """What is not zero.

    Parameters
    ----------
    coords : numpy.ndarray
        Of shape (number of dimensions, number of points).
    data : numpy.ndarray
        A value for each point.
    """

    coords: Numbers
    data: Numbers

    @property
    def nbytes(self) -> int:
        """Bytes that they take in memory."""
        return self.coords.nbytes + self.data.nbytes

    def check(self, shape: Shape) -> None:
        """Refuse what cannot be points of an array of that shape.

        Raises
        ------
        ValueError
            If there are not as many coordinates as values and dimensions, or one is out of bounds.
        TypeError
            If a coordinate is not an integer.
        """
        if self.data.ndim != 1 or self.coords.shape != (len(shape), len(self.data)):
            raise ValueError(
                f"coordinates of shape {self.coords.shape} and values of shape {self.data.shape} "
                f"for an array of {len(shape)} dimensions: they have to be of shape (dimensions, "
                "points) and (points,)"
            )
        if self.coords.dtype.kind not in "iu":
            raise TypeError(f"coordinates are integers, not {self.coords.dtype}")
        for number, (positions, length) in enumerate(zip(self.coords, shape, strict=True)):
            if len(positions) and not 0 <= positions.min() <= positions.max() < length:
                raise ValueError(
                    f"coordinates from {positions.min()} to {positions.max()} in dimension "
                    f"{number} of length {length}"
                )

    def by_block(self, chunks: Chunks) -> Iterator[tuple[tuple[int, ...], Points]]:
        """Yield every block, and the points in it, counted from its corner."""
        import numpy

        starts = [numpy.cumsum([0, *lengths[:-1]]) for lengths in chunks]
        counts = tuple(len(lengths) for lengths in chunks)
        # Where chunks without a length start with the next, the last of them is the one.
        numbers = [
            numpy.searchsorted(start, positions, side="right") - 1
            for start, positions in zip(starts, self.coords, strict=True)
        ]
        flat = (
            numpy.ravel_multi_index(numbers, counts)
            if counts
            else numpy.zeros(len(self.data), "i8")
        )
        order = numpy.argsort(flat, kind="stable")
        ends = numpy.searchsorted(flat[order], numpy.arange(math.prod(counts)), side="right")
        begin = 0
        for block, end in zip(numpy.ndindex(*counts), ends, strict=True):
            mine = order[begin:end]
            corner = [start[number] for start, number in zip(starts, block, strict=True)]
            corner_column = numpy.array(corner, "i8").reshape(-1, 1)
            yield block, Points(self.coords[:, mine] - corner_column, self.data[mine])
            begin = end

    def to_arrow(self) -> memoryview:
        """Return them as an Arrow file.

        Raises
        ------
        TypeError
            If Arrow has no such type of value.
        """
        import pyarrow

        check_sendable(self.data.dtype)
        columns = {f"dim{number}": positions for number, positions in enumerate(self.coords)}
        return frames.encode(pyarrow.table({**columns, "data": self.data}))

    @classmethod
    def from_arrow(cls, body: bytearray | memoryview, ndim: int) -> Points:
        """Read them from an Arrow file.

        Raises
        ------
        ValueError
            If it is not one, or has other columns.
        """
        import numpy
        import pyarrow

        names = [f"dim{number}" for number in range(ndim)]
        try:
            table = frames.decode(body)
            columns = [table.column(name) for name in names]
            data = table.column("data")
        except KeyError as error:
            raise ValueError(f"not an Arrow file of coordinates and values ({error})") from error
        for column in columns:
            if not pyarrow.types.is_integer(column.type) or column.null_count:
                raise ValueError(f"coordinates of type {column.type}, {column.null_count} missing")
        if not _is_number(data.type):
            raise ValueError(f"values of type {data.type}")
        whole = pyarrow.types.is_integer(data.type) or pyarrow.types.is_boolean(data.type)
        if whole and data.null_count:
            raise ValueError(f"{data.null_count} values are missing")
        coords = numpy.empty((ndim, table.num_rows), "i8")
        for target, column in zip(coords, columns, strict=True):
            # One that has no place among signed integers turns negative, and is out of bounds.
            target[...] = column.to_numpy()
        # Of its own, so that the body can go.
        return cls(coords, numpy.require(data.to_numpy(), requirements=["O", "W"]))


def _is_number(type: pyarrow.DataType) -> bool:  # noqa: A002
    """Whether values are as an array of numpy can hold them, other than as Python objects."""
    from pyarrow import types

    tests = (types.is_primitive, types.is_boolean)
    return any(test(type) for test in tests)


def check_sendable(dtype: numpy.dtype[Any]) -> None:
    """Refuse values of a type that has no place in an Arrow file.

    Raises
    ------
    TypeError
        If it is such a type: complex numbers, records, Python objects, text.
    """
    import pyarrow

    try:
        known = dtype.kind in "biufmM" and pyarrow.from_numpy_dtype(dtype) is not None
    except pyarrow.ArrowNotImplementedError:
        known = False
    if not known:
        raise TypeError(f"values of type {dtype} cannot be sent as a sparse array")


def points(coords: Any, data: Any = None) -> tuple[Points, Shape | None]:
    """Return points as they can be sent, and the shape of their array if it has one.

    Parameters
    ----------
    coords : sparse array or array_like of int
        A sparse array, of whatever kind, if there are no data.
    data : array_like, optional

    Raises
    ------
    TypeError
        If values cannot be sent.
    ValueError
        If what is not given is not zero.
    """
    import numpy

    shape = None
    if data is None:
        import sparse

        array = sparse.as_coo(coords)
        fill = numpy.asarray(array.fill_value)
        if fill != numpy.zeros((), fill.dtype):
            raise ValueError(f"a sparse array on a server is filled with zero, not with {fill}")
        coords, data, shape = array.coords, array.data, tuple(array.shape)
    data = numpy.asarray(data)
    data = data.astype(data.dtype.newbyteorder("="), copy=False)
    check_sendable(data.dtype)
    coords = numpy.asarray(coords)
    if coords.dtype.kind in "iu":
        coords = coords.astype("i8", copy=False)
    return Points(coords, data), shape
