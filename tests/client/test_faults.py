"""Networks and servers fail; data are right or there are none."""

import os
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import serving
from numpy.testing import assert_array_equal
from served import ARRAYS, LARGE

from tiled_jl import Context, from_context, from_uri
from tiled_jl.auth.credentials import Credential
from tiled_jl.errors import (
    Cancelled,
    ConnectionFailed,
    NotATiledServer,
    ResponseError,
    ServerError,
    TiledError,
    Timeout,
)
from tiled_jl.transport.retry import Policy
from tiled_jl.transport.watch import watching

from .faultproxy import (
    Proxy,
    echoed,
    encoded,
    page,
    redirect,
    repeated,
    reset,
    resized,
    stall,
    stall_halfway,
    status,
    truncated,
    twice,
    undeclared,
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


def test_nothing_is_asked_again_once_the_patience_is_over(
    proxy: Proxy, server: serving.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TILED_RETRY_ATTEMPTS", "1000000")
    monkeypatch.setenv("TILED_RETRY_TIMEOUT", "0.5")
    with Context(proxy.uri, api_key=server.api_key) as context:
        client = from_context(context, node_path_parts=["memory", "arrays", "floats"])
        proxy.spoil("array/full", *[reset] * 1000)
        with pytest.raises(ConnectionFailed):
            client.read()
    assert 2 <= len(proxy.asked("array/full")) < 20


def test_those_who_failed_together_do_not_come_back_together() -> None:
    policy = Policy()
    for failures in range(1, 12):
        waits = {policy.wait(failures) for _ in range(50)}
        longest = min(policy.longest_wait, policy.first_wait * 2 ** (failures - 1))
        assert len(waits) > 25
        assert longest / 2 <= min(waits) <= max(waits) <= longest


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


def test_a_body_that_breaks_off_without_a_length_is_never_handed_on(
    through: Any, proxy: Proxy
) -> None:
    for key in ("arrays/floats", "tables/spectrum", "irregular/events", "irregular/cube"):
        client = through[key]
        proxy.spoil("/(full|buffers)/", undeclared(0.5))
        with pytest.raises(ResponseError):
            client.read()
    proxy.spoil("metadata", undeclared(0.5))
    with pytest.raises(ResponseError):
        through["arrays"]


def test_a_download_whose_end_nobody_can_tell_is_asked_for_again(
    through: Any, proxy: Proxy, tmp_path: Path
) -> None:
    table = through["tables/spectrum"]
    proxy.spoil("table/full", undeclared(0.5), undeclared(1))
    table.export(tmp_path / "table.csv")
    assert len((tmp_path / "table.csv").read_text().splitlines()) == 51
    proxy.spoil("table/full", *[undeclared(0.5)] * 20)
    with pytest.raises(ResponseError, match="does not say how long"):
        table.export(tmp_path / "other.csv")
    assert os.listdir(tmp_path) == ["table.csv"]


@pytest.mark.parametrize("start", [0.1, 0.3, 0.5, 0.7])
@pytest.mark.parametrize("share", [0.001, 0.02, 0.2])
@pytest.mark.parametrize(
    "path", ["arrays/floats", "tables/parts", "irregular/events", "irregular/cube"]
)
def test_a_body_part_of_which_comes_twice_is_never_handed_on(
    through: Any, proxy: Proxy, path: str, start: float, share: float
) -> None:
    client = through[path]
    proxy.spoil("/(full|buffers)/", repeated(start, start + share))
    with pytest.raises(ResponseError):
        client.read()


@pytest.mark.parametrize("start", [0.05, 0.3, 0.5, 0.9])
def test_many_arrays_part_of_which_comes_twice_are_never_handed_on(
    through: Any, proxy: Proxy, start: float
) -> None:
    client = through["labelled/small"]
    proxy.spoil("container/full", repeated(start, start + 0.05))
    with pytest.raises(ResponseError):
        client.read_many()


def test_what_comes_too_much_is_not_taken_for_the_next_answer(through: Any, proxy: Proxy) -> None:
    arrays = [through["arrays", key] for key in ("flags", "scalar", "one")]
    for fault in (twice, echoed):
        for client in arrays:
            proxy.spoil("array/full", fault)
            assert_array_equal(client.read(), ARRAYS[client.path_parts[-1]])


@pytest.mark.parametrize(
    "header", ["²", "1.5", "-1", "soon", "", "9" * 400, "Mon, 01 Jan 2026 00:00:00 +99999999"]
)
def test_a_wait_that_nobody_understands_is_an_error_of_the_server_all_the_same(
    through: Any, proxy: Proxy, header: str
) -> None:
    client = through["arrays/floats"]
    proxy.spoil("array/full", *[status(503, retry_after=header)] * 20)
    with pytest.raises(ServerError, match="503"):
        client.read()


def test_the_wait_may_be_given_as_a_date(through: Any, proxy: Proxy) -> None:
    client = through["arrays/floats"]
    moment = datetime.now(UTC) + timedelta(seconds=2)
    proxy.spoil("array/full", status(503, retry_after=format_datetime(moment, usegmt=True)))
    client.read()
    assert datetime.now(UTC) >= moment.replace(microsecond=0)


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


class Failing(httpx.Auth):
    """A way to authenticate that gives up once it has seen an answer."""

    def auth_flow(self, request: httpx.Request) -> Any:
        yield request
        raise ConnectionFailed("no more tickets")


def test_nothing_is_left_open_whatever_fails(
    through: Any, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = through["arrays/large"]
    for fault in (truncated, status(500), page, resized(-4), encoded("lz4"), redirect("/login")):
        proxy.spoil("array/full", fault)
        with suppress(TiledError):
            client.read()
    client.context.session.credential = Credential("argument", auth=Failing())
    with pytest.raises(ConnectionFailed, match="tickets"):
        client.read()
    assert all(
        each.is_idle() for each in client.context.session._courier._transport._pool.connections
    )


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
