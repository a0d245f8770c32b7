"""Logging in and out by a page, and hearing of logins that are made elsewhere."""

from pathlib import Path
from typing import Any

import loginserver
import pytest
import serving
from auth import idp

from tiled_jl import Context
from tiled_jl.auth.tokens import TokenStore
from tiled_jl.browser.elsewhere import Elsewhere
from tiled_jl.browser.messages import LogIn
from tiled_jl.browser.state import State
from tiled_jl.errors import SessionExpired

from .page import Page, Refused

ALICE = {"provider": "lab", "username": "alice", "password": loginserver.PASSWORDS["alice"]}
BOB = {"provider": "lab", "username": "bob", "password": loginserver.PASSWORDS["bob"]}


@pytest.fixture
def there(page: Page, users: serving.Server) -> dict[str, Any]:
    """The parameters that name the server with users, at which nobody is logged in yet."""
    added, _ = page.ask("servers.add", uri=users.uri, name="users")
    assert (added["state"], added["error"]["code"]) == ("unauthorized", "unauthorized")
    return {"server": added["id"]}


def known(page: Page) -> dict[str, Any]:
    (server,) = page.ask("servers.list")[0]["servers"]
    return {name: server[name] for name in ("state", "credential", "identity")}


NOBODY = {"state": "unauthorized", "credential": "anonymous", "identity": None}
AS_ALICE = {"state": "live", "credential": "login", "identity": "alice"}


def test_a_page_is_told_how_people_log_in(page: Page, there: dict[str, Any]) -> None:
    ways, _ = page.ask("login.ways", **there)
    assert ways["ways"] == [
        {"provider": "lab", "mode": "password"},
        {"provider": "guests", "mode": "password"},
        {"provider": "institute", "mode": "browser"},
    ]
    assert (ways["waiting"], ways["username"], ways["remember"]) == (False, None, True)


def test_a_server_without_users_offers_no_login(page: Page, here: dict[str, Any]) -> None:
    assert page.ask("login.ways", **here)[0]["ways"] == []


def test_a_wrong_password_is_refused_and_the_right_one_opens_the_server(
    page: Page, there: dict[str, Any]
) -> None:
    with pytest.raises(Refused, match="Incorrect username or password") as refused:
        page.ask("login.password", **there, **{**ALICE, "password": "wrong-1"})
    assert refused.value.code == "unauthorized"
    assert known(page) == NOBODY
    result, _ = page.ask("login.password", **there, **ALICE)
    assert result == {"message": "Welcome, alice."}
    assert known(page) == AS_ALICE
    assert page.ask("nodes.list", **there)[0]["total"] == 1


def test_no_secret_ever_goes_to_the_page(
    page: Page, there: dict[str, Any], users: serving.Server
) -> None:
    page.ask("login.password", **there, **ALICE)
    tokens = TokenStore().load(f"{users.uri}/api/v1/")
    assert tokens is not None
    said = "".join(page.texts)
    for secret in (ALICE["password"], *map(str, dict(tokens).values())):
        assert secret not in said


def test_a_login_in_the_page_is_found_by_code_and_one_that_is_not_kept_is_not(
    page: Page, there: dict[str, Any], users: serving.Server
) -> None:
    page.ask("login.password", **there, **ALICE, remember=False)
    assert known(page) == AS_ALICE
    with Context(users.uri) as context:
        assert not context.authenticated
    assert page.ask("servers.connect", **there)[0]["identity"] == "alice"
    page.ask("login.password", **there, **BOB)
    with Context(users.uri) as context:
        assert context.credential == "login"
    assert known(page)["identity"] == "bob"


def test_a_login_is_confirmed_in_a_web_browser(
    page: Page, there: dict[str, Any], identity_provider: idp.Provider
) -> None:
    code, _ = page.ask("login.code", **there, provider="institute")
    assert set(code) == {"uri", "userCode", "seconds"}
    waiting = page.send("login.await", **there, userCode=code["userCode"])
    idp.confirm(code["uri"], code["userCode"])
    assert "message" in page.wait(waiting)[0]
    assert known(page) == {**AS_ALICE, "identity": idp.SUBJECT}


def test_who_closes_the_form_is_not_logged_in(page: Page, there: dict[str, Any]) -> None:
    code, _ = page.ask("login.code", **there, provider="institute")
    waiting = page.send("login.await", **there, userCode=code["userCode"])
    page.service.receive({"v": 1, "cancel": waiting})
    with pytest.raises(Refused, match="cancelled"):
        page.wait(waiting)
    assert known(page) == NOBODY


def test_a_code_that_nobody_asked_for_is_refused(page: Page, there: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="not valid any more"):
        page.ask("login.await", **there, userCode="ABCD")


def test_who_logs_out_is_nobody_here_and_in_other_programs(
    page: Page, there: dict[str, Any], users: serving.Server
) -> None:
    page.ask("login.password", **there, **ALICE)
    page.ask("nodes.list", **there)
    left, _ = page.ask("login.end", **there)
    assert (left["state"], left["credential"]) == ("unauthorized", "anonymous")
    with Context(users.uri) as context:
        assert not context.authenticated


def test_a_key_takes_the_place_of_a_login_and_says_whose_it_is(
    page: Page, there: dict[str, Any], users: serving.Server
) -> None:
    page.ask("login.password", **there, **ALICE)
    with Context(users.uri) as context:
        key = context.create_api_key(["read:metadata"])["secret"]
    page.ask("servers.connect", **there, apiKey=key)
    assert known(page) == {"state": "live", "credential": "key", "identity": "alice"}
    assert key not in "".join(page.texts)


def test_a_login_and_a_logout_made_elsewhere_are_noticed(
    page: Page, state: State, there: dict[str, Any], users: serving.Server
) -> None:
    elsewhere = Elsewhere(state.servers)
    elsewhere.look()
    assert known(page) == NOBODY
    with Context(users.uri) as context:
        context.login("alice", ALICE["password"], "lab")
        page.events.clear()
        elsewhere.look()
        assert page.heard()[-1]["payload"]["servers"][0]["identity"] == "alice"
        assert known(page) == AS_ALICE
        elsewhere.look()
        context.logout()
    elsewhere.look()
    assert known(page) == NOBODY


def test_a_login_that_is_kept_nowhere_is_left_alone(
    page: Page, state: State, there: dict[str, Any]
) -> None:
    elsewhere = Elsewhere(state.servers)
    elsewhere.look()
    page.ask("login.password", **there, **ALICE, remember=False)
    elsewhere.look()
    elsewhere.look()
    assert known(page) == AS_ALICE


def test_a_login_that_ends_while_it_is_used_is_said_to_have_ended(
    page: Page, state: State, there: dict[str, Any], users: serving.Server
) -> None:
    page.ask("login.password", **there, **ALICE)
    end_logins(users)
    ended = first_refusal(page, there)
    assert (ended["code"], ended["hint"]) == ("expired", "Log in again.")
    Elsewhere(state.servers).look()
    assert known(page)["state"] == "expired"
    page.ask("login.password", **there, **ALICE)
    assert page.ask("nodes.list", **there)[0]["total"] == 1


def test_a_login_that_has_just_ended_is_not_taken_for_a_logout(
    page: Page, state: State, there: dict[str, Any], users: serving.Server
) -> None:
    page.ask("login.password", **there, **ALICE)
    elsewhere = Elsewhere(state.servers)
    elsewhere.look()
    end_logins(users)
    with pytest.raises(SessionExpired):
        state.servers.reach(there["server"]).force_auth_refresh()
    # Nobody has been told of it yet.
    elsewhere.look()
    assert first_refusal(page, there)["code"] == "expired"
    assert known(page)["state"] == "expired"


def test_an_export_that_fails_because_a_login_has_ended_goes_on_after_the_next(
    page: Page,
    there: dict[str, Any],
    users: serving.Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    page.ask("login.password", **there, **ALICE)
    counts = {**there, "path": ["memory", "arrays", "counts"]}
    page.ask("transfers.options", **counts)
    end_logins(users)
    first_refusal(page, there)
    page.ask("transfers.start", **counts, name="counts", format="application/json")
    assert over(page)["error"]["code"] == "expired"
    page.ask("login.password", **there, **ALICE)
    assert over(page)["error"] is None
    assert (tmp_path / "counts.json").exists()


def end_logins(users: serving.Server) -> None:
    """End all logins of whoever is logged in, as somebody else would."""
    with Context(users.uri) as context:
        for session in (context.whoami() or {})["sessions"]:
            context.revoke_session(session["uuid"])


def over(page: Page) -> dict[str, Any]:
    """Wait until the only transfer has failed or is done, and return it."""
    while True:
        (only,) = page.ask("transfers.list")[0]["transfers"]
        if only["state"] not in ("waiting", "running"):
            return dict(only)
        page.is_quiet()


def first_refusal(page: Page, there: dict[str, Any]) -> dict[str, Any]:
    """Ask until the access token, which lives for some seconds, has run out."""
    while True:
        try:
            page.ask("nodes.list", **there)
        except Refused as refused:
            return refused.error
        page.is_quiet()


def test_secrets_of_a_request_are_not_in_its_repr() -> None:
    assert ALICE["password"] not in repr(LogIn(server="a", **ALICE))
