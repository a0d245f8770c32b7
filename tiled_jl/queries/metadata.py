"""Conditions on the metadata of a node."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Literal

from tiled_jl.queries.query import Query, hold


class FullText(Query, frozen=True):
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


class Regex(Query, frozen=True):
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


class _ByValue(Query, frozen=True):
    key: str
    value: Any

    def encode(self) -> dict[str, str]:
        return {"key": self.key, "value": json.dumps(self.value)}


class Eq(_ByValue, frozen=True):
    """The value equals this one. ``Key(key) == value`` reads better.

    Examples
    --------
    >>> scan = client["scans"].search(Eq("sample.formula", "Cu")).values().first()
    >>> scan.metadata["sample"]["formula"] == "Cu"
    True
    """

    name = "eq"


class NotEq(_ByValue, frozen=True):
    """The value differs from this one. ``Key(key) != value`` reads better.

    Examples
    --------
    >>> scan = client["scans"].search(NotEq("sample.formula", "Cu")).values().first()
    >>> scan.metadata["sample"]["formula"] != "Cu"
    True
    """

    name = "noteq"


class Contains(_ByValue, frozen=True):
    """The value is a list, and this is one of its elements.

    Examples
    --------
    >>> node = scratch.create_container("a", metadata={"colors": ["red", "blue"]})
    >>> list(scratch.search(Contains("colors", "blue")))
    ['a']
    """

    name = "contains"


class _ByValues(Query, frozen=True):
    key: str
    value: Iterable[Any]

    def __post_init__(self) -> None:
        hold(self, "value")

    def encode(self) -> dict[str, str]:
        return {"key": self.key, "value": json.dumps(self.value)}


class In(_ByValues, frozen=True):
    """The value is one of these.

    Examples
    --------
    >>> scan = client["scans"].search(In("sample.formula", ["Fe", "Ni"])).values().first()
    >>> scan.metadata["sample"]["formula"] in {"Fe", "Ni"}
    True
    """

    name = "in"


class NotIn(_ByValues, frozen=True):
    """The value is none of these.

    Examples
    --------
    >>> scan = client["scans"].search(NotIn("sample.formula", ["Cu", "Fe"])).values().first()
    >>> scan.metadata["sample"]["formula"] in {"Cu", "Fe"}
    False
    """

    name = "notin"


Operator = Literal["lt", "gt", "le", "ge"]


class Comparison(Query, frozen=True):
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


class KeyPresent(Query, frozen=True):
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


class Like(Query, frozen=True):
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
