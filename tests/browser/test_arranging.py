"""Children in an order, with columns, counted by what they share, and word of new ones."""

import threading
from typing import Any

import pytest
import served
import serving
from client import faultproxy

from tiled_jl.browser.columns import selection, value_at

from .page import Page, Refused

PAUSE = threading.Event()
SCANS = {"path": ["catalog", "scans"]}
MANY = {"path": ["memory", "many"]}


def listed(page: Page, here: dict[str, Any], **params: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.ask("nodes.list", **here, **params)[0]["items"]
    return found


def by(key: str, *, descending: bool = False) -> dict[str, Any]:
    return {"by": "key", "key": key, "descending": descending}


def test_children_are_sorted_by_several_keys_of_their_metadata(
    page: Page, here: dict[str, Any]
) -> None:
    sorting = [by("sample.name"), by("label", descending=True)]
    rows = listed(page, here, **SCANS, sorting=sorting, limit=3)
    assert [row["key"] for row in rows] == ["scan129", "scan126", "scan123"]


def test_children_are_sorted_by_name_and_by_age(page: Page, here: dict[str, Any]) -> None:
    for order in ("name", "added"):
        sorting = [{"by": order, "descending": True}]
        assert [row["key"] for row in listed(page, here, **SCANS, sorting=sorting, limit=2)] == [
            "scan129",
            "scan128",
        ]


@pytest.mark.parametrize("params", [MANY, {"path": ["memory", "arrays"]}])
def test_an_order_that_the_server_does_not_keep_to_is_no_order(
    page: Page, here: dict[str, Any], params: dict[str, Any]
) -> None:
    # A tree in memory ignores nested keys, and says nothing; without the key all orders are right.
    sorting = [by("sample.name")]
    if params is MANY:
        with pytest.raises(Refused, match=r"sort these nodes by sample\.name.*another order"):
            listed(page, here, **params, sorting=sorting)
    else:
        assert listed(page, here, **params, sorting=sorting)


def test_columns_bring_values_with_units_and_nothing_else(
    page: Page, through: dict[str, Any], proxy: faultproxy.Proxy
) -> None:
    columns = ["sample.name", "number", "no.such", "motors"]
    first, second = listed(page, through, **MANY, columns=columns, limit=2)
    plain = {"unit": None, "moment": False}
    assert first["values"] == {
        "sample.name": {"value": "Cu", **plain},
        "number": {"value": 0, **plain},
        "motors": {"value": '"x"', **plain},
    }
    assert second["values"]["sample.name"]["value"] == "Ni"
    asked = [seen.path for seen in proxy.asked("search/memory/many")]
    assert all("select_metadata=" in path for path in asked if "metadata" in path)


@pytest.mark.parametrize(
    ("metadata", "key", "shown"),
    [
        ({"t": {"value": 300, "unit": "K"}}, "t.value", (300, "K", False)),
        ({"t": {"value": 300, "units": "K"}}, "t", (300, "K", False)),
        ({"t": 300, "t_unit": "K"}, "t", (300, "K", False)),
        ({"a": {"t": 3.5, "units": {"t": "mm"}}}, "a.t", (3.5, "mm", False)),
        ({"time": 1770624000.5}, "time", ("2026-02-09T08:00:00.500000+00:00", None, True)),
        ({"exposure_time": 12.5}, "exposure_time", (12.5, None, False)),
        ({"number": 1770624000}, "number", (1770624000, None, False)),
        ({"start": "2026-02-09T08:00:00Z"}, "start", ("2026-02-09T08:00:00Z", None, True)),
        ({"day": "2026-02-09"}, "day", ("2026-02-09", None, True)),
        ({"name": "2026-02-09 Cu"}, "name", ("2026-02-09 Cu", None, False)),
        ({"id": 2**60}, "id", (str(2**60), None, False)),
        ({"gain": float("nan")}, "gain", ("NaN", None, False)),
        ({"flags": [1, 2]}, "flags", ("1, 2", None, False)),
        ({"html": "<img src=x>"}, "html", ("<img src=x>", None, False)),
    ],
)
def test_a_value_is_shown_with_its_unit_and_a_moment_as_one(
    metadata: dict[str, Any], key: str, shown: tuple[Any, ...]
) -> None:
    value = value_at(metadata, key)
    assert value is not None
    assert (value.value, value.unit, value.moment) == shown


def test_odd_keys_are_asked_for_by_their_names(page: Page, here: dict[str, Any]) -> None:
    assert selection(['a"b', "ключ"]).startswith('[["a\\"b"')
    rows = listed(page, here, path=["memory", "odd"], columns=["key", 'q"] | [', "é.50%"])
    assert [row["values"] for row in rows] == [
        {"key": {"value": key, "unit": None, "moment": False}} for key in served.ODD_KEYS
    ]


def test_keys_come_with_an_example_and_what_can_be_sorted(page: Page, here: dict[str, Any]) -> None:
    result, _ = page.ask("nodes.keys", **here, **MANY)
    examples = {each["key"]: each["example"]["value"] for each in result["keys"]}
    assert examples["sample.name"] == "Cu"
    assert examples["sample.temperature"] == 300
    assert result["orders"] == "keys"
    assert page.ask("nodes.keys", **here, **SCANS)[0]["orders"] == "all"
    assert page.ask("nodes.keys", **here, path=["memory", "nothing"])[0]["keys"] == []


def facets(page: Page, here: dict[str, Any], **params: Any) -> dict[str, dict[Any, int]]:
    result, _ = page.ask("nodes.facets", **here, **params)
    return {
        facet["key"] or facet["of"]: {each["value"]: each["count"] for each in facet["values"]}
        for facet in result["facets"]
    }


def test_facets_count_what_children_share_and_follow_the_conditions(
    page: Page, here: dict[str, Any]
) -> None:
    all_scans = facets(page, here, **SCANS)
    assert all_scans["sample.name"] == {"Cu": 44, "Fe": 43, "Ni": 43}
    assert all_scans["family"] == {"container": 130}
    assert "label" not in all_scans
    copper = [{"operator": "eq", "key": "sample.name", "value": "Cu"}]
    narrowed = facets(page, here, **SCANS, conditions=copper, keys=["sample.name", "label"])
    assert narrowed["sample.name"] == {"Cu": 44}
    assert len(narrowed["label"]) == 44
    assert facets(page, here, path=["catalog"], keys=[])["spec"] == {"image": 1, "other": 1}


def test_a_facet_that_the_server_fails_at_leaves_the_others_alone(
    page: Page, here: dict[str, Any]
) -> None:
    result, _ = page.ask("nodes.facets", **here, **MANY, keys=["motors", "sample.name"])
    motors, names = result["facets"][:2]
    assert "cannot count" in motors["problem"]
    assert names["values"][0] == {"value": "Cu", "count": 250}
    long, _ = page.ask("nodes.facets", **here, **MANY, keys=["number"])
    assert (len(long["facets"][0]["values"]), long["facets"][0]["more"]) == (200, served.MANY - 200)


def test_children_are_counted_and_new_ones_are_heard_of_where_the_server_streams(
    page: Page, here: dict[str, Any], server: serving.Server
) -> None:
    with server.http as http:
        serving.create_container(http, "catalog", "growing")
        paths = [["catalog", "growing"], ["memory", "many"], ["no", "such"]]
        result, _ = page.ask("nodes.count", **here, paths=paths)
        assert result["counts"] == [0, served.MANY, None]
        # The connection is made in the background, and hears of what comes after.
        made, heard = 0, []
        while not heard and made < 100:
            serving.create_container(http, "catalog/growing", f"child{made}")
            made += 1
            page.ask("hello")
            heard = [event for event in page.events if event["topic"] == "nodes.arrived"]
            PAUSE.wait(0.1)
        assert heard[0]["payload"] == {**here, "path": ["catalog", "growing"]}
        counted, _ = page.ask("nodes.count", **here, paths=paths[:1])
        assert counted["counts"] == [made]
        http.delete("metadata/catalog/growing", params={"recursive": True, "external_only": False})
