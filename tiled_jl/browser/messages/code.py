"""The code that reads nodes, or what a search finds."""

from __future__ import annotations

from typing import ClassVar

from tiled_jl.browser.messages.arranging import SortKey
from tiled_jl.browser.messages.nodes import Condition
from tiled_jl.browser.messages.wire import Message, Request

Place = int | tuple[int, int] | None
"""Where in a dimension: at a position, from one up to another, or everywhere."""


class Snippet(Message):
    """A way to write the code for a node, with placeholders such as ``{name}``."""

    label: str
    template: str
    setup: str = ""
    """Lines that a notebook needs once; by default those that make the client."""


class CodeResult(Message):
    """Readable code that reads a node. Holds no secret."""

    setup: list[str]
    """Lines needed once in a notebook: imports, the client. Skip those the notebook already has."""
    body: str
    """Lines that read the node."""
    name: str
    """The variable that holds the node."""


class NodeCode(Request[CodeResult]):
    """Write the code that reads a node, or the part of it that is on show."""

    method: ClassVar[str] = "nodes.code"
    server: str
    path: list[str] = []
    at: list[Place] | None = None
    """Of an array: the part on show along each leading dimension."""
    columns: list[str] | None = None
    """Of a table: the columns on show; by default all."""
    snippet: Snippet | None = None
    """How to write it; by default as suits the structure family."""


class NodesCode(Request[CodeResult]):
    """Write the code for several nodes, each with a name of its own."""

    method: ClassVar[str] = "nodes.codes"
    nodes: list[NodeCode]


class SearchCode(Request[CodeResult]):
    """Write the code for a search below a container."""

    method: ClassVar[str] = "search.code"
    server: str
    path: list[str] = []
    conditions: list[Condition] = []
    sorting: list[SortKey] = []
    """The first is the most important; none for the container's own order."""
