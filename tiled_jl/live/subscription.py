"""Following a node: by callbacks, in this thread or in another, or in a loop."""

from __future__ import annotations

import logging
import threading
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from types import TracebackType
from typing import Any, ClassVar, Protocol, Self
from weakref import ReferenceType, ref

from tiled_jl.errors import Cancelled
from tiled_jl.live.callbacks import Callbacks
from tiled_jl.live.feed import Dropped, Event, Feed, Lost, Opened, Quiet
from tiled_jl.live.messages import Message, Schema
from tiled_jl.live.updates import LiveGap, LiveUpdate
from tiled_jl.transport import watch

_log = logging.getLogger("tiled_jl.live")


class Ledger(Protocol):
    """What is known of a node, to tell what was missed."""

    def opened(self, schema: Schema) -> None:
        """Hear that there is a connection, and what the node is."""

    def take(self, message: Message, lost: Lost) -> Iterator[LiveUpdate]:
        """Yield what was missed before a message, and what it tells."""

    def settle(self, lost: Lost, final: bool) -> Iterator[LiveUpdate]:
        """Yield what was missed, since no message comes."""


class Subscription:
    """What happens to a node from now on, or from a number on.

    A lost connection is made anew, and what was missed meanwhile is read over HTTP. A callback that
    raises ends the subscription with that error.

    Attributes
    ----------
    stream_closed : Callbacks
        Called with the subscription when whoever writes has said that nothing more comes.
    disconnected : Callbacks
        Called with the subscription whenever the connection is lost, before it is made anew.
    missed : Callbacks
        Called with a `LiveGap` where something was missed that cannot be found out any more. It
        is logged as a warning if there are none.

    Examples
    --------
    >>> import numpy
    >>> node = scratch.write_array(numpy.zeros((1, 3)), key="followed", chunks=(1, 3))
    >>> with node.subscribe() as subscription:
    ...     updates = subscription.updates(start=1)
    ...     print(next(updates).data())
    ...     node.patch(numpy.ones((1, 3)), offset=1, extend=True)
    ...     print(next(updates).data())
    [[0. 0. 0.]]
    [[1. 1. 1.]]
    """

    def __init__(self, node: Any) -> None:
        self._node = node
        # The node as others see it does not change behind their back.
        self._own = node.new_variation()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        # Weak, so that a loop that is left closes its connection at once.
        self._updates: ReferenceType[Generator[LiveUpdate, None, None]] | None = None
        self._loop: int | None = None
        """The thread in which the updates are asked for."""
        self._error: BaseException | None = None
        self.stream_closed = Callbacks()
        self.disconnected = Callbacks()
        self.missed = Callbacks()

    @property
    def node(self) -> Any:
        """The client of the node that is followed."""
        return self._node

    @property
    def closed(self) -> bool:
        """Whether it was closed, or has come to its end."""
        return self._closing.is_set()

    def start(self, start: int | None = None) -> None:
        """Call back until the stream is closed, or `close` is called elsewhere, or Ctrl-C comes.

        Parameters
        ----------
        start : int, optional
            The number of the first message to get, of those that the server still has; 0 or 1 for
            all that there is. By default only what happens from now on.

        Raises
        ------
        TiledError
            If the server refuses, or cannot be reached at first. What a callback raises.
        """
        with closing(self.updates(start)) as updates:
            for update in updates:
                self._dispatch(update)

    def start_in_thread(self, start: int | None = None) -> Self:
        """Do what `start` does in a thread of its own.

        An error in it is logged at once, and raised by `close`, `wait` and the end of ``with``.

        Returns
        -------
        Subscription
            This one, for ``with client.subscribe().start_in_thread() as subscription:``.
        """
        if self._thread is not None:
            raise RuntimeError("This subscription was started already: subscribe() again.")
        name = f"tiled_jl-live-{self._node.key}"
        self._thread = threading.Thread(target=self._work, args=(start,), name=name, daemon=True)
        self._thread.start()
        return self

    def updates(self, start: int | None = None) -> Generator[LiveUpdate, None, None]:
        """Return what happens one by one, until the stream or this subscription is closed.

        The server keeps what comes while the body of the loop is at work.

        Parameters
        ----------
        start : int, optional
            As of `start`.

        Returns
        -------
        iterator of LiveUpdate
            Among them `LiveGap` where something was missed that cannot be found out any more.
        """
        if self._updates is not None:
            raise RuntimeError("This subscription was started already: subscribe() again.")
        updates = self._run(start)
        self._updates = ref(updates)
        return updates

    def __iter__(self) -> Iterator[LiveUpdate]:
        return self.updates()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the thread has ended, and return whether it has.

        Parameters
        ----------
        timeout : float, optional
            Seconds.

        Raises
        ------
        Exception
            The one that ended it.
        """
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout)
            if self._thread.is_alive():
                return False
        error, self._error = self._error, None
        if error is not None:
            raise error
        return True

    def close(self) -> None:
        """End it, from any thread.

        Raises
        ------
        Exception
            The one that had ended its thread.
        """
        self._closing.set()
        updates = self._updates and self._updates()
        if updates and self._loop == threading.get_ident():
            # What is called by the loop itself cannot end it; the loop looks for itself.
            with suppress(ValueError):
                updates.close()
        self.wait()

    def disconnect(self) -> None:
        """Do what `close` does."""
        self.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            self.close()
        except BaseException:
            # It was logged; what went wrong in the block comes first.
            if error is None:
                raise

    def __repr__(self) -> str:
        state = "closed" if self.closed else "open" if self._updates else "not started"
        return f"<{type(self).__name__} of {'/'.join(self._node.path_parts)!r}, {state}>"

    def _work(self, start: int | None) -> None:
        try:
            self.start(start)
        except BaseException as error:  # noqa: BLE001 - raised by `wait`
            self._error = error
            self._closing.set()
            _log.error("%r has ended.", self, exc_info=error)

    def _run(self, start: int | None) -> Generator[LiveUpdate, None, None]:
        feed = Feed(self._node.context, self._node.path_parts, start)
        try:
            with closing(self._source(feed, self._ledger(start))) as source:
                while (update := self._next(source)) is not None:
                    yield update
        finally:
            self._closing.set()

    def _next(self, source: Iterator[LiveUpdate]) -> LiveUpdate | None:
        """Return the next update, or None at the end."""
        self._loop = threading.get_ident()
        try:
            # Only here, not while the caller is at work.
            with watch.watching(_Closing(self._closing, watch.current())):
                return next(source, None)
        except Cancelled:
            if not self._closing.is_set():
                raise
            return None

    def _source(self, feed: Feed, ledger: Ledger) -> Generator[LiveUpdate, None, None]:
        with closing(feed.events()) as events:
            for event in events:
                yield from self._told(event, ledger)
        self.stream_closed(self)

    def _told(self, event: Event, ledger: Ledger) -> Iterator[LiveUpdate]:
        if isinstance(event, Opened):
            ledger.opened(event.schema)
        elif isinstance(event, Dropped):
            self.disconnected(self)
        elif isinstance(event, Quiet):
            yield from ledger.settle(event.lost, event.final)
        else:
            yield from ledger.take(event.message, event.lost)

    def _ledger(self, start: int | None) -> Ledger:
        raise NotImplementedError

    _heard: ClassVar[dict[type[LiveUpdate], str]] = {LiveGap: "missed"}
    """Which callbacks hear of which updates; all others are new data."""

    def _dispatch(self, update: LiveUpdate) -> None:
        name = self._heard.get(type(update), "new_data")
        if isinstance(update, LiveGap) and not self.missed:
            _log.warning("%r: %s", self, update.reason)
        getattr(self, name)(update)


class _Closing:
    """A watcher that wants to stop when a subscription is closed."""

    def __init__(self, closing: threading.Event, outer: watch.Watcher | None) -> None:
        self._closing = closing
        self._outer = outer

    def check(self) -> None:
        if self._closing.is_set():
            raise Cancelled
        if self._outer is not None:
            self._outer.check()

    def advance(self, done: int, total: int | None, unit: str) -> None:
        if self._outer is not None:
            self._outer.advance(done, total, unit)
