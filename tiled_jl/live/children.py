"""Containers: what their messages say, and which children are missing.

New children are the last ones in a container's own order. So those that were missed are found from
the end, up to one that is known.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

from tiled_jl.live.feed import Lost
from tiled_jl.live.messages import ChildCreated, ChildMetadataUpdated, Message, Schema
from tiled_jl.live.patience import patiently
from tiled_jl.live.updates import LiveChildCreated, LiveChildMetadataUpdated, LiveGap, LiveUpdate

_PAGE = 100
_MOST_KNOWN = 1000
"""Keys that are remembered: some of them are still there if others are deleted."""


class Children:
    """What is known of a container.

    Parameters
    ----------
    node : Container
    start : int or None
        The number of the first message that was asked for.
    """

    def __init__(self, node: Any, start: int | None) -> None:
        self._node = node
        self._latest = node.sort(("", -1))
        self._known: deque[str] = deque(maxlen=_MOST_KNOWN)
        self._ahead: set[str] = set()
        """Children that were found before their message came, if that comes."""
        self._is_known = start is not None and start <= 1

    def opened(self, schema: Schema) -> None:
        """Hear that there is a connection, and what the node is."""
        if not self._is_known:
            keys = patiently(lambda: self._latest.keys().head(_PAGE))
            self._known.extend(reversed(keys))
            self._is_known = True

    def take(self, message: Message, lost: Lost) -> Iterator[LiveUpdate]:
        """Yield what was missed before a message, and what it tells."""
        if not isinstance(message, ChildCreated | ChildMetadataUpdated):
            return
        known: dict[str, Any] = {"sequence": message.sequence, "timestamp": message.timestamp}
        if lost is Lost.YES:
            yield from self._missed(but=message.key if isinstance(message, ChildCreated) else None)
        described: dict[str, Any] = {"key": message.key, "specs": tuple(message.specs)}
        if isinstance(message, ChildMetadataUpdated):
            described["metadata"] = message.metadata
            yield LiveChildMetadataUpdated(**known, **described, node=self._node)
        elif message.key in self._ahead:
            self._ahead.remove(message.key)
        else:
            self._known.append(message.key)
            yield LiveChildCreated(
                **known,
                **described,
                structure_family=message.structure_family,
                metadata=message.metadata or {},
                node=self._node,
            )

    def settle(self, lost: Lost, final: bool) -> Iterator[LiveUpdate]:
        """Yield what was missed, since no message comes."""
        if final and lost is Lost.YES:
            yield from self._missed(but=None)

    def _missed(self, but: str | None) -> Iterator[LiveUpdate]:
        """Yield the children that are not known, but for one."""
        found = [pair for pair in patiently(self._unknown) if pair[0] != but]
        for key, child in reversed(found):
            self._known.append(key)
            self._ahead.add(key)
            yield LiveChildCreated(
                key=key,
                structure_family=child.structure_family,
                specs=tuple(child.specs),
                metadata=dict(child.metadata),
                node=self._node,
            )
        yield LiveGap(reason="Metadata of children may have been changed.")

    def _unknown(self) -> list[tuple[str, Any]]:
        found: list[tuple[str, Any]] = []
        known = frozenset(self._known)
        for key, child in self._latest.items():
            if key in known:
                break
            found.append((key, child))
        return found
