"""What to do when a server refuses: words for the one who asked."""

from __future__ import annotations

import re

from tiled_jl.auth.credentials import Origin

_SCOPE_MISSING = "Not enough permissions"
"""How the server begins to say that a credential is good, but not for this."""

_WHICH = {
    "argument": "The API key that you gave was not accepted for this.",
    "environment": "The API key in TILED_API_KEY was not accepted for this.",
    "store": "The API key remembered for this server was not accepted for this.",
    "login": "Your login was not accepted for this.",
    "anonymous": "No API key was given, and nobody is logged in.",
}

_GIVE_ONE = (
    "Log in, where the server has logins: client.login(), or the command tiled-jl login. Or give "
    "an API key that this server knows and that allows this: from_uri(uri, api_key=...) or the "
    "environment variable TILED_API_KEY."
)

_LOGIN_MAY_SHOW_MORE = "You are not logged in; if it is not public, log in: client.login()."


def on_unauthorized(origin: Origin, detail: str) -> str:
    """Return what to do when a server wants to know who asks, or another credential.

    Parameters
    ----------
    origin : str
        Where the credential came from.
    detail : str
        The server's words.

    Examples
    --------
    >>> words = "Not enough permissions. Requires scopes ['write:data']. Request had scopes []"
    >>> print(on_unauthorized("store", words))
    This needs the scope write:data, which the API key remembered for this server does not have. ...
    """
    scopes = missing_scopes(detail)
    if not scopes:
        return f"{_WHICH[origin]} {_GIVE_ONE}"
    needed = f"the scope{'s' if len(scopes) > 1 else ''} {', '.join(scopes)}"
    if origin == "anonymous":
        return f"{_WHICH[origin]} This needs {needed}. {_GIVE_ONE}"
    if origin == "login":
        return (
            f"This needs {needed}, which your account does not have: ask whoever runs the server "
            "for a role that has it. If you were given it just now: "
            "client.context.force_auth_refresh()."
        )
    owner = _WHICH[origin].removesuffix(" was not accepted for this.")
    return (
        f"This needs {needed}, which {owner[0].lower()}{owner[1:]} does not have. Log in as its "
        f"owner and make one that has it: client.context.create_api_key(scopes={scopes!r})."
    )


def on_not_found(origin: Origin) -> str:
    """Return what to add when a node cannot be found, which may be hidden from this user."""
    return f" {_LOGIN_MAY_SHOW_MORE}" if origin == "anonymous" else ""


def missing_scopes(detail: str) -> list[str]:
    """Return the scopes that the server says a request lacks; none if it says something else.

    Examples
    --------
    >>> missing_scopes("Not enough permissions. Requires scopes ['a:x', 'b']. Request had ['b']")
    ['a:x']
    """
    if not detail.startswith(_SCOPE_MISSING):
        return []
    required, _, had = detail.partition("Request had")
    present = _scopes(had)
    return [scope for scope in _scopes(required) if scope not in present]


def _scopes(text: str) -> list[str]:
    return re.findall(r"'([\w:]+)'", text)
