"""A login in use: its access token goes along with requests, and is renewed when it is old."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

from tiled_jl.auth.advice import missing_scopes
from tiled_jl.auth.credentials import Origin
from tiled_jl.auth.tokens import Tokens, TokenStore
from tiled_jl.errors import ClientError, SessionExpired

_OVER = frozenset({400, 401, 403})
"""How a refresh token is refused: 400 by identity providers (RFC 6749, 5.2), 401 by Tiled."""

_FRESH = 1.0
"""Seconds in which a new token cannot have expired: if it is refused, no other will do better."""


class Login:
    """A credential that renews itself. Safe to use from several threads and processes.

    Parameters
    ----------
    tokens : Tokens
    trade : callable
        Trades tokens for others; raises `tiled_jl.errors.ClientError` where they are not good.
    server : callable
        Returns the root of the server's API, under which the store has the tokens.
    store : TokenStore or None
        Where they are kept beyond this session; None for nowhere.
    ask : callable or None
        Logs in again when the session has ended; returns None if nobody is there to be asked.
    """

    origin: Origin = "login"
    api_key: str | None = None
    auth: None = None

    def __init__(
        self,
        tokens: Tokens,
        *,
        trade: Callable[[Tokens], Tokens],
        server: Callable[[], str],
        store: TokenStore | None,
        ask: Callable[[], Tokens | None],
    ) -> None:
        self._trade = trade
        self._server = server
        self._store = store
        self._kept = store is not None
        self._ask = ask
        self._lock = threading.RLock()
        self._adopt(tokens)

    def __repr__(self) -> str:
        return f"<Login to {self._server()}>"

    @property
    def tokens(self) -> Tokens:
        """The tokens in use."""
        return self._tokens

    @property
    def ended(self) -> bool:
        """Whether the server has refused to renew the tokens."""
        return self._ended

    @property
    def header(self) -> str:
        """The value of the ``Authorization`` header."""
        return f"Bearer {self._tokens.access_token}"

    def prepare(self) -> None:
        """Renew the tokens if the access token has expired.

        Raises
        ------
        SessionExpired
            If the login has ended, and nobody logs in again.
        """
        # In this order: whoever renews meanwhile sets them in the other.
        tokens = self._tokens
        if time.monotonic() >= self._good_until:
            self.renew(tokens)

    def doubt(self, header: str | None, detail: str) -> bool:
        """Hear that the server refused a request, and say whether asking again may help."""
        if missing_scopes(detail):
            return False
        with self._lock:
            if header != self.header:
                return True
            if time.monotonic() - self._since < _FRESH:
                return False
            self._good_until = -math.inf
            return True

    def renew(self, stale: Tokens, *, force: bool = False) -> None:
        """Get other tokens: those in the store if somebody else renewed them, else for the old.

        Parameters
        ----------
        stale : Tokens
            Those that are to be replaced. Nothing happens if another thread has done so.
        force : bool, optional
            Do not make do with what somebody else got.

        Raises
        ------
        SessionExpired
            If the login has ended, and nobody logs in again.
        """
        with self._lock:
            if self._tokens is not stale:
                return
            try:
                with self._alone():
                    self._renew(force)
            except SessionExpired:
                # No lock on the store is held meanwhile: a person takes their time.
                again = self._ask()
                if again is None:
                    raise
                self.replace(again)

    def replace(self, tokens: Tokens) -> None:
        """Use other tokens from now on, and keep them."""
        with self._lock, self._alone():
            self._keep(tokens)

    def end(self) -> Tokens:
        """Forget the tokens, here and in the store, and return the last ones."""
        with self._lock, self._alone():
            self._take_stored()
            self._forget()
            return self._tokens

    def _renew(self, force: bool) -> None:
        if self._take_stored() and not force:
            return
        try:
            fresh = self._trade(self._tokens)
        except ClientError as refusal:
            if refusal.status not in _OVER:
                raise
            # The tiled command does not know our lock: it may have been quicker.
            if self._take_stored():
                return
            # Before the store shows it: whoever looks there is not to take it for a logout.
            self._ended = True
            self._forget()
            raise _expired(refusal) from None
        self._keep(fresh, only_if_kept=True)

    def _take_stored(self) -> bool:
        """Adopt the same person's newer tokens, and say whether they are good as they are."""
        stored = self._store.load(self._server()) if self._store and self._kept else None
        if stored is None:
            # Logged out elsewhere: what was deleted there is not to come back from here.
            self._kept = False
        if stored is None or stored == self._tokens:
            return False
        if not _same_person(stored, self._tokens):
            # Somebody else has logged in on this account of the machine: that is not us.
            self._kept = False
            return False
        self._adopt(stored)
        return time.monotonic() < self._good_until

    def _keep(self, tokens: Tokens, *, only_if_kept: bool = False) -> None:
        if self._store and (self._kept or not only_if_kept):
            self._store.save(self._server(), tokens)
            self._kept = True
        self._adopt(tokens)

    def _forget(self) -> None:
        if self._store and self._kept:
            self._store.delete(self._server())
        self._kept = False

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._store.locked(self._server()) if self._store else nullcontext():
            yield

    def _adopt(self, tokens: Tokens) -> None:
        now = time.monotonic()
        if tokens.lifetime is not None:
            self._since, self._good_until = now, now + tokens.lifetime
        else:
            self._since, self._good_until = -math.inf, now + tokens.expires - time.time()
        self._tokens, self._ended = tokens, False


def _same_person(one: Tokens, other: Tokens) -> bool:
    # A torn access token says nothing of anybody.
    if not one.access_token or not other.access_token:
        return True
    return one.person == other.person


def _expired(refusal: ClientError) -> SessionExpired:
    return SessionExpired(
        f"The login has ended: the server answered {refusal.status}, {refusal.detail or 'no more'}",
        hint="Log in again: client.login(), or the command tiled-jl login. Or go on as nobody: "
        "client.logout().",
        method=refusal.request.method,
        url=str(refusal.request.url),
        status=401,
        detail=refusal.detail,
        correlation_id=refusal.correlation_id,
    )
