"""What may be drawn of values that are more than one number each: fields, and parts of complex."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.messages import Component
from tiled_jl.browser.pixels import Values
from tiled_jl.browser.wording import dtype_name, is_number
from tiled_jl.structures.array import ArrayStructure
from tiled_jl.structures.dtype import StructDtype

COMPLEX = ("magnitude", "phase", "real", "imaginary")


def array_components(
    array: ArrayStructure, unit: str | None, units: Mapping[str, str]
) -> list[Component]:
    """Return what may be drawn of an array; nothing where each value is one number.

    Parameters
    ----------
    array : ArrayStructure
    unit : str or None
        Of the values.
    units : mapping
        By the name of the field.
    """
    dtype = array.data_type
    if isinstance(dtype, StructDtype):
        return [
            Component(name=field.name, dtype=dtype_name(field.dtype), unit=units.get(field.name))
            for field in dtype.fields
            if not field.shape and is_number(field.dtype)
        ]
    if dtype.kind != "c":
        return []
    part = f"float{4 * dtype.itemsize}"
    return [
        Component(name=name, dtype=part, unit="rad" if name == "phase" else unit)
        for name in COMPLEX
    ]


def component(values: Values, name: str | None) -> tuple[Values, str]:
    """Return what is to be drawn of values, and in words what it is.

    Parameters
    ----------
    values : numpy.ndarray
    name : str or None
        One of the plan's components.

    Examples
    --------
    >>> component(np.array([3 + 4j]), "imaginary")
    (array([4.]), 'imaginary part')
    >>> component(np.array([3 + 4j]), None)
    (array([3.+4.j]), '')
    """
    if name is None or (values.dtype.kind == "c" and name == "magnitude"):
        return values, ""
    if name in (values.dtype.names or ()):
        return values[name], ""
    if values.dtype.kind == "c" and name in COMPLEX:
        if name == "phase":
            return np.angle(values), "phase in radians"
        return (values.real, "real part") if name == "real" else (values.imag, "imaginary part")
    raise RequestError(
        "bad_request",
        f"These values have no {name!r}.",
        "Open the preview again: the node may have been replaced.",
    )
