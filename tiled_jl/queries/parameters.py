"""Queries as they stand in a URL."""

from __future__ import annotations

import json
from collections.abc import Iterable

from tiled_jl.queries.metadata import (
    Comparison,
    Contains,
    Eq,
    FullText,
    In,
    KeyPresent,
    Like,
    NotEq,
    NotIn,
    Regex,
)
from tiled_jl.queries.node import (
    AccessBlobFilter,
    AccessTagsFilter,
    KeyLookup,
    KeysFilter,
    SpecsQuery,
    StructureFamilyQuery,
)
from tiled_jl.queries.query import Encodable

_BY_CLASS_NAME: dict[str, str] = {
    query.__name__: query.name
    for query in (
        FullText, KeyLookup, KeysFilter, Regex, Eq, NotEq, Contains, In, NotIn, Comparison,
        KeyPresent, Like, SpecsQuery, StructureFamilyQuery, AccessTagsFilter, AccessBlobFilter,
    )
}  # fmt: skip


def name_of(query: Encodable) -> str:
    """Return the name under which servers know a query.

    Raises
    ------
    TypeError
        If it is not a query.

    Examples
    --------
    >>> from tiled_jl.queries import Key
    >>> name_of(Key("mass") > 1)
    'comparison'
    """
    # Queries of other packages carry no name, but are called the same.
    name = getattr(query, "name", None) or _BY_CLASS_NAME.get(type(query).__name__)
    if not isinstance(name, str) or not isinstance(query, Encodable):
        raise TypeError(f"{query!r} is not a query: see tiled_jl.queries for those there are")
    return name


def parameters(query: Encodable, known: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return a query as parameters of a URL.

    Parameters
    ----------
    query : Encodable
        Anything with ``encode()`` and a name.
    known : iterable of str, optional
        The names that the server understands; empty where it does not say.

    Raises
    ------
    TypeError
        If it is not a query.
    ValueError
        If the server does not understand it. (It would ignore it, and find too much.)

    Examples
    --------
    >>> parameters(FullText("copper"))
    [('filter[fulltext][condition][text]', 'copper')]
    """
    name, known = name_of(query), frozenset(known)
    if name == AccessTagsFilter.name and AccessBlobFilter.name in known:
        query = AccessBlobFilter(tags=getattr(query, "tags", ()))
        name = query.name
    if known and name not in known:
        raise ValueError(f"this server does not know the query {name!r}, only {sorted(known)}")
    return [
        (f"filter[{name}][condition][{field}]", _text(value))
        for field, value in query.encode().items()
    ]


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
