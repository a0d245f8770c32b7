"""A relay in front of a real server, which can be cut, puts it on a sub-path, or lies."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

ROOT = "/beamline/tiled"
"""The path below which the server is reached, too."""


class Relay:
    """The relay.

    Attributes
    ----------
    stream : tuple of (str, int) or None
        Who answers for live data in place of the server.
    """

    def __init__(self, uri: str) -> None:
        parts = urlsplit(uri)
        self._server = parts.hostname or "", parts.port or 0
        self.stream: tuple[str, int] | None = None
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.uri = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self._open: list[socket.socket] = []
        self._is_cut = threading.Event()

    def cut(self) -> None:
        """End all connections, and take no others."""
        self._is_cut.set()
        while self._open:
            _end(self._open.pop())

    def mend(self) -> None:
        """Take connections again."""
        self._is_cut.clear()

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                threading.Thread(target=self._link, args=(near,), daemon=True).start()

    def _link(self, near: socket.socket) -> None:
        with near, suppress(OSError):
            asked = self._without_root(near.recv(65536))
            if self._is_cut.is_set():
                return
            upstream = self.stream if self.stream and b"/stream/" in asked else self._server
            with socket.create_connection(upstream) as far:
                self._open += [near, far]
                far.sendall(asked)
                threading.Thread(target=self._carry, args=(far, near), daemon=True).start()
                while asked := self._without_root(near.recv(65536)):
                    far.sendall(asked)
                _end(far)

    def _carry(self, far: socket.socket, near: socket.socket) -> None:
        with suppress(OSError):
            while answer := far.recv(65536):
                near.sendall(answer)
        _end(near)

    @staticmethod
    def _without_root(asked: bytes) -> bytes:
        return asked.replace(f" {ROOT}/".encode(), b" /")


def _end(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def relayed(uri: str) -> Iterator[Relay]:
    """Yield a relay in front of a server."""
    relay = Relay(uri)
    thread = threading.Thread(target=relay.serve, daemon=True)
    thread.start()
    try:
        yield relay
    finally:
        relay.cut()
        with suppress(OSError):
            relay.listener.shutdown(socket.SHUT_RDWR)
        relay.listener.close()
        thread.join()
