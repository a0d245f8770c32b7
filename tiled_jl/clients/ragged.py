"""Ragged arrays: rows that differ in length, read whole, by row or by block."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import accumulate, pairwise
from numbers import Integral
from typing import TYPE_CHECKING, Any, SupportsIndex

from tiled_jl.clients.chunked import Chunked
from tiled_jl.clients.onceonly import once_only
from tiled_jl.clients.streaming import Streaming
from tiled_jl.documents import route
from tiled_jl.errors import MALFORMED, ResponseError, TooLarge
from tiled_jl.structures import RaggedStructure, buffers, slicing
from tiled_jl.structures.array import room
from tiled_jl.structures.dtype import to_numpy
from tiled_jl.structures.ragged import as_ragged, awkward_of, fitted, pack, rows_of, unpack
from tiled_jl.structures.slicing import Box
from tiled_jl.transport.gather import gather
from tiled_jl.transport.request import JSON, Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy
    import ragged

_AT_ONCE = 1
"""Servers keep rows in a database, and an embedded one loses what is written at the same time."""


class RaggedClient(Chunked[int | None, tuple[int, ...] | None], Streaming):
    """An array whose rows differ in length, read into memory as a `ragged.array`.

    Examples
    --------
    >>> pulses = client["examples/ragged"]
    >>> pulses.shape, pulses.dtype
    ((500, None), dtype('float64'))
    >>> pulses[:10, :3].shape
    (10, None)
    """

    def structure(self) -> RaggedStructure:
        """Return its shape, type and chunks."""
        return self._structure_of(RaggedStructure)

    @property
    def dtype(self) -> numpy.dtype[Any]:
        """Type of an element."""
        return to_numpy(self.structure().data_type, self._name)

    def __iter__(self) -> Iterator[Any]:
        # Row by row, each would be a request.
        return iter(self.read())

    def read(self, slice: Any = None) -> ragged.array:  # noqa: A002
        """Read the array, or a part of it.

        Only the rows that are asked for travel, but these as a whole.

        Parameters
        ----------
        slice : index, optional
            Whatever a `ragged.array` takes; by default the whole array.

        Returns
        -------
        ragged.array
            Equal to ``client.read()[slice]``.

        Raises
        ------
        IndexError
            If the index is out of bounds.

        Examples
        --------
        >>> client["examples/ragged"].read(slice(0, 3)).shape
        (3, None)
        """
        found: ragged.array = self[... if slice is None else slice]
        return found

    def __getitem__(self, index: Any) -> Any:
        parts = index if isinstance(index, tuple) else (index,)
        if sum(part is not None and part is not ... for part in parts) > self.ndim:
            raise IndexError(f"{len(parts)} indices for an array of {self.ndim} dimensions")
        rows = range(len(self))
        if not parts or not isinstance(parts[0], slice | Integral):
            found = self._fetch(rows)
            return found if index is ... or not parts else found[index]
        selection = slicing.normalise(parts[0], (len(self),))
        return self._fetch(selection.box[0])[(*selection.post, *parts[1:])]

    def read_block(
        self,
        block: SupportsIndex | Sequence[SupportsIndex],
        slice: Any = None,  # noqa: A002
    ) -> ragged.array:
        """Read one of the blocks of rows in which the server stores the array, or a part of it.

        Parameters
        ----------
        block : int or sequence of int
            Which one. Only the first dimension is cut, so any further number is 0.
        slice : index, optional
            Within the block.

        Raises
        ------
        IndexError
            If there is no such block.
        """
        found = self._fetch(self._rows_of(self._number(block)))
        return found if slice is None else found[slice]

    def write(self, array: Any, persist: bool = True) -> None:
        """Write the whole array. What was written before is not replaced: write once.

        Parameters
        ----------
        array : ragged.array, awkward.Array, numpy.ndarray, or sequence of sequences or arrays
        persist : bool, optional
            Whether to store it, or only to tell those who watch the node.

        Raises
        ------
        TypeError
            If it holds anything but numbers, or of a type that has no place in this node.
        ValueError
            If it has another shape.
        """
        given = self._checked(array, len(self))
        bounds = pairwise(accumulate(self.structure().row_chunks, initial=0))
        tasks = [
            partial(self._put, number, given, start, stop, persist)
            for number, (start, stop) in enumerate(bounds)
        ]
        gather(tasks, at_once=_AT_ONCE)

    def write_block(
        self, array: Any, block: SupportsIndex | Sequence[SupportsIndex], persist: bool = True
    ) -> None:
        """Write one of the blocks of rows in which the server stores the array, once.

        Parameters
        ----------
        array
            As of `write`.
        block
            As of `read_block`.
        persist
            As of `write`.

        Raises
        ------
        IndexError
            If there is no such block.
        TypeError, ValueError
            As of `write`.
        """
        number = self._number(block)
        rows = len(self._rows_of(number))
        self._put(number, self._checked(array, rows), 0, rows, persist)

    def append(self, array: Any) -> None:
        """Add rows at the end, as a block of their own.

        Parameters
        ----------
        array
            As of `write`.

        Raises
        ------
        TypeError, ValueError
            As of `write`.

        Examples
        --------
        >>> pulses = scratch.write_ragged([[1.0, 2.0], [3.0]])
        >>> pulses.append([[4.0, 5.0, 6.0]])
        >>> pulses.shape
        (3, None)
        """
        given = self._checked(array, None)
        known = self.structure()
        params = [("offset", str(known.rows)), ("shape", str(len(given))), ("extend", "true")]
        request = Request(
            route("ragged/full", self.path_parts),
            params,
            accept=JSON,
            method="PATCH",
            content=pack(given),
            content_type=buffers.MEDIA_TYPE,
            repeatable=False,
        )
        with once_only("The rows may have arrived: see whether refresh() shows more."):
            document = self._context.session.document(request)
        try:
            grown = RaggedStructure.from_json(document)
        except MALFORMED as error:
            raise ResponseError(f"{request}: the answer is not a structure ({error}).") from error
        self._item.structure = replace(grown, size=known.size + (given.size or 0))

    def patch(self, array: Any, offset: Any, extend: bool = False) -> None:
        """Write rows from some place on. Servers know how to do that at the end alone.

        Parameters
        ----------
        array
            As of `write`.
        offset : int or sequence of int
            The number of rows there are.
        extend : bool
            Whether the array may grow: True.

        Raises
        ------
        ValueError
            If it is not at the end, or the array may not grow.
        TypeError, ValueError
            As of `write`.
        """
        place = (offset,) if isinstance(offset, SupportsIndex) else tuple(offset)
        if not extend or place[:1] != (len(self),) or any(place[1:]):
            raise ValueError(
                f"rows can only be added after the {len(self)} of {self._name}: "
                f"patch(array, {len(self)}, extend=True), or append(array)"
            )
        self.append(array)

    def _number(self, block: SupportsIndex | Sequence[SupportsIndex]) -> int:
        first, *others = (block,) if isinstance(block, SupportsIndex) else block
        number, count = operator.index(first), len(self.structure().row_chunks)
        if not -count <= number < count or any(map(operator.index, others)):
            raise IndexError(f"block {block} of a ragged array of {count} blocks")
        return number % count

    def _rows_of(self, number: int) -> range:
        (rows,) = slicing.block_box([number], (self.structure().row_chunks,))
        return rows

    def _checked(self, array: Any, rows: int | None) -> ragged.array:
        """Return an array that fits this node, and so many rows if that matters."""
        import awkward
        import numpy

        given = as_ragged(array)
        # Lists do not tell that all are of one length; rows of an array do not tell that they vary.
        with suppress(ValueError):
            given = fitted(given, self.shape)
        if rows not in {None, len(given)} or given.shape[1:] != self.shape[1:]:
            wanted = (len(given) if rows is None else rows, *self.shape[1:])
            raise ValueError(f"an array of shape {given.shape} where {self._name} has {wanted}")
        # What holds nothing has no type to speak of.
        if given.size and not numpy.can_cast(given.dtype, self.dtype, "safe"):
            raise TypeError(
                f"values of type {given.dtype} for {self._name}, which has {self.dtype}"
            )
        if given.dtype == self.dtype:
            return given
        return as_ragged(awkward.values_astype(awkward_of(given), self.dtype))

    def _put(self, number: int, array: ragged.array, start: int, stop: int, persist: bool) -> None:
        request = Request(
            route("ragged/block", self.path_parts),
            [("block", str(number)), *([] if persist else [("persist", "false")])],
            method="PUT",
            content=pack(rows_of(array, start, stop)),
            content_type=buffers.MEDIA_TYPE,
            # The server would keep both.
            repeatable=False,
        )
        self._context.session.fetch(request)

    def _fetch(self, rows: range) -> ragged.array:
        """Read rows."""
        import numpy

        structure = self.structure()
        if not rows:
            return structure.empty(self.dtype)
        size, chunks = structure.row_nbytes * len(rows), (structure.row_chunks,)
        # A structure may claim what no machine holds.
        room((size,), numpy.dtype("u1"), self._name)
        limit = max(self._context.part_limit, size // slicing.MOST_PARTS)
        parts = [part for (part,) in slicing.split((rows,), structure.row_nbytes, chunks, limit)]
        found = gather([partial(self._read, part) for part in parts], at_once=_AT_ONCE)
        return _stacked(found)

    def _read(self, rows: range) -> ragged.array:
        """Read rows by one request, or by as many as the server wants."""
        try:
            return self._ask((rows,))
        except TooLarge:
            parts = slicing.halve((rows,))
            if len(parts) == 1:
                raise
        return _stacked([self._read(part) for (part,) in parts])

    def _ask(self, box: Box) -> ragged.array:
        indices = slicing.slice_parameter(box, (len(self),))
        params = [("slice", indices)] if indices else []
        request = Request(route("ragged/full", self.path_parts), params, accept=buffers.MEDIA_TYPE)
        try:
            array = self._context.session.decoded(request, lambda reply: unpack(reply.body))
        except ValueError as error:
            raise ResponseError(f"{request}: {error}.") from error
        wanted = (len(box[0]), *self.shape[1:])
        if array.shape != wanted or array.dtype != self.dtype:
            raise ResponseError(
                f"{request}: {array.dtype} of shape {array.shape} came where {self.dtype} of "
                f"{wanted} were due.",
                hint="Not all blocks may have been written yet, or the data may have changed since "
                "they were described: client.refresh().",
            )
        return array

    def _described(self) -> dict[str, str]:
        structure = self._item.structure
        if not isinstance(structure, RaggedStructure):
            return {}
        return super()._described() | {"chunks": f"{len(structure.row_chunks):,}"}

    def _facts(self) -> dict[str, str]:
        facts = super()._facts()
        if isinstance(self._item.structure, RaggedStructure):
            facts["values"] = f"{self._item.structure.size:,}"
        return facts


def _stacked(arrays: Sequence[ragged.array]) -> ragged.array:
    """Put arrays one below the other."""
    import awkward
    import ragged

    if len(arrays) == 1:
        return arrays[0]
    return ragged.array(awkward.concatenate([awkward_of(array) for array in arrays]))
