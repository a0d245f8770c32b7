"""The API keys and the logins of whoever is logged in to a server. Never a secret of theirs."""

from __future__ import annotations

from typing import ClassVar, Literal

from tiled_jl.browser.messages.wire import Message, Request

KeyPlace = Literal["file", "server"]
"""Where the secret of a key is kept: a file for other programs, or the key kept for the server."""


class ApiKey(Message):
    """An API key, as its owner may see it."""

    first_eight: str
    """The beginning of the key, which names it."""
    scopes: list[str]
    """What it is good for; ``inherit`` is all that its owner may do."""
    note: str = ""
    access_tags: list[str] | None = None
    """The tags of the only nodes that it opens, where it is restricted to some."""
    expires: str | None = None
    """When it ends, in ISO 8601; ``None`` where it does not end by itself."""
    last_used: str | None = None
    in_use: bool = False
    """The browser itself shows it to the server."""
    file: str | None = None
    """The file on this computer that has the secret."""


class LoginSession(Message):
    """A login that can be renewed, here or somewhere else."""

    id: str
    expires: str
    """When it ends by itself, in ISO 8601."""
    in_use: bool = False
    """The browser itself uses it."""


class AccessResult(Message):
    """What the server knows of whoever is logged in."""

    keys: list[ApiKey]
    sessions: list[LoginSession]
    scopes: list[str]
    """What a new key can be good for."""
    may_make: bool
    """What we show to the server allows to make keys."""
    may_revoke: bool


class ListAccess(Request[AccessResult]):
    """List the API keys and the logins of whoever is logged in."""

    method: ClassVar[str] = "access.list"
    server: str


class MakeKeyResult(Message):
    """A key was made, and its secret kept."""

    first_eight: str
    file: str
    """The file on this computer that has the secret."""
    access: AccessResult


class MakeKey(Request[MakeKeyResult]):
    """Make an API key. Its secret stays on the kernel's side, in a file of the user's."""

    method: ClassVar[str] = "access.make"
    server: str
    scopes: list[str] | None
    """``None`` for all that its owner may do, now and later."""
    seconds: int | None
    """How long it is good for; ``None`` for ever."""
    note: str = ""
    access_tags: list[str] | None = None
    place: KeyPlace = "file"


class RevokeKey(Request[AccessResult]):
    """End an API key, and delete the files that have its secret."""

    method: ClassVar[str] = "access.revoke"
    server: str
    first_eight: str


class EndSessions(Request[AccessResult]):
    """End logins, wherever they are in use. Ending the one in use here is logging out."""

    method: ClassVar[str] = "access.end"
    server: str
    sessions: list[str]
