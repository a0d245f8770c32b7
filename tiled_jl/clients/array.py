"""Arrays: read whole, by slice or by block, into numpy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, SupportsIndex

from tiled_jl.clients.arraywriting import ArrayWriting
from tiled_jl.clients.chunked import Chunked
from tiled_jl.clients.export import File
from tiled_jl.clients.streaming import Streaming
from tiled_jl.documents import route
from tiled_jl.errors import TooLarge
from tiled_jl.structures import ArrayStructure, slicing
from tiled_jl.structures.array import room
from tiled_jl.structures.dtype import to_numpy
from tiled_jl.structures.slicing import Box
from tiled_jl.transport.gather import gather
from tiled_jl.transport.request import Request

if TYPE_CHECKING:
    import numpy


class ArrayClient(Chunked[int, tuple[int, ...]], Streaming, ArrayWriting):
    """An array, read into memory as a numpy array.

    Examples
    --------
    >>> stack = client["examples/detector"]
    >>> stack.shape, stack.dtype
    ((60, 512, 512), dtype('uint16'))
    >>> stack[30, ::4, ::-4].shape
    (128, 128)
    """

    def structure(self) -> ArrayStructure:
        """Return its shape, type and chunks."""
        return self._structure_of(ArrayStructure)

    @property
    def dtype(self) -> numpy.dtype[Any]:
        """Type of an element."""
        return to_numpy(self.structure().data_type, self._name)

    @property
    def nbytes(self) -> int:
        """Bytes that it takes in memory."""
        return self.structure().nbytes

    def read(self, slice: Any = None) -> numpy.ndarray[Any, Any]:  # noqa: A002
        """Read the array, or a part of it.

        Parameters
        ----------
        slice : index, optional
            Whatever numpy's basic indexing takes: integers, slices with any step and ``...``, or
            a tuple of them. None on its own is the whole array.

        Returns
        -------
        numpy.ndarray
            A new array, equal to ``client.read()[slice]``.

        Raises
        ------
        IndexError
            If the index is out of bounds or not a basic one.
        """
        return self[... if slice is None else slice]  # type: ignore[no-any-return]

    def compute(self) -> numpy.ndarray[Any, Any]:
        """Read the whole array into memory, also where `read` puts that off.

        Examples
        --------
        >>> client["examples/detector"].compute().shape
        (60, 512, 512)
        """
        return self._fetch(slicing.whole(self.shape))

    def __getitem__(self, index: Any) -> Any:
        selection = slicing.normalise(index, self.shape)
        return self._fetch(selection.box)[selection.post]

    def read_block(
        self,
        block: Sequence[SupportsIndex],
        slice: Any = None,  # noqa: A002
    ) -> numpy.ndarray[Any, Any]:
        """Read one of the blocks in which the server stores the array, or a part of it.

        Parameters
        ----------
        block : sequence of int
            For each dimension, which chunk.
        slice : index, optional
            Within the block, as of `read`.

        Raises
        ------
        IndexError
            If there is no such block.
        """
        box = slicing.block_box(block, self.chunks)
        selection = slicing.normalise(... if slice is None else slice, slicing.shape_of(box))
        within = slicing.compose(box, selection.box)
        return self._fetch(within)[selection.post]

    def export(
        self,
        filepath_or_buffer: File,
        *,
        format: str | None = None,  # noqa: A002
        slice: Any = None,  # noqa: A002
    ) -> None:
        """Write it, or a part of it, to a file.

        Parameters
        ----------
        filepath_or_buffer, format
            As of `BaseClient.export`.
        slice : index, optional
            As of `read`, but without negative steps and new dimensions.

        Raises
        ------
        IndexError
            If the index is not such a one.

        Examples
        --------
        >>> import io
        >>> buffer = io.BytesIO()
        >>> client["examples/detector"].export(buffer, slice=30, format="png")
        >>> buffer.getvalue()[1:4]
        b'PNG'
        """
        params = []
        if slice is not None:
            selection = slicing.normalise(slice, self.shape)
            params.append(("slice", slicing.exact_parameter(selection)))
        self._export(filepath_or_buffer, format, params)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> numpy.ndarray[Any, Any]:
        if copy is False:
            raise ValueError("An array on a server cannot be used without a copy.")
        array = self.compute()
        return array if dtype is None else array.astype(dtype, copy=False)

    def _fetch(self, box: Box) -> numpy.ndarray[Any, Any]:
        """Read a box into a new array of its shape."""
        import numpy

        dtype = self.dtype
        result = room(slicing.shape_of(box), dtype, self._name)
        # Nothing to send for, or (an empty string type) nothing to send.
        if result.size == 0 or self.structure().data_type.itemsize == 0:
            return numpy.zeros(slicing.shape_of(box), dtype)
        limit = max(self._context.part_limit, result.nbytes // slicing.MOST_PARTS)
        parts = list(slicing.split(box, dtype.itemsize, self.chunks, limit))
        tasks = [
            partial(self._fetch_part, part, result[slicing.place(part, box)]) for part in parts
        ]
        gather(tasks, at_once=self._context.parts_at_once, total=result.nbytes)
        return result

    def _fetch_part(self, box: Box, target: numpy.ndarray[Any, Any]) -> None:
        """Read a box into a part of the result, in smaller parts if the server asks for it."""
        try:
            self._fetch_box(box, target)
        except TooLarge as error:
            self._context.shrink_parts(target.nbytes, error.limit)
            limit = min(self._context.part_limit, target.nbytes // 2)
            limit = max(limit, target.nbytes // slicing.MOST_PARTS)
            parts = list(slicing.split(box, target.itemsize, self.chunks, limit))
            if len(parts) == 1:
                raise
            for part in parts:
                self._fetch_part(part, target[slicing.place(part, box)])

    def _fetch_box(self, box: Box, target: numpy.ndarray[Any, Any]) -> None:
        """Read a box by one request, straight to where it belongs if that is in one stretch."""
        import numpy

        shape = self.shape
        params = [("expected_shape", slicing.shape_parameter(slicing.shape_of(box)))]
        if indices := slicing.slice_parameter(box, shape):
            params.append(("slice", indices))
        request = Request(
            route("array/full", self.path_parts), params, accept="application/octet-stream"
        )
        in_place = target.flags.c_contiguous
        buffer = target if in_place else numpy.empty(target.shape, target.dtype)
        self._context.session.read_into(request, buffer.reshape(-1).view(numpy.uint8).data)
        if not in_place:
            target[...] = buffer

    def _described(self) -> dict[str, str]:
        structure = self._item.structure
        if not isinstance(structure, ArrayStructure):
            return {}
        blocks = math.prod(len(lengths) for lengths in structure.chunks)
        return super()._described() | {"chunks": f"{blocks:,}"}

    def _facts(self) -> dict[str, str]:
        facts = super()._facts()
        if isinstance(self._item.structure, ArrayStructure):
            facts["size"] = f"{self._item.structure.nbytes / 1e6:,.1f} MB"
        return facts
