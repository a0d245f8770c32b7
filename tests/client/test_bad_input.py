"""What makes no sense is refused by the same kind of error everywhere, and is not sent."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest

from tiled_jl.errors import Conflict, NotJSON

s_ = numpy.s_


@pytest.fixture
def nodes(scratch: Any) -> dict[str, Any]:
    """One node of each family with dimensions or rows, four along the first."""
    return {
        "array": scratch.write_array(numpy.arange(8.0).reshape(4, 2), key="array", chunks=(2, 2)),
        "sparse": scratch.write_sparse([[0, 3], [1, 1]], [1.5, 2.5], (4, 2), key="sparse"),
        "ragged": scratch.write_ragged([[1.0, 2.0], [], [3.0], []], key="ragged"),
        "awkward": scratch.write_awkward([{"x": 1}, {"x": 2}, {"x": 3}, {"x": 4}], key="awkward"),
        "table": scratch.write_table({"x": [1, 2, 3, 4]}, npartitions=2, key="table"),
    }


@pytest.fixture
def refused(nodes: dict[str, Any], requests: list[str]) -> Callable[..., None]:
    """Hold that a call raises an error of that kind in these words, and that nothing was sent."""

    def check(
        kind: type[Exception], words: str, call: Callable[..., Any], *args: Any, **named: Any
    ) -> None:
        requests.clear()
        with pytest.raises(kind, match=words):
            call(*args, **named)
        assert requests == []

    return check


INDEXED = ["array", "sparse", "ragged", "awkward"]


def test_a_slice_is_of_whole_numbers(nodes: dict[str, Any], refused: Callable[..., None]) -> None:
    for family in INDEXED:
        for index in s_[::0.5], s_[0.5:], s_[:"a"]:
            refused(TypeError, "must be integers", nodes[family].__getitem__, index)
            refused(TypeError, "must be integers", nodes[family].read, index)
        refused(ValueError, "zero", nodes[family].read, s_[::0])


def test_an_element_is_one_that_there_is(
    nodes: dict[str, Any], refused: Callable[..., None]
) -> None:
    for family in INDEXED:
        refused(IndexError, "4", nodes[family].__getitem__, 4)
        refused(IndexError, "-5", nodes[family].read, -5)


def test_a_block_is_one_that_there_is(nodes: dict[str, Any], refused: Callable[..., None]) -> None:
    refused(IndexError, "block", nodes["array"].read_block, (2, 0))
    refused(IndexError, "block", nodes["array"].write_block, numpy.ones((2, 2)), (2, 0))
    refused(IndexError, "block", nodes["sparse"].read_block, (0, 1))
    refused(IndexError, "block", nodes["sparse"].write_block, [[0], [0]], [1.0], (0, 1))
    refused(IndexError, "block", nodes["ragged"].read_block, 1)
    refused(IndexError, "block", nodes["ragged"].write_block, [[1.0]], 1)
    refused(IndexError, "partition", nodes["table"].read_partition, 2)
    refused(IndexError, "partition", nodes["table"].write_partition, {"x": [1]}, 2)


def test_a_column_is_one_that_there_is(nodes: dict[str, Any], refused: Callable[..., None]) -> None:
    table = nodes["table"]
    refused(KeyError, "There is no column 'y'.*\n.*'x'", table.read, ["x", "y"])
    refused(KeyError, "'y'", table.__getitem__, "y")
    refused(KeyError, "'y'", table.read_partition, 0, ["y"])
    refused(KeyError, "'y'", table.export, io.BytesIO(), ["y"], format="csv")
    refused(ValueError, "'y'", table.write, {"x": [1], "y": [1]})
    refused(KeyError, "There is no field 'y'.*\n.*'x'", nodes["awkward"].read, "y")


def test_a_format_is_one_that_the_server_offers(
    nodes: dict[str, Any], refused: Callable[..., None]
) -> None:
    for node in nodes.values():
        words = f"'docx', but as: .*{node.formats[0]}"
        refused(ValueError, words, node.export, io.BytesIO(), format="docx")


def test_a_folder_is_not_written_over(
    nodes: dict[str, Any], refused: Callable[..., None], tmp_path: Path
) -> None:
    (tmp_path / "taken.csv").mkdir()
    refused(IsADirectoryError, "taken.csv", nodes["table"].export, tmp_path / "taken.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["taken.csv"]


def test_a_file_is_not_taken_for_a_folder(scratch: Any, tmp_path: Path) -> None:
    node = scratch.write_array(numpy.zeros(2))
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(OSError, match="taken"):
        node.raw_export(tmp_path / "taken")
    assert (tmp_path / "taken").read_text() == "mine"


WRITES: dict[str, Callable[..., Any]] = {
    "array": lambda container, **described: container.write_array([1.0], **described),
    "table": lambda container, **described: container.write_table({"x": [1]}, **described),
    "sparse": lambda container, **described: container.write_sparse(
        [[0]], [1.0], (1,), **described
    ),
    "ragged": lambda container, **described: container.write_ragged([[1.0]], **described),
    "awkward": lambda container, **described: container.write_awkward([[1]], **described),
    "container": lambda container, **described: container.create_container(**described),
}


@pytest.mark.parametrize("family", WRITES)
def test_metadata_are_json(scratch: Any, requests: list[str], family: str) -> None:
    requests.clear()
    with pytest.raises(NotJSON, match=r"metadata\['when'\]"):
        WRITES[family](scratch, metadata={"when": {1}})
    with pytest.raises(NotJSON, match="nan"):
        WRITES[family](scratch, metadata={"mass": float("nan")})
    assert requests == []


@pytest.mark.parametrize("family", WRITES)
def test_a_key_is_taken_once(scratch: Any, family: str) -> None:
    there = scratch.create_container("taken", metadata={"mine": True})
    with pytest.raises(Conflict, match=r"/taken' already"):
        WRITES[family](scratch, key="taken")
    there.refresh()
    assert there.structure_family == "container"
    assert there.metadata == {"mine": True}


@pytest.mark.parametrize(
    "write",
    [
        lambda container: container.write_array(numpy.array([1, None, {}], object)),
        lambda container: container.write_table({"x": [1, object()]}),
        lambda container: container.write_sparse([[0]], numpy.array([{}], object), (1,)),
        lambda container: container.write_ragged([[{}]]),
        lambda container: container.write_awkward([object()]),
    ],
)
def test_objects_of_python_are_not_data(scratch: Any, requests: list[str], write: Any) -> None:
    requests.clear()
    with pytest.raises((TypeError, ValueError), match=r"object|type|\{\}"):
        write(scratch)
    assert requests == []
