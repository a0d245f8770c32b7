"""What the axes of an array stand for: their names, units and coordinates."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from tiled_jl import errors
from tiled_jl.browser.cells import as_cell
from tiled_jl.browser.messages import Cell, Dimension, Words, say
from tiled_jl.browser.opened import Node
from tiled_jl.clients.listing import DEFAULT_FIELDS, fetch_item, fetch_page
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
    units = units_by_name(node.item.metadata)
    coordinates = _coordinates(node, array.dims or ())
    found = []
    for number, size in enumerate(array.shape):
        name, title = axis_name(array.dims, number)
        item = coordinates.get(name)
        unit = unit_of(item.metadata) if item is not None else None
        values, note = _values(node, item, size) if item is not None else ([], None)
        found.append(
            Dimension(
                name=name,
                title=title,
                size=size,
                unit=unit or units.get(name),
                coordinates=values,
                note=note,
            )
        )
    return found


def axis_name(names: Sequence[str] | None, axis: int) -> tuple[str, Words | None]:
    """Return the name of an axis; of one without a name a number, and what people read for it.

    Examples
    --------
    >>> axis_name(("time", "lat"), 1), axis_name(None, 1)[0], str(axis_name(None, 1)[1])
    (('lat', None), 'dim 1', 'dim 1')
    """
    if names is not None and axis < len(names):
        return names[axis], None
    return f"dim {axis}", say("dim %1", axis)


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
    fields = (*DEFAULT_FIELDS, "structure")
    try:
        page = fetch_page(node.context, parent, limit=MAX_PAGE_SIZE, fields=fields)
    except errors.TiledError:
        return {}
    found = {item.key: item for item in page.items if item.key in names}
    # Among very many siblings each is asked for by its name.
    for name in names if page.more else ():
        if name not in found:
            with suppress(errors.TiledError):
                found[name] = fetch_item(node.context, [*parent, name])
    return found


def _values(node: Node, item: Item, size: int) -> tuple[list[Cell], Words | None]:
    """Return coordinates; none where they do not come, and why: positions do, then."""
    array = item.structure
    if not isinstance(array, ArrayStructure) or array.shape != (size,):
        return [], None
    if size > MOST_COORDINATES:
        return [], say("its %1 coordinates are too many to show: these are positions", size)
    client: Any = Registry().client(node.context, item)
    try:
        return [as_cell(value) for value in client.read()], None
    except errors.TiledError as failure:
        logger.info("No coordinates from %s: %s", item.key, failure)
        return [], say("its coordinates cannot be read: these are positions")
