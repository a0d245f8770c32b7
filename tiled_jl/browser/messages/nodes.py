"""The rows of the tree, and one node in detail."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from tiled_jl.browser.messages.arranging import ColumnValue, SortKey
from tiled_jl.browser.messages.editing import Right
from tiled_jl.browser.messages.wire import Message, Request
from tiled_jl.browser.messages.words import Value, Words

Scalar = str | int | float | bool | None

PreviewKind = Literal[
    "image",
    "line",
    "table",
    "plot",
    "matrix",
    "events",
    "histogram",
    "dataset",
    "contents",
    "file",
    "value",
    "none",
]
"""A way to show a node."""

Operator = Literal[
    "text",
    "eq",
    "noteq",
    "lt",
    "le",
    "gt",
    "ge",
    "contains",
    "in",
    "notin",
    "like",
    "regex",
    "has",
    "lacks",
    "spec",
    "family",
]
"""How a condition compares."""


class NodeSummary(Message):
    """What one row of the tree shows."""

    key: str
    path: list[str]
    structure_family: str
    """Tiled's name of the family, or ``"unknown"`` where the server could not describe the node."""
    specs: list[str] = []
    shape: list[int | None] | None = None
    """Of an array; a length that varies is None."""
    count: int | None = None
    """How many columns a table has, or outermost elements nested data."""
    children: int | None = None
    """How many children a container has, where the server said so without being asked to count."""
    dtype: str = ""
    """Of what is made of numbers or the like, such as ``uint16``."""
    preview: PreviewKind = "none"
    broken: str | None = None
    """Why the server could not describe this node, in its words; its siblings are not affected."""
    values: dict[str, ColumnValue] = {}
    """What its metadata have at the keys that were asked for."""


FactKind = Literal[
    "structure",
    "shape",
    "dimensions",
    "dtype",
    "fields",
    "size",
    "layout",
    "chunks",
    "values",
    "length",
    "columns",
    "partitions",
    "children",
    "specs",
]
"""What a line says; the page has the words for it."""


class Fact(Message):
    """A line of a node's description."""

    kind: FactKind
    value: Words | Value


class NodeDetail(Message):
    """What the details panel shows of one node."""

    summary: NodeSummary
    server: str
    uri: str
    facts: list[Fact]
    metadata: dict[str, Any]
    time_created: str | None = None
    rights: list[Right] = []
    """What may be done to it, where that was asked."""


class NodePage(Message):
    """Some children of a container, in the server's order."""

    items: list[NodeSummary]
    offset: int
    total: int
    exact: bool
    deep: bool = False
    """Nodes at any depth were looked at, which a server cannot sort."""


class Condition(Message):
    """What a node has to meet for a search to find it."""

    operator: Operator
    key: str
    """Of the metadata, nested with dots; empty for ``text``, ``spec`` and ``family``."""
    value: Scalar | list[Scalar]
    """A list for ``in`` and ``notin``; None for ``has`` and ``lacks``."""


class ListNodes(Request[NodePage]):
    """List children of a container, or search below it for what meets all ``conditions``."""

    method: ClassVar[str] = "nodes.list"
    server: str
    path: list[str] = []
    offset: int = 0
    limit: int = 100
    conditions: list[Condition] = []
    sorting: list[SortKey] = []
    """The first is the most important; none for the container's own order."""
    columns: list[str] = []
    """Keys of the metadata whose values are wanted, nested with dots."""


class Suggestion(Message):
    """A key of the metadata, or a value that it has."""

    value: Scalar
    count: int | None = None
    """How many children have it, where that is known."""


class SuggestionsResult(Message):
    """What the metadata of children hold: some of it, never a promise of all."""

    suggestions: list[Suggestion]


class SuggestConditions(Request[SuggestionsResult]):
    """List the keys that children of a container have, or the values that one key has."""

    method: ClassVar[str] = "nodes.suggest"
    server: str
    path: list[str] = []
    key: str | None = None
    """The key whose values are listed; None for the keys."""


class GetNode(Request[NodeDetail]):
    """Describe one node."""

    method: ClassVar[str] = "nodes.get"
    server: str
    path: list[str] = []
