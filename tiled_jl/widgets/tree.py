"""The nodes of a server as a tree, in a notebook cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiled_jl.browser.state import shared_state
from tiled_jl.constructors import from_context, from_uri
from tiled_jl.widgets.base import NodeViewer
from tiled_jl.widgets.nodepath import NodePath

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient


class TreeWidget(NodeViewer):
    """The nodes of a server as a tree.

    A click on a node with the other button, or Shift+F10, opens the menu of what can be done with
    it: it is copied, exported, filled, changed and deleted as in the sidebar.

    Parameters
    ----------
    client : BaseClient or str, optional
        A node of the server, or its URI; by default the first server of the sidebar's list. A node
        other than the root is chosen at first.

    Attributes
    ----------
    selection : tuple of str or None
        Path of the node that is chosen. Observe it, or set it to choose another; ``"a/b"`` will do.
    selected : BaseClient or None
        The node that is chosen.

    Examples
    --------
    >>> tree = TreeWidget(client)
    >>> tree.selection = "examples/detector"
    >>> tree.selection
    ('examples', 'detector')
    >>> tree.selected.shape
    (60, 512, 512)
    >>> tree.close()
    """

    _kind = "tree"

    selection: Any = NodePath(help="Path of the chosen node.").tag(sync=True)

    def __init__(self, client: BaseClient | str | None = None, **traits: Any) -> None:
        if client is None:
            client = _first_known()
        client = from_uri(client) if isinstance(client, str) else client
        if client.path_parts:
            traits.setdefault("selection", client.path_parts)
        super().__init__(client, **traits)

    @property
    def selected(self) -> BaseClient | None:
        """The node that is chosen, if there is one; asks the server for it."""
        if self.selection is None:
            return None
        chosen: BaseClient = from_context(self.client.context, node_path_parts=self.selection)
        return chosen


def _first_known() -> str:
    servers = shared_state().servers.list()
    if not servers:
        raise ValueError(
            "No server is known on this computer yet: use TreeWidget(client) or TreeWidget(uri), "
            "or add a server in the sidebar."
        )
    return servers[0].uri
