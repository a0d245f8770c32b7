"""What all pages of one kernel share."""

from __future__ import annotations

from functools import cache

from tiled_jl.browser.arrivals import Arrivals
from tiled_jl.browser.crew import Crew
from tiled_jl.browser.logins import Logins
from tiled_jl.browser.opened import Opened
from tiled_jl.browser.servers import Servers
from tiled_jl.browser.transfers import Transfers
from tiled_jl.browser.uploads import Uploads


class State:
    """The servers, the nodes that are open, and the threads that answer.

    Attributes
    ----------
    servers : Servers
        The servers that the browser knows.
    logins : Logins
        The logins of people to them.
    opened : Opened
        The nodes that pages look at, and what has been read of them.
    transfers : Transfers
        What is on its way, and what was.
    uploads : Uploads
        Takes in the files that become nodes.
    arrivals : Arrivals
        The containers that pages look at, and what they get.
    crew : Crew
        The threads.
    """

    def __init__(self, servers: Servers | None = None, logins: Logins | None = None) -> None:
        self.servers = servers or Servers()
        self.logins = logins or Logins(self.servers)
        self.opened = Opened(self.servers)
        self.transfers = Transfers(self.opened, self.servers)
        self.uploads = Uploads(self.opened, self.transfers)
        self.arrivals = Arrivals(self.servers)
        self.crew = Crew()
        self.servers.subscribe(lambda: self.transfers.resume(self.servers.open()))


@cache
def shared_state() -> State:
    """Return the state of this process, made when it is first asked for."""
    return State()
