"""Children that containers get while they are looked at."""

from __future__ import annotations

from typing import ClassVar

from tiled_jl.browser.messages.wire import Event, Message, Request


class CountsResult(Message):
    """How many children containers have."""

    counts: list[int | None]
    """In the order of the question; None where the server does not say."""


class CountNodes(Request[CountsResult]):
    """Count the children of containers that are looked at.

    Where the server streams, the page is told of new children for a while after.
    """

    method: ClassVar[str] = "nodes.count"
    server: str
    paths: list[list[str]]


class NodesArrived(Event):
    """A container that is looked at has got children."""

    topic: ClassVar[str] = "nodes.arrived"
    server: str
    path: list[str]
