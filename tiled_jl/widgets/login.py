"""Logging in to a server, in a notebook cell."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import traitlets

from tiled_jl.auth.desk import Granted
from tiled_jl.auth.prompt import plain
from tiled_jl.browser.logins import Waiting
from tiled_jl.browser.serverlist import base_uri
from tiled_jl.browser.state import State, shared_state
from tiled_jl.context import Context
from tiled_jl.errors import Cancelled
from tiled_jl.widgets.assets import NotBuilt
from tiled_jl.widgets.base import Viewer
from tiled_jl.widgets.display import in_kernel

if TYPE_CHECKING:
    from tiled_jl.auth.tokens import Tokens
    from tiled_jl.clients.base import BaseClient

PATIENCE = 5.0
"""Seconds in which a page makes itself known, if there is one that can show a widget."""


class LoginWidget(Viewer):
    """Who is logged in to a server, and a form to log in: by password or web browser.

    What is typed there goes to this kernel once, and from here to the server; it is not kept in the
    page or in the notebook.

    Parameters
    ----------
    server : BaseClient, Context or str
        A client of the server, its context, or its URI. The one that is given is logged in.

    Attributes
    ----------
    value : str or None
        Who is logged in, as far as that is known; None for nobody. Observe it.

    Examples
    --------
    >>> from tiled_jl.widgets import LoginWidget
    >>> login = LoginWidget(client)
    >>> login.context is client.context
    True
    >>> login.close()
    """

    _kind = "login"

    value: Any = traitlets.Unicode(
        default_value=None, allow_none=True, read_only=True, help="Who is logged in."
    ).tag(sync=True)

    def __init__(self, server: BaseClient | Context | str, **traits: Any) -> None:
        self._context = _context(server)
        self._heard = threading.Event()
        # Others may all be waiting for this login: it must not have to wait for them.
        shared = shared_state()
        state = State(shared.servers, shared.logins)
        super().__init__(self._context, state=state, **traits)
        shared.servers.subscribe(self._servers_changed)
        self._servers_changed()

    def __repr__(self) -> str:
        return f"<LoginWidget for {self._context!r}>"

    @property
    def context(self) -> Context:
        """The context that is logged in."""
        return self._context

    def close(self) -> None:
        """Remove the widget from the page and give up what it is doing."""
        shared_state().servers.unsubscribe(self._servers_changed)
        super().close()

    def wait(self, waiting: Waiting) -> Granted | None:
        """Show the widget in the cell, and wait there until a person has logged in.

        Parameters
        ----------
        waiting : Waiting
            What is known of the login already.

        Returns
        -------
        (Tokens, bool) or None
            The tokens, and whether they are to be kept; None where no page shows the widget.

        Raises
        ------
        Cancelled
            If the person does not want to log in.
        """
        from IPython.display import display

        server = base_uri(self._context.api_uri)
        before = self._context.cached_tokens()

        def elsewhere() -> Tokens | None:
            kept = self._context.cached_tokens()
            return kept if kept != before else None

        with shared_state().logins.awaited(self._target["server"], waiting):
            shown = display(self, display_id=True)  # type: ignore[no-untyped-call]
            outcome = ""
            try:
                if not self._heard.wait(PATIENCE):
                    return None
                outcome = f"The login to {server} was interrupted."
                tokens, remember = waiting.wait(elsewhere)
                name = f" as {plain(tokens.identity)}" if tokens.identity else ""
                outcome = f"Logged in to {server}{name}."
                return tokens, remember
            except Cancelled:
                outcome = f"The login to {server} was cancelled."
                raise
            finally:
                # A form that does nothing any more is not to be left in the notebook.
                shown.update({"text/plain": outcome}, raw=True)

    def _received(self, widget: object, content: object, buffers: list[memoryview]) -> None:
        self._heard.set()
        super()._received(widget, content, buffers)

    def _servers_changed(self) -> None:
        self.set_trait("value", shared_state().servers.get(self._target["server"]).identity)


def ask(
    context: Context, *, username: str | None, provider: str | None, remember_me: bool
) -> Granted | None:
    """Let a person log in by a widget in the cell that runs: filled in for ``tiled_jl.login``.

    Parameters
    ----------
    context : Context
    username, provider : str or None
        What is known already.
    remember_me : bool
        Whether the login is kept, unless the person decides otherwise.

    Returns
    -------
    (Tokens, bool) or None
        The tokens, and whether they are to be kept; None where no page can show a widget.
    """
    providers = context.server_info.authentication.providers
    known = provider is None or any(each.provider == provider for each in providers)
    if not known or not in_kernel():
        return None
    try:
        widget = LoginWidget(context)
    except NotBuilt:
        return None
    try:
        return widget.wait(Waiting(username, provider, remember_me))
    finally:
        widget.close()


def _context(server: BaseClient | Context | str) -> Context:
    if isinstance(server, str):
        return Context.from_any_uri(server)[0]
    return server if isinstance(server, Context) else server.context
