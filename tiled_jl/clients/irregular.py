"""What a container offers to those who write data that are not rectangles of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tiled_jl.clients.halfmade import half_made
from tiled_jl.clients.writing import Writing
from tiled_jl.documents import Spec
from tiled_jl.structures.array import dimension_names
from tiled_jl.structures.chunking import normalise_chunks

if TYPE_CHECKING:
    from tiled_jl.clients.awkward import AwkwardClient
    from tiled_jl.clients.ragged import RaggedClient
    from tiled_jl.clients.sparse import SparseClient

_BLOCK_NBYTES = 100_000_000
"""About the size of the blocks of rows that an array is cut into."""


class IrregularWriting(Writing):
    """The part of `Container` that writes awkward, ragged and sparse arrays."""

    def write_awkward(
        self,
        array: Any,
        *,
        key: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        specs: Iterable[Spec | str] = (),
        access_tags: Sequence[str] | None = None,
    ) -> AwkwardClient:
        """Write nested data as a new node below this container.

        Parameters
        ----------
        array : awkward.Array or anything that Awkward Array makes one of
        key, metadata, specs, access_tags
            As of `new`.

        Returns
        -------
        AwkwardClient

        Raises
        ------
        TypeError, ValueError
            If Awkward Array cannot make an array of it.

        Examples
        --------
        >>> events = scratch.write_awkward([{"hits": [1, 2]}, {"hits": []}])
        >>> events["hits"].tolist()
        [[1, 2], []]
        """
        from tiled_jl.structures.awkward import from_array

        structure, buffers = from_array(array)
        described = {"key": key, "metadata": metadata, "specs": specs, "access_tags": access_tags}
        node: AwkwardClient = self._new_of("awkward", structure, **described)
        with half_made(node):
            node._put(buffers)
        return node

    def write_sparse(
        self,
        coords: Any,
        data: Any = None,
        shape: Sequence[int] | None = None,
        *,
        key: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        dims: Sequence[str] | None = None,
        specs: Iterable[Spec | str] = (),
        access_tags: Sequence[str] | None = None,
        chunks: int | Sequence[int | Sequence[int]] | None = None,
    ) -> SparseClient:
        """Write an array that is mostly empty as a new node below this container.

        Parameters
        ----------
        coords : sparse array or array_like of int
            Either a sparse array, or coordinates of shape (dimensions, points).
        data : array_like, optional
            The value at each of the coordinates.
        shape : sequence of int, optional
            Length of each dimension; a sparse array has its own.
        key, metadata, specs, access_tags
            As of `new`.
        dims : sequence of str, optional
            Names of the dimensions.
        chunks : int or sequence, optional
            The length of a chunk; or for each dimension that length (-1 or None for the whole of
            it) or the lengths of all chunks. By default all is one.

        Returns
        -------
        SparseClient

        Raises
        ------
        TypeError
            If values cannot be sent: complex numbers, records, text, Python objects.
        ValueError
            If the shape is missing, coordinates are out of bounds, or what is not given is not
            zero.

        Examples
        --------
        >>> hits = scratch.write_sparse([[0, 2], [1, 1]], [1.5, 2.5], (3, 2), chunks=(2, 2))
        >>> hits.todense().tolist()
        [[0.0, 1.5], [0.0, 0.0], [0.0, 2.5]]
        """
        from tiled_jl.structures.dtype import BuiltinDtype
        from tiled_jl.structures.sparse import SparseStructure, points

        found, its_shape = points(coords, data)
        if its_shape is None and shape is None:
            raise ValueError("coordinates do not tell the shape: write_sparse(coords, data, shape)")
        lengths = tuple(int(length) for length in (its_shape if shape is None else shape) or ())
        if its_shape not in {None, lengths}:
            raise ValueError(f"the shape {lengths} for a sparse array of shape {its_shape}")
        found.check(lengths)
        structure = SparseStructure(
            lengths,
            normalise_chunks(chunks, lengths, regular=False),
            BuiltinDtype.from_numpy_dtype(found.data.dtype),
            BuiltinDtype("little", "i", 8),
            dimension_names(dims, len(lengths)),
        )
        described = {"key": key, "metadata": metadata, "specs": specs, "access_tags": access_tags}
        node: SparseClient = self._new_of("sparse", structure, **described)
        with half_made(node):
            node.write(found.coords, found.data)
        return node

    def write_ragged(
        self,
        array: Any,
        *,
        key: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        dims: Sequence[str] | None = None,
        specs: Iterable[Spec | str] = (),
        access_tags: Sequence[str] | None = None,
        chunks: int | Sequence[int] | None = None,
    ) -> RaggedClient:
        """Write rows that differ in length as a new node below this container.

        Parameters
        ----------
        array : ragged.array, awkward.Array, numpy.ndarray, or sequence of sequences or arrays
        key, metadata, specs, access_tags
            As of `new`.
        dims : sequence of str, optional
            Names of the dimensions.
        chunks : int or sequence of int, optional
            How many rows to store together, or how many in each block; by default some 100 MB.

        Returns
        -------
        RaggedClient

        Raises
        ------
        TypeError
            If it holds anything but numbers, or numbers that a server has no place for: complex
            ones and those of 16-bit floating point.
        ValueError
            If it has no dimensions, or the chunks do not add up to its rows.

        Examples
        --------
        >>> pulses = scratch.write_ragged([[1.0, 2.0], [], [3.0]], dims=("pulse", "time"))
        >>> pulses[0].tolist()
        [1.0, 2.0]
        """
        from tiled_jl.structures.ragged import RaggedStructure, as_ragged, awkward_of

        given = as_ragged(array)
        if given.dtype.kind == "c" or given.dtype == "f2":
            raise TypeError(f"values of type {given.dtype} cannot be stored as a ragged array")
        rows = len(given)
        if chunks is None:
            chunks = max(1, _BLOCK_NBYTES * rows // max(1, awkward_of(given).nbytes))
        (lengths,) = normalise_chunks([chunks], (rows,), regular=False)
        structure = RaggedStructure.from_array(given, lengths, dimension_names(dims, given.ndim))
        described = {"key": key, "metadata": metadata, "specs": specs, "access_tags": access_tags}
        node: RaggedClient = self._new_of("ragged", structure, **described)
        with half_made(node):
            node.write(given)
        return node

    def _new_of(self, family: str, structure: Any, **described: Any) -> Any:
        """Create a node of one structure, whose data the server keeps."""
        source = {"structure_family": family, "structure": structure.to_json()}
        return self.new(family, [source], **described)
