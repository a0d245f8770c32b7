"""How a node can be shown."""

from __future__ import annotations

from typing import ClassVar

from tiled_jl.browser.messages.contents import Contents, Dataset
from tiled_jl.browser.messages.files import FileEntry
from tiled_jl.browser.messages.nested import NumericField
from tiled_jl.browser.messages.nodes import NodeDetail, PreviewKind
from tiled_jl.browser.messages.tables import Cell, Column
from tiled_jl.browser.messages.wire import Message, Request
from tiled_jl.browser.messages.words import Words


class Dimension(Message):
    """One axis of an array."""

    name: str
    """Its own, as code and files have it; of one without a name, a number."""
    size: int
    title: Words | None = None
    """What people read in its place, where it has no name of its own."""
    unit: str | None = None
    """Of the coordinates, or of what they would be where there are none."""
    coordinates: list[Cell] = []
    """What each position stands for, as a table would show it; empty where that is not known."""
    note: Words | None = None
    """Why the coordinates that there are do not come along."""


class Component(Message):
    """What may be drawn of values that are more than one number each."""

    name: str
    dtype: str = ""
    unit: str | None = None


class PreviewPlan(Message):
    """How a node can be shown."""

    node: NodeDetail
    kind: PreviewKind
    others: list[PreviewKind] = []
    """Further ways to show it."""
    dimensions: list[Dimension] = []
    dtype: str = ""
    colour: bool = False
    """The last dimension holds red, green, blue (and alpha)."""
    components: list[Component] = []
    """The fields of a record; of complex values ``magnitude``, ``phase``, ``real``, ``imaginary``;
    of a sparse array ``count`` and ``sum`` of the values that share a pixel."""
    projected: bool = False
    """A picture shows all positions of the other dimensions together."""
    columns: list[Column] = []
    value: str | None = None
    """The value itself, for ``kind="value"``."""
    unit: str | None = None
    type: str = ""
    """The type of nested data, as Awkward Array writes it."""
    length: int = 0
    """How many outermost elements nested data have."""
    fields: list[NumericField] = []
    """The fields of nested data that hold numbers."""
    dataset: Dataset | None = None
    contents: Contents | None = None
    files: list[FileEntry] = []
    message: Words | None = None
    """Why there is nothing to draw, for ``kind="none"``, and what to do instead."""


class OpenPreview(Request[PreviewPlan]):
    """Ask how a node can be shown."""

    method: ClassVar[str] = "preview.open"
    server: str
    path: list[str] = []
