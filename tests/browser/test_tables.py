from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy
import pandas
import pyarrow
import pytest
import served
from client import faultproxy

from tiled_jl.browser import rows
from tiled_jl.browser.cells import LONGEST_CELL, as_cell, column_cells

from .page import Page, Refused

TABLE = served.TABLE


def window(
    page: Page, here: dict[str, Any], key: str, start: int, stop: int, **params: Any
) -> dict[str, Any]:
    result: dict[str, Any] = page.ask(
        "preview.table", **here, path=["memory", "tables", key], start=start, stop=stop, **params
    )[0]
    return result


def served_cells(column: str, start: int, stop: int) -> list[str | None]:
    values = TABLE[column][start:stop]
    return [None if pandas.isna(value) else str(value) for value in values]


def test_a_table_opens_with_its_columns(page: Page, here: dict[str, Any]) -> None:
    plan, _ = page.ask("preview.open", **here, path=["memory", "tables", "spectrum"])
    assert plan["kind"] == "table"
    columns = {column["name"]: (column["dtype"], column["align"]) for column in plan["columns"]}
    assert list(columns) == list(TABLE.columns)
    assert columns["energy"] == ("float64", "right")
    assert columns["name"] == ("string", "left")
    assert columns["kind"] == ("category", "left")


def test_a_window_of_rows_arrives_column_by_column(page: Page, here: dict[str, Any]) -> None:
    result = window(page, here, "spectrum", 2, 5)
    assert (result["start"], result["stop"], result["rows"]) == (2, 5, 50)
    energy, counts, name, when, kind, *_ = result["cells"]
    assert energy == TABLE["energy"][2:5].tolist()
    assert counts == [str(2**53 + 1 + number) for number in range(2, 5)]
    assert name == ["scan 2", "scan 3", "scan 4"]
    assert when == [f"2026-01-0{day}T00:00:00+01:00" for day in (3, 4, 5)]
    assert kind == ["dark", "flat", "dark"]


@pytest.mark.parametrize("key", ["spectrum", "parts"])
@pytest.mark.parametrize(("start", "stop"), [(0, 3), (11, 14), (20, 40), (48, 50), (0, 50)])
def test_rows_are_found_wherever_the_partitions_are_cut(
    page: Page, here: dict[str, Any], key: str, start: int, stop: int
) -> None:
    result = window(page, here, key, start, stop, columns=["name", "kind"])
    assert result["rows"] == 50
    assert result["cells"] == [served_cells("name", start, stop), served_cells("kind", start, stop)]


@pytest.mark.parametrize("key", ["spectrum", "parts"])
def test_a_window_beyond_the_last_row_ends_with_it(
    page: Page, here: dict[str, Any], key: str
) -> None:
    result = window(page, here, key, 48, 99, columns=["name"])
    assert (result["stop"], result["cells"]) == (50, [served_cells("name", 48, 50)])
    beyond = window(page, here, key, 1_000, 1_010, columns=["name"])
    assert (beyond["start"], beyond["stop"], beyond["cells"]) == (50, 50, [[]])


@pytest.mark.parametrize("key", ["large", "large_parts"])
def test_a_table_above_the_limit_of_the_server_is_exact_at_its_last_row(
    page: Page, here: dict[str, Any], key: str
) -> None:
    result = window(page, here, key, 119_998, 120_000)
    assert result["rows"] == 120_000
    assert result["cells"][7] == [119_998 * 7, 119_999 * 7]


def test_scrolling_within_a_partition_asks_nothing_more_of_the_server(
    page: Page, through: dict[str, Any], proxy: faultproxy.Proxy
) -> None:
    window(page, through, "large_parts", 0, 50)
    before = len(proxy.asked("table/"))
    for start in range(50, 2_000, 50):
        window(page, through, "large_parts", start, start + 50)
    assert len(proxy.asked("table/")) == before


def test_the_end_of_a_table_is_found_without_reading_all_of_it(
    page: Page, through: dict[str, Any], proxy: faultproxy.Proxy
) -> None:
    window(page, through, "large_parts", 119_990, 120_000, columns=["c3"])
    read = {seen.path.partition("partition=")[2][:1] for seen in proxy.asked("table/partition")}
    assert read == {"4"}


def test_what_one_request_may_bring_is_bounded(
    page: Page, through: dict[str, Any], proxy: faultproxy.Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "AT_ONCE_BYTES", 500_000)
    result = window(page, through, "large_parts", 0, 2)
    assert [cells[1] for cells in result["cells"]] == list(range(8))
    assert all(seen.path.count("column=") <= 2 for seen in proxy.asked("table/partition"))


def test_a_wide_table_is_read_as_far_as_it_is_shown(page: Page, here: dict[str, Any]) -> None:
    plan, _ = page.ask("preview.open", **here, path=["memory", "tables", "wide"])
    assert len(plan["columns"]) == 2_000
    result = window(page, here, "wide", 0, 2)
    assert [cells[0] for cells in result["cells"]] == list(range(1_000))


def test_any_column_of_a_wide_table_can_be_chosen(page: Page, here: dict[str, Any]) -> None:
    result = window(page, here, "wide", 0, 2, columns=["column_1999"])
    assert result["cells"] == [[1999, -1999]]


def test_an_unknown_column_is_refused_by_name(page: Page, here: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="“nonsense”"):
        window(page, here, "spectrum", 0, 2, columns=["nonsense"])


def test_records_are_shown_as_a_table(page: Page, here: dict[str, Any]) -> None:
    path = ["memory", "arrays", "records"]
    plan, _ = page.ask("preview.open", **here, path=path)
    assert [(column["name"], column["align"]) for column in plan["columns"]] == [
        ("id", "right"),
        ("where", "left"),
        ("label", "left"),
        ("grid", "left"),
    ]
    result, _ = page.ask("preview.table", **here, path=path, start=2, stop=99)
    assert (result["start"], result["stop"], result["rows"]) == (2, 6, 6)
    assert result["cells"][0] == [2, 3, 4, 5]
    assert result["cells"][2][0] == "déf"
    assert result["cells"][3][0] == "[[12, 13, 14], [15, 16, 17]]"


def test_words_are_shown_as_a_table_of_one_column(page: Page, here: dict[str, Any]) -> None:
    path = ["memory", "arrays", "words"]
    plan, _ = page.ask("preview.open", **here, path=path)
    assert [column["dtype"] for column in plan["columns"]] == ["str[7]"]
    result, _ = page.ask("preview.table", **here, path=path, start=0, stop=10)
    assert result["cells"] == [["", "née", "köln"]]


def test_an_image_has_no_rows(page: Page, here: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="no rows"):
        page.ask("preview.table", **here, path=["memory", "arrays", "flags"], start=0, stop=1)


CELLS = {
    "null": (pyarrow.array([None], pyarrow.int64()), None),
    "truth": (pyarrow.array([True]), True),
    "largest exact": (pyarrow.array([2**53]), 2**53),
    "too large": (pyarrow.array([-(2**53) - 1]), "-9007199254740993"),
    "unsigned": (pyarrow.array([2**64 - 1], pyarrow.uint64()), "18446744073709551615"),
    "not a number": (pyarrow.array([float("nan")]), "NaN"),
    "infinite": (pyarrow.array([float("-inf")]), "-Infinity"),
    "half": (pyarrow.array([numpy.float16(0.5)], pyarrow.float16()), 0.5),
    "decimal": (pyarrow.array([Decimal("1.10")]), "1.10"),
    "day": (pyarrow.array([date(2026, 11, 1)]), "2026-11-01"),
    "second": (pyarrow.array([0], pyarrow.timestamp("s")), "1970-01-01T00:00:00"),
    "nanosecond": (pyarrow.array([1], pyarrow.timestamp("ns")), "1970-01-01T00:00:00.000000001"),
    "zulu": (pyarrow.array([0], pyarrow.timestamp("ms", "UTC")), "1970-01-01T00:00:00+00:00"),
    "zone": (
        pyarrow.array([1_780_000_000_500], pyarrow.timestamp("ms", "America/New_York")),
        "2026-05-28T16:26:40.5-04:00",
    ),
    "offset": (
        pyarrow.array([0], pyarrow.timestamp("s", "+05:30")),
        "1970-01-01T05:30:00+05:30",
    ),
    "unknown zone": (
        pyarrow.array([0], pyarrow.timestamp("s", "Mars/Olympus")),
        "1970-01-01T00:00:00+00:00",
    ),
    "no time": (pyarrow.array([None], pyarrow.timestamp("ns")), None),
    "duration": (pyarrow.array([1500], pyarrow.duration("ms")), "1500 ms"),
    "category": (pyarrow.array(["a"]).dictionary_encode(), "a"),
    "category of nothing": (pyarrow.array([None], pyarrow.string()).dictionary_encode(), None),
    "list": (pyarrow.array([[1, None, 2.5]]), "[1.0, null, 2.5]"),
    "struct": (pyarrow.array([{"a": 1, "b": "x"}]), '{"a": 1, "b": "x"}'),
    "text in bytes": (pyarrow.array([b"ab"]), "ab"),
    "bytes": (pyarrow.array([b"\x00\xff"]), "0x00ff"),
    "nothing at all": (pyarrow.nulls(1), None),
}


@pytest.mark.parametrize(("values", "cell"), CELLS.values(), ids=CELLS.keys())
def test_values_of_every_type_have_a_cell(values: pyarrow.Array, cell: object) -> None:
    column = pyarrow.chunked_array([values])
    assert column_cells(column) == [cell]
    assert column_cells(column.slice(1)) == []


def test_long_cells_are_cut_and_say_so() -> None:
    assert as_cell("x" * 10_000) == "x" * LONGEST_CELL + f"… +{10_000 - LONGEST_CELL:,}"
    assert len(str(as_cell(list(range(10**6))))) < 2 * LONGEST_CELL


def test_python_times_are_iso() -> None:
    assert as_cell(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00+00:00"
    assert as_cell(timedelta(seconds=1)) == "0:00:01"
    assert as_cell(numpy.timedelta64(1, "ms")) == "1 ms"
    assert as_cell(numpy.datetime64("NaT")) is None
    assert as_cell(1 + 2j) == "1+2j"
