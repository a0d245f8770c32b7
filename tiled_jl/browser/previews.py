"""How a node can be shown: what a page asks before it draws anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tiled_jl import errors
from tiled_jl.browser.cells import as_cell
from tiled_jl.browser.images import is_colour
from tiled_jl.browser.messages import Dimension, OpenPreview, PreviewPlan
from tiled_jl.browser.nodes import node_detail
from tiled_jl.browser.opened import Node, Opened
from tiled_jl.browser.tables import array_columns, table_columns
from tiled_jl.browser.wording import dtype_name, preview_kind, shape_text
from tiled_jl.clients.listing import fetch_page
from tiled_jl.documents import Item
from tiled_jl.structures.array import ArrayStructure
from tiled_jl.structures.table import TableStructure

XARRAY_VARIABLE = "xarray_data_var"
READ_INSTEAD = "Insert the code that reads it into a notebook."


def open_preview(opened: Opened, request: OpenPreview) -> PreviewPlan:
    """Say how a node can be shown, as it is now."""
    opened.start_over(request.server, request.path)
    return opened.read(request.server, request.path, lambda node: _plan(node, request.server))


def _plan(node: Node, server: str) -> PreviewPlan:
    item, structure = node.item, node.item.structure
    detail = node_detail(server, node.context, item)
    kind = preview_kind(item)
    if kind == "none":
        return PreviewPlan(node=detail, kind=kind, message=_nothing_to_draw(item))
    unit = _unit_of(item.metadata)
    if isinstance(structure, ArrayStructure):
        return PreviewPlan(
            node=detail,
            kind=kind,
            dimensions=_dimensions(node, structure),
            dtype=dtype_name(structure.data_type),
            colour=kind == "image" and is_colour(structure),
            columns=array_columns(structure) if kind == "table" else [],
            value=_value(node) if kind == "value" else None,
            unit=unit,
        )
    if isinstance(structure, TableStructure):
        return PreviewPlan(node=detail, kind=kind, columns=table_columns(structure), unit=unit)
    raise errors.NotYet(f"A preview of {item.structure_family!r} is not there yet.")


def _nothing_to_draw(item: Item) -> str:
    structure, family = item.structure, item.structure_family
    if item.problem:
        return f"The server cannot describe this node: {item.problem}"
    if isinstance(structure, ArrayStructure):
        if structure.size == 0:
            return (
                f"This array is empty: its shape is {shape_text(structure.shape, ' × ')}. "
                "There is nothing to draw until data are written to it."
            )
        return (
            f"A preview of {len(structure.shape)}-dimensional arrays of "
            f"{dtype_name(structure.data_type)} is not there yet. {READ_INSTEAD}"
        )
    if isinstance(structure, TableStructure):
        return "This table has no columns."
    if family == "container":
        return "This is a container: choose one of the nodes in it."
    return (
        f"A preview of {family} nodes is not there yet. "
        "Its structure and metadata are in the details."
    )


def _value(node: Node) -> str:
    client: Any = node.client
    value = client.read()
    # A record prints best as a whole; anything else as a table's cell would.
    return str(value) if value.dtype.names else str(as_cell(value[()]))


def _dimensions(node: Node, array: ArrayStructure) -> list[Dimension]:
    names = array.dims or ()
    units = _units_of_dimensions(node, names)
    found = []
    for number, size in enumerate(array.shape):
        name = names[number] if number < len(names) else f"dim {number}"
        found.append(Dimension(name=name, size=size, unit=units.get(name)))
    return found


def _units_of_dimensions(node: Node, names: tuple[str, ...]) -> dict[str, str]:
    """Return units by the name of the dimension, where the metadata give them."""
    found: dict[str, str] = {}
    stated = node.item.metadata.get("units")
    if isinstance(stated, Mapping):
        found.update({str(name): unit for name, unit in stated.items() if isinstance(unit, str)})
    if names and any(spec.name == XARRAY_VARIABLE for spec in node.item.specs):
        found.update(_units_of_coordinates(node, names))
    return found


def _units_of_coordinates(node: Node, names: tuple[str, ...]) -> dict[str, str]:
    # In an xarray dataset each dimension has a sibling of its name, which knows the unit.
    parent = node.item.path_parts[:-1]
    try:
        siblings = fetch_page(node.context, parent, fields=("metadata", "specs")).items
    except errors.TiledError:
        return {}
    units = {item.key: _unit_of(item.metadata) for item in siblings if item.key in names}
    return {name: unit for name, unit in units.items() if unit}


def _unit_of(metadata: Mapping[str, Any]) -> str | None:
    """Return the unit of a node's values, where the metadata give one.

    Examples
    --------
    >>> _unit_of({"attrs": {"units": "K"}}), _unit_of({"unit": "counts"}), _unit_of({})
    ('K', 'counts', None)
    """
    attributes = metadata.get("attrs")
    places = [attributes, metadata] if isinstance(attributes, Mapping) else [metadata]
    for place in places:
        for name in ("units", "unit"):
            unit = place.get(name)
            if isinstance(unit, str) and unit:
                return unit
    return None
