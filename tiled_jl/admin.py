"""What an administrator of a server can do for its users and services."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from tiled_jl.confidential import confidential
from tiled_jl.transport.request import Request
from tiled_jl.transport.session import Session

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400, "y": 365 * 86400}

Lifetime = int | float | str | None
"""Seconds, or a text such as ``"30s"``, ``"5m"``, ``"1h"``, ``"3d"``, ``"2w"``, ``"1y"``."""


class Admin:
    """Users and services of a server, and their API keys; reached as ``context.admin``.

    Parameters
    ----------
    session : Session
        To the server, as somebody whose role has the scopes for it.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def __repr__(self) -> str:
        return f"<Admin {self._session.address}>"

    def list_principals(self, offset: int = 0, limit: int = 100) -> list[dict[str, Any]]:
        """Return some of the users and services. Needs the scope ``read:principals``.

        Parameters
        ----------
        offset, limit : int, optional
            How many to leave out first, and how many to return then; at most 300.
        """
        page = [("page[offset]", str(offset)), ("page[limit]", str(limit))]
        found: list[dict[str, Any]] = self._session.document(Request("auth/principal", page))
        return found

    def show_principal(self, uuid: str) -> dict[str, Any]:
        """Return one user or service. Needs the scope ``read:principals``."""
        found: dict[str, Any] = self._session.document(Request(_principal(uuid)))
        return found

    def create_service_principal(self, role: str) -> dict[str, Any]:
        """Create an account for a service, without a key. Needs the scope ``write:principals``.

        Parameters
        ----------
        role : str
            Such as ``"user"`` or ``"admin"``.
        """
        request = Request("auth/principal", [("role", role)], method="POST", repeatable=False)
        made: dict[str, Any] = self._session.document(request)
        return made

    def create_api_key(
        self,
        uuid: str,
        scopes: Sequence[str] | None = None,
        expires_in: Lifetime = "3d",
        note: str | None = None,
        access_tags: Sequence[str] | None = None,
    ) -> dict[str, Any]:
        """Make an API key for a user or service. Needs the scope ``admin:apikeys``.

        Parameters
        ----------
        uuid : str
            Of the user or service.
        scopes, expires_in, note, access_tags : optional
            As of `Context.create_api_key`.
        """
        request = new_key(f"{_principal(uuid)}/apikey", scopes, expires_in, note, access_tags)
        made: dict[str, Any] = self._session.document(request)
        return made

    @confidential
    def revoke_api_key(self, uuid: str, first_eight: str) -> None:
        """End an API key of a user or service. Needs the scope ``admin:apikeys``.

        Parameters
        ----------
        uuid : str
            Of the user or service.
        first_eight : str
            The key, or the first eight characters of it.
        """
        self._session.document(end_of_key(f"{_principal(uuid)}/apikey", first_eight))


def new_key(
    route: str,
    scopes: Sequence[str] | None,
    expires_in: Lifetime,
    note: str | None,
    access_tags: Sequence[str] | None,
) -> Request:
    """Return the request that makes an API key."""
    if isinstance(scopes, str) or isinstance(access_tags, str):
        raise TypeError("scopes and access_tags are lists of texts, not one text")
    if access_tags is not None and scopes is None:
        raise ValueError(
            "A key for some access tags needs scopes as well, such as "
            "scopes=['read:metadata', 'read:data']"
        )
    parameters = {
        "scopes": None if scopes is None else list(scopes),
        "expires_in": seconds(expires_in),
        "note": note,
        "access_tags": None if access_tags is None else list(access_tags),
    }
    content = json.dumps(parameters).encode()
    return Request(route, method="POST", content=content, repeatable=False)


def end_of_key(route: str, first_eight: str) -> Request:
    """Return the request that ends an API key. All but its first eight characters stay here."""
    params = [("first_eight", first_eight[:8])]
    return Request(route, params, method="DELETE", repeatable=False)


def seconds(lifetime: Lifetime) -> int | None:
    """Return a length of time in seconds; None stays what it is: for ever.

    Raises
    ------
    ValueError
        If it is none.

    Examples
    --------
    >>> seconds("3d"), seconds("90"), seconds(5), seconds(None)
    (259200, 90, 5, None)
    """
    if lifetime is None:
        return None
    found = re.fullmatch(r"(\d+)([smhdwy]?)", str(lifetime).strip())
    if isinstance(lifetime, str) and found:
        return int(found[1]) * _SECONDS[found[2] or "s"]
    if isinstance(lifetime, int | float) and 0 < lifetime < float("inf"):
        return int(lifetime)
    raise ValueError(
        f"{lifetime!r} is not a length of time: give seconds, or a text such as '30s', '5m', "
        "'1h', '3d', '2w' or '1y'"
    )


def _principal(uuid: str) -> str:
    return f"auth/principal/{quote(str(uuid), safe='')}"
