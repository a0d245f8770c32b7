"""How a node can be shown."""

from __future__ import annotations

from typing import ClassVar

from tiled_jl.browser.messages.nodes import NodeDetail, PreviewKind
from tiled_jl.browser.messages.tables import Cell, Column
from tiled_jl.browser.messages.wire import Message, Request


class Dimension(Message):
    """One axis of an array."""

    name: str
    size: int
    unit: str | None = None
    """Of the coordinates, or of what they would be where there are none."""
    coordinates: list[Cell] = []
    """What each position stands for, as a table would show it; empty where that is not known."""


class PreviewPlan(Message):
    """How a node can be shown."""

    node: NodeDetail
    kind: PreviewKind
    dimensions: list[Dimension] = []
    dtype: str = ""
    colour: bool = False
    """The last dimension holds red, green, blue (and alpha)."""
    columns: list[Column] = []
    value: str | None = None
    """The value itself, for ``kind="value"``."""
    unit: str | None = None
    message: str = ""
    """Why there is nothing to draw, for ``kind="none"``, and what to do instead."""


class OpenPreview(Request[PreviewPlan]):
    """Ask how a node can be shown."""

    method: ClassVar[str] = "preview.open"
    server: str
    path: list[str] = []
