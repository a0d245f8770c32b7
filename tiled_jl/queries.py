"""What to look for in a container: queries for `Container.search`.

Each is plain data with a ``name``, under which servers know it, and ``encode()``, its fields as
they stand in a URL. Any object of that shape will do. Keys of metadata nest with dots:
``"sample.name"``. Queries combine by searching again: ``c.search(a).search(b)``.

>>> from tiled_jl.queries import FullText, Key
>>> found = client["scans"].search(FullText("remote")).search(Key("temperature.value") < 100)
>>> len(found) < len(client["scans"])
True
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol, runtime_checkable


@runtime_checkable
class Encodable(Protocol):
    """Anything that can say how it stands in a URL.

    Examples
    --------
    >>> isinstance(FullText("copper"), Encodable)
    True
    """

    def encode(self) -> Mapping[str, Any]:
        """Return its fields as text."""


@dataclass(frozen=True)
class Query:
    """A condition on the children of a container. Each keeps those that meet it.

    Examples
    --------
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


@dataclass(frozen=True)
class FullText(Query):
    """Some value of the metadata holds these words, whole.

    Examples
    --------
    >>> FullText("copper foil").encode()
    {'text': 'copper foil'}
    """

    name = "fulltext"
    text: str

    def encode(self) -> dict[str, str]:  # noqa: D102
        return {"text": self.text}


@dataclass(frozen=True)
class KeyLookup(Query):
    """The child has exactly this key.

    Examples
    --------
    >>> list(client["scans"].search(KeyLookup("scan00007")))
    ['scan00007']
    """

    name = "lookup"
    key: str

    def encode(self) -> dict[str, str]:  # noqa: D102
        return {"key": self.key}


@dataclass(frozen=True, init=False)
class KeysFilter(Query):
    """The child has one of these keys.

    Examples
    --------
    >>> list(client["scans"].search(KeysFilter(["scan00007", "scan00002"])))
    ['scan00002', 'scan00007']
    """

    name = "keys_filter"
    keys: tuple[str, ...]

    def __init__(self, keys: Iterable[str]) -> None:
        object.__setattr__(self, "keys", _many(keys, "keys"))

    def encode(self) -> dict[str, str]:  # noqa: D102
        return {"keys": json.dumps(self.keys)}


@dataclass(frozen=True)
class Regex(Query):
    """The value matches a regular expression.

    Parameters
    ----------
    key : str
        Such as ``"sample.name"``.
    pattern : str
        A regular expression, in the dialect of the server's database.
    case_sensitive : bool, optional

    Examples
    --------
    >>> scan = client["scans"].search(Regex("sample.name", "^Co")).values().first()
    >>> scan.metadata["sample"]["name"]
    'Co3O4 powder'
    """

    name = "regex"
    key: str
    pattern: str
    case_sensitive: bool = True

    def encode(self) -> dict[str, str]:  # noqa: D102
        return {
            "key": self.key,
            "pattern": self.pattern,
            "case_sensitive": json.dumps(self.case_sensitive),
        }


@dataclass(frozen=True)
class _ByValue(Query):
    key: str
    value: Any

    def encode(self) -> dict[str, str]:
        return {"key": self.key, "value": json.dumps(self.value)}


@dataclass(frozen=True)
class Eq(_ByValue):
    """The value equals this one. ``Key(key) == value`` reads better.

    Examples
    --------
    >>> scan = client["scans"].search(Eq("sample.formula", "Cu")).values().first()
    >>> scan.metadata["sample"]["formula"] == "Cu"
    True
    """

    name = "eq"


@dataclass(frozen=True)
class NotEq(_ByValue):
    """The value differs from this one. ``Key(key) != value`` reads better.

    Examples
    --------
    >>> scan = client["scans"].search(NotEq("sample.formula", "Cu")).values().first()
    >>> scan.metadata["sample"]["formula"] != "Cu"
    True
    """

    name = "noteq"


@dataclass(frozen=True)
class Contains(_ByValue):
    """The value is a list, and this is one of its elements.

    Examples
    --------
    >>> node = scratch.create_container("a", metadata={"colors": ["red", "blue"]})
    >>> list(scratch.search(Contains("colors", "blue")))
    ['a']
    """

    name = "contains"


@dataclass(frozen=True, init=False)
class _ByValues(Query):
    key: str
    value: tuple[Any, ...]

    def __init__(self, key: str, value: Iterable[Any]) -> None:
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "value", _many(value, "value"))

    def encode(self) -> dict[str, str]:
        return {"key": self.key, "value": json.dumps(self.value)}


@dataclass(frozen=True, init=False)
class In(_ByValues):
    """The value is one of these.

    Examples
    --------
    >>> scan = client["scans"].search(In("sample.formula", ["Fe", "Ni"])).values().first()
    >>> scan.metadata["sample"]["formula"] in {"Fe", "Ni"}
    True
    """

    name = "in"


@dataclass(frozen=True, init=False)
class NotIn(_ByValues):
    """The value is none of these.

    Examples
    --------
    >>> scan = client["scans"].search(NotIn("sample.formula", ["Cu", "Fe"])).values().first()
    >>> scan.metadata["sample"]["formula"] in {"Cu", "Fe"}
    False
    """

    name = "notin"


Operator = Literal["lt", "gt", "le", "ge"]


@dataclass(frozen=True)
class Comparison(Query):
    """The value is less or greater than this one. ``Key(key) < value`` reads better.

    Parameters
    ----------
    operator : {"lt", "gt", "le", "ge"}
    key : str
    value : object
        Anything that JSON can hold.

    Examples
    --------
    >>> scan = client["scans"].search(Comparison("lt", "temperature.value", 100)).values().first()
    >>> scan.metadata["temperature"]["value"] < 100
    True
    """

    name = "comparison"
    operator: Operator
    key: str
    value: Any

    def __post_init__(self) -> None:
        if self.operator not in {"lt", "gt", "le", "ge"}:
            raise ValueError(f"operator is one of 'lt', 'gt', 'le', 'ge', not {self.operator!r}")

    def encode(self) -> dict[str, str]:  # noqa: D102
        return {"operator": self.operator, "key": self.key, "value": json.dumps(self.value)}


@dataclass(frozen=True)
class KeyPresent(Query):
    """The metadata has this key; with ``exists=False``, has it not.

    Examples
    --------
    >>> node = scratch.create_container("a", metadata={"mass": 2.5})
    >>> list(scratch.search(KeyPresent("mass")))
    ['a']
    >>> list(scratch.search(KeyPresent("mass", exists=False)))
    []
    """

    name = "keypresent"
    key: str
    exists: bool = True

    def encode(self) -> dict[str, str]:  # noqa: D102
        return {"key": self.key, "exists": json.dumps(self.exists)}


@dataclass(frozen=True)
class Like(Query):
    """The value matches a pattern in which ``%`` stands for anything and ``_`` for one character.

    Examples
    --------
    >>> Like("sample.name", "Ni%").encode()
    {'key': 'sample.name', 'pattern': '"Ni%"'}
    """

    name = "like"
    key: str
    pattern: str

    def encode(self) -> dict[str, str]:  # noqa: D102
        return {"key": self.key, "pattern": json.dumps(self.pattern)}


@dataclass(frozen=True, init=False)
class SpecsQuery(Query):
    """The child follows all specs of ``include`` and none of ``exclude``.

    Examples
    --------
    >>> node = scratch.create_container("a", specs=["sample", "dry"])
    >>> list(scratch.search(SpecsQuery(["sample"], exclude=["wet"])))
    ['a']
    """

    name = "specs"
    include: tuple[str, ...]
    exclude: tuple[str, ...]

    def __init__(self, include: Iterable[str], exclude: Iterable[str] = ()) -> None:
        object.__setattr__(self, "include", _many(include, "include"))
        object.__setattr__(self, "exclude", _many(exclude, "exclude"))

    def encode(self) -> dict[str, str]:  # noqa: D102
        return {"include": json.dumps(self.include), "exclude": json.dumps(self.exclude)}


def SpecQuery(spec: str) -> SpecsQuery:  # noqa: N802 - a name that users of Tiled know
    """Return the query for children that follow one spec.

    Examples
    --------
    >>> SpecQuery("sample")
    SpecsQuery(include=('sample',), exclude=())
    """
    return SpecsQuery([spec])


Specs = SpecsQuery


@dataclass(frozen=True)
class StructureFamilyQuery(Query):
    """The child is an array, a table, a container, ….

    Parameters
    ----------
    value : str
        The name of a structure family, or a string enumeration of them.

    Examples
    --------
    >>> list(client["examples"].search(StructureFamilyQuery("awkward")))
    ['awkward']
    """

    name = "structure_family"
    value: str

    def encode(self) -> dict[str, str]:  # noqa: D102
        return {"value": str(getattr(self.value, "value", self.value))}


StructureFamily = StructureFamilyQuery


@dataclass(frozen=True, init=False)
class AccessTagsFilter(Query):
    """The child carries at least one of these access tags.

    Examples
    --------
    >>> AccessTagsFilter(["beamline", "public"]).encode()
    {'tags': '["beamline", "public"]'}
    """

    name = "access_tags_filter"
    tags: tuple[str, ...]

    def __init__(self, tags: Iterable[str]) -> None:
        object.__setattr__(self, "tags", _many(tags, "tags"))

    def encode(self) -> dict[str, str]:  # noqa: D102
        return {"tags": json.dumps(self.tags)}


@dataclass(frozen=True, init=False)
class AccessBlobFilter(Query):
    """The same for servers up to 0.2.18: the child belongs to a user or carries one of the tags.

    Examples
    --------
    >>> AccessBlobFilter(tags=["public"]).encode()
    {'user_id': 'null', 'tags': '["public"]'}
    """

    name = "access_blob_filter"
    user_id: str | None
    tags: tuple[str, ...]

    def __init__(self, user_id: str | None = None, tags: Iterable[str] = ()) -> None:
        object.__setattr__(self, "user_id", user_id)
        object.__setattr__(self, "tags", _many(tags, "tags"))

    def encode(self) -> dict[str, str]:  # noqa: D102
        return {"user_id": json.dumps(self.user_id), "tags": json.dumps(self.tags)}


class Key:
    """A key of the metadata; comparing it with a value makes a query.

    Examples
    --------
    >>> Key("sample.name") == "Cu"
    Eq(key='sample.name', value='Cu')
    >>> Key("temperature") <= 300
    Comparison(operator='le', key='temperature', value=300)
    """

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, key: str) -> None:
        self.key = key

    def __repr__(self) -> str:
        return f"Key({self.key!r})"

    def __eq__(self, value: object) -> Eq:  # type: ignore[override]
        return Eq(self.key, value)

    def __ne__(self, value: object) -> NotEq:  # type: ignore[override]
        return NotEq(self.key, value)

    def __lt__(self, value: object) -> Comparison:
        return Comparison("lt", self.key, value)

    def __le__(self, value: object) -> Comparison:
        return Comparison("le", self.key, value)

    def __gt__(self, value: object) -> Comparison:
        return Comparison("gt", self.key, value)

    def __ge__(self, value: object) -> Comparison:
        return Comparison("ge", self.key, value)


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


def _many(values: Iterable[Any], what: str) -> tuple[Any, ...]:
    if isinstance(values, str):
        raise TypeError(f"{what} must be a list, not the single string {values!r}")
    return tuple(values)
