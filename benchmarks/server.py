"""The server that is measured: a real one, in a process of its own, with files on disk."""

from __future__ import annotations

import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

_PATIENCE = 300.0
"""Seconds that a start may take: on a busy machine, more than a minute."""


@dataclass(frozen=True)
class Server:
    """Where the server can be reached."""

    host: str
    port: int
    api_key: str

    @property
    def uri(self) -> str:
        return f"http://{self.host}:{self.port}"

    def at(self, port: int) -> Server:
        """Return the same server, reached by another port of this machine."""
        return replace(self, port=port)


@contextmanager
def serving() -> Iterator[Server]:
    """Serve an empty catalogue, by one process, until the end of the block."""
    with TemporaryDirectory() as folder:
        server = Server("127.0.0.1", free_port(), secrets.token_hex(16))
        process = subprocess.Popen(
            _command(server, Path(folder)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            wait(server, process)
            yield server
        finally:
            process.terminate()
            process.wait()


def _command(server: Server, folder: Path) -> list[str]:
    options = {"--write": folder / "data", "--api-key": server.api_key, "--port": server.port}
    tiled = [sys.executable, "-m", "tiled", "serve", "catalog", "--init"]
    return [
        *tiled,
        str(folder / "catalog.db"),
        *(str(word) for pair in options.items() for word in pair),
    ]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("The server ended before it answered.")
        try:
            httpx.get(f"{server.uri}/healthz").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not answer in time.")
