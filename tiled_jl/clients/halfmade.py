"""New nodes and the data that belong in them: both, or neither."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tiled_jl.clients.listing import fetch_item
from tiled_jl.clients.removal import remove
from tiled_jl.errors import NoSuchKey, TiledError
from tiled_jl.transport import watch

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient

_NODE = "The node "


class _Left(str):
    """The note of a node that is still there; its key may hold any words."""


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
    ...     print(error.__notes__[0].endswith("was removed again."), "unlucky" in scratch)
    True False
    """
    try:
        yield
    except BaseException as error:
        error.add_note(_remove(node))
        raise


def is_half_made(failure: BaseException) -> bool:
    """Whether a node that was being written could not be removed again.

    Parameters
    ----------
    failure : BaseException
        What came out of `half_made`.
    """
    notes = [each for each in getattr(failure, "__notes__", ()) if each.startswith(_NODE)]
    # Of nodes within each other, the outermost comes last, and takes the others with it.
    return bool(notes) and isinstance(notes[-1], _Left)


def _remove(node: BaseClient) -> str:
    """Remove a node, and return how that went."""
    name = repr("/".join(node.path_parts))
    # Whoever stopped the writing does not stop this.
    with watch.watching(None):
        try:
            remove(node.context, node.path_parts, recursive=True, external_only=False)
        except TiledError as failure:
            # Servers stumble over files that were never written, and forget the node all the same.
            if _is_there(node):
                return _Left(f"{_NODE}{name} is half written, and could not be removed: {failure}")
    return f"{_NODE}{name}, not yet fully written, was removed again."


def _is_there(node: BaseClient) -> bool:
    try:
        fetch_item(node.context, node.path_parts, fields=())
    except NoSuchKey:
        return False
    except TiledError:
        pass
    return True
