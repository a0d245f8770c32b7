"""Tiled in JupyterLab: a Python client, a sidebar and notebook widgets.

>>> from tiled_jl import from_uri
>>> client = from_uri(uri)
>>> client["examples/detector"][30].shape
(512, 512)
"""

from __future__ import annotations

# Not from typing, which takes longer to import than all the rest.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from tiled_jl.clients.array import ArrayClient as ArrayClient
    from tiled_jl.clients.awkward import AwkwardClient as AwkwardClient
    from tiled_jl.clients.bytes import BytesClient as BytesClient
    from tiled_jl.clients.composite import CompositeClient as CompositeClient
    from tiled_jl.clients.container import Container as Container
    from tiled_jl.clients.daskarray import DaskArrayClient as DaskArrayClient
    from tiled_jl.clients.daskframe import DaskDataFrameClient as DaskDataFrameClient
    from tiled_jl.clients.ragged import RaggedClient as RaggedClient
    from tiled_jl.clients.sparse import SparseClient as SparseClient
    from tiled_jl.clients.table import DataFrameClient as DataFrameClient
    from tiled_jl.clients.xarray import DaskDatasetClient as DaskDatasetClient
    from tiled_jl.clients.xarray import DatasetClient as DatasetClient
    from tiled_jl.constructors import from_context as from_context
    from tiled_jl.constructors import from_profile as from_profile
    from tiled_jl.constructors import from_uri as from_uri
    from tiled_jl.context import Context as Context
    from tiled_jl.errors import Cancelled as Cancelled
    from tiled_jl.errors import ClientError as ClientError
    from tiled_jl.errors import ConnectionFailed as ConnectionFailed
    from tiled_jl.errors import LoginFailed as LoginFailed
    from tiled_jl.errors import NotATiledServer as NotATiledServer
    from tiled_jl.errors import NotYet as NotYet
    from tiled_jl.errors import ProfileError as ProfileError
    from tiled_jl.errors import ProfileNotFound as ProfileNotFound
    from tiled_jl.errors import ServerError as ServerError
    from tiled_jl.errors import SessionExpired as SessionExpired
    from tiled_jl.errors import TiledError as TiledError
    from tiled_jl.errors import Unauthorized as Unauthorized
    from tiled_jl.logs import hide_logs as hide_logs
    from tiled_jl.logs import record_history as record_history
    from tiled_jl.logs import show_logs as show_logs
    from tiled_jl.patches import DELETE_KEY as DELETE_KEY
    from tiled_jl.profiles import create_profile as create_profile
    from tiled_jl.profiles import delete_profile as delete_profile
    from tiled_jl.profiles import get_default_profile_name as get_default_profile_name
    from tiled_jl.profiles import list_profiles as list_profiles
    from tiled_jl.profiles import load_profiles as load_profiles
    from tiled_jl.profiles import set_default_profile_name as set_default_profile_name
    from tiled_jl.transport.cache import Cache as Cache

    __version__: str

_HOMES = {
    "ArrayClient": "clients.array",
    "AwkwardClient": "clients.awkward",
    "BytesClient": "clients.bytes",
    "Cache": "transport.cache",
    "Cancelled": "errors",
    "ClientError": "errors",
    "CompositeClient": "clients.composite",
    "ConnectionFailed": "errors",
    "Container": "clients.container",
    "Context": "context",
    "DELETE_KEY": "patches",
    "DaskArrayClient": "clients.daskarray",
    "DaskDataFrameClient": "clients.daskframe",
    "DaskDatasetClient": "clients.xarray",
    "DataFrameClient": "clients.table",
    "DatasetClient": "clients.xarray",
    "LoginFailed": "errors",
    "NotATiledServer": "errors",
    "NotYet": "errors",
    "ProfileError": "errors",
    "ProfileNotFound": "errors",
    "RaggedClient": "clients.ragged",
    "ServerError": "errors",
    "SessionExpired": "errors",
    "SparseClient": "clients.sparse",
    "TiledError": "errors",
    "Unauthorized": "errors",
    "create_profile": "profiles",
    "delete_profile": "profiles",
    "from_context": "constructors",
    "from_profile": "constructors",
    "from_uri": "constructors",
    "get_default_profile_name": "profiles",
    "hide_logs": "logs",
    "list_profiles": "profiles",
    "load_profiles": "profiles",
    "record_history": "logs",
    "set_default_profile_name": "profiles",
    "show_logs": "logs",
}

__all__ = [*sorted(_HOMES), "__version__"]


def __getattr__(name: str) -> object:
    # Public names load what they need on first use, so that importing the package costs nothing.
    if name == "__version__":
        from importlib.metadata import version

        value: object = version("tiled-jl")
    elif name in _HOMES:
        from importlib import import_module

        import_module(f"{__name__}.lighthttpx")
        value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
