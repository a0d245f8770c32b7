"""What the tests share: a real server, and clients of it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import loginserver
import pytest
import serving
from auth import idp

from tiled_jl import Context, from_context


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the tests away from what the user's own tiled_jl remembers."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("TILED_JL_HOME", str(home))
    monkeypatch.setenv("TILED_CACHE_DIR", str(home / "cache"))
    monkeypatch.setenv("TILED_PROFILES", str(home / "profiles"))
    monkeypatch.delenv("TILED_API_KEY", raising=False)
    return home


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Server]:
    """A Tiled server: ``/memory`` is the tree of `served`, ``/catalog`` can be written."""
    running = serving.start(tmp_path_factory.mktemp("server"))
    with running.http as http:
        serving.seed(http)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def identity_provider() -> Iterator[idp.Provider]:
    running = idp.start()
    yield running
    idp.stop(running)


@pytest.fixture(scope="session")
def users(
    tmp_path_factory: pytest.TempPathFactory, identity_provider: idp.Provider
) -> Iterator[serving.Server]:
    """A server with two providers of passwords and one by web browser; tokens live 2 s."""
    authentication = loginserver.authentication()
    authentication["providers"].append(idp.at_tiled(identity_provider))
    running = loginserver.start(tmp_path_factory.mktemp("users"), authentication)
    yield running
    running.stop()


@pytest.fixture
def context(server: serving.Server) -> Iterator[Context]:
    """A connection to the server."""
    with Context(server.uri, api_key=server.api_key) as context:
        yield context


@pytest.fixture
def client(context: Context) -> Any:
    """The root of the server."""
    return from_context(context)


@pytest.fixture
def memory(client: Any) -> Any:
    """The read-only tree."""
    return client["memory"]


@pytest.fixture
def requests(context: Context, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the client has asked of the server since the test began."""
    asked: list[str] = []
    send: Callable[..., Any] = context.session._courier._send

    def note(request: Any, url: str) -> Any:
        asked.append(str(request))
        return send(request, url)

    monkeypatch.setattr(context.session._courier, "_send", note)
    return asked
