"""All that the sidebar does, in a notebook cell."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import msgspec
import traitlets

from tiled_jl.browser.conditions import condition_of, query_of
from tiled_jl.browser.messages import Condition
from tiled_jl.browser.nodes import DEEP_SINCE
from tiled_jl.browser.state import shared_state
from tiled_jl.constructors import from_context, from_uri
from tiled_jl.errors import ClientError
from tiled_jl.queries import FullText, Query
from tiled_jl.widgets.base import Viewer
from tiled_jl.widgets.nodepath import NodePath
from tiled_jl.widgets.sliced import Sliced

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient


class Browser(Sliced, Viewer):
    """The nodes of a server with a search, and the details and the data of the one that is chosen.

    Files are exported to the folder of the notebook.

    Parameters
    ----------
    client : BaseClient or str, optional
        A node of the server, or its URI; by default all servers that the sidebar shows. A node
        other than the root is chosen at first.

    Attributes
    ----------
    selection : tuple of str or None
        Path of the node that is chosen. Observe it, or set it to choose another; ``"a/b"`` will do.
        Setting it ends a search.
    selected : BaseClient or None
        The node that is chosen.
    server : str or None
        Which of several servers it is on, by the name that is in their list.
    query : tuple of dict
        The conditions of the search, which a node has to meet to be found, all of them: each has
        an ``operator``, a ``key`` and a ``value``. Observe it, or set it to search; queries will
        do, and text to be found in the metadata.
    found : Container
        The nodes that the search finds, at any depth as on the page: their keys are paths such as
        ``"a/b"``. Where the server cannot look so deep, they are children alone.
    slice : tuple of (int or None) or None
        Position along each of the leading dimensions of the data on show; None for one that is
        shown whole. Observe it, or set it to move there.
    frame : int
        The first of these positions, a plain number to link to a slider.

    Examples
    --------
    >>> from tiled_jl.queries import Eq
    >>> browser = Browser(client)
    >>> browser.query = [Eq("sample.formula", "Cu")]
    >>> browser.query
    ({'operator': 'eq', 'key': 'sample.formula', 'value': 'Cu'},)
    >>> browser.selection = "examples/detector"
    >>> browser.selected.shape
    (60, 512, 512)
    >>> browser.close()
    """

    _kind = "browser"

    selection: Any = NodePath(help="Path of the chosen node.").tag(sync=True)
    server: Any = traitlets.Unicode(
        default_value=None, allow_none=True, help="Which of several servers it is on."
    ).tag(sync=True)
    query: Any = traitlets.Any(
        default_value=(), allow_none=False, help="The conditions of the search."
    ).tag(sync=True)
    _below: Any = traitlets.Dict(help="Where the search began.").tag(sync=True)

    def __init__(self, client: BaseClient | str | None = None, **traits: Any) -> None:
        client = from_uri(client) if isinstance(client, str) else client
        self._client = client
        if client is None:
            super().__init__(None, **traits)
            return
        if client.path_parts:
            traits.setdefault("selection", client.path_parts)
        super().__init__(client.context, client.path_parts, **traits)

    def __repr__(self) -> str:
        return f"<Browser of {self._client!r}>" if self._client else "<Browser of all servers>"

    @property
    def selected(self) -> BaseClient | None:
        """The node that is chosen, if there is one; asks the server for it."""
        return None if self.selection is None else self._node(self.server, self.selection)

    @property
    def found(self) -> Any:
        """The nodes that the search finds, as a container; asks the server where it begins."""
        begin: Any = self._node(self._below.get("server") or self.server, self._below.get("path"))
        queries = [query_of(msgspec.convert(each, Condition)) for each in self.query]
        if queries and begin.context.server_info.version >= DEEP_SINCE:
            deep = begin.search_deep(*queries)
            with suppress(ClientError):
                # Asking for one node tells whether this container can be searched so.
                bool(deep)
                return deep
        return begin.search(*queries)

    def _node(self, server: str | None, path: Any) -> BaseClient:
        servers = shared_state().servers
        if self._client is not None:
            context = self._client.context
        elif server is not None:
            context = servers.reach(server)
        else:
            raise ValueError("No node is chosen yet: choose one, or set server.")
        node: BaseClient = from_context(context, node_path_parts=tuple(path or ()))
        return node

    @traitlets.validate("query")
    def _conditions(self, proposal: Any) -> tuple[dict[str, Any], ...]:
        value = proposal["value"]
        wanted = [value] if isinstance(value, str | dict | Query) else value or ()
        try:
            return tuple(msgspec.to_builtins(_condition(each)) for each in wanted)
        except (TypeError, ValueError, msgspec.ValidationError) as problem:
            raise traitlets.TraitError(f"That is no query: {problem}") from None


def _condition(wanted: Any) -> Condition:
    if isinstance(wanted, dict):
        return msgspec.convert(wanted, Condition)
    return condition_of(FullText(wanted) if isinstance(wanted, str) else wanted)
