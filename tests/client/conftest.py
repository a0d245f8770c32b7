"""What the tests of the client share: a proxy that breaks things."""

from collections.abc import Iterator
from typing import Any

import light
import pytest
import serving

from tiled_jl import Context, from_context

from . import faultproxy


@pytest.fixture
def proxy(server: serving.Server) -> Iterator[faultproxy.Proxy]:
    """A proxy in front of the server; it does no harm until it is told to."""
    running = faultproxy.start(server.uri)
    yield running
    faultproxy.stop(running)


@pytest.fixture
def through(proxy: faultproxy.Proxy, server: serving.Server) -> Iterator[Any]:
    """The read-only tree, as seen through the proxy."""
    with Context(proxy.uri, api_key=server.api_key, timeout=20) as context:
        yield from_context(context, node_path_parts=["memory"])


@pytest.fixture(scope="module")
def light_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The root of a server in this process, to which anyone can write."""
    with light.root(tmp_path_factory.mktemp("light")) as root:
        yield root


@pytest.fixture
def scratch(client: Any) -> Any:
    """An empty container that can be written."""
    return client["catalog"].create_container()


@pytest.fixture
def scratch_through(proxy: faultproxy.Proxy, server: serving.Server, scratch: Any) -> Iterator[Any]:
    """The same, as seen through the proxy."""
    with Context(proxy.uri, api_key=server.api_key, timeout=20) as context:
        yield from_context(context, node_path_parts=scratch.path_parts)
