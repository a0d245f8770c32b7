"""People who log in to a server from a page, and cells that wait until they have."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tiled_jl import errors
from tiled_jl.auth import grants, login
from tiled_jl.auth.prompt import DeviceCode, plain
from tiled_jl.auth.tokens import Tokens
from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.messages import (
    AwaitLogin,
    LogIn,
    LoginCode,
    LoginCodeResult,
    LoginResult,
    LoginWay,
    LoginWays,
    LoginWaysResult,
    RefuseLogin,
    RefuseResult,
    Words,
    say,
)
from tiled_jl.browser.servers import Servers
from tiled_jl.documents import Provider
from tiled_jl.transport.watch import check

if TYPE_CHECKING:
    from tiled_jl.context import Context

_TICK = 0.5
"""Seconds between two looks whether there is a login that was made elsewhere."""


@dataclass
class Waiting:
    """A cell that waits for somebody to log in.

    Parameters
    ----------
    username, provider : str or None
        What the cell knows already.
    remember : bool
        Whether the login is kept, unless the person decides otherwise.
    """

    username: str | None
    provider: str | None
    remember: bool
    tokens: Tokens | None = field(default=None, repr=False)
    over: threading.Event = field(default_factory=threading.Event)

    def wait(self, elsewhere: Callable[[], Tokens | None]) -> tuple[Tokens, bool]:
        """Return the tokens, and whether they are to be kept, as soon as there are any.

        Parameters
        ----------
        elsewhere : callable
            Asked again and again for tokens that came in another way.

        Raises
        ------
        Cancelled
            If the person does not want to log in.
        """
        while not self.over.wait(_TICK):
            if (tokens := elsewhere()) is not None:
                return tokens, True
        if self.tokens is None:
            raise errors.Cancelled("The login was cancelled.")
        return self.tokens, self.remember


class Logins:
    """The logins to servers that are under way.

    Parameters
    ----------
    servers : Servers
    """

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._lock = threading.Lock()
        self._codes: dict[tuple[str, str], tuple[Provider, DeviceCode]] = {}
        self._waiting: dict[str, Waiting] = {}

    @contextmanager
    def awaited(self, server: str, waiting: Waiting) -> Iterator[None]:
        """Have the next login to a server handed to a cell that waits for it."""
        with self._lock:
            self._waiting[server] = waiting
        try:
            yield
        finally:
            with self._lock:
                self._waiting.pop(server, None)

    def ways(self, request: LoginWays) -> LoginWaysResult:
        """Return how a server lets people log in."""
        providers = self._servers.reach(request.server).server_info.authentication.providers
        with self._lock:
            cell = self._waiting.get(request.server)
        wanted = cell.provider if cell else None
        ways = [_way(each) for each in providers if wanted in (None, each.provider)]
        if cell is None:
            return LoginWaysResult(ways)
        return LoginWaysResult(ways, cell.username, cell.remember, waiting=True)

    def by_password(self, request: LogIn) -> LoginResult:
        """Log in by a user name and a password."""
        context = self._servers.reach(request.server)
        provider = _provider(context, request.provider)
        try:
            tokens = login.by_password(
                context.exchange, provider, request.username, request.password
            )
        except errors.Unauthorized as refusal:
            raise RequestError(
                "unauthorized",
                say("The server did not log you in."),
                say("Correct the user name or the password, then try again."),
                refusal.detail,
            ) from None
        self._take(request.server, tokens, request.remember)
        return LoginResult(_welcome(provider, tokens, request.username))

    def code(self, request: LoginCode) -> LoginCodeResult:
        """Begin a login that is confirmed in a web browser."""
        context = self._servers.reach(request.server)
        provider = _provider(context, request.provider)
        code = grants.device_code(context.exchange, provider)
        with self._lock:
            self._codes[request.server, code.user_code] = provider, code
        return LoginCodeResult(code.uri, code.user_code, code.expires_in)

    def by_code(self, request: AwaitLogin) -> LoginResult:
        """Wait until a login is confirmed in a web browser."""
        with self._lock:
            begun = self._codes.pop((request.server, request.user_code), None)
        if begun is None:
            raise RequestError(
                "bad_request", say("This code is not valid any more."), say("Begin again.")
            )
        provider, code = begun
        exchange = self._servers.reach(request.server).exchange
        try:
            tokens = grants.await_device(exchange, provider, code, lambda left: check())
        except errors.LoginFailed as failure:
            raise RequestError(
                "unauthorized",
                say("The login was not confirmed."),
                say("Begin again."),
                failure.message,
            ) from None
        self._take(request.server, tokens, request.remember)
        return LoginResult(_welcome(provider, tokens))

    def refuse(self, request: RefuseLogin) -> RefuseResult:
        """Tell a cell that waits that nobody logs in."""
        with self._lock:
            cell = self._waiting.pop(request.server, None)
        if cell is not None:
            cell.over.set()
        return RefuseResult()

    def _take(self, server: str, tokens: Tokens, remember: bool) -> None:
        # Who has closed the form meanwhile, or interrupted the cell, does not want it any more.
        check()
        with self._lock:
            cell = self._waiting.pop(server, None)
        if cell is None:
            self._servers.use(server, tokens, remember=remember)
        else:
            cell.tokens, cell.remember = tokens, remember
            cell.over.set()


def _way(provider: Provider) -> LoginWay:
    return LoginWay(provider.provider, "password" if login.takes_password(provider) else "browser")


def _welcome(provider: Provider, tokens: Tokens, username: str | None = None) -> Words | str:
    if provider.confirmation_message:
        return login.confirmation(provider, tokens, username)
    who = tokens.identity or username
    return say("You have logged in as %1.", plain(who)) if who else say("You have logged in.")


def _provider(context: Context, name: str) -> Provider:
    for each in context.server_info.authentication.providers:
        if each.provider == name:
            return each
    raise RequestError(
        "bad_request",
        say("The server knows no way to log in by “%1”.", name),
        say("Open the form again."),
    )
