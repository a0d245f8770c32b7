"""Where the data of a node are kept: its data sources and their assets."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Asset:
    """A file, a folder or a database that holds data of a node.

    Parameters
    ----------
    data_uri : str
        Where it is, as seen by the server.
    is_directory : bool
        Whether it is a folder of files.
    parameter : str or None
        The parameter of the server's reader that it is given as.
    num : int or None
        Its place among several for the same parameter.
    id : int or None
        Under which the server knows it.
    size : int or None
        Its bytes, where the server tells.

    Examples
    --------
    >>> source = client["files/logbook"].data_sources()[0]
    >>> [asset.is_directory for asset in source.assets]
    [False]
    """

    data_uri: str
    is_directory: bool
    parameter: str | None = None
    num: int | None = None
    id: int | None = None
    size: int | None = None

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Asset:
        """Read it from a node document."""
        asset = cls(**_known(cls, document))
        counts = (asset.id, asset.num, asset.size)
        if not isinstance(asset.data_uri, str) or not all(
            isinstance(n, int | None) for n in counts
        ):
            raise TypeError(f"an address {asset.data_uri!r} with the numbers {counts}")
        return asset


@dataclass(frozen=True)
class DataSource:
    """A part of a node's data that is kept in one way.

    Parameters
    ----------
    structure_family : str
        ``"array"``, ``"table"``, …
    structure : object
        See `tiled_jl.structures`; as the server gives it, a dict.
    id : int or None
        Under which the server knows it.
    mimetype : str or None
        How it is stored, such as ``"application/x-zarr"``; None to let the server choose.
    parameters, properties : dict
        For the server's reader.
    assets : tuple of Asset
        What holds it; empty where the server is to make room for it.
    management : str
        ``"writable"``, ``"locked"`` or ``"immutable"`` where the server keeps it, ``"external"``
        where someone else does.

    Examples
    --------
    >>> asset = Asset("file://localhost/data/a.tiff", is_directory=False, parameter="data_uris")
    >>> source = DataSource("array", None, mimetype="image/tiff", assets=(asset,))
    >>> source.management
    'writable'
    """

    structure_family: str
    structure: Any
    id: int | None = None
    mimetype: str | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    properties: dict[str, Any] = field(default_factory=dict)
    assets: tuple[Asset, ...] = ()
    management: str = "writable"

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> DataSource:
        """Read it from a node document."""
        assets = tuple(Asset.from_json(each) for each in document.get("assets") or ())
        return cls(**{**_known(cls, document), "assets": assets})


def described(value: Any) -> Any:
    """Return a data source, or a part of one, as it stands in a document.

    Parameters
    ----------
    value : DataSource, dataclass or mapping
        Any dataclass will do that has the same fields.

    Examples
    --------
    >>> asset = Asset("file://localhost/data/a.tiff", is_directory=False, id=7)
    >>> described(asset)["id"]
    7
    """
    if hasattr(value, "to_json"):
        return value.to_json()
    if dataclasses.is_dataclass(value):
        return {
            each.name: described(getattr(value, each.name)) for each in dataclasses.fields(value)
        }
    if isinstance(value, Mapping):
        return {key: described(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [described(each) for each in value]
    return value


def _known(cls: type[Any], document: Mapping[str, Any]) -> dict[str, Any]:
    names = {each.name for each in dataclasses.fields(cls)}
    return {name: value for name, value in document.items() if name in names}
