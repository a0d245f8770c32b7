"""The keys, values and items of a container: long, and asked for only where they are looked at."""

from __future__ import annotations

import collections.abc
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from tiled_jl.clients.container import Container

T = TypeVar("T")


class View(Generic[T]):
    """The children of a container, in its order, as if they were a list.

    Examples
    --------
    >>> examples = client["examples"]
    >>> examples.keys()[0]
    'detector'
    >>> [child.structure_family for child in examples.values()[1:3]]
    ['array', 'array']
    """

    def __init__(self, container: Container) -> None:
        self._container = container

    def __len__(self) -> int:
        return len(self._container)

    def __iter__(self) -> Iterator[T]:
        return self._between(0, None)

    def __reversed__(self) -> Iterator[T]:
        return reversed(self[:])

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return self._slice(index)
        position = index.__index__()
        if position < 0:
            position += len(self)
        found = list(self._between(position, position + 1)) if position >= 0 else []
        if not found:
            raise IndexError(f"there is no child number {index}")
        return found[0]

    def _slice(self, index: slice) -> list[T]:
        start, stop, step = index.start or 0, index.stop, index.step or 1
        if step < 0 or start < 0 or (stop is not None and stop < 0):
            start, stop, step = index.indices(len(self))
        if step < 0:
            positions = range(start, stop, step)
            if not positions:
                return []
            return list(self._between(positions[-1], start + 1))[::-1][::-step]
        return list(self._between(start, stop))[::step]

    def first(self) -> T:
        """Return the first child.

        Raises
        ------
        IndexError
            If there is none.
        """
        return self[0]

    def last(self) -> T:
        """Return the last child.

        Raises
        ------
        IndexError
            If there is none.
        """
        return self[-1]

    def head(self, count: int = 5) -> list[T]:
        """Return the first children."""
        return self[:count]

    def tail(self, count: int = 5) -> list[T]:
        """Return the last children."""
        return self[-count:] if count else []

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._container!r}>"

    def _between(self, start: int, stop: int | None) -> Iterator[T]:
        raise NotImplementedError


class KeysView(View[str], collections.abc.KeysView[str]):
    """The keys of the children."""

    def __contains__(self, key: object) -> bool:
        return key in self._container

    def _between(self, start: int, stop: int | None) -> Iterator[str]:
        for item in self._container._items(start, stop, fields=()):
            yield self._container._key(item)


class ValuesView(View[Any], collections.abc.ValuesView[Any]):
    """Clients of the children."""

    def _between(self, start: int, stop: int | None) -> Iterator[Any]:
        for _, client in self._container._clients(start, stop):
            yield client


class ItemsView(View[tuple[str, Any]], collections.abc.ItemsView[str, Any]):
    """Pairs of a key and the client of that child."""

    def _between(self, start: int, stop: int | None) -> Iterator[tuple[str, Any]]:
        return self._container._clients(start, stop)
