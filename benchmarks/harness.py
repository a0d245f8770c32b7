"""Measure contenders in turn, so that a slow minute of the machine hits all of them alike."""

from __future__ import annotations

import os
import secrets
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx


@dataclass(frozen=True)
class Server:
    """A running benchmark server."""

    host: str
    port: int
    api_key: str

    @property
    def uri(self) -> str:
        return f"http://{self.host}:{self.port}"


@contextmanager
def serving(tree: str) -> Iterator[Server]:
    """Serve a tree, given by its import path, until the end of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = Server("127.0.0.1", free.getsockname()[1], secrets.token_hex(16))
    process = subprocess.Popen(
        [sys.executable, "-m", "tiled", "serve", "pyobject", tree, "--port", str(server.port)],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "TILED_SINGLE_USER_API_KEY": server.api_key, "PYTHONPATH": "."},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            if process.poll() is not None:
                raise RuntimeError("The benchmark server ended before it answered.")
            try:
                if httpx.get(f"{server.uri}/healthz").status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait()


def medians(contenders: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Run each contender once a round, after one round that is not counted; seconds."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for count in range(rounds + 1):
        for name, run in contenders.items():
            started = time.perf_counter()
            run()
            if count:
                seconds[name].append(time.perf_counter() - started)
    return {name: statistics.median(each) for name, each in seconds.items()}
