"""In which order children are listed, and whether the server kept to it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from tiled_jl.browser.messages import ColumnValue, Orders, SortKey
from tiled_jl.clients.listing import fetch_item

if TYPE_CHECKING:
    from tiled_jl.context import Context

_NAME = "id"
"""What a catalogue calls the name of a node where it sorts; a key of that name needs a prefix."""

_MEMORY = "_"
"""The key of the own order of a container that is no catalogue, and does not know of names."""


def sorting_of(keys: Sequence[SortKey]) -> list[tuple[str, int]]:
    """Return what to ask the server for.

    Examples
    --------
    >>> sorting_of([SortKey("added", descending=True), SortKey("key", "id"), SortKey("name")])
    [('metadata.id', 1), ('id', 1), ('', -1)]
    """
    found = {_name(key): -1 if key.descending else 1 for key in keys}
    # The order in which children were added tells all of them apart, so nothing comes after it.
    return sorted(found.items(), key=lambda pair: pair[0] == "")


def orders(context: Context, path: Sequence[str]) -> Orders:
    """Return what a container can be sorted by."""
    item = fetch_item(context, path, fields=("sorting",))
    own = item.document.get("attributes", {}).get("sorting")
    if not isinstance(own, list):
        return "none"
    names = [each.get("key") for each in own if isinstance(each, dict)]
    return "keys" if _MEMORY in names else "all"


def is_sorted(values: Sequence[ColumnValue | None], *, descending: bool) -> bool:
    """Whether values can be in an order, whichever way the server compares texts.

    Servers that keep nodes in memory leave them as they are where a key is nested, and say nothing.

    Examples
    --------
    >>> is_sorted([ColumnValue("b"), ColumnValue("a"), ColumnValue("b")], descending=False)
    False
    >>> is_sorted([ColumnValue(3), None, ColumnValue(2.5)], descending=True)
    True
    """
    known = [each.value for each in values if each is not None]
    numbers = [each for each in known if isinstance(each, int | float)]
    if len(numbers) == len(known):
        return all(a >= b if descending else a <= b for a, b in pairwise(numbers))
    runs = [value for value, _ in groupby(known)]
    return len(runs) == len(set(runs))


def _name(key: SortKey) -> str:
    if key.by == "name":
        return _NAME
    if key.by == "added":
        return ""
    return f"metadata.{key.key}" if key.key == _NAME else key.key
