"""Containers at a glance: how many children of which kind, and the first of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tiled_jl.browser.datasets import has_spec
from tiled_jl.browser.messages import Contents, Tally
from tiled_jl.browser.nodes import node_summary
from tiled_jl.browser.opened import Node
from tiled_jl.clients.listing import fetch_page
from tiled_jl.documents import MAX_PAGE_SIZE, Item
from tiled_jl.structures.table import TableStructure

COMPOSITE = "composite"

FIRST = 12
"""How many children are shown with their structures."""

MOST_COLUMNS = 1_000


def contents_of(node: Node) -> Contents:
    """Describe a container by two requests, however many children it has."""
    path = node.item.path_parts
    composite = has_spec(node.item, COMPOSITE)
    # Structures cost a count for each container among the children: of a few, or of the parts of
    # a composite, which are none.
    fields = ("structure_family", "specs", "count", *(["structure"] if composite else []))
    page = fetch_page(node.context, path, limit=MAX_PAGE_SIZE, fields=fields)
    first = fetch_page(
        node.context, path, limit=FIRST, fields=("structure_family", "specs", "structure")
    )
    families = Counter(item.structure_family or "unknown" for item in page.items)
    return Contents(
        total=max(page.count, len(page.items)),
        families=_tallies(families),
        specs=_tallies(Counter(spec.name for item in page.items for spec in item.specs)),
        counted=len(page.items),
        first=[node_summary(item) for item in first.items],
        columns=list(_columns(page.items))[:MOST_COLUMNS] if composite else [],
    )


def _tallies(counts: Counter[str]) -> list[Tally]:
    return [Tally(name=name, count=count) for name, count in counts.most_common()]


def _columns(items: Iterable[Item]) -> Iterable[str]:
    for item in items:
        if isinstance(item.structure, TableStructure):
            yield from item.structure.columns
