"""A Tiled application in this process is asked like a server, without one."""

import asyncio
import pickle
import threading
from collections.abc import Iterator
from typing import Any

import numpy
import pytest
import served

from tiled_jl import Context, from_context
from tiled_jl.errors import ConnectionFailed, NotATiledServer, NotFound, Unauthorized


@pytest.fixture(scope="module")
def app() -> Any:
    from tiled.config import Authentication
    from tiled.server.app import build_app

    return build_app(served.tree(), authentication=Authentication(single_user_api_key="appkey0"))


@pytest.fixture
def client(app: Any) -> Iterator[Any]:
    with Context.from_app(app, api_key="appkey0") as context:
        yield from_context(context)


def test_nodes_are_found_and_read(client: Any) -> None:
    numpy.testing.assert_array_equal(client["arrays/floats"].read(), served.ARRAYS["floats"])
    assert client["tables/spectrum"].read(["energy"]).shape == (50, 1)
    assert len(client["many"]) == served.MANY
    assert client["odd", "50%", "inside"].read().tolist() == [1, 1, 1]
    with pytest.raises(NotFound):
        client["nope"]


def test_it_works_where_an_event_loop_runs(client: Any) -> None:
    async def main() -> Any:
        return client["arrays/counts"].read()

    assert asyncio.run(main()).shape == (12, 16, 18)


def test_the_key_is_needed(app: Any) -> None:
    with Context.from_app(app) as context, pytest.raises(Unauthorized):
        from_context(context)


def test_nothing_is_left_when_it_is_closed(app: Any) -> None:
    with Context.from_app(app, api_key="appkey0") as context:
        from_context(context)
    assert not [thread for thread in threading.enumerate() if thread.name == "tiled_jl-app"]


def test_it_cannot_leave_the_process(client: Any) -> None:
    with pytest.raises(TypeError, match="cannot leave"):
        pickle.dumps(client)


async def broken(scope: Any, receive: Any, send: Any) -> None:
    raise RuntimeError("out of order")


async def other(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] != "http":
        raise NotImplementedError
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


def test_an_application_that_fails_says_so() -> None:
    with Context.from_app(broken) as context, pytest.raises(ConnectionFailed, match="out of order"):
        from_context(context)


def test_an_application_that_is_not_tiled_is_not_a_tiled_server() -> None:
    with Context.from_app(other) as context, pytest.raises(NotATiledServer):
        from_context(context)
