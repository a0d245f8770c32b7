"""A proxy between the client and the real server, which breaks what it is told to break."""

import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass
class Answer:
    """What the server answered, to be spoilt."""

    status: int
    headers: dict[str, str]
    body: bytes


Fault = Callable[["Handler", Answer], None]
"""Sends an answer, or something else, to the client."""


@dataclass
class Seen:
    """A request that came through."""

    scheme: str
    method: str
    path: str
    headers: dict[str, str]


@dataclass
class Proxy:
    """The proxy. Put faults into `faults`: each spoils the next request whose path it matches."""

    server: ThreadingHTTPServer
    upstream: tuple[str, int]
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    tls: ssl.SSLContext | None = None

    @property
    def uri(self) -> str:
        host, port = self.server.server_address[:2]
        return f"http://{host!s}:{port}"

    def spoil(self, path: str, *faults: Fault) -> None:
        """Spoil the next requests for a path, one after the other."""
        self.faults += [(path, fault) for fault in faults]

    def asked(self, path: str) -> list[Seen]:
        """Return the requests for a path so far."""
        return [request for request in self.seen if re.search(path, request.path)]

    def fault_for(self, path: str) -> Fault:
        with self.lock:
            for number, (pattern, fault) in enumerate(self.faults):
                if re.search(pattern, path):
                    del self.faults[number]
                    return fault
        return faithful


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    proxy: Proxy
    scheme = "http"

    def setup(self) -> None:
        # One port for both schemes: a TLS client begins with 0x16, an HTTP client with a letter.
        if self.proxy.tls is not None and self.request.recv(1, socket.MSG_PEEK) == b"\x16":
            self.request = self.proxy.tls.wrap_socket(self.request, server_side=True)
            self.scheme = "https"
        super().setup()

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def do_GET(self) -> None:
        self._forward()

    def do_POST(self) -> None:
        self._forward()

    def do_PUT(self) -> None:
        self._forward()

    def do_PATCH(self) -> None:
        self._forward()

    def _forward(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        self.proxy.seen.append(Seen(self.scheme, self.command, self.path, dict(self.headers)))
        fault = self.proxy.fault_for(self.path)
        if self.proxy.tls is not None and self.scheme == "http":
            fault = redirect(f"https://{self.headers['Host']}{self.path}", 308)
        connection = HTTPConnection(*self.proxy.upstream)
        try:
            connection.request(self.command, self.path, body, dict(self.headers))
            response = connection.getresponse()
            answer = Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()
        try:
            fault(self, answer)
        except OSError:
            self.close_connection = True

    def answer(self, answer: Answer, *, length: int | None = None) -> None:
        self.send_response_only(answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in {"content-length", "transfer-encoding", "connection"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body) if length is None else length))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        pass


class Quiet(ThreadingHTTPServer):
    """A server that takes broken connections as they come: it breaks them itself."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        pass


def faithful(handler: Handler, answer: Answer) -> None:
    handler.answer(answer)


def reset(handler: Handler, answer: Answer) -> None:
    """Break the connection before anything was answered."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.connection.close()


def truncated(handler: Handler, answer: Answer) -> None:
    """Declare the whole body, send half of it, and hang up."""
    whole = len(answer.body)
    answer.body = answer.body[: whole // 2]
    handler.answer(answer, length=whole)
    handler.close_connection = True


def resized(difference: int) -> Fault:
    """Send a body that is as long as it says, but not as long as it should be."""

    def fault(handler: Handler, answer: Answer) -> None:
        answer.body = (answer.body + bytes(max(0, difference)))[: len(answer.body) + difference]
        handler.answer(answer)

    return fault


def status(code: int, body: bytes = b'{"detail": "spoilt"}', **headers: str) -> Fault:
    """Answer with a status of our own."""

    def fault(handler: Handler, answer: Answer) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        handler.answer(Answer(code, {"content-type": "application/json", **named}, body))

    return fault


def page(handler: Handler, answer: Answer) -> None:
    """Answer with a web page, as a login page in front of the server does."""
    body = b"<html><title>Please log in</title><script>alert(1)</script></html>"
    handler.answer(Answer(200, {"content-type": "text/html"}, body))


def encoded(encoding: str) -> Fault:
    """Claim that the body is encoded."""

    def fault(handler: Handler, answer: Answer) -> None:
        answer.headers["content-encoding"] = encoding
        handler.answer(answer)

    return fault


def redirect(location: str, code: int = 307) -> Fault:
    """Send the client elsewhere."""
    return status(code, b"", location=location)


def stall(handler: Handler, answer: Answer) -> None:
    """Say nothing until the test is over."""
    handler.proxy.released.wait(60)
    handler.close_connection = True


def stall_halfway(handler: Handler, answer: Answer) -> None:
    """Send half of the body, and then nothing until the test is over."""
    whole = len(answer.body)
    answer.body = answer.body[: whole // 2]
    handler.answer(answer, length=whole)
    handler.wfile.flush()
    stall(handler, answer)


def start(upstream: str, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Proxy:
    """Start a proxy for a server; with `tls`, one that sends everybody from http to https."""
    parts = urlsplit(upstream)
    handler = type("ThisHandler", (Handler,), {})
    server = Quiet((host, 0), handler)
    proxy = Proxy(server, (parts.hostname or "", parts.port or 80), tls=tls)
    handler.proxy = proxy  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return proxy


def stop(proxy: Proxy) -> None:
    proxy.released.set()
    proxy.server.shutdown()
    proxy.server.server_close()
