import ast
import builtins
import keyword
from typing import Any

import numpy
import pytest
import served
import serving
from client import faultproxy
from hypothesis import given
from hypothesis import strategies as st

from tiled_jl.auth.keys import KeyStore
from tiled_jl.browser.snippets import KEY_NEEDED, identifier, quoted, subscript
from tiled_jl.profiles import create_profile, delete_profile

from .page import Page, Refused


def code(page: Page, here: dict[str, Any], *path: str, **params: Any) -> dict[str, Any]:
    result: dict[str, Any] = page.ask("nodes.code", **here, path=list(path), **params)[0]
    return result


def test_the_code_is_what_an_expert_would_write(
    page: Page, here: dict[str, Any], server: serving.Server
) -> None:
    KeyStore().set(f"{server.uri}/api/v1/", server.api_key)
    found = code(page, here, "memory", "arrays", "counts", at=[5])
    assert found["setup"] == [
        "from tiled_jl import from_uri",
        f'client = from_uri("{server.uri}")',
    ]
    assert found["body"] == 'counts = client["memory/arrays/counts"]\ncounts[5]'
    assert found["name"] == "counts"


@pytest.mark.parametrize(
    ("at", "line"),
    [
        (None, "counts.read()"),
        ([], "counts.read()"),
        ([None, None, None], "counts.read()"),
        ([None, 3], "counts[:, 3]"),
        ([1, 2, None], "counts[1, 2]"),
    ],
)
def test_the_part_on_show_is_the_part_that_is_read(
    page: Page, here: dict[str, Any], at: list[int | None] | None, line: str
) -> None:
    found = code(page, here, "memory", "arrays", "counts", at=at)
    assert found["body"].splitlines()[-1] == line


@pytest.mark.parametrize("key", served.ODD_KEYS)
def test_the_code_runs_whatever_the_keys_are(
    page: Page, here: dict[str, Any], server: serving.Server, key: str
) -> None:
    KeyStore().set(f"{server.uri}/api/v1/", server.api_key)
    found = code(page, here, "memory", "odd", key, "inside")
    *lines, last = [*found["setup"], *found["body"].splitlines()]
    names: dict[str, Any] = {}
    exec("\n".join(lines), names)
    numpy.testing.assert_array_equal(eval(last, names), numpy.full(3, served.ODD_KEYS.index(key)))


def test_a_container_is_only_named(page: Page, here: dict[str, Any]) -> None:
    found = code(page, here, "memory", "irregular")
    assert found["body"] == 'irregular = client["memory/irregular"]\nirregular'
    assert code(page, here)["body"] == "client"


@pytest.mark.parametrize("family", ["awkward", "ragged", "sparse"])
def test_what_has_no_preview_is_read_by_the_code(
    page: Page, here: dict[str, Any], family: str
) -> None:
    found = code(page, here, "memory", "irregular", family)
    assert found["body"] == f'{family} = client["memory/irregular/{family}"]\n{family}.read()'


def test_two_servers_have_two_names(
    page: Page, here: dict[str, Any], through: dict[str, Any], proxy: faultproxy.Proxy
) -> None:
    assert code(page, here, "memory")["body"].startswith("memory = client[")
    second = code(page, through, "memory")
    assert second["setup"][1].startswith(f'client_through = from_uri("{proxy.uri}")')
    assert second["body"] == 'memory = client_through["memory"]\nmemory'


def test_a_server_of_a_profile_is_connected_by_its_name(page: Page, server: serving.Server) -> None:
    create_profile(server.uri, 'beamline "7"')
    (own,) = page.ask("servers.list")[0]["servers"]
    KeyStore().set(f"{server.uri}/api/v1/", server.api_key)
    found = code(page, {"server": own["id"]}, "memory", "arrays", "counts", at=[5])
    assert found["setup"] == [
        "from tiled_jl import from_profile",
        "client = from_profile('beamline \"7\"')",
    ]
    names: dict[str, Any] = {}
    exec("\n".join([*found["setup"], found["body"]]), names)
    assert names["counts"].path_parts == ("memory", "arrays", "counts")
    dask = {
        "label": "Dask",
        "setup": "{client}_dask = {connect}({address}, 'dask')",
        "template": "{client}_dask",
    }
    through = code(page, {"server": own["id"]}, "memory", snippet=dask)
    assert through["setup"] == ["client_dask = from_profile('beamline \"7\"', 'dask')"]


def test_a_profile_of_a_node_is_no_name_of_its_server(page: Page, server: serving.Server) -> None:
    create_profile(f"{server.uri}/api/v1/metadata/memory", "below")
    (own,) = page.ask("servers.list")[0]["servers"]
    KeyStore().set(f"{server.uri}/api/v1/", server.api_key)
    assert code(page, {"server": own["id"]}, "memory")["setup"] == [
        "from tiled_jl import from_uri",
        f'client = from_uri("{server.uri}")',
    ]


@pytest.mark.parametrize("now", [None, "http://127.0.0.1:1", "not an address"])
def test_a_server_whose_profile_is_gone_or_of_another_is_connected_by_its_address(
    page: Page, server: serving.Server, now: str | None
) -> None:
    create_profile(server.uri, "beamline")
    (own,) = page.ask("servers.list")[0]["servers"]
    KeyStore().set(f"{server.uri}/api/v1/", server.api_key)
    assert "from_profile" in code(page, {"server": own["id"]}, "memory")["setup"][1]
    delete_profile("beamline")
    if now:
        create_profile(now, "beamline")
    found = code(page, {"server": own["id"]}, "memory")
    assert found["setup"][1] == f'client = from_uri("{server.uri}")'
    names: dict[str, Any] = {}
    exec("\n".join([*found["setup"], found["body"]]), names)
    assert names["memory"].path_parts == ("memory",)


def test_a_key_that_was_typed_for_a_profile_is_missing_in_a_notebook(
    page: Page, server: serving.Server
) -> None:
    create_profile(server.uri, "beamline")
    (own,) = page.ask("servers.list")[0]["servers"]
    page.ask("servers.connect", server=own["id"], apiKey=server.api_key)
    line = 'client = from_profile("beamline")'
    assert code(page, {"server": own["id"]})["setup"][1] == f"{line}  # {KEY_NEEDED}"


def test_a_notebook_that_would_lack_the_key_is_told_where_it_looks_for_it(
    page: Page, here: dict[str, Any], server: serving.Server
) -> None:
    assert code(page, here, "memory")["setup"][1].endswith(f"# {KEY_NEEDED}")
    assert server.api_key not in str(code(page, here, "memory"))


def test_keys_with_a_slash_are_given_one_by_one() -> None:
    assert subscript(["a/b", "c"]) == '"a/b", "c"'
    assert subscript(["a/b"]) == '"a/b",'


@given(st.text())
def test_any_key_makes_a_name_that_python_takes(key: str) -> None:
    name = identifier(key)
    assert name.isidentifier()
    assert not keyword.iskeyword(name)
    assert not hasattr(builtins, name)
    assert name not in {"client", "from_uri"}
    assignment = ast.parse(f"{name} = 0").body[0]
    assert isinstance(assignment, ast.Assign)
    assert assignment.targets[0].id == name  # type: ignore[attr-defined]


@given(st.text())
def test_any_text_is_quoted_so_that_python_reads_it_back(text: str) -> None:
    assert ast.literal_eval(quoted(text)) == text
    assert "\n" not in quoted(text)


def test_several_nodes_share_a_client_and_have_names_of_their_own(
    page: Page, here: dict[str, Any]
) -> None:
    nodes = [
        {**here, "path": ["memory", "arrays", "counts"]},
        {**here, "path": ["memory", "irregular"]},
        {**here, "path": ["other", "counts"]},
    ]
    found = page.ask("nodes.codes", nodes=nodes)[0]
    assert len(found["setup"]) == 2
    assert found["body"].splitlines() == [
        'counts = client["memory/arrays/counts"]',
        'irregular = client["memory/irregular"]',
        'counts_2 = client["other/counts"]',
    ]


def test_a_zoomed_part_and_chosen_columns_are_what_is_read(
    page: Page, here: dict[str, Any]
) -> None:
    zoomed = code(page, here, "memory", "arrays", "counts", at=[1, [2, 4], None])
    assert zoomed["body"].splitlines()[-1] == "counts[1, 2:4]"
    columns = ['say "hi"', "é"]
    chosen = code(page, here, "memory", "tables", "spectrum", columns=columns)
    line = chosen["body"].splitlines()[-1]
    assert ast.literal_eval(line.removeprefix("spectrum.read(")[:-1]) == columns


def test_a_snippet_of_ones_own_is_filled_in_safely(page: Page, here: dict[str, Any]) -> None:
    snippet = {
        "label": "Plot",
        "setup": "import plots\n{client} = plots.connect({server})",
        "template": "{name} = {client}[{path}]\n{name}.plot({{'at': {uri}}}){slice}",
    }
    path = ['"; import os; "', "x{name}"]
    found = code(page, here, *path, snippet=snippet, at=[[0, 2]])
    assert found["setup"][0] == "import plots"
    tree = ast.parse("\n".join([*found["setup"], found["body"]]))
    assert [type(each).__name__ for each in tree.body] == ["Import", "Assign", "Assign", "Expr"]
    assert found["body"].endswith("[0:2]")


@pytest.mark.parametrize(
    "template", ["{nome}", "{name.__class__}", "{name!r}", "{name:>80}", "{", "}", "{0}", "{}"]
)
def test_a_broken_template_is_named_with_what_it_may_hold(
    page: Page, here: dict[str, Any], template: str
) -> None:
    with pytest.raises(Refused, match="“Mine” is broken") as refused:
        code(page, here, "memory", snippet={"label": "Mine", "template": template})
    assert "{name}" in refused.value.error["hint"]


def test_the_code_for_a_search_finds_what_the_search_found(
    page: Page, here: dict[str, Any], server: serving.Server
) -> None:
    KeyStore().set(f"{server.uri}/api/v1/", server.api_key)
    conditions = [
        {"operator": "family", "key": "", "value": "array"},
        {"operator": "lacks", "key": "no.such", "value": None},
    ]
    asked = {**here, "path": ["memory", "arrays"], "conditions": conditions}
    found = page.ask("search.code", **asked)[0]
    names: dict[str, Any] = {}
    exec("\n".join([*found["setup"], found["body"]]), names)
    listed = page.ask("nodes.list", **asked, limit=300)[0]
    assert sorted(names["found"]) == sorted(item["key"] for item in listed["items"])


def test_the_code_for_a_sorted_search_is_one_chain(page: Page, here: dict[str, Any]) -> None:
    conditions = [
        {"operator": "eq", "key": "sample.name", "value": "Cu"},
        {"operator": "in", "key": "scan_id", "value": [1, 2]},
    ]
    sorting = [{"by": "key", "key": "time", "descending": True}, {"by": "added"}]
    found = page.ask("search.code", **here, path=["a"], conditions=conditions, sorting=sorting)[0]
    assert found["setup"][1] == "from tiled_jl.queries import In, Key"
    assert found["body"].splitlines()[0] == (
        'found = client["a"].search(Key("sample.name") == "Cu")'
        '.search(In("scan_id", [1, 2])).sort(("time", -1), ("", 1))'
    )
