"""The servers: listed, added, asked whether they answer, forgotten."""

from __future__ import annotations

from typing import ClassVar, Literal

from tiled_jl.browser.messages.errors import Error
from tiled_jl.browser.messages.wire import Event, Message, Request

ServerState = Literal["unknown", "live", "anonymous", "unauthorized", "expired", "down"]
CredentialKind = Literal["anonymous", "login", "key"]


class Server(Message):
    """A Tiled server as the browser knows it. Never carries a credential."""

    id: str
    name: str
    uri: str
    state: ServerState = "unknown"
    credential: CredentialKind = "anonymous"
    """What we show to the server."""
    identity: str | None = None
    """What the server calls us."""
    version: str | None = None
    accounts: bool = False
    """It knows people, who can have API keys."""
    writable: bool = True
    """False where we may make no nodes, wherever on the server."""
    profile: str | None = None
    """The profile that it is from, where the user has not added it."""
    error: Error | None = None


class ServersResult(Message):
    """All servers the browser knows, in the order in which they were added."""

    servers: list[Server]
    problems: list[str] = []
    """What is wrong with profiles, each with the file and the line, in English."""


class ListServers(Request[ServersResult]):
    """List the servers without asking any of them anything."""

    method: ClassVar[str] = "servers.list"


class AddServer(Request[Server]):
    """Connect to a server and keep it. Any URI below the server will do."""

    method: ClassVar[str] = "servers.add"
    uri: str
    name: str | None = None
    api_key: str | None = None
    remember: bool = False
    """Keep the API key on this computer, so that notebooks can use it without holding it."""


class ConnectServer(Request[Server]):
    """Ask a known server whether it answers, and who we are to it."""

    method: ClassVar[str] = "servers.connect"
    server: str
    api_key: str | None = None
    remember: bool = False


class RemoveServer(Request[ServersResult]):
    """Forget a server and the API key kept for it."""

    method: ClassVar[str] = "servers.remove"
    server: str


class ServersChanged(Event):
    """The list of servers, or the state of one, is not what it was."""

    topic: ClassVar[str] = "servers.changed"
    servers: list[Server]
