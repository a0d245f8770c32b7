"""Where a server is: its origin and the path of its API, from what a user typed."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from tiled_jl.documents import API_PATH

_DEFAULT_PORTS = {"http": 80, "https": 443}
_API_SEGMENTS = API_PATH.strip("/").split("/")
_UI_SEGMENTS = ["ui", "browse"]
"""Where the pages of Tiled's own web interface are, each followed by the path of a node."""


@dataclass(frozen=True)
class Address:
    """The root of a server's API, and nothing else of the user's URI.

    Parameters
    ----------
    scheme : {"http", "https"}
    host : str
        Lower-case; an IPv6 address has its brackets.
    port : int
    path : str
        Ends with ``/api/v1/`` where it is a Tiled server's.
    """

    scheme: str
    host: str
    port: int
    path: str

    def __str__(self) -> str:
        return f"{self.origin}{self.path}"

    @property
    def origin(self) -> str:
        """Scheme, host and, where it is not the default one, port."""
        default = self.port == _DEFAULT_PORTS[self.scheme]
        return f"{self.scheme}://{self.host}" + ("" if default else f":{self.port}")

    @property
    def is_loopback(self) -> bool:
        """Whether the server is on this machine, so that nobody listens on the way."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return False

    @property
    def is_confidential(self) -> bool:
        """Whether a secret sent there can be read by nobody else."""
        return self.scheme == "https" or self.is_loopback

    def within(self, url: str) -> str | None:
        """Return a URL as one of this API, or None if it leads anywhere else.

        Parameters
        ----------
        url : str
            Not to be trusted. What is returned is put together anew, since others may read
            something else in it.

        Examples
        --------
        >>> here = parse("http://127.0.0.1:8000").address
        >>> here.within("http://127.0.0.1:8000/api/v1/metadata/a?fields=")
        'http://127.0.0.1:8000/api/v1/metadata/a?fields='
        >>> here.within("http://127.0.0.1:8000/api/v1/%2e%2e/other") is None
        True
        """
        parts = split(url)
        if parts is None or _origin_of(parts) != (self.scheme, self.host, self.port):
            return None
        path = parts.path
        climbs = {".", ".."}.intersection(re.split(r"[/\\]", unquote(path)))
        if "@" in parts.netloc or climbs or not path.startswith(self.path):
            return None
        return f"{self.origin}{path}" + (f"?{parts.query}" if parts.query else "")

    def upgraded(self, url: str) -> Address | None:
        """Return the same API over TLS if that is where a URL points, else None.

        A port that was given stays: another program may listen on any other port of that host.
        """
        port = _DEFAULT_PORTS["https"] if self.port == _DEFAULT_PORTS["http"] else self.port
        secure = Address("https", self.host, port, self.path)
        return secure if self.scheme == "http" and secure.within(url) else None


def root_of(url: str) -> Address | None:
    """Return the root of the server of a URL, or None if it is not an HTTP address of one.

    Examples
    --------
    >>> print(root_of("https://Login.example.org/realms/a/token"))
    https://login.example.org/
    """
    parts = split(url)
    if parts is None or not parts.hostname or "@" in parts.netloc:
        return None
    return Address(*_origin_of(parts), "/")


def split(url: str) -> SplitResult | None:
    """Return the parts of an HTTP address, or None if it is no such address.

    Examples
    --------
    >>> split("http://[::1") is None, split("http://host:99999/") is None
    (True, True)
    """
    try:
        parts = urlsplit(url)
        _origin_of(parts)
    except ValueError:
        return None
    # What is not printable is read in different ways.
    return parts if parts.scheme in _DEFAULT_PORTS and url.isprintable() else None


@dataclass(frozen=True)
class Parsed:
    """A URI taken apart.

    Parameters
    ----------
    address : Address
    path_parts : tuple of str
        The node that it names; empty for the root.
    api_key : str or None
        The secret that it held.
    """

    address: Address
    path_parts: tuple[str, ...]
    api_key: str | None


def parse(uri: str) -> Parsed:
    """Take apart what a user typed, copied from a browser or received from a colleague.

    Parameters
    ----------
    uri : str
        The base of a server, the root of its API, the API's address of a node, such as
        ``https://tiled.example.org/api/v1/metadata/a/b``, or that of its page in Tiled's web
        interface; perhaps with ``?api_key=``.

    Raises
    ------
    ValueError
        If it is not an HTTP address. The message shows no secret.
    """
    parts = urlsplit(uri.strip())
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError(
            f"{_shown(uri)!r} is not the address of a server: it has to start with http:// or "
            "https://, as in http://127.0.0.1:8000"
        )
    if parts.username is not None or parts.password is not None:
        raise ValueError(
            f"The address of {parts.hostname} holds a user name or password. Leave it out and "
            "give an API key: from_uri(uri, api_key=...)"
        )
    base, quoted = _split_path([part for part in parts.path.split("/") if part])
    path = "".join(f"/{part}" for part in base) + API_PATH
    keys = [value for name, value in parse_qsl(parts.query) if name == "api_key"]
    return Parsed(
        Address(*_origin_of(parts), path),
        tuple(unquote(part) for part in quoted),
        keys[-1] if keys else None,
    )


_ENDPOINTS = {
    **dict.fromkeys(("distinct", "metadata", "register", "revisions", "search", "search-deep"), 1),
    **dict.fromkeys(("array", "asset", "awkward", "container", "node", "ragged", "table"), 2),
}
"""How many segments of a path stand between the API and the node."""


def _split_path(parts: list[str]) -> tuple[list[str], list[str]]:
    """Split a path into what comes before the API, and the node."""
    for start in range(len(parts)):
        if parts[start : start + 2] == _API_SEGMENTS:
            rest = parts[start + 2 :]
            if rest and rest[0] not in _ENDPOINTS:
                raise ValueError(
                    f"/{'/'.join(parts)} is not the address of a node: after {API_PATH} comes "
                    "metadata/ and the path of the node"
                )
            return parts[:start], rest[_ENDPOINTS[rest[0]] :] if rest else []
        if parts[start : start + 2] == _UI_SEGMENTS:
            return parts[:start], parts[start + 2 :]
    if parts[-1:] == _API_SEGMENTS[:1]:
        return parts[:-1], []
    return parts, []


def _origin_of(parts: SplitResult) -> tuple[str, str, int]:
    host = (parts.hostname or "").lower()
    port = parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
    return parts.scheme, f"[{host}]" if ":" in host else host, port


def _shown(uri: str) -> str:
    """Return as much of a URI as may be shown: a query or a user part can hold a secret."""
    return uri.strip().partition("?")[0].rpartition("@")[2]
