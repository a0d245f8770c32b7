"""Which credential a Context uses, and where it came from."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Literal

from tiled_jl.auth.keys import KeyStore

Origin = Literal["argument", "environment", "store", "anonymous"]


@dataclass(frozen=True)
class Credential:
    """What proves who asks.

    Parameters
    ----------
    origin : {"argument", "environment", "store", "anonymous"}
        Where it came from.
    api_key : str or None
        The secret itself; never shown.
    """

    origin: Origin
    api_key: str | None = field(default=None, repr=False)

    @property
    def header(self) -> str | None:
        """The value of the ``Authorization`` header, or None for an anonymous user."""
        return None if self.api_key is None else f"Apikey {self.api_key}"


ANONYMOUS = Credential("anonymous")
"""Nobody in particular."""


def given(api_key: str) -> Credential:
    """Return the credential that a user handed over.

    Raises
    ------
    ValueError
        If it cannot stand in a header.
    """
    if not api_key or not api_key.isascii() or not api_key.isprintable() or " " in api_key:
        # The key is not shown: it may be right but for a line end.
        raise ValueError(
            "The API key is empty or has characters that no key has, such as spaces or line ends."
        )
    return Credential("argument", api_key)


def find(api_uri: str) -> Credential:
    """Return the credential that the environment or the store holds for a server.

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
