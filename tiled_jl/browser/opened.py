"""The nodes that pages look at, and what has been read of them."""

from __future__ import annotations

import itertools
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from tiled_jl import errors
from tiled_jl.browser.servers import Servers

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient
    from tiled_jl.context import Context
    from tiled_jl.documents import Item

Result = TypeVar("Result")

FRESH = 5.0
"""Seconds for which a node is taken to be as it was described."""

KEPT = 300.0
"""Seconds for which data that was read is shown again without asking."""

STORE_BYTES = 256_000_000
"""What may be kept of all nodes together."""

MOST_NODES = 200

_serials = itertools.count()


@dataclass
class Node:
    """A node that a page looks at."""

    context: Context
    item: Item
    client: BaseClient
    described: float
    asker: object
    serial: int = field(default_factory=lambda: next(_serials))
    """Names what has been read of the node; another one when its structure changes."""


class Store:
    """What was read, as far as it fits; what was used least recently goes first.

    Parameters
    ----------
    limit : int
        Bytes to hold at most.
    """

    def __init__(self, limit: int = STORE_BYTES) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._held: OrderedDict[tuple[int, Hashable], tuple[Any, int, float]] = OrderedDict()
        self._bytes = 0

    @property
    def nbytes(self) -> int:
        """How much is held."""
        return self._bytes

    def get(self, serial: int, name: Hashable) -> Any:
        """Return what is held under a name, or None."""
        with self._lock:
            held = self._held.get((serial, name))
            if held is None:
                return None
            value, _, read = held
            if time.monotonic() - read > KEPT:
                self._drop((serial, name))
                return None
            self._held.move_to_end((serial, name))
            return value

    def put(self, serial: int, name: Hashable, value: Any, nbytes: int) -> None:
        """Hold something, unless it is larger than everything together may be."""
        with self._lock:
            self._drop((serial, name))
            if nbytes > self._limit:
                return
            self._held[serial, name] = value, nbytes, time.monotonic()
            self._bytes += nbytes
            while self._bytes > self._limit:
                self._drop(next(iter(self._held)))

    def forget(self, serial: int) -> None:
        """Drop all that was read of a node."""
        with self._lock:
            for key in [key for key in self._held if key[0] == serial]:
                self._drop(key)

    def _drop(self, key: tuple[int, Hashable]) -> None:
        held = self._held.pop(key, None)
        if held is not None:
            self._bytes -= held[1]


class Opened:
    """Nodes by server and path, so that each look at one does not ask what it is.

    Parameters
    ----------
    servers : Servers
    """

    def __init__(self, servers: Servers) -> None:
        self.servers = servers
        self._lock = threading.Lock()
        self._nodes: OrderedDict[tuple[str, tuple[str, ...]], Node] = OrderedDict()
        self.store = Store()

    def read(self, server: str, path: list[str], read: Callable[[Node], Result]) -> Result:
        """Read something of a node; once more if the node has been replaced meanwhile.

        Parameters
        ----------
        server, path
            Which node.
        read : callable
            Takes the node.
        """
        with self.servers.using(server) as context:
            node = self.node(server, context, path)
            try:
                return read(node)
            except (errors.StatusError, errors.ResponseError, IndexError):
                renewed = self.node(server, context, path, renew=True)
                if renewed.serial == node.serial:
                    raise
            return read(renewed)

    def node(self, server: str, context: Context, path: list[str], *, renew: bool = False) -> Node:
        """Return a node as it is, or was a moment ago.

        Parameters
        ----------
        renew : bool
            Ask the server in any case.
        """
        from tiled_jl.clients.listing import fetch_item
        from tiled_jl.clients.registry import Registry

        place = (server, tuple(path))
        with self._lock:
            known = self._nodes.get(place)
        # What one person has read is not shown to the next who logs in.
        if known is not None and (known.context, known.asker) != (context, context.asker):
            known = None
        now, asker = time.monotonic(), context.asker
        if known is not None and not renew and now - known.described < FRESH:
            return known
        try:
            item = fetch_item(context, tuple(path))
        except errors.TiledError:
            self._forget(place)
            raise
        if known is not None and known.item.structure == item.structure:
            known.item, known.described = item, now
            return known
        self._forget(place)
        node = Node(context, item, Registry().client(context, item), now, asker)
        with self._lock:
            self._nodes[place] = node
            while len(self._nodes) > MOST_NODES:
                _, oldest = self._nodes.popitem(last=False)
                self.store.forget(oldest.serial)
        return node

    def start_over(self, server: str, path: list[str]) -> None:
        """Forget a node and what was read of it: its page wants to see it as it is now."""
        self.forget(server, path)

    def forget(self, server: str, path: list[str]) -> None:
        """Forget a node and what was read of it: its page was closed."""
        self._forget((server, tuple(path)))

    def _forget(self, place: tuple[str, tuple[str, ...]]) -> None:
        with self._lock:
            node = self._nodes.pop(place, None)
        if node is not None:
            self.store.forget(node.serial)
