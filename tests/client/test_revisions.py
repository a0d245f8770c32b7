"""How metadata were before is a sequence, and can be forgotten."""

from datetime import datetime
from typing import Any

import pytest

from tiled_jl.clients import revisions
from tiled_jl.errors import ClientError, NotFound


@pytest.fixture
def node(scratch: Any) -> Any:
    node = scratch.create_container(metadata={"x": 0}, specs=["first"])
    for number in range(1, 6):
        node.replace_metadata({"x": number}, specs=["later"])
    return node


def values(revisions: list[Any]) -> list[int]:
    return [revision["attributes"]["metadata"]["x"] for revision in revisions]


def test_a_node_that_was_never_changed_has_none(scratch: Any) -> None:
    revisions = scratch.metadata_revisions
    assert len(revisions) == 0
    assert list(revisions) == []
    assert revisions[:] == []
    for index in (0, -1):
        with pytest.raises(IndexError):
            revisions[index]


def test_revisions_are_indexed_and_sliced_like_a_list(node: Any) -> None:
    revisions = node.metadata_revisions
    assert len(revisions) == 5
    assert values(list(revisions)) == [0, 1, 2, 3, 4]
    assert values([revisions[0], revisions[-1], revisions[3]]) == [0, 4, 3]
    assert values(revisions[1:4]) == [1, 2, 3]
    assert values(revisions[::-2]) == [4, 2, 0]
    assert values(revisions[-2:]) == [3, 4]
    assert revisions[4:2] == []
    assert values(list(reversed(revisions))) == [4, 3, 2, 1, 0]
    for index in (5, -6):
        with pytest.raises(IndexError):
            revisions[index]


def test_a_revision_tells_all_that_was_replaced(node: Any) -> None:
    first = node.metadata_revisions[0]
    assert first["revision_number"] == 1
    assert [spec["name"] for spec in first["attributes"]["specs"]] == ["first"]
    assert isinstance(first["attributes"]["time_updated"], datetime)


def test_they_are_asked_for_page_by_page(
    node: Any, monkeypatch: pytest.MonkeyPatch, requests: list[str]
) -> None:
    monkeypatch.setattr(revisions, "MAX_PAGE_SIZE", 2)
    seen = node.metadata_revisions
    requests.clear()
    assert values(list(iter(seen))) == [0, 1, 2, 3, 4]
    assert len(requests) == 3
    requests.clear()
    assert next(iter(seen))["revision_number"] == 1
    assert len(requests) == 1
    assert values(seen[1:5]) == [1, 2, 3, 4]


def test_a_revision_can_be_forgotten_by_its_number(node: Any) -> None:
    node.metadata_revisions.delete_revision(2)
    assert [each["revision_number"] for each in node.metadata_revisions] == [1, 3, 4, 5]
    with pytest.raises(NotFound):
        node.metadata_revisions.delete_revision(2)
    with pytest.raises(AttributeError):
        node.metadata_revisions.delete_revision("2")
    assert node.metadata == {"x": 5}


def test_a_change_can_leave_no_revision(node: Any) -> None:
    node.update_metadata({"x": 6}, drop_revision=True)
    node.patch_metadata([{"op": "add", "path": "/y", "value": 1}], drop_revision=True)
    node.replace_metadata({"x": 7}, drop_revision=True)
    assert len(node.metadata_revisions) == 5


def test_a_node_that_keeps_none_says_so(memory: Any) -> None:
    with pytest.raises(ClientError, match="405"):
        len(memory["odd"].metadata_revisions)
