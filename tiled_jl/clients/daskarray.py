"""Arrays, read later and elsewhere: as dask arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, SupportsIndex

from tiled_jl.clients.array import ArrayClient
from tiled_jl.clients.handles import Handle
from tiled_jl.structures import slicing

if TYPE_CHECKING:
    import dask.array
    import numpy


class DaskArrayClient(ArrayClient):
    """An array, read as a dask array whose chunks are those of the server.

    Nothing is asked of the server until the dask array is computed, and then only for what is
    needed of each chunk. Where that is on other machines, they find the credential as this one
    does, in the environment or the store; a key that was given by hand is sent to them.

    Examples
    --------
    >>> from tiled_jl import from_uri
    >>> stack = from_uri(uri, "dask")["examples/detector"]
    >>> stack.read().chunks == stack.chunks
    True
    >>> stack[30, :, ::-4].compute().shape
    (512, 128)
    """

    def read(self, slice: Any = None) -> dask.array.Array:  # type: ignore[override]  # noqa: A002
        """Return the array, or a part of it, to be read later.

        Parameters
        ----------
        slice : index, optional
            Whatever dask's indexing takes. None on its own is the whole array.

        Returns
        -------
        dask.array.Array
            Of a name that is the same in every process, and another one once the node is known to
            have changed: `refresh` asks for that.

        Examples
        --------
        >>> from tiled_jl import from_uri
        >>> stack = from_uri(uri, "dask")["examples/detector"]
        >>> stack.read(0).shape
        (512, 512)
        """
        import dask.array
        import numpy
        from dask.tokenize import tokenize

        node = (self._context.api_uri, self.path_parts, self.structure(), self._item.metadata)
        array: dask.array.Array = dask.array.from_array(  # type: ignore[no-untyped-call]
            _Lazy(ArrayClient(self._context, self._item, self._registry)),
            chunks=self.chunks,
            name=f"tiled-array-{tokenize(*node, self._revision)}",
            meta=numpy.empty((0,) * self.ndim, self.dtype),
        )
        return array if slice is None else array[slice]

    def read_block(  # type: ignore[override]
        self,
        block: Sequence[SupportsIndex],
        slice: Any = None,  # noqa: A002
    ) -> dask.array.Array:
        """Return one of the blocks in which the server stores the array, to be read later.

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

        Examples
        --------
        >>> from tiled_jl import from_uri
        >>> stack = from_uri(uri, "dask")["examples/detector"]
        >>> stack.read_block((0, 0, 0)).shape
        (1, 512, 512)
        """
        slicing.block_box(block, self.chunks)
        array: dask.array.Array = self.read().blocks[tuple(block)]
        return array if slice is None else array[slice]

    def __getitem__(self, index: Any) -> Any:
        return self.read()[index]


class _Lazy(Handle[ArrayClient]):
    """What a task takes its part from: dask sees an array that can be indexed."""

    @property
    def shape(self) -> tuple[int, ...]:
        return self.client.shape

    @property
    def ndim(self) -> int:
        return self.client.ndim

    @property
    def dtype(self) -> numpy.dtype[Any]:
        return self.client.dtype

    def __getitem__(self, index: tuple[Any, ...]) -> numpy.ndarray[Any, Any]:
        # An array even if it has no dimensions: a scalar would forget the order of its bytes.
        return self.client.read((*index, ...))
