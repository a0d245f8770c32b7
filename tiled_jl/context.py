"""One server: where it is, what it says of itself, and who asks."""

from __future__ import annotations

import math
import os
import ssl
import threading
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import httpx

from tiled_jl.account import Account
from tiled_jl.auth.credentials import ANONYMOUS, Secret, chosen_by_user, find, only_one
from tiled_jl.auth.headers import OwnHeaders
from tiled_jl.auth.prompt import Prompt
from tiled_jl.auth.tokens import TokenStore
from tiled_jl.confidential import confidential
from tiled_jl.documents import About, parse_about
from tiled_jl.errors import ClientError, NotATiledServer, ResponseError, Unauthorized
from tiled_jl.transport.address import parse
from tiled_jl.transport.courier import Courier
from tiled_jl.transport.exchange import Exchange, stranger
from tiled_jl.transport.request import Request
from tiled_jl.transport.session import DEFAULT_MAX_CONNECTIONS, IN_PROCESS_HOST, Session

if TYPE_CHECKING:
    from tiled_jl.transport.cache import Cache
    from tiled_jl.transport.inprocess import Application


class Context(Account):
    """A Tiled server, and how to talk to it. Safe to use from several threads.

    Parameters
    ----------
    uri : str
        The base of the server, such as ``http://127.0.0.1:8000``. ``?api_key=`` in it is taken out
        and sent as a header.
    api_key : str, path or callable, optional
        Who asks: a key, the file that holds it, or what is called to get it. Without it:
        ``$TILED_API_KEY``, then the login and the key remembered for this server, then nobody in
        particular.
    headers : mapping, optional
        To send with every request to this server.
    timeout : float or httpx.Timeout, optional
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
    auth : httpx.Auth, optional
        Something else that adds credentials to requests, to this server only.
    username, auth_provider : str, optional
        What to log in with unless told otherwise.
    remember_me : bool, optional
        Whether logins are kept on disk for this and other programs, and found there.
    prompt_for_reauthentication : bool, optional
        Whether a person is asked to log in where that is needed; by default where one is there.
    token_cache : path, optional
        The folder in which logins are kept; by default the one of the ``tiled`` command.
    prompt : Prompt, optional
        How a person is asked (see `tiled_jl.auth.prompt`); by default by a form in the notebook,
        in the terminal or by the notebook's text fields.
    cache : Cache, optional
        Where to keep answers, so that what has not changed need not travel again.

    Attributes
    ----------
    refused : dict
        Which columns of which tables the server would not send at once.

    Examples
    --------
    >>> with Context(uri) as context:
    ...     context.server_info.authentication.required
    True
    """

    @confidential
    def __init__(
        self,
        uri: str,
        *,
        api_key: Secret | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | httpx.Timeout | None = None,
        verify: bool | str | ssl.SSLContext = True,
        max_connections: int = DEFAULT_MAX_CONNECTIONS,
        trust_env: bool = True,
        app: Application | None = None,
        auth: httpx.Auth | None = None,
        username: str | None = None,
        auth_provider: str | None = None,
        remember_me: bool = True,
        prompt_for_reauthentication: bool | None = None,
        token_cache: str | os.PathLike[str] | None = None,
        prompt: Prompt | None = None,
        cache: Cache | None = None,
    ) -> None:
        parsed = parse(uri)
        if parsed.path_parts:
            raise ValueError(
                f"{parsed.address} is a server, /{'/'.join(parsed.path_parts)} a node of it: "
                "use from_uri(uri) or Context.from_any_uri(uri)"
            )
        chosen = chosen_by_user(api_key, parsed.api_key, auth)
        travel: dict[str, Any] = {
            "headers": OwnHeaders(headers or {}),
            "timeout": timeout,
            "verify": verify,
            "max_connections": max_connections,
            "trust_env": trust_env,
        }
        account: dict[str, Any] = {
            "username": username,
            "auth_provider": auth_provider,
            # What is in this process only is no server that others know.
            "remember_me": remember_me and app is None,
            "prompt_for_reauthentication": prompt_for_reauthentication,
        }
        self._options = {
            **travel,
            **account,
            "auth": auth,
            "token_cache": token_cache,
            "cache": cache,
        }
        self._lock = threading.Lock()
        self._about: About | None = None
        self._refused: float = math.inf
        self.refused: dict[tuple[Any, ...], list[frozenset[str]]] = {}
        self._in_process = app is not None
        self._cache = cache
        courier = Courier(
            parsed.address, credential=chosen or ANONYMOUS, app=app, cache=cache, **travel
        )
        session = Session(courier, max_connections)
        exchange = Exchange(session, lambda address: stranger(address, **travel))
        store = TokenStore(None if token_cache is None else Path(token_cache))
        super().__init__(session, exchange, store, prompt=prompt, seeks=app is None, **account)
        if chosen is None and app is None:
            self._seek_credential()

    @classmethod
    @confidential
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
        if parsed.api_key is not None:
            options["api_key"] = only_one(options.get("api_key"), parsed.api_key)
        return cls(str(parsed.address), **options), list(parsed.path_parts)

    @classmethod
    @confidential
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
        if self.credential == "login" and not self._remember_me:
            raise TypeError(
                "This login is kept nowhere (remember_me=False), so it cannot be found elsewhere: "
                "use an API key, as context.create_api_key() makes one."
            )
        # Where the key was found here, it is found again there; only what the user typed travels.
        key = self.api_key if self.credential == "argument" else None
        person = "" if self.tokens is None else self.tokens.person
        return _arrive, ({"uri": self.api_uri, "api_key": key, **self._options}, person)

    def __copy__(self) -> Context:
        return self

    def __deepcopy__(self, memo: object) -> Context:
        # It can be shared, and a copy could not be sure to be of the same person.
        return self

    @property
    def api_uri(self) -> str:
        """The root of the server's API, such as ``http://127.0.0.1:8000/api/v1/``."""
        return str(self._session.address)

    @property
    def session(self) -> Session:
        """What sends the requests."""
        return self._session

    @property
    def cache(self) -> Cache | None:
        """Where answers are kept; None for nowhere.

        Examples
        --------
        >>> client.context.cache is None
        True
        """
        return self._cache

    @property
    def server_info(self) -> About:
        """What the server says of itself; asked for once, without the credential.

        Raises
        ------
        NotATiledServer
            If something else answers at that address.

        Warns
        -----
        UserWarning
            Once, if the server is older or newer than what tiled_jl knows. What cannot be
            understood of its answers is an error then.
        """
        with self._lock:
            if self._about is None:
                self._about = self._ask_about()
                if reservation := self._about.reservation:
                    warnings.warn(
                        f"{self._session.address.origin} has {reservation}. Much may work, but not "
                        "all: ask whoever runs it to update it, or update tiled_jl.",
                        stacklevel=2,
                    )
            return self._about

    @property
    def part_limit(self) -> int:
        """Bytes to ask for at once: about a second's, never what the server said is too much."""
        return int(min(self._session.link.part_size, self._refused))

    @property
    def parts_at_once(self) -> int:
        """How many of them to ask for at the same time."""
        return self._session.link.parts_at_once

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
                # Not Tiled itself asks for a credential here, but a gateway before it may. It
                # knows no login of Tiled's, whose renewal may need to know the server first.
                if self.credential == "login":
                    raise
                return parse_about(self._session.document(Request("")))
        except (ClientError, ResponseError, ValueError) as error:
            said = getattr(error, "message", str(error))
            raise NotATiledServer(
                f"{self._session.address.origin} answers, but not as a Tiled server at "
                f"{self._session.address.path} ({said}).",
                hint="Check the address: it is what comes before /api/v1/ or /ui in a browser.",
            ) from error


@dataclass(frozen=True)
class _Arrival:
    """A context that came to this process by pickle.

    Parameters
    ----------
    place : list
        From what it was made.
    asker : object
        Who asked then.
    context : Context
    """

    place: list[Any]
    asker: object
    context: Context

    def is_good(self) -> bool:
        """Whether it is as it was when it arrived."""
        return not self.context.session.closed and self.context.asker == self.asker


_arrivals: list[_Arrival] = []
"""One for each server and person, not one for each task of a worker."""

_arriving = threading.Lock()


def _arrive(options: dict[str, Any], person: str) -> Context:
    """Return the context of these options in this process.

    A login that is found here is used only if it is the one of the person who sent the context.
    """
    uri, folder = options["uri"], options["token_cache"]
    key = None if options["api_key"] else find(uri).api_key
    kept = TokenStore(None if folder is None else Path(folder)).load(uri)
    place = [os.getpid(), key, kept and kept.person, person, options | {"cache": None}]
    place.append(repr(options["cache"]))
    with _arriving:
        _arrivals[:] = [each for each in _arrivals if each.is_good()]
        for each in _arrivals:
            if each.place == place:
                return each.context
        context = Context(**options)
        if context.tokens is not None and context.tokens.person != person:
            context.api_key = None
        _arrivals.append(_Arrival(place, context.asker, context))
        return context
