"""A new dataset node and its variables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from tiled_jl.clients.arraylike import is_dask_array
from tiled_jl.clients.halfmade import half_made
from tiled_jl.jsonable import jsonable
from tiled_jl.structures.dtype import dtype_from_numpy
from tiled_jl.submission import check_key

if TYPE_CHECKING:
    import numpy
    import xarray

    from tiled_jl.clients.writing import Writing
    from tiled_jl.documents import Spec

_ENCODING = (
    "dtype", "scale_factor", "add_offset", "_FillValue", "missing_value", "units", "calendar",
)  # fmt: skip
"""What of an encoding is about the values; the rest is about a file that they came from."""


def write_dataset(
    container: Writing,
    dataset: xarray.Dataset,
    *,
    key: str | None,
    metadata: Mapping[str, Any] | None,
    specs: Iterable[Spec | str],
    access_tags: Iterable[str] | None,
) -> Any:
    """Create a dataset below a container and write it; see `Container.write_xarray_dataset`."""
    import xarray

    if not isinstance(dataset, xarray.Dataset):
        raise TypeError(f"an xarray.Dataset is needed, not {type(dataset).__name__}")
    # All that can be refused is looked at before anything is sent.
    variables = {str(name): _plain(name, each) for name, each in dataset.variables.items()}
    described = {name: _metadata(name, each) for name, each in variables.items()}
    attrs = jsonable(dict(dataset.attrs), "attrs")
    access_tags = None if access_tags is None else list(access_tags)
    node = container.create_container(
        key,
        metadata={**(metadata or {}), "attrs": attrs},
        specs=["xarray_dataset", *specs],
        access_tags=access_tags,
    )
    with half_made(node):
        for name, variable in variables.items():
            node.write_array(
                variable,
                key=name,
                metadata=described[name],
                specs=["xarray_coord" if name in dataset.coords else "xarray_data_var"],
                access_tags=access_tags,
            )
    return node


def _plain(name: Any, variable: xarray.Variable) -> xarray.Variable:
    """Return a variable whose name, dimensions and elements can be those of an array node.

    Raises
    ------
    TypeError, ValueError
        If there is none.
    """
    import numpy

    check_key(name)
    if not all(isinstance(dim, str) for dim in variable.dims):
        raise TypeError(f"The dimensions of the variable {name!r} are not strings: {variable.dims}")
    dtype = variable.dtype
    if not isinstance(dtype, numpy.dtype) or dtype.kind in "OT":
        return variable.copy(data=_text(name, variable))
    try:
        dtype_from_numpy(dtype)
    except TypeError as error:
        raise TypeError(f"The variable {name!r}: {error}") from error
    return variable


def _text(name: str, variable: xarray.Variable) -> numpy.ndarray[Any, Any]:
    """Return strings as numpy has them in one stretch of memory: all of the longest one's length.

    Raises
    ------
    TypeError
        If there are other objects among them.
    """
    import numpy

    if is_dask_array(variable.data):
        raise TypeError(
            f"The variable {name!r} holds Python objects yet to be computed: "
            "give them a plain type by dataset.astype(), or compute it first."
        )
    objects = variable.to_numpy().astype(object)
    others = sorted({type(each).__name__ for each in objects.flat if not isinstance(each, str)})
    if others:
        raise TypeError(
            f"The variable {name!r} holds objects, of type {', '.join(others)}, which cannot be "
            "sent: make numbers, strings or moments of them. (An index of several levels: "
            "dataset.reset_index().)"
        )
    text = objects.astype(str)
    if not numpy.array_equal(text.astype(object), objects):
        raise ValueError(f"The variable {name!r} holds strings that end in null characters.")
    return text


def _metadata(name: str, variable: xarray.Variable) -> dict[str, Any]:
    import numpy

    found = {"attrs": jsonable(dict(variable.attrs), f"the attrs of {name!r}")}
    encoding = {key: variable.encoding[key] for key in _ENCODING if key in variable.encoding}
    if "dtype" in encoding:
        encoding["dtype"] = str(encoding["dtype"])
    # What is missing in floats is not-a-number in any case, and JSON does not have that.
    encoding = {key: each for key, each in encoding.items() if numpy.ndim(each) or each == each}
    if encoding:
        found["encoding"] = jsonable(encoding, f"the encoding of {name!r}")
    return found
