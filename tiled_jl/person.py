"""What a server knows of the user, and what they may change there: their API keys and logins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from tiled_jl.admin import Admin, Lifetime, end_of_key, new_key
from tiled_jl.confidential import confidential
from tiled_jl.documents import About
from tiled_jl.transport.request import Request
from tiled_jl.transport.session import Session


class Person:
    """Somebody who asks, as the server knows them.

    Parameters
    ----------
    session : Session
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def server_info(self) -> About:
        """What the server says of itself."""
        raise NotImplementedError

    def whoami(self) -> dict[str, Any] | None:
        """Return what the server knows of the user; None if that is nobody in particular.

        Its ``identities`` are names by provider, ``roles`` have scopes; ``api_keys`` and
        ``sessions`` are without secrets.

        Examples
        --------
        >>> client.context.whoami() is None  # the demo's server has one key for everybody
        True
        """
        if not self.server_info.authentication.providers:
            return None
        found: dict[str, Any] | None = self._session.document(Request("auth/whoami"))
        return found

    def which_api_key(self) -> dict[str, Any]:
        """Return what the server knows of the API key in use: scopes, note, when it ends.

        Raises
        ------
        Unauthorized
            If none is in use.
        """
        found: dict[str, Any] = self._session.document(Request("auth/apikey"))
        return found

    def create_api_key(
        self,
        scopes: Sequence[str] | None = None,
        expires_in: Lifetime = "3d",
        note: str | None = None,
        access_tags: Sequence[str] | None = None,
    ) -> dict[str, Any]:
        """Make an API key, for programs that run without you. Use `revoke_api_key` to end it.

        Parameters
        ----------
        scopes : sequence of str, optional
            What it is good for, such as ``["read:metadata", "read:data"]``; all that you may do
            if left out.
        expires_in : int or str, optional
            Seconds, or a text such as ``"30s"``, ``"5m"``, ``"1h"``, ``"3d"``, ``"2w"``, ``"1y"``;
            None for a key that does not end by itself.
        note : str, optional
            What it is for.
        access_tags : sequence of str, optional
            Restrict it to nodes with one of these tags; `scopes` have to be given then.

        Returns
        -------
        dict
            The key is its ``secret``; it is shown this once. ``first_eight`` names it afterwards.

        Raises
        ------
        Forbidden
            If you ask for scopes that you do not have.
        """
        request = new_key("auth/apikey", scopes, expires_in, note, access_tags)
        made: dict[str, Any] = self._session.document(request)
        return made

    @confidential
    def revoke_api_key(self, first_eight: str) -> None:
        """End an API key of yours.

        Parameters
        ----------
        first_eight : str
            The key, or the first eight characters of it.

        Raises
        ------
        NotFound
            If you have no such key.
        """
        self._session.document(end_of_key("auth/apikey", first_eight))

    def revoke_session(self, session_id: str) -> None:
        """End a login of yours, wherever it is in use. Its tokens cannot be renewed then.

        Parameters
        ----------
        session_id : str
            Its ``uuid``; see the ``sessions`` of `whoami`.
        """
        route = f"auth/session/revoke/{quote(str(session_id).replace('-', ''), safe='')}"
        self._session.document(Request(route, method="DELETE", repeatable=False))

    @property
    def admin(self) -> Admin:
        """What an administrator can do for others."""
        return Admin(self._session)
