"""Networks and servers fail; data are right or there are none."""

import threading
import time
from typing import Any

import pytest
import serving
from numpy.testing import assert_array_equal
from served import ARRAYS, LARGE

from tiled_jl import Context, from_context, from_uri
from tiled_jl.errors import (
    Cancelled,
    ConnectionFailed,
    NotATiledServer,
    ResponseError,
    ServerError,
    TiledError,
    Timeout,
)
from tiled_jl.transport.watch import watching

from .faultproxy import (
    Proxy,
    encoded,
    page,
    redirect,
    reset,
    resized,
    stall,
    stall_halfway,
    status,
    truncated,
)

FLOATS = ARRAYS["floats"]


@pytest.mark.parametrize(
    "fault", [reset, truncated, status(503), status(502), status(429, retry_after="0")]
)
def test_what_passes_is_asked_again_and_read_right(through: Any, proxy: Proxy, fault: Any) -> None:
    client = through["arrays/floats"]
    proxy.spoil("array/full", fault, fault)
    assert_array_equal(client.read(), FLOATS)
    assert len(proxy.asked("array/full")) == 3


def test_a_table_is_asked_for_again_even_by_post(through: Any, proxy: Proxy) -> None:
    table = through["tables/wide"]
    proxy.spoil("table/full", reset, truncated)
    assert table.read(table.columns[:1500]).shape == (2, 1500)
    assert [seen.method for seen in proxy.asked("table/full")] == ["POST"] * 3


def test_the_wait_is_as_long_as_the_server_asks(through: Any, proxy: Proxy) -> None:
    client = through["arrays/floats"]
    proxy.spoil("array/full", status(503, retry_after="1"))
    began = time.monotonic()
    client.read()
    assert time.monotonic() - began >= 1


def test_a_server_that_asks_for_an_hour_is_not_waited_for(through: Any, proxy: Proxy) -> None:
    client = through["arrays/floats"]
    proxy.spoil("array/full", status(503, retry_after="3600"))
    with pytest.raises(ServerError, match="503") as caught:
        client.read()
    assert caught.value.retryable
    assert len(proxy.asked("array/full")) == 1


def test_a_failure_that_stays_is_reported_after_some_attempts(
    through: Any, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = through["arrays/floats"]
    proxy.spoil("array/full", *[reset] * 20)
    with pytest.raises(ConnectionFailed) as caught:
        client.read()
    assert caught.value.retryable
    assert 2 <= len(proxy.asked("array/full")) < 20


def test_the_number_of_attempts_is_set_by_the_environment(
    proxy: Proxy, server: serving.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TILED_RETRY_ATTEMPTS", "2")
    with Context(proxy.uri, api_key=server.api_key) as context:
        client = from_context(context, node_path_parts=["memory", "arrays", "floats"])
        proxy.spoil("array/full", *[reset] * 5)
        with pytest.raises(ConnectionFailed):
            client.read()
    assert len(proxy.asked("array/full")) == 2


@pytest.mark.parametrize("code", [400, 404, 409, 410, 500])
def test_what_will_not_pass_is_asked_once(through: Any, proxy: Proxy, code: int) -> None:
    client = through["arrays/floats"]
    proxy.spoil("array/full", status(code, x_tiled_request_id="abc123"))
    with pytest.raises(TiledError, match=f"answered {code}, spoilt.*abc123"):
        client.read()
    assert len(proxy.asked("array/full")) == 1


@pytest.mark.parametrize("difference", [-8, -1, 1, 8, 100_000])
def test_a_body_of_another_length_is_never_handed_on(
    through: Any, proxy: Proxy, difference: int
) -> None:
    client = through["arrays/floats"]
    proxy.spoil("array/full", resized(difference))
    with pytest.raises(ResponseError, match="bytes came where"):
        client.read()


def test_one_bad_part_of_many_fails_the_whole(through: Any, proxy: Proxy) -> None:
    client = through["arrays/large"]
    proxy.spoil("array/full.*slice=200", resized(-4))
    with pytest.raises(ResponseError):
        client.read()
    assert_array_equal(client.read(), LARGE)
    assert not gathering()


def test_a_login_page_in_place_of_data_is_named(through: Any, proxy: Proxy) -> None:
    client = through["arrays/floats"]
    proxy.spoil("array/full", page)
    with pytest.raises(ResponseError, match="text/html") as caught:
        client.read()
    assert "login page" in caught.value.hint


def test_a_login_page_in_place_of_the_server_is_named(proxy: Proxy, server: serving.Server) -> None:
    proxy.spoil("api/v1/$", page)
    with pytest.raises(NotATiledServer, match="text/html"):
        from_uri(proxy.uri, api_key=server.api_key)


def test_an_encoding_that_nobody_asked_for_is_refused(through: Any, proxy: Proxy) -> None:
    client = through["arrays/floats"]
    proxy.spoil("array/full", encoded("lz4"), encoded("gzip"))
    with pytest.raises(ResponseError, match="lz4"):
        client.read()
    with pytest.raises(ResponseError, match="decoded"):
        client.read()


@pytest.mark.parametrize("fault", [stall, stall_halfway])
def test_a_server_that_falls_silent_is_given_up(
    proxy: Proxy, server: serving.Server, fault: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TILED_RETRY_ATTEMPTS", "1")
    with Context(proxy.uri, api_key=server.api_key, timeout=0.5) as context:
        from_context(context)
        proxy.spoil("array/full", fault)
        client = from_context(context, node_path_parts=["memory", "arrays", "floats"])
        with pytest.raises(Timeout) as caught:
            client.read()
    assert caught.value.retryable
    assert "timeout" in caught.value.hint


class Stopper:
    """Wants to stop as soon as it is told."""

    def __init__(self) -> None:
        self.stopped = threading.Event()

    def check(self) -> None:
        if self.stopped.is_set():
            raise Cancelled

    def advance(self, done: int, total: int | None, unit: str) -> None:
        pass


@pytest.mark.parametrize("fault", [stall, stall_halfway])
@pytest.mark.parametrize("key", ["floats", "large"])
def test_a_read_can_be_stopped_while_the_server_is_silent(
    through: Any, proxy: Proxy, fault: Any, key: str
) -> None:
    client = through["arrays", key]
    client.structure()
    proxy.spoil("array/full", *[fault] * 5)
    stopper = Stopper()
    threading.Timer(0.5, stopper.stopped.set).start()
    with watching(stopper), pytest.raises(Cancelled):
        client.read()
    assert not proxy.released.is_set()
    assert not gathering()


def test_a_read_can_be_stopped_while_it_waits_to_ask_again(through: Any, proxy: Proxy) -> None:
    client = through["arrays/floats"]
    proxy.spoil("array/full", status(503, retry_after="30"))
    stopper = Stopper()
    threading.Timer(0.5, stopper.stopped.set).start()
    with watching(stopper), pytest.raises(Cancelled):
        client.read()


def gathering() -> list[str]:
    return [thread.name for thread in threading.enumerate() if "gather" in thread.name]


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:9/api/v1/array/full/memory/arrays/floats",
        "http://localhost:{port}/api/v1/array/full/memory/arrays/floats",
        "/login",
        "//evil.example/api/v1/",
        "https://127.0.0.1:9/api/v1/array/full/memory/arrays/floats",
    ],
)
def test_a_redirect_elsewhere_is_not_followed(through: Any, proxy: Proxy, location: str) -> None:
    client = through["arrays/floats"]
    proxy.spoil("array/full", redirect(location.format(port=proxy.server.server_address[1])))
    with pytest.raises(ResponseError, match="redirects to") as caught:
        client.read()
    assert "Nothing was sent there" in str(caught.value)


def test_a_redirect_within_the_server_is_followed(through: Any, proxy: Proxy) -> None:
    client = through["arrays/floats"]
    proxy.spoil(
        "array/full", redirect("/api/v1/array/full/memory/arrays/counts?expected_shape=12,16,18")
    )
    with pytest.raises(ResponseError, match="bytes came where"):
        client.read()
    assert [seen.path for seen in proxy.asked("arrays/counts")]


def test_a_redirect_in_a_circle_ends(through: Any, proxy: Proxy) -> None:
    client = through["arrays/floats"]
    here = "/api/v1/array/full/memory/arrays/floats"
    proxy.spoil("array/full", *[redirect(here)] * 50)
    with pytest.raises(ResponseError, match="again and again"):
        client.read()
    assert len(proxy.asked("array/full")) < 50
