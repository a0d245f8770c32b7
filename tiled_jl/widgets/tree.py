"""The nodes of a server as a tree, in a notebook cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import traitlets

from tiled_jl.browser.state import shared_state
from tiled_jl.constructors import from_context, from_uri
from tiled_jl.widgets.base import NodeViewer

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient


class TreeWidget(NodeViewer):
    """The nodes of a server as a tree, with the details of the one that is chosen.

    Parameters
    ----------
    client : BaseClient or str, optional
        A node of the server, or its URI; by default the first server of the sidebar's list. A node
        other than the root is chosen at first.

    Attributes
    ----------
    selection : list of str or None
        Path of the node that is chosen. Observe it, or set it to choose another; ``"a/b"`` will do.
    selected : BaseClient or None
        The node that is chosen.

    Examples
    --------
    >>> tree = TreeWidget(client)
    >>> tree.selection = ["examples", "detector"]
    >>> tree.selected.shape
    (60, 512, 512)
    >>> tree.close()
    """

    _kind = "tree"

    selection: Any = traitlets.List(
        traitlets.Unicode(), default_value=None, allow_none=True, help="Path of the chosen node."
    ).tag(sync=True)

    def __init__(self, client: BaseClient | str | None = None, **traits: Any) -> None:
        if client is None:
            client = _first_known()
        client = from_uri(client) if isinstance(client, str) else client
        if client.path_parts:
            traits.setdefault("selection", list(client.path_parts))
        super().__init__(client, **traits)

    @property
    def selected(self) -> BaseClient | None:
        """The node that is chosen, if there is one; asks the server for it."""
        if self.selection is None:
            return None
        chosen: BaseClient = from_context(
            self.client.context, node_path_parts=tuple(self.selection)
        )
        return chosen

    @traitlets.validate("selection")
    def _path(self, proposal: Any) -> list[str] | None:
        if proposal["value"] is None:
            return None
        # "a/b" is a path wherever one is asked for; no key holds a slash.
        path = [key for keys in proposal["value"] for key in keys.split("/")]
        if not all(path):
            raise traitlets.TraitError(f"A path has no empty keys: {path!r}")
        return path


def _first_known() -> str:
    servers = shared_state().servers.list()
    if not servers:
        raise ValueError(
            "No server is known on this computer yet: use TreeWidget(client) or TreeWidget(uri), "
            "or add a server in the sidebar."
        )
    return servers[0].uri
