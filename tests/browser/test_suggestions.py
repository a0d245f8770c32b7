from typing import Any

import pytest
import served

from .page import Page, Refused


def suggestions(
    page: Page, here: dict[str, Any], *path: str, key: str | None = None
) -> list[tuple[Any, int | None]]:
    result, _ = page.ask("nodes.suggest", **here, path=list(path), key=key)
    return [(each["value"], each["count"]) for each in result["suggestions"]]


@pytest.mark.parametrize("path", [("memory", "many"), ("catalog", "scans")])
def test_keys_are_those_of_the_children_nested_with_dots(
    page: Page, here: dict[str, Any], path: tuple[str, ...]
) -> None:
    keys = {key for key, _ in suggestions(page, here, *path)}
    assert {"sample.name", "motors"} < keys
    assert "sample" not in keys


def test_values_are_counted_by_the_server(page: Page, here: dict[str, Any]) -> None:
    found = suggestions(page, here, "catalog", "scans", key="sample.name")
    assert found[0] == ("Cu", 44)
    assert sorted(found[1:]) == [("Fe", 43), ("Ni", 43)]


def test_values_keep_their_types(page: Page, here: dict[str, Any]) -> None:
    found = suggestions(page, here, "memory", "many", key="number")
    assert {type(value) for value, _ in found} == {int}
    assert len(found) <= served.MANY


def test_a_key_that_no_child_has_has_no_values(page: Page, here: dict[str, Any]) -> None:
    assert suggestions(page, here, "memory", "many", key="no.such.key") == []


def test_a_container_that_is_not_there_is_not_found(page: Page, here: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        suggestions(page, here, "memory", "missing", key="sample.name")
    assert refused.value.code == "not_found"
