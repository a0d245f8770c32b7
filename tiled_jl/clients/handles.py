"""Nodes as the tasks of a dask graph hold them: light to send, and with one connection per process.

Neither data nor metadata travel, and of the credential only where it is found (see
`Context.__getstate__`), unless the user gave a key by hand.
"""

from __future__ import annotations

import os
import pickle
import threading
from typing import Any, Generic, TypeVar

from tiled_jl.clients.base import BaseClient
from tiled_jl.clients.registry import Registry
from tiled_jl.context import Context
from tiled_jl.documents import Item

C = TypeVar("C", bound=BaseClient)

_contexts: dict[tuple[int, bytes], Context] = {}
_lock = threading.Lock()


class Handle(Generic[C]):
    """A client of a node, to be sent to other processes.

    Parameters
    ----------
    client : BaseClient
        One that reads into memory. Its structure travels with it, so that nothing has to be asked
        where it arrives.
    """

    def __init__(self, client: C) -> None:
        self.client = client

    def __reduce__(self) -> tuple[Any, ...]:
        client = self.client
        context = pickle.dumps(client.context)
        place = (client.path_parts, client.structure_family, client.structure())
        return _arrive, (type(self), type(client), context, *place)

    def __dask_tokenize__(self) -> tuple[Any, ...]:
        client = self.client
        return type(self).__name__, client.context.api_uri, client.path_parts, client.structure()


def _arrive(
    handle: type[Handle[C]],
    kind: type[C],
    context: bytes,
    path_parts: tuple[str, ...],
    family: str,
    structure: Any,
) -> Handle[C]:
    item = Item(path_parts=path_parts, structure_family=family, structure=structure)
    return handle(kind(_context(context), item, Registry()))


def _context(pickled: bytes) -> Context:
    """Return the one context of this process that stands for a pickled one."""
    # A forked child starts with the parent's, whose connections it cannot use.
    name = (os.getpid(), pickled)
    with _lock:
        context = _contexts.get(name)
        if context is None or context.session.closed:
            context = _contexts[name] = pickle.loads(pickled)  # noqa: S301 - from our own pickle
        return context
