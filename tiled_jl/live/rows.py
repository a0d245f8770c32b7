"""Arrays: what their messages say, and which rows are missing.

Detectors write one frame after the other, along the first dimension. So it is enough to know how
many rows have been told of: those from there to the next message, or to the end of the array, are
the ones that were missed. Where rows are written again and again, all of them may be others.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tiled_jl.errors import ResponseError
from tiled_jl.live.feed import Lost
from tiled_jl.live.messages import ArrayData, ArrayRef, Message, RaggedData, Schema
from tiled_jl.live.patience import patiently
from tiled_jl.live.updates import LiveArrayData, LiveArrayRef, LiveGap, LiveRaggedData, LiveUpdate
from tiled_jl.structures import RaggedStructure, slicing
from tiled_jl.structures.dtype import dtype_from_json
from tiled_jl.transport import watch

if TYPE_CHECKING:
    import numpy

_STORING = 10.0
"""Seconds after which what was written before a message is stored, or never will be."""

_TICK = 0.1


class Rows:
    """What is known of an array, ragged or not.

    Parameters
    ----------
    node : ArrayClient or RaggedClient
        Of nobody else: it is refreshed.
    start : int or None
        The number of the first message that was asked for.
    """

    def __init__(self, node: Any, start: int | None) -> None:
        self._node = node
        self._from_now_on = start is None
        self._told: int | None = 0 if start is not None and start <= 1 else None
        """How many rows have been told of; None where that is not known."""
        self._stored = 0
        self._rewritten: bool | None = None
        """Whether rows are written more than once; None before the first message."""
        self._dtype: numpy.dtype[Any]

    def opened(self, schema: Schema) -> None:
        """Hear that there is a connection, and what the node is."""
        try:
            self._dtype = dtype_from_json(schema.data_type or {}).to_numpy_dtype()
        except (KeyError, TypeError, ValueError) as error:
            raise ResponseError(f"Live data of a type that is not known: {error!r}.") from error
        if self._told is None:
            stored = self._look()
            self._told = stored if self._from_now_on else None

    def take(self, message: Message, lost: Lost) -> Iterator[LiveUpdate]:
        """Yield what was missed before a message, and what it tells."""
        if not isinstance(message, ArrayData | ArrayRef):
            return
        update = self._update(message)
        begin, end = (0, 1) if not update.offset else _bounds(update)
        told = self._told
        if told is None:
            told = 0 if lost is Lost.YES else begin
        rewrites = end < told or (isinstance(message, ArrayData) and message.block is not None)
        if lost is not Lost.NO:
            yield from self._missed(told, begin)
        if lost is Lost.YES and rewrites:
            yield from self._refs(0, told)
        self._rewritten = self._rewritten or rewrites
        self._told = max(told, end)
        yield update

    def settle(self, lost: Lost, final: bool) -> Iterator[LiveUpdate]:
        """Yield what was missed, since no message comes.

        What is stored when it is looked at first may be told of a moment later. So it is yielded
        when it is looked at again.
        """
        stored, self._stored = self._stored, self._look()
        if not final:
            return
        told = stored if self._told is None else self._told
        if stored > told:
            yield from self._refs(told, stored)
        elif lost is Lost.YES and self._rewritten is not False:
            yield from self._refs(0, told)
        self._told = max(told, stored)

    def _missed(self, told: int, begin: int) -> Iterator[LiveUpdate]:
        """Yield the rows before a message that were not told of, as soon as they are stored."""
        if begin <= told:
            return
        deadline = time.monotonic() + _STORING
        # Messages are sent before what they tell is stored.
        while (stored := self._look()) < begin and time.monotonic() < deadline:
            watch.check()
            time.sleep(_TICK)
        yield from self._refs(told, min(begin, stored))
        if stored < begin:
            yield LiveGap(reason=f"Rows {max(told, stored)} to {begin - 1} were not stored.")

    def _refs(self, begin: int, end: int) -> Iterator[LiveUpdate]:
        """Yield some rows, in parts that are good to read at once."""
        structure = self._node.structure()
        if not structure.shape:
            yield LiveArrayRef(offset=(), shape=(), node=self._node)
            return
        ragged = isinstance(structure, RaggedStructure)
        inner = () if ragged else structure.shape[1:]
        nbytes = structure.row_nbytes if ragged else math.prod(inner) * self._dtype.itemsize
        step = max(1, self._node.context.part_limit // max(1, nbytes))
        for at in range(begin, end, step):
            shape = (min(step, end - at), *inner)
            yield LiveArrayRef(offset=(at, *(0 for _ in inner)), shape=shape, node=self._node)

    def _look(self) -> int:
        """Return how many rows the server has stored."""
        patiently(self._node.refresh)
        shape = self._node.shape
        return int(shape[0]) if shape else 1

    def _update(self, message: ArrayData | ArrayRef) -> Any:
        known: dict[str, Any] = {"sequence": message.sequence, "timestamp": message.timestamp}
        if isinstance(message, ArrayRef):
            self._look()
            offset = tuple(message.patch.offset if message.patch else [0] * len(message.shape))
            shape = tuple(message.patch.shape if message.patch else message.shape)
            _check(message, len(offset) == len(shape))
            return LiveArrayRef(**known, offset=offset, shape=shape, node=self._node)
        offset, shape = self._place(message)
        if isinstance(message, RaggedData):
            known |= {"payload": message.payload, "mimetype": message.mimetype}
            return LiveRaggedData(**known, offset=offset, shape=shape)
        if message.mimetype != "application/octet-stream":
            return LiveArrayRef(**known, offset=offset, shape=shape, node=self._node)
        import numpy

        _check(message, math.prod(shape) * self._dtype.itemsize == len(message.payload))
        values: Any = numpy.ndarray(shape, self._dtype, message.payload)
        return LiveArrayData(**known, offset=offset, shape=shape, values=values)

    def _place(self, message: ArrayData) -> tuple[tuple[int, ...], tuple[Any, ...]]:
        """Return where the values of a message begin, and of which shape they are."""
        own, chunks = self._node.shape, self._node.chunks
        shape = tuple(message.shape)
        if isinstance(message, RaggedData):
            # A block's message has the shape of the array; one of added rows may have theirs alone.
            shape, chunks = (*shape[:1], *own[1:]), chunks[:1]
        if message.block is not None:
            try:
                box = slicing.block_box(message.block[: len(chunks)], chunks)
            except (IndexError, ValueError) as error:
                raise ResponseError(f"Live data of a block that is not known: {error}.") from error
            return tuple(part.start for part in box), (*slicing.shape_of(box), *shape[len(box) :])
        ndim = 1 if isinstance(message, RaggedData) else len(shape)
        offset = (message.offset or [])[:ndim]
        return (*offset, *[0] * (ndim - len(offset))), shape


def _bounds(update: Any) -> tuple[int, int]:
    begin = update.offset[0]
    return begin, begin + (update.shape[0] or 0)


def _check(message: Message, sound: bool) -> None:
    if not sound:
        raise ResponseError(
            f"The message {message.sequence} of live data is not what it declares to be.",
            hint="Its shape does not fit the bytes that came.",
        )
