"""The structure of a node of the family ``bytes``: ``{}``.

Such a node stands for files as they are. What is to be known of them, their addresses and sizes, is
told by the assets of its data source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class BytesStructure:
    """Bytes without a structure.

    Examples
    --------
    >>> client["files/logbook"].structure()
    BytesStructure()
    """

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> BytesStructure:
        """Read it from a node document, which says nothing."""
        return cls()
