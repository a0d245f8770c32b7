"""How a copy that is being made is told from one that is whole.

Servers do not say which blocks of a node have been written. So a node bears a mark in its metadata
from when it is created until all of it has arrived, and every now and then the mark is told how far
the writing is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tiled_jl.patches import MERGE_PATCH

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient
    from tiled_jl.documents import Item

KEY = "_tiled_jl_copy"
"""Where in the metadata the mark is."""


@dataclass(frozen=True)
class Mark:
    """The state of a node that is being copied.

    Parameters
    ----------
    source : str
        The address of what it is a copy of.
    pieces : int
        In how many pieces its data are written.
    done : int
        How many of them, from the first on, have arrived.
    """

    source: str
    pieces: int
    done: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return it as it stands in the metadata."""
        return {KEY: {"source": self.source, "pieces": self.pieces, "done": self.done}}


def mark_of(item: Item) -> Mark | None:
    """Return the mark of a node; None if it has none, and is whole as far as one can know."""
    match item.metadata.get(KEY):
        case {"source": str(source), "pieces": int(pieces), "done": int(done)}:
            return Mark(source, pieces, done)
    return None


@dataclass
class Marked:
    """A node that bears a mark.

    Parameters
    ----------
    client : BaseClient
    mark : Mark
    """

    client: BaseClient
    mark: Mark

    def advance(self, done: int) -> None:
        """Note how many pieces have arrived."""
        self.mark = replace(self.mark, done=done)
        self._patch(self.mark.to_json())

    def finish(self) -> None:
        """Take the mark away: the node is whole."""
        self._patch({KEY: None})

    def _patch(self, metadata: dict[str, Any]) -> None:
        # As a merge patch it may be repeated where the answer is lost.
        self.client.patch_metadata(metadata, content_type=MERGE_PATCH, drop_revision=True)
