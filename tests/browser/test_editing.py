import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import loginserver
import pytest
import serving

import tiled_jl
from tiled_jl import errors
from tiled_jl.browser import editing
from tiled_jl.browser.messages import SaveDescription
from tiled_jl.clients.container import Container

from .page import Page, Refused


@pytest.fixture
def folder(server: serving.Server) -> Iterator[Container]:
    """A container of a catalogue, for one test."""
    catalog = tiled_jl.from_uri(server.uri, api_key=server.api_key)["catalog"]
    folder = catalog.create_container("edited a?b#c%20é")
    yield folder
    folder.delete(recursive=True, external_only=False)


def save(page: Page, opened: dict[str, Any], patch: list[Any], **params: Any) -> dict[str, Any]:
    params = {"fingerprint": opened["fingerprint"], "patch": json.dumps(patch)} | params
    result: dict[str, Any] = page.ask("description.save", **params)[0]
    return result


def test_what_was_not_changed_stays_to_the_last_digit(
    page: Page, here: dict[str, Any], folder: Container
) -> None:
    metadata = {"id": 2**60 + 1, "pi": 1.1e-300, "é/~": {"": "\u2028"}, "list": [1, 1.0, None]}
    node = folder.create_container("node", metadata=metadata)
    folder.create_container("other", specs=["beside"])
    place = {**here, "path": list(node.path_parts)}
    opened = page.ask("description.open", **place)[0]
    assert json.loads(opened["metadata"]) == metadata
    assert str(2**60 + 1) in opened["metadata"]
    assert opened["knownSpecs"] == ["beside"]
    patch = [{"op": "replace", "path": "/é~1~0/", "value": 2**62 + 1}]
    saved = save(page, opened, patch, **place, specs=[{"name": "scan", "version": "1"}])
    assert saved["saved"]
    node.refresh()
    assert node.metadata == metadata | {"é/~": {"": 2**62 + 1}}
    assert [type(value) for value in node.metadata["list"]] == [int, float, type(None)]
    assert [spec.name for spec in node.specs] == ["scan"]
    assert saved["now"]["fingerprint"] != opened["fingerprint"]


def test_a_node_that_somebody_else_changed_is_left_as_it_is(
    page: Page, here: dict[str, Any], folder: Container
) -> None:
    node = folder.create_container("node", metadata={"a": 1, "b": 1})
    place = {**here, "path": list(node.path_parts)}
    opened = page.ask("description.open", **place)[0]
    node.update_metadata({"b": 2})
    answer = save(page, opened, [{"op": "replace", "path": "/a", "value": 3}], **place)
    assert not answer["saved"]
    assert json.loads(answer["now"]["metadata"]) == {"a": 1, "b": 2}
    answer = save(page, answer["now"], [{"op": "replace", "path": "/a", "value": 3}], **place)
    assert json.loads(answer["now"]["metadata"]) == {"a": 3, "b": 2}


def test_somebody_who_is_quicker_by_a_moment_is_noticed_by_the_server(
    folder: Container,
) -> None:
    node = folder.create_container("node", metadata={"a": 1})
    client = tiled_jl.from_uri(node.uri, api_key=node.context.api_key)
    request = SaveDescription(
        server="", path=[], fingerprint="", patch='[{"op": "replace", "path": "/a", "value": 3}]'
    )
    # What the client knows of the node is what it was before.
    node.update_metadata({"a": 2})
    with pytest.raises(errors.StatusError):
        editing._save(client, request)
    client.refresh()
    assert client.metadata == {"a": 2}


def test_what_json_does_not_have_is_refused_in_words(
    page: Page, here: dict[str, Any], folder: Container
) -> None:
    node = folder.create_container("node", metadata={"a": 1})
    place = {**here, "path": list(node.path_parts)}
    opened = page.ask("description.open", **place)[0]
    for value in (float("nan"), 2**70):
        with pytest.raises(Refused, match=r"JSON|bits") as refused:
            save(page, opened, [{"op": "replace", "path": "/a", "value": value}], **place)
        assert refused.value.code == "bad_request"
    with pytest.raises(Refused, match="twice"):
        save(page, opened, [], **place, specs=[{"name": "x"}, {"name": "x"}])


def test_a_megabyte_is_opened_and_changed_in_one_place(
    page: Page, here: dict[str, Any], folder: Container
) -> None:
    metadata = {f"key {n}": {"n": n, "text": "x" * 40} for n in range(14_000)}
    node = folder.create_container("node", metadata=metadata)
    place = {**here, "path": list(node.path_parts)}
    opened = page.ask("description.open", **place)[0]
    assert len(opened["metadata"]) > 1_000_000
    saved = save(page, opened, [{"op": "remove", "path": "/key 7/text"}], **place)
    assert json.loads(saved["now"]["metadata"]) == metadata | {"key 7": {"n": 7}}


def test_only_what_is_in_a_catalogue_can_be_changed(page: Page, here: dict[str, Any]) -> None:
    rights = {
        path: page.ask("nodes.get", **here, path=path.split("/"))[0]["rights"]
        for path in ("memory/arrays", "catalog", "catalog/odd", "catalog/odd/é")
    }
    assert rights["memory/arrays"] == []
    assert rights["catalog"] == ["edit", "create", "forget"]
    assert rights["catalog/odd"] == ["edit", "create", "delete", "forget"]
    assert rights["catalog/odd/é"] == ["edit", "delete", "forget"]


def test_who_may_not_write_is_offered_nothing(page: Page, tmp_path: Path) -> None:
    private = loginserver.start_private(tmp_path)
    try:
        there = {"server": page.ask("servers.add", uri=private.uri, name="private")[0]["id"]}
        assert page.ask("nodes.get", **there, path=[])[0]["rights"] == []
        alice = {"provider": "lab", "username": "alice", "password": loginserver.PASSWORDS["alice"]}
        page.ask("login.password", **there, **alice, remember=False)
        assert "create" in page.ask("nodes.get", **there, path=[])[0]["rights"]
        made = page.ask("nodes.create", **there, path=[], key="hers")[0]
        rights = page.ask("nodes.get", **there, path=made["path"])[0]["rights"]
        assert rights == ["edit", "create", "delete", "forget"]
        opened = page.ask("description.open", **there, path=made["path"])[0]
        assert opened["accessTags"]
    finally:
        private.stop()


def test_revisions_are_listed_from_the_newest_and_forgotten_one_by_one(
    page: Page, here: dict[str, Any], folder: Container
) -> None:
    node = folder.create_container("node", metadata={"n": 0})
    for n in range(1, 13):
        node.update_metadata({"n": n})
    place = {**here, "path": list(node.path_parts)}
    first = page.ask("revisions.list", **place)[0]
    assert first["total"] == 12
    assert [json.loads(each["metadata"])["n"] for each in first["revisions"]] == [*range(11, 1, -1)]
    assert first["revisions"][0]["time"].endswith("+00:00")
    older = page.ask("revisions.list", **place, offset=10)[0]["revisions"]
    assert [json.loads(each["metadata"])["n"] for each in older] == [1, 0]
    left = page.ask("revisions.delete", **place, number=first["revisions"][0]["number"])[0]
    assert left["total"] == 11
    with pytest.raises(Refused) as refused:
        page.ask("revisions.delete", **place, number=999)
    assert refused.value.code == "not_found"
