"""Files of the kinds that people have, made nodes of a server."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path, PurePath
from typing import Any

from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.messages import say
from tiled_jl.clients.halfmade import half_made
from tiled_jl.jsonable import jsonable

Write = Callable[[Any, Path, str], Any]
"""Takes a container, a file, and the key of the new node."""


def writer_of(name: str) -> Write:
    """Return what makes a node of a file, by the extension of its name.

    Raises
    ------
    RequestError
        If there is none, or the package that it needs is not installed here.

    Examples
    --------
    >>> writer_of("Scan 1.CSV").__name__
    'write_csv'
    """
    extension = PurePath(name.lower()).suffix
    if extension not in _WRITERS:
        raise RequestError(
            "bad_request",
            say("There is no way to make a node of “%1”.", name),
            say("Give a file of one of these kinds: %1.", ", ".join(_WRITERS)),
        )
    write, package = _WRITERS[extension]
    if find_spec(package) is None:
        raise RequestError(
            "bad_request",
            say("The kernel of the browser cannot read %1 files.", extension),
            say("Install the package %1 where that kernel runs, then restart it.", package),
        )
    return write


def write_csv(container: Any, file: Path, key: str) -> Any:
    """Make a table of a file of comma-separated values."""
    import pandas

    return container.write_table(pandas.read_csv(file), key=key)


def write_parquet(container: Any, file: Path, key: str) -> Any:
    """Make a table of a Parquet file."""
    from pyarrow import parquet

    return container.write_table(parquet.read_table(file), key=key)


def write_npy(container: Any, file: Path, key: str) -> Any:
    """Make an array of a file of numpy's own."""
    import numpy

    # A pickle could run anything.
    return container.write_array(numpy.load(file, mmap_mode="r", allow_pickle=False), key=key)


def write_tiff(container: Any, file: Path, key: str) -> Any:
    """Make an array of the images of a TIFF file."""
    import tifffile

    return container.write_array(tifffile.imread(file), key=key)


def write_hdf5(container: Any, file: Path, key: str) -> Any:
    """Make a container of an HDF5 file: groups become containers, datasets arrays."""
    import h5py

    with h5py.File(file, "r") as root:
        return _write_group(container, root, key)


def _write_group(container: Any, group: Any, key: str, above: tuple[Any, ...] = ()) -> Any:
    import h5py

    above = (*above, group)
    made = container.create_container(key, metadata=_attributes(group))
    with half_made(made):
        for name in group:
            # What lies in other files is not of this one, and may be anything on this machine.
            if isinstance(group.get(name, getlink=True), h5py.ExternalLink):
                continue
            member = group.get(name)
            if isinstance(member, h5py.Group):
                # A link to a group around it would have no end.
                if member not in above:
                    _write_group(made, member, name, above)
            elif isinstance(member, h5py.Dataset) and _is_within(member):
                is_text = h5py.check_string_dtype(member.dtype) is not None
                values = member.asstr()[()] if is_text else member[()]
                made.write_array(
                    _text_array(values) if is_text else values,
                    key=name,
                    metadata=_attributes(member),
                )
    return made


def _is_within(dataset: Any) -> bool:
    """Whether a dataset has values, and none of them in another file."""
    return dataset.shape is not None and not dataset.external and not dataset.is_virtual


def _text_array(values: Any) -> Any:
    import numpy

    return numpy.asarray(values, dtype=str)


def _attributes(member: Any) -> dict[str, Any]:
    """Return the attributes of a part of an HDF5 file, as far as JSON has what they hold."""
    found = {}
    for name, value in member.attrs.items():
        text = value.decode(errors="replace") if isinstance(value, bytes) else value
        try:
            found[name] = jsonable(text)
        except TypeError:
            found[name] = str(text)
    return found


_WRITERS: dict[str, tuple[Write, str]] = {
    ".csv": (write_csv, "pandas"),
    ".parquet": (write_parquet, "pyarrow"),
    ".npy": (write_npy, "numpy"),
    ".tif": (write_tiff, "tifffile"),
    ".tiff": (write_tiff, "tifffile"),
    ".h5": (write_hdf5, "h5py"),
    ".hdf5": (write_hdf5, "h5py"),
    ".nxs": (write_hdf5, "h5py"),
}
"""By extension; and the package that reads such files."""
