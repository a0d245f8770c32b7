"""Who asks of a server: the credential in use, logging in and out."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from tiled_jl.auth import desk, grants
from tiled_jl.auth.credentials import ANONYMOUS, Origin, Secret, find, given
from tiled_jl.auth.flow import Login
from tiled_jl.auth.login import log_in
from tiled_jl.auth.prompt import Prompt, TerminalPrompt
from tiled_jl.auth.tokens import Tokens, TokenStore
from tiled_jl.confidential import confidential
from tiled_jl.errors import ClientError, LoginFailed
from tiled_jl.person import Person
from tiled_jl.transport.exchange import Exchange
from tiled_jl.transport.session import Session


class Account(Person):
    """What a `Context` is to the user: somebody who asks.

    Parameters
    ----------
    session : Session
    exchange : Exchange
        Where to log in.
    store : TokenStore
        Where logins are kept.
    username, auth_provider : str or None
        What to log in with unless told otherwise.
    remember_me : bool
        Whether logins are kept beyond this session.
    prompt_for_reauthentication : bool or None
        Whether a person is asked to log in; None for where one is there.
    prompt : Prompt or None
        How a person is asked; by default by a form in the notebook (`tiled_jl.auth.desk`), else
        in the terminal or by the notebook's text fields.
    seeks : bool
        Whether to use what the environment or a store has for the server.
    """

    def __init__(
        self,
        session: Session,
        exchange: Exchange,
        store: TokenStore,
        *,
        username: str | None,
        auth_provider: str | None,
        remember_me: bool,
        prompt_for_reauthentication: bool | None,
        prompt: Prompt | None,
        seeks: bool,
    ) -> None:
        super().__init__(session)
        self.prompt: Prompt = prompt or TerminalPrompt()
        self._has_desk = prompt is None
        self._exchange = exchange
        self._store = store
        self._username = username
        self._auth_provider = auth_provider
        self._remember_me = remember_me
        self._asks = prompt_for_reauthentication
        # Whoever wants to be anonymous stays so.
        self._seeks = seeks

    @property
    def exchange(self) -> Exchange:
        """What trades secrets for tokens at this server; see `tiled_jl.auth.grants`."""
        return self._exchange

    @property
    def credential(self) -> Origin:
        """Where the credential came from: argument, environment, store, login, or anonymous.

        Examples
        --------
        >>> client.context.credential
        'environment'
        """
        return self._session.credential.origin

    @property
    def authenticated(self) -> bool:
        """Whether requests carry a credential."""
        return self.credential != "anonymous"

    @property
    def api_key(self) -> str | None:
        """The API key in use. Set it to another, or to None to be anonymous."""
        return self._session.credential.api_key

    @api_key.setter
    @confidential
    def api_key(self, api_key: Secret | None) -> None:
        self._seeks = False
        self._session.credential = ANONYMOUS if api_key is None else given(api_key)

    @property
    def asker(self) -> object:
        """Tells who asks from others: stays while tokens are renewed, no longer.

        Examples
        --------
        >>> client.context.asker == client.context.asker
        True
        """
        tokens = self.tokens
        return self._session.credential, "" if tokens is None else tokens.person

    @property
    def tokens(self) -> Tokens | None:
        """The tokens of the login; ``dict(context.tokens)`` has them in the clear."""
        credential = self._session.credential
        return credential.tokens if isinstance(credential, Login) else None

    @property
    def login_ended(self) -> bool:
        """Whether there was a login that the server does not renew any more.

        Examples
        --------
        >>> client.context.login_ended
        False
        """
        credential = self._session.credential
        return isinstance(credential, Login) and credential.ended

    @confidential
    def login(
        self,
        username: str | None = None,
        password: Secret | None = None,
        provider: str | None = None,
        *,
        remember_me: bool | None = None,
    ) -> None:
        """Log in, in place of any credential in use. A person is asked for what is not given.

        Parameters
        ----------
        username : str, optional
        password : str, path or callable, optional
            Itself, the file that holds it, or what is called to get it.
        provider : str, optional
            Which of the ways to log in that the server offers.
        remember_me : bool, optional
            Whether the login is kept beyond this session, for this and for other programs.

        Raises
        ------
        Unauthorized
            If the server does not know the name or the password.
        LoginFailed
            If the login was refused, took too long, or nobody is there who could be asked.
        """
        remember = self._remember_me if remember_me is None else remember_me
        self.configure_auth(*self._log_in(username, password, provider, remember))

    authenticate = login

    @confidential
    def logout(self) -> None:
        """Log out, here and in all programs that share the login. Requests are anonymous then."""
        credential = self._session.credential
        self.api_key = None
        if not isinstance(credential, Login):
            return
        tokens = credential.end()
        if tokens.issuer is None and tokens.refresh_token is not None:
            # One that has ended already needs no end.
            with suppress(ClientError):
                fields = {"refresh_token": tokens.refresh_token}
                self._exchange.server("auth/session/revoke", fields)

    @confidential
    def configure_auth(
        self, tokens: Tokens | Mapping[str, Any], remember_me: bool | None = None
    ) -> None:
        """Use the tokens of a login that was made in another way.

        Parameters
        ----------
        tokens : Tokens or mapping
            With ``access_token`` and ``refresh_token``.
        remember_me : bool, optional
            Whether they are kept beyond this session.
        """
        tokens = tokens if isinstance(tokens, Tokens) else Tokens.from_answer(tokens)
        remember = self._remember_me if remember_me is None else remember_me
        # They are kept for the address that the server has in the end.
        self._session.settle()
        login = self._login(tokens, self._store if remember else None)
        login.replace(tokens)
        self._session.credential = login

    def use_cached_tokens(self) -> bool:
        """Use the login that is kept on disk, if there is one, and return whether there is.

        It may have ended; that shows when the server is asked.
        """
        tokens = self.cached_tokens()
        if tokens is not None:
            self._session.credential = self._login(tokens, self._store)
        return tokens is not None

    def cached_tokens(self) -> Tokens | None:
        """Return the tokens of the login that is kept on disk, whether or not they are in use."""
        return self._store.load(str(self._session.address)) if self._remember_me else None

    @confidential
    def force_auth_refresh(self) -> None:
        """Renew the tokens of the login now, for instance after a change of roles.

        Raises
        ------
        LoginFailed
            If nobody is logged in.
        SessionExpired
            If the login has ended.
        """
        credential = self._session.credential
        if not isinstance(credential, Login):
            raise LoginFailed("Nobody is logged in.", hint="Log in: client.login().")
        self._session.settle()
        credential.renew(credential.tokens, force=True)

    @confidential
    def log_in_if_required(
        self,
        *,
        username: str | None = None,
        auth_provider: str | None = None,
        remember_me: bool | None = None,
        prompt_for_reauthentication: bool | None = None,
    ) -> None:
        """Log in if the server wants to know who asks, nothing tells, and a person is there.

        Parameters
        ----------
        username, auth_provider, remember_me, prompt_for_reauthentication : optional
            In place of what the context was made with.
        """
        self._username = username or self._username
        self._auth_provider = auth_provider or self._auth_provider
        if remember_me is not None:
            self._remember_me = remember_me
        if prompt_for_reauthentication is not None:
            self._asks = prompt_for_reauthentication
        if self.authenticated:
            return
        # First, for it may turn the address to TLS, and under that credentials are kept.
        required = self.server_info.authentication.required
        if self._seeks:
            self._seek_credential()
        if required and not self.authenticated and self._may_ask():
            self.login()

    def _seek_credential(self) -> None:
        """Use what the environment or a store has for this server."""
        found = find(str(self._session.address))
        # A login was asked for expressly: a key kept for this server stands behind it.
        if found.origin == "environment" or not self.use_cached_tokens():
            self._session.credential = found

    def _log_in(
        self,
        username: str | None,
        password: Secret | None,
        provider: str | None,
        remember_me: bool,
    ) -> tuple[Tokens, bool]:
        """Return tokens, and whether they are to be kept."""
        username, provider = username or self._username, provider or self._auth_provider
        providers = self.server_info.authentication.providers
        if password is None and self._has_desk and providers and self.prompt.ready():
            granted = desk.ask(self, username=username, provider=provider, remember_me=remember_me)
            if granted is not None:
                return granted
        tokens = log_in(
            self._exchange,
            providers,
            self.prompt,
            username=username,
            password=password,
            provider=provider,
        )
        return tokens, remember_me

    def _log_in_again(self, kept: bool) -> Tokens | None:
        return self._log_in(None, None, None, kept)[0] if self._may_ask() else None

    def _login(self, tokens: Tokens, store: TokenStore | None) -> Login:
        return Login(
            tokens,
            trade=self._trade,
            server=lambda: str(self._session.address),
            store=store,
            ask=lambda: self._log_in_again(store is not None),
        )

    def _trade(self, tokens: Tokens) -> Tokens:
        return grants.renew(self._exchange, self.server_info.authentication, tokens)

    def _may_ask(self) -> bool:
        providers = self.server_info.authentication.providers
        return bool(providers) and self._asks is not False and self.prompt.ready()
