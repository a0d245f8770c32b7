"""How many small arrays of one container travel in one answer.

Each of the formats to which a server exports a container carries some arrays exactly and changes or
refuses others, so it is said of each array beforehand whether it may go along.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from tiled_jl.clients.array import ArrayClient
from tiled_jl.errors import MALFORMED
from tiled_jl.structures import ArrayStructure, BuiltinDtype, frames

if TYPE_CHECKING:
    import numpy

    from tiled_jl.clients.container import Container

Arrays = dict[str, "numpy.ndarray[Any, Any]"]

_END_ADDRESS = {0: 40, 1: 44, 2: 28, 3: 28}
"""Where a file of HDF5 says at which address it ends, by the version of its superblock.

See https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html
"""

_LONGEST_LIST = 1_000
"""Elements of a list in the metadata that surely fit an attribute of HDF5."""


@dataclass(frozen=True)
class Carrier:
    """A format that carries several arrays.

    Parameters
    ----------
    media_type : str
    group : callable
        Takes the client and the structure of an array, and returns something that is equal for
        arrays that may travel together; None if this one may not travel so.
    unpack : callable
        Takes the body of an answer and clients of the arrays that should be in it, and returns by
        key those that are, and are what their structures say. ValueError or OSError where the body
        is not of that format.
    """

    media_type: str
    group: Callable[[ArrayClient, ArrayStructure], Hashable]
    unpack: Callable[[bytearray | memoryview, Sequence[ArrayClient]], Arrays]


def carrier_for(container: Container) -> Carrier | None:
    """Return what carries arrays of a container; None if nothing does."""
    metadata = container._item.metadata
    if any(spec.name == "xarray_dataset" for spec in container.specs):
        # Servers that keep datasets in a database fail to make HDF5 of them.
        return ROWS if isinstance(metadata.get("attrs"), dict) else None
    return HDF5 if _fit_hdf5(metadata) and find_spec("h5py") else None


def _group_in_hdf5(client: ArrayClient, structure: ArrayStructure) -> Hashable:
    kind = structure.data_type.kind if isinstance(structure.data_type, BuiltinDtype) else "V"
    # Not text, moments in time and records.
    return "all" if kind in "biufcS" and _fit_hdf5(client._item.metadata) else None


def _fit_hdf5(metadata: Mapping[str, Any]) -> bool:
    """Whether metadata can be attributes in HDF5: servers export them with the data, or fail."""
    return all(_fits_attribute(value) for value in metadata.values())


def _fits_attribute(value: object) -> bool:
    if isinstance(value, str):
        return "\0" not in value
    if isinstance(value, list):
        alike = len({type(each) for each in value}) == 1
        flat = all(not isinstance(each, list) and _fits_attribute(each) for each in value)
        return alike and flat and len(value) <= _LONGEST_LIST
    return isinstance(value, bool | int | float)


def _from_hdf5(body: bytearray | memoryview, clients: Sequence[ArrayClient]) -> Arrays:
    import h5py
    import numpy

    _check_end(body)
    found: Arrays = {}
    with _as_value_errors(), h5py.File(io.BytesIO(body), "r") as file:
        for client in clients:
            array = numpy.empty(client.shape, client.dtype)
            # No link, which could lead to any file of this machine.
            if file.get(client.key, getlink=True, getclass=True) is not h5py.HardLink:
                continue
            held = file.get(client.key)
            if _is_plain(held) and (held.shape, held.dtype) == (array.shape, array.dtype):
                held.read_direct(array)
                found[client.key] = array
    return found


def _check_end(body: bytearray | memoryview) -> None:
    """Check that a file ends where it says: h5py reads what has slipped as if it had not."""
    start = _END_ADDRESS.get(body[8], 0) if len(body) > 8 else 0
    if int.from_bytes(body[start : start + 8], "little") != len(body):
        raise ValueError("the file does not end where it says")


@contextmanager
def _as_value_errors() -> Iterator[None]:
    # Over a damaged file, the library fails in every way.
    try:
        yield
    except (*MALFORMED, OSError, RuntimeError) as error:
        raise ValueError(f"not a sound file of HDF5: {error}") from error


def _is_plain(held: Any) -> bool:
    """Whether something in HDF5 is an array in one stretch of that file, as servers write it.

    Others may be parts of other files, or packed.
    """
    import h5py

    if not isinstance(held, h5py.Dataset):
        return False
    return not (held.chunks or held.external or held.is_virtual or held.dtype.hasobject)


def _group_in_rows(client: ArrayClient, structure: ArrayStructure) -> Hashable:
    data_type, dims = structure.data_type, structure.dims
    travels = (
        isinstance(data_type, BuiltinDtype)
        and data_type.kind in "biuf"
        # Neither can be a column.
        and data_type.endianness != "big"
        and data_type.descr != "<f2"
        # What is named like its dimension is the index, not a column.
        and len(structure.shape) == 1
        and dims not in {None, (client.key,)}
        and any(spec.name in {"xarray_coord", "xarray_data_var"} for spec in client.specs)
    )
    return dims if travels else None


def _from_rows(body: bytearray | memoryview, clients: Sequence[ArrayClient]) -> Arrays:
    import numpy

    table = frames.decode(body)
    found: Arrays = {}
    for client in clients:
        if client.key in table.column_names:
            column = numpy.array(table.column(client.key))
            if (column.shape, column.dtype) == (client.shape, client.dtype):
                found[client.key] = column
    return found


HDF5 = Carrier("application/x-hdf5", _group_in_hdf5, _from_hdf5)
"""Arrays of any shape, in a file as h5py writes it."""

ROWS = Carrier(frames.MEDIA_TYPE, _group_in_rows, _from_rows)
"""Variables of a dataset along one and the same dimension, as the columns of a table."""
