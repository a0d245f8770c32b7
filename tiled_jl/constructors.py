"""How to begin: from an address, from a context, or from a profile."""

from __future__ import annotations

import ssl
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from tiled_jl.auth.credentials import Secret
from tiled_jl.clients.listing import DEFAULT_FIELDS, fetch_item
from tiled_jl.clients.registry import Registry
from tiled_jl.confidential import confidential
from tiled_jl.context import Context
from tiled_jl.direct import build
from tiled_jl.errors import ProfileError
from tiled_jl.transport.courier import DEFAULT_TIMEOUT
from tiled_jl.transport.session import DEFAULT_MAX_CONNECTIONS

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient
    from tiled_jl.transport.cache import Cache


@confidential
def from_uri(
    uri: str,
    structure_clients: str | Mapping[str, type[BaseClient]] = "numpy",
    *,
    api_key: Secret | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: float | httpx.Timeout | None = None,
    verify: bool | str | ssl.SSLContext = True,
    max_connections: int = DEFAULT_MAX_CONNECTIONS,
    trust_env: bool = True,
    auth: httpx.Auth | None = None,
    username: str | None = None,
    auth_provider: str | None = None,
    remember_me: bool = True,
    prompt_for_reauthentication: bool | None = None,
    cache: Cache | None = None,
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
    auth, username, auth_provider, remember_me, prompt_for_reauthentication, cache
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
    >>> client = from_uri(uri)
    >>> client["examples/detector"][30].shape
    (512, 512)
    """
    registry = Registry(structure_clients, include_data_sources=include_data_sources)
    return _connect(
        registry,
        *Context.from_any_uri(
            uri,
            api_key=api_key,
            headers=headers,
            timeout=timeout,
            verify=verify,
            max_connections=max_connections,
            trust_env=trust_env,
            auth=auth,
            username=username,
            auth_provider=auth_provider,
            remember_me=remember_me,
            prompt_for_reauthentication=prompt_for_reauthentication,
            cache=cache,
        ),
    )


@confidential
def from_context(
    context: Context,
    structure_clients: str | Mapping[str, type[BaseClient]] = "numpy",
    node_path_parts: Sequence[str] = (),
    *,
    username: str | None = None,
    auth_provider: str | None = None,
    remember_me: bool | None = None,
    prompt_for_reauthentication: bool | None = None,
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
    username, auth_provider, remember_me, prompt_for_reauthentication
        As of `Context`, in place of what it was made with.
    include_data_sources : bool, optional
        As of `from_uri`.

    Examples
    --------
    >>> from tiled_jl import Context, from_context
    >>> client = from_context(Context(uri), node_path_parts=["examples"])
    >>> client.path_parts
    ('examples',)
    >>> client.context.close()
    """
    registry = Registry(structure_clients, include_data_sources=include_data_sources)
    return _client(
        context,
        registry,
        node_path_parts,
        username=username,
        auth_provider=auth_provider,
        remember_me=remember_me,
        prompt_for_reauthentication=prompt_for_reauthentication,
    )


@confidential
def from_profile(
    name: str,
    structure_clients: str | Mapping[str, type[BaseClient]] | None = None,
    **overrides: Any,
) -> Any:
    """Connect to a server by the name that a profile gives it.

    Profiles are YAML files that Tiled shares; see `tiled_jl.profiles`.

    Parameters
    ----------
    name : str
        One of `list_profiles`.
    structure_clients : str or mapping, optional
        As of `from_uri`, in place of what the profile says.
    **overrides
        As of `from_uri`, in place of what the profile says.

    Returns
    -------
    BaseClient
        As of `from_uri`. Where the profile describes a server to run, that runs in this process
        until the client's context is closed.

    Raises
    ------
    ProfileNotFound
        If there is no such profile. It names those that there are, and where it looked.

    Examples
    --------
    >>> from tiled_jl import create_profile, from_profile
    >>> file = create_profile(uri, "my_beamline")
    >>> "examples" in from_profile("my_beamline")
    True
    """
    # It needs a YAML reader, which from_uri should not wait for.
    from tiled_jl.profiles import find_profile

    file, profile = find_profile(name)
    profile = {**profile, **overrides}
    registry = Registry(
        structure_clients or _classes(profile.pop("structure_clients", "numpy"), file),
        include_data_sources=profile.pop("include_data_sources", False),
    )
    options = context_options(file, profile)
    if "direct" not in profile:
        return _connect(registry, *Context.from_any_uri(profile["uri"], **options))
    app, api_key = build(profile["direct"], file)
    if "auth" not in options:
        options.setdefault("api_key", api_key)
    return _connect(registry, Context.from_app(app, **options), ())


def context_options(file: Path, profile: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a profile says of the connection, as `Context` takes it.

    Parameters
    ----------
    file : pathlib.Path
        Where the profile is from.
    profile : mapping
        As `tiled_jl.profiles.find_profile` returns it.

    Raises
    ------
    ProfileError
        If it describes a cache that cannot be.

    Examples
    --------
    >>> from pathlib import Path
    >>> context_options(Path("a.yml"), {"uri": "http://127.0.0.1:8000", "verify": False})
    {'verify': False}
    """
    others = {"uri", "direct", "structure_clients"}
    options = {name: value for name, value in profile.items() if name not in others}
    if isinstance(cache := options.get("cache"), Mapping):
        options["cache"] = _cache(cache, file)
    if isinstance(timeout := options.get("timeout"), Mapping):
        options["timeout"] = _timeout(timeout)
    return options


def _connect(registry: Registry, context: Context, path_parts: Sequence[str]) -> Any:
    try:
        return _client(context, registry, path_parts)
    except BaseException:
        context.close()
        raise


def _client(context: Context, registry: Registry, path_parts: Sequence[str], **login: Any) -> Any:
    # First of all, and without the credential: a secret is for a Tiled server alone.
    _ = context.server_info
    context.log_in_if_required(**login)
    item = fetch_item(
        context,
        path_parts,
        # To connect should not wait until all that is there has been counted.
        fields=None if path_parts else DEFAULT_FIELDS,
        include_data_sources=registry.include_data_sources,
    )
    return registry.client(context, item)


def _classes(named: str | Mapping[str, Any], file: Path) -> str | Mapping[str, Any]:
    """Return the classes that a profile names as ``package.module:Class``."""
    if isinstance(named, str):
        return named
    classes: dict[str, Any] = {}
    for family, place in named.items():
        module, _, attribute = str(place).partition(":")
        try:
            classes[_FAMILIES.get(family, family)] = getattr(import_module(module), attribute)
        except (ImportError, AttributeError, ValueError) as problem:
            raise ProfileError(
                f"{file}: there is no {place!r}, which structure_clients.{family} names."
            ) from problem
    return classes


_FAMILIES = {"dataframe": "table"}
"""Earlier names of structure families, which profiles still use."""


def _timeout(seconds: Mapping[str, float]) -> httpx.Timeout:
    names = {"connection": "connect"}
    given = {names.get(name, name): value for name, value in seconds.items()}
    return httpx.Timeout(**{**DEFAULT_TIMEOUT.as_dict(), **given})


def _cache(settings: Mapping[str, Any], file: Path) -> Cache:
    # It needs SQLite, which few wait for.
    from tiled_jl.transport.cache import Cache

    try:
        return Cache(**settings)
    except ValueError as problem:
        raise ProfileError(f"{file}: cache: {problem}.") from problem
