"""Logging in by web browser: Tiled's own device code, and an identity provider's."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
import serving

from tiled_jl import Context, LoginFailed, SessionExpired, from_context
from tiled_jl.auth.prompt import DeviceCode, TerminalPrompt, is_local
from tiled_jl.auth.tokens import Issuer
from tiled_jl.errors import ResponseError

from . import idp
from .conftest import Person


@pytest.fixture(autouse=True)
def quick_polls(monkeypatch: pytest.MonkeyPatch, identity_provider: idp.Provider) -> None:
    monkeypatch.setattr("tiled_jl.auth.grants._SLOWER", 0.1)
    monkeypatch.setattr("tiled_jl.auth.grants._TICK", 0.01)
    identity_provider.answers.clear()
    identity_provider.seen.clear()


def confirm(code: DeviceCode) -> None:
    """Do what a person does in a web browser."""
    idp.confirm(code.uri, code.user_code)


def test_a_person_confirms_in_a_web_browser(
    users: serving.Server, identity_provider: idp.Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiled_jl.auth.grants.device_code", faster(0.2))
    person = Person(at_code=lambda code: threading.Timer(0.5, confirm, [code]).start())
    with Context(users.uri, prompt=person, auth_provider="institute") as context:
        client = from_context(context)
        assert client["memory"].metadata["purpose"] == "tests"
        who = context.whoami()
        assert who is not None
        assert who["identities"][0]["id"] == idp.SUBJECT
    assert person.waits[0] > person.waits[-1] > 0
    assert person.told == [f"You have logged in as {idp.SUBJECT}."]


def faster(interval: float) -> Callable[..., DeviceCode]:
    """Tiled wants five seconds between two polls, always."""
    from dataclasses import replace

    from tiled_jl.auth import grants

    begin = grants.device_code
    return lambda *args: replace(begin(*args), interval=interval)


def test_a_person_who_gives_up_ends_it(users: serving.Server) -> None:
    person = Person(at_code=lambda code: None)

    def give_up(seconds_left: float) -> None:
        raise KeyboardInterrupt

    person.wait = give_up  # type: ignore[method-assign]
    with Context(users.uri, prompt=person, auth_provider="institute") as context:
        with pytest.raises(KeyboardInterrupt):
            context.login()
        assert not context.authenticated


@pytest.fixture
def visitor(proxied: serving.Server) -> Iterator[Context]:
    """Somebody at the server whose logins are an identity provider's."""
    with Context(proxied.uri, prompt=Person(at_code=lambda code: None)) as context:
        yield context


def test_an_identity_provider_gives_and_renews_the_tokens(
    visitor: Context, identity_provider: idp.Provider
) -> None:
    identity_provider.answers += ["authorization_pending", "slow_down", "authorization_pending"]
    client = from_context(visitor)
    assert client["memory"].metadata["purpose"] == "tests"
    first = dict(visitor.tokens or {})
    time.sleep(identity_provider.lifetime + 0.1)
    assert client["memory/arrays/counts"].read().shape == (12, 16, 18)
    assert dict(visitor.tokens or {}) != first
    begun, *asked = identity_provider.seen
    assert (begun["client_id"], begun["scope"]) == (idp.CLIENT, "openid offline_access")
    assert len([each for each in asked if "device_code" in each]) == 4
    # On a slow machine, there is one before and one after.
    (renewed,) = [each for each in asked if each.get("refresh_token") == first["refresh_token"]]
    assert (renewed["grant_type"], renewed["client_id"]) == ("refresh_token", idp.CLIENT)
    assert renewed["headers"]["Content-Type"] == "application/x-www-form-urlencoded"


def test_an_identity_provider_hears_nothing_that_is_for_the_server(
    proxied: serving.Server, identity_provider: idp.Provider
) -> None:
    person = Person(at_code=lambda code: None)
    headers = {"X-Gateway": "g4teway", "Authorization": "Basic abc"}
    with Context(proxied.uri, prompt=person, headers=headers) as context:
        context.login()
        context.force_auth_refresh()
    for seen in identity_provider.seen:
        assert not {"X-Gateway", "Authorization", "Cookie"} & seen["headers"].keys()


@pytest.mark.parametrize(
    ("answer", "words"), [("access_denied", "refused"), ("expired_token", "in time")]
)
def test_a_refusal_and_a_long_wait_end_the_login(
    visitor: Context, identity_provider: idp.Provider, answer: str, words: str
) -> None:
    identity_provider.answers += ["authorization_pending", answer]
    with pytest.raises(LoginFailed, match=words):
        visitor.login()
    assert not visitor.authenticated


def test_a_login_that_the_provider_has_ended_is_to_be_made_again(
    visitor: Context, identity_provider: idp.Provider
) -> None:
    visitor.login()
    visitor.prompt = TerminalPrompt()
    identity_provider.refresh_tokens.clear()
    time.sleep(identity_provider.lifetime + 0.1)
    with pytest.raises(SessionExpired, match="Log in again"):
        from_context(visitor)


def test_a_refresh_token_goes_only_where_it_came_from(
    visitor: Context, identity_provider: idp.Provider
) -> None:
    visitor.login()
    tokens = visitor.tokens
    assert tokens is not None
    elsewhere = idp.start()
    try:
        # The server says from now on that its identity provider is another one.
        named = visitor.server_info.authentication.providers[0].links
        assert named is not None
        named.update(token_endpoint=f"{elsewhere.uri}/token")
        visitor.force_auth_refresh()
        # And so it says to somebody whose login was made by the tiled command.
        written = dict(visitor.tokens or {})
        visitor.configure_auth(written)
        with pytest.raises(LoginFailed, match="is not known"):
            visitor.force_auth_refresh()
        assert elsewhere.seen == []
    finally:
        idp.stop(elsewhere)


def test_where_a_login_is_from_is_known_by_its_token_if_not_written_down(
    visitor: Context, identity_provider: idp.Provider
) -> None:
    visitor.login()
    visitor.configure_auth(dict(visitor.tokens or {}))
    assert visitor.tokens is not None
    assert visitor.tokens.issuer is None
    visitor.force_auth_refresh()
    assert visitor.tokens.issuer == Issuer(f"{identity_provider.uri}/token", idp.CLIENT)


@pytest.mark.parametrize(
    "endpoint",
    ["http://login.example.org/token", "file:///etc/passwd", "https://a@b.example/t", "x"],
)
def test_an_identity_provider_that_is_not_safe_is_not_asked(
    visitor: Context, endpoint: str
) -> None:
    named = visitor.server_info.authentication.providers[0].links
    assert named is not None
    named.update(auth_endpoint=endpoint)
    with pytest.raises(LoginFailed, match="not safe"):
        visitor.login()


def test_what_is_no_web_page_is_not_opened(
    visitor: Context, identity_provider: idp.Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idp.Provider, "uri", "file:///etc")
    with pytest.raises(ResponseError, match="no web page"):
        visitor.login()


def test_a_browser_is_not_opened_where_nobody_would_see_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("SSH_CONNECTION", "SSH_TTY", "JPY_PARENT_PID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    assert is_local()
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1")
    assert not is_local()
