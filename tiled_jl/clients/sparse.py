"""Sparse arrays: what is not zero, read whole, by slice or by block."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, SupportsIndex

from tiled_jl.clients.chunked import Chunked
from tiled_jl.documents import route
from tiled_jl.errors import MALFORMED, ResponseError, TooLarge
from tiled_jl.structures import SparseStructure, frames, slicing
from tiled_jl.structures.array import room
from tiled_jl.structures.dtype import to_numpy
from tiled_jl.structures.slicing import Box
from tiled_jl.structures.sparse import Points, points
from tiled_jl.transport.gather import gather
from tiled_jl.transport.request import Reply, Request

if TYPE_CHECKING:
    import numpy
    import sparse


class SparseClient(Chunked[int, tuple[int, ...]]):
    """An array that is mostly empty, read into memory as a `sparse.COO`.

    Examples
    --------
    >>> hits = client["examples/sparse"]
    >>> hits.shape, hits.dtype
    ((1024, 1024), dtype('uint32'))
    >>> hits[:512, ::-2].shape
    (512, 512)
    >>> hits.read_block((0, 1)).shape
    (512, 512)
    """

    def structure(self) -> SparseStructure:
        """Return its shape, type and chunks."""
        return self._structure_of(SparseStructure)

    @property
    def dtype(self) -> numpy.dtype[Any] | None:
        """Type of a value; None where the server does not say."""
        data_type = self.structure().data_type
        # Libraries for sparse arrays want the byte order of the machine.
        return None if data_type is None else to_numpy(data_type, self._name).newbyteorder("=")

    def read(self, slice: Any = None) -> sparse.COO:  # noqa: A002
        """Read the array, or a part of it.

        Parameters
        ----------
        slice : index, optional
            Integers, slices with any step, None and ``...``, or a tuple of them; by default the
            whole array.

        Returns
        -------
        sparse.COO
            Equal to ``client.read()[slice]``: a scalar where no dimension is left.

        Raises
        ------
        IndexError
            If the index is out of bounds or not a basic one.

        Examples
        --------
        >>> client["examples/sparse"].read().nnz
        25624
        """
        return self[... if slice is None else slice]

    def __getitem__(self, key: Any) -> Any:
        selection = slicing.normalise(key, self.shape)
        return self._fetch(selection.box)[selection.post]

    def read_block(
        self,
        block: Sequence[SupportsIndex],
        slice: Any = None,  # noqa: A002
    ) -> sparse.COO:
        """Read one of the blocks in which the server stores the array, or a part of it.

        Parameters
        ----------
        block : sequence of int
            For each dimension, which chunk.
        slice : index, optional
            Within the block, as of `read`.

        Returns
        -------
        sparse.COO
            Of the block's own shape.

        Raises
        ------
        IndexError
            If there is no such block.
        """
        box = slicing.block_box(block, self.chunks)
        selection = slicing.normalise(... if slice is None else slice, slicing.shape_of(box))
        part = slicing.compose(box, selection.box)
        return self._fetch(part)[selection.post]

    def todense(self) -> numpy.ndarray[Any, Any]:
        """Read the array as one of numpy, zeros included.

        Examples
        --------
        >>> client["examples/sparse"].todense().max() > 0
        np.True_
        """
        found = self.read()
        # Asked for first, where there may be no room.
        room(found.shape, found.dtype, self._name)
        dense: numpy.ndarray[Any, Any] = found.todense()
        return dense

    def write(self, coords: Any, data: Any = None) -> None:
        """Write the whole array, in place of what is there.

        Parameters
        ----------
        coords : sparse array or array_like of int
            Either a sparse array, or coordinates of shape (dimensions, points).
        data : array_like, optional
            The value at each of the coordinates.

        Raises
        ------
        TypeError
            If values are of another type than the node's.
        ValueError
            If the shape is another, or coordinates are out of bounds.

        Examples
        --------
        >>> node = scratch.write_sparse([[0, 2], [1, 1]], [1.5, 2.5], (3, 3))
        >>> node.write([[0], [0]], [3.0])
        >>> node.read().nnz
        1
        """
        given = self._checked(coords, data, self.shape)
        tasks = [partial(self._put, block, part) for block, part in given.by_block(self.chunks)]
        gather(tasks, total=given.nbytes)

    def write_block(
        self, coords: Any, data: Any = None, block: Sequence[SupportsIndex] = ()
    ) -> None:
        """Write one of the blocks in which the server stores the array.

        Parameters
        ----------
        coords : sparse array or array_like of int
            Either a sparse array of the block's shape, or coordinates that count from the block's
            corner.
        data : array_like, optional
            The value at each of the coordinates.
        block : sequence of int
            For each dimension, which chunk.

        Raises
        ------
        IndexError
            If there is no such block.
        TypeError, ValueError
            As of `write`.
        """
        number, box = (
            slicing.block_number(block, self.chunks),
            slicing.block_box(block, self.chunks),
        )
        self._put(number, self._checked(coords, data, slicing.shape_of(box)))

    def _checked(self, coords: Any, data: Any, shape: tuple[int, ...]) -> Points:
        """Return points that fit a shape and the type of this node."""
        import numpy

        given, its_shape = points(coords, data)
        if its_shape is not None and its_shape != shape:
            raise ValueError(f"an array of shape {its_shape} where {self._name} has {shape}")
        given.check(shape)
        dtype = given.data.dtype if self.dtype is None else self.dtype
        if not numpy.can_cast(given.data.dtype, dtype, "safe"):
            raise TypeError(
                f"values of type {given.data.dtype} for {self._name}, which has {dtype}"
            )
        return Points(given.coords, given.data.astype(dtype, copy=False))

    def _put(self, block: tuple[int, ...], given: Points) -> None:
        params = [("block", slicing.block_parameter(block))]
        self._context.session.fetch(
            Request(
                route("array/block", self.path_parts),
                params,
                method="PUT",
                content=given.to_arrow(),
                content_type=frames.MEDIA_TYPE,
            )
        )

    def _fetch(self, box: Box) -> sparse.COO:
        """Read a box as an array of its shape."""
        import numpy
        import sparse

        shape = slicing.shape_of(box)
        if 0 in shape:
            found = Points(numpy.empty((len(shape), 0), "i8"), numpy.empty(0, self.dtype))
        else:
            found = self._read(box)
        try:
            return sparse.COO(found.coords, found.data, shape)
        except MALFORMED as error:
            raise ResponseError(
                f"{self._name} cannot be an array of shape {shape}: {error}."
            ) from error

    def _read(self, box: Box) -> Points:
        """Read a box by one request, or by as many as the server wants."""
        import numpy

        try:
            return self._ask(box)
        except TooLarge:
            parts = [part for _, part in slicing.by_block(box, self.chunks)]
            if len(parts) == 1:
                parts = slicing.halve(box)
            if len(parts) == 1:
                raise
        reads = [partial(self._read, part) for part in parts]
        found = gather(reads, at_once=self._context.parts_at_once)
        for part, each in zip(parts, found, strict=True):
            corner = [whole.index(piece[0]) for piece, whole in zip(part, box, strict=True)]
            each.coords[...] += numpy.array(corner).reshape(-1, 1)
        return Points(
            numpy.concatenate([each.coords for each in found], axis=1),
            numpy.concatenate([each.data for each in found]),
        )

    def _ask(self, box: Box) -> Points:
        """Read a box by one request: of its block if it lies in one, which spares the server."""
        shape = slicing.shape_of(box)
        params = [("expected_shape", slicing.shape_parameter(shape))]
        block = self._block_around(box)
        endpoint, outer = "array/full", slicing.whole(self.shape)
        if block is not None:
            params.append(("block", slicing.block_parameter(block)))
            endpoint, outer = "array/block", slicing.block_box(block, self.chunks)
        if indices := slicing.slice_parameter(slicing.within(box, outer), slicing.shape_of(outer)):
            params.append(("slice", indices))
        request = Request(route(endpoint, self.path_parts), params, accept=frames.MEDIA_TYPE)

        def decode(reply: Reply) -> Points:
            found = Points.from_arrow(reply.body, len(shape))
            found.check(shape)
            dtype = found.data.dtype if self.dtype is None else self.dtype
            return Points(found.coords, found.data.astype(dtype, copy=False))

        try:
            return self._context.session.decoded(request, decode)
        except (TypeError, ValueError) as error:
            raise ResponseError(f"{request}: {error}.") from error

    def _block_around(self, box: Box) -> tuple[int, ...] | None:
        """Return the one block of several in which a box lies, if it does."""
        if all(len(lengths) == 1 for lengths in self.chunks):
            return None
        touched = [block for block, _ in slicing.by_block(box, self.chunks)]
        return touched[0] if len(touched) == 1 else None
