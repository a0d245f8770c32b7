"""Deleting a node."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from tiled_jl.context import Context
from tiled_jl.documents import route
from tiled_jl.errors import NotFound, ResponseError, TiledError
from tiled_jl.transport.request import Request


def remove(
    context: Context, path_parts: Sequence[str], *, recursive: bool, external_only: bool
) -> None:
    """Delete a node.

    Parameters
    ----------
    context : Context
    path_parts : sequence of str
        The keys that lead to it.
    recursive, external_only : bool
        As of `BaseClient.delete`.

    Raises
    ------
    NotFound
        If there is no such node.
    Conflict
        If it is not empty, or data would be lost, and the parameters do not allow it.
    """
    params = [
        ("recursive", str(recursive).lower()),
        ("external_only", str(external_only).lower()),
    ]
    request = Request(route("metadata", path_parts), params, method="DELETE", repeatable=False)
    try:
        context.session.fetch(request)
    except TiledError as lost:
        if not (lost.retryable or isinstance(lost, ResponseError)):
            raise
        # It may have been deleted, and only the answer did not arrive.
        with suppress(NotFound):
            context.session.fetch(replace(request, repeatable=True))
