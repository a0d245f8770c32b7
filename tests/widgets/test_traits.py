import json
from pathlib import Path
from typing import Any

import pytest
import serving
import traitlets

from tiled_jl.browser.state import shared_state
from tiled_jl.widgets import PreviewWidget, TreeWidget


@pytest.fixture
def tree(client: Any) -> TreeWidget:
    return TreeWidget(client)


@pytest.fixture
def preview(memory: Any) -> PreviewWidget:
    return PreviewWidget(memory["arrays/counts"])


def test_a_tree_begins_with_nothing_chosen(tree: TreeWidget) -> None:
    assert (tree.selection, tree.selected) == (None, None)


def test_choosing_a_node_gives_its_client(tree: TreeWidget) -> None:
    tree.selection = ["memory", "arrays", "counts"]
    assert tree.selected is not None
    assert tree.selected.path_parts == ("memory", "arrays", "counts")


def test_a_path_can_be_written_with_slashes(tree: TreeWidget) -> None:
    tree.selection = "memory/arrays"
    assert tree.selection == ("memory", "arrays")


def test_a_choice_can_be_observed(tree: TreeWidget) -> None:
    seen: list[object] = []
    tree.observe(lambda change: seen.append(change["new"]), "selection")
    tree.selection = ["memory"]
    tree.selection = None
    assert seen == [("memory",), None]


@pytest.mark.parametrize("selection", ["memory//arrays", "", [1], [""], {"a": 1}, 7])
def test_what_is_no_path_cannot_be_chosen(tree: TreeWidget, selection: object) -> None:
    with pytest.raises(traitlets.TraitError):
        tree.selection = selection
    assert tree.selection is None


def test_a_tree_of_a_node_begins_at_that_node(memory: Any) -> None:
    assert TreeWidget(memory).selection == ("memory",)


def test_a_uri_will_do_for_a_client(
    server: serving.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TILED_API_KEY", server.api_key)
    preview = PreviewWidget(f"{server.uri}/api/v1/metadata/memory/arrays/flags")
    assert preview.client.path_parts == ("memory", "arrays", "flags")
    assert TreeWidget(server.uri).client.path_parts == ()


def test_without_a_client_the_first_server_of_the_list_is_shown(
    server: serving.Server, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared_state.cache_clear()
    with pytest.raises(ValueError, match="add a server in the sidebar"):
        TreeWidget()
    (own_home / "servers.json").write_text(json.dumps([{"name": "here", "uri": server.uri}]))
    monkeypatch.setenv("TILED_API_KEY", server.api_key)
    assert TreeWidget().client.context.api_uri == f"{server.uri}/api/v1/"


def test_a_preview_begins_where_the_page_wants(preview: PreviewWidget) -> None:
    assert preview.slice is None


def test_positions_are_set_and_observed(preview: PreviewWidget) -> None:
    seen: list[object] = []
    preview.observe(lambda change: seen.append(change["new"]), "slice")
    preview.slice = [3]
    preview.slice = [None, 4]
    assert seen == [(3,), (None, 4)]


def test_a_negative_position_counts_from_the_end(preview: PreviewWidget) -> None:
    preview.slice = [-1]
    assert preview.slice == (11,)


@pytest.mark.parametrize(
    ("positions", "words"),
    [
        ([12], "position 12 is outside dimension 0, which has 12"),
        ([-13], "outside dimension 0"),
        ([0, 0, 0, 0], "4 positions, the array 3 dimensions"),
        ([1.5], "whole numbers"),
        ([slice(0, 3)], "does not read data"),
        (["3"], "whole numbers"),
    ],
)
def test_positions_outside_the_array_are_refused_with_a_reason(
    preview: PreviewWidget, positions: list[Any], words: str
) -> None:
    with pytest.raises(traitlets.TraitError, match=words):
        preview.slice = positions
    assert preview.slice is None


def test_a_widget_holds_where_to_look_and_no_secret(
    tree: TreeWidget, preview: PreviewWidget, server: serving.Server
) -> None:
    for widget in (tree, preview):
        state = {name: widget.get_state()[name] for name in widget.keys if name != "_esm"}
        assert server.api_key not in repr(state) + repr(widget)
        assert len(repr(state)) < 2_000
    assert preview._target["path"] == ["memory", "arrays", "counts"]
    assert tree._target == {"server": preview._target["server"], "path": []}


def test_showing_and_setting_widgets_asks_nothing_of_the_server(
    client: Any, memory: Any, requests: list[str]
) -> None:
    array = memory["arrays/counts"]
    requests.clear()
    tree, preview = TreeWidget(client), PreviewWidget(array)
    preview.slice = [2]
    tree.selection = ["memory"]
    assert "counts" in repr(preview)
    assert requests == []


def test_a_closed_widget_hears_of_no_server(tree: TreeWidget, server: serving.Server) -> None:
    servers = shared_state().servers
    before = len(servers._watchers)
    tree.close()
    assert len(servers._watchers) == before - 1
