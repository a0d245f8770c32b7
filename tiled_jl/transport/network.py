"""Sockets that notice when the caller wants to stop.

What waits for a slow server would otherwise end only with the server's answer or a timeout.
Here every wait is cut into short ones, and between two the watcher is asked.
"""

from __future__ import annotations

import math
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from tiled_jl.transport import watch
from tiled_jl.transport.redaction import quieten

_TICK = 0.2
"""Seconds between two looks at whether the caller wants to stop."""

SocketOption = Any

quieten()


class WatchedStream(httpcore.NetworkStream):
    """A connection whose reads and writes end when the caller wants to stop.

    Attributes
    ----------
    heard : bool
        Whether something has come since something was sent.
    """

    def __init__(self, stream: httpcore.NetworkStream, *, within_tls: bool = False) -> None:
        self._stream = stream
        # Within TLS through a TLS proxy, only the stream knows how to send.
        self._socket: Any = None if within_tls else stream.get_extra_info("socket")
        self.heard = False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: D102
        end = _end(timeout)
        while True:
            watch.check()
            try:
                came = self._stream.read(max_bytes, _left(end))
                self.heard = True
                return came
            except httpcore.ReadTimeout:
                if time.monotonic() >= end:
                    raise

    @property
    def is_plain(self) -> bool:
        """Whether what comes can be received in place: `readinto`."""
        return self._socket is not None

    def readinto(self, view: memoryview, timeout: float | None = None) -> int:
        """Receive some bytes where they belong; 0 at the end of the connection."""
        end = _end(timeout)
        while True:
            watch.check()
            self._socket.settimeout(_left(end))
            try:
                return int(self._socket.recv_into(view))
            except TimeoutError as error:
                if time.monotonic() >= end:
                    raise httpcore.ReadTimeout(str(error)) from error
            except OSError as error:
                raise httpcore.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: D102
        self.heard = False
        if self._socket is None:
            watch.check()
            self._stream.write(buffer, timeout)
            return
        rest, end = memoryview(buffer), _end(timeout)
        while rest:
            watch.check()
            self._socket.settimeout(_left(end))
            try:
                sent = self._socket.send(rest)
            except TimeoutError as error:
                if time.monotonic() >= end:
                    raise httpcore.WriteTimeout(str(error)) from error
            except OSError as error:
                raise httpcore.WriteError(str(error)) from error
            else:
                rest, end = rest[sent:], _end(timeout)

    def close(self) -> None:  # noqa: D102
        self._stream.close()

    def start_tls(  # noqa: D102
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        again = self.get_extra_info("ssl_object") is not None
        secure = self._stream.start_tls(ssl_context, server_hostname, timeout)
        return WatchedStream(secure, within_tls=again)

    def get_extra_info(self, info: str) -> Any:  # noqa: D102
        return self._stream.get_extra_info(info)


def _end(timeout: float | None) -> float:
    return math.inf if timeout is None else time.monotonic() + timeout


def _left(end: float) -> float:
    return max(min(_TICK, end - time.monotonic()), 0.001)


class WatchedBackend(httpcore.NetworkBackend):
    """Makes connections that notice when the caller wants to stop."""

    def __init__(self) -> None:
        self._backend = httpcore.SyncBackend()

    def connect_tcp(  # noqa: D102
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        watch.check()
        stream = self._backend.connect_tcp(host, port, timeout, local_address, socket_options)
        return WatchedStream(stream)


class SocketTransport(httpx.BaseTransport):
    """HTTP over sockets that notice when the caller wants to stop.

    Parameters
    ----------
    verify : bool, str or ssl.SSLContext
        Whom to believe that they are who they say: the usual authorities, nobody checked
        (False), those in a file or folder, or a context of your own.
    proxy : str or None
        The proxy to go through.
    max_connections : int
    """

    def __init__(
        self, *, verify: bool | str | ssl.SSLContext, proxy: str | None, max_connections: int
    ) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl_context(verify),
            proxy=None if proxy is None else _proxy(proxy),
            max_connections=max_connections,
            keepalive_expiry=60,
            network_backend=WatchedBackend(),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:  # noqa: D102
        with _as_httpx_errors():
            response = self._pool.handle_request(
                httpcore.Request(
                    request.method,
                    httpcore.URL(
                        scheme=request.url.raw_scheme,
                        host=request.url.raw_host,
                        port=request.url.port,
                        target=request.url.raw_path,
                    ),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
            extensions = dict(response.extensions)
            stream = extensions.get("network_stream")
            if isinstance(stream, WatchedStream) and not stream.heard:
                # What came too much after the last answer is none to this request.
                stream.close()
                response.close()
                raise httpcore.RemoteProtocolError("an answer came before it was asked for")
        if isinstance(stream, WatchedStream) and stream.is_plain:
            extensions[READ_INTO] = partial(_read_into, stream, request.extensions["timeout"])
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response),
            extensions=extensions,
        )

    def close(self) -> None:  # noqa: D102
        self._pool.close()


READ_INTO = "tiled_jl.read_into"
"""The extension of a response that receives the rest of its body in place.

It may be called once a first piece has come the usual way: then nothing is held back. A connection
on which it was called carries no further request.
"""


def _read_into(stream: WatchedStream, timeout: Mapping[str, float | None], view: memoryview) -> int:
    with _as_httpx_errors():
        return stream.readinto(view, timeout["read"])


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx_errors():
            yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


@contextmanager
def _as_httpx_errors() -> Iterator[None]:
    try:
        yield
    except httpcore.TimeoutException as error:
        raise _named_like(error, httpx.TimeoutException) from error
    except (httpcore.NetworkError, httpcore.ProxyError) as error:
        raise _named_like(error, httpx.NetworkError) from error
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise _named_like(error, httpx.ProtocolError) from error


def _named_like(error: Exception, base: type[httpx.TransportError]) -> httpx.TransportError:
    # httpx names its errors as httpcore does.
    kind = getattr(httpx, type(error).__name__, base)
    return kind(str(error)) if issubclass(kind, httpx.TransportError) else base(str(error))


def ssl_context(verify: bool | str | ssl.SSLContext) -> ssl.SSLContext | None:
    """Return how to check a server's certificate; None for the usual way, made when needed."""
    if isinstance(verify, ssl.SSLContext):
        return verify
    if isinstance(verify, str):
        context = ssl.create_default_context()
        from os.path import isdir

        if isdir(verify):
            context.load_verify_locations(capath=verify)
        else:
            context.load_verify_locations(cafile=verify)
        return context
    return None if verify else httpx.create_ssl_context(verify=False)


def environment_proxy(scheme: str, host: str) -> str | None:
    """Return the proxy that the environment sets for a host, or None."""
    proxies = getproxies()
    if proxy_bypass(host):
        return None
    return proxies.get(scheme) or proxies.get("all")


def _proxy(uri: str) -> httpcore.Proxy:
    parts = httpx.Proxy(uri)
    return httpcore.Proxy(
        url=httpcore.URL(
            scheme=parts.url.raw_scheme,
            host=parts.url.raw_host,
            port=parts.url.port,
            target=parts.url.raw_path,
        ),
        auth=parts.raw_auth,
        headers=parts.headers.raw,
    )
