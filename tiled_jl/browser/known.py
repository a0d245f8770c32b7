"""One server, as far as this process has dealt with it, and who we are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiled_jl import errors
from tiled_jl.auth.credentials import Origin
from tiled_jl.auth.prompt import plain
from tiled_jl.browser.messages import CredentialKind, Error, Server, ServerState

if TYPE_CHECKING:
    from tiled_jl.context import Context

_KINDS: dict[Origin, CredentialKind] = {
    "anonymous": "anonymous",
    "login": "login",
    "argument": "key",
    "store": "key",
    "environment": "key",
}


@dataclass
class Known:
    """One server, as far as this process has dealt with it."""

    id: str
    name: str
    uri: str
    listed: bool = True
    """It stands in the user's list; a notebook's own client is not."""
    profile: str | None = None
    """The profile that it is from, where it is not in the user's list."""
    api_key: str | None = None
    """A key that was given for this process only."""
    decided: bool = False
    """Who we are was decided here: no other credential is looked for when connecting again."""
    context: Context | None = None
    state: ServerState = "unknown"
    identity: str | None = None
    """Who we are to the server, in words."""
    version: str | None = None
    accounts: bool = False
    """It knows people, who can have API keys."""
    writable: bool = True
    """We may make nodes somewhere on it, as far as is known."""
    error: Error | None = None

    def __repr__(self) -> str:
        return f"<Known {self.id} {self.uri} {self.state}>"

    @property
    def credential(self) -> CredentialKind:
        """What we show to the server."""
        return "anonymous" if self.context is None else _KINDS[self.context.credential]

    def describe(self) -> Server:
        """Return it as the page sees it."""
        return Server(
            id=self.id,
            name=self.name,
            uri=self.uri,
            state=self.state,
            credential=self.credential,
            identity=self.identity,
            version=self.version,
            accounts=self.accounts,
            writable=self.writable,
            profile=self.profile,
            error=self.error,
        )


def identity(context: Context) -> str | None:
    """Return who we are to a server, in words; asks it where it knows users."""
    if context.credential == "anonymous":
        return None
    try:
        who = context.whoami() or {}
    except errors.ClientError:
        # Where an identity provider gives the tokens, or a key allows little, it may not be told.
        who = {}
    return " · ".join(plain(str(each.get("id"))) for each in who.get("identities") or ()) or None
