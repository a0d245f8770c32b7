"""Containers at a glance, and datasets as xarray's users know them."""

from typing import Any

import served

from tiled_jl.browser.moments import made_at

from .page import Page


def test_a_container_tells_what_is_in_it(page: Page, here: dict[str, Any]) -> None:
    plan, _ = page.ask("preview.open", **here, path=["memory"])
    assert plan["kind"] == "contents"
    contents = plan["contents"]
    assert (contents["total"], contents["counted"]) == (8, 8)
    assert contents["families"] == [{"name": "container", "count": 8}]
    assert contents["first"][0]["path"] == ["memory", "arrays"]


def test_a_large_container_is_counted_as_far_as_one_page_goes(
    page: Page, here: dict[str, Any]
) -> None:
    plan, _ = page.ask("preview.open", **here, path=["memory", "many"])
    contents = plan["contents"]
    assert (contents["total"], contents["counted"]) == (served.MANY, 300)
    assert len(contents["first"]) == 12


def test_an_empty_container_says_so_by_its_count(page: Page, here: dict[str, Any]) -> None:
    plan, _ = page.ask("preview.open", **here, path=["memory", "nothing"])
    assert (plan["contents"]["total"], plan["contents"]["first"]) == (0, [])


def test_broken_children_are_among_the_first_ones(page: Page, here: dict[str, Any]) -> None:
    plan, _ = page.ask("preview.open", **here, path=["memory", "faulty"])
    broken = {each["key"]: each["broken"] for each in plan["contents"]["first"]}
    assert broken["child03"]
    assert broken["child02"] is None


def test_a_composite_tells_the_columns_of_its_tables(page: Page, here: dict[str, Any]) -> None:
    plan, _ = page.ask("preview.open", **here, path=["memory", "labelled", "composite"])
    assert {"time", "th", "I0"} <= set(plan["contents"]["columns"])
    assert {each["name"] for each in plan["contents"]["families"]} >= {"array", "table"}


def test_a_dataset_is_laid_out_as_xarray_does(page: Page, here: dict[str, Any]) -> None:
    path = ["memory", "labelled", "dataset"]
    plan, _ = page.ask("preview.open", **here, path=path)
    assert plan["kind"] == "dataset"
    dataset = plan["dataset"]
    assert {each["name"]: each["size"] for each in dataset["dimensions"]} == {
        "time": 5,
        "y": 4,
        "x": 6,
    }
    coordinates = {each["name"]: each for each in dataset["coordinates"]}
    assert {name: each["index"] for name, each in coordinates.items()} == {
        "time": True,
        "x": True,
        "angle": False,
    }
    assert coordinates["x"]["unit"] == "mm"
    variables = {each["name"]: each for each in dataset["variables"]}
    assert list(variables) == ["image", *[name for name in variables if name != "image"]]
    assert (variables["image"]["dims"], variables["image"]["shape"]) == (
        ["time", "y", "x"],
        [5, 4, 6],
    )
    assert (variables["image"]["dtype"], variables["image"]["unit"]) == ("float32", "counts")
    assert variables["image"]["path"] == [*path, "image"]
    assert variables["exposure"]["dims"] == []
    assert dataset["attributes"] == {"title": "A scan", "number": 7}
    assert dataset["partial"] is None


def test_metadata_may_say_when_something_was_made() -> None:
    assert made_at({"time_created": "2026-02-09T08:00:00Z"}) == "2026-02-09T08:00:00Z"
    assert made_at({"time": True, "date": [2026, 2, 9]}) is None
    assert made_at({"start": {"time": float("nan")}, "created": "2026-02-09"}) == "2026-02-09"
