import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import serving
from client import faultproxy

from tiled_jl import Context
from tiled_jl.auth.keys import KeyStore
from tiled_jl.browser.serverlist import ServerList
from tiled_jl.browser.servers import Servers
from tiled_jl.browser.state import State
from tiled_jl.profiles import create_profile, search_path

from .page import Page, Refused


@pytest.fixture
def website() -> Iterator[str]:
    """A web server that is not Tiled."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b"<html><h1>Welcome to our beamline</h1></html>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=site.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{site.server_address[1]}"
    site.shutdown()
    site.server_close()


def test_no_server_is_known_at_first(page: Page) -> None:
    assert page.ask("servers.list")[0] == {"servers": [], "problems": []}


@pytest.mark.parametrize("below", ["", "/", "/api/v1", "/api/v1/metadata/memory/arrays"])
def test_any_address_below_a_server_adds_it(page: Page, server: serving.Server, below: str) -> None:
    added, _ = page.ask("servers.add", uri=server.uri + below, apiKey=server.api_key)
    assert added["uri"] == server.uri
    assert added["state"] == "live"
    assert added["name"] == server.uri.removeprefix("http://")
    assert added["version"].startswith("0.")
    assert page.ask("servers.list")[0]["servers"] == [added]


def test_a_key_in_the_address_is_used_and_goes_no_further(
    page: Page, server: serving.Server, own_home: Path
) -> None:
    page.ask("servers.add", uri=f"{server.uri}?api_key={server.api_key}")
    assert server.api_key not in "".join(page.texts)
    assert server.api_key not in everything_in(own_home)


def test_adding_a_server_again_updates_it(page: Page, server: serving.Server) -> None:
    first, _ = page.ask("servers.add", uri=server.uri, apiKey=server.api_key, name="One")
    again, _ = page.ask("servers.add", uri=server.uri + "/", apiKey=server.api_key, name="Two")
    assert again["id"] == first["id"] == "one"
    assert [each["name"] for each in page.ask("servers.list")[0]["servers"]] == ["Two"]


def test_two_servers_of_one_name_are_told_apart(
    page: Page, server: serving.Server, proxy: faultproxy.Proxy
) -> None:
    ids = [
        page.ask("servers.add", uri=uri, apiKey=server.api_key, name="Beamline")[0]["id"]
        for uri in (server.uri, proxy.uri)
    ]
    assert ids == ["beamline", "beamline-2"]
    for ident in ids:
        assert page.ask("nodes.list", server=ident)[0]["total"] == 2


def test_a_key_is_kept_only_where_that_was_asked_for(
    page: Page, server: serving.Server, own_home: Path
) -> None:
    page.ask("servers.add", uri=server.uri, apiKey=server.api_key, remember=False)
    assert server.api_key not in everything_in(own_home)
    page.ask("servers.add", uri=server.uri, apiKey=server.api_key, remember=True)
    assert KeyStore().get(f"{server.uri}/api/v1/") == server.api_key
    listed = (own_home / "servers.json").read_text()
    assert server.api_key not in listed
    assert (own_home / "servers.json").stat().st_mode & 0o077 == 0


def test_another_kernel_finds_the_server_and_its_remembered_key(
    page: Page, server: serving.Server
) -> None:
    added, _ = page.ask("servers.add", uri=server.uri, apiKey=server.api_key, remember=True)
    other = Page(State(Servers()))
    listed = other.ask("servers.list")[0]["servers"]
    assert [(each["id"], each["state"]) for each in listed] == [(added["id"], "unknown")]
    assert other.ask("nodes.list", server=added["id"])[0]["total"] == 2
    assert other.ask("servers.list")[0]["servers"][0]["state"] == "live"


def test_no_answer_ever_holds_a_key(page: Page, server: serving.Server, state: State) -> None:
    added, _ = page.ask("servers.add", uri=server.uri, apiKey=server.api_key, remember=True)
    page.ask("servers.connect", server=added["id"], apiKey=server.api_key)
    page.ask("nodes.code", server=added["id"], path=["memory"])
    with pytest.raises(Refused):
        page.ask("servers.add", uri=server.uri, apiKey="a wrong key with spaces")
    with pytest.raises(Refused):
        page.ask("servers.add", uri=server.uri, apiKey="wrongsecret")
    said = "".join(page.texts) + repr(state.servers.get(added["id"]))
    assert server.api_key not in said
    assert "a wrong key with spaces" not in said
    assert "wrongsecret" not in said


def test_a_wrong_key_adds_nothing_and_says_what_to_do(page: Page, server: serving.Server) -> None:
    with pytest.raises(Refused) as refused:
        page.ask("servers.add", uri=server.uri, apiKey="wrong", remember=True)
    assert refused.value.code == "unauthorized"
    assert "Invalid API key" in refused.value.error["detail"]
    assert "API key" in refused.value.error["hint"]
    assert page.ask("servers.list")[0] == {"servers": [], "problems": []}
    assert KeyStore().get(f"{server.uri}/api/v1/") is None


def test_a_server_that_wants_a_key_says_so(page: Page, server: serving.Server) -> None:
    with pytest.raises(Refused) as refused:
        page.ask("servers.add", uri=server.uri)
    assert refused.value.code == "unauthorized"
    assert refused.value.error["requestId"]


def test_a_server_that_is_down_is_not_added(page: Page) -> None:
    with pytest.raises(Refused) as refused:
        page.ask("servers.add", uri=f"http://127.0.0.1:{serving.free_port()}")
    assert refused.value.code == "unreachable"
    assert refused.value.error["retryable"]
    assert "runs" in refused.value.error["hint"]
    assert page.ask("servers.list")[0] == {"servers": [], "problems": []}


def test_a_web_site_is_not_taken_for_a_server(page: Page, website: str) -> None:
    with pytest.raises(Refused) as refused:
        page.ask("servers.add", uri=website, apiKey="secret")
    assert refused.value.code == "not_a_tiled_server"
    assert "http://127.0.0.1:8000" in refused.value.error["hint"]


@pytest.mark.parametrize("uri", ["", "demo", "ftp://host", "http://", "http://h:port", "//x"])
def test_what_is_no_address_is_refused(page: Page, uri: str) -> None:
    with pytest.raises(Refused) as refused:
        page.ask("servers.add", uri=uri)
    assert refused.value.code == "bad_request"
    assert "http://127.0.0.1:8000" in refused.value.error["hint"]


def test_a_removed_server_is_forgotten_with_its_key(
    page: Page, server: serving.Server, own_home: Path
) -> None:
    added, _ = page.ask("servers.add", uri=server.uri, apiKey=server.api_key, remember=True)
    assert page.ask("servers.remove", server=added["id"])[0] == {"servers": [], "problems": []}
    assert KeyStore().get(f"{server.uri}/api/v1/") is None
    with pytest.raises(Refused) as refused:
        page.ask("nodes.list", server=added["id"])
    assert refused.value.code == "unknown_server"
    assert json.loads((own_home / "servers.json").read_text()) == []


def test_the_server_of_a_client_is_shown_but_is_not_in_the_list(
    page: Page, state: State, context: Context
) -> None:
    ident = state.servers.adopt(context)
    assert state.servers.adopt(context) == ident
    assert page.ask("nodes.list", server=ident)[0]["total"] == 2
    assert page.ask("servers.connect", server=ident)[0]["state"] == "live"
    assert page.ask("servers.list")[0] == {"servers": [], "problems": []}
    only = Page(state, server=ident)
    assert [each["id"] for each in only.ask("servers.list")[0]["servers"]] == [ident]
    with pytest.raises(Refused, match="Close the widget"):
        page.ask("servers.remove", server=ident)


def test_every_page_hears_of_a_new_server(page: Page, state: State, server: serving.Server) -> None:
    other = Page(state)
    other.ask("hello")
    page.ask("servers.add", uri=server.uri, apiKey=server.api_key, name="new")
    event = other.heard()[-1]
    assert event["topic"] == "servers.changed"
    assert [each["name"] for each in event["payload"]["servers"]] == ["new"]


def test_a_page_that_has_not_asked_yet_is_left_alone(
    page: Page, state: State, server: serving.Server
) -> None:
    silent = Page(state)
    page.ask("servers.add", uri=server.uri, apiKey=server.api_key)
    assert silent.is_quiet()


def test_a_server_that_goes_down_is_seen_to_and_comes_back(
    page: Page, through: dict[str, Any], proxy: faultproxy.Proxy
) -> None:
    proxy.spoil("search", *[faultproxy.reset] * 20)
    with pytest.raises(Refused) as refused:
        page.ask("nodes.list", **through)
    assert refused.value.code == "unreachable"
    assert refused.value.error["retryable"]
    down = page.ask("servers.list")[0]["servers"][0]
    assert down["state"] == "down"
    assert down["error"]["code"] == "unreachable"
    proxy.faults.clear()
    assert page.ask("nodes.list", **through)[0]["total"] == 2
    up = page.ask("servers.list")[0]["servers"][0]
    assert (up["state"], up["error"]) == ("live", None)


def test_connecting_tells_how_a_server_is(page: Page, here: dict[str, Any]) -> None:
    assert page.ask("servers.connect", **here)[0]["state"] == "live"
    refused, _ = page.ask("servers.connect", **here, apiKey="wrong")
    assert refused["state"] == "unauthorized"
    assert "Invalid API key" in refused["error"]["detail"]
    assert page.ask("nodes.list", **here)[0]["total"] == 2


def test_a_listed_server_without_a_key_is_let_in_by_giving_one(
    server: serving.Server, own_home: Path
) -> None:
    (own_home / "servers.json").write_text(json.dumps([{"name": "demo", "uri": server.uri}]))
    page = Page(State(Servers()))
    assert page.ask("servers.connect", server="demo")[0]["state"] == "unauthorized"
    with pytest.raises(Refused, match="unauthorized"):
        page.ask("nodes.list", server="demo")
    connected, _ = page.ask("servers.connect", server="demo", apiKey=server.api_key, remember=True)
    assert connected["state"] == "live"
    assert page.ask("nodes.list", server="demo")[0]["total"] == 2
    assert KeyStore().get(f"{server.uri}/api/v1/") == server.api_key


def test_a_list_written_by_hand_is_read_as_far_as_it_makes_sense(own_home: Path) -> None:
    entries = [
        {"name": "demo", "uri": "http://127.0.0.1:8000"},
        {"name": "demo", "uri": "https://tiled.example.org/sub/"},
        {"name": "evil", "uri": "file:///etc/passwd"},
    ]
    (own_home / "servers.json").write_text(json.dumps(entries))
    listed = Page(State(Servers())).ask("servers.list")[0]["servers"]
    assert [(each["id"], each["uri"]) for each in listed] == [
        ("demo", "http://127.0.0.1:8000"),
        ("demo-2", "https://tiled.example.org/sub"),
    ]


@pytest.mark.parametrize("content", ["", "{", '{"name": "demo"}', "[1, 2]"])
def test_a_damaged_list_is_set_aside_not_lost(
    server: serving.Server, own_home: Path, content: str
) -> None:
    (own_home / "servers.json").write_text(content)
    page = Page(State(Servers()))
    assert page.ask("servers.list")[0] == {"servers": [], "problems": []}
    page.ask("servers.add", uri=server.uri, apiKey=server.api_key, name="new")
    assert [entry.name for entry in ServerList().read()] == ["new"]
    assert (own_home / "servers.broken").read_text() == content


def test_a_list_in_a_folder_that_does_not_exist_yet_is_made_private(
    server: serving.Server, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = own_home / "deep" / "er"
    monkeypatch.setenv("TILED_JL_HOME", str(folder))
    page = Page(State(Servers()))
    page.ask("servers.add", uri=server.uri, apiKey=server.api_key)
    assert folder.stat().st_mode & 0o077 == 0


def everything_in(folder: Path) -> str:
    return "".join(path.read_text() for path in folder.rglob("*") if path.is_file())


def test_the_servers_of_profiles_appear_by_themselves(
    page: Page, server: serving.Server, own_home: Path
) -> None:
    file = create_profile(f"{server.uri}/api/v1/metadata/memory", "beamline 7")
    (own,) = page.ask("servers.list")[0]["servers"]
    assert (own["name"], own["uri"], own["state"]) == ("beamline 7", server.uri, "unknown")
    assert own["profile"] == "beamline 7"
    let_in, _ = page.ask("servers.connect", server=own["id"], apiKey=server.api_key)
    assert (let_in["state"], let_in["profile"]) == ("live", "beamline 7")
    added, _ = page.ask("servers.add", uri=server.uri, apiKey=server.api_key)
    assert (added["id"], added["name"], added["profile"]) == (own["id"], "beamline 7", None)
    file.unlink()
    assert page.ask("servers.list")[0]["servers"] == [added]


def test_a_profile_is_connected_with_its_own_settings(page: Page, server: serving.Server) -> None:
    search_path()[-1].mkdir()
    file = search_path()[-1] / "beamline.yml"
    key = {"Authorization": f"Apikey {server.api_key}"}
    file.write_text(json.dumps({"beamline": {"uri": server.uri, "headers": key}}))
    (own,) = page.ask("servers.list")[0]["servers"]
    assert page.ask("servers.connect", server=own["id"])[0]["error"] is None
    assert page.ask("nodes.list", server=own["id"])[0]["total"] > 0


def test_a_server_of_a_profile_that_is_removed_stays_away_until_it_is_added(
    page: Page, server: serving.Server
) -> None:
    create_profile(server.uri, "beamline")
    (own,) = page.ask("servers.list")[0]["servers"]
    assert page.ask("servers.remove", server=own["id"])[0]["servers"] == []
    assert page.ask("servers.list")[0]["servers"] == []
    added, _ = page.ask("servers.add", uri=server.uri, apiKey=server.api_key)
    assert page.ask("servers.list")[0]["servers"] == [added]


def test_what_is_wrong_with_a_profile_is_said_with_file_and_line(
    page: Page, server: serving.Server
) -> None:
    good = create_profile(server.uri, "good")
    bad = good.with_name("bad.yml")
    bad.write_text("bad:\n  uri: http://127.0.0.1:1\n  colour: red\n")
    told, _ = page.ask("servers.list")
    assert [each["name"] for each in told["servers"]] == ["good"]
    (problem,) = told["problems"]
    assert f"{bad}, line 3: bad.colour is not a field" in problem
    bad.write_text("bad:\n  uri: no address\n")
    (problem,) = page.ask("servers.list")[0]["problems"]
    assert f"{bad}: the uri of bad" in problem
    bad.unlink()
    assert page.ask("servers.list")[0]["problems"] == []
