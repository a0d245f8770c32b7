"""What may be drawn of values that are more than one number each: fields, and parts of complex."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.messages import Component, Words, say
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


def component(values: Values, name: str | None) -> tuple[Values, Words | None]:
    """Return what is to be drawn of values, and what that is where it needs to be said.

    Parameters
    ----------
    values : numpy.ndarray
    name : str or None
        One of the plan's components.

    Examples
    --------
    >>> numbers, what = component(np.array([3 + 4j]), "imaginary")
    >>> numbers, str(what)
    (array([4.]), 'imaginary part')
    >>> component(np.array([3 + 4j]), None)
    (array([3.+4.j]), None)
    """
    if name is None or (values.dtype.kind == "c" and name == "magnitude"):
        return values, None
    if name in (values.dtype.names or ()):
        return values[name], None
    if values.dtype.kind == "c" and name in COMPLEX:
        if name == "phase":
            return np.angle(values), say("phase in radians")
        if name == "real":
            return values.real, say("real part")
        return values.imag, say("imaginary part")
    raise RequestError(
        "bad_request",
        say("These values have no “%1”.", name),
        say("Open the preview again: the node may have been replaced."),
    )
