"""Logging in: by password, with what is given or asked for, and out again."""

import pickle
from pathlib import Path
from typing import Any

import httpx
import loginserver
import pytest
import served
import serving

from tiled_jl import Context, LoginFailed, SessionExpired, Unauthorized, from_context, from_uri
from tiled_jl.auth.tokens import Tokens
from tiled_jl.errors import Forbidden, NotFound

from .conftest import Person

ALICE = ("alice", loginserver.PASSWORDS["alice"])
CAROL = ("carol", loginserver.OTHER_PASSWORDS["carol"])


def test_a_name_and_a_password_are_enough_for_a_login(users: serving.Server) -> None:
    person = Person()
    with Context(users.uri, prompt=person) as context:
        assert not context.authenticated
        context.login(*ALICE, "lab")
        assert (context.authenticated, context.credential) == (True, "login")
        assert person.told == ["Welcome, alice."]
        who = context.whoami()
        assert who is not None
        assert [each["id"] for each in who["identities"]] == ["alice"]
        assert from_context(context)["memory"].metadata["purpose"] == "tests"


def test_a_password_can_come_from_a_file_or_a_function(
    users: serving.Server, tmp_path: Path
) -> None:
    file = tmp_path / "password"
    file.write_text(ALICE[1] + "\n")
    for password in (file, lambda: ALICE[1]):
        with Context(users.uri, prompt=Person(), remember_me=False) as context:
            context.login("alice", password, "lab")
            assert context.authenticated


def test_a_person_chooses_mistypes_and_gets_in(users: serving.Server) -> None:
    person = Person("lab", ("alice", "wrong-1"), ALICE)
    client = from_context(Context(users.uri, prompt=person))
    assert person.offered == ["lab", "guests", "institute"]
    assert person.problems[0] == ""
    assert "Incorrect username or password" in person.problems[1]
    assert client["memory"].metadata["purpose"] == "tests"
    assert client.context.credential == "login"


def test_three_wrong_passwords_are_the_end(users: serving.Server) -> None:
    person = Person(*[("alice", "wrong-1")] * 3)
    with Context(users.uri, prompt=person, auth_provider="lab") as context:
        with pytest.raises(Unauthorized, match="Incorrect username or password") as caught:
            context.login()
        assert "wrong-1" not in str(caught.value)
        assert "Check the user name" in caught.value.hint
        assert not context.authenticated


def test_without_a_person_it_is_said_what_to_give(users: serving.Server) -> None:
    with Context(users.uri) as context:
        with pytest.raises(LoginFailed, match="Nobody is there who could choose"):
            context.login()
        with pytest.raises(LoginFailed, match="Nobody is there who could enter a password"):
            context.login("alice", provider="lab")
        with pytest.raises(ValueError, match="there is: lab, guests, institute"):
            context.login("alice", provider="nowhere")
    with pytest.raises(Unauthorized, match=r"client\.login\(\)"):
        from_uri(users.uri)


def test_who_does_not_want_to_be_asked_is_not(users: serving.Server) -> None:
    person = Person("lab")
    with (
        Context(users.uri, prompt=person, prompt_for_reauthentication=False) as context,
        pytest.raises(Unauthorized, match="nobody is logged in"),
    ):
        from_context(context)
    assert person.offered == []


def test_a_server_without_users_has_no_logins(server: serving.Server) -> None:
    with Context(server.uri, api_key=server.api_key) as context:
        assert context.whoami() is None
        with pytest.raises(LoginFailed, match="has no logins"):
            context.login(*ALICE)


def test_a_login_is_found_again_by_the_next_context_and_by_pickles(alice: Context) -> None:
    node = from_context(alice)["memory/arrays/counts"]
    pickled = pickle.dumps(node)
    tokens = dict(alice.tokens or {})
    assert not any(str(token).encode() in pickled for token in tokens.values())
    with Context(alice.api_uri) as other:
        assert other.credential == "login"
        assert dict(other.tokens or {}) == tokens
    again = pickle.loads(pickled)
    assert again.context.credential == "login"
    assert (again.read() == served.ARRAYS["counts"]).all()


def test_a_login_that_is_not_remembered_stays_in_its_context(
    users: serving.Server, tokens_folder: Path
) -> None:
    with Context(users.uri, prompt=Person(), remember_me=False) as context:
        context.login(*ALICE, "lab")
        assert not tokens_folder.exists()
        assert not Context(users.uri).authenticated
        with pytest.raises(TypeError, match="create_api_key"):
            pickle.dumps(context)


def test_logging_out_ends_the_session_everywhere(alice: Context, tokens_folder: Path) -> None:
    with Context(alice.api_uri) as other:
        refresh_token = alice.tokens.refresh_token
        alice.logout()
        assert not alice.authenticated
        assert [each.name for each in tokens_folder.iterdir() if each.is_dir()] == []
        with pytest.raises(SessionExpired, match="Log in again"):
            other.force_auth_refresh()
        refused = httpx.post(
            f"{alice.api_uri}auth/session/refresh", json={"refresh_token": refresh_token}
        )
        assert refused.status_code == 401
    assert not Context(alice.api_uri).authenticated
    alice.logout()


def test_tokens_from_elsewhere_can_be_used(alice: Context) -> None:
    with Context(alice.api_uri, remember_me=False) as other:
        assert not other.authenticated
        other.configure_auth(dict(alice.tokens or {}))
        assert other.whoami() == alice.whoami()


def test_two_credentials_at_once_are_refused(users: serving.Server) -> None:
    with pytest.raises(ValueError, match="Two API keys"):
        from_uri(f"{users.uri}?api_key=aa", api_key="bb")
    with pytest.raises(ValueError, match="Two credentials"):
        Context(users.uri, api_key="bb", auth=httpx.BasicAuth("a", "b"))


def test_any_httpx_auth_can_be_used(alice: Context) -> None:
    key = alice.create_api_key()["secret"]

    class Own(httpx.Auth):
        def auth_flow(self, request: httpx.Request) -> Any:
            response = yield request
            if response.status_code == 401:
                request.headers["Authorization"] = f"Apikey {key}"
                yield request

    alice.logout()
    with Context(alice.api_uri, auth=Own()) as context:
        assert (context.credential, context.api_key) == ("argument", None)
        assert from_context(context)["memory/arrays/counts"].read().shape == (12, 16, 18)
        assert context.create_api_key(note="twice")["note"] == "twice"


def test_keys_are_made_used_and_revoked(alice: Context) -> None:
    made = alice.create_api_key(["read:metadata"], expires_in="1h", note="for a test")
    assert made["scopes"] == ["read:metadata"]
    lifetime = made["expiration_time"] - alice.whoami()["latest_activity"]
    assert 3500 < lifetime.total_seconds() < 3700
    with Context(alice.api_uri, api_key=made["secret"]) as context:
        assert context.which_api_key()["note"] == "for a test"
        node = from_context(context)["memory/arrays/counts"]
        with pytest.raises(Unauthorized, match="needs the scope read:data") as caught:
            node.read()
        assert "create_api_key(scopes=['read:data'])" in caught.value.hint
        alice.revoke_api_key(made["secret"])
        with pytest.raises(Unauthorized):
            context.which_api_key()
    with pytest.raises(NotFound):
        alice.revoke_api_key(made["first_eight"])


def test_a_key_for_ever_and_one_that_may_do_all(alice: Context) -> None:
    made = alice.create_api_key(expires_in=None)
    assert (made["expiration_time"], made["scopes"]) == (None, ["inherit"])


@pytest.mark.parametrize(
    "lifetime", ["", "3 days", "-1d", 0, -5, float("nan"), float("inf"), "1h30"]
)
def test_a_lifetime_that_is_none_is_refused_before_anything_is_sent(lifetime: Any) -> None:
    with Context("http://nowhere.invalid") as context, pytest.raises(ValueError, match="'1h'"):
        context.create_api_key(expires_in=lifetime)


def test_scopes_that_the_user_does_not_have_are_not_given(users: serving.Server) -> None:
    with Context(users.uri, prompt=Person()) as context:
        context.login(*CAROL, "guests")
        with pytest.raises(Forbidden, match="must be a subset"):
            context.create_api_key(["admin:apikeys"])
        with pytest.raises(Unauthorized, match="scope read:principals, which your account") as no:
            context.admin.list_principals()
        assert "force_auth_refresh" in no.value.hint


def test_an_administrator_cares_for_others(alice: Context) -> None:
    service = alice.admin.create_service_principal("user")
    made = alice.admin.create_api_key(service["uuid"], ["read:metadata"], note="robot")
    with Context(alice.api_uri, api_key=made["secret"]) as robot:
        assert robot.whoami()["uuid"] == service["uuid"]
    shown = alice.admin.show_principal(service["uuid"])
    assert [key["note"] for key in shown["api_keys"]] == ["robot"]
    assert service["uuid"] in {each["uuid"] for each in alice.admin.list_principals()}
    alice.admin.revoke_api_key(service["uuid"], made["first_eight"])
    assert alice.admin.show_principal(service["uuid"])["api_keys"] == []


def test_a_session_can_be_ended_from_elsewhere(alice: Context) -> None:
    # The tokens of a login tell its session; others of Alice's are as young.
    session_id = Tokens(alice.tokens.refresh_token).claims["sid"]
    assert session_id in {each["uuid"].replace("-", "") for each in alice.whoami()["sessions"]}
    alice.revoke_session(session_id)
    with pytest.raises(SessionExpired):
        alice.force_auth_refresh()


def test_nobody_is_told_that_a_login_may_show_more(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    server = loginserver.start(tmp_path, loginserver.authentication(allow_anonymous_access=True))
    request.addfinalizer(server.stop)
    with Context(server.uri, prompt=Person()) as context:
        client = from_context(context)
        with pytest.raises(NotFound, match=r"not public, log in: client\.login\(\)"):
            client["private"]
        client.login(*ALICE, "lab")
        assert context.credential == "login"
        with pytest.raises(NotFound) as caught:
            client["private"]
        assert "log in" not in str(caught.value)
        client.logout()
        assert context.credential == "anonymous"
