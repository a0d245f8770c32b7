"""The structure of a container node: ``{count, contents}``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ContainerStructure:
    """A node that holds others.

    Parameters
    ----------
    count : int
        The number of children; an estimate when it is large.
    contents : dict or None
        The children's own documents by key, where the server gives them along; a child that the
        server cannot describe is None.

    Examples
    --------
    >>> client["examples/empty"].structure().count
    0
    """

    count: int
    contents: dict[str, Any] | None = None

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> ContainerStructure:
        """Read it from a node document."""
        contents = document.get("contents")
        return cls(int(document["count"]), None if contents is None else dict(contents))
