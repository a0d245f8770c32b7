"""The servers that the browser knows: where they are, how they are, and who we are to them."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tiled_jl import errors
from tiled_jl.auth.keys import KeyStore
from tiled_jl.auth.tokens import Tokens
from tiled_jl.browser.failures import RequestError, describe
from tiled_jl.browser.greeting import dial, greet, lacks_scope, settle, state_of
from tiled_jl.browser.known import Known
from tiled_jl.browser.messages import Error, Server, ServerState, say
from tiled_jl.browser.profiled import Profiled
from tiled_jl.browser.serverlist import Entry, ServerList, base_uri, slug, unique
from tiled_jl.browser.watched import Watched
from tiled_jl.documents import API_PATH
from tiled_jl.transport.address import parse

if TYPE_CHECKING:
    from tiled_jl.context import Context


_OPEN: tuple[ServerState, ...] = ("live", "anonymous")


class Servers(Watched):
    """The servers of the user's list, and those of clients that a notebook shows.

    Parameters
    ----------
    listed : ServerList, optional
        Where the list is kept.
    """

    def __init__(self, listed: ServerList | None = None) -> None:
        super().__init__()
        self._list = listed or ServerList()
        self._profiled = Profiled()
        self._lock = threading.RLock()
        self._known: dict[str, Known] = {}

    def list(self, only: str | None = None) -> list[Server]:
        """Return the servers in the order in which they were added, without asking any of them.

        Parameters
        ----------
        only : str, optional
            The identifier of the only server wanted, which need not be in the user's list.
        """
        with self._lock:
            self._reread()
            return [
                known.describe()
                for known in self._known.values()
                if (known.id == only if only else known.listed)
            ]

    @property
    def problems(self) -> Sequence[str]:
        """What is wrong with the profiles, which name more servers."""
        return self._profiled.problems

    def get(self, ident: str) -> Known:
        """Return a server.

        Raises
        ------
        RequestError
            If it is not known.
        """
        with self._lock:
            if ident not in self._known:
                self._reread()
            if ident not in self._known:
                raise RequestError(
                    "unknown_server",
                    say("There is no server “%1” in the list.", ident),
                    say("Add it again by its URI."),
                )
            return self._known[ident]

    def connected(self) -> Sequence[Known]:
        """Return the servers of the user's list to which there is a connection."""
        with self._lock:
            return tuple(each for each in self._known.values() if each.listed and each.context)

    def open(self) -> Sequence[str]:
        """Return the identifiers of the servers that let us in, as far as we know."""
        with self._lock:
            return [each.id for each in self._known.values() if each.state in _OPEN]

    def is_first(self, ident: str) -> bool:
        """Whether a server is the first of the user's list as it was last read, or not in it."""
        with self._lock:
            listed = [known.id for known in self._known.values() if known.listed]
        return ident not in listed or listed[0] == ident

    def reach(self, ident: str) -> Context:
        """Return the connection to a server, without asking it anything."""
        known = self.get(ident)
        return known.context or dial(known)

    @contextmanager
    def using(self, ident: str) -> Iterator[Context]:
        """Give the connection to a server, and learn from what happens how the server is."""
        known = self.get(ident)
        try:
            context = known.context or dial(known)
            yield context
        except (errors.ConnectionFailed, errors.Unauthorized) as failure:
            if not lacks_scope(failure):
                self._note(known, state_of(failure), describe(failure))
            raise
        else:
            if known.state not in _OPEN:
                self._settle(known, context)

    def add(
        self, uri: str, *, name: str | None = None, api_key: str | None = None, remember: bool
    ) -> Server:
        """Connect to a server and keep it. One that is known already is updated.

        Parameters
        ----------
        uri : str
            Any address on the server.
        name : str, optional
            What to call it; by default its host.
        api_key : str, optional
            The credential.
        remember : bool
            Keep the credential on disk, beyond the life of this process.

        Raises
        ------
        RequestError, TiledError
            If there is no Tiled server, or it does not accept the credential. Nothing is kept then.
        """
        try:
            parsed = parse(uri)
        except ValueError as problem:
            raise RequestError(
                "bad_request",
                say("This is no address of a server."),
                say("Give the address of a Tiled server, such as %1.", "http://127.0.0.1:8000"),
                f"{problem}",
            ) from None
        base = base_uri(uri)
        api_key = (api_key or "").strip() or parsed.api_key
        trial = Known(id="", name="", uri=base, api_key=api_key)
        context = dial(trial)
        try:
            greet(trial, context)
        except errors.Unauthorized as failure:
            # Without a key, but with a server that knows users: they can log in afterwards.
            if api_key or not context.server_info.authentication.providers:
                raise
            trial.state, trial.error = state_of(failure), describe(failure)
        # The server may have sent us on to its address with TLS.
        base = base_uri(context.api_uri)
        if remember and api_key:
            KeyStore().set(base + API_PATH, api_key)
        with self._lock:
            entry = self._enlist(base, (name or "").strip())
            known = self._known.setdefault(entry.id, Known(entry.id, entry.name, base))
            known.name, known.listed, known.profile = entry.name, True, None
            self._take_over(known, trial)
        self._changed()
        return known.describe()

    def connect(
        self,
        ident: str,
        *,
        api_key: str | None = None,
        remember: bool = False,
        anew: bool = False,
    ) -> Server:
        """Ask a known server whether it answers, and who we are to it.

        A server that is down or refuses us is an answer too: see its state and error.

        Parameters
        ----------
        ident : str
        api_key : str, optional
            The credential, in place of any other.
        remember : bool, optional
            Keep it on disk, beyond the life of this process.
        anew : bool, optional
            Look for the credential again, also where it was decided here who we are.
        """
        known = self.get(ident)
        api_key = (api_key or "").strip() or known.api_key
        trial = Known(ident, known.name, known.uri, profile=known.profile, api_key=api_key)
        try:
            if known.decided and not anew and api_key == known.api_key:
                trial.context, trial.decided = known.context, True
            greet(trial, trial.context or dial(trial))
        except (errors.TiledError, RequestError) as failure:
            if isinstance(failure, errors.Unauthorized) and api_key == known.api_key:
                # No other key was on trial: this is who we are now, though not let in.
                known.context, known.decided = trial.context, trial.decided
                known.identity = None
            self._note(known, state_of(failure), describe(failure))
            return known.describe()
        if remember and api_key:
            KeyStore().set(known.uri + API_PATH, api_key)
        with self._lock:
            self._take_over(known, trial)
        self._changed()
        return known.describe()

    def use(self, ident: str, tokens: Tokens, *, remember: bool) -> Server:
        """Use a login from now on, in place of any other credential.

        Parameters
        ----------
        tokens : Tokens
        remember : bool
            Keep it on disk, for this and other programs of the user.
        """
        known, context = self.get(ident), self.reach(ident)
        context.configure_auth(tokens, remember)
        known.api_key, known.decided = None, True
        return self.connect(ident)

    def log_out(self, ident: str) -> Server:
        """Forget the login or the API key for a server, here and on disk."""
        known, context = self.get(ident), self.reach(ident)
        KeyStore().delete(known.uri + API_PATH)
        known.api_key, known.decided = None, True
        context.logout()
        return self.connect(ident)

    def remove(self, ident: str) -> None:
        """Forget a server, and the credential kept for it. One of a profile is hidden."""
        known = self.get(ident)
        if not known.listed:
            raise RequestError(
                "bad_request",
                say("%1 is the server of a client in this notebook, not of the list.", known.name),
                say("Close the widget instead."),
            )
        hides = [Entry(known.name, known.uri, ident, hidden=True)] if known.profile else []
        self._list.change(lambda entries: [*(each for each in entries if each.id != ident), *hides])
        KeyStore().delete(known.uri + API_PATH)
        with self._lock:
            self._known.pop(ident, None)
        if known.context is not None:
            known.context.close()
        self._changed()

    def adopt(self, context: Context) -> str:
        """Return an identifier for the server of a notebook's own client.

        The client's connection and credential are used as they are, and the user's list is left
        alone.
        """
        with self._lock:
            self._reread()
            for known in self._known.values():
                if known.context is context:
                    return known.id
            base = base_uri(context.api_uri)
            ident = unique(f"{slug(_host(base))}-client", self._known)
            self._known[ident] = Known(
                ident, _host(base), base, listed=False, decided=True, context=context
            )
            return ident

    def _reread(self) -> None:
        listed = {
            entry.id: (entry, profile)
            for entry, profile in self._profiled.beside(self._list.read())
        }
        for known in [known for known in self._known.values() if known.listed]:
            entry, profile = listed.get(known.id, (None, None))
            if entry is None or base_uri(entry.uri) != known.uri:
                del self._known[known.id]
            else:
                known.name, known.profile = entry.name, profile
        for ident, (entry, profile) in listed.items():
            if ident not in self._known:
                self._known[ident] = Known(ident, entry.name, base_uri(entry.uri), profile=profile)

    def _enlist(self, base: str, name: str) -> Entry:
        def edit(entries: list[Entry]) -> list[Entry]:
            for index, entry in enumerate(entries):
                if base_uri(entry.uri) == base:
                    entries[index] = Entry(name or entry.name, base, entry.id)
                    return entries
            for known in self._known.values():
                if known.profile and known.uri == base:
                    return [*entries, Entry(name or known.name, base, known.id)]
            wanted = name or _host(base)
            taken = {*self._known, *(entry.id for entry in entries)}
            return [*entries, Entry(wanted, base, unique(slug(wanted), taken))]

        return next(entry for entry in self._list.change(edit) if base_uri(entry.uri) == base)

    def _settle(self, known: Known, context: Context) -> None:
        """Take note that a server has answered us."""
        settle(known, context)
        if self._known.get(known.id) is known:
            self._changed()

    def _note(self, known: Known, state: ServerState, error: Error | None) -> None:
        if (known.state, known.error) == (state, error):
            return
        known.state, known.error = state, error
        if self._known.get(known.id) is known:
            self._changed()

    def _take_over(self, known: Known, trial: Known) -> None:
        # Requests under way still use the old connection, so it is left for them to finish with.
        known.context, known.api_key, known.decided = trial.context, trial.api_key, trial.decided
        known.state, known.version, known.error = trial.state, trial.version, trial.error
        known.identity, known.accounts = trial.identity, trial.accounts
        known.writable = trial.writable


def _host(base: str) -> str:
    parts = urlsplit(base)
    return parts.netloc + parts.path
