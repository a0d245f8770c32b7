"""The messages of one node, over as many connections as it takes.

A server keeps messages for a while, and repeats them to those who come back: from a number on. What
it has no more it skips and says nothing. After a restart it may have forgotten all of them, and
count from 1 again. So a connection asks for the last known message once more: if that comes, number
and moment alike, nothing was lost between the two connections. Otherwise something may have been.
"""

from __future__ import annotations

import enum
import time
from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiled_jl.documents import route
from tiled_jl.errors import ResponseError, TiledError
from tiled_jl.live.messages import Message, Schema, decode, decode_schema
from tiled_jl.live.patience import pause
from tiled_jl.transport.request import Request
from tiled_jl.transport.websocket import Closed, Refused, Socket

if TYPE_CHECKING:
    from tiled_jl.context import Context

_QUIET = 1.0
"""Seconds without a message after which a new connection has repeated all it can."""

_SCHEMA_PATIENCE = 30.0
_LONG = 5.0
"""Seconds that a connection has to last for the next one to be made at once."""

_ENDED = 1000
"""How a server closes (RFC 6455, 7.4.1) when whoever writes has said that nothing more comes."""


class Lost(enum.Enum):
    """Whether messages may be missing."""

    NO = enum.auto()
    PERHAPS = enum.auto()
    """Nothing says so, but what was written as the subscription began may have slipped through."""
    YES = enum.auto()


@dataclass(frozen=True)
class Opened:
    """There is a connection."""

    schema: Schema


@dataclass(frozen=True)
class Dropped:
    """There is none any more; another is being made."""


@dataclass(frozen=True)
class Arrived:
    """A message, and whether there should have been others before it."""

    message: Message
    lost: Lost


@dataclass(frozen=True)
class Quiet:
    """Nothing comes, though something may be missing. Told twice, the second time as `final`."""

    lost: Lost
    final: bool


Event = Opened | Dropped | Arrived | Quiet


class Feed:
    """The messages of one node.

    Parameters
    ----------
    context : Context
    path_parts : tuple of str
        The keys that lead to the node.
    start : int or None
        The number of the first message to get; None for those to come.
    """

    def __init__(self, context: Context, path_parts: tuple[str, ...], start: int | None) -> None:
        self._context = context
        self._path_parts = path_parts
        self._start = start
        self._last: tuple[int, str] | None = None
        # The number whose message proves that none is missing before it.
        self._due = None if start is None else max(start, 1)
        self._doubt = Lost.YES if self._due == 1 else Lost.PERHAPS

    def events(self) -> Generator[Event, None, None]:
        """Yield what happens, until whoever writes to the node says that nothing more comes.

        Raises
        ------
        TiledError
            If there is no first connection, or there can never be another one.
        """
        failures, connected, dropped = 0, False, False
        while True:
            began = time.monotonic()
            try:
                socket, schema = self._open()
                with socket:
                    connected, dropped = True, False
                    yield Opened(schema)
                    ended = yield from self._conversation(socket)
                if ended:
                    return
                continue
            except (Closed, TiledError) as error:
                passes = isinstance(error, Closed) or error.retryable
                if not (connected and passes):
                    raise
            if not dropped:
                dropped, self._due, self._doubt = True, None, Lost.YES
                yield Dropped()
            failures = 1 if time.monotonic() - began > _LONG else failures + 1
            pause(failures)

    def _conversation(self, socket: Socket) -> Generator[Event, None, bool]:
        """Yield what happens, and return whether nothing more comes, or has to be asked anew."""
        looks = [False, True]
        while True:
            unsettled = looks and self._doubt is not Lost.NO
            try:
                message = decode(socket.receive(_QUIET if unsettled else None))
            except TimeoutError:
                if self._due is None and self._last is not None:
                    # The server has forgotten the last message, and may count from 1 again: what
                    # it has counted so far, even the end, is below the number it was asked for.
                    self._last, self._start = None, 1
                    return False
                yield Quiet(self._doubt, final=looks.pop(0))
                if not looks:
                    self._doubt = Lost.PERHAPS
            except Closed as closed:
                if closed.code != _ENDED:
                    raise
                if unsettled:
                    yield from (Quiet(self._doubt, final) for final in looks)
                return True
            else:
                lost = self._judged(message)
                if lost is not None:
                    yield Arrived(message, lost)

    def _judged(self, message: Message) -> Lost | None:
        """Return whether messages may be missing before one; None if it was asked for once more."""
        mark = message.sequence, message.timestamp
        again = self._due is None and mark == self._last
        if message.sequence == self._due:
            lost = Lost.NO
        else:
            lost = self._doubt if self._due is None else Lost.YES
        self._last, self._due, self._doubt = mark, message.sequence + 1, Lost.NO
        return None if again else lost

    def _open(self) -> tuple[Socket, Schema]:
        """Connect, and return the connection and what it begins with."""
        start = self._start if self._last is None else self._last[0]
        params = [("envelope_format", "msgpack")]
        if start is not None:
            params.append(("start", str(start)))
        request = Request(route("stream/single", self._path_parts), params)
        for _ in range(2):
            try:
                return self._dial(request)
            except (Refused, Closed, TimeoutError) as error:
                refusal = error
            # A WebSocket does not say why; other requests do, and renew a login that has expired.
            node = Request(route("metadata", self._path_parts), [("fields", "")])
            self._context.session.document(node)
        raise ResponseError(
            f"There are no live data of {'/'.join(self._path_parts) or 'the root'!r}: "
            f"{str(refusal) or 'nothing came'}.",
            hint="Only nodes of a catalogue can be followed, and only where the configuration of "
            "the server has a streaming_cache.",
        ) from refusal

    def _dial(self, request: Request) -> tuple[Socket, Schema]:
        with ExitStack() as stack:
            socket = stack.enter_context(self._context.session.dial(request))
            schema = decode_schema(socket.receive(_SCHEMA_PATIENCE))
            stack.pop_all()
            return socket, schema
