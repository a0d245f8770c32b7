"""Which class of client stands for which nodes."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from tiled_jl.context import Context
from tiled_jl.documents import Item

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient

_FAMILIES = {
    "array": "array:ArrayClient",
    "awkward": "pending:AwkwardClient",
    "bytes": "pending:BytesClient",
    "container": "container:Container",
    "ragged": "pending:RaggedClient",
    "sparse": "pending:SparseClient",
    "table": "table:DataFrameClient",
}
"""Classes by structure family. Named, not imported: a class is loaded when a node needs it."""

_SPECS: dict[str, str] = {}
"""Classes by the name of a spec, which come before those of the family."""

_DASK_FAMILIES: dict[str, str] = {
    "table": "daskframe:DaskDataFrameClient",
}
_DASK_SPECS: dict[str, str] = {}
"""What stands in for those where ``structure_clients="dask"``."""

_UNKNOWN = "pending:UnknownClient"


class Registry:
    """Makes clients for nodes.

    Parameters
    ----------
    structure_clients : str or mapping, optional
        ``"numpy"`` for clients that read into memory, ``"dask"`` for those that read later, or
        classes by structure family, which stand in for those that read into memory.
    include_data_sources : bool, optional
        Whether nodes tell where their data are stored.
    """

    def __init__(
        self,
        structure_clients: str | Mapping[str, type[BaseClient]] = "numpy",
        *,
        include_data_sources: bool = False,
    ) -> None:
        self.structure_clients = structure_clients
        self.include_data_sources = include_data_sources
        self._families: dict[str, str | type[BaseClient]] = dict(_FAMILIES)
        self._specs: dict[str, str | type[BaseClient]] = dict(_SPECS)
        if structure_clients == "dask":
            self._families |= _DASK_FAMILIES
            self._specs |= _DASK_SPECS
        elif isinstance(structure_clients, Mapping):
            self._families |= structure_clients
        elif structure_clients != "numpy":
            raise ValueError(
                "structure_clients is 'numpy', 'dask' or a mapping of structure families to "
                f"classes, not {structure_clients!r}"
            )

    def client(self, context: Context, item: Item) -> BaseClient:
        """Return a client for a node."""
        return self._class(item)(context, item, self)

    def _class(self, item: Item) -> type[BaseClient]:
        for spec in item.specs:
            if spec.name in self._specs:
                return _load(self._specs, spec.name)
        family = item.structure_family or ""
        self._families.setdefault(family, _UNKNOWN)
        return _load(self._families, family)


def _load(classes: dict[str, str | type[BaseClient]], name: str) -> type[BaseClient]:
    found = classes[name]
    if isinstance(found, str):
        module, _, attribute = found.partition(":")
        found = getattr(import_module(f".{module}", __package__), attribute)
        classes[name] = found
    return found
