"""Nodes as the tasks of a dask graph hold them: light to send.

Neither data nor metadata travel, and of the credential only where it is found (see
`Context.__reduce__`), unless the user gave a key by hand.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from tiled_jl.clients.base import BaseClient
from tiled_jl.clients.registry import Registry
from tiled_jl.context import Context
from tiled_jl.documents import Item

C = TypeVar("C", bound=BaseClient)


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
        place = (client.path_parts, client.structure_family, client.structure())
        return _arrive, (type(self), type(client), client.context, *place)

    def __dask_tokenize__(self) -> tuple[Any, ...]:
        client = self.client
        return type(self).__name__, client.context.api_uri, client.path_parts, client.structure()


def _arrive(
    handle: type[Handle[C]],
    kind: type[C],
    context: Context,
    path_parts: tuple[str, ...],
    family: str,
    structure: Any,
) -> Handle[C]:
    item = Item(path_parts=path_parts, structure_family=family, structure=structure)
    return handle(kind(context, item, Registry()))
