"""Conditions on what a node is: its key, family, specs and access tags."""

from __future__ import annotations

import json
from collections.abc import Iterable

from tiled_jl.queries.query import Query, hold


class KeyLookup(Query, frozen=True):
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


class KeysFilter(Query, frozen=True):
    """The child has one of these keys.

    Examples
    --------
    >>> list(client["scans"].search(KeysFilter(["scan00007", "scan00002"])))
    ['scan00002', 'scan00007']
    """

    name = "keys_filter"
    keys: Iterable[str]

    def __post_init__(self) -> None:
        hold(self, "keys")

    def encode(self) -> dict[str, str]:  # noqa: D102
        return {"keys": json.dumps(self.keys)}


class SpecsQuery(Query, frozen=True):
    """The child follows all specs of ``include`` and none of ``exclude``.

    Examples
    --------
    >>> node = scratch.create_container("a", specs=["sample", "dry"])
    >>> list(scratch.search(SpecsQuery(["sample"], exclude=["wet"])))
    ['a']
    """

    name = "specs"
    include: Iterable[str]
    exclude: Iterable[str] = ()

    def __post_init__(self) -> None:
        hold(self, "include", "exclude")

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


class StructureFamilyQuery(Query, frozen=True):
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


class AccessTagsFilter(Query, frozen=True):
    """The child carries at least one of these access tags.

    Examples
    --------
    >>> AccessTagsFilter(["beamline", "public"]).encode()
    {'tags': '["beamline", "public"]'}
    """

    name = "access_tags_filter"
    tags: Iterable[str]

    def __post_init__(self) -> None:
        hold(self, "tags")

    def encode(self) -> dict[str, str]:  # noqa: D102
        return {"tags": json.dumps(self.tags)}


class AccessBlobFilter(Query, frozen=True):
    """The same for servers up to 0.2.18: the child belongs to a user or carries one of the tags.

    Examples
    --------
    >>> AccessBlobFilter(tags=["public"]).encode()
    {'user_id': 'null', 'tags': '["public"]'}
    """

    name = "access_blob_filter"
    user_id: str | None = None
    tags: Iterable[str] = ()

    def __post_init__(self) -> None:
        hold(self, "tags")

    def encode(self) -> dict[str, str]:  # noqa: D102
        return {"user_id": json.dumps(self.user_id), "tags": json.dumps(self.tags)}
