import json
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy
import pytest
import served
import serving
from client import faultproxy

from tiled_jl.browser.messages import Size
from tiled_jl.browser.plainly import LONGEST_LIST, plain

from .page import Page, Refused


def rows(page: Page, here: dict[str, Any], *path: str, **params: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.ask("nodes.list", **here, path=list(path), **params)[0][
        "items"
    ]
    return found


def where(operator: str, key: str = "", value: Any = None) -> dict[str, Any]:
    return {"operator": operator, "key": key, "value": value}


def words(text: str) -> dict[str, Any]:
    return where("text", value=text)


def test_rows_say_what_the_nodes_are(page: Page, here: dict[str, Any]) -> None:
    arrays = {row["key"]: row for row in rows(page, here, "memory", "arrays")}
    assert (arrays["counts"]["shape"], arrays["counts"]["dtype"]) == ([12, 16, 18], "uint16")
    assert arrays["counts"]["preview"] == "image"
    assert arrays["counts"]["path"] == ["memory", "arrays", "counts"]
    assert arrays["scalar"]["preview"] == "value"
    assert arrays["complex"]["preview"] == "line"
    assert arrays["records"]["preview"] == arrays["words"]["preview"] == "table"
    assert arrays["empty"]["preview"] == "none"
    assert arrays["named"]["specs"] == ["image", "other"]
    tables = {row["key"]: row for row in rows(page, here, "memory", "tables")}
    assert tables["spectrum"]["count"] == 7
    assert tables["spectrum"]["preview"] == "table"


def test_a_container_of_few_containers_tells_how_many_children_they_have(
    page: Page, here: dict[str, Any]
) -> None:
    children = {row["key"]: row["children"] for row in rows(page, here, "memory")}
    assert children["many"] == served.MANY
    assert children["nothing"] == 0


def test_a_page_of_containers_is_listed_without_counting_in_each(
    page: Page, through: dict[str, Any], proxy: faultproxy.Proxy
) -> None:
    listed = rows(page, through, "memory", "many")
    assert [row["children"] for row in listed] == [None] * 100
    assert all("structure&" not in seen.path for seen in proxy.asked("search/memory/many"))


def test_pages_follow_each_other_to_the_last_child(page: Page, here: dict[str, Any]) -> None:
    keys: list[str] = []
    for offset in range(0, served.MANY, 300):
        result, _ = page.ask(
            "nodes.list", **here, path=["memory", "many"], offset=offset, limit=300
        )
        assert (result["offset"], result["total"], result["exact"]) == (offset, served.MANY, True)
        keys += [row["key"] for row in result["items"]]
    assert keys == [f"scan{number:03d}" for number in range(served.MANY)]


def test_a_page_beyond_the_end_is_empty_and_the_total_still_exact(
    page: Page, here: dict[str, Any]
) -> None:
    result, _ = page.ask("nodes.list", **here, path=["memory", "many"], offset=10_000)
    assert (result["items"], result["total"]) == ([], 10_000) or result["total"] == served.MANY
    assert result["items"] == []


def test_the_count_of_a_catalogue_is_exact(page: Page, here: dict[str, Any]) -> None:
    result, _ = page.ask("nodes.list", **here, path=["catalog", "scans"], limit=10)
    assert (result["total"], result["exact"]) == (130, True)


def test_an_empty_container_has_no_rows(page: Page, here: dict[str, Any]) -> None:
    result, _ = page.ask("nodes.list", **here, path=["memory", "nothing"])
    assert (result["items"], result["total"]) == ([], 0)


def test_a_broken_child_stands_among_its_healthy_siblings(page: Page, here: dict[str, Any]) -> None:
    listed = rows(page, here, "memory", "faulty")
    assert len(listed) == 30
    broken = {row["key"]: row["broken"] for row in listed if row["broken"]}
    assert set(broken) == {"child03", "child17"}
    assert all("500" in words for words in broken.values())
    healthy = [row for row in listed if not row["broken"]]
    assert {row["structureFamily"] for row in healthy} == {"array"}


@pytest.mark.parametrize("key", served.ODD_KEYS)
def test_nodes_of_odd_keys_can_be_listed_and_described(
    page: Page, here: dict[str, Any], key: str
) -> None:
    assert [row["key"] for row in rows(page, here, "memory", "odd", key)] == ["inside"]
    detail, _ = page.ask("nodes.get", **here, path=["memory", "odd", key])
    assert detail["metadata"] == {"key": key}
    assert detail["summary"]["path"] == ["memory", "odd", key]


def test_searching_finds_nodes_at_any_depth(page: Page, here: dict[str, Any]) -> None:
    result, _ = page.ask("nodes.list", **here, path=["catalog"], conditions=[words("003")], limit=5)
    assert (result["total"], result["exact"]) == (1, True)
    assert result["items"][0]["path"] == ["catalog", "scans", "scan003"]


def test_searching_does_not_mind_capital_letters(page: Page, here: dict[str, Any]) -> None:
    result, _ = page.ask(
        "nodes.list", **here, path=["memory", "many"], conditions=[words("COPPER")]
    )
    assert (result["total"], len(result["items"])) == (served.MANY / 3, 100)


def test_a_search_that_a_broken_node_brings_down_says_what_to_do(
    page: Page, here: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refused:
        page.ask("nodes.list", **here, path=["memory"], conditions=[words("copper")])
    assert refused.value.code == "server_error"
    assert "further down" in refused.value.error["hint"]


NUMBERS = range(served.MANY)
NAME = "sample.name"


@pytest.mark.parametrize(
    ("conditions", "numbers"),
    [
        ([where("eq", "number", 7)], [7]),
        ([where("noteq", NAME, served.SAMPLES[0])], [n for n in NUMBERS if n % 3]),
        ([where("lt", "number", 3)], [0, 1, 2]),
        ([where("le", "number", 3)], [0, 1, 2, 3]),
        ([where("gt", "sample.temperature", 300.25), where("lt", "number", 5)], [3, 4]),
        ([where("ge", "number", served.MANY - 1)], [served.MANY - 1]),
        ([where("contains", "motors", "tth"), where("lt", "number", 4)], [1, 3]),
        ([where("in", "number", [2, 4, -1])], [2, 4]),
        ([where("notin", "number", [0, 2]), where("lt", "number", 4)], [1, 3]),
        ([where("regex", NAME, "^F"), where("lt", "number", 3)], [2]),
        ([where("family", value="container"), where("le", "number", 0)], [0]),
        ([where("family", value="array")], []),
        ([where("spec", value="<script>")], []),
        ([words("copper"), where("lt", "number", 5)], [0, 3]),
    ],
)
def test_a_search_finds_what_meets_all_conditions(
    page: Page, here: dict[str, Any], conditions: list[dict[str, Any]], numbers: list[int]
) -> None:
    result, _ = page.ask(
        "nodes.list", **here, path=["memory", "many"], conditions=conditions, limit=300
    )
    assert result["total"] == len(numbers)
    assert [row["key"] for row in result["items"]] == [f"scan{n:03d}" for n in numbers[:300]]


@pytest.mark.parametrize(
    ("conditions", "keys"),
    [
        ([where("like", "label", "00_"), where("eq", NAME, "Ni")], ["001", "004", "007"]),
        (
            [where("has", NAME), where("like", "label", "12%"), where("in", NAME, ["Cu"])],
            ["120", "123", "126", "129"],
        ),
        ([where("lacks", "label"), where("has", "motors")], []),
        ([where("contains", "motors", "th"), where("ge", "label", "129")], ["129"]),
    ],
)
def test_a_search_of_a_catalogue_looks_at_everything_below(
    page: Page, here: dict[str, Any], conditions: list[dict[str, Any]], keys: list[str]
) -> None:
    found = rows(page, here, "catalog", conditions=conditions)
    assert [row["path"] for row in found] == [["catalog", "scans", f"scan{key}"] for key in keys]


def test_a_search_finds_nodes_of_a_spec_and_of_a_family(page: Page, here: dict[str, Any]) -> None:
    marked = rows(page, here, "catalog", conditions=[where("spec", value="image")])
    assert "marked" in [row["key"] for row in marked]
    assert all("image" in row["specs"] for row in marked)
    arrays = rows(page, here, "catalog", "odd", conditions=[where("family", value="array")])
    assert {row["structureFamily"] for row in arrays} == {"array"}


def test_a_search_that_the_server_refuses_says_to_change_a_condition(
    page: Page, here: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refused:
        rows(page, here, "memory", "many", conditions=[where("like", NAME, "C%")])
    assert refused.value.code == "bad_request"
    assert "Like" in refused.value.error["detail"]
    assert "condition" in refused.value.error["hint"]


def test_searching_below_a_container_stays_below_it(page: Page, here: dict[str, Any]) -> None:
    assert rows(page, here, "memory", "arrays", conditions=[words("copper")]) == []


def test_details_say_what_a_node_is(
    page: Page, here: dict[str, Any], server: serving.Server
) -> None:
    detail, _ = page.ask("nodes.get", **here, path=["memory", "arrays", "counts"])
    facts = {fact["kind"]: fact["value"] for fact in detail["facts"]}
    assert facts["shape"] == [12, 16, 18]
    assert facts["dtype"] == "uint16"
    assert facts["size"] == Size(6912)
    assert facts["chunks"] == "8 of 3 × 16 × 9"
    assert detail["uri"] == f"{server.uri}/api/v1/metadata/memory/arrays/counts"


def test_details_of_a_table_name_its_columns(page: Page, here: dict[str, Any]) -> None:
    detail, _ = page.ask("nodes.get", **here, path=["memory", "tables", "parts"])
    facts = {fact["kind"]: fact["value"] for fact in detail["facts"]}
    assert facts["partitions"] == 4
    assert facts["columns"].startswith("7: energy float64, counts int64, name string")
    assert "kind category" in facts["columns"]


@pytest.mark.parametrize("family", ["awkward", "ragged", "sparse"])
def test_families_without_a_preview_are_described(
    page: Page, here: dict[str, Any], family: str
) -> None:
    detail, _ = page.ask("nodes.get", **here, path=["memory", "irregular", family])
    assert detail["facts"][0] == {"kind": "structure", "value": family}
    assert len(detail["facts"]) >= 2


def test_a_wide_table_is_described_in_few_words(page: Page, here: dict[str, Any]) -> None:
    detail, _ = page.ask("nodes.get", **here, path=["memory", "tables", "wide"])
    columns = next(fact["value"] for fact in detail["facts"] if fact["kind"] == "columns")
    assert columns.startswith("2,000: column_0000 int64")
    assert columns.endswith("1,960 more")


def test_a_node_that_is_not_there_is_said_to_be_gone(page: Page, here: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        page.ask("nodes.get", **here, path=["memory", "nowhere"])
    assert refused.value.code == "not_found"
    assert "refresh" in refused.value.error["hint"]
    assert refused.value.error["requestId"]


def test_a_node_deleted_while_open_is_said_to_be_gone(
    page: Page, here: dict[str, Any], server: serving.Server
) -> None:
    path = ["catalog", "short lived"]
    siblings = page.ask("nodes.list", **here, path=["catalog"])[0]["total"]
    with server.http as http:
        serving.create_array(http, "catalog", "short lived", numpy.arange(6))
        page.ask("preview.open", **here, path=path)
        http.delete("metadata/catalog/short lived", params={"external_only": False})
    with pytest.raises(Refused) as refused:
        page.ask("preview.line", **here, path=path, axis=0, at=[0], start=0, stop=6)
    assert refused.value.code == "not_found"
    assert "deleted" in refused.value.error["hint"]
    assert page.ask("nodes.list", **here, path=["catalog"])[0]["total"] == siblings


def test_metadata_is_given_as_json_that_every_page_can_read() -> None:
    moment = datetime(2026, 11, 1, 10, tzinfo=timezone(timedelta(hours=1)))
    shown = plain(
        {
            "nan": float("nan"),
            "infinite": [float("inf"), float("-inf")],
            "large": 2**63,
            "exact": 2**53,
            "when": moment,
            "raw": b"\x00\xff",
            "array": numpy.arange(3),
            "scalar": numpy.float32(0.5),
            7: {"nested": (True, None)},
        }
    )
    assert shown == {
        "nan": "NaN",
        "infinite": ["Infinity", "-Infinity"],
        "large": "9223372036854775808",
        "exact": 9007199254740992,
        "when": "2026-11-01T10:00:00+01:00",
        "raw": "bytes[2] AP8=",
        "array": [0, 1, 2],
        "scalar": 0.5,
        "7": {"nested": [True, None]},
    }
    json.dumps(shown, allow_nan=False)


def test_metadata_of_any_size_is_shown_in_part_and_says_so() -> None:
    deep: dict[str, Any] = {}
    for _ in range(1_000):
        deep = {"deeper": deep}
    shown = plain({"text": "x" * 10**6, "list": list(range(10**5)), "deep": deep})
    assert shown["text"].endswith("… +998,000")
    assert shown["list"][LONGEST_LIST] == "… +99,700"
    assert len(json.dumps(shown)) < 10_000
    wide = plain({f"key {number}": {"a": [1] * 50} for number in range(10_000)})
    assert wide["…"].startswith("+")
    assert len(json.dumps(wide)) < 300_000
