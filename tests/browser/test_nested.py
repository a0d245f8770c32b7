"""Awkward and ragged data: their type, their events, and the distribution of their numbers."""

from typing import Any

import awkward
import numpy
import pytest
import served

from tiled_jl.browser import nested
from tiled_jl.browser.allowance import allowance
from tiled_jl.browser.histograms import bin_edges

from .page import Page, Refused

EVENTS = ["memory", "irregular", "events"]
LARGE = ["memory", "irregular", "large_ragged"]


def test_a_type_is_written_as_awkward_array_writes_it(page: Page, here: dict[str, Any]) -> None:
    plan, _ = page.ask("preview.open", **here, path=EVENTS)
    assert (plan["kind"], plan["others"], plan["length"]) == ("events", ["histogram"], 60)
    written = str(awkward.Array(served.EVENTS).type)
    assert "".join(plan["type"].split()) == "".join(written.split())


def test_fields_that_hold_numbers_are_told_with_their_paths(
    page: Page, here: dict[str, Any]
) -> None:
    plan, _ = page.ask("preview.open", **here, path=EVENTS)
    paths = [".".join(field["path"]) for field in plan["fields"]]
    assert paths == ["event", "hits.x", "hits.t", "trigger", "pair.0", "pair.1"]


@pytest.mark.parametrize(
    "events", [[1, "two", [3.0], None, {"x": 1}], ["a", None], [[], []], []], ids=repr
)
def test_where_no_field_holds_numbers_no_distribution_is_offered(
    page: Page, here: dict[str, Any], client: Any, events: list[Any]
) -> None:
    node = client["catalog"].write_awkward(awkward.Array(events))
    path = list(node.path_parts)
    plan, _ = page.ask("preview.open", **here, path=path)
    assert (plan["kind"], plan["others"], plan["fields"]) == ("events", [], [])
    shown, _ = page.ask("preview.events", **here, path=path, start=0, stop=20)
    assert shown["events"] == events


def test_events_come_as_they_are(page: Page, here: dict[str, Any]) -> None:
    result, _ = page.ask("preview.events", **here, path=EVENTS, start=5, stop=8)
    assert (result["start"], result["stop"], result["partial"]) == (5, 8, None)
    expected = [{**event, "pair": list(event["pair"])} for event in served.EVENTS[5:8]]
    assert result["events"] == expected


@pytest.mark.parametrize(("start", "stop", "got"), [(58, 99, (58, 60)), (99, 120, (60, 60))])
def test_events_end_with_the_data(
    page: Page, here: dict[str, Any], start: int, stop: int, got: tuple[int, int]
) -> None:
    result, _ = page.ask("preview.events", **here, path=EVENTS, start=start, stop=stop)
    assert (result["start"], result["stop"]) == got
    assert len(result["events"]) == got[1] - got[0]


def test_rows_of_a_ragged_array_are_read_alone_and_long_ones_are_cut(
    page: Page, here: dict[str, Any]
) -> None:
    plan, _ = page.ask("preview.open", **here, path=LARGE)
    assert plan["type"] == "1500 * var * float64"
    result, _ = page.ask("preview.events", **here, path=LARGE, start=49, stop=52)
    rows = served.large_ragged()[49:52].to_list()
    assert result["events"] == [rows[0], rows[1], [*rows[2][:50], "…"]]


def test_a_histogram_counts_the_numbers_of_a_field(page: Page, here: dict[str, Any]) -> None:
    result, _ = page.ask("preview.histogram", **here, path=EVENTS, field=["hits", "t"], bins=100)
    times = [hit["t"] for event in served.EVENTS for hit in event["hits"]]
    assert (result["low"], result["high"]) == (-0.5, 2.5)
    assert result["counts"] == numpy.bincount(times).tolist()
    assert result["statistics"]["mean"] == pytest.approx(numpy.mean(times))


def test_what_is_missing_is_not_counted_and_what_is_outside_is_told(
    page: Page, here: dict[str, Any]
) -> None:
    result, _ = page.ask(
        "preview.histogram", **here, path=EVENTS, field=["trigger"], low=10, high=19, bins=10
    )
    assert result["statistics"]["count"] == 30
    assert (sum(result["counts"]), result["below"], result["above"]) == (5, 5, 20)


def test_the_numbers_of_ragged_rows_are_counted_as_far_as_there_is_room(
    page: Page, here: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    result, _ = page.ask("preview.histogram", **here, path=LARGE, bins=7)
    values = awkward.flatten(served.large_ragged()).to_numpy()
    assert result["counts"] == numpy.histogram(values, 7)[0].tolist()
    page.ask("preview.open", **here, path=LARGE)
    monkeypatch.setattr(nested, "AT_ONCE", 1_000_000)
    result, _ = page.ask("preview.histogram", **here, path=LARGE)
    assert result["partial"].startswith("the first")
    assert result["partial"].endswith("of 1,500 rows")


def test_data_that_are_too_large_are_shown_by_their_first_fields(
    page: Page, here: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nested, "AT_ONCE", 2_500)
    monkeypatch.setattr(nested, "allowance", lambda room=2_500: allowance(room))
    result, _ = page.ask("preview.events", **here, path=EVENTS, start=0, stop=2)
    assert "only the fields event" in result["partial"]
    assert [event["event"] for event in result["events"]] == [0, 1]
    assert "pair" not in result["events"][0]


@pytest.mark.parametrize("method", ["preview.events", "preview.histogram"])
def test_other_nodes_have_no_events(page: Page, here: dict[str, Any], method: str) -> None:
    with pytest.raises(Refused, match="no nested data"):
        page.ask(method, **here, path=["memory", "arrays", "floats"])


def test_a_field_that_is_not_there_is_refused(page: Page, here: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        page.ask("preview.histogram", **here, path=EVENTS, field=["hits", "energy"])
    assert refused.value.code == "not_found"


@pytest.mark.parametrize("bins", [1, 7, 100])
@pytest.mark.parametrize(
    ("low", "high"), [(0, 0), (-3, 900), (1e300, 1.7e308), (-1.7e308, 1.7e308), (2.0**60, 2.0**60)]
)
@pytest.mark.parametrize("whole", [True, False])
def test_edges_of_bins_rise_and_hold_everything(
    low: float, high: float, bins: int, whole: bool
) -> None:
    edges = bin_edges(low, high, bins, whole=whole)
    assert 2 <= len(edges) <= max(bins, 1) + 2
    assert (edges[1:] > edges[:-1]).all()
    assert edges[0] <= low
    assert high <= edges[-1]
