"""Nodes whose children or data are made when someone asks for them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tiled.adapters.array import ArrayAdapter
from tiled.adapters.table import TableAdapter
from tiled.ndslice import NDBlock, NDSlice
from tiled.structures.array import ArrayStructure
from tiled.structures.table import TableStructure

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


class LazyMap(Mapping[str, Any]):
    """A mapping of known keys whose values are made at every access.

    Parameters
    ----------
    keys
        The keys, in order.
    make
        Makes the value of a key. It should cost microseconds: a search calls it for every key.
    """

    def __init__(self, keys: Sequence[str], make: Callable[[str], Any]) -> None:
        self._keys = dict.fromkeys(keys)
        self._make = make

    def __getitem__(self, key: str) -> Any:
        if key not in self._keys:
            raise KeyError(key)
        return self._make(key)

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class LazyArray(ArrayAdapter):  # type: ignore[misc]
    """An array of known structure whose numbers are made when they are read."""

    def __init__(
        self,
        make: Callable[[], "NDArray[Any]"],
        structure: ArrayStructure,
        *,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(None, structure, metadata=metadata)
        self._make = make

    def read(self, slice: NDSlice = NDSlice(...)) -> Any:  # noqa: A002, B008
        """Make the array, then slice it."""
        return self._made().read(slice)

    def read_block(self, block: NDBlock, slice: NDSlice = NDSlice(...)) -> Any:  # noqa: A002, B008
        """Make the array, then cut a block out of it."""
        return self._made().read_block(block, slice)

    def _made(self) -> ArrayAdapter:
        return ArrayAdapter(self._make(), self._structure)


class LazyTable(TableAdapter):  # type: ignore[misc]
    """A table of known structure whose rows are made when they are read."""

    def __init__(
        self,
        make: Callable[[], "pd.DataFrame"],
        structure: TableStructure,
        *,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        super().__init__([], structure, metadata=metadata)
        self._make = make

    def read(self, fields: list[str] | None = None) -> "pd.DataFrame":
        """Make the table, then take its columns."""
        frame = self._make()
        return frame if fields is None else frame[fields]

    def read_partition(self, partition: int, fields: list[str] | None = None) -> "pd.DataFrame":
        """Make the table, then cut a partition out of it."""
        frame = self.read(fields)
        rows = -(-len(frame) // self._structure.npartitions)
        return frame.iloc[partition * rows : (partition + 1) * rows]
