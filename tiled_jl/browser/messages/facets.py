"""The values that children have, counted, to narrow a search by."""

from __future__ import annotations

from typing import ClassVar, Literal

from tiled_jl.browser.messages.nodes import Condition, Suggestion
from tiled_jl.browser.messages.wire import Message, Request
from tiled_jl.browser.messages.words import Words


class Facet(Message):
    """The values of one thing that children differ in, the most frequent first."""

    of: Literal["key", "spec", "family"]
    key: str = ""
    """Of the metadata, nested with dots; empty for the others."""
    values: list[Suggestion] = []
    more: int = 0
    """How many other values there are."""
    problem: Words | None = None
    """Why there are no values."""
    detail: str = ""
    """What the server said of it."""


class FacetsResult(Message):
    """Facets, in the order in which they were asked for, then specs and structure families."""

    facets: list[Facet]


class ListFacets(Request[FacetsResult]):
    """Count the values that the children of a container have which meet all ``conditions``."""

    method: ClassVar[str] = "nodes.facets"
    server: str
    path: list[str] = []
    conditions: list[Condition] = []
    keys: list[str] | None = None
    """Of the metadata; None for those of which children share values."""
