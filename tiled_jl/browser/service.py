"""The service behind a page: takes its requests, and answers them from other threads."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextvars import Context, copy_context
from typing import Any

import msgspec

from tiled_jl.browser.failures import RequestError, describe
from tiled_jl.browser.handlers import Answer, Handler, handlers
from tiled_jl.browser.messages import (
    PROTOCOL_VERSION,
    REQUESTS,
    Event,
    NodesArrived,
    Progress,
    Request,
    SendPiece,
    ServersChanged,
    TransfersChanged,
    say,
)
from tiled_jl.browser.state import State, shared_state
from tiled_jl.errors import Cancelled
from tiled_jl.transport.watch import watching

logger = logging.getLogger("tiled_jl")

Send = Callable[[dict[str, Any], list[bytes]], None]
Identifier = str | int

PROGRESS_INTERVAL = 0.1
"""Seconds between two messages of progress, and before the first."""

METHODS: dict[str, type[Request[Any]]] = {each.method: each for each in REQUESTS}


class Call:
    """One request under way. The transport asks it whether to go on, and tells it how far it is."""

    def __init__(self, report: Callable[[Progress], None]) -> None:
        self._report = report
        self._lock = threading.Lock()
        self._stopped = False
        self._reported = time.monotonic()

    def end(self) -> bool:
        """End the request, and return whether this is what ended it: it gets one answer only.

        Work that goes on stops as soon as it asks (`check`); one that waits for a server does not
        hold up the answer.
        """
        with self._lock:
            ended, self._stopped = self._stopped, True
        return not ended

    def check(self) -> None:
        """Raise `Cancelled` if the page has lost interest."""
        if self._stopped:
            raise Cancelled()

    def advance(self, done: int, total: int | None, unit: str) -> None:
        """Tell the page how far the request has come, but not more often than it can show."""
        now = time.monotonic()
        if now - self._reported >= PROGRESS_INTERVAL and not self._stopped:
            self._reported = now
            self._report(Progress(done=done, total=total, unit=unit))


class Service:
    """Answers the requests of one page.

    Parameters
    ----------
    send : callable
        Takes a message and its buffers to the page. It is called from several threads, one at a
        time, in the context in which the page's request arrived.
    state : State, optional
        What is shared with other services of this process: servers and caches.
    server : str, optional
        The only server that this page may see; by default all that are known.
    also : mapping of Request to handler, optional
        Requests that only this host can answer.

    Examples
    --------
    >>> answers = []
    >>> service = Service(lambda message, buffers: answers.append(message))
    >>> service.receive({"v": 1, "id": 7, "method": "hello", "params": {}})
    """

    def __init__(
        self,
        send: Send,
        state: State | None = None,
        *,
        server: str | None = None,
        also: dict[type[Request[Any]], Handler] | None = None,
    ) -> None:
        self._send = send
        self._state = state or shared_state()
        self._handlers = handlers(self._state, server) | (also or {})
        self._sending = threading.Lock()
        self._calls: dict[Identifier, Call] = {}
        self._context: Context | None = None
        self._only = server
        self._state.servers.subscribe(self._servers_changed)
        self._state.transfers.subscribe(self._transfers_changed)
        self._state.arrivals.subscribe(self._nodes_arrived)

    def receive(self, message: object, buffers: Sequence[bytes | memoryview] = ()) -> None:
        """Take a message of the page. Never blocks: the answer is sent from another thread.

        Parameters
        ----------
        message : dict
            As `messages` describes it.
        buffers : sequence of bytes
            What travelled beside it.
        """
        if not isinstance(message, dict):
            logger.warning("A page sent something that is not a message.")
            return
        context = self._context = copy_context()
        if "cancel" in message:
            self._cancel(context, message["cancel"])
            return
        ident = message.get("id")
        if not isinstance(ident, (str, int)):
            logger.warning("A page sent a request without an identifier.")
            return
        call = Call(lambda done: self._reply(context, ident, "progress", Answer(done)))
        self._calls[ident] = call
        self._state.crew.hand(lambda: self._answer(context, ident, message, buffers, call))

    def announce(self, event: Event) -> None:
        """Tell the page something that it did not ask for, once it has made itself known."""
        if self._context is not None:
            message = {
                "v": PROTOCOL_VERSION,
                "topic": event.topic,
                "payload": msgspec.to_builtins(event),
            }
            self._deliver(self._context, message, [])

    def close(self) -> None:
        """Stop everything that is under way and send nothing more."""
        self._state.servers.unsubscribe(self._servers_changed)
        self._state.transfers.unsubscribe(self._transfers_changed)
        self._state.arrivals.unsubscribe(self._nodes_arrived)
        self._context = None
        for call in list(self._calls.values()):
            call.end()
        with self._sending:
            self._send = _nowhere

    def _cancel(self, context: Context, ident: object) -> None:
        call = self._calls.get(ident) if isinstance(ident, (str, int)) else None
        if call is not None and isinstance(ident, (str, int)) and call.end():
            self._reply(context, ident, "error", Answer(describe(Cancelled())))

    def _answer(
        self,
        context: Context,
        ident: Identifier,
        message: dict[str, Any],
        buffers: Sequence[bytes | memoryview],
        call: Call,
    ) -> None:
        try:
            with watching(call):
                call.check()
                part, answer = "result", self._handle(message, buffers)
        except Exception as failure:  # noqa: BLE001  the page must hear of every failure
            error = describe(failure)
            if message.get("v") != PROTOCOL_VERSION:
                error.message, error.hint = str(error.message), str(error.hint or "")
            part, answer = "error", Answer(error)
        if self._calls.get(ident) is call:
            del self._calls[ident]
        if call.end():
            self._reply(context, ident, part, answer)

    def _handle(self, message: dict[str, Any], buffers: Sequence[bytes | memoryview]) -> Answer:
        if message.get("v") != PROTOCOL_VERSION:
            raise RequestError(
                "bad_request",
                say(
                    "The page speaks version %1 of the protocol, this kernel version %2.",
                    f"{message.get('v')}",
                    PROTOCOL_VERSION,
                ),
                say(
                    "Install the same version of tiled_jl in JupyterLab and in the kernel, "
                    "then reload the page and restart the kernel."
                ),
            )
        kind = METHODS.get(str(message.get("method")))
        handler = self._handlers.get(kind) if kind else None
        if kind is None or handler is None:
            raise RequestError(
                "bad_request", say("There is no method %1 here.", f"{message.get('method')}")
            )
        request = msgspec.convert(message.get("params") or {}, kind)
        return handler(request, buffers) if kind is SendPiece else handler(request)

    def _reply(self, context: Context, ident: Identifier, part: str, answer: Answer) -> None:
        body = msgspec.to_builtins(answer.body)
        self._deliver(context, {"v": PROTOCOL_VERSION, "id": ident, part: body}, answer.buffers)

    def _deliver(self, context: Context, message: dict[str, Any], buffers: list[bytes]) -> None:
        with self._sending:
            try:
                # A context can be entered by one thread at a time only.
                context.copy().run(self._send, message, buffers)
            except Exception:
                # The page may be gone: nobody is left to tell.
                logger.warning("A page could not be answered.", exc_info=True)

    def _servers_changed(self) -> None:
        self.announce(ServersChanged(servers=self._state.servers.list(self._only)))

    def _transfers_changed(self) -> None:
        self.announce(TransfersChanged(transfers=self._state.transfers.list(self._only)))

    def _nodes_arrived(self, server: str, path: list[str]) -> None:
        if self._only in (None, server):
            self.announce(NodesArrived(server=server, path=path))


def _nowhere(message: dict[str, Any], buffers: list[bytes]) -> None:
    """Drop a message for a page that has gone."""
