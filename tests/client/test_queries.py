"""Queries are plain data, and stand in a URL as servers read them."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from served import MANY

from tiled_jl import queries
from tiled_jl.queries import (
    AccessBlobFilter,
    AccessTagsFilter,
    Comparison,
    Contains,
    Eq,
    FullText,
    In,
    Key,
    KeyLookup,
    KeyPresent,
    KeysFilter,
    Like,
    NotEq,
    NotIn,
    Regex,
    SpecQuery,
    SpecsQuery,
    StructureFamilyQuery,
    parameters,
)

ALL = [
    FullText("copper foil"),
    KeyLookup("a"),
    KeysFilter(["a", "b"]),
    Regex("sample.name", "^C.", case_sensitive=False),
    Eq("number", 3),
    NotEq("sample.name", "Cu"),
    Contains("motors", "th"),
    In("number", [1, 2]),
    NotIn("number", [1, 2]),
    Comparison("ge", "number", 4.5),
    KeyPresent("sample", exists=False),
    Like("sample.name", "C%"),
    SpecsQuery(["image"], ["other"]),
    StructureFamilyQuery("array"),
    AccessTagsFilter(["public"]),
]


@pytest.mark.parametrize("query", ALL, ids=lambda query: query.name)
def test_a_query_is_understood_by_the_server_as_it_was_meant(query: Any) -> None:
    import tiled.queries
    from tiled.query_registration import default_query_registry

    theirs = default_query_registry.name_to_query_type[query.name]
    encoded = query.encode()
    if "case_sensitive" in encoded or "exists" in encoded:
        # The server's framework turns these into booleans before it decodes.
        encoded = {
            name: json.loads(value) if value in {"true", "false"} else value
            for name, value in encoded.items()
        }
    decoded = theirs.decode(**encoded)
    for name in encoded:
        ours, understood = getattr(query, name), getattr(decoded, name)
        assert (list(ours) if isinstance(ours, tuple) else ours) == understood
    assert tiled.queries


@pytest.mark.parametrize(
    ("query", "count"),
    [
        (FullText("copper"), MANY // 3),
        (Key("number") == 3, 1),
        (Key("number") != 3, MANY - 1),
        (Key("number") < 10, 10),
        (Key("number") <= 10, 11),
        (Key("number") > 10, MANY - 11),
        (Key("number") >= 10, MANY - 10),
        (In("number", [1, 2, 10_000]), 2),
        (NotIn("number", range(10)), MANY - 10),
        (Contains("motors", "tth"), MANY // 2),
        (Regex("sample.name", "^c", case_sensitive=False), MANY // 3),
        (KeysFilter(["scan001", "scan002", "nope"]), 2),
        (StructureFamilyQuery("container"), MANY),
        (SpecQuery("image"), 0),
    ],
    ids=repr,
)
def test_a_query_finds_what_meets_it(memory: Any, query: Any, count: int) -> None:
    assert len(memory["many"].search(query)) == count


def test_a_pattern_finds_what_meets_it_in_a_catalogue(client: Any) -> None:
    assert len(client["catalog/scans"].search(Like("sample.name", "C%"))) == 44
    assert client["catalog/scans"].search(Key("label") == "077").keys().head() == ["scan077"]


def test_a_key_that_is_there_or_not_is_found_in_a_catalogue(client: Any) -> None:
    scans = client["catalog/scans"]
    assert len(scans.search(KeyPresent("sample.name"))) == 130
    assert len(scans.search(KeyPresent("sample.owner"))) == 0
    assert len(scans.search(KeyPresent("sample.owner", exists=False))) == 130


def test_specs_are_found(client: Any) -> None:
    catalog = client["catalog"]
    assert list(catalog.search(SpecQuery("image"))) == ["marked"]
    assert list(catalog.search(SpecsQuery(["image"], ["other"]))) == []
    assert [spec.name for spec in catalog["marked"].specs] == ["image", "other"]


def test_a_query_is_neither_true_nor_false() -> None:
    with pytest.raises(TypeError, match="Search again in the results"):
        bool(Key("a") == 1 and Key("b") == 2)


def test_equal_queries_are_equal_and_say_what_they_are() -> None:
    assert Eq("a", 1) == Eq("a", 1)
    assert Eq("a", 1) != NotEq("a", 1)
    assert repr(Key("a") < 3) == "Comparison(operator='lt', key='a', value=3)"
    assert repr(Key("a")) == "Key('a')"


def test_any_object_of_the_right_shape_is_a_query(memory: Any) -> None:
    import tiled.queries

    @dataclass
    class Home:
        name = "eq"

        def encode(self) -> dict[str, Any]:
            return {"key": "number", "value": 7}

    assert list(memory["many"].search(Home())) == ["scan007"]
    assert list(memory["many"].search(tiled.queries.Eq("number", 8))) == ["scan008"]
    assert list(memory["many"].search(tiled.queries.Key("number") < 1)) == ["scan000"]


def test_a_query_that_the_server_does_not_know_is_refused(memory: Any) -> None:
    @dataclass
    class Mood:
        name = "mood"

        def encode(self) -> dict[str, Any]:
            return {"value": "good"}

    with pytest.raises(ValueError, match="does not know the query 'mood'"):
        len(memory.search(Mood()))


def test_access_tags_are_said_in_the_dialect_of_the_server() -> None:
    query = AccessTagsFilter(["public"])
    (tags,) = parameters(query, ["access_tags_filter"])
    assert tags == ("filter[access_tags_filter][condition][tags]", '["public"]')
    older = dict(parameters(query, ["access_blob_filter"]))
    assert older["filter[access_blob_filter][condition][tags]"] == '["public"]'
    assert AccessBlobFilter("me").encode()["user_id"] == '"me"'


@pytest.mark.parametrize("make", [KeysFilter, SpecsQuery, AccessTagsFilter])
def test_one_string_is_not_a_list_of_them(make: Any) -> None:
    with pytest.raises(TypeError, match="must be a list"):
        make("abc")


def test_an_operator_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="'lt', 'gt'"):
        Comparison("eq", "a", 1)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["Specs", "StructureFamily"])
def test_shorter_names_are_there_too(name: str) -> None:
    assert getattr(queries, name).__name__ == f"{name}Query"
