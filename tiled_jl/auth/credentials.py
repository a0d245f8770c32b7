"""Which credential a Context uses, and where it came from."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tiled_jl.auth.keys import KeyStore

if TYPE_CHECKING:
    import httpx

Origin = Literal["argument", "environment", "store", "login", "anonymous"]

Secret = str | os.PathLike[str] | Callable[[], str]
"""A secret as a user gives it: itself, the file that holds it, or what is called to get it."""


@dataclass(frozen=True, slots=True)
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
    if isinstance(secret, os.PathLike):
        return _read(Path(secret))
    text = secret() if callable(secret) else secret
    if not isinstance(text, str):
        raise TypeError(f"a secret is a text, the path of a file or a function, not {type(text)}")
    return text


def _read(file: Path) -> str:
    with suppress(UnicodeDecodeError):
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    # Not within the error of the decoder, which holds all that is in the file.
    raise ValueError(f"{file} holds no secret: what is in it is not text.")


def given(api_key: Secret, origin: Origin = "argument", name: str = "The API key") -> Credential:
    """Return the credential that an API key makes.

    Parameters
    ----------
    api_key : str, path or callable
    origin : str, optional
        Where it came from.
    name : str, optional
        The same in words, for an error.

    Raises
    ------
    ValueError
        If it cannot stand in a header.
    """
    key = reveal(api_key)
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        # The key is not shown: it may be right but for a line end.
        raise ValueError(
            f"{name} is empty or has characters that no key has, such as spaces or line ends."
        )
    return Credential(origin, key)


def only_one(argument: Secret | None, in_uri: str | None) -> Secret | None:
    """Return the API key that was given as an argument or in an address.

    Raises
    ------
    ValueError
        If there are two, and they differ.
    """
    if argument is None or in_uri is None:
        return in_uri if argument is None else argument
    if reveal(argument) != in_uri:
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
        return given(api_key, "environment", "The API key in TILED_API_KEY")
    if api_key := KeyStore().get(api_uri):
        return given(api_key, "store", f"The API key remembered for {api_uri}")
    return ANONYMOUS
