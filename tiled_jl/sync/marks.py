"""How a copy that is being made is told from one that is whole.

Servers do not say which blocks of a node have been written. So a node bears a mark in its metadata
from when it is created until all of it has arrived, and every now and then the mark is told how far
the writing is.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import msgspec

from tiled_jl.documents import route
from tiled_jl.patches import JSON_PATCH
from tiled_jl.transport.request import Request

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient
    from tiled_jl.documents import Item

KEY = "_tiled_jl_copy"
"""Where in the metadata the mark is."""

_POINTER = f"/{KEY}"


@dataclass(frozen=True)
class Mark:
    """The state of a node that is being copied.

    Parameters
    ----------
    source : str
        The address of what it is a copy of.
    assets : {"copy", "reference"}
        Whether its data are written, or stay in the files where they are.
    pieces : int
        In how many pieces its data are written.
    done : int
        How many of them, from the first on, have arrived.
    """

    source: str
    assets: str
    pieces: int
    done: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return it as it stands in the metadata."""
        return {KEY: asdict(self)}


def mark_of(item: Item) -> Mark | None:
    """Return the mark of a node; None if it has none, and is whole as far as one can know."""
    match item.metadata.get(KEY):
        case {"source": str(source), "assets": str(assets), "pieces": int(n), "done": int(done)}:
            return Mark(source, assets, n, done)
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
        value = self.mark.to_json()[KEY]
        self._patch({"op": "add", "path": _POINTER, "value": value})

    def finish(self) -> None:
        """Take the mark away: the node is whole."""
        # Only what is there can be removed, and this may have arrived before.
        self._patch(
            {"op": "add", "path": _POINTER, "value": None}, {"op": "remove", "path": _POINTER}
        )

    def _patch(self, *operations: dict[str, Any]) -> None:
        """Change nothing but the mark, as often as it takes until the answer arrives."""
        body = {"content-type": JSON_PATCH, "metadata": operations, "specs": None}
        self.client.context.session.fetch(
            Request(
                route("metadata", self.client.path_parts),
                [("drop_revision", "true")],
                method="PATCH",
                content=msgspec.json.encode(body),
            )
        )
