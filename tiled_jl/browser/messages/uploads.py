"""Files made nodes: sent by the page piece by piece, or read from where Jupyter has them."""

from __future__ import annotations

from typing import ClassVar

from tiled_jl.browser.messages.transfers import Transfer
from tiled_jl.browser.messages.wire import Message, Request


class BeginUpload(Request[Transfer]):
    """Begin to make a node of a file, whose bytes the page sends piece by piece."""

    method: ClassVar[str] = "uploads.begin"
    server: str
    path: list[str]
    """Of the container that is to hold it."""
    name: str
    """Of the file; its extension says what it is."""
    key: str
    """Of the new node."""
    size: int
    """In bytes."""


class UploadProgress(Message):
    """How much of a file has come."""

    received: int
    """In bytes, from its beginning: the next piece begins there."""


class SendPiece(Request[UploadProgress]):
    """Send the next piece of a file: buffer 0."""

    method: ClassVar[str] = "uploads.send"
    id: str
    offset: int


class UploadFile(Request[Transfer]):
    """Make a node of a file that Jupyter has."""

    method: ClassVar[str] = "uploads.file"
    server: str
    path: list[str]
    file: str
    """The file's path as Jupyter knows it."""
    key: str
