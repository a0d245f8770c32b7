"""What a subscription hands out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from tiled_jl.documents import Spec
from tiled_jl.errors import ResponseError
from tiled_jl.structures import frames, ragged
from tiled_jl.structures.buffers import MEDIA_TYPE as ZIP

if TYPE_CHECKING:
    import numpy

Format = Literal["pandas", "arrow", "polars"]


@dataclass(frozen=True, kw_only=True)
class LiveUpdate:
    """Something that happened to a node.

    Parameters
    ----------
    sequence : int or None
        The number that the server gave it; None where it was found over HTTP.
    timestamp : str or None
        When it happened, by the server's clock.

    Examples
    --------
    >>> LiveUpdate(sequence=3, timestamp="2026-11-25T12:00:00").sequence
    3
    """

    sequence: int | None = None
    timestamp: str | None = None


@dataclass(frozen=True, kw_only=True)
class LiveGap(LiveUpdate):
    """Something happened that nobody can tell any more.

    Parameters
    ----------
    reason : str
        What is not known.

    Examples
    --------
    >>> LiveGap(reason="Rows 3 to 5 were not stored.").sequence is None
    True
    """

    reason: str


@dataclass(frozen=True, kw_only=True)
class LiveArrayData(LiveUpdate):
    """Values that were written to an array, and came along.

    Parameters
    ----------
    offset : tuple of int
        Where they begin.
    shape : tuple of int
        How many there are along each dimension.

    Examples
    --------
    >>> import numpy
    >>> update = LiveArrayData(offset=(4,), shape=(2,), values=numpy.array([1, 2]))
    >>> update.data()
    array([1, 2])
    """

    offset: tuple[int, ...]
    shape: tuple[int, ...]
    values: numpy.ndarray[Any, Any] = field(repr=False)

    def data(self) -> numpy.ndarray[Any, Any]:
        """Return the values, of that shape. They cannot be changed in place."""
        return self.values


@dataclass(frozen=True, kw_only=True)
class LiveArrayRef(LiveUpdate):
    """Values that were written to an array and have to be fetched: files, or missed messages.

    Parameters
    ----------
    offset, shape
        As of `LiveArrayData`; for a ragged array, of the rows alone.

    Examples
    --------
    >>> node = client["examples/detector"]
    >>> LiveArrayRef(offset=(5, 0, 0), shape=(2, 512, 512), node=node).data().shape
    (2, 512, 512)
    """

    offset: tuple[int, ...]
    shape: tuple[int, ...]
    node: Any = field(repr=False)

    def data(self) -> Any:
        """Read the values as they are now.

        Raises
        ------
        TiledError
            As reading the node does.
        """
        starts_and_lengths = zip(self.offset, self.shape, strict=True)
        return self.node[tuple(slice(at, at + length) for at, length in starts_and_lengths)]


@dataclass(frozen=True, kw_only=True)
class LiveRaggedData(LiveUpdate):
    """Rows that were written to a ragged array, and came along.

    Parameters
    ----------
    offset : tuple of int
        The number of the first of them.
    shape : tuple of (int or None)
        How many there are, and of which lengths; None where these vary.
    payload : bytes
        The rows as they came.

    Examples
    --------
    >>> array = ragged.as_ragged([[1.0], [2.0, 3.0]])
    >>> payload = bytes(ragged.pack(array))
    >>> LiveRaggedData(offset=(0,), shape=(2, None), payload=payload, mimetype=ZIP).data().tolist()
    [[1.0], [2.0, 3.0]]
    """

    offset: tuple[int, ...]
    shape: tuple[int | None, ...]
    payload: bytes = field(repr=False)
    mimetype: str = field(repr=False)

    def data(self) -> Any:
        """Return the rows as a `ragged.array`.

        Raises
        ------
        ResponseError
            If they are not what the message says.
        """
        try:
            if self.mimetype != ZIP:
                raise ValueError(f"{self.mimetype} where {ZIP} is due")
            found = ragged.unpack(bytearray(self.payload))
            if found.shape != self.shape:
                raise ValueError(f"{found.shape} where {self.shape} is due")
        except ValueError as error:
            raise ResponseError(f"The rows of a live update cannot be decoded: {error}.") from error
        return found


@dataclass(frozen=True, kw_only=True)
class LiveTableData(LiveUpdate):
    """Rows that were written to a table, and came along.

    Parameters
    ----------
    partition : int or None
        To which partition; None for the whole table.
    append : bool
        Whether they were added, or put in place of what was there.
    payload : bytes
        An Arrow file.

    Examples
    --------
    >>> import pyarrow
    >>> payload = bytes(frames.encode(pyarrow.table({"x": [1, 2]})))
    >>> LiveTableData(partition=0, append=True, payload=payload).data()
       x
    0  1
    1  2
    """

    partition: int | None
    append: bool
    payload: bytes = field(repr=False)

    def data(self, format: Format = "pandas") -> Any:  # noqa: A002
        """Return the rows.

        Parameters
        ----------
        format : {"pandas", "arrow", "polars"}, optional

        Raises
        ------
        ResponseError
            If they cannot be decoded.
        """
        try:
            return frames.to_format(frames.decode(self.payload), format)
        except ValueError as error:
            raise ResponseError(f"The rows of a live update cannot be decoded: {error}.") from error


@dataclass(frozen=True, kw_only=True)
class LiveTableRef(LiveUpdate):
    """A table, some of whose rows were written and have to be fetched: messages were missed.

    It stands for the whole table, as one that was written anew. What is written while it is read
    may be in it, and be told as well.

    Examples
    --------
    >>> LiveTableRef(node=client["examples/spectrum"]).data().columns
    Index(['energy', 'I0', 'mu'], dtype='str')
    """

    node: Any = field(repr=False)
    partition: None = None
    append: bool = False

    def data(self, format: Format = "pandas") -> Any:  # noqa: A002
        """Read the table as it is now; `format` as of `LiveTableData.data`."""
        return self.node.read(format=format)


@dataclass(frozen=True, kw_only=True)
class LiveChildCreated(LiveUpdate):
    """A new node in a container.

    Parameters
    ----------
    key : str
        Its name.
    structure_family : str
    specs : tuple of Spec
    metadata : mapping

    Examples
    --------
    >>> update = LiveChildCreated(
    ...     key="spectrum", structure_family="table", specs=(), metadata={}, node=client["examples"]
    ... )
    >>> update.child()
    <DataFrameClient 'examples/spectrum' ...>
    """

    key: str
    structure_family: str
    specs: tuple[Spec, ...]
    metadata: Mapping[str, Any]
    node: Any = field(repr=False)

    def child(self) -> Any:
        """Return the client of the new node.

        Raises
        ------
        NoSuchKey
            If it was deleted meanwhile.
        """
        return self.node[(self.key,)]


@dataclass(frozen=True, kw_only=True)
class LiveChildMetadataUpdated(LiveUpdate):
    """Other metadata or specs of a node in a container.

    Parameters
    ----------
    key : str
        Its name.
    specs : tuple of Spec
    metadata : mapping or None
        As they are now; None where they were not changed.

    Examples
    --------
    >>> update = LiveChildMetadataUpdated(
    ...     key="spectrum", specs=(), metadata={"edge": "K"}, node=client["examples"]
    ... )
    >>> update.metadata["edge"]
    'K'
    """

    key: str
    specs: tuple[Spec, ...]
    metadata: Mapping[str, Any] | None
    node: Any = field(repr=False)

    def child(self) -> Any:
        """Return the client of the node, as of `LiveChildCreated.child`."""
        return self.node[(self.key,)]
