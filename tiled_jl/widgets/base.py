"""What the widgets have in common: the viewer, and the service that it asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import traitlets
from anywidget import AnyWidget

from tiled_jl.browser.comms import free_route
from tiled_jl.browser.handlers import Answer, Handler
from tiled_jl.browser.messages import LoadModule, ModuleResult, Request
from tiled_jl.browser.service import Service
from tiled_jl.browser.state import State, shared_state
from tiled_jl.widgets.assets import loader, module_of, modules

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient
    from tiled_jl.context import Context


class Viewer(AnyWidget):
    """A widget that shows something of a server.

    What it keeps in a notebook is where to look, never what is seen there.

    Parameters
    ----------
    server : Context or None
        The only server that the page sees, with its connection and credential; None for all that
        are known.
    path : sequence of str
        Where to begin.
    state : State, optional
        What is shared with others; by default what all pages of this process share.
    also : mapping of Request to handler, optional
        Requests that this widget answers itself.
    """

    _kind: ClassVar[str]
    _service: Service | None = None
    _esm = traitlets.Unicode().tag(sync=True)
    _module = traitlets.Unicode().tag(sync=True)
    _target = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        server: Context | None,
        path: Sequence[str] = (),
        *,
        state: State | None = None,
        also: Mapping[type[Request[Any]], Handler] | None = None,
        **traits: Any,
    ) -> None:
        state = state or shared_state()
        only = state.servers.adopt(server) if server is not None else None
        self._service = Service(
            lambda answer, buffers: self.send(answer, buffers),
            state,
            server=only,
            also={LoadModule: _load_module, **(also or {})},
        )
        super().__init__(
            _esm=loader(),
            _module=module_of(self._kind),
            _target={"server": only or "", "path": list(path)},
            **traits,
        )
        self.on_msg(self._received)

    def open(self) -> None:
        """Announce the widget to the page."""
        super().open()
        free_route(self.comm)

    def close(self) -> None:
        """Remove the widget from the page and stop what it is reading."""
        if self._service is not None:
            self._service.close()
        super().close()

    def _send(self, msg: Any, buffers: Any = None) -> None:
        super()._send(msg, buffers=buffers)
        free_route(self.comm)

    def _received(self, widget: object, content: object, buffers: list[memoryview]) -> None:
        if self._service is not None:
            self._service.receive(content, buffers)


class NodeViewer(Viewer):
    """A widget that shows a node, or the nodes of a server.

    Parameters
    ----------
    client : BaseClient
        A node of the server on show.
    """

    def __init__(self, client: BaseClient, **traits: Any) -> None:
        self._client = client
        super().__init__(client.context, client.path_parts, **traits)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._client!r}>"

    @property
    def client(self) -> BaseClient:
        """The client that is on show."""
        return self._client


def _load_module(request: LoadModule) -> Answer:
    found = modules(request.name, request.have)
    return Answer(ModuleResult(names=list(found)), list(found.values()))
