"""A proxy between the client and the real server, which breaks what it is told to break."""

import io
import re
import select
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
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
    open: int = 0
    """Connections of clients."""
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

    def count(self, change: int) -> None:
        with self.lock:
            self.open += change


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

    def do_DELETE(self) -> None:
        self._forward()

    def _forward(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        if len(body) < length:
            # The client has changed its mind.
            self.close_connection = True
            return
        self.proxy.seen.append(Seen(self.scheme, self.command, self.path, dict(self.headers)))
        fault = self.proxy.fault_for(self.path)
        if self.proxy.tls is not None and self.scheme == "http":
            fault = redirect(f"https://{self.headers['Host']}{self.path}", 308)
        answer = Answer(503, {}, b"") if isinstance(fault, Unheard) else self._ask(body)
        try:
            fault(self, answer)
        except OSError:
            self.close_connection = True

    def _ask(self, body: bytes) -> Answer:
        with closing(HTTPConnection(*self.proxy.upstream)) as connection:
            connection.request(self.command, self.path, body, dict(self.headers))
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())

    def answer(self, answer: Answer, *, length: int | None = None) -> None:
        self.head(answer, length)
        self.wfile.write(answer.body)

    def head(self, answer: Answer, length: int | None = None, *, delimited: bool = True) -> None:
        """Send what comes before the body."""
        self.send_response_only(answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in {"content-length", "transfer-encoding", "connection"}:
                self.send_header(name, value)
        if delimited:
            length = len(answer.body) if length is None else length
            self.send_header("Content-Length", str(length))
        else:
            self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Quiet(ThreadingHTTPServer):
    """A server that takes broken connections as they come: it breaks them itself."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        pass


class Counting(Quiet):
    """The server of a proxy, which knows of each connection."""

    proxy: Proxy

    # Counted where they are accepted, one after the other, and not where a thread begins.
    def process_request(self, request: Any, client_address: Any) -> None:
        self.proxy.count(1)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        super().shutdown_request(request)
        self.proxy.count(-1)


@dataclass(frozen=True)
class Unheard:
    """A fault of which the server hears nothing, since it comes before the request."""

    fault: Fault

    def __call__(self, handler: Handler, answer: Answer) -> None:
        self.fault(handler, answer)


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


def broken_off(handler: Handler, answer: Answer) -> None:
    """Break the connection in the middle of the body."""
    truncated(handler, answer)
    handler.wfile.flush()
    reset(handler, answer)


def undeclared(share: float) -> Fault:
    """Send a part of the body without saying how long it is, and hang up."""

    def fault(handler: Handler, answer: Answer) -> None:
        answer.body = answer.body[: int(len(answer.body) * share)]
        handler.head(answer, delimited=False)
        handler.wfile.write(answer.body)
        handler.close_connection = True

    return fault


def repeated(start: float, stop: float) -> Fault:
    """Send a stretch of the body twice, as if it were so."""

    def fault(handler: Handler, answer: Answer) -> None:
        first, last = int(len(answer.body) * start), int(len(answer.body) * stop)
        answer.body = answer.body[:last] + answer.body[first:]
        handler.answer(answer)

    return fault


def echoed(handler: Handler, answer: Answer) -> None:
    """Send the end of the body again, beyond the length that was declared."""
    whole = len(answer.body)
    answer.body += answer.body[whole // 2 :]
    handler.answer(answer, length=whole)


def twice(handler: Handler, answer: Answer) -> None:
    """Send all of the answer again."""
    whole, sent = handler.wfile, io.BytesIO()
    handler.wfile = sent
    handler.answer(answer)
    handler.wfile = whole
    handler.wfile.write(sent.getvalue() * 2)


def drip(pause: float, pieces: int) -> Fault:
    """Send the body in so many small pieces, with a pause before each."""

    def fault(handler: Handler, answer: Answer) -> None:
        handler.head(answer)
        size = max(1, -(-len(answer.body) // pieces))
        for start in range(0, len(answer.body), size):
            time.sleep(pause)
            handler.wfile.write(answer.body[start : start + size])

    return fault


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


LOGIN_PAGE = b"<html><title>Please log in</title><script>alert(1)</script></html>"


def page(handler: Handler, answer: Answer) -> None:
    """Answer with a web page, as a login page in front of the server does."""
    handler.answer(Answer(200, {"content-type": "text/html"}, LOGIN_PAGE))


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
    """Say nothing until the test is over, or the client has gone."""
    for _ in range(600):
        gone, _, _ = select.select([handler.connection], [], [], 0.1)
        if gone or handler.proxy.released.is_set():
            break
    handler.close_connection = True


def stall_halfway(handler: Handler, answer: Answer) -> None:
    """Send half of the body, and then nothing until the test is over."""
    truncated(handler, answer)
    handler.wfile.flush()
    stall(handler, answer)


def start(
    upstream: str, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None, port: int = 0
) -> Proxy:
    """Start a proxy for a server; with `tls`, one that sends everybody from http to https."""
    parts = urlsplit(upstream)
    handler = type("ThisHandler", (Handler,), {})
    server = Counting((host, port), handler)
    proxy = Proxy(server, (parts.hostname or "", parts.port or 80), tls=tls)
    handler.proxy = server.proxy = proxy  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return proxy


def stop(proxy: Proxy) -> None:
    proxy.released.set()
    proxy.server.shutdown()
    proxy.server.server_close()
