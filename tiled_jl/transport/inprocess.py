"""Requests to an ASGI application in this process, without a socket.

The application runs in an event loop of its own, on a thread of its own. So requests can be sent
from any thread, among them one on which another event loop runs, as in a notebook.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any

import httpx

from tiled_jl.transport import watch

Message = MutableMapping[str, Any]
Application = Callable[
    [
        MutableMapping[str, Any],
        Callable[[], Awaitable[Message]],
        Callable[[Message], Awaitable[None]],
    ],
    Awaitable[None],
]

_TICK = 0.1
_LIFESPAN_PATIENCE = 60.0


class AppTransport(httpx.BaseTransport):
    """HTTP to an ASGI application in this process.

    Parameters
    ----------
    app : callable
        The application. Its start-up runs here and now, its shutdown in `close`.
    """

    def __init__(self, app: Application) -> None:
        self._app = app
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._loop.run_forever, name="tiled_jl-app", daemon=True
        )
        self._thread.start()
        self._lifespan = _Lifespan(app)
        try:
            self._call(self._lifespan.start())
        except BaseException:
            self.close()
            raise

    def handle_request(self, request: httpx.Request) -> httpx.Response:  # noqa: D102
        exchange = _Exchange(self._app, _scope(request), request.read())
        exchange.task = asyncio.run_coroutine_threadsafe(exchange.run(), self._loop)
        try:
            start = exchange.receive()
        except BaseException:
            exchange.close()
            raise
        return httpx.Response(start["status"], headers=start["headers"], stream=exchange)

    def close(self) -> None:  # noqa: D102
        if self._loop.is_closed():
            return
        self._call(self._lifespan.stop())
        self._call(_cancel_all())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _call(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(_LIFESPAN_PATIENCE)


class _Exchange(httpx.SyncByteStream):
    """One request and its answer: the application writes, this thread reads."""

    task: Any

    def __init__(self, app: Application, scope: dict[str, Any], body: bytes) -> None:
        self._app = app
        self._scope = scope
        self._body: bytes | None = body
        self._messages: queue.SimpleQueue[Message | BaseException | None] = queue.SimpleQueue()

    async def run(self) -> None:
        gone = asyncio.Event()

        async def receive() -> Message:
            if self._body is None:
                await gone.wait()
                return {"type": "http.disconnect"}
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            self._messages.put(message)

        try:
            await self._app(self._scope, receive, send)
            self._messages.put(None)
        except BaseException as error:
            self._messages.put(error)
            if not isinstance(error, Exception):
                raise

    def receive(self) -> Message:
        while True:
            watch.check()
            try:
                message = self._messages.get(timeout=_TICK)
            except queue.Empty:
                continue
            if isinstance(message, BaseException):
                raise httpx.RemoteProtocolError(f"the application failed: {message!r}") from message
            if message is None:
                raise httpx.RemoteProtocolError("the application ended before it had answered")
            return message

    def __iter__(self) -> Iterator[bytes]:
        more = True
        while more:
            message = self.receive()
            more = message.get("more_body", False)
            # A body can be a memoryview of any element; what follows counts bytes.
            yield bytes(message.get("body", b""))

    def close(self) -> None:
        self.task.cancel()


class _Lifespan:
    """Start-up and shutdown of an application."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._to_app: asyncio.Queue[Message] = asyncio.Queue()
        self._from_app: asyncio.Queue[Message] = asyncio.Queue()
        self._task = asyncio.ensure_future(self._run())
        await self._ask("startup")

    async def stop(self) -> None:
        if self._task is not None and not self._task.done():
            await self._ask("shutdown")

    async def _run(self) -> None:
        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
        try:
            await self._app(scope, self._to_app.get, self._from_app.put)
        except Exception as error:  # noqa: BLE001
            # An application without a lifespan refuses the scope, which is allowed; one that has
            # said why it failed has been heard already.
            await self._from_app.put({"type": "lifespan.unsupported", "message": repr(error)})

    async def _ask(self, phase: str) -> None:
        await self._to_app.put({"type": f"lifespan.{phase}"})
        answer = await self._from_app.get()
        if answer["type"] == f"lifespan.{phase}.failed":
            raise RuntimeError(f"the application failed at {phase}: {answer.get('message')}")


async def _cancel_all() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def _scope(request: httpx.Request) -> dict[str, Any]:
    path, _, query = request.url.raw_path.partition(b"?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.url.scheme,
        "path": request.url.path,
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "client": ("127.0.0.1", 0),
        "server": (request.url.host, request.url.port or 80),
        "state": {},
    }
