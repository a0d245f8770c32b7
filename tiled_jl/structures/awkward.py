"""The structure of an awkward node: ``{length, form}``.

The form is Awkward Array's own description of nested data; the data travel as a zip of the buffers
that the form names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class AwkwardStructure:
    """Nested data of variable length.

    Parameters
    ----------
    length : int
        The number of outermost elements.
    form : dict
        Their type, in the terms of Awkward Array.
    """

    length: int
    form: dict[str, Any]

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> AwkwardStructure:
        """Read it from a node document."""
        return cls(int(document["length"]), dict(document["form"]))
