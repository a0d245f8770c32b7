"""The structure of a ragged node: an array whose rows differ in length.

Rows travel as a zip: the buffers of an awkward array, its ``form`` (a string of JSON, as JSON) and
its ``length`` (eight bytes, the most significant first). One structure has one form: lists with
offsets of 64 bit where lengths vary, regular lists around them, and the innermost regular
dimensions within the values.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from tiled_jl.errors import MALFORMED
from tiled_jl.structures import buffers
from tiled_jl.structures.array import names_from_json, resizable_from_json, shape_from_json
from tiled_jl.structures.awkward import AwkwardStructure, from_array
from tiled_jl.structures.dtype import BuiltinDtype, StructDtype, dtype_from_json, dtype_from_numpy

if TYPE_CHECKING:
    import awkward
    import numpy
    import ragged

_LENGTH_BYTES = 8


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
        The number of elements. Servers do not count what is appended later.
    chunks : tuple of (tuple of int or None)
        For each dimension, the lengths of its chunks; None where it varies.
    dims, resizable
        As of `ArrayStructure`.

    Examples
    --------
    >>> client["examples/ragged"].structure().shape
    (500, None)
    """

    data_type: BuiltinDtype | StructDtype
    shape: tuple[int | None, ...]
    size: int
    chunks: tuple[tuple[int, ...] | None, ...]
    dims: tuple[str, ...] | None = None
    resizable: bool | tuple[bool, ...] = False

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> RaggedStructure:
        """Read it from a node document.

        Raises
        ------
        ValueError
            If the number of rows is not known, or the chunks do not add up to it.
        """
        lengths = document["shape"]
        chunks = document["chunks"]
        structure = cls(
            dtype_from_json(document["data_type"]),
            tuple(None if length is None else int(length) for length in lengths),
            int(document["size"]),
            tuple(None if each is None else shape_from_json(each) for each in chunks),
            names_from_json(document.get("dims")),
            resizable_from_json(document.get("resizable", False)),
        )
        if not structure.shape or sum(structure.row_chunks) != structure.rows:
            raise ValueError(f"chunks {structure.chunks} for the shape {structure.shape}")
        return structure

    @classmethod
    def from_array(
        cls, array: ragged.array, rows: Sequence[int], dims: tuple[str, ...] | None = None
    ) -> RaggedStructure:
        """Describe an array.

        Parameters
        ----------
        array : ragged.array
            As `as_ragged` returns it.
        rows : sequence of int
            How many rows are stored together, for each chunk.
        dims : tuple of str, optional
            Names of the dimensions.
        """
        inner = tuple(None if length is None else (length,) for length in array.shape[1:])
        return cls(
            dtype_from_numpy(array.dtype),
            tuple(array.shape),
            array.size or 0,
            (tuple(rows), *inner),
            dims,
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as it stands in a node document."""
        return {
            "data_type": self.data_type.to_json(),
            "shape": list(self.shape),
            "size": self.size,
            "chunks": [None if lengths is None else list(lengths) for lengths in self.chunks],
            "dims": None if self.dims is None else list(self.dims),
            "resizable": self.resizable,
        }

    @property
    def rows(self) -> int:
        """The length of the first dimension."""
        return self.shape[0] or 0

    @property
    def row_chunks(self) -> tuple[int, ...]:
        """The lengths of the chunks of the first dimension, which alone is cut."""
        return self.chunks[0] or ()

    @property
    def row_nbytes(self) -> int:
        """About how many bytes a row takes, itself and its place."""
        values = self.size * self.data_type.itemsize
        return 8 + math.ceil(values / max(1, self.rows))

    def empty(self, dtype: numpy.dtype[Any]) -> ragged.array:
        """Return an array of this shape and some type without rows."""
        import awkward
        import numpy
        import ragged

        contents = awkward.contents
        layout: Any = contents.NumpyArray(numpy.empty(0, dtype))
        for length in reversed(self.shape[1:]):
            if length is None:
                offsets = awkward.index.Index64(numpy.zeros(1, "i8"))
                layout = contents.ListOffsetArray(offsets, layout)
            else:
                layout = contents.RegularArray(layout, length, 0)
        return ragged.array(awkward.Array(layout))


def as_ragged(values: Any) -> ragged.array:
    """Return a ragged array in the one form in which it travels.

    Parameters
    ----------
    values : ragged.array, awkward.Array, numpy.ndarray, or sequence of sequences or arrays

    Raises
    ------
    TypeError
        If there is more to it than lists of numbers: records, missing values, text.
    ValueError
        If it is a single number.

    Examples
    --------
    >>> import numpy
    >>> as_ragged([numpy.arange(3, dtype="f4"), numpy.array([7.5], "f4")])
    ragged.array([
        [0, 1, 2],
        [7.5]
    ])
    """
    import awkward
    import numpy
    import ragged

    if isinstance(values, numpy.ndarray) and values.dtype == object:
        values = list(values)
    if not isinstance(values, awkward.Array | ragged.array | numpy.ndarray):
        values = list(values)
        if values and all(isinstance(row, numpy.ndarray) and row.ndim for row in values):
            values = _stacked(values)
    array = ragged.array(values)
    if not array.shape:
        raise ValueError("a ragged array has at least one dimension, not none")
    packed = awkward.to_packed(awkward.to_backend(awkward_of(array), "cpu"))
    return ragged.array(awkward.Array(_canonical(packed.layout)))


def fitted(array: ragged.array, shape: Sequence[int | None]) -> ragged.array:
    """Return an array whose dimensions are fixed or vary as those of a shape, where they can be.

    Parameters
    ----------
    array : ragged.array
    shape : sequence of (int or None)
        None where the length varies. The number of rows does not matter.

    Raises
    ------
    ValueError
        If lengths vary where they should not, or there are more or fewer dimensions.
    """
    import awkward

    found = awkward_of(array)
    for axis, (own, wanted) in enumerate(zip(array.shape[1:], shape[1:], strict=True), 1):
        if own is not None and wanted is None:
            found = awkward.from_regular(found, axis)
        elif own is None and wanted is not None:
            found = awkward.to_regular(found, axis)
    return as_ragged(found)


def awkward_of(array: ragged.array) -> Any:
    """Return the awkward array that a ragged one is made of; its library has no word for it."""
    return array._impl


def rows_of(array: ragged.array, start: int, stop: int) -> ragged.array:
    """Return some rows of an array, free of the others."""
    return as_ragged(array[start:stop])


def pack(array: ragged.array) -> memoryview:
    """Return the body that an array travels in.

    Parameters
    ----------
    array : ragged.array
        As `as_ragged` returns it.
    """
    structure, content = from_array(awkward_of(array))
    form = msgspec.json.encode(msgspec.json.encode(structure.form).decode())
    length = structure.length.to_bytes(_LENGTH_BYTES, "big")
    return buffers.pack({**content, "length": length, "form": form})


def unpack(body: bytearray | memoryview) -> ragged.array:
    """Return the array that a body holds.

    Parameters
    ----------
    body : bytearray or memoryview
        Is used up: the array lies in it.

    Raises
    ------
    ValueError
        If it holds none.
    """
    import ragged

    content = buffers.unpack(body)
    try:
        form = msgspec.json.decode(content["form"])
        form = msgspec.json.decode(form) if isinstance(form, str) else form
        length = int.from_bytes(content["length"], "big")
        array = AwkwardStructure.from_json({"length": length, "form": form}).to_array(content)
        return ragged.array(array)
    except (*MALFORMED, msgspec.DecodeError) as error:
        raise ValueError(f"not a ragged array ({error})") from error


def _stacked(rows: Sequence[Any]) -> awkward.Array:
    """Stack arrays that may differ in the length of any dimension, without going by element."""
    import awkward
    import numpy

    shapes = {row.shape[1:] for row in rows}
    if len(shapes) == 1 or not any(map(len, rows)):
        content = awkward.from_numpy(numpy.concatenate(rows) if len(shapes) == 1 else rows[0])
    elif () not in shapes:
        content = _stacked([inner for row in rows for inner in row])
    else:
        raise TypeError("rows of different numbers of dimensions")
    return awkward.unflatten(content, numpy.array([len(row) for row in rows]))


def _canonical(layout: Any) -> Any:
    import awkward
    import numpy

    contents = awkward.contents
    if layout.parameter("__array__") is not None:
        raise TypeError(f"a ragged array holds numbers, not {layout.parameter('__array__')}")
    if layout.is_unknown:
        return contents.NumpyArray(numpy.empty(0))
    if layout.is_numpy:
        return layout
    content = _canonical(layout.content)
    if not layout.is_regular:
        return contents.ListOffsetArray(layout.to_ListOffsetArray64(True).offsets, content)
    if content.is_numpy:
        shape = (len(layout), layout.size, *content.data.shape[1:])
        return contents.NumpyArray(content.data.reshape(shape))
    return contents.RegularArray(content, layout.size, len(layout))
