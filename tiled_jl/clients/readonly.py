"""Dicts and lists that cannot be changed, at any level, and print like what they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any


class DictView(Mapping[str, Any]):
    """A dict that cannot be changed through this view.

    Parameters
    ----------
    plain : dict
        What is seen. `copy.deepcopy` of the view returns a copy of it, which can be changed.

    Examples
    --------
    >>> DictView({"sample": {"name": "Cu"}})["sample"]
    {'name': 'Cu'}
    """

    def __init__(self, plain: dict[str, Any]) -> None:
        self._plain = plain

    def __getitem__(self, key: str) -> Any:
        return view(self._plain[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._plain)

    def __len__(self) -> int:
        return len(self._plain)

    def __repr__(self) -> str:
        return repr(self._plain)

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        return deepcopy(self._plain, memo)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.pretty(self._plain)


class ListView(Sequence[Any]):
    """A list that cannot be changed through this view.

    Parameters
    ----------
    plain : list
        What is seen. `copy.deepcopy` of the view returns a copy of it, which can be changed.

    Examples
    --------
    >>> ListView([1, [2, 3]])[1] == [2, 3]
    True
    """

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, plain: list[Any]) -> None:
        self._plain = plain

    def __getitem__(self, index: Any) -> Any:
        return view(self._plain[index])

    def __len__(self) -> int:
        return len(self._plain)

    def __eq__(self, other: object) -> bool:
        return self._plain == (other._plain if isinstance(other, ListView) else other)

    def __repr__(self) -> str:
        return repr(self._plain)

    def __deepcopy__(self, memo: dict[int, Any]) -> list[Any]:
        return deepcopy(self._plain, memo)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.pretty(self._plain)


def view(value: Any) -> Any:
    """Return a view of a dict or list; anything else as it is."""
    if isinstance(value, dict):
        return DictView(value)
    if isinstance(value, list):
        return ListView(value)
    return value
