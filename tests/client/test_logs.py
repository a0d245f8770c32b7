"""Whoever wants to see what travels sees it, and no secret with it."""

import logging
import threading
from contextlib import suppress
from typing import Any

import pytest
import serving

from tiled_jl import Cache, Context, from_context, hide_logs, record_history, show_logs
from tiled_jl.errors import ConnectionFailed
from tiled_jl.transport.redaction import redacted

from .faultproxy import Answer, Handler, Proxy, reset, status


@pytest.fixture(autouse=True)
def hidden() -> Any:
    yield
    hide_logs()


def test_a_history_has_requests_and_answers_in_order(context: Context) -> None:
    client = from_context(context)
    with record_history() as history:
        array = client["memory/arrays/floats"].read()
    client["memory/arrays/counts"].read()
    assert [request.method for request in history.requests] == ["GET", "GET"]
    assert history.requests[1].url.startswith(f"{context.api_uri}array/full/memory/arrays/floats")
    assert [response.request for response in history.responses] == history.requests
    last = history.responses[-1]
    assert (last.status_code, last.size, last.from_cache) == (200, array.nbytes, False)
    assert last.headers["content-type"] == "application/octet-stream"
    assert 0 < last.seconds < 60


def test_the_size_of_what_is_sent_and_of_what_lands_in_place_is_known(
    client: Any, scratch: Any
) -> None:
    import numpy

    values = numpy.arange(1_500_000.0)
    with record_history(client.context) as history:
        node = scratch.write_array(values, chunks=500_000)
        assert node.read().nbytes == values.nbytes
    assert sum(sent.size for sent in history.requests if "array/" in sent.url) == values.nbytes
    read = [each.size for each in history.responses if each.request.method == "GET"]
    assert sum(size for size in read if size > 100_000) == values.nbytes


def test_what_is_asked_again_is_counted(through: Any, proxy: Proxy) -> None:
    client = through["arrays/floats"]
    proxy.spoil("array/full", reset, status(503, retry_after="0"))
    with record_history(client.context) as history:
        client.read()
    assert [request.attempt for request in history.requests] == [1, 2, 3]
    answered = [(each.request.attempt, each.status_code) for each in history.responses]
    assert answered == [(2, 503), (3, 200)]


def test_what_was_kept_is_told_from_what_has_travelled(server: serving.Server) -> None:
    with Context(server.uri, api_key=server.api_key, cache=Cache()) as context:
        client = from_context(context, node_path_parts=["memory", "arrays", "floats"])
        client.read()
        with record_history(context) as history:
            client.read()
    assert [response.from_cache for response in history.responses] == [True]


def test_each_context_has_its_own_history(server: serving.Server) -> None:
    with (
        Context(server.uri, api_key=server.api_key) as one,
        Context(server.uri, api_key=server.api_key) as other,
        record_history(one) as history,
        record_history() as everything,
    ):
        from_context(other)
        assert not history.requests
        from_context(one)
    assert len(history.requests) * 2 == len(everything.requests)


def test_a_history_ends_with_its_block_even_by_an_error(proxy: Proxy, through: Any) -> None:
    client = through["arrays/floats"]
    with pytest.raises(ValueError, match="enough"), record_history(client.context) as history:  # noqa: PT012
        client.read()
        raise ValueError("enough")
    client.read()
    assert len(history.requests) == 1
    assert not client.context.session.recorder.histories


def test_threads_share_a_history(client: Any) -> None:
    node = client["memory/arrays/floats"]
    with record_history() as history:
        threads = [threading.Thread(target=node.read) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(history.requests) == len(history.responses) == 8


def test_logs_are_shown_until_they_are_hidden(
    client: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    node = client["memory/arrays/floats"]
    show_logs()
    show_logs()
    node.read()
    shown = capsys.readouterr().err
    assert shown.count("GET ") == shown.count(": 200, 192000 bytes in ") == 1
    hide_logs()
    node.read()
    assert capsys.readouterr().err == ""
    assert not logging.getLogger("tiled_jl").handlers


def test_the_logs_of_one_context_can_be_shown(
    server: serving.Server, client: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with Context(server.uri, api_key=server.api_key) as other:
        show_logs(other)
        client["memory"]
        assert capsys.readouterr().err == ""
        from_context(other)
        assert "GET " in capsys.readouterr().err
        hide_logs(other)
        from_context(other)
        assert capsys.readouterr().err == ""


def test_a_failure_is_shown(
    through: Any, proxy: Proxy, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = through["arrays/floats"]
    show_logs()
    proxy.spoil("array/full", *[reset] * 9)
    with pytest.raises(ConnectionFailed):
        client.read()
    shown = capsys.readouterr().err
    assert "ReadError" in shown
    assert "(attempt 2)" in shown


COOKIE, KEY, HEADER = "a-cookie-8e1f", "a-key-77d0", "a-header-91ab"


def telling(handler: Handler, answer: Answer) -> None:
    """Set a cookie and send elsewhere, with secrets in both."""
    answer.headers |= {"Set-Cookie": f"session={COOKIE}; HttpOnly", "X-Auth-Token": COOKIE}
    handler.answer(answer)


def test_no_secret_is_in_a_log_of_ours_or_of_a_library(
    proxy: Proxy, server: serving.Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    proxy.spoil("", *[telling] * 20)
    uri = f"{proxy.uri}/?api_key={server.api_key}"
    with (
        record_history() as history,
        Context(uri, headers={"X-My-Token": HEADER, "Cookie": f"a={HEADER}"}) as context,
    ):
        from_context(context)["memory/arrays/floats"].read()
        with suppress(Exception):
            context.session.document(request_with(KEY))
    text = caplog.text + repr(history)
    assert "receive_response_headers.complete" in text
    assert "tiled_jl.http" in text
    assert text.count("[secret]") > 10
    for secret in (COOKIE, KEY, HEADER, server.api_key):
        assert secret not in text


def request_with(key: str) -> Any:
    from tiled_jl.transport.request import Request

    return Request("metadata/", [("api_key", key)])


@pytest.mark.parametrize(
    "text",
    [
        "> Authorization: Apikey {}",
        "> Cookie: a={}; b={}",
        "GET /api/v1/?x=1&api_key={}&access_token={} HTTP/1.1",
        """[(b'Set-Cookie', b'a={}; Path="/"'), (b'X-Csrf', b"{}'")]""",
        """> TEXT '{{"type": "auth", "access_token": "{}...' [99 bytes]""",
        "https://user:{}@example.org/a",
        "refused Bearer {}.",
        "{{'password': '{}', 'refresh_token': '{}'}}",
        "username=alice&password={}",
    ],
)
def test_a_secret_is_found_wherever_it_stands(text: str) -> None:
    secret = "s3cr3t-0f-alice"
    cleaned = redacted(text.format(secret, secret))
    assert secret not in cleaned
    assert "[secret]" in cleaned


@pytest.mark.parametrize(
    "text",
    [
        "GET http://127.0.0.1:8000/api/v1/array/full/a?slice=0:3&expected_shape=3",
        "(b'Content-Type', b'text/html')",
        "< ETag: abc",
        "a@b and monkeys",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redacted(text) == text
