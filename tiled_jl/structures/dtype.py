"""The type of one element, as Tiled writes it.

A plain type is ``{endianness, kind, itemsize, dt_units}``, in the terms of numpy's array interface;
a structured one is ``{itemsize, fields: [{name, dtype, shape}]}`` and may hold others.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tiled_jl.errors import ResponseError

if TYPE_CHECKING:
    import numpy

Endianness = Literal["big", "little", "not_applicable"]

_ORDER: dict[Endianness, str] = {"big": ">", "little": "<", "not_applicable": "|"}

_ENDIANNESS: dict[str, Endianness] = {sign: name for name, sign in _ORDER.items()}
_NATIVE = "<" if sys.byteorder == "little" else ">"
_KINDS = frozenset("biufcmMSUV")
"""numpy's letters for the kinds whose bytes can be sent (so no ``O``, Python objects)."""

_UNITS = re.compile(r"\[\d{0,9}(Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\]|\[generic\]")
"""Units of a datetime. What else could stand there might change the meaning of the whole type."""

_BYTES_PER_CHARACTER = 4


@dataclass(frozen=True)
class BuiltinDtype:
    """The type of an element that is one value.

    Parameters
    ----------
    endianness : {"big", "little", "not_applicable"}
    kind : str
        numpy's letter: ``b i u f c m M S U V``.
    itemsize : int
        In bytes; a unicode character is 4.
    dt_units : str or None
        Unit of a datetime or timedelta, such as ``"[ns]"``.

    Examples
    --------
    >>> BuiltinDtype("big", "f", 8).to_numpy_dtype()
    dtype('>f8')
    """

    endianness: Endianness
    kind: str
    itemsize: int
    dt_units: str | None = None

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> BuiltinDtype:
        """Read it from a node document."""
        endianness, kind = document["endianness"], document["kind"]
        if endianness not in _ORDER:
            raise ValueError(f"unknown endianness {endianness!r}")
        if kind not in _KINDS:
            raise ValueError(f"elements of kind {kind!r} cannot be read")
        itemsize, units = int(document["itemsize"]), document.get("dt_units")
        if itemsize < 0:
            raise ValueError(f"elements of {itemsize} bytes")
        if units and not (kind in "mM" and _UNITS.fullmatch(units)):
            raise ValueError(f"elements of kind {kind!r} in units of {units!r}")
        return cls(endianness, kind, itemsize, units)

    @classmethod
    def from_numpy_dtype(cls, dtype: numpy.dtype[Any]) -> BuiltinDtype:
        """Describe a numpy dtype.

        Raises
        ------
        TypeError
            If its elements are Python objects, which cannot be sent.
        """
        if dtype.kind not in _KINDS:
            raise TypeError(f"elements of type {dtype} cannot be sent: give them a plain type")
        order = dtype.byteorder if dtype.byteorder != "=" else _NATIVE
        units = dtype.str[3:] if dtype.kind in "mM" else None
        return cls(_ENDIANNESS[order], dtype.kind, dtype.itemsize, units or None)

    def to_json(self) -> dict[str, Any]:
        """Return it as it stands in a node document."""
        return {
            "endianness": self.endianness,
            "kind": self.kind,
            "itemsize": self.itemsize,
            "dt_units": self.dt_units,
        }

    @property
    def descr(self) -> str:
        """The type as a numpy type string, such as ``"<f8"``."""
        size = self.itemsize // _BYTES_PER_CHARACTER if self.kind == "U" else self.itemsize
        return f"{_ORDER[self.endianness]}{self.kind}{size}{self.dt_units or ''}"

    def to_numpy_dtype(self) -> numpy.dtype[Any]:
        """Return it as a numpy dtype."""
        import numpy

        return numpy.dtype(self.descr)


@dataclass(frozen=True)
class Field:
    """One field of a structured type; `shape` is that of an array within the field, or None.

    Examples
    --------
    >>> position = Field("position", BuiltinDtype("little", "f", 8), shape=(3,))
    >>> StructDtype(24, (position,)).to_numpy_dtype()
    dtype([('position', '<f8', (3,))])
    """

    name: str
    dtype: BuiltinDtype | StructDtype
    shape: tuple[int, ...] | None = None

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Field:
        """Read it from a node document."""
        shape = document.get("shape")
        return cls(
            str(document["name"]),
            dtype_from_json(document["dtype"]),
            None if shape is None else tuple(int(length) for length in shape),
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as it stands in a node document."""
        shape = None if self.shape is None else list(self.shape)
        return {"name": self.name, "dtype": self.dtype.to_json(), "shape": shape}

    @property
    def nbytes(self) -> int:
        """The bytes that it takes within an element."""
        return self.dtype.itemsize * math.prod(self.shape or ())

    @property
    def descr(self) -> tuple[Any, ...]:
        """The field as numpy describes it: name, type and, if any, shape."""
        shape = () if self.shape is None else (self.shape,)
        return (self.name, self.dtype.descr, *shape)


@dataclass(frozen=True)
class StructDtype:
    """The type of an element that is a record of named fields, which may nest.

    Examples
    --------
    >>> point = StructDtype(9, (Field("x", BuiltinDtype("little", "f", 8)),
    ...                         Field("ok", BuiltinDtype("not_applicable", "b", 1))))
    >>> point.to_numpy_dtype()
    dtype([('x', '<f8'), ('ok', '?')])
    """

    itemsize: int
    fields: tuple[Field, ...]

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> StructDtype:
        """Read it from a node document."""
        fields = tuple(Field.from_json(field) for field in document["fields"])
        return cls(int(document["itemsize"]), fields)

    @classmethod
    def from_numpy_dtype(cls, dtype: numpy.dtype[Any]) -> StructDtype:
        """Describe a numpy dtype that has fields.

        What a document has no place for is left out: gaps between fields, and titles. So the
        elements may have to be converted to `to_numpy_dtype` before they are sent.

        Raises
        ------
        TypeError
            If a field holds Python objects, which cannot be sent.
        """
        fields = []
        for name in dtype.names or ():
            inner = dtype[name]
            shape = inner.shape or None
            fields.append(Field(name, dtype_from_numpy(inner.base), shape))
        return cls(sum(field.nbytes for field in fields), tuple(fields))

    def to_json(self) -> dict[str, Any]:
        """Return it as it stands in a node document."""
        return {"itemsize": self.itemsize, "fields": [field.to_json() for field in self.fields]}

    @property
    def descr(self) -> list[tuple[Any, ...]]:
        """The type as numpy describes it: a list of fields."""
        return [field.descr for field in self.fields]

    def to_numpy_dtype(self) -> numpy.dtype[Any]:
        """Return it as a numpy dtype."""
        import numpy

        dtype = numpy.dtype(self.descr)
        if dtype.hasobject:
            raise ValueError("fields that hold Python objects")
        if dtype.itemsize != self.itemsize:
            raise ValueError(
                f"fields of {dtype.itemsize} bytes in an element of {self.itemsize} bytes"
            )
        return dtype


def dtype_from_json(document: Mapping[str, Any]) -> BuiltinDtype | StructDtype:
    """Read either kind of type from a node document."""
    if "fields" in document:
        return StructDtype.from_json(document)
    return BuiltinDtype.from_json(document)


def dtype_from_numpy(dtype: numpy.dtype[Any]) -> BuiltinDtype | StructDtype:
    """Describe a numpy dtype, plain or with fields."""
    if dtype.names is not None:
        return StructDtype.from_numpy_dtype(dtype)
    return BuiltinDtype.from_numpy_dtype(dtype)


def to_numpy(data_type: BuiltinDtype | StructDtype, name: str) -> numpy.dtype[Any]:
    """Return either kind of type as a numpy dtype.

    Parameters
    ----------
    data_type : BuiltinDtype or StructDtype
        As the server gave it.
    name : str
        Of the node that it is of, in an error.

    Raises
    ------
    ResponseError
        If numpy has no such type.
    """
    try:
        return data_type.to_numpy_dtype()
    except (TypeError, ValueError) as error:
        raise ResponseError(f"The element type of {name} is not known to numpy: {error}") from error
