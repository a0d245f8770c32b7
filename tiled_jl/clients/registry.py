"""Which class of client stands for which nodes."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from tiled_jl.context import Context
from tiled_jl.documents import Item
from tiled_jl.errors import NotYet

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient

_IN_MEMORY = {
    "array": "array:ArrayClient",
    "awkward": "pending:AwkwardClient",
    "bytes": "pending:BytesClient",
    "container": "container:Container",
    "ragged": "pending:RaggedClient",
    "sparse": "pending:SparseClient",
    "table": "table:DataFrameClient",
}
"""Named, not imported: a class is loaded when a node of its family is met."""

_UNKNOWN = "pending:UnknownClient"


class Registry:
    """Makes clients for nodes.

    Parameters
    ----------
    structure_clients : str or mapping, optional
        ``"numpy"`` for clients that read into memory, or classes by structure family, which stand
        in for those.
    include_data_sources : bool, optional
        Whether nodes tell where their data are stored.

    Raises
    ------
    NotYet
        For ``"dask"``.
    """

    def __init__(
        self,
        structure_clients: str | Mapping[str, type[BaseClient]] = "numpy",
        *,
        include_data_sources: bool = False,
    ) -> None:
        self.structure_clients = structure_clients
        self.include_data_sources = include_data_sources
        self._classes: dict[str, type[BaseClient]] = {}
        if structure_clients == "dask":
            raise NotYet(
                "Clients that read lazily with dask are not there yet.",
                hint="Use structure_clients='numpy', and read slices.",
            )
        if isinstance(structure_clients, Mapping):
            self._classes.update(structure_clients)
        elif structure_clients != "numpy":
            raise ValueError(
                "structure_clients is 'numpy' or a mapping of structure families to classes, not "
                f"{structure_clients!r}"
            )

    def client(self, context: Context, item: Item) -> BaseClient:
        """Return a client for a node."""
        return self._class(item.structure_family or "")(context, item, self)

    def _class(self, family: str) -> type[BaseClient]:
        if family not in self._classes:
            module, _, name = _IN_MEMORY.get(family, _UNKNOWN).partition(":")
            found = getattr(import_module(f".{module}", __package__), name)
            self._classes[family] = found
        return self._classes[family]
