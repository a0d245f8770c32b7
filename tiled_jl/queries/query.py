"""What a query is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol, runtime_checkable

from msgspec import Struct
from msgspec.structs import force_setattr


@runtime_checkable
class Encodable(Protocol):
    """Anything that can say how it stands in a URL.

    Examples
    --------
    >>> from tiled_jl.queries import FullText
    >>> isinstance(FullText("copper"), Encodable)
    True
    """

    def encode(self) -> Mapping[str, Any]:
        """Return its fields as text."""


class Query(Struct, frozen=True):
    """A condition on the children of a container. Each keeps those that meet it.

    Examples
    --------
    >>> from tiled_jl.queries import FullText
    >>> isinstance(FullText("copper"), Query), FullText.name
    (True, 'fulltext')
    """

    name: ClassVar[str]

    def encode(self) -> dict[str, str]:
        """Return its fields as they stand in a URL."""
        raise NotImplementedError

    def __bool__(self) -> bool:
        raise TypeError(
            "A query is neither true nor false, so `and`, `or` and `not` do not combine queries. "
            "Search again in the results: container.search(a).search(b)."
        )


def hold(query: Query, *fields: str) -> None:
    """Make tuples of what a new query was given as lists.

    Raises
    ------
    TypeError
        If one is a single string, which would be taken for its characters.

    Examples
    --------
    >>> from tiled_jl.queries import KeysFilter
    >>> KeysFilter(["a", "b"])
    KeysFilter(keys=('a', 'b'))
    """
    for field in fields:
        values = getattr(query, field)
        if isinstance(values, str):
            raise TypeError(f"{field} must be a list, not the single string {values!r}")
        force_setattr(query, field, tuple(values))
