"""Ours and the upstream client, both connected to a server."""

from __future__ import annotations

from typing import Any

from benchmarks.server import Server


def ours(server: Server) -> Any:
    from tiled_jl import from_uri

    return from_uri(server.uri, api_key=server.api_key)


def upstream(server: Server) -> Any:
    from tiled.client import from_uri

    return from_uri(server.uri, api_key=server.api_key)
