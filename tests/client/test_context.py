"""A context names one server, and a credential that goes nowhere else."""

import asyncio
import pickle
import threading
from pathlib import Path
from typing import Any

import pytest
import serving

from tiled_jl import Context, from_context, from_uri
from tiled_jl.auth.keys import KeyStore
from tiled_jl.transport.address import parse

from .faultproxy import Proxy, redirect


@pytest.mark.parametrize(
    ("uri", "api_uri", "path_parts"),
    [
        ("http://a", "http://a/api/v1/", ()),
        ("http://A.example/", "http://a.example/api/v1/", ()),
        ("HTTP://a:80/api", "http://a/api/v1/", ()),
        ("https://a:443/api/v1", "https://a/api/v1/", ()),
        ("http://a:8000/api/v1/", "http://a:8000/api/v1/", ()),
        ("http://a/sub/tiled/", "http://a/sub/tiled/api/v1/", ()),
        ("http://a/sub/api/v1/metadata/x/y", "http://a/sub/api/v1/", ("x", "y")),
        ("http://a/api/v1/metadata/x%20y/50%25/%C3%A9", "http://a/api/v1/", ("x y", "50%", "é")),
        ("http://a/api/v1/metadata/c%23d/q%3Fx/", "http://a/api/v1/", ("c#d", "q?x")),
        ("http://a/api/v1/array/full/x/y?slice=1:2", "http://a/api/v1/", ("x", "y")),
        ("http://a/api/v1/table/partition/t?partition=0", "http://a/api/v1/", ("t",)),
        ("http://a/api/v1/search/x", "http://a/api/v1/", ("x",)),
        ("http://a/api/v1/search-deep/x", "http://a/api/v1/", ("x",)),
        ("http://a/api/v1/metadata/", "http://a/api/v1/", ()),
        ("http://a/sub/ui/browse/x%20y/z/", "http://a/sub/api/v1/", ("x y", "z")),
        ("http://a/api/v1/metadata/ui/browse/x", "http://a/api/v1/", ("ui", "browse", "x")),
        ("http://a/api/v1/metadata/api/v1/x", "http://a/api/v1/", ("api", "v1", "x")),
        ("http://[::1]:8000/", "http://[::1]:8000/api/v1/", ()),
        ("  http://a  ", "http://a/api/v1/", ()),
    ],
)
def test_an_address_is_taken_apart(uri: str, api_uri: str, path_parts: tuple[str, ...]) -> None:
    parsed = parse(uri)
    assert (str(parsed.address), parsed.path_parts) == (api_uri, path_parts)


def test_an_address_within_the_api_that_names_no_node_is_refused() -> None:
    with pytest.raises(ValueError, match="not the address of a node"):
        parse("http://a/api/v1/docs")


def test_a_key_in_an_address_becomes_a_header(proxy: Proxy, server: serving.Server) -> None:
    client = from_uri(f"{proxy.uri}/api/v1/metadata/memory/?api_key={server.api_key}")
    assert client.path_parts == ("memory",)
    assert client.context.credential == "argument"
    assert not any(server.api_key in seen.path for seen in proxy.seen)
    assert server.api_key not in client.uri + repr(client) + repr(client.context)


@pytest.mark.parametrize("uri", ["http://user:hunter2@a/", "http://hunter2@a/?api_key=hunter2"])
def test_a_password_in_an_address_is_refused_and_not_shown(uri: str) -> None:
    with pytest.raises(ValueError, match="user name or password") as caught:
        from_uri(uri)
    assert "hunter2" not in str(caught.value)


def test_a_secret_in_a_bad_address_is_not_shown() -> None:
    with pytest.raises(ValueError, match="http://") as caught:
        from_uri("localhost:8000?api_key=hunter2")
    assert "hunter2" not in str(caught.value)


def test_the_server_itself_is_asked_without_the_credential(
    proxy: Proxy, server: serving.Server
) -> None:
    with Context(proxy.uri, api_key=server.api_key) as context:
        assert context.server_info.library_version
        assert context.server_info.version >= (0, 2)
        assert "fulltext" in context.server_info.queries
        assert not any("Authorization" in seen.headers for seen in proxy.seen)
        from_context(context)
    assert proxy.seen[-1].headers["Authorization"] == f"Apikey {server.api_key}"


def test_we_say_who_we_are_and_take_no_lz4(proxy: Proxy, server: serving.Server) -> None:
    from_uri(proxy.uri, api_key=server.api_key)
    headers = proxy.seen[-1].headers
    assert headers["User-Agent"].startswith("tiled_jl/")
    assert "lz4" not in headers["Accept-Encoding"]


def test_headers_of_the_user_go_along(proxy: Proxy, server: serving.Server) -> None:
    from_uri(proxy.uri, headers={"X-Beamline": "7"}, api_key=server.api_key)
    assert proxy.seen[-1].headers["X-Beamline"] == "7"
    authorization = {"Authorization": f"Apikey {server.api_key}"}
    assert from_uri(proxy.uri, headers=authorization).path_parts == ()


def test_argument_environment_and_store_are_looked_at_in_turn(
    server: serving.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def origin(**kwargs: Any) -> str:
        context = Context(server.uri, **kwargs)
        assert context.authenticated is (context.credential != "anonymous")
        return context.credential

    assert origin() == "anonymous"
    KeyStore().set(f"{server.uri}/api/v1/", server.api_key)
    assert origin() == "store"
    assert from_uri(server.uri)["memory"].metadata["purpose"] == "tests"
    monkeypatch.setenv("TILED_API_KEY", "other0")
    assert origin() == "environment"
    assert origin(api_key=server.api_key) == "argument"


def test_a_stored_key_is_for_one_server_and_for_the_user_alone(own_home: Path) -> None:
    store = KeyStore()
    store.set("http://a:8000/api/v1/", "secret0")
    assert store.get("http://a:8000/api/v1/") == "secret0"
    assert store.get("http://a:8001/api/v1/") is None
    (file,) = (own_home / "keys").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert "secret0" not in repr(store) + file.name
    store.delete("http://a:8000/api/v1/")
    store.delete("http://a:8000/api/v1/")
    assert store.get("http://a:8000/api/v1/") is None


def test_the_key_can_be_replaced(server: serving.Server) -> None:
    context = Context(server.uri)
    context.api_key = server.api_key
    assert from_context(context)["memory"].structure_family == "container"
    context.api_key = None
    assert context.credential == "anonymous"


def test_a_repr_asks_nothing_and_shows_no_secret() -> None:
    context = Context("http://nowhere.invalid", api_key="secret0")
    assert repr(context) == "<Context http://nowhere.invalid/api/v1/ (argument)>"


def test_a_context_is_one_server_not_a_node() -> None:
    with pytest.raises(ValueError, match="from_any_uri"):
        Context("http://a/api/v1/metadata/x")
    context, path_parts = Context.from_any_uri("http://a/api/v1/metadata/x/y")
    assert (context.api_uri, path_parts) == ("http://a/api/v1/", ["x", "y"])


def test_a_pickled_client_finds_its_credential_again(
    server: serving.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TILED_API_KEY", server.api_key)
    node = from_uri(server.uri)["memory/arrays/counts"]
    pickled = pickle.dumps(node)
    assert server.api_key.encode() not in pickled
    again = pickle.loads(pickled)
    assert again.context.credential == "environment"
    assert (again.read() == node.read()).all()
    monkeypatch.delenv("TILED_API_KEY")
    assert pickle.loads(pickled).context.credential == "anonymous"


def test_a_key_that_the_user_typed_travels_with_the_client(server: serving.Server) -> None:
    node = from_uri(server.uri, api_key=server.api_key)["memory/arrays/counts"]
    assert pickle.loads(pickle.dumps(node)).read().shape == (12, 16, 18)


@pytest.mark.parametrize(
    "location",
    ["https://tiled.example.org:8443/api/v1/", "https://other.example.org/api/v1/", "/elsewhere/"],
)
def test_a_change_of_scheme_may_not_change_the_server(location: str) -> None:
    address = parse("http://tiled.example.org").address
    assert address.upgraded(location) is None


def test_a_server_below_a_path_is_reached(tmp_path: Path, proxy: Proxy) -> None:
    # What stands in front of such a server takes the path away before it passes requests on.
    with Context(f"{proxy.uri}/beamline/tiled", api_key="k0") as context:
        assert context.api_uri == f"{proxy.uri}/beamline/tiled/api/v1/"
        proxy.spoil("beamline/tiled/api/v1/$", redirect("/api/v1/"))
        with pytest.raises(Exception, match="redirects to"):
            _ = context.server_info


def test_a_context_serves_many_threads(memory: Any) -> None:
    node = memory["arrays/counts"]
    want = node.read().tolist()
    results: list[bool] = []
    threads = [
        threading.Thread(target=lambda: results.append(node.read().tolist() == want))
        for _ in range(24)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 24


def test_it_works_where_an_event_loop_runs(server: serving.Server) -> None:
    async def main() -> Any:
        return from_uri(server.uri, api_key=server.api_key)["memory/arrays/counts"].read()

    assert asyncio.run(main()).shape == (12, 16, 18)
