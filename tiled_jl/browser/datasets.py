"""Datasets laid out as xarray's users know them: dimensions, coordinates, variables, attributes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tiled_jl.browser.dimensions import unit_of
from tiled_jl.browser.messages import Dataset, DatasetDimension, Variable, say
from tiled_jl.browser.opened import Node
from tiled_jl.browser.plainly import plain, shortened
from tiled_jl.browser.wording import dtype_name
from tiled_jl.clients.listing import DEFAULT_FIELDS, fetch_page
from tiled_jl.documents import MAX_PAGE_SIZE, Item
from tiled_jl.structures.array import ArrayStructure

XARRAY_COORDINATE = "xarray_coord"


def has_spec(item: Item, name: str) -> bool:
    """Return whether a node has a spec of that name."""
    return any(spec.name == name for spec in item.specs)


def dataset_of(node: Node) -> Dataset:
    """Describe a dataset by one request."""
    page = fetch_page(
        node.context,
        node.item.path_parts,
        limit=MAX_PAGE_SIZE,
        fields=(*DEFAULT_FIELDS, "structure"),
    )
    dimensions: dict[str, int] = {}
    coordinates: list[Variable] = []
    variables: list[Variable] = []
    for item in page.items:
        if not isinstance(item.structure, ArrayStructure):
            continue
        variable = _variable(item, item.structure)
        dimensions |= dict(zip(variable.dims, variable.shape, strict=True))
        (coordinates if has_spec(item, XARRAY_COORDINATE) else variables).append(variable)
    return Dataset(
        dimensions=[DatasetDimension(name=name, size=size) for name, size in dimensions.items()],
        coordinates=coordinates,
        variables=variables,
        attributes=_attributes(node.item),
        partial=say("the first %1 of %2", len(page.items), page.count) if page.more else None,
    )


def _variable(item: Item, array: ArrayStructure) -> Variable:
    attributes = _attributes(item)
    unnamed = (f"{item.key}_dim_{axis}" for axis in range(len(array.shape)))
    dims = list(unnamed if array.dims is None else array.dims)
    return Variable(
        name=item.key,
        path=list(item.path_parts),
        dims=dims,
        shape=list(array.shape),
        dtype=dtype_name(array.data_type),
        size=array.nbytes,
        unit=unit_of(item.metadata),
        title=shortened(str(attributes.get("long_name") or ""), 200),
        index=dims == [item.key],
        attributes=attributes,
    )


def _attributes(item: Item) -> dict[str, Any]:
    found = item.metadata.get("attrs")
    return plain(found) if isinstance(found, Mapping) else {}
