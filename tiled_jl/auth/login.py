"""Logging in: which way, with what, and as often as a person mistypes."""

from __future__ import annotations

from collections.abc import Sequence

from tiled_jl.auth import grants
from tiled_jl.auth.credentials import Secret, reveal
from tiled_jl.auth.prompt import Prompt, plain
from tiled_jl.auth.tokens import Tokens
from tiled_jl.documents import Provider
from tiled_jl.errors import LoginFailed, Unauthorized

_TRIES = 3
_PASSWORD_MODES = frozenset({"internal", "password"})


def log_in(
    exchange: grants.Exchange,
    providers: Sequence[Provider],
    prompt: Prompt,
    *,
    username: str | None = None,
    password: Secret | None = None,
    provider: str | None = None,
) -> Tokens:
    """Get tokens, asking a person for what is not given.

    Parameters
    ----------
    exchange : Exchange
    providers : sequence of Provider
        The ways to log in that the server offers.
    prompt : Prompt
    username, password, provider : optional
        What is known already.

    Raises
    ------
    LoginFailed
        If the server offers no login, or nobody is there who could be asked.
    Unauthorized
        If the server does not know the name or the password.
    ValueError
        If there is no provider of that name.
    """
    if not providers:
        raise LoginFailed(
            "This server has no logins.",
            hint="It may take an API key: from_uri(uri, api_key=...).",
        )
    if password is not None:
        providers = [each for each in providers if takes_password(each)] or providers
    chosen = _choose(providers, provider, prompt)
    if not takes_password(chosen):
        tokens = _by_browser(exchange, chosen, prompt)
    elif username is not None and password is not None:
        tokens = by_password(exchange, chosen, username, reveal(password))
    else:
        tokens = _by_asking(exchange, chosen, prompt, username)
    prompt.tell(confirmation(chosen, tokens, username))
    return tokens


def takes_password(provider: Provider) -> bool:
    """Whether a way to log in asks for a password, rather than for a visit to a web page."""
    return provider.mode in _PASSWORD_MODES


def by_password(
    exchange: grants.Exchange, provider: Provider, username: str, password: str
) -> Tokens:
    """Get tokens for a user name and a password.

    Raises
    ------
    Unauthorized
        If the server does not know them.
    """
    try:
        return grants.password(exchange, provider, username, password)
    except Unauthorized as refusal:
        refusal.hint = "Check the user name and the password."
        raise


def confirmation(provider: Provider, tokens: Tokens, username: str | None = None) -> str:
    """Return how the server welcomes who has just logged in."""
    said = provider.confirmation_message or "You have logged in as {id}."
    return plain(said.replace("{id}", tokens.identity or username or "yourself"))


def _choose(providers: Sequence[Provider], name: str | None, prompt: Prompt) -> Provider:
    if name is not None:
        for each in providers:
            if each.provider == name:
                return each
        names = ", ".join(plain(each.provider) for each in providers)
        raise ValueError(f"There is no way to log in by {name!r}; there is: {names}")
    if len(providers) == 1:
        return providers[0]
    _require_person(prompt, "choose a way to log in")
    return prompt.choose(providers)


def _by_asking(
    exchange: grants.Exchange, provider: Provider, prompt: Prompt, username: str | None
) -> Tokens:
    _require_person(prompt, "enter a password")
    problem = ""
    for _ in range(_TRIES - 1):
        try:
            return by_password(exchange, provider, *prompt.credentials(username, problem))
        except Unauthorized as refusal:
            problem = f"{plain(refusal.detail)}. {refusal.hint}"
    return by_password(exchange, provider, *prompt.credentials(username, problem))


def _by_browser(exchange: grants.Exchange, provider: Provider, prompt: Prompt) -> Tokens:
    _require_person(prompt, "log in with a web browser")
    code = grants.device_code(exchange, provider)
    prompt.show_code(code)
    return grants.await_device(exchange, provider, code, prompt.wait)


def _require_person(prompt: Prompt, what: str) -> None:
    if not prompt.ready():
        raise LoginFailed(
            f"Nobody is there who could {what}.",
            hint="Give what it takes: client.login(username=..., password=..., provider=...), or "
            "an API key: from_uri(uri, api_key=...).",
        )
