"""What the axes of an array stand for: their names, units and coordinates."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from tiled_jl import errors
from tiled_jl.browser.cells import as_cell
from tiled_jl.browser.messages import Cell, Dimension
from tiled_jl.browser.opened import Node
from tiled_jl.clients.listing import DEFAULT_FIELDS, fetch_page
from tiled_jl.clients.registry import Registry
from tiled_jl.documents import MAX_PAGE_SIZE, Item
from tiled_jl.structures.array import ArrayStructure
from tiled_jl.structures.sparse import SparseStructure

logger = logging.getLogger("tiled_jl")

XARRAY_SPECS = frozenset({"xarray_data_var", "xarray_coord"})
"""Of the variables of a dataset; a coordinate of several dimensions has coordinates itself."""

MOST_COORDINATES = 10_000
"""More than these take longer to bring than the picture that they belong to."""


def dimensions(node: Node, array: ArrayStructure | SparseStructure) -> list[Dimension]:
    """Describe the axes of an array, as far as it and its neighbours tell."""
    names = array.dims or ()
    units = units_by_name(node.item.metadata)
    coordinates = _coordinates(node, names)
    found = []
    for number, size in enumerate(array.shape):
        name = names[number] if number < len(names) else f"dim {number}"
        item = coordinates.get(name)
        unit = unit_of(item.metadata) if item is not None else None
        found.append(
            Dimension(
                name=name,
                size=size,
                unit=unit or units.get(name),
                coordinates=_values(node, item, size) if item is not None else [],
            )
        )
    return found


def units_by_name(metadata: Mapping[str, Any]) -> dict[str, str]:
    """Return the units of dimensions or columns, where metadata give them.

    Examples
    --------
    >>> units_by_name({"units": {"energy": "eV", "mu": "1"}}), units_by_name({"units": "V"})
    ({'energy': 'eV'}, {})
    """
    stated = metadata.get("units")
    if not isinstance(stated, Mapping):
        return {}
    return {str(name): unit for name, unit in stated.items() if _is_unit(unit)}


def unit_of(metadata: Mapping[str, Any]) -> str | None:
    """Return the unit of a node's values, where the metadata give one.

    Examples
    --------
    >>> unit_of({"attrs": {"units": "K"}}), unit_of({"unit": "counts"}), unit_of({})
    ('K', 'counts', None)
    """
    attributes = metadata.get("attrs")
    places = [attributes, metadata] if isinstance(attributes, Mapping) else [metadata]
    for place in places:
        for name in ("units", "unit"):
            unit = place.get(name)
            if _is_unit(unit):
                return str(unit)
    return None


def _is_unit(unit: object) -> bool:
    # A pure number has the unit 1, which nobody writes.
    return isinstance(unit, str) and unit.strip() not in ("", "1")


def _coordinates(node: Node, names: Sequence[str]) -> dict[str, Item]:
    """Return the siblings that hold coordinates, by the dimension that they belong to."""
    if not names or XARRAY_SPECS.isdisjoint(spec.name for spec in node.item.specs):
        return {}
    # In an xarray dataset each dimension has a sibling of its name.
    parent = node.item.path_parts[:-1]
    try:
        siblings = fetch_page(
            node.context, parent, limit=MAX_PAGE_SIZE, fields=(*DEFAULT_FIELDS, "structure")
        ).items
    except errors.TiledError:
        return {}
    return {item.key: item for item in siblings if item.key in names}


def _values(node: Node, item: Item, size: int) -> list[Cell]:
    """Return coordinates; none where they do not fit or cannot be read: positions do, then."""
    array = item.structure
    if not isinstance(array, ArrayStructure) or array.shape != (size,) or size > MOST_COORDINATES:
        return []
    client: Any = Registry().client(node.context, item)
    try:
        return [as_cell(value) for value in client.read()]
    except errors.TiledError as failure:
        logger.info("No coordinates from %s: %s", item.key, failure)
        return []
