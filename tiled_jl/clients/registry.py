"""Which class of client stands for which nodes."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from tiled_jl.clients import plugins
from tiled_jl.context import Context
from tiled_jl.documents import Item

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient

_FAMILIES = {
    "array": "array:ArrayClient",
    "awkward": "awkward:AwkwardClient",
    "bytes": "bytes:BytesClient",
    "container": "container:Container",
    "ragged": "ragged:RaggedClient",
    "sparse": "sparse:SparseClient",
    "table": "table:DataFrameClient",
}
"""Classes by structure family. Named, not imported: a class is loaded when a node needs it."""

_SPECS: dict[str, str] = {
    "composite": "composite:CompositeClient",
    "xarray_dataset": "xarray:DatasetClient",
}
"""Classes by the name of a spec, which come before those of the family."""

_DASK_FAMILIES: dict[str, str] = {
    "array": "daskarray:DaskArrayClient",
    "table": "daskframe:DaskDataFrameClient",
}
_DASK_SPECS: dict[str, str] = {
    "xarray_dataset": "xarray:DaskDatasetClient",
}
"""What stands in for those where ``structure_clients="dask"``."""

_UNKNOWN = "unknown:UnknownClient"


StructureClients = str | Mapping[str, type["BaseClient"]]


class Registry:
    """Makes clients for nodes.

    The first of these that there is makes the client of a node: for each of its specs, what the
    user gave, an entry point, a class of ours; then the same for its structure family.

    Parameters
    ----------
    structure_clients : str or mapping, optional
        ``"numpy"`` for clients that read into memory, ``"dask"`` for those that read later, or
        classes by spec or structure family, which stand in for those that read into memory. They
        are called as ``cls(context, item, registry)``; see `BaseClient`.
    include_data_sources : bool, optional
        Whether nodes tell where their data are stored.

    Attributes
    ----------
    flat : set of tuple of str
        The paths of containers that have been seen to hold no containers, so that their children's
        structures cost next to nothing.

    Examples
    --------
    >>> from tiled_jl import ArrayClient
    >>> class Image(ArrayClient):
    ...     def thumbnail(self):
    ...         return self[..., ::64, ::64]
    >>> custom = client.new_variation(structure_clients={"array": Image})
    >>> custom["examples/detector"].thumbnail().shape
    (60, 8, 8)
    """

    def __init__(
        self,
        structure_clients: StructureClients = "numpy",
        *,
        include_data_sources: bool = False,
    ) -> None:
        self.structure_clients = structure_clients
        self.include_data_sources = include_data_sources
        self.flat: set[tuple[str, ...]] = set()
        self._families: dict[str, str | type[BaseClient]] = dict(_FAMILIES)
        self._specs: dict[str, str | type[BaseClient]] = dict(_SPECS)
        self._given: Mapping[str, type[BaseClient]] = {}
        if structure_clients == "dask":
            self._families |= _DASK_FAMILIES
            self._specs |= _DASK_SPECS
        elif isinstance(structure_clients, Mapping):
            self._given = structure_clients
        elif structure_clients != "numpy":
            raise ValueError(
                "structure_clients is 'numpy', 'dask' or a mapping of structure families to "
                f"classes, not {structure_clients!r}"
            )

    def variation(
        self, structure_clients: StructureClients | None, include_data_sources: bool | None
    ) -> Registry:
        """Return another registry that differs from this one in what is not None."""
        if structure_clients is None:
            structure_clients = self.structure_clients
        if include_data_sources is None:
            include_data_sources = self.include_data_sources
        return Registry(structure_clients, include_data_sources=include_data_sources)

    def client(self, context: Context, item: Item) -> BaseClient:
        """Return a client for a node."""
        return self._class(item)(context, item, self)

    def _class(self, item: Item) -> type[BaseClient]:
        for spec in item.specs:
            if spec.name in self._given:
                return self._given[spec.name]
            if custom := plugins.special_client(spec.name):
                return custom
            if spec.name in self._specs:
                return _load(self._specs, spec.name)
        family = item.structure_family or ""
        if family in self._given:
            return self._given[family]
        if custom := plugins.structure_client(family):
            return custom
        self._families.setdefault(family, _UNKNOWN)
        return _load(self._families, family)


def _load(classes: dict[str, str | type[BaseClient]], name: str) -> type[BaseClient]:
    found = classes[name]
    if isinstance(found, str):
        module, _, attribute = found.partition(":")
        found = getattr(import_module(f".{module}", __package__), attribute)
        classes[name] = found
    return found
