"""How a node can be shown: what a page asks before it draws anything."""

from __future__ import annotations

from typing import Any

from tiled_jl import errors
from tiled_jl.browser.cells import as_cell
from tiled_jl.browser.dimensions import dimensions, unit_of, units_by_name
from tiled_jl.browser.images import is_colour
from tiled_jl.browser.messages import OpenPreview, PreviewPlan
from tiled_jl.browser.nodes import node_detail
from tiled_jl.browser.opened import Node, Opened
from tiled_jl.browser.tables import array_columns, table_columns
from tiled_jl.browser.wording import dtype_name, preview_kind, shape_text
from tiled_jl.documents import Item
from tiled_jl.structures.array import ArrayStructure
from tiled_jl.structures.dtype import BuiltinDtype
from tiled_jl.structures.table import TableStructure

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
    unit, units = unit_of(item.metadata), units_by_name(item.metadata)
    if isinstance(structure, ArrayStructure):
        return PreviewPlan(
            node=detail,
            kind=kind,
            dimensions=dimensions(node, structure),
            dtype=dtype_name(structure.data_type),
            colour=kind == "image" and is_colour(structure),
            columns=array_columns(structure, units) if kind == "table" else [],
            value=_value(node) if kind == "value" else None,
            unit=unit or _unit_of_type(structure),
        )
    if isinstance(structure, TableStructure):
        return PreviewPlan(
            node=detail, kind=kind, columns=table_columns(structure, units), unit=unit
        )
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


def _unit_of_type(array: ArrayStructure) -> str | None:
    # Spans of time are drawn in seconds, but for months and years, which have no fixed length.
    dtype = array.data_type
    if not isinstance(dtype, BuiltinDtype) or dtype.kind != "m":
        return None
    return None if dtype.dt_units in ("[Y]", "[M]") else "s"


def _value(node: Node) -> str:
    client: Any = node.client
    value = client.read()
    # A record prints best as a whole; anything else as a table's cell would.
    return str(value) if value.dtype.names else str(as_cell(value[()]))
