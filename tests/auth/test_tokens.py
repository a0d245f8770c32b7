"""Tokens on disk: shared with the tiled command, private, whole, and renewed once at a time."""

import os
import subprocess
import sys
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import loginserver
import pytest
import serving

from benchmarks.kills.killer import Killer
from benchmarks.kills.stores import Renewal
from tiled_jl import Context, from_context
from tiled_jl.auth.flow import Login
from tiled_jl.auth.tokens import Issuer, Tokens, TokenStore

from .conftest import Person

API = "http://a:8000/api/v1/"
TOKENS = Tokens("access-0", "refresh-0")


def refreshes(server: serving.Server) -> int:
    return server.log.read_text().count("/api/v1/auth/session/refresh")


def test_what_is_kept_is_found_for_one_server_only() -> None:
    store = TokenStore()
    issuer = Issuer("https://login.example.org/token", "us")
    store.save(API, Tokens("access-1", "refresh-1", issuer))
    assert TokenStore().load(API) == Tokens("access-1", "refresh-1")
    assert TokenStore().load(API).issuer == issuer
    assert store.load("http://a:8001/api/v1/") is None
    store.save(API, TOKENS)
    assert store.load(API).issuer is None
    store.delete(API)
    store.delete(API)
    assert store.load(API) is None


def test_who_gave_a_token_is_not_believed_of_another_token(tokens_folder: Path) -> None:
    TokenStore().save(API, Tokens("a", "b", Issuer("https://login.example.org/token", "us")))
    (file,) = tokens_folder.glob("*/refresh_token")
    file.write_text("written-by-the-tiled-command")
    assert TokenStore().load(API).issuer is None


def test_only_the_user_can_read_them(tokens_folder: Path) -> None:
    tokens_folder.mkdir(parents=True, mode=0o755)
    store = TokenStore()
    store.save(API, TOKENS)
    with store.locked(API):
        pass
    modes = {path.stat().st_mode & 0o777 for path in tokens_folder.rglob("*") if path.is_file()}
    assert modes == {0o600}
    folders = [tokens_folder, *(path for path in tokens_folder.rglob("*") if path.is_dir())]
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}


@pytest.mark.parametrize("torn", [b"", b"\xff\xfe\x00", b"two words", b"acc\x00ess"])
def test_a_torn_file_counts_as_missing(tokens_folder: Path, torn: bytes) -> None:
    store = TokenStore()
    store.save(API, TOKENS)
    (folder,) = (path for path in tokens_folder.iterdir() if path.is_dir())
    (folder / "access_token").write_bytes(torn)
    assert store.load(API) == Tokens("", "refresh-0")
    (folder / "refresh_token").write_bytes(torn)
    assert store.load(API) is None


def test_a_torn_access_token_is_renewed(alice: Context, tokens_folder: Path) -> None:
    (file,) = tokens_folder.glob("*/access_token")
    file.write_bytes(b"\xff")
    with Context(alice.api_uri) as other:
        assert from_context(other)["memory"].metadata["purpose"] == "tests"
        assert file.read_text() == other.tokens["access_token"]


def test_where_nothing_can_be_written_logins_live_in_memory(
    users: serving.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A file where a folder should be stops even root.
    (tmp_path / "not-a-folder").write_text("")
    monkeypatch.setenv("TILED_CACHE_DIR", str(tmp_path / "not-a-folder"))
    with (
        Context(users.uri, prompt=Person()) as context,
        warnings.catch_warnings(record=True) as seen,
    ):
        warnings.simplefilter("always")
        context.login("alice", loginserver.PASSWORDS["alice"], "lab")
        context.force_auth_refresh()
        with Context(users.uri) as other:
            assert dict(other.tokens or {}) == dict(context.tokens or {})
        context.logout()
    assert [str(each.message)[:47] for each in seen] == [
        "Logins are not kept beyond this session: " + str(tmp_path)[:6]
    ]
    assert not Context(users.uri).authenticated


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else_is_neither_believed_nor_written(tokens_folder: Path) -> None:
    store = TokenStore()
    store.save(API, TOKENS)
    (folder,) = (path for path in tokens_folder.iterdir() if path.is_dir())
    os.chown(folder, 65534, 65534)
    assert store.load(API) is None
    store.delete(API)
    with pytest.warns(UserWarning, match="belongs to another user"):
        store.save(API, Tokens("mine", "mine"))
    assert (folder / "access_token").read_text() == "access-0"
    assert store.load(API) == Tokens("mine", "mine")
    store.delete(API)


def test_the_tiled_command_and_we_share_a_login(alice: Context, own_home: Path) -> None:
    (own_home / "profiles").mkdir()
    (own_home / "profiles" / "here.yml").write_text(f"here: {{uri: '{alice.api_uri}'}}")
    tiled = [str(Path(sys.executable).with_name("tiled"))]

    def run(command: str) -> str:
        finished = subprocess.run(
            [*tiled, command, "--profile", "here"], capture_output=True, text=True, check=True
        )
        return finished.stdout.strip()

    assert run("whoami") == "alice"
    time.sleep(loginserver.TOKEN_AGE + 0.2)
    # It renews the tokens behind our back.
    assert run("whoami") == "alice"
    assert from_context(alice)["memory"].metadata["purpose"] == "tests"
    run("logout")
    assert not Context(alice.api_uri).authenticated


def test_eight_threads_renew_once(alice: Context, users: serving.Server) -> None:
    node = from_context(alice)["memory/arrays/counts"]
    time.sleep(loginserver.TOKEN_AGE + 0.2)
    before = refreshes(users)
    with ThreadPoolExecutor(8) as pool:
        for finished in [pool.submit(node.refresh) for _ in range(8)]:
            finished.result()
    assert refreshes(users) - before == 1


READ = """
import sys, time
from tiled_jl import from_uri
node = from_uri(sys.argv[1])["memory/arrays/counts"]
print("ready", flush=True)
sys.stdin.readline()
end = time.monotonic() + float(sys.argv[2])
while time.monotonic() < end:
    node.refresh()
    time.sleep(0.05)
print(node.context.credential)
"""


def test_four_processes_renew_in_turn_and_none_is_logged_out(
    alice: Context, users: serving.Server
) -> None:
    lasting = 6.0
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", READ, alice.api_uri, str(lasting)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    before = refreshes(users)
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    outputs = [process.communicate(timeout=60)[0] for process in processes]
    assert outputs == ["login\n"] * 4
    # Each token that ends is renewed by one of them, not by all four.
    assert 2 <= refreshes(users) - before <= 6


def test_a_login_renewed_elsewhere_is_taken_over(alice: Context, users: serving.Server) -> None:
    with Context(alice.api_uri) as other:
        time.sleep(loginserver.TOKEN_AGE + 0.2)
        alice.whoami()
        before = refreshes(users)
        assert other.whoami() == alice.whoami()
        assert refreshes(users) == before
        assert dict(other.tokens or {}) == dict(alice.tokens or {})


def test_who_logs_in_as_somebody_else_does_not_change_who_we_are(
    alice: Context, users: serving.Server
) -> None:
    with Context(alice.api_uri, prompt=Person()) as context:
        context.login("bob", loginserver.PASSWORDS["bob"], "lab")
        time.sleep(loginserver.TOKEN_AGE + 0.2)
        assert alice.whoami()["identities"][0]["id"] == "alice"
        assert context.whoami()["identities"][0]["id"] == "bob"
        assert Context(users.uri).whoami()["identities"][0]["id"] == "bob"


def test_a_token_that_ends_early_is_renewed_when_it_is_refused(alice: Context) -> None:
    login = alice.session.credential
    assert isinstance(login, Login)
    login.replace(Tokens("not-a-token", alice.tokens.refresh_token))
    assert alice.whoami()["identities"][0]["id"] == "alice"


def test_what_was_logged_out_elsewhere_does_not_come_back(
    alice: Context, tokens_folder: Path
) -> None:
    TokenStore().delete(alice.api_uri)
    alice.force_auth_refresh()
    assert list(tokens_folder.glob("*/access_token")) == []


def test_after_a_login_that_has_ended_the_code_goes_on(
    users: serving.Server, alice: Context
) -> None:
    person = Person()
    with Context(users.uri, prompt=person, auth_provider="lab") as context:
        node = from_context(context)["memory/arrays/counts"]
        alice.logout()
        person.answers.append(("bob", loginserver.PASSWORDS["bob"]))
        time.sleep(loginserver.TOKEN_AGE + 0.2)
        assert node.read().shape == (12, 16, 18)
        assert context.whoami()["identities"][0]["id"] == "bob"
        assert Context(users.uri).whoami()["identities"][0]["id"] == "bob"


def test_a_renewal_that_is_killed_at_any_step_loses_no_login(
    users: serving.Server, tmp_path: Path
) -> None:
    killer = Killer(Renewal(tmp_path, users.uri))
    killer.at_steps()
    assert killer.problems == []
    # The lock, and for each of the two files a new one, its name, and what was there.
    assert killer.kills >= 6
