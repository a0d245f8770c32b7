"""What a person may do to a node, as far as a server tells before it is tried."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from tiled_jl import errors
from tiled_jl.browser.messages import Right
from tiled_jl.documents import route
from tiled_jl.transport.request import Request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiled_jl.context import Context

_NEEDED: dict[Right, frozenset[str]] = {
    "edit": frozenset({"write:metadata"}),
    "create": frozenset({"write:metadata", "create:node"}),
    "delete": frozenset({"delete:node", "delete:revision"}),
    "forget": frozenset({"delete:revision"}),
}

_known: WeakKeyDictionary[Context, tuple[object, frozenset[str]]] = WeakKeyDictionary()
"""The scopes by connection, and of whom they are."""

_catalogued: WeakKeyDictionary[Context, set[tuple[str, ...]]] = WeakKeyDictionary()
"""The nodes by connection that were found to have revisions."""

_ALL: frozenset[str] = frozenset().union(*_NEEDED.values())


def rights(context: Context, path: Sequence[str], family: str | None) -> list[Right]:
    """Return what may be done to a node.

    A server does not say so. It is worked out from the scopes of the credential, and from whether
    the node has revisions: those of a catalogue have, and no others can be changed. A server may
    refuse all the same, by rules of its own.

    Parameters
    ----------
    context : Context
    path : sequence of str
        The keys that lead to the node.
    family : str or None
        Its structure family.
    """
    scopes = _scopes(context)
    allowed = [right for right, needed in _NEEDED.items() if needed <= scopes]
    if not allowed or not _is_catalogued(context, path):
        return []
    if family != "container":
        allowed = [right for right in allowed if right != "create"]
    # What is mounted where no catalogue is belongs to the server's configuration.
    if not path or not _is_catalogued(context, path[:-1]):
        allowed = [right for right in allowed if right != "delete"]
    return allowed


def may_create(context: Context) -> bool:
    """Whether the scopes of the credential in use allow new nodes, wherever a server takes them."""
    return _NEEDED["create"] <= _scopes(context)


def _scopes(context: Context) -> frozenset[str]:
    """Return the scopes of the credential in use; asked for once."""
    asker, scopes = _known.get(context, (None, frozenset()))
    if asker != context.asker or asker is None:
        scopes = _ask_scopes(context)
        _known[context] = context.asker, scopes
    return scopes


def _ask_scopes(context: Context) -> frozenset[str]:
    if context.credential == "anonymous":
        return frozenset()
    if not context.server_info.authentication.providers:
        # The one key of such a server opens everything.
        return _ALL
    try:
        if context.credential != "login":
            scopes = frozenset(context.which_api_key().get("scopes") or ())
            if "inherit" not in scopes:
                return scopes
        roles = (context.whoami() or {}).get("roles") or ()
        return frozenset(scope for role in roles for scope in role.get("scopes") or ())
    except errors.ClientError:
        # Where an identity provider gives the tokens, it may not be told: let the server decide.
        return _ALL


def _is_catalogued(context: Context, path: Sequence[str]) -> bool:
    """Whether a node has revisions; asked for until it has."""
    found = _catalogued.setdefault(context, set())
    if tuple(path) in found:
        return True
    request = Request(route("revisions", path), [("page[limit]", "1")])
    try:
        context.session.document(request)
    except errors.ClientError:
        return False
    found.add(tuple(path))
    return True
