"""How a client shows itself as the last line of a cell."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient

logger = logging.getLogger(__name__)

ENTRY_POINTS = "tiled_jl.display"
"""The group of entry points that offer rich displays.

Each is called with the client, ``include`` and ``exclude`` and returns a bundle of media types, a
pair of such a bundle and its metadata, or None to leave it to the next.
"""


def mimebundle(
    client: BaseClient, include: Iterable[str] | None, exclude: Iterable[str] | None
) -> Any:
    """Return the richest display of a client that there is; never fail.

    Parameters
    ----------
    client : BaseClient
    include, exclude : iterable of str or None
        As of IPython's ``_repr_mimebundle_``.
    """
    for entry_point in _displays():
        try:
            bundle = entry_point.load()(client, include=include, exclude=exclude)
        except Exception:  # a display that fails must not hide the client
            logger.warning("The display %r failed", entry_point.name, exc_info=True)
            continue
        if bundle is not None:
            return bundle
    return {"text/plain": repr(client), "text/html": summary(client)}


@cache
def _displays() -> tuple[EntryPoint, ...]:
    return tuple(entry_points(group=ENTRY_POINTS))


def summary(client: BaseClient) -> str:
    """Return what is known of a client as a small HTML table; asks nothing of the server."""
    rows = "".join(
        f"<tr><th style='text-align:left'>{escape(name)}</th>"
        f"<td style='text-align:left'>{escape(value)}</td></tr>"
        for name, value in client._facts().items()
    )
    return f"<table><caption>{escape(type(client).__name__)}</caption>{rows}</table>"
