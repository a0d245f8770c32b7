"""In which order children are listed, and what of their metadata stands beside their names."""

from __future__ import annotations

from typing import ClassVar, Literal

from tiled_jl.browser.messages.wire import Message, Request

Orders = Literal["none", "keys", "all"]
"""What a container can be sorted by: nothing, keys of the metadata, or these and the name."""


class SortKey(Message):
    """What children are sorted by."""

    by: Literal["key", "name", "added"]
    """A key of the metadata, the name of the node, or when it was added."""
    key: str = ""
    """Of the metadata, nested with dots; empty for the others."""
    descending: bool = False


class ColumnValue(Message):
    """What the metadata of a node have at a key."""

    value: str | int | float | bool
    unit: str | None = None
    moment: bool = False
    """The value is a date, or a date and a time, as ISO 8601 has it."""


class KeyExample(Message):
    """A key of the metadata, and what one child has there."""

    key: str
    example: ColumnValue


class KeysResult(Message):
    """What children can be sorted by, and what of them can be shown."""

    keys: list[KeyExample]
    """Those of some children, never a promise of all."""
    orders: Orders


class ListKeys(Request[KeysResult]):
    """List the keys that the metadata of a container's children have, each with an example."""

    method: ClassVar[str] = "nodes.keys"
    server: str
    path: list[str] = []
