"""Someone who works through a bad network, and looks behind its back at what is true."""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from client.faultproxy import Proxy
from serving import Server

from benchmarks.faulty.kinds import Plague
from tiled_jl import Context, from_context
from tiled_jl.errors import TiledError

TIMEOUT = 2.0
"""Seconds for which a server may be silent."""

PATIENCE = 6.0
"""Seconds for which a request is repeated."""

_SETTLED = 30.0
"""Seconds within which a server ends what it was asked for."""


class Wrong(Exception):  # noqa: N818 - what the run is there to find, rather than an error
    """A result that is not the truth."""


def expect(right: bool, what: str) -> None:
    """Raise `Wrong` unless it is right."""
    if not right:
        raise Wrong(what)


@dataclass
class Worker:
    """One thread's connection through its own proxy, its folder and its container.

    Parameters
    ----------
    server : Server
    proxy : Proxy
        In front of it.
    rng : random.Random
    folder : Path
        Empty.
    near : Container
        The root, without a proxy.
    """

    server: Server
    proxy: Proxy
    rng: random.Random
    folder: Path
    near: Any
    plague: Plague = field(init=False)
    context: Context = field(init=False)
    home: tuple[str, ...] = field(init=False)
    known: dict[str, Any] = field(default_factory=dict)
    """What operations that change something have found out about it."""

    def __post_init__(self) -> None:
        self.plague = Plague(self.proxy, self.rng)
        self.context = self.connect()
        self.home = self.near["catalog"].create_container(specs=["faulty"]).path_parts

    def connect(self) -> Context:
        """Connect through the proxy."""
        return Context(self.proxy.uri, api_key=self.server.api_key, timeout=TIMEOUT)

    def far(self, *path_parts: str, **options: Any) -> Any:
        """Open a node through the proxy."""
        return from_context(self.context, node_path_parts=path_parts, **options)

    def truly(self, *path_parts: str) -> Any:
        """Open a node without the proxy."""
        return from_context(self.near.context, node_path_parts=path_parts)

    def attempt(self, change: Callable[[], Any]) -> TiledError | None:
        """Change something, and return what has come in between, once the server is done.

        After a failure, what was opened before is of a context that is closed.
        """
        try:
            change()
        except TiledError as error:
            failure: TiledError | None = error
            self._settle()
        else:
            failure = None
        return failure

    def _settle(self) -> None:
        """Wait until nothing is under way to the server that the client has given up."""
        self.context.close()
        self.context = self.connect()
        port = self.proxy.server.server_address[1]
        with socket.create_connection(("127.0.0.1", port), _SETTLED) as last:
            # Whoever came before is accepted once this one is.
            last.shutdown(socket.SHUT_WR)
            last.recv(1)
        deadline = time.monotonic() + _SETTLED
        while self.proxy.open:
            if time.monotonic() > deadline:
                raise RuntimeError("the server does not end a request")
            time.sleep(0.01)
