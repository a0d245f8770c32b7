"""Tables that are written are the tables that were given, or are refused in words."""

import datetime
import threading
from typing import Any
from uuid import uuid4

import numpy
import pandas
import polars
import pyarrow
import pytest
import serving
from pandas.testing import assert_frame_equal

from tiled_jl import Context, DataFrameClient, from_context
from tiled_jl.errors import ServerError, TiledError

from .faultproxy import Fault, Proxy, page, reset, start, status, stop, undeclared

FRAME = pandas.DataFrame(
    {
        "text": ["a", None, "née", ""],
        "kind": pandas.Categorical(["dark", "flat", None, "dark"], ["flat", "dark", "unused"]),
        "bin": pandas.Categorical([20, 10, None, 20], [20, 10, 30], ordered=True),
        "whole": pandas.array([1, None, 2**60 + 1, 3], "Int64"),
        "flag": pandas.array([True, None, False, True], "boolean"),
        "small": numpy.arange(4, dtype="u1"),
        "half": numpy.arange(4, dtype="f4") / 3,
        "when": pandas.date_range("2026-03-28", periods=4, tz="Europe/Berlin"),
        "naive": pandas.date_range("2026-03-28", periods=4, unit="s"),
        "took": pandas.to_timedelta([1, None, 3, 4], unit="s"),
        "day": [datetime.date(2026, 1, 1), None, datetime.date(1, 1, 1), None],
        "raw": [b"\xff\x00", None, b"", b"x"],
        "list": [[1, 2], [], None, [3]],
        "words": [["a", None], [], None, ["b"]],
        "record": [{"x": 1, "y": "a"}, None, {"x": 2, "y": None}, {"x": 3, "y": "b"}],
        "with space & more=?#%": [1, 2, 3, 4],
        "é😀": [1.5, None, float("inf"), -0.0],
    }
)


@pytest.fixture
def scratch(client: Any) -> Any:
    """An empty container that can be written."""
    return client["catalog"].create_container(str(uuid4()))


def through_arrow(frame: pandas.DataFrame) -> pandas.DataFrame:
    """Return a frame as Arrow keeps it."""
    return pyarrow.Table.from_pandas(frame).to_pandas()


@pytest.mark.parametrize("npartitions", [1, 2, 3])
def test_a_frame_of_all_types_reads_back(scratch: Any, npartitions: int) -> None:
    table = scratch.write_table(FRAME, key="all", npartitions=npartitions)
    assert isinstance(table, DataFrameClient)
    assert table.npartitions == npartitions
    assert_frame_equal(table.read(), through_arrow(FRAME))
    assert_frame_equal(scratch["all"].read(), through_arrow(FRAME))
    parts = [table.read_partition(number) for number in range(npartitions)]
    assert_frame_equal(pandas.concat(parts), through_arrow(FRAME), check_index_type=False)


@pytest.mark.parametrize(
    "index",
    [
        pandas.RangeIndex(10, 18, 2),
        pandas.RangeIndex(4, 0, -1, name="shot"),
        pandas.Index(["a", "b", "c", "d"], name="sample"),
        pandas.Index([4, 1, 3, 1]),
        pandas.date_range("2026-01-01", periods=4, tz="UTC", name="when"),
        pandas.MultiIndex.from_product([[1, 2], ["x", "y"]], names=["run", None]),
        pandas.Index([0.5, 1.5, 2.5, 3.5], name="_hidden"),
    ],
)
@pytest.mark.parametrize("npartitions", [1, 3])
def test_the_index_is_kept(scratch: Any, index: Any, npartitions: int) -> None:
    frame = pandas.DataFrame({"x": [1, 2, 3, 4], "y": list("abcd")}, index=index)
    table = scratch.write_table(frame, npartitions=npartitions)
    assert table.columns == ["x", "y"]
    assert_frame_equal(table.read(), frame, check_freq=False)
    assert type(table.read().index) is type(index) or isinstance(index, pandas.DatetimeIndex)
    assert_frame_equal(table.read(["y"]), frame[["y"]], check_freq=False)


def test_a_table_without_rows_keeps_its_types(scratch: Any) -> None:
    table = scratch.write_table(FRAME.iloc[:0], npartitions=2)
    # Categories are data as well: they come and go with the rows.
    want = through_arrow(FRAME.iloc[:0].drop(columns=["kind", "bin"]))
    assert_frame_equal(table.read().drop(columns=["kind", "bin"]), want)
    assert table.read().columns.tolist() == FRAME.columns.tolist()


def test_a_table_without_partitions_has_no_rows(scratch: Any, requests: list[str]) -> None:
    table = scratch.create_appendable_table(
        pyarrow.schema({"a": pyarrow.int32(), "b": pyarrow.string()}), npartitions=0
    )
    requests.clear()
    assert table.read(["b"]).dtypes.to_dict() == {"b": pandas.StringDtype(na_value=numpy.nan)}
    assert table.read(format="arrow").schema.names == ["a", "b"]
    assert requests == []
    with pytest.raises(ValueError, match="no partition"):
        table.write({"a": [1], "b": ["x"]})


ARROW = pyarrow.table(
    {
        "whole": pyarrow.array([1, None, 2**60 + 1, 3]),
        "large": pyarrow.array([None, 2**64 - 1, 0, None], pyarrow.uint64()),
        "float": pyarrow.array([1.5, None, float("nan"), 0.0]),
        "text": pyarrow.array(["a", None, "", "b"], pyarrow.large_string()),
        "view": pyarrow.array(["a", None, "", "b"], pyarrow.string_view()),
        "day": pyarrow.array([1, None, 2, 3], pyarrow.date32()),
        "time": pyarrow.array([1001, None, 2, 3], pyarrow.time64("ns")),
        "second": pyarrow.array([1, None, 2, 3], pyarrow.timestamp("s", "Asia/Tokyo")),
        "kind": pyarrow.array(["a", None, "b", "a"]).dictionary_encode(),
        "list": pyarrow.array([[1, None], None, [], [3]], pyarrow.large_list(pyarrow.int16())),
        "pair": pyarrow.array([[1, 2], None, [3, 4], [5, 6]], pyarrow.list_(pyarrow.int32(), 2)),
        "price": pyarrow.array([None] * 4, pyarrow.decimal128(10, 2)),
        "null": pyarrow.nulls(4),
    }
)


@pytest.mark.parametrize("npartitions", [1, 2])
def test_an_arrow_table_reads_back_as_arrow(scratch: Any, npartitions: int) -> None:
    table = scratch.write_table(ARROW, npartitions=npartitions)
    got = table.read(format="arrow")
    assert got.schema == ARROW.schema
    for name in ARROW.column_names:
        # Nothing equals NaN, so they are compared as text.
        assert str(got[name].to_pylist()) == str(ARROW[name].to_pylist())


def test_a_polars_frame_reads_back_as_polars(scratch: Any) -> None:
    frame = polars.DataFrame(
        {
            "n": [1, None, 3],
            "s": ["a", None, "c"],
            "l": [[1], [], None],
            "when": [datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), None, None],
            "kind": polars.Series(["x", "y", "x"], dtype=polars.Categorical),
        }
    )
    table = scratch.write_table(frame, npartitions=2)
    got = table.read(format="polars")
    assert got.schema == frame.schema
    assert got.equals(frame)


def test_a_mapping_of_arrays_is_a_table(scratch: Any) -> None:
    table = scratch.write_table({"x": numpy.arange(3), "y": ["a", "b", "c"], "z": range(3)})
    assert table.read().to_dict("list") == {"x": [0, 1, 2], "y": ["a", "b", "c"], "z": [0, 1, 2]}


def test_thousands_of_columns_are_written_and_read(scratch: Any) -> None:
    frame = pandas.DataFrame({f"a column with number {n}": [n, -n] for n in range(3_000)})
    table = scratch.write_table(frame)
    assert_frame_equal(table.read(), frame)
    assert_frame_equal(table.read(table.columns[::-2]), frame[frame.columns[::-2]])


def test_metadata_and_specs_are_kept(scratch: Any) -> None:
    table = scratch.write_table({"x": [1]}, key="k", metadata={"a": 1}, specs=["xas"])
    assert dict(table.metadata) == {"a": 1}
    assert [spec.name for spec in table.specs] == ["xas"]


def test_the_former_name_warns(scratch: Any) -> None:
    with pytest.warns(DeprecationWarning, match="write_table"):
        table = scratch.write_dataframe(pandas.DataFrame({"x": [1]}), key="old")
    assert table.path_parts[-1] == "old"


def test_rows_are_replaced(scratch: Any) -> None:
    frame = pandas.DataFrame({"x": numpy.arange(10), "s": list("abcdefghij")})
    table = scratch.write_table(frame, npartitions=3)
    table.write(frame[["s", "x"]].iloc[::-1].reset_index(drop=True))
    assert table["x"].tolist() == list(range(9, -1, -1))
    table.write_partition({"s": ["z"], "x": [100]}, 1)
    assert table.read_partition(1).to_dict("list") == {"x": [100], "s": ["z"]}
    assert table["x"].tolist() == [9, 8, 7, 100, 3, 2, 1, 0]
    assert table.read().index.tolist() == list(range(8))


def test_rows_are_added(scratch: Any) -> None:
    schema = pyarrow.schema(
        {"Time": pyarrow.float64(), "n": pyarrow.int32(), "s": pyarrow.string()}
    )
    table = scratch.create_appendable_table(schema, 2, key="log", table_name="log_of_tests")
    assert table.read().empty
    table.append_partition({"n": [1, None], "Time": [0.5, 1], "s": ["a", None]}, 0)
    table.append_partition(pandas.DataFrame({"s": ["c"], "Time": [2.0], "n": [3]}), 1)
    table.append_partition(polars.DataFrame({"Time": [3.0], "n": [4], "s": ["d"]}), 0)
    table.append_partition({"n": [], "Time": [], "s": []}, 1)
    got = table.read(format="arrow")
    assert got.schema.types == schema.types
    assert got.to_pydict() == {
        "Time": [0.5, 1, 3, 2], "n": [1, None, 4, 3], "s": ["a", None, "d", "c"],
    }  # fmt: skip
    assert table.read(["s", "n"]).columns.tolist() == ["s", "n"]
    assert table.read_partition(-1)["n"].tolist() == [3]


@pytest.mark.parametrize("fault", [reset, status(502), page])
def test_rows_are_never_added_twice(
    scratch: Any, proxy: Proxy, server: serving.Server, fault: Fault
) -> None:
    table = scratch.create_appendable_table(pyarrow.schema({"n": pyarrow.int64()}))
    with Context(proxy.uri, api_key=server.api_key) as context:
        far = from_context(context, node_path_parts=table.path_parts)
        far.structure()
        proxy.spoil("table/partition", fault)
        with pytest.raises(TiledError, match="may have arrived"):
            far.append_partition({"n": [1]}, 0)
    assert table["n"].tolist() == [1]
    assert len(proxy.asked("table/partition")) == 1


def test_rows_that_cannot_have_arrived_are_sent_again(
    scratch: Any, proxy: Proxy, server: serving.Server
) -> None:
    table = scratch.create_appendable_table(pyarrow.schema({"n": pyarrow.int64()}))
    port = proxy.server.server_address[1]
    later: list[Proxy] = []
    with Context(proxy.uri, api_key=server.api_key) as context:
        # So that no connection is left.
        proxy.spoil("metadata", undeclared(1))
        far = from_context(context, node_path_parts=table.path_parts)
        stop(proxy)
        come_back = threading.Timer(0.3, lambda: later.append(start(server.uri, port=port)))
        come_back.start()
        far.append_partition({"n": [1]}, 0)
    come_back.join()
    stop(later[0])
    assert table["n"].tolist() == [1]


@pytest.mark.parametrize(
    ("rows", "kind", "words"),
    [
        ({"x": [1]}, ValueError, "'s' is missing"),
        ({"x": [1], "s": ["a"], "t": [2]}, ValueError, "no column 't'"),
        ({"x": ["1"], "s": ["a"]}, TypeError, "'x': string where int64 was due"),
        ({"x": [1.5], "s": ["a"]}, TypeError, "'x': double where int64 was due"),
        ({"x": [True], "s": ["a"]}, TypeError, "'x': bool where int64"),
        ({"x": [1], "s": [2]}, TypeError, "'s': int64 where"),
        ({"x": [1, 2], "s": ["a"]}, TypeError, "named s"),
        ({"x": [1], "s": [object()]}, TypeError, "object"),
        (pandas.DataFrame({"x": [1], "s": ["a"]}, index=["i"]), ValueError, "index .* be lost"),
        ([1, 2, 3], TypeError, "not list"),
        (None, TypeError, "not NoneType"),
    ],
)
def test_rows_that_do_not_fit_are_refused_before_anything_is_sent(
    scratch: Any, requests: list[str], rows: Any, kind: type[Exception], words: str
) -> None:
    table = scratch.write_table({"x": [0], "s": [""]}, key="strict")
    requests.clear()
    for send in (
        table.write,
        lambda rows: table.write_partition(rows, 0),
        lambda rows: table.append_partition(rows, 0),
    ):
        with pytest.raises(kind, match=words) as caught:
            send(rows)
        assert "strict" in str(caught.value)
    assert requests == []


def test_rows_need_the_index_of_the_table(scratch: Any) -> None:
    frame = pandas.DataFrame({"x": [1, 2]}, index=pandas.Index(["a", "b"], name="sample"))
    table = scratch.write_table(frame)
    with pytest.raises(ValueError, match="'sample' is missing"):
        table.write({"x": [1]})
    table.write({"sample": ["c"], "x": [1]})
    assert table.read().index.tolist() == ["c"]


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        ({"_x": [1]}, ValueError, "'_x' cannot be stored"),
        ({1: [1]}, TypeError, "not 1"),
        (pandas.DataFrame([[1, 2]]), TypeError, "not 0"),
        (pandas.DataFrame([[1, 2]], columns=["a", "a"]), ValueError, "'a'"),
        (pandas.DataFrame({"mixed": [1, "b"]}), TypeError, "column mixed"),
        (pandas.DataFrame(index=[1, 2]), ValueError, "without columns"),
        ([[1, 2]], TypeError, "list"),
    ],
)
def test_what_is_no_table_is_refused_before_anything_is_sent(
    scratch: Any, requests: list[str], data: Any, kind: type[Exception], words: str
) -> None:
    requests.clear()
    with pytest.raises(kind, match=words):
        scratch.write_table(data)
    with pytest.raises(ValueError, match="at least one partition"):
        scratch.write_table({"x": [1]}, npartitions=0)
    assert requests == []


@pytest.mark.parametrize("number", [2, -3])
def test_a_partition_that_is_not_there_cannot_be_written(scratch: Any, number: int) -> None:
    table = scratch.write_table({"x": [1, 2]}, npartitions=2)
    with pytest.raises(IndexError, match="of 2 partitions"):
        table.write_partition({"x": [1]}, number)
    with pytest.raises(IndexError, match="of 2 partitions"):
        table.append_partition({"x": [1]}, number)


def test_a_table_that_cannot_be_stored_leaves_nothing_behind(scratch: Any) -> None:
    maps = pyarrow.table(
        {"m": pyarrow.array([[("a", 1)], None], pyarrow.map_(pyarrow.string(), pyarrow.int64()))}
    )
    with pytest.raises(ServerError) as caught:
        scratch.write_table(maps, key="maps")
    assert any("was removed again" in note for note in caught.value.__notes__)
    assert list(scratch) == []


def test_a_write_that_breaks_says_what_was_written(
    scratch: Any, proxy: Proxy, server: serving.Server
) -> None:
    table = scratch.write_table({"x": numpy.arange(9)}, npartitions=3)
    with Context(proxy.uri, api_key=server.api_key, max_connections=1) as context:
        far = from_context(context, node_path_parts=table.path_parts)
        far.structure()
        proxy.spoil("partition=1", status(400))
        with pytest.raises(TiledError) as caught:
            far.write({"x": numpy.arange(9)})
    assert any("Of the 3 partitions" in note for note in caught.value.__notes__)
