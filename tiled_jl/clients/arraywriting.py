"""What an array offers to those who write: its data, whole, by block or by place."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any, SupportsIndex
from uuid import uuid4

from tiled_jl.clients.arraylike import as_array, is_dask_array
from tiled_jl.clients.base import BaseClient
from tiled_jl.clients.daskwriting import write_blocks
from tiled_jl.clients.onceonly import once_only
from tiled_jl.documents import route
from tiled_jl.errors import ResponseError
from tiled_jl.structures import ArrayStructure, slicing
from tiled_jl.structures.array import Chunks, Shape
from tiled_jl.structures.dtype import dtype_from_numpy
from tiled_jl.structures.slicing import Box
from tiled_jl.transport.gather import gather
from tiled_jl.transport.request import JSON, Request

if TYPE_CHECKING:
    import numpy


class ArrayWriting(BaseClient):
    """The writing half of `ArrayClient`."""

    _revision = ""
    """Another one after all that is written through this client."""

    if TYPE_CHECKING:

        def _fetch(self, box: Box) -> numpy.ndarray[Any, Any]: ...

    def write(self, array: Any, persist: bool = True) -> None:
        """Write the whole array.

        It is sent in one request, or block by block where that would be large. The blocks of a
        dask array are sent from where they are computed.

        Parameters
        ----------
        array : array_like or dask.array.Array
            Of the same shape and element type.
        persist : bool, optional
            Whether to store it, or only to tell those who watch the node.

        Raises
        ------
        ValueError, TypeError
            If its shape or its element type are others; nothing is sent then.

        Examples
        --------
        >>> import numpy
        >>> node = scratch.write_array(numpy.zeros(3), key="doubles")
        >>> node.write([0.0, 2.0, 4.0])
        >>> node.read()
        array([0., 2., 4.])
        """
        structure = self._structure_of(ArrayStructure)
        values = self._checked(array, structure.shape)
        self._revision = uuid4().hex
        try:
            if is_dask_array(values):
                write_blocks(self, values, persist)
            elif structure.nbytes <= self._context.part_limit or _is_whole(structure.chunks):
                self._send("full", [], values, persist)
            else:
                box = slicing.whole(structure.shape)
                tasks = [
                    partial(self._send_block, block, values[slicing.place(part, box)], persist)
                    for block, part in slicing.by_block(box, structure.chunks)
                ]
                gather(tasks, total=structure.nbytes)
        except BaseException as error:
            error.add_note(f"A part of what was to be written to {self._name} may have arrived.")
            raise

    def write_block(
        self,
        array: Any,
        block: Sequence[SupportsIndex],
        slice: Any = ...,  # noqa: A002
        persist: bool = True,
    ) -> None:
        """Write one of the blocks in which the server stores the array, or a part of it.

        Parameters
        ----------
        array : array_like
            Of the shape of the block, or of that part.
        block : sequence of int
            For each dimension, which chunk.
        slice : index, optional
            Within the block, as of `ArrayClient.read`. What is around it is read and written
            again: nobody else should write to the block meanwhile.
        persist : bool, optional
            As of `write`.

        Raises
        ------
        IndexError
            If there is no such block.
        ValueError, TypeError
            If the shape or the element type are others; nothing is sent then.

        Examples
        --------
        >>> import numpy
        >>> node = scratch.write_array(numpy.zeros((2, 4)), key="blocks", chunks=(2, 2))
        >>> node.write_block(numpy.ones((2, 2)), (0, 1))
        >>> node.write_block([5.0, 6.0], (0, 0), slice=(0, ...))
        >>> node.read()
        array([[5., 6., 1., 1.],
               [0., 0., 1., 1.]])
        """
        import numpy

        chunks = self._structure_of(ArrayStructure).chunks
        number, area = slicing.block_number(block, chunks), slicing.block_box(block, chunks)
        shape = slicing.shape_of(area)
        if slice is None or slice is ...:
            values = self._checked(array, shape)
        else:
            slicing.normalise(slice, shape)
            part = self._checked(array, numpy.broadcast_to(False, shape)[slice].shape)
            values = self._fetch(area)
            values[slice] = part
        self._revision = uuid4().hex
        self._send_block(number, values, persist)

    def patch(
        self,
        array: Any,
        offset: SupportsIndex | Sequence[SupportsIndex],
        extend: bool = False,
        persist: bool = True,
    ) -> None:
        """Write a part of the array, or beyond its end.

        Parameters
        ----------
        array : array_like
            Of as many dimensions and of the same element type. It is sent in one request, unless
            the last chunks of the array are shorter than the others.
        offset : int or sequence of int
            Where its first element goes; 0 along the dimensions that are left out.
        extend : bool, optional
            Whether the array may grow to hold it.
        persist : bool, optional
            As of `write`.

        Raises
        ------
        ValueError, TypeError
            If it does not fit, and the array may not grow, or its dimensions or its element type
            are others; nothing is sent then.
        ConnectionFailed, Timeout
            If the answer is lost. Where the array was to grow, it is not asked again.

        Examples
        --------
        >>> import numpy
        >>> node = scratch.write_array(numpy.zeros((2, 3)), key="growing")
        >>> node.patch(numpy.ones((1, 3)), offset=(2,), extend=True)
        >>> node.shape
        (3, 3)
        """
        structure = self._structure_of(ArrayStructure)
        values = self._checked(array)
        box = _placed(values.shape, offset, structure.shape)
        due = tuple(
            max(length, positions.stop)
            for length, positions in zip(structure.shape, box, strict=True)
        )
        grows = due != structure.shape
        if grows and not extend:
            raise ValueError(
                f"An array of shape {values.shape} at {_starts(box)} does not fit into "
                f"{self._name} of shape {structure.shape}: to let that grow, use extend=True."
            )
        if grows and not persist:
            raise ValueError("An array can grow only where what is added is stored: persist=True.")
        if values.size == 0:
            return
        self._revision = uuid4().hex
        if box == ():
            self._send("full", [], values, persist)
        elif persist and not grows and _has_short_ends(structure.chunks):
            self._overwrite(box, values)
        else:
            self._patch(box, values, due, grows, persist)

    def _patch(self, box: Box, values: Any, due: Shape, grows: bool, persist: bool) -> None:
        place = [
            ("offset", ",".join(map(str, _starts(box)))),
            ("shape", slicing.shape_parameter(values.shape)),
            ("extend", str(grows).lower()),
        ]
        advice = "It may have arrived: see whether refresh() shows another shape."
        with once_only(advice) if grows else nullcontext():
            answer = self._send("full", place, values, persist, "PATCH", repeatable=not grows)
        before = self._structure_of(ArrayStructure)
        try:
            self._item.structure = after = ArrayStructure.from_json(answer)
        except (KeyError, TypeError, ValueError) as error:
            raise ResponseError(
                f"The answer to a patch of {self._name} is no structure."
            ) from error
        if after.shape == _rounded(before.chunks, due) != due:
            raise ResponseError(
                f"The data were written, but the server made {self._name} of shape "
                f"{after.shape} where {due} was due.",
                hint="It does so where the last chunks are shorter than the others: choose chunks "
                "that divide the shape.",
            )

    def _overwrite(self, box: Box, values: Any) -> None:
        """Write a part block by block.

        A patch would not do: by it, servers lengthen the last chunks to that of the others.
        """
        chunks = self._structure_of(ArrayStructure).chunks
        for block, part in slicing.by_block(box, chunks):
            area = slicing.block_box(block, chunks)
            inside = values[slicing.place(part, box)]
            if part != area:
                around = self._fetch(area)
                around[slicing.place(part, area)] = inside
                inside = around
            self._send_block(block, inside, persist=True)

    def _send_block(self, block: tuple[int, ...], values: Any, persist: bool) -> None:
        self._send("block", [("block", slicing.block_parameter(block))], values, persist)

    def _send(
        self,
        which: str,
        params: list[tuple[str, str]],
        values: Any,
        persist: bool,
        method: str = "PUT",
        repeatable: bool = True,
    ) -> Any:
        """Send some values from where they lie, or from a copy in order and of the right type."""
        import numpy

        if values.nbytes == 0:
            return None
        dtype = self._structure_of(ArrayStructure).data_type.to_numpy_dtype()
        request = Request(
            route(f"array/{which}", self.path_parts),
            params if persist else [*params, ("persist", "false")],
            accept=JSON,
            method=method,
            content=numpy.ascontiguousarray(values, dtype).reshape(-1).view(numpy.uint8).data,
            content_type="application/octet-stream",
            repeatable=repeatable,
        )
        return self._context.session.document(request)

    def _checked(self, array: Any, shape: Shape | None = None) -> Any:
        """Return what is to be written as an array, if it is one that can be written here."""
        structure = self._structure_of(ArrayStructure)
        values = as_array(array)
        # Gaps between fields and the order of bytes are not what matters.
        ours, theirs = (
            dtype_from_numpy(dtype.newbyteorder("little"))
            for dtype in (structure.data_type.to_numpy_dtype(), values.dtype)
        )
        if ours != theirs:
            raise TypeError(
                f"Elements of type {values.dtype} cannot be written to {self._name}, whose type is "
                f"{structure.data_type.descr}: convert them first, by array.astype(client.dtype)."
            )
        if shape is not None and values.shape != shape:
            raise ValueError(
                f"An array of shape {values.shape} cannot be written where {shape} is due in "
                f"{self._name}."
            )
        return values


def _is_whole(chunks: Chunks) -> bool:
    """Whether there is but one chunk."""
    return all(len(lengths) == 1 for lengths in chunks)


def _has_short_ends(chunks: Chunks) -> bool:
    """Whether the last chunk along a dimension is shorter than the others."""
    return any(lengths[-1:] < lengths[:1] for lengths in chunks)


def _rounded(chunks: Chunks, shape: Shape) -> Shape:
    """Return a shape that is at least as long as if no chunk were shorter than the first."""
    return tuple(
        max(length, lengths[0] * len(lengths))
        for lengths, length in zip(chunks, shape, strict=True)
    )


def _starts(box: Box) -> tuple[int, ...]:
    return tuple(positions.start for positions in box)


def _placed(shape: Shape, offset: SupportsIndex | Sequence[SupportsIndex], within: Shape) -> Box:
    """Return the box that an array covers from an offset on."""
    given = [offset] if isinstance(offset, SupportsIndex) else list(offset)
    starts = [operator.index(start) for start in given]
    if len(shape) != len(within) or len(starts) > len(within) or any(start < 0 for start in starts):
        raise ValueError(
            f"An array of {len(shape)} dimensions cannot be placed at {offset!r} in one of "
            f"{len(within)}: the offset counts from 0 along each of them."
        )
    starts += [0] * (len(within) - len(starts))
    return tuple(range(start, start + length) for start, length in zip(starts, shape, strict=True))
