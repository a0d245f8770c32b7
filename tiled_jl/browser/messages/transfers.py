"""Nodes written to files, files made nodes, and how far that has come."""

from __future__ import annotations

from typing import ClassVar, Literal

from tiled_jl.browser.messages.code import Place
from tiled_jl.browser.messages.errors import Error
from tiled_jl.browser.messages.wire import Event, Message, Request

TransferState = Literal["waiting", "running", "done", "failed", "cancelled"]


class ExportFormat(Message):
    """A format in which the server gives a node."""

    media_type: str
    extension: str
    """Of a file in it, without the dot."""


class ExportOptionsResult(Message):
    """How a node can be written to a file."""

    name: str
    """What a file of it may be called, without an extension."""
    formats: list[ExportFormat]
    """None where the server has no way to write such a node."""
    columns: list[str] = []
    """Of a table: those that can be chosen."""


class ExportOptions(Request[ExportOptionsResult]):
    """Ask how a node can be written to a file."""

    method: ClassVar[str] = "transfers.options"
    server: str
    path: list[str] = []


class Destination(Message):
    """The container that a copy goes into."""

    server: str
    path: list[str] = []


class CopyFailure(Message):
    """Why a node could not be copied."""

    path: str
    error: Error


class CopyOutcome(Message):
    """What has become of the nodes that were to be copied."""

    copied: int
    skipped: int
    """They were there before, and were left as they are."""
    failures: list[CopyFailure]


class Transfer(Message):
    """A node on its way to a file or to another container, or a file on its way to a node."""

    id: str
    kind: Literal["export", "copy", "upload"]
    server: str
    path: list[str]
    file: str
    """The file's path as Jupyter knows it, empty for a copy. Until it is there, the name may still
    change."""
    state: TransferState
    done: int = 0
    """Bytes."""
    total: int | None = None
    speed: float | None = None
    """Bytes a second, of late."""
    error: Error | None = None
    to: Destination | None = None
    """Of a copy."""
    outcome: CopyOutcome | None = None
    """Of a copy that is done."""


class TransfersResult(Message):
    """All transfers, the oldest first."""

    transfers: list[Transfer]


class ListTransfers(Request[TransfersResult]):
    """List the transfers of this kernel."""

    method: ClassVar[str] = "transfers.list"


class StartTransfer(Request[Transfer]):
    """Write a node, or the part of it that is on show, to a file.

    No file is overwritten: where there is one of that name, another name is chosen.
    """

    method: ClassVar[str] = "transfers.start"
    server: str
    path: list[str]
    format: str
    """A media type."""
    name: str
    """Of the file; the extension is added where it is missing."""
    folder: str = ""
    """Where to, as Jupyter knows it."""
    at: list[Place] | None = None
    """Of an array: the part along each leading dimension."""
    columns: list[str] | None = None
    """Of a table; by default all."""


OnConflict = Literal["error", "skip"]
"""What to do where there is a node of the same key: copy nothing, or leave it as it is."""

Assets = Literal["copy", "reference"]
"""What to do about data in files: write them again, or tell where the files are."""


class StartCopy(Request[Transfer]):
    """Copy a node, with all that is below it, into a container of this or another server.

    One that was interrupted goes on where it was when it begins again.
    """

    method: ClassVar[str] = "transfers.copy"
    server: str
    path: list[str]
    to_server: str
    to_path: list[str] = []
    on_conflict: OnConflict = "error"
    assets: Assets = "copy"


class ChangeTransfer(Request[TransfersResult]):
    """Stop a transfer, begin one again that has stopped, or take it off the list.

    A file that is there stays.
    """

    method: ClassVar[str] = "transfers.change"
    id: str
    change: Literal["cancel", "retry", "remove"]


class TransfersChanged(Event):
    """Some transfer has come further."""

    topic: ClassVar[str] = "transfers.changed"
    transfers: list[Transfer]
