"""New nodes and the data that belong in them: both, or neither."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tiled_jl.documents import route
from tiled_jl.errors import NotFound, TiledError
from tiled_jl.transport import watch
from tiled_jl.transport.request import JSON, Request

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient


@contextmanager
def half_made(node: BaseClient) -> Iterator[None]:
    """Remove a new node again if what is to be written into it does not arrive.

    The error goes on as it is, with a note of what became of the node.

    Parameters
    ----------
    node : BaseClient
        Just created.

    Examples
    --------
    >>> node = scratch.create_container("unlucky")
    >>> try:
    ...     with half_made(node):
    ...         raise ValueError("no more data")
    ... except ValueError as error:
    ...     print(error.__notes__[0].endswith("was removed."), "unlucky" in scratch)
    True False
    """
    try:
        yield
    except BaseException as error:
        error.add_note(_remove(node))
        raise


def _remove(node: BaseClient) -> str:
    name = repr("/".join(node.path_parts))
    request = Request(
        route("metadata", node.path_parts),
        [("recursive", "true"), ("external_only", "false")],
        accept=JSON,
        method="DELETE",
    )
    try:
        # Whoever stopped the writing does not stop this.
        with watch.watching(None):
            node.context.session.fetch(request)
    except NotFound:
        pass
    except TiledError as failure:
        return f"The node {name} is left half written: removing it failed, too ({failure.message})."
    return f"The node {name}, not yet fully written, was removed."
