"""What every test can use, among them the examples in docstrings: the demo's server."""

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest.doctest import DoctestItem

from tiled_jl import from_uri
from tiled_jl.demo.folders import open_folder
from tiled_jl.demo.server import DemoServer

# A shell that runs this in the background has Ctrl-C ignored, here and in all that starts here.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def demo() -> Iterator[DemoServer]:
    """The server that ``tiled-jl demo`` starts."""
    with open_folder() as folder, DemoServer(folder, large=True) as server:
        yield server


@pytest.fixture(autouse=True)
def example(request: pytest.FixtureRequest) -> None:
    """Give the examples in docstrings the names that they use."""
    if isinstance(request.node, DoctestItem):
        request.getfixturevalue("example_names")


@pytest.fixture
def example_names(
    demo: DemoServer,
    doctest_namespace: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[None]:
    """``uri`` and ``client`` of the demo's server, ``scratch``, a container to write to.

    They run in a folder of their own, whose files nobody misses.
    """
    monkeypatch.setenv("TILED_JL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TILED_API_KEY", demo.api_key)
    monkeypatch.setenv("TILED_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("TILED_PROFILES", str(tmp_path / "profiles"))
    monkeypatch.chdir(tmp_path)
    client = from_uri(demo.uri)
    scratch = client["scratch"].create_container(tmp_path.name)
    doctest_namespace.update(uri=demo.uri, client=client, scratch=scratch)
    yield
    client.context.close()
