"""Whatever goes wrong says what happened and what to do."""

import pickle
from typing import Any

import httpx
import msgspec
import pytest
import serving

from tiled_jl import Context, from_uri
from tiled_jl.errors import (
    Cancelled,
    ClientError,
    ConnectionFailed,
    Forbidden,
    Gone,
    NoSuchKey,
    NotATiledServer,
    NotFound,
    NotYet,
    ResponseError,
    ServerError,
    StatusError,
    TiledError,
    Timeout,
    TooLarge,
    Unauthorized,
)

from .faultproxy import Answer, Fault, Handler, Proxy, page, redirect, status


def test_a_server_that_is_down_is_said_to_be_down() -> None:
    with pytest.raises(ConnectionFailed, match=r"cannot be reached.*refused") as caught:
        from_uri(f"http://127.0.0.1:{serving.free_port()}", api_key="secret0")
    assert "running" in caught.value.hint
    assert isinstance(caught.value, httpx.TransportError)


def test_a_host_that_is_not_there_cannot_be_reached() -> None:
    with pytest.raises(ConnectionFailed, match=r"http://no-such-host\.invalid cannot be reached"):
        from_uri("http://no-such-host.invalid")


def test_a_server_that_speaks_no_tls_is_said_to_be_unreachable(server: serving.Server) -> None:
    with pytest.raises(ConnectionFailed):
        from_uri(server.uri.replace("http:", "https:"), api_key=server.api_key)


@pytest.mark.parametrize("path", ["/nope", "/ui", "/nope/api/v1/metadata/x"])
def test_a_wrong_path_is_not_a_tiled_server(server: serving.Server, path: str) -> None:
    with pytest.raises((NotATiledServer, NotFound)) as caught:
        from_uri(server.uri + path, api_key=server.api_key)
    assert caught.value.hint


@pytest.mark.parametrize(
    "fault",
    [
        page,
        status(200, b'{"hello": 1}'),
        status(200, b"[1, 2]"),
        status(200, b"not json"),
        status(404, b"<html><title>Not here</title></html>", content_type="text/html"),
    ],
)
def test_something_else_that_answers_is_not_a_tiled_server(proxy: Proxy, fault: Any) -> None:
    proxy.spoil("api/v1/$", fault)
    with pytest.raises(NotATiledServer, match="not as a Tiled server"):
        from_uri(proxy.uri, api_key="secret0")
    assert not any("Authorization" in seen.headers for seen in proxy.seen)


def test_a_redirect_in_a_circle_is_not_a_tiled_server(proxy: Proxy) -> None:
    proxy.spoil("", *[redirect("/api/v1/")] * 50)
    with pytest.raises(NotATiledServer, match="redirects again and again"):
        from_uri(proxy.uri, api_key="secret0")
    assert len(proxy.seen) < 50


def saying(**said: Any) -> Fault:
    """Let a server say something else of itself."""

    def fault(handler: Handler, answer: Answer) -> None:
        about = {**msgspec.msgpack.decode(answer.body), **said}
        answer.body = msgspec.msgpack.encode(about)
        handler.answer(answer)

    return fault


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"library_version": "0.2.15"}, "Tiled 0.2.15, which is older than 0.2.16"),
        ({"library_version": "0.1.0b3"}, "Tiled 0.1.0b3, which is older"),
        ({"api_version": 7}, "a newer API, version 7"),
    ],
)
def test_a_server_of_another_age_is_warned_of_and_used(
    proxy: Proxy, server: serving.Server, said: Any, words: str
) -> None:
    proxy.spoil("api/v1/$", saying(**said))
    with pytest.warns(UserWarning, match=words):
        client = from_uri(proxy.uri, api_key=server.api_key)
    with client.context:
        assert client["memory/arrays/one"].read() == 42


@pytest.mark.parametrize("version", ["0.2.16", "0.2.99.dev1+g12", "7.0", "unknown", "²"])
def test_a_newer_server_is_used_as_it_is(
    proxy: Proxy, server: serving.Server, version: str
) -> None:
    more = {"library_version": version, "formats": {"hologram": ["a/b"]}, "more": [1]}
    proxy.spoil("api/v1/$", saying(**more))
    client = from_uri(proxy.uri, api_key=server.api_key)
    with client.context:
        assert client["memory/arrays/one"].read() == 42


@pytest.mark.parametrize("uri", ["localhost:8000", "ftp://a/b", "", "/just/a/path", "http://"])
def test_an_address_that_is_none_is_refused(uri: str) -> None:
    with pytest.raises(ValueError, match="http://"):
        from_uri(uri)


def test_no_key_a_wrong_key_and_a_bad_key_are_told_apart(
    server: serving.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Unauthorized, match="No API key was given"):
        from_uri(server.uri)
    with pytest.raises(Unauthorized, match="that you gave was not accepted") as caught:
        from_uri(server.uri, api_key="wrongkey123")
    assert "wrongkey123" not in str(caught.value)
    with pytest.raises(ValueError, match="no key has") as bad:
        from_uri(server.uri, api_key="secret with spaces\n")
    assert "secret with" not in str(bad.value)
    monkeypatch.setenv("TILED_API_KEY", "wrongkey456")
    with pytest.raises(Unauthorized, match="in TILED_API_KEY was not accepted"):
        from_uri(server.uri)


def test_a_node_that_is_not_there_is_not_found(server: serving.Server) -> None:
    with pytest.raises(NotFound) as caught:
        from_uri(f"{server.uri}/api/v1/metadata/memory/nope", api_key=server.api_key)
    error = caught.value
    assert isinstance(error, KeyError)
    assert isinstance(error, httpx.HTTPStatusError)
    assert (error.status, error.response.status_code) == (404, 404)
    assert error.correlation_id
    assert error.correlation_id in str(error)
    assert "No such entry" in error.detail


def test_a_node_deleted_while_open_is_not_found_and_the_rest_goes_on(
    client: Any, server: serving.Server
) -> None:
    import numpy

    with server.http as http:
        serving.create_array(http, "catalog", "short_lived", numpy.arange(3, dtype="i4"))
        node = client["catalog/short_lived"]
        assert node.read().tolist() == [0, 1, 2]
        http.delete(
            "metadata/catalog/short_lived", params={"external_only": "false"}
        ).raise_for_status()
    with pytest.raises(NotFound, match="short_lived"):
        node.read()
    with pytest.raises(NotFound):
        node.refresh()
    assert client["catalog/odd/a b"].read().tolist() == [0, 1]


def test_no_error_holds_a_credential(through: Any, proxy: Proxy, server: serving.Server) -> None:
    proxy.spoil("array/full", status(500))
    with pytest.raises(ServerError) as caught:
        through["arrays/floats"].read()
    error = caught.value
    assert server.api_key in str([seen.headers for seen in proxy.seen])
    shown = [str(error), repr(error), error.hint, repr(error.request.headers.raw), str(vars(error))]
    assert not any(server.api_key in text for text in shown)
    assert server.api_key.encode() not in pickle.dumps(error)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"detail": "plain words"}', "plain words"),
        (b'{"detail": [{"loc": ["query", "slice"], "msg": "is bad"}]}', "query.slice: is bad"),
        (b'{"detail": {"error": "slow_down"}}', "slow_down"),
        (b"<html><head><title>Bad\n Gateway</title></head></html>", "Bad Gateway"),
        (b"just \x1b[31m text", "just  [31m text".replace("  ", " ")),
        (b"", "answered 400"),
        (b"x" * 100_000, "xxx …"),
    ],
)
def test_the_words_of_the_server_are_shown_safely(
    through: Any, proxy: Proxy, body: bytes, said: str
) -> None:
    kind = "text/html" if body.startswith(b"<") else "application/json"
    proxy.spoil("array/full", status(400, body, content_type=kind))
    with pytest.raises(ClientError) as caught:
        through["arrays/floats"].read()
    assert said in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 2000


FACTS = {"method": "GET", "url": "http://a/b", "detail": "d", "correlation_id": "c", "hint": "h"}


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (ClientError, 409),
        (Unauthorized, 401),
        (Forbidden, 403),
        (NotFound, 404),
        (Gone, 410),
        (TooLarge, 400),
        (ServerError, 503),
    ],
)
def test_an_error_of_the_server_survives_the_way_to_another_process(
    kind: type[StatusError], code: int
) -> None:
    error = kind("GET b: the server answered", status=code, **FACTS)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert str(again) == str(error) == "GET b: the server answered [request c]\nh"
    assert (again.status, again.detail, again.retryable) == (code, "d", code == 503)
    assert again.response.status_code == code


@pytest.mark.parametrize(
    "kind",
    [ConnectionFailed, Timeout, NotATiledServer, ResponseError, NotYet, NoSuchKey, Cancelled],
)
def test_any_other_error_survives_it_too(kind: type[TiledError]) -> None:
    error = kind("message", hint="do this")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert str(again) == "message\ndo this"
    assert again.hint == "do this"


def test_a_closed_connection_says_so(server: serving.Server) -> None:
    context = Context(server.uri, api_key=server.api_key)
    context.close()
    with pytest.raises(TiledError, match="was closed"):
        _ = context.server_info
