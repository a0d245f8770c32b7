"""Tables: what their messages say. Which rows were missed nobody can tell, so all are given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tiled_jl.live.feed import Lost
from tiled_jl.live.messages import Message, Schema, TableData
from tiled_jl.live.updates import LiveTableData, LiveTableRef, LiveUpdate
from tiled_jl.structures import frames


class Table:
    """What is known of a table.

    Parameters
    ----------
    node : DataFrameClient
    """

    def __init__(self, node: Any) -> None:
        self._node = node

    def opened(self, schema: Schema) -> None:
        """Hear that there is a connection, and what the node is."""

    def take(self, message: Message, lost: Lost) -> Iterator[LiveUpdate]:
        """Yield what was missed before a message, and what it tells."""
        if not isinstance(message, TableData):
            return
        if lost is Lost.YES:
            yield LiveTableRef(node=self._node)
        known: dict[str, Any] = {"sequence": message.sequence, "timestamp": message.timestamp}
        if message.mimetype != frames.MEDIA_TYPE:
            yield LiveTableRef(**known, node=self._node)
            return
        yield LiveTableData(
            **known, partition=message.partition, append=message.append, payload=message.payload
        )

    def settle(self, lost: Lost, final: bool) -> Iterator[LiveUpdate]:
        """Yield what was missed, since no message comes."""
        if final and lost is Lost.YES:
            yield LiveTableRef(node=self._node)
