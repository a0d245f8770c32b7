"""Containers made and nodes deleted."""

from __future__ import annotations

from typing import ClassVar

from tiled_jl.browser.messages.editing import EditedSpec
from tiled_jl.browser.messages.nodes import NodeSummary
from tiled_jl.browser.messages.wire import Message, Request


class CreateContainer(Request[NodeSummary]):
    """Make an empty container."""

    method: ClassVar[str] = "nodes.create"
    server: str
    path: list[str]
    """Of the container that is to hold it."""
    key: str
    metadata: str = "{}"
    """JSON."""
    specs: list[EditedSpec] = []


class Extent(Message):
    """How much a node is, with all that is below it."""

    nodes: int
    """With itself."""
    exact: bool
    """False where there may be more."""
    bytes: int | None
    """Of the data, as far as it is known; None where nothing is."""
    kept: bool
    """The server itself keeps data of some: they go with the node."""
    external: bool
    """Some are files that the server only knows of: they stay."""


class MeasureNode(Request[Extent]):
    """Ask how much would go with a node."""

    method: ClassVar[str] = "nodes.measure"
    server: str
    path: list[str]


class DeleteResult(Message):
    """A node is gone."""

    path: list[str]


class DeleteNode(Request[DeleteResult]):
    """Delete a node, and all that is below it."""

    method: ClassVar[str] = "nodes.delete"
    server: str
    path: list[str]
    nodes: int
    """How many go, as the person was told: not more than these are deleted."""
