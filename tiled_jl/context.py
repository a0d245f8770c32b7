"""One server: where it is, what it says of itself, and who asks."""

from __future__ import annotations

import math
import os
import ssl
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any

from tiled_jl.auth.credentials import ANONYMOUS, Origin, find, given
from tiled_jl.documents import About, parse_about
from tiled_jl.errors import ClientError, NotATiledServer, ResponseError, Unauthorized
from tiled_jl.transport.address import parse
from tiled_jl.transport.request import Request
from tiled_jl.transport.session import DEFAULT_MAX_CONNECTIONS, IN_PROCESS_HOST, Session

if TYPE_CHECKING:
    from tiled_jl.transport.inprocess import Application


class Context:
    """A Tiled server, and how to talk to it. Safe to use from several threads.

    Parameters
    ----------
    uri : str
        The base of the server, such as ``http://127.0.0.1:8000``. ``?api_key=`` in it is taken out
        and sent as a header.
    api_key : str, optional
        Who asks. Without it: ``$TILED_API_KEY``, then the key remembered for this server, then
        nobody in particular.
    headers : mapping, optional
        To send with every request to this server.
    timeout : float, optional
        Seconds to wait for the server, each time; by default 10 to connect, 60 for data.
    verify : bool, str or ssl.SSLContext, optional
        How to check its certificate: the usual authorities (True), those in a file or folder,
        not at all (False).
    max_connections : int, optional
        How many requests may be under way at once.
    trust_env : bool, optional
        Whether to use the proxies that the environment sets (never for this machine).
    app : callable, optional
        An ASGI application to ask instead of a server; see `from_app`.

    Attributes
    ----------
    refused : dict
        Which columns of which tables the server would not send at once.

    Examples
    --------
    >>> with Context("http://127.0.0.1:8000") as context:  # doctest: +SKIP
    ...     print(context.server_info.library_version)
    """

    def __init__(
        self,
        uri: str,
        *,
        api_key: str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        verify: bool | str | ssl.SSLContext = True,
        max_connections: int = DEFAULT_MAX_CONNECTIONS,
        trust_env: bool = True,
        app: Application | None = None,
    ) -> None:
        parsed = parse(uri)
        if parsed.path_parts:
            raise ValueError(
                f"{parsed.address} is a server, /{'/'.join(parsed.path_parts)} a node of it: "
                "use from_uri(uri) or Context.from_any_uri(uri)"
            )
        self._options: dict[str, Any] = {
            "headers": dict(headers or {}),
            "timeout": timeout,
            "verify": verify,
            "max_connections": max_connections,
            "trust_env": trust_env,
        }
        self._lock = threading.Lock()
        self._about: About | None = None
        self._refused: float = math.inf
        self.refused: dict[tuple[Any, ...], list[frozenset[str]]] = {}
        self._in_process = app is not None
        api_key = parsed.api_key if api_key is None else api_key
        if api_key is not None:
            credential = given(api_key)
        else:
            credential = ANONYMOUS if app else find(str(parsed.address))
        self._session = Session(parsed.address, credential=credential, app=app, **self._options)

    @classmethod
    def from_any_uri(cls, uri: str, **options: Any) -> tuple[Context, list[str]]:
        """Make a context from the address of a server or of a node.

        Parameters
        ----------
        uri : str
            The base of a server, the root of its API, or the API's address of a node, such as
            ``http://127.0.0.1:8000/api/v1/metadata/a/b``.
        **options
            As of `Context`.

        Returns
        -------
        context : Context
        path_parts : list of str
            The keys that lead to the node; empty for the server itself.
        """
        parsed = parse(uri)
        if options.get("api_key") is None:
            options["api_key"] = parsed.api_key
        return cls(str(parsed.address), **options), list(parsed.path_parts)

    @classmethod
    def from_app(cls, app: Application, **options: Any) -> Context:
        """Make a context over an ASGI application in this process, such as a Tiled server's.

        It works from any thread, also where an event loop runs. `close` ends the application.

        Parameters
        ----------
        app : callable
        **options
            As of `Context`.
        """
        return cls(f"http://{IN_PROCESS_HOST}", app=app, **options)

    def __repr__(self) -> str:
        return f"<Context {self.api_uri} ({self.credential})>"

    def __enter__(self) -> Context:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __reduce__(self) -> tuple[Any, ...]:
        if self._in_process:
            raise TypeError("A Context over an application in this process cannot leave it.")
        # Where the key was found here, it is found again there; only what the user typed travels.
        key = self.api_key if self.credential == "argument" else None
        return _arrive, ({"uri": self.api_uri, "api_key": key, **self._options},)

    @property
    def api_uri(self) -> str:
        """The root of the server's API, such as ``http://127.0.0.1:8000/api/v1/``."""
        return str(self._session.address)

    @property
    def session(self) -> Session:
        """What sends the requests."""
        return self._session

    @property
    def credential(self) -> Origin:
        """Where the credential came from: argument, environment, store, or anonymous."""
        return self._session.credential.origin

    @property
    def authenticated(self) -> bool:
        """Whether requests carry a credential."""
        return self._session.credential.api_key is not None

    @property
    def api_key(self) -> str | None:
        """The API key in use. Set it to another, or to None to be anonymous."""
        return self._session.credential.api_key

    @api_key.setter
    def api_key(self, api_key: str | None) -> None:
        self._session.credential = ANONYMOUS if api_key is None else given(api_key)

    @property
    def server_info(self) -> About:
        """What the server says of itself; asked for once, without the credential.

        Raises
        ------
        NotATiledServer
            If something else answers at that address.
        """
        with self._lock:
            if self._about is None:
                self._about = self._ask_about()
            return self._about

    @property
    def part_limit(self) -> int:
        """Bytes to ask for at once: about a second's, never what the server said is too much."""
        return int(min(self._session.link.part_size, self._refused))

    def shrink_parts(self, refused: int, limit: int | None) -> None:
        """Remember that the server refused to send so many bytes at once.

        Parameters
        ----------
        refused : int
            How many.
        limit : int or None
            What it gave as its limit.
        """
        with self._lock:
            smaller = limit if limit is not None and limit < refused else refused // 2
            self._refused = max(1, min(self._refused, smaller))

    def close(self) -> None:
        """Close all connections. Clients of this context cannot be used afterwards."""
        self._session.close()

    def _ask_about(self) -> About:
        try:
            try:
                return parse_about(self._session.document(Request("", public=True)))
            except Unauthorized:
                # Not Tiled itself asks for a credential here, but a gateway before it may.
                return parse_about(self._session.document(Request("")))
        except (ClientError, ResponseError, ValueError) as error:
            said = getattr(error, "message", str(error))
            raise NotATiledServer(
                f"{self._session.address.origin} answers, but not as a Tiled server at "
                f"{self._session.address.path} ({said}).",
                hint="Check the address: it is what comes before /api/v1/ or /ui in a browser.",
            ) from error


_arrived: dict[tuple[Any, ...], Context] = {}
"""What came to this process by pickle: one for each server, not one for each task of a worker."""

_arriving = threading.Lock()


def _arrive(options: dict[str, Any]) -> Context:
    """Return the context of these options in this process."""
    found = None if options["api_key"] else find(options["uri"]).api_key
    place = (os.getpid(), found, *(repr(value) for value in options.values()))
    with _arriving:
        context = _arrived.get(place)
        if context is None or context.session.closed:
            context = _arrived[place] = Context(**options)
        return context
