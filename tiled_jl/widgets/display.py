"""What a client shows as the last line of a cell: filled in for ``tiled_jl.display``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tiled_jl.clients.display import summary

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient

Bundle = tuple[dict[str, Any], dict[str, Any]]


def mimebundle(
    client: BaseClient,
    include: Iterable[str] | None = None,
    exclude: Iterable[str] | None = None,
) -> Bundle | None:
    """Show a client as a widget, and as a summary wherever no widget can run.

    Parameters
    ----------
    client : BaseClient
    include, exclude : iterable of str, optional
        Media types to give, and not to give.

    Returns
    -------
    (dict, dict) or None
        Data by media type, and their metadata; None outside a Jupyter kernel. Nothing is asked of
        the server.
    """
    if not in_kernel():
        return None
    from tiled_jl.widgets.preview import PreviewWidget
    from tiled_jl.widgets.tree import TreeWidget

    container = client.structure_family == "container"
    widget = TreeWidget(client) if container else PreviewWidget(client)
    data, metadata = widget._repr_mimebundle_() or ({}, {})
    data = {**data, "text/plain": repr(client), "text/html": summary(client)}
    wanted = set(data if include is None else include) - set(exclude or ())
    return {kind: value for kind, value in data.items() if kind in wanted}, metadata


def in_kernel() -> bool:
    """Whether this runs in a Jupyter kernel."""
    # Whoever runs without IPython has not imported it, and need not wait for it.
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return getattr(shell, "kernel", None) is not None
