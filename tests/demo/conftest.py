from collections.abc import Callable, Iterator
from time import monotonic, sleep

import httpx
import psutil
import pytest

from tiled_jl.demo.server import DemoServer


@pytest.fixture
def http(demo: DemoServer) -> Iterator[httpx.Client]:
    with api(demo.uri, demo.api_key) as client:
        yield client


def api(uri: str, api_key: str) -> httpx.Client:
    return httpx.Client(
        base_url=f"{uri}/api/v1/",
        headers={"Authorization": f"Apikey {api_key}"},
        timeout=60,
        trust_env=False,
        # After an internal error the server closes the connection without saying so.
        limits=httpx.Limits(max_keepalive_connections=0),
    )


def is_running(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def eventually(condition: Callable[[], bool], within: float = 30) -> bool:
    deadline = monotonic() + within
    while monotonic() < deadline:
        if condition():
            return True
        sleep(0.05)
    return False
