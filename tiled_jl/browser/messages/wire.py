"""What every message is made of: the envelope, progress, and the first words."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

import msgspec

PROTOCOL_VERSION = 5
"""Grows when a message changes its meaning; pages and kernels of different versions part."""


class Message(msgspec.Struct, rename="camel"):
    """Anything that travels."""


class Progress(Message):
    """How far a request has come. ``total`` is ``None`` while nobody knows."""

    done: int
    total: int | None
    unit: str


Result = TypeVar("Result")


class Request(Message, Generic[Result]):
    """Parameters of a method. The subclass names the method; its type argument is the result."""

    method: ClassVar[str]

    def __repr__(self) -> str:
        # Some hold a secret.
        return f"<{type(self).__name__}>"


class Event(Message):
    """Something that nobody asked for. The subclass names its topic."""

    topic: ClassVar[str]


class HelloResult(Message):
    """The kernel behind the page."""

    version: str
    python: str
    protocol: int


class Hello(Request[HelloResult]):
    """Introduce the page to the kernel."""

    method: ClassVar[str] = "hello"


class ModuleResult(Message):
    """A module of the widgets and what it needs: a gzipped buffer for each of ``names``."""

    names: list[str]
    """A module stands behind those that it imports."""


class LoadModule(Request[ModuleResult]):
    """Fetch a module that draws widgets, and of those that it needs what the page does not have."""

    method: ClassVar[str] = "modules.load"
    name: str
    have: list[str] = []
