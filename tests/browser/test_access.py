"""API keys and logins of whoever is logged in by a page: listed, made, ended."""

import stat
from pathlib import Path
from typing import Any

import loginserver
import pytest
import serving

from tiled_jl import Context
from tiled_jl.auth.keys import KeyStore
from tiled_jl.browser import access
from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.state import State
from tiled_jl.errors import SessionExpired, Unauthorized

from .page import Page, Refused

ALICE = {"provider": "lab", "username": "alice", "password": loginserver.PASSWORDS["alice"]}
BOB = {"provider": "lab", "username": "bob", "password": loginserver.PASSWORDS["bob"]}
READING = {"scopes": ["read:metadata", "read:data"], "seconds": 3600}


@pytest.fixture
def there(page: Page, users: serving.Server) -> dict[str, Any]:
    """The parameters that name the server with users, at which alice is logged in."""
    added, _ = page.ask("servers.add", uri=users.uri, name="users")
    page.ask("login.password", server=added["id"], **ALICE)
    return {"server": added["id"]}


def keys(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {key["firstEight"]: key for key in told["keys"]}


def test_a_key_is_made_for_other_programs_and_ended_with_its_file(
    page: Page, there: dict[str, Any], users: serving.Server, own_home: Path
) -> None:
    made, _ = page.ask("access.make", **there, **READING, note="night\nshift <b>")
    file, first_eight = Path(made["file"]), made["firstEight"]
    assert file.parent == own_home / "made"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with Context(users.uri, api_key=file) as context:
        assert context.which_api_key()["first_eight"] == first_eight
        assert context.whoami()
    told, _ = page.ask("access.list", **there)
    key = keys(told)[first_eight]
    assert key["scopes"] == READING["scopes"]
    assert (key["note"], key["inUse"], key["file"]) == ("night shift <b>", False, str(file))
    assert key["expires"].endswith("+00:00")
    assert key["lastUsed"].endswith("+00:00")
    assert told["mayMake"]
    assert {*READING["scopes"], "create:apikeys"} <= {*told["scopes"]}
    secret = file.read_text()
    assert secret not in "".join(page.texts)
    told, _ = page.ask("access.revoke", **there, firstEight=first_eight)
    assert first_eight not in keys(told)
    assert not file.exists()
    with Context(users.uri, api_key=secret) as context, pytest.raises(Unauthorized):
        context.which_api_key()


def test_a_key_is_kept_for_the_server_until_it_is_ended(
    page: Page, there: dict[str, Any], users: serving.Server
) -> None:
    made, _ = page.ask("access.make", **there, scopes=None, seconds=None, place="server")
    key = keys(made["access"])[made["firstEight"]]
    assert (key["scopes"], key["expires"], key["lastUsed"]) == (["inherit"], None, None)
    assert key["file"] == made["file"]
    page.ask("servers.connect", **there, apiKey=KeyStore().get(f"{users.uri}/api/v1/"))
    told, _ = page.ask("access.list", **there)
    assert keys(told)[made["firstEight"]]["inUse"]
    page.ask("access.revoke", **there, firstEight=made["firstEight"])
    assert KeyStore().get(f"{users.uri}/api/v1/") is None
    (server,) = page.ask("servers.list")[0]["servers"]
    assert (server["state"], server["credential"]) == ("unauthorized", "anonymous")


def test_a_key_can_do_no_more_than_its_owner(
    page: Page, there: dict[str, Any], users: serving.Server
) -> None:
    page.ask("login.password", **there, **BOB)
    told, _ = page.ask("access.list", **there)
    assert "admin:apikeys" not in told["scopes"]
    with pytest.raises(Refused, match="must be a subset") as refused:
        page.ask("access.make", **there, scopes=["admin:apikeys"], seconds=60)
    assert refused.value.code == "forbidden"


def test_who_comes_with_a_key_is_told_what_that_key_allows(
    page: Page, there: dict[str, Any]
) -> None:
    (server,) = page.ask("servers.list")[0]["servers"]
    assert server["writable"]
    made, _ = page.ask("access.make", **there, **READING)
    page.ask("servers.connect", **there, apiKey=Path(made["file"]).read_text())
    (server,) = page.ask("servers.list")[0]["servers"]
    assert not server["writable"]
    told, _ = page.ask("access.list", **there)
    assert told["scopes"] == sorted(READING["scopes"])
    assert (told["mayMake"], told["mayRevoke"]) == (False, False)
    with pytest.raises(Refused) as refused:
        page.ask("access.revoke", **there, firstEight=made["firstEight"])
    assert refused.value.error["message"] == (
        "This needs the scope revoke:apikeys, which the API key in use does not have."
    )
    assert "API keys…" in refused.value.error["hint"]
    assert refused.value.code == "forbidden"


def test_a_key_that_cannot_be_written_down_is_ended(
    page: Page, there: dict[str, Any], own_home: Path
) -> None:
    before, _ = page.ask("access.list", **there)
    (own_home / "made").write_text("no folder")
    with pytest.raises(Refused, match="No key was made"):
        page.ask("access.make", **there, **READING)
    after, _ = page.ask("access.list", **there)
    assert keys(after).keys() == keys(before).keys()


def test_logins_elsewhere_are_ended_and_the_own_one_last(
    page: Page, there: dict[str, Any], users: serving.Server
) -> None:
    with Context(users.uri) as context:
        context.login("alice", ALICE["password"], "lab", remember_me=False)
        told, _ = page.ask("access.list", **there)
        own = [each["id"] for each in told["sessions"] if each["inUse"]]
        others = [each["id"] for each in told["sessions"] if not each["inUse"]]
        assert len(own) == 1
        told, _ = page.ask("access.end", **there, sessions=others)
        assert [each["id"] for each in told["sessions"]] == own
        with pytest.raises(SessionExpired):
            context.force_auth_refresh()
    told, _ = page.ask("access.end", **there, sessions=own)
    assert told["sessions"] == []
    (server,) = page.ask("servers.list")[0]["servers"]
    assert (server["state"], server["credential"]) == ("unauthorized", "anonymous")


def test_a_server_that_knows_no_people_lists_no_keys(page: Page, here: dict[str, Any]) -> None:
    told, _ = page.ask("access.list", **here)
    assert (told["keys"], told["sessions"], told["mayMake"]) == ([], [], False)
    (server,) = page.ask("servers.list")[0]["servers"]
    assert (server["accounts"], server["identity"]) == (False, None)


def test_the_variables_of_a_failure_do_not_hold_the_secret(
    state: State, page: Page, there: dict[str, Any], own_home: Path
) -> None:
    (own_home / "made").write_text("no folder")
    request = access.MakeKey(server=there["server"], **READING)
    with pytest.raises(RequestError) as raised:
        access.make_key(state.servers, request)
    frames = [frame for frame in raised.traceback if frame.path.name == "access.py"]
    assert frames
    assert all("secret" not in str(frame.frame.f_locals) for frame in frames)
