"""The three ways to get tokens: a password, a device code, and earlier tokens.

Which secret may go where: a password and a login's own tokens go to the API that the user named,
whatever links the server gives. An identity provider gets what it has given itself.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

from tiled_jl.auth.prompt import DeviceCode, plain
from tiled_jl.auth.tokens import Issuer, Tokens
from tiled_jl.documents import Authentication, Provider
from tiled_jl.errors import (
    MALFORMED,
    ClientError,
    ConnectionFailed,
    LoginFailed,
    ResponseError,
    ServerError,
    Timeout,
)

_DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_SLOWER = 5.0
"""Seconds to add between two polls when asked to slow down (RFC 8628, 3.5)."""

_QUICKEST, _LONGEST = 0.1, 86400.0
"""Seconds between two polls, and for a person to confirm a login, whatever a server says."""

_TICK = 1.0

_ENDINGS = {
    "access_denied": "The login was refused in the web browser.",
    "expired_token": "Nobody has confirmed the login in the web browser in time.",
}


class Exchange(Protocol):
    """Sends secrets and returns what is given for them."""

    def server(
        self, route: str, fields: Mapping[str, str], *, form: bool = False, repeatable: bool = False
    ) -> Any:
        """Send them to the server, to an address within its API."""

    def provider(self, url: str, fields: Mapping[str, str]) -> Any:
        """Send them to an identity provider, which hears nothing else."""


def password(exchange: Exchange, provider: Provider, username: str, secret: str) -> Tokens:
    """Log in by a user name and a password.

    Raises
    ------
    Unauthorized
        If the server does not know them.
    """
    fields = {"grant_type": "password", "username": username, "password": secret}
    return Tokens.from_answer(exchange.server(f"{_route(provider)}/token", fields, form=True))


def device_code(exchange: Exchange, provider: Provider) -> DeviceCode:
    """Begin a login that a person confirms in a web browser."""
    issuer = issuer_of(provider)
    if issuer is None:
        answer = exchange.server(f"{_route(provider)}/authorize", {})
    else:
        scopes = ["openid", "offline_access", *(provider.extra_scopes or ())]
        fields = {"client_id": issuer.client_id, "scope": " ".join(scopes)}
        answer = exchange.provider(str((provider.links or {})["auth_endpoint"]), fields)
    try:
        # Tiled and RFC 8628 give one name to two things: Tiled's verification_uri is to be polled.
        uri = (
            answer.get("authorization_uri")
            or answer.get("verification_uri_complete")
            or answer["verification_uri"]
        )
        code = DeviceCode(
            uri,
            plain(str(answer["user_code"])),
            max(_QUICKEST, float(answer.get("interval") or 5)),
            min(float(answer["expires_in"]), _LONGEST),
            str(answer["device_code"]),
        )
        is_page = uri.isprintable() and urlsplit(uri).scheme in {"http", "https"}
    except MALFORMED as problem:
        raise ResponseError("The answer to a login by web browser cannot be used.") from problem
    if not is_page:
        raise ResponseError("The server names something to open that is no web page.")
    return code


def await_device(
    exchange: Exchange, provider: Provider, code: DeviceCode, wait: Callable[[float], None]
) -> Tokens:
    """Return the tokens of a login once a person has confirmed it.

    Parameters
    ----------
    exchange : Exchange
    provider : Provider
    code : DeviceCode
    wait : callable
        Called about once a second with the seconds that are left. May raise to give up.

    Raises
    ------
    LoginFailed
        If the person refused, or took too long.
    """
    deadline = time.monotonic() + code.expires_in
    interval = code.interval
    while (now := time.monotonic()) < deadline:
        poll_at = min(now + interval, deadline)
        while (now := time.monotonic()) < poll_at:
            wait(deadline - now)
            time.sleep(min(_TICK, poll_at - now))
        try:
            return _poll(exchange, provider, code)
        except ClientError as refusal:
            error = _oauth_error(refusal)
            if error == "slow_down":
                interval += _SLOWER
            elif error in _ENDINGS:
                raise LoginFailed(_ENDINGS[error], hint="Begin again: client.login().") from None
            elif error != "authorization_pending":
                raise
        except (ConnectionFailed, Timeout, ServerError):
            interval += _SLOWER
    raise LoginFailed(_ENDINGS["expired_token"], hint="Begin again: client.login().")


def renew(exchange: Exchange, authentication: Authentication, tokens: Tokens) -> Tokens:
    """Trade a refresh token for other tokens, where it came from.

    Parameters
    ----------
    exchange : Exchange
    authentication : Authentication
        What the server says of logins.
    tokens : Tokens

    Raises
    ------
    ClientError
        If it is not good any more.
    LoginFailed
        If it came from an identity provider of which neither we nor the server know the address.
    """
    tokens = replace(tokens, issuer=tokens.issuer or _issuer_by_claim(authentication, tokens))
    refresh_token = tokens.refresh_token or ""
    if tokens.issuer is None:
        fields = {"refresh_token": refresh_token}
        answer = exchange.server("auth/session/refresh", fields, repeatable=True)
    else:
        fields = {
            "grant_type": "refresh_token",
            "refresh_token": refresh_token,
            "client_id": tokens.issuer.client_id,
        }
        answer = exchange.provider(tokens.issuer.token_endpoint, fields)
    return Tokens.from_answer(answer, issuer=tokens.issuer, refresh_token=tokens.refresh_token)


def issuer_of(provider: Provider) -> Issuer | None:
    """Return who gives the tokens of a provider, where that is not the Tiled server itself."""
    links = provider.links or {}
    endpoint, client_id = links.get("token_endpoint"), links.get("client_id")
    if isinstance(endpoint, str) and isinstance(client_id, str) and links.get("auth_endpoint"):
        return Issuer(endpoint, client_id)
    return None


def _issuer_by_claim(authentication: Authentication, tokens: Tokens) -> Issuer | None:
    """Return who has given tokens of which that was not written down, as by the tiled command.

    What the server says of identity providers is not enough: they have to be where the access
    token itself says that it comes from.
    """
    named = [issuer for each in authentication.providers if (issuer := issuer_of(each))]
    claims = tokens.claims
    if "iss" not in claims and (claims or not named):
        # Tiled's own tokens make claims, but not this one.
        return None
    for issuer in named:
        if _origin(str(claims.get("iss"))) == _origin(issuer.token_endpoint) != ("", ""):
            return issuer
    raise LoginFailed(
        "Where the login comes from is not known: from no identity provider that the server names.",
        hint="Log in again: client.login().",
    )


def _poll(exchange: Exchange, provider: Provider, code: DeviceCode) -> Tokens:
    issuer = issuer_of(provider)
    fields = {"grant_type": _DEVICE_GRANT, "device_code": code.device_code}
    if issuer is None:
        return Tokens.from_answer(exchange.server(f"{_route(provider)}/token", fields))
    fields["client_id"] = issuer.client_id
    return Tokens.from_answer(exchange.provider(issuer.token_endpoint, fields), issuer=issuer)


def _route(provider: Provider) -> str:
    return f"auth/provider/{quote(provider.provider, safe='')}"


def _origin(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc.lower()


def _oauth_error(refusal: ClientError) -> str:
    # Tiled answers {"detail": {"error": …}}, RFC 8628 {"error": …}; a code it forgot, with 404.
    if refusal.status == 404:
        return "expired_token"
    found = re.search(r'"error":\s*"(\w+)"', refusal.detail)
    return found.group(1) if found else ""
