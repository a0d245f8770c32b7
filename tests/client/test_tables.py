"""Reading tables gives what was put in."""

from typing import Any

import pandas
import polars
import pyarrow
import pytest
from pandas.testing import assert_frame_equal, assert_series_equal
from served import INDEXED, LARGE_TABLE, TABLE, WIDE

from tiled_jl import DataFrameClient
from tiled_jl.errors import ResponseError
from tiled_jl.structures import frames
from tiled_jl.transport import codecs

from .faultproxy import Proxy, resized, status


@pytest.mark.parametrize(
    ("key", "want"),
    [("spectrum", TABLE), ("parts", TABLE), ("indexed", INDEXED), ("wide", WIDE)],
)
def test_a_table_reads_back(memory: Any, key: str, want: pandas.DataFrame) -> None:
    client = memory["tables", key]
    assert isinstance(client, DataFrameClient)
    assert client.columns == list(want.columns)
    assert_frame_equal(client.read(), want)


def test_columns_are_read_in_the_order_asked_for(memory: Any) -> None:
    client = memory["tables/spectrum"]
    for names in (["counts", "energy"], ["with space"], ["a&b=c", "name"]):
        assert_frame_equal(client.read(names), TABLE[names])
        assert_frame_equal(client.read(iter(names)), TABLE[names])


def test_an_index_comes_with_any_column(memory: Any) -> None:
    assert_frame_equal(memory["tables/indexed"].read(["y"]), INDEXED)


def test_a_column_is_a_series(memory: Any) -> None:
    assert_series_equal(memory["tables/spectrum"]["name"], TABLE["name"])


def test_whole_numbers_beyond_floating_point_are_kept(memory: Any) -> None:
    assert memory["tables/spectrum"]["counts"].tolist() == TABLE["counts"].tolist()


def test_arrow_comes_as_arrow(memory: Any) -> None:
    table = memory["tables/spectrum"].read(["energy"], format="arrow")
    assert isinstance(table, pyarrow.Table)
    assert table.column("energy").to_pylist() == TABLE["energy"].tolist()


def test_a_format_that_is_not_there_is_refused(memory: Any) -> None:
    with pytest.raises(ValueError, match="'pandas', 'arrow' or 'polars'"):
        memory["tables/spectrum"].read(format="excel")


def test_a_partition_is_that_part_of_the_rows(memory: Any) -> None:
    client = memory["tables/parts"]
    assert client.npartitions == 4
    parts = [client.read_partition(number) for number in range(4)]
    assert_frame_equal(pandas.concat(parts, ignore_index=True), TABLE, check_categorical=False)
    assert client.read_partition(-1, ["energy"])["energy"].iloc[-1] == 9.0


@pytest.mark.parametrize("number", [4, -5])
def test_a_partition_that_is_not_there_is_an_index_error(memory: Any, number: int) -> None:
    with pytest.raises(IndexError, match="of 4 partitions"):
        memory["tables/parts"].read_partition(number)


def test_an_unknown_column_is_named_before_anything_is_sent(
    memory: Any, requests: list[str]
) -> None:
    client = memory["tables/spectrum"]
    requests.clear()
    with pytest.raises(KeyError, match="'tempo'") as caught:
        client.read(["energy", "tempo"])
    assert "'energy'" in str(caught.value)
    with pytest.raises(KeyError):
        client["tempo"]
    assert requests == []


@pytest.mark.parametrize(("columns", "kind"), [("energy", TypeError), ([], ValueError)])
def test_a_list_of_columns_that_makes_no_sense_is_refused(
    memory: Any, columns: Any, kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        memory["tables/spectrum"].read(columns)


def test_a_long_list_of_columns_goes_in_the_body(memory: Any, requests: list[str]) -> None:
    client = memory["tables/wide"]
    assert_frame_equal(client.read(client.columns[::-1]), WIDE[WIDE.columns[::-1]])
    assert requests[-1].startswith("POST table/full")


@pytest.mark.parametrize("key", ["large", "large_parts"])
def test_a_table_that_is_too_large_comes_in_pieces(memory: Any, key: str) -> None:
    assert_frame_equal(memory["tables", key].read(), LARGE_TABLE)
    assert_frame_equal(memory["tables", key].read(["c3", "c1"]), LARGE_TABLE[["c3", "c1"]])


def test_a_read_is_one_request(memory: Any, requests: list[str]) -> None:
    client = memory["tables/parts"]
    client.structure()
    requests.clear()
    client.read()
    assert len(requests) == 1


def test_the_schema_is_known_without_reading(memory: Any) -> None:
    schema = memory["tables/spectrum"].structure().to_arrow_schema()
    assert schema.field("energy").type == pyarrow.float64()
    assert schema.names == list(TABLE.columns)


@pytest.mark.parametrize("key", ["large", "large_parts"])
def test_what_was_too_large_is_not_asked_for_again(
    memory: Any, requests: list[str], key: str
) -> None:
    client = memory["tables", key]
    client.read()
    first = len(requests)
    requests.clear()
    assert_frame_equal(client.read(), LARGE_TABLE)
    assert not [each for each in requests if each.endswith(f"table/full/memory/tables/{key}")]
    assert len(requests) < first - 1


def as_arrow(change: Any) -> Any:
    """Return a fault: another table in place of the one that the server sent."""

    def fault(handler: Any, answer: Any) -> None:
        table = pyarrow.ipc.open_file(answer.body).read_all()
        answer.body = bytes(frames.encode(change(table)))
        handler.answer(answer)

    return fault


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (resized(-3), "not an Arrow file"),
        (resized(-400), "not an Arrow file"),
        (status(200, b""), "answered application/json"),
        (as_arrow(lambda table: table.drop_columns(["counts"])), "asked for"),
        (as_arrow(lambda table: table.append_column("x", table["counts"])), "asked for"),
        (as_arrow(lambda table: table.append_column("counts", table["counts"])), "asked for"),
        (
            as_arrow(lambda table: table.set_column(1, "counts", table["name"])),
            "'counts': .*string where int64 was due",
        ),
    ],
)
def test_an_answer_that_is_not_the_table_is_refused(
    through: Any, proxy: Proxy, fault: Any, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A slow machine looks far away, and what is far away comes packed.
    monkeypatch.setattr(codecs.Encodings, "accept", lambda *_: codecs.IDENTITY)
    table = through["tables/spectrum"]
    proxy.spoil("table/full", fault)
    with pytest.raises(ResponseError, match=words):
        table.read()
    assert table.read().shape == TABLE.shape


def test_polars_comes_as_polars(memory: Any) -> None:
    frame = memory["tables/spectrum"].read(["name", "energy"], format="polars")
    assert isinstance(frame, polars.DataFrame)
    assert frame["name"].to_list()[-1] is None
    assert frame.columns == ["name", "energy"]


def test_types_are_known_without_reading(memory: Any, requests: list[str]) -> None:
    client = memory["tables/spectrum"]
    client.structure()
    requests.clear()
    assert client.dtypes.drop("kind").equals(TABLE.dtypes.drop("kind"))
    assert requests == []


def test_a_column_that_is_named_twice_is_refused(memory: Any) -> None:
    with pytest.raises(ValueError, match="'energy' is named twice"):
        memory["tables/spectrum"].read(["energy", "energy"])


def test_what_is_read_can_be_changed(memory: Any) -> None:
    frame = memory["tables/spectrum"].read()
    frame.iloc[0, 0] = 1.5
    frame.loc[1, "counts"] = 7
    assert (frame["energy"][0], frame["counts"][1]) == (1.5, 7)
