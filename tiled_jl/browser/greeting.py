"""How a server is, and who we are to it: found out by asking it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiled_jl import errors
from tiled_jl.auth.advice import missing_scopes
from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.known import Known, identity
from tiled_jl.browser.messages import ServerState, say
from tiled_jl.browser.profiled import dial as dial_as_profiled
from tiled_jl.browser.rights import may_create

if TYPE_CHECKING:
    from tiled_jl.context import Context


def dial(known: Known) -> Context:
    """Make a connection to a server, which it has from now on; it is asked nothing yet.

    Raises
    ------
    RequestError
        If its address or the key for it cannot be used.
    """
    from tiled_jl.context import Context

    try:
        if known.profile is not None:
            context = dial_as_profiled(known.profile, known.uri, known.api_key)
        else:
            context, _ = Context.from_any_uri(known.uri, api_key=known.api_key)
    except ValueError as problem:
        raise RequestError(
            "bad_request",
            say("This server cannot be asked."),
            say("Correct the address or the key."),
            f"{problem}",
        ) from None
    known.context = context
    return context


def greet(known: Known, context: Context) -> None:
    """Find out how a server is, and whether it is one.

    Raises
    ------
    TiledError
        If there is no Tiled server, or it does not let us in.
    """
    from tiled_jl.clients.listing import fetch_item

    context.server_info  # noqa: B018  it tells a Tiled server from others, whatever the key
    # That answers anyone: only a node tells whether we are welcome.
    fetch_item(context, (), fields=("structure_family",))
    known.identity, known.writable = identity(context), may_create(context)
    settle(known, context)


def settle(known: Known, context: Context) -> None:
    """Take note that a server has answered us."""
    known.version = context.server_info.library_version
    known.accounts = bool(context.server_info.authentication.providers)
    known.state = "anonymous" if context.credential == "anonymous" else "live"
    known.error = None


def lacks_scope(failure: Exception) -> bool:
    """Whether a server knows who we are, and does not allow us this one thing."""
    return isinstance(failure, errors.Unauthorized) and bool(missing_scopes(failure.detail))


def state_of(failure: BaseException) -> ServerState:
    """Return how a server is that answered in this way, or not."""
    if isinstance(failure, errors.SessionExpired):
        return "expired"
    return "unauthorized" if isinstance(failure, errors.Unauthorized) else "down"
