"""Which credential a Context uses, and where it came from."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tiled_jl.auth.keys import KeyStore

if TYPE_CHECKING:
    import httpx

Origin = Literal["argument", "environment", "store", "login", "anonymous"]

Secret = str | os.PathLike[str] | Callable[[], str]
"""A secret as a user gives it: itself, the file that holds it, or what is called to get it."""


@dataclass(frozen=True)
class Credential:
    """What proves who asks.

    Parameters
    ----------
    origin : {"argument", "environment", "store", "login", "anonymous"}
        Where it came from.
    api_key : str or None
        The secret itself; never shown.
    auth : httpx.Auth or None
        Something that adds credentials in a way of its own.
    """

    origin: Origin
    api_key: str | None = field(default=None, repr=False)
    auth: httpx.Auth | None = field(default=None, repr=False)

    @property
    def header(self) -> str | None:
        """The value of the ``Authorization`` header, or None where there is none to send."""
        return None if self.api_key is None else f"Apikey {self.api_key}"

    def prepare(self) -> None:
        """Be ready for a request. May send requests itself."""

    def doubt(self, header: str | None, detail: str) -> bool:
        """Hear that the server refused a request, and say whether asking again may help.

        Parameters
        ----------
        header : str or None
            The ``Authorization`` that it was sent with.
        detail : str
            The server's words.
        """
        return False


ANONYMOUS = Credential("anonymous")
"""Nobody in particular."""


def reveal(secret: Secret) -> str:
    """Return a secret that is given as itself, as a file that holds it, or as a function.

    Examples
    --------
    >>> reveal(lambda: "open sesame")
    'open sesame'
    """
    if isinstance(secret, str):
        return secret
    if isinstance(secret, os.PathLike):
        return Path(secret).read_text(encoding="utf-8").rstrip("\r\n")
    return secret()


def given(api_key: Secret) -> Credential:
    """Return the credential that a user handed over.

    Raises
    ------
    ValueError
        If it cannot stand in a header.
    """
    key = reveal(api_key)
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        # The key is not shown: it may be right but for a line end.
        raise ValueError(
            "The API key is empty or has characters that no key has, such as spaces or line ends."
        )
    return Credential("argument", key)


def only_one(argument: Secret | None, in_uri: str | None) -> Secret | None:
    """Return the API key that was given as an argument or in an address.

    Raises
    ------
    ValueError
        If there are two, and they differ.
    """
    if argument is None or in_uri is None:
        return in_uri if argument is None else argument
    if argument != in_uri:
        raise ValueError("Two API keys at once: one in the address, another as api_key.")
    return argument


def chosen_by_user(
    api_key: Secret | None, in_uri: str | None, auth: httpx.Auth | None
) -> Credential | None:
    """Return the credential that was given expressly; None where there is none.

    Raises
    ------
    ValueError
        If there are two, or it cannot stand in a header.
    """
    api_key = only_one(api_key, in_uri)
    if auth is None:
        return None if api_key is None else given(api_key)
    if api_key is not None:
        raise ValueError("Two credentials at once: give api_key or auth, not both.")
    return Credential("argument", auth=auth)


def find(api_uri: str) -> Credential:
    """Return the API key that the environment or the store holds for a server.

    Parameters
    ----------
    api_uri : str
        The root of the server's API.
    """
    if api_key := os.environ.get("TILED_API_KEY"):
        return Credential("environment", given(api_key).api_key)
    if api_key := KeyStore().get(api_uri):
        return Credential("store", given(api_key).api_key)
    return ANONYMOUS
