"""How to begin: from an address, or from a context."""

from __future__ import annotations

import ssl
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tiled_jl.clients.listing import fetch_item
from tiled_jl.clients.registry import Registry
from tiled_jl.context import Context
from tiled_jl.transport.session import DEFAULT_MAX_CONNECTIONS

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient


def from_uri(
    uri: str,
    structure_clients: str | Mapping[str, type[BaseClient]] = "numpy",
    *,
    api_key: str | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: float | None = None,
    verify: bool | str | ssl.SSLContext = True,
    max_connections: int = DEFAULT_MAX_CONNECTIONS,
    trust_env: bool = True,
    include_data_sources: bool = False,
) -> Any:
    """Connect to a server, or to one node of it.

    Parameters
    ----------
    uri : str
        The base of the server, such as ``http://127.0.0.1:8000``, or the API's address of a node
        (`BaseClient.uri`).
    structure_clients : str or mapping, optional
        ``"numpy"`` to read into memory, or classes by structure family or spec.
    api_key, headers, timeout, verify, max_connections, trust_env
        As of `Context`.
    include_data_sources : bool, optional
        Whether nodes tell where their data are stored.

    Returns
    -------
    BaseClient
        A `Container`, `ArrayClient`, `DataFrameClient`, … by what the node is.

    Raises
    ------
    NotATiledServer
        If something else answers at that address.
    ConnectionFailed, Timeout
        If nothing does.
    Unauthorized
        If the server wants to know who asks, and the credential is missing or wrong.
    NotFound
        If it has no such node.

    Examples
    --------
    >>> client = from_uri("http://127.0.0.1:8000")  # doctest: +SKIP
    >>> client["examples/detector"][30]  # doctest: +SKIP
    """
    registry = Registry(structure_clients, include_data_sources=include_data_sources)
    context, path_parts = Context.from_any_uri(
        uri,
        api_key=api_key,
        headers=headers,
        timeout=timeout,
        verify=verify,
        max_connections=max_connections,
        trust_env=trust_env,
    )
    try:
        return _client(context, registry, path_parts)
    except BaseException:
        context.close()
        raise


def from_context(
    context: Context,
    structure_clients: str | Mapping[str, type[BaseClient]] = "numpy",
    node_path_parts: Sequence[str] = (),
    *,
    include_data_sources: bool = False,
) -> Any:
    """Return a client for a node of a server that is connected already.

    Parameters
    ----------
    context : Context
    structure_clients : str or mapping, optional
        As of `from_uri`.
    node_path_parts : sequence of str, optional
        The keys that lead to the node; empty for the root.
    include_data_sources : bool, optional
        As of `from_uri`.

    Examples
    --------
    >>> from tiled_jl import Context, from_context
    >>> client = from_context(Context("http://127.0.0.1:8000"))  # doctest: +SKIP
    """
    registry = Registry(structure_clients, include_data_sources=include_data_sources)
    return _client(context, registry, node_path_parts)


def _client(context: Context, registry: Registry, path_parts: Sequence[str]) -> Any:
    # First of all, and without the credential: a secret is for a Tiled server alone.
    _ = context.server_info
    item = fetch_item(context, path_parts, include_data_sources=registry.include_data_sources)
    return registry.client(context, item)
