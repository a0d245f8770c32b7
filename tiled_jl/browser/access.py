"""The API keys and the logins of whoever is logged in: listed, made and ended."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tiled_jl import errors
from tiled_jl.auth.keys import KeyStore
from tiled_jl.auth.prompt import plain
from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.messages import (
    AccessResult,
    ApiKey,
    EndSessions,
    ListAccess,
    LoginSession,
    MakeKey,
    MakeKeyResult,
    RevokeKey,
    say,
)
from tiled_jl.browser.serverlist import base_uri, slug
from tiled_jl.browser.servers import Servers
from tiled_jl.confidential import confidential
from tiled_jl.home import home, write_private

if TYPE_CHECKING:
    from tiled_jl.context import Context

_NOBODY = AccessResult(keys=[], sessions=[], scopes=[], may_make=False, may_revoke=False)


def list_access(servers: Servers, request: ListAccess) -> AccessResult:
    """Return the keys and the logins of whoever is logged in."""
    with servers.using(request.server) as context:
        return _access(context)


@confidential
def make_key(servers: Servers, request: MakeKey) -> MakeKeyResult:
    """Make a key, and keep its secret where no page can read it.

    Raises
    ------
    RequestError
        If the secret cannot be written down. The key is ended then: nobody could use it.
    """
    with servers.using(request.server) as context:
        made = context.create_api_key(
            request.scopes, request.seconds, request.note or None, request.access_tags
        )
        first_eight = made["first_eight"]
        try:
            file = _keep(context, made["secret"], request)
        except OSError as failure:
            context.revoke_api_key(first_eight)
            raise RequestError(
                "internal",
                say("No key was made: it could not be written down."),
                say("Make room in %1, then try again.", str(home())),
                f"{failure.strerror or failure}",
            ) from None
        return MakeKeyResult(first_eight, str(file), _access(context))


def revoke_key(servers: Servers, request: RevokeKey) -> AccessResult:
    """End a key, and forget its secret. One that has ended meanwhile is as good."""
    with servers.using(request.server) as context:
        in_use = _begins(context.api_key, request.first_eight)
        with suppress(errors.NotFound):
            context.revoke_api_key(request.first_eight)
        with suppress(OSError):
            _file(context, request.first_eight).unlink()
        store = KeyStore()
        if _begins(store.get(context.api_uri), request.first_eight):
            store.delete(context.api_uri)
        if not in_use:
            return _access(context)
    servers.log_out(request.server)
    return _NOBODY


def end_sessions(servers: Servers, request: EndSessions) -> AccessResult:
    """End logins. The one in use here is the last, for it ends the others."""
    with servers.using(request.server) as context:
        own = _own_session(context)
        for session in request.sessions:
            if session != own:
                with suppress(errors.NotFound):
                    context.revoke_session(session)
        if own not in request.sessions:
            return _access(context)
    servers.log_out(request.server)
    return _NOBODY


def _access(context: Context) -> AccessResult:
    who = context.whoami()
    if who is None:
        return _NOBODY
    allowed = {scope for role in who.get("roles") or () for scope in role.get("scopes") or ()}
    if context.credential != "login":
        own = set(context.which_api_key().get("scopes") or ())
        allowed = allowed if "inherit" in own else own & allowed
    now = datetime.now(UTC)
    return AccessResult(
        keys=[_key(context, each) for each in who.get("api_keys") or ()],
        sessions=[
            _session(context, each)
            for each in who.get("sessions") or ()
            if not each.get("revoked") and _moment(each["expiration_time"]) > now
        ],
        scopes=sorted(allowed),
        may_make="create:apikeys" in allowed,
        may_revoke="revoke:apikeys" in allowed,
    )


def _key(context: Context, told: Mapping[str, Any]) -> ApiKey:
    first_eight = told["first_eight"]
    file = _file(context, first_eight)
    kept = KeyStore()
    if not file.exists() and _begins(kept.get(context.api_uri), first_eight):
        file = kept.file(context.api_uri)
    return ApiKey(
        first_eight=first_eight,
        scopes=list(told["scopes"]),
        note=plain(told.get("note") or ""),
        access_tags=told.get("access_tags"),
        expires=_iso(told.get("expiration_time")),
        last_used=_iso(told.get("latest_activity")),
        in_use=_begins(context.api_key, first_eight),
        file=str(file) if file.exists() else None,
    )


def _session(context: Context, told: Mapping[str, Any]) -> LoginSession:
    ident = _plain_uuid(str(told["uuid"]))
    expires = _moment(told["expiration_time"]).isoformat()
    return LoginSession(ident, expires, in_use=ident == _own_session(context))


def _own_session(context: Context) -> str | None:
    return _plain_uuid(context.tokens.session) if context.tokens else None


def _keep(context: Context, secret: str, request: MakeKey) -> Path:
    if request.place == "server":
        store = KeyStore()
        store.set(context.api_uri, secret)
        return store.file(context.api_uri)
    file = _file(context, secret[:8])
    write_private(file, secret.encode())
    return file


def _file(context: Context, first_eight: str) -> Path:
    """Return where the secret of a key is kept for other programs."""
    server = slug(base_uri(context.api_uri).partition("://")[2])
    return home() / "made" / f"{server}-{slug(first_eight)}.key"


def _begins(api_key: str | None, first_eight: str) -> bool:
    return api_key is not None and api_key.startswith(first_eight)


def _plain_uuid(uuid: str) -> str:
    return uuid.replace("-", "")


def _moment(told: datetime | str) -> datetime:
    """Read a time of the server, which is in UTC also where it does not say so."""
    moment = told if isinstance(told, datetime) else datetime.fromisoformat(told)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _iso(told: datetime | str | None) -> str | None:
    return None if told is None else _moment(told).isoformat()
