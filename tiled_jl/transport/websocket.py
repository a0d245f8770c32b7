"""WebSockets, by which a server tells of new data as they come.

The library's own way has three traps: it follows redirects with headers that are meant for one
server only, it writes these headers to the log, and nothing wakes the caller who wants to stop.
"""

from __future__ import annotations

import atexit
import logging
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
import msgspec

from tiled_jl.errors import ResponseError, TiledError
from tiled_jl.transport import failures, watch
from tiled_jl.transport.network import ssl_context

if TYPE_CHECKING:
    from websockets.sync.client import ClientConnection

T = TypeVar("T")

LARGEST_MESSAGE = 2**30
"""Bytes: more than servers are sent in one request, so that only a hostile one passes it."""

_TICK = 0.1
"""Seconds between two looks at whether the caller wants to stop."""

_PATIENCE = 60.0
"""Seconds in which the other end has to show that it is there, while a large message may come."""

_silent = logging.Logger("tiled_jl.websocket", logging.CRITICAL + 1)


class Refused(Exception):  # noqa: N818 - a message between two functions, not an error
    """The server does not open a WebSocket."""


class Closed(Exception):  # noqa: N818 - a message between two functions, not an error
    """The connection has ended.

    Parameters
    ----------
    code : int or None
        The server's reason as a number (RFC 6455, 7.4); None if it gave none.
    reason : str
        The same in words.
    """

    def __init__(self, code: int | None, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Socket:
    """An open WebSocket. It is closed by its ``with`` block.

    Parameters
    ----------
    connection : websockets.sync.client.ClientConnection
    greeting : str or None
        What to say first.
    """

    def __init__(self, connection: ClientConnection, greeting: str | None) -> None:
        self._connection = connection
        self._greeting = greeting

    def __enter__(self) -> Socket:
        # As Python ends, it takes away the threads without which nothing can be closed.
        atexit.register(self._connection.close)
        self._connection.__enter__()
        if self._greeting is not None:
            self.send(self._greeting)
        return self

    def __exit__(self, *reason: Any) -> None:
        self._connection.__exit__(*reason)
        # It ends by itself, but a moment after the connection.
        if self._connection.keepalive_thread is not None:
            self._connection.keepalive_thread.join(_TICK * 10)
        atexit.unregister(self._connection.close)

    def send(self, message: str) -> None:
        """Send a message."""
        self._guarded(lambda: self._connection.send(message))

    def receive(self, timeout: float | None = None) -> bytes:
        """Return the next message.

        Parameters
        ----------
        timeout : float or None, optional
            Seconds to wait for it.

        Raises
        ------
        TimeoutError
            If none came.
        Closed
            If none will come.
        """
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            watch.check()
            try:
                return self._guarded(lambda: self._connection.recv(_TICK, decode=False))
            except TimeoutError:
                if end is not None and time.monotonic() >= end:
                    raise

    @staticmethod
    def _guarded(act: Callable[[], T]) -> T:
        from websockets.exceptions import ConnectionClosed

        try:
            return act()
        except ConnectionClosed as error:
            given = error.rcvd
            code, reason = (given.code, given.reason) if given else (None, str(error))
            raise Closed(code, reason) from error


@dataclass(frozen=True)
class Dialler:
    """Opens WebSockets to one server.

    Parameters
    ----------
    verify : bool, str or ssl.SSLContext
        How to check the server's certificate.
    proxy : str or None
        The proxy to go through.
    timeout : float or None
        Seconds that opening may take.
    """

    verify: bool | str | ssl.SSLContext
    proxy: str | None
    timeout: float | None

    def dial(self, message: httpx.Request) -> Socket:
        """Open a WebSocket.

        Parameters
        ----------
        message : httpx.Request
            Where, and with which headers. Servers take an access token not as a header but as the
            first thing that is said.

        Raises
        ------
        Refused
            If the server answers, but does not open it.
        ConnectionFailed, Timeout
            If it does not answer.
        ResponseError
            If it answers with a redirect.
        """
        from websockets.exceptions import InvalidStatus, WebSocketException
        from websockets.sync.client import connect

        headers = httpx.Headers(message.headers)
        scheme, _, token = headers.get("Authorization", "").partition(" ")
        for name in ("Accept", "Accept-Encoding", "Host"):
            headers.pop(name, None)
        if scheme.lower() == "bearer":
            del headers["Authorization"]
        secure = message.url.scheme == "https"
        url = message.url.copy_with(scheme="wss" if secure else "ws")
        tls = ssl_context(self.verify) or httpx.create_ssl_context() if secure else None
        asked = f"live data of {message.url.path}"
        try:
            connection = connect(
                str(url),
                ssl=tls,
                additional_headers=list(headers.items()),
                user_agent_header=None,
                proxy=self.proxy,
                # What detectors write is too noisy to be worth the time that deflating takes.
                compression=None,
                open_timeout=self.timeout,
                close_timeout=1,
                ping_timeout=_PATIENCE,
                max_size=LARGEST_MESSAGE,
                # Messages that wait here are memory; the server can wait as well.
                max_queue=2,
                logger=_silent,
                create_connection=_staying(),
            )
        except InvalidStatus as error:
            raise Refused(f"the server answered {error.response.status_code}") from error
        except TimeoutError as error:
            raise _failure(httpx.ConnectTimeout(str(error)), message, asked) from error
        except (OSError, WebSocketException, EOFError, ImportError) as error:
            raise _failure(httpx.ConnectError(str(error)), message, asked) from error
        if "Authorization" in headers:
            return Socket(connection, None)
        # Also without a token: a server that waits for one learns that none comes.
        with_token = {"access_token": token} if token else {}
        return Socket(connection, msgspec.json.encode({"type": "auth", **with_token}).decode())


def _failure(error: httpx.TransportError, message: httpx.Request, asked: str) -> TiledError:
    origin = f"{message.url.scheme}://{message.url.netloc.decode('ascii')}"
    return failures.from_transport(error, asked, origin)


def _staying() -> type[ClientConnection]:
    """Return a kind of connection that follows no redirect."""
    from websockets.exceptions import InvalidStatus
    from websockets.sync.client import ClientConnection

    class Staying(ClientConnection):
        def handshake(self, *args: Any, **options: Any) -> None:
            try:
                super().handshake(*args, **options)
            except InvalidStatus as error:
                if 300 <= error.response.status_code < 400:
                    raise ResponseError(
                        "The server redirects where live data were asked for. Nothing was sent "
                        "there.",
                        hint="Use the address that it has now in from_uri.",
                    ) from error
                raise

    return Staying
