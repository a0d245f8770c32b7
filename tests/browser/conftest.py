"""What the tests of the kernel side share: a page that sends messages, as a real one would."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import serving
from client import faultproxy

from tiled_jl.browser.servers import Servers
from tiled_jl.browser.state import State

from .page import Page


@pytest.fixture
def state(own_home: Path) -> State:
    """What the pages of a kernel share; nothing is known yet."""
    return State(Servers())


@pytest.fixture
def page(state: State) -> Iterator[Page]:
    """A page that knows no server yet."""
    page = Page(state)
    yield page
    page.service.close()


@pytest.fixture
def here(page: Page, server: serving.Server) -> dict[str, Any]:
    """The parameters that name the server of the tests, which the page knows."""
    added, _ = page.ask("servers.add", uri=server.uri, apiKey=server.api_key, name="tests")
    return {"server": added["id"]}


@pytest.fixture
def proxy(server: serving.Server) -> Iterator[faultproxy.Proxy]:
    """A proxy in front of the server; it does no harm until it is told to."""
    running = faultproxy.start(server.uri)
    yield running
    faultproxy.stop(running)


@pytest.fixture
def through(page: Page, proxy: faultproxy.Proxy, server: serving.Server) -> dict[str, Any]:
    """The parameters that name the server as it is behind the proxy."""
    added, _ = page.ask("servers.add", uri=proxy.uri, apiKey=server.api_key, name="through")
    return {"server": added["id"]}
