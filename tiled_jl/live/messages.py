"""What servers send over a WebSocket, as plain typed data.

A message is a msgpack map. The first one of a connection describes the node; all others are
numbered in the order in which they happened to it.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta, Struct

from tiled_jl.documents import Spec
from tiled_jl.errors import ResponseError

Length = Annotated[int, Meta(ge=0)]


class Schema(Struct):
    """What a node is: an element type for arrays, columns for tables, nothing for containers."""

    type: str
    data_type: dict[str, Any] | None = None


class Message(Struct):
    """Something that happened to a node; of a kind that is not known, unless of a subclass.

    Attributes
    ----------
    sequence : int
        The how-manieth thing that happened to it, from 1.
    timestamp : str
        When, by the server's clock (ISO 8601, perhaps without a time zone).
    """

    sequence: Annotated[int, Meta(gt=0)]
    timestamp: str
    kind: ClassVar[str] = ""


class ArrayData(Message):
    """Values that were written: at an offset, to a block, or all of them."""

    mimetype: str
    shape: list[Length | None]
    offset: list[Length] | None = None
    block: list[Length] | None = None
    payload: bytes = b""
    kind: ClassVar[str] = "array-data"


class RaggedData(ArrayData):
    """The same of an array whose lengths vary."""

    kind: ClassVar[str] = "ragged-data"


class Patch(Struct):
    """A part of an array."""

    offset: list[Length]
    shape: list[Length]


class ArrayRef(Message):
    """Values that somebody wrote to a file that the server was told of."""

    shape: list[Length]
    patch: Patch | None = None
    kind: ClassVar[str] = "array-ref"


class TableData(Message):
    """Rows that were added to a partition, or put in place of a partition or of the table."""

    mimetype: str
    partition: int | None = None
    append: bool = False
    payload: bytes = b""
    kind: ClassVar[str] = "table-data"


class ChildCreated(Message):
    """A new node in a container."""

    key: str
    structure_family: str
    specs: list[Spec] = []
    metadata: dict[str, Any] | None = None
    kind: ClassVar[str] = "container-child-created"


class ChildMetadataUpdated(Message):
    """Other metadata or specs of a node in a container."""

    key: str
    specs: list[Spec] = []
    metadata: dict[str, Any] | None = None
    kind: ClassVar[str] = "container-child-metadata-updated"


class _Kind(Struct):
    type: str


_KINDS: dict[str, type[Message]] = {
    kind.kind: kind
    for kind in (ArrayData, RaggedData, ArrayRef, TableData, ChildCreated, ChildMetadataUpdated)
}


def decode(frame: bytes) -> Message:
    """Return a message.

    Raises
    ------
    ResponseError
        If it is none.
    """
    try:
        kind = _KINDS.get(msgspec.msgpack.decode(frame, type=_Kind).type, Message)
        return msgspec.msgpack.decode(frame, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ResponseError(f"A message of live data cannot be decoded: {error}.") from error


def decode_schema(frame: bytes) -> Schema:
    """Return the description of a node.

    Raises
    ------
    ResponseError
        If it is none.
    """
    try:
        return msgspec.msgpack.decode(frame, type=Schema)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ResponseError(f"Live data begin in a way that is not known: {error}.") from error
