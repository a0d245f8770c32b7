"""How a node can be shown: what a page asks before it draws anything."""

from __future__ import annotations

from typing import Any

from tiled_jl.browser.cells import as_cell
from tiled_jl.browser.components import array_components
from tiled_jl.browser.contents import contents_of
from tiled_jl.browser.datasets import dataset_of
from tiled_jl.browser.dimensions import dimensions, unit_of, units_by_name
from tiled_jl.browser.files import file_entries
from tiled_jl.browser.messages import NumericField, OpenPreview, PreviewPlan, Words, say
from tiled_jl.browser.nested import length_of, numeric_fields, type_text
from tiled_jl.browser.nodes import node_detail
from tiled_jl.browser.opened import Node, Opened
from tiled_jl.browser.sparse import sparse_columns, sparse_components
from tiled_jl.browser.tables import array_columns, table_columns
from tiled_jl.browser.wording import dtype_name, is_colour, preview_kinds
from tiled_jl.documents import Item
from tiled_jl.structures.array import ArrayStructure
from tiled_jl.structures.awkward import AwkwardStructure
from tiled_jl.structures.bytes import BytesStructure
from tiled_jl.structures.dtype import BuiltinDtype
from tiled_jl.structures.ragged import RaggedStructure
from tiled_jl.structures.sparse import SparseStructure
from tiled_jl.structures.table import TableStructure


def open_preview(opened: Opened, request: OpenPreview) -> PreviewPlan:
    """Say how a node can be shown, as it is now."""
    opened.start_over(request.server, request.path)
    return opened.read(request.server, request.path, lambda node: _plan(node, request.server))


def _plan(node: Node, server: str) -> PreviewPlan:
    item = node.item
    kind, *others = preview_kinds(item)
    plan = PreviewPlan(
        node=node_detail(server, node.context, item),
        kind=kind,
        others=others,
        unit=unit_of(item.metadata),
    )
    match kind, item.structure:
        case "none", _:
            plan.message = _nothing_to_draw(item)
        case _, ArrayStructure() as array:
            _add_array(plan, node, array)
        case _, SparseStructure() as sparse:
            plan.dimensions = dimensions(node, sparse)
            plan.dtype = dtype_name(sparse.data_type) if sparse.data_type is not None else ""
            plan.columns = sparse_columns(sparse)
            plan.components = sparse_components(plan.unit) if kind == "image" else []
            plan.projected = True
            plan.fields = [NumericField(path=[], dtype=plan.dtype, unit=plan.unit)]
        case _, TableStructure() as table:
            plan.columns = table_columns(table, units_by_name(item.metadata))
        case _, AwkwardStructure() | RaggedStructure() as nested:
            plan.type = type_text(nested)
            plan.length = length_of(nested)
            plan.fields = numeric_fields(nested, item.metadata)
            if not plan.fields:
                # There is nothing to count in texts, or where a value is now this, now that.
                plan.others = []
        case _, BytesStructure():
            plan.files = file_entries(node)
        case "dataset", _:
            plan.dataset = dataset_of(node)
        case "contents", _:
            plan.contents = contents_of(node)
    return plan


def _add_array(plan: PreviewPlan, node: Node, array: ArrayStructure) -> None:
    units = units_by_name(node.item.metadata)
    plan.dimensions = dimensions(node, array)
    plan.dtype = dtype_name(array.data_type)
    plan.colour = plan.kind == "image" and is_colour(array)
    plan.unit = plan.unit or _unit_of_type(array)
    plan.components = array_components(array, plan.unit, units)
    plan.columns = array_columns(array, units) if plan.kind == "table" else []
    plan.value = _value(node) if plan.kind == "value" else None


def _nothing_to_draw(item: Item) -> Words:
    structure, family = item.structure, item.structure_family
    if item.problem:
        return say("The server cannot describe this node: %1", item.problem)
    if isinstance(structure, ArrayStructure | SparseStructure):
        return say(
            "This array is empty: its shape is %1. There is nothing to draw until data are "
            "written to it.",
            list(structure.shape),
        )
    if isinstance(structure, TableStructure):
        return say("This table has no columns.")
    return say(
        "A preview of %1 nodes is not there yet. Its structure and metadata are in the details.",
        family or "?",
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
    cell = value if value.dtype.names else as_cell(value[()])
    # A table leaves the cell of a time that is none empty; here that would say nothing.
    return "NaT" if cell is None else str(cell)
