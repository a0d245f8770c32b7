"""Ctrl-C ends whatever is under way at once, and leaves no thread: in a process of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import serving

from .faultproxy import Proxy, stall, stall_halfway, status
from .test_listing_prefetch import wait_until

ROOT = Path(__file__).parents[2]

PROGRAM = """
import sys, threading
from tiled_jl import Context, from_context
context = Context({uri!r}, api_key={api_key!r})
before = set(threading.enumerate())
try:
    {work}
except KeyboardInterrupt:
    left = set(threading.enumerate()) - before
    print("interrupted", *(thread.name for thread in left))
"""

READ = "from_context(context, node_path_parts=['memory', 'arrays', {key!r}]).read()"
LIST = "from_context(context, node_path_parts=['memory', 'many']).values()[:]"
WRITE = """
    from tiled_jl.transport.request import Request
    body = memoryview(bytes(50_000_000))
    put = Request("array/full/a", method="PUT", content=body, content_type="a/b", repeatable=False)
    context.session.fetch(put)
"""
WRITE_PARTS = """
    from functools import partial
    from tiled_jl.transport.gather import gather
    from tiled_jl.transport.request import Request
    body = memoryview(bytes(50_000_000))
    put = Request("array/full/a", method="PUT", content=body, content_type="a/b", repeatable=False)
    gather([partial(context.session.fetch, put)] * 4, at_once=2, total=4 * len(body))
"""


def start(uri: str, work: str) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(uri=uri, api_key=serving.API_KEY, work=work.strip())],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )


def interrupt(process: subprocess.Popen[str]) -> str:
    process.send_signal(signal.SIGINT)
    try:
        said, _ = process.communicate(timeout=25)
    finally:
        process.kill()
        process.communicate()
    return said.strip()


@pytest.mark.parametrize("fault", [stall, stall_halfway, status(503, retry_after="30")])
@pytest.mark.parametrize("key", ["floats", "large"])
def test_a_read_ends(proxy: Proxy, fault: Any, key: str) -> None:
    proxy.spoil("array/full", *[fault] * 5)
    process = start(proxy.uri, READ.format(key=key))
    wait_until(lambda: len(proxy.asked("array/full")) >= 1)
    assert interrupt(process) == "interrupted"
    assert not proxy.released.is_set()


def test_a_listing_ends_while_the_next_page_is_awaited(proxy: Proxy) -> None:
    proxy.spoil("search.*cursor", stall)
    process = start(proxy.uri, LIST)
    wait_until(lambda: len(proxy.asked("search")) == 2)
    assert interrupt(process) == "interrupted"


@pytest.fixture
def deaf() -> Iterator[socket.socket]:
    """A server that takes connections, and nothing that comes over them."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@pytest.mark.parametrize(("work", "connections"), [(WRITE, 1), (WRITE_PARTS, 2)])
def test_a_write_ends(deaf: socket.socket, work: str, connections: int) -> None:
    process = start(f"http://127.0.0.1:{deaf.getsockname()[1]}", work)
    with ExitStack() as taken:
        for _ in range(connections):
            connection = taken.enter_context(deaf.accept()[0])
            assert connection.recv(3, socket.MSG_WAITALL) == b"PUT"
        assert interrupt(process) == "interrupted"
