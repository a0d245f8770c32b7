import gc
import json
import weakref
from pathlib import Path
from typing import Any

import numpy
import pytest
import serving
import traitlets

from tiled_jl import Context, from_context
from tiled_jl.browser.conditions import condition_of, query_of
from tiled_jl.browser.state import shared_state
from tiled_jl.errors import ClientError
from tiled_jl.queries import (
    Comparison,
    Contains,
    Eq,
    FullText,
    In,
    KeyLookup,
    KeyPresent,
    Like,
    NotEq,
    NotIn,
    Query,
    Regex,
    SpecsQuery,
    StructureFamilyQuery,
)
from tiled_jl.widgets import Browser, PreviewWidget


@pytest.fixture
def browser(client: Any) -> Browser:
    return Browser(client)


@pytest.fixture
def preview(memory: Any) -> PreviewWidget:
    return PreviewWidget(memory["arrays/counts"])


def test_a_browser_of_a_node_begins_at_that_node(memory: Any) -> None:
    assert Browser(memory).selection == ("memory",)


def test_what_is_chosen_in_a_browser_is_its_client(browser: Browser) -> None:
    assert browser.selected is None
    browser.selection = "memory/arrays/counts"
    assert browser.selected is not None
    assert browser.selected.path_parts == ("memory", "arrays", "counts")


def test_without_a_client_all_servers_of_the_list_are_shown(
    server: serving.Server, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared_state.cache_clear()
    (own_home / "servers.json").write_text(
        json.dumps([{"name": name, "uri": server.uri} for name in ("here", "there")])
    )
    monkeypatch.setenv("TILED_API_KEY", server.api_key)
    browser = Browser()
    assert browser._target == {"server": "", "path": []}
    with pytest.raises(ValueError, match="No node is chosen"):
        _ = browser.found
    browser.server, browser.selection = "here", ("memory",)
    assert browser.selected is not None
    assert browser.selected.context.api_uri == f"{server.uri}/api/v1/"


QUERIES = [
    FullText("copper"),
    Eq("a.b", 1),
    NotEq("a", "x"),
    Contains("a", "x"),
    Comparison("le", "a", 3.5),
    In("a", ["x", "y"]),
    NotIn("a", ["x"]),
    Like("a", "x%"),
    Regex("a", "^x"),
    KeyPresent("a"),
    KeyPresent("a", exists=False),
    SpecsQuery(["scan"]),
    StructureFamilyQuery("array"),
]


@pytest.mark.parametrize("query", QUERIES, ids=repr)
def test_a_query_is_shown_as_the_condition_that_says_the_same(query: Query) -> None:
    assert query_of(condition_of(query)).encode() == query.encode()


def test_a_query_can_be_set_in_several_ways_and_is_observed(browser: Browser) -> None:
    seen: list[Any] = []
    browser.observe(lambda change: seen.append(change["new"]), "query")
    browser.query = [Eq("a.b", 1), "copper"]
    browser.query = {"operator": "has", "key": "a", "value": None}
    browser.query = ()
    assert seen == [
        (
            {"operator": "eq", "key": "a.b", "value": 1},
            {"operator": "text", "key": "", "value": "copper"},
        ),
        ({"operator": "has", "key": "a", "value": None},),
        (),
    ]


@pytest.mark.parametrize(
    "query", [[KeyLookup("a")], [{"operator": "eq"}], [{"operator": "x", "key": "", "value": 1}], 7]
)
def test_what_is_no_query_is_refused(browser: Browser, query: Any) -> None:
    with pytest.raises(traitlets.TraitError, match="no query"):
        browser.query = query
    assert browser.query == ()


def test_a_query_finds_nodes_at_any_depth_as_on_the_page(client: Any) -> None:
    scratch = client["catalog"].create_container()
    scratch.create_container("a").create_container("b", metadata={"mass": 1})
    scratch.create_container("c", metadata={"mass": 1})
    browser = Browser(scratch)
    browser._below = {"server": browser._target["server"], "path": scratch.path_parts}
    browser.query = [Eq("mass", 1), StructureFamilyQuery("container")]
    assert sorted(browser.found) == ["a/b", "c"]
    assert browser.found["a/b"].metadata["mass"] == 1
    browser.query = ()
    assert sorted(browser.found) == ["a", "c"]


def test_where_a_server_cannot_look_so_deep_a_query_finds_children_alone() -> None:
    from tiled.adapters.array import ArrayAdapter
    from tiled.adapters.mapping import MapAdapter
    from tiled.config import Authentication
    from tiled.server.app import build_app

    array = ArrayAdapter.from_array(numpy.arange(3))
    inside = {"deeper": array, "box": MapAdapter({"deepest": array})}
    # Servers refuse to look below where a key has a slash.
    tree = MapAdapter({"a/b": array, "c": array, "box": MapAdapter(inside)})
    app = build_app(tree, authentication=Authentication(single_user_api_key="appkey0"))
    with Context.from_app(app, api_key="appkey0") as context:
        root: Any = from_context(context)
        browser = Browser(root)
        browser.query = [StructureFamilyQuery("array")]
        with pytest.raises(ClientError, match="deep-search"):
            list(root.search_deep(StructureFamilyQuery("array")))
        assert list(browser.found) == ["a/b", "c"]
        browser._below = {"server": browser._target["server"], "path": ("box",)}
        assert sorted(browser.found) == ["box/deepest", "deeper"]


def test_a_frame_is_the_first_position_of_the_slice(preview: PreviewWidget) -> None:
    preview.slice = [3, 4]
    assert preview.frame == 3
    preview.frame = 5
    assert preview.slice == (5, 4)
    preview.slice = [None, 2]
    assert preview.frame == 2
    preview.frame = 7
    assert preview.slice == (None, 7)


@pytest.mark.parametrize(("wanted", "frame"), [(99, 11), (-1, 11), (-99, 0)])
def test_a_frame_outside_the_array_is_moved_to_its_end(
    preview: PreviewWidget, wanted: int, frame: int
) -> None:
    preview.frame = 5
    preview.frame = wanted
    assert (preview.frame, preview.slice) == (frame, (frame,))


def test_a_frame_moves_nothing_where_all_is_shown(preview: PreviewWidget) -> None:
    preview.slice = ()
    preview.frame = 2
    assert preview.slice == ()


def test_a_slider_and_a_preview_follow_each_other(preview: PreviewWidget) -> None:
    slider = traitlets.HasTraits()
    slider.add_traits(value=traitlets.Int(0))
    link = traitlets.link((preview, "frame"), (slider, "value"))
    preview.slice = [6]
    assert slider.value == 6  # type: ignore[attr-defined]
    slider.value = 7  # type: ignore[attr-defined]
    assert preview.slice == (7,)
    link.unlink()


def test_the_value_of_a_preview_is_the_data_on_show(preview: PreviewWidget, memory: Any) -> None:
    preview.slice = [3]
    assert (preview.value == memory["arrays/counts"][3]).all()
    preview.slice = [None, 2]
    assert (preview.value == memory["arrays/counts"][:, 2]).all()
    table = memory["tables/spectrum"]
    assert PreviewWidget(table).value.equals(table.read())


def test_closed_widgets_leave_nothing_in_the_kernel(client: Any, memory: Any) -> None:
    shared = shared_state()
    before = (len(shared.servers._watchers), len(shared.transfers._watchers))
    widgets = [Browser(client), PreviewWidget(memory["arrays/counts"])]
    gone = [weakref.ref(widget) for widget in widgets]
    while widgets:
        widgets.pop().close()
    gc.collect()
    assert (len(shared.servers._watchers), len(shared.transfers._watchers)) == before
    assert [each() for each in gone] == [None, None]
