"""A server that wishes its clients ill: it speaks enough of Tiled to be believed."""

import json
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

from .faultproxy import Quiet

ABOUT = {
    "api_version": 0,
    "library_version": "0.2.20",
    "authentication": {"required": False, "providers": []},
    "formats": {"array": ["text/csv"]},
    "aliases": {"array": {"text/csv": ["csv"]}},
    "queries": ["lookup"],
}


@dataclass
class Says:
    """An answer: a body as a whole, or in pieces without an end."""

    body: bytes | Iterable[bytes] = b""
    media_type: str = "application/json"
    status: int = 200
    headers: list[tuple[str, str]] = field(default_factory=list)


def document(content: Any, **options: Any) -> Says:
    return Says(json.dumps(content).encode(), **options)


def node(key: str, family: str, structure: Any = None, **attributes: Any) -> Says:
    """Describe a node."""
    described = {"structure_family": family, "structure": structure, "metadata": {}, "specs": []}
    return document({"data": {"id": key, "attributes": {**described, **attributes}}})


ROOT = node("", "container", {"count": 1})


@dataclass
class Hostile:
    """The server. `answers` are by the path below the API, or by the beginning of it."""

    server: Quiet
    about: dict[str, Any] = field(default_factory=lambda: ABOUT)
    answers: dict[str, Says | Callable[[], Says]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def uri(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def answer_to(self, path: str) -> Says:
        answers = {"metadata/": ROOT, **self.answers}
        found = [each for each in answers if path.startswith(each)]
        if not found or (found == ["metadata/"] and path != "metadata/"):
            return document({"detail": "Not Found"}, status=404)
        says = answers[max(found, key=len)]
        return says if isinstance(says, Says) else says()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    hostile: Hostile

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.hostile.asked.append(self.path)
        path = urlsplit(self.path).path.removeprefix("/api/v1/")
        says = self.hostile.answer_to(path) if path else document(self.hostile.about)
        with suppress(OSError):
            self._send(says)

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

    def _send(self, says: Says) -> None:
        self.send_response_only(says.status)
        named = {name.lower() for name, _ in says.headers}
        if "content-type" not in named:
            self.send_header("Content-Type", says.media_type)
        whole = isinstance(says.body, bytes)
        if whole and "content-length" not in named:
            self.send_header("Content-Length", str(len(says.body)))
        elif not whole:
            self.send_header("Transfer-Encoding", "chunked")
        for name, value in says.headers:
            self.send_header(name, value)
        self.end_headers()
        if isinstance(says.body, bytes):
            self.wfile.write(says.body)
            if "content-length" in named:
                self.close_connection = True
            return
        for piece in says.body:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def hostile() -> Iterator[Hostile]:
    """Serve until the end of the block."""
    handler = type("ThisHandler", (Handler,), {})
    server = Quiet(("127.0.0.1", 0), handler)
    running = Hostile(server)
    handler.hostile = running  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()


class Elsewhere:
    """Another host, which takes what it is sent and answers nothing."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.received = bytearray()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.received += b"connected"
                with connection, suppress(OSError):
                    connection.settimeout(2)
                    self.received += connection.recv(65536)

    def close(self) -> None:
        self._listener.close()
