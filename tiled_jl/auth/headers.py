"""Headers that a user sends along: gateways in front of servers take them for credentials."""

from __future__ import annotations

from collections.abc import Mapping

import httpx


class OwnHeaders(httpx.Headers):
    """Headers of the user's own, shown by their names alone.

    Parameters
    ----------
    headers : mapping

    Raises
    ------
    ValueError
        If one of them cannot be sent. Its value is not shown.

    Examples
    --------
    >>> headers = OwnHeaders({"X-Gateway-Token": "open sesame"})
    >>> headers
    <OwnHeaders x-gateway-token>
    >>> headers["X-Gateway-Token"]
    'open sesame'
    """

    def __init__(self, headers: Mapping[str, str]) -> None:
        for name, value in headers.items():
            if not isinstance(value, str) or not value.isascii() or not value.isprintable():
                raise ValueError(
                    f"The header {name!r} is not text, or has characters that no header has, such "
                    "as line ends."
                )
        super().__init__(headers)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {', '.join(self)}>"
