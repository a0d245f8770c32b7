"""Containers that pages look at: how many children they have, and word of new ones."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tiled_jl import errors
from tiled_jl.browser.messages import CountNodes, CountsResult
from tiled_jl.browser.servers import Servers
from tiled_jl.browser.watched import Watched
from tiled_jl.errors import Cancelled
from tiled_jl.transport.watch import watching

if TYPE_CHECKING:
    from tiled_jl.context import Context

logger = logging.getLogger("tiled_jl")

LEASE = 150.0
"""Seconds for which a page is told of a container after it has last asked."""

TOLD_EVERY = 0.5
"""Seconds between two words on the same container."""

MOST = 12
"""So many containers are followed at once: each takes a thread and a connection."""

DEAF = 600.0
"""Seconds for which a server that streams nothing of a container is not asked again."""

Place = tuple[str, tuple[str, ...]]


class Arrivals(Watched):
    """Has pages told of the server and the path of a container that gets children.

    Parameters
    ----------
    servers : Servers
    """

    def __init__(self, servers: Servers) -> None:
        super().__init__()
        self._servers = servers
        self._lock = threading.Lock()
        self._leases: dict[Place, _Lease] = {}
        self._deaf: dict[Place, float] = {}

    def count(self, request: CountNodes) -> CountsResult:
        """Count children, and follow the containers for a while if the server streams."""
        from tiled_jl.clients.listing import fetch_count

        with self._servers.using(request.server) as context:
            counts: list[int | None] = []
            for path in request.paths:
                try:
                    counts.append(fetch_count(context, path))
                except errors.Unauthorized:
                    raise
                except (errors.StatusError, errors.ResponseError):
                    # Why it cannot be read is said where its children are listed.
                    counts.append(None)
            for path, count in zip(request.paths, counts, strict=True):
                if count is not None:
                    self._follow(context, (request.server, tuple(path)))
        return CountsResult(counts=counts)

    def _follow(self, context: Context, place: Place) -> None:
        """Follow a container for a while from now on."""
        now = time.monotonic()
        with self._lock:
            lease = self._leases.get(place)
            if lease is not None:
                lease.until = now + LEASE
                return
            if self._deaf.get(place, now) > now or len(self._leases) >= MOST:
                return
            lease = self._leases[place] = _Lease(lambda: self._changed(place[0], list(place[1])))
        work = (context, place, lease)
        threading.Thread(target=self._run, args=work, name="tiled-jl-arrivals", daemon=True).start()

    def _run(self, context: Context, place: Place, lease: _Lease) -> None:
        from tiled_jl.clients.listing import fetch_item
        from tiled_jl.clients.registry import Registry
        from tiled_jl.live import LiveChildMetadataUpdated

        try:
            with watching(lease):
                item = fetch_item(context, place[1], fields=("structure_family", "specs"))
                client: Any = Registry().client(context, item)
                for update in client.subscribe().updates():
                    if not isinstance(update, LiveChildMetadataUpdated):
                        lease.due = True
        except Cancelled:
            pass
        except Exception as failure:  # noqa: BLE001  counting goes on without
            logger.info("Nothing is heard of %s: %s", place, failure)
            with self._lock:
                self._deaf[place] = time.monotonic() + DEAF
        finally:
            with self._lock:
                self._leases.pop(place, None)


class _Lease:
    """A watcher that ends a subscription which no page asks for, and passes its news on."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._told = time.monotonic()
        self.until = self._told + LEASE
        self.due = False

    def check(self) -> None:
        now = time.monotonic()
        if self.due and now - self._told >= TOLD_EVERY:
            self.due, self._told = False, now
            self._tell()
        if now > self.until:
            raise Cancelled()

    def advance(self, done: int, total: int | None, unit: str) -> None:
        """Take no note of progress."""
