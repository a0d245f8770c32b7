"""Servers that run in this process, as a profile can describe them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tiled_jl.errors import ProfileError

if TYPE_CHECKING:
    from tiled_jl.transport.inprocess import Application


def build(config: dict[str, Any], file: Path) -> tuple[Application, str | None]:
    """Return a Tiled server as an application, and the API key that opens it.

    Parameters
    ----------
    config : dict
        The configuration of the server.
    file : pathlib.Path
        The profile that it is from. Modules beside it can be named in it.

    Returns
    -------
    app : callable
    api_key : str or None
        None where users log in instead.

    Raises
    ------
    ProfileError
        If Tiled cannot make a server of it, or cannot be imported.
    """
    try:
        from tiled.server.app import build_app_from_config
        from tiled.server.settings import get_settings
    except ImportError as missing:
        raise ProfileError(
            f"{file}: to run a server in this process, Tiled's own package is needed ({missing}).",
            hint='Install it: pip install "tiled[server]".',
        ) from missing
    problem = ""
    sys.path.insert(0, str(file.parent))
    try:
        app = build_app_from_config(config)
    except (ValueError, TypeError, ImportError) as error:
        problem = ", ".join(_fields(error)) or type(error).__name__
    finally:
        sys.path.remove(str(file.parent))
    if problem:
        # Not within Tiled's error: that quotes the configuration, which may hold secrets.
        raise ProfileError(f"{file}: no server can be made of what is in direct ({problem}).")
    if app.state.authenticated:
        return app, None
    return app, app.dependency_overrides[get_settings]().single_user_api_key


def _fields(problem: Exception) -> list[str]:
    """Return which fields of a configuration Tiled finds fault with, and what fault."""
    errors: list[dict[str, Any]] = getattr(problem, "errors", list)()
    return [f"{'.'.join(map(str, each['loc']))}: {each['type']}" for each in errors]
