"""What arrays of all kinds have in common: dimensions, and the chunks in which they are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from tiled_jl.clients.base import BaseClient
from tiled_jl.structures import ArrayStructure, RaggedStructure, SparseStructure

Length = TypeVar("Length", covariant=True)
Lengths = TypeVar("Lengths", covariant=True)


class _Structure(Protocol[Length, Lengths]):
    @property
    def shape(self) -> tuple[Length, ...]: ...
    @property
    def chunks(self) -> tuple[Lengths, ...]: ...
    @property
    def dims(self) -> tuple[str, ...] | None: ...
    @property
    def size(self) -> int: ...


class Chunked(BaseClient, Generic[Length, Lengths]):
    """The dimensions of an array; of a ragged one, some have no length."""

    if TYPE_CHECKING:

        def structure(self) -> _Structure[Length, Lengths]: ...  # noqa: D102

    @property
    def shape(self) -> tuple[Length, ...]:
        """Length of each dimension; None where it varies."""
        return self.structure().shape

    @property
    def chunks(self) -> tuple[Lengths, ...]:
        """For each dimension, the lengths of the chunks in which the server stores it.

        None where the dimension's own length varies.
        """
        return self.structure().chunks

    @property
    def dims(self) -> tuple[str, ...] | None:
        """Names of the dimensions, if they have any."""
        return self.structure().dims

    @property
    def ndim(self) -> int:
        """Number of dimensions."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """Number of elements: zeros included, and of a ragged array those that were counted."""
        return self.structure().size

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("len() of an array without dimensions")
        return self.shape[0] or 0  # type: ignore[return-value]

    def _described(self) -> dict[str, str]:
        structure = self._item.structure
        if not isinstance(structure, ArrayStructure | RaggedStructure | SparseStructure):
            return {}
        described = {"shape": str(structure.shape)}
        if structure.data_type is not None:
            described["dtype"] = str(structure.data_type.descr)
        if structure.dims:
            described["dims"] = str(structure.dims)
        return described
