"""Sparse arrays as patterns, curves and tables of what is stored."""

from typing import Any

import numpy
import pytest
import served
from client import faultproxy

from tiled_jl.browser import sparse
from tiled_jl.browser.allowance import AllowanceError, allowance

from .page import Page, Refused, numbers


def pattern(
    page: Page, here: dict[str, Any], key: str, shape: tuple[int, ...], **params: Any
) -> tuple[dict[str, Any], numpy.ndarray]:
    request = {"x": 1, "y": 0, "rows": [0, shape[0]], "columns": [0, shape[1]]} | params
    result, (buffer,) = page.ask(
        "preview.image", **here, path=["memory", "irregular", key], at=[0] * len(shape), **request
    )
    return result, numbers(buffer, result)


def test_a_sparse_array_opens_as_a_pattern_a_table_and_a_histogram(
    page: Page, here: dict[str, Any]
) -> None:
    plan, _ = page.ask("preview.open", **here, path=["memory", "irregular", "blocks"])
    assert (plan["kind"], plan["others"]) == ("image", ["table", "histogram"])
    assert [each["name"] for each in plan["components"]] == ["count", "sum"]
    assert [each["name"] for each in plan["columns"]] == ["dim 0", "dim 1", "value"]
    assert (plan["dtype"], plan["projected"]) == ("int64", True)


def test_a_pattern_counts_what_is_stored_in_each_pixel(page: Page, here: dict[str, Any]) -> None:
    result, pixels = pattern(page, here, "blocks", served.PLANE.shape)
    numpy.testing.assert_array_equal(pixels, served.PLANE != 0)
    assert (result["exact"], result["partial"], result["pixels"]) == (True, None, "uint32")
    stored = numpy.count_nonzero(served.PLANE)
    assert f"{stored:,} stored values" in result["notes"][0]
    assert "of 600" in result["notes"][0]


def test_a_small_picture_adds_up_the_values_that_share_a_pixel(
    page: Page, here: dict[str, Any]
) -> None:
    result, pixels = pattern(
        page, here, "blocks", served.PLANE.shape, component="sum", height=10, width=10
    )
    summed = served.PLANE.reshape(10, 2, 10, 3).sum(axis=(1, 3))
    numpy.testing.assert_array_equal(pixels, summed)
    assert (result["rows"], result["columns"], result["exact"]) == ([0, 20, 2], [0, 30, 3], False)
    assert result["statistics"]["low"] == 0
    assert result["statistics"]["high"] <= summed.max()


def test_dimensions_that_are_not_shown_are_taken_together(page: Page, here: dict[str, Any]) -> None:
    result, pixels = pattern(
        page, here, "cube", served.CUBE.shape, x=2, y=0, columns=[0, 7], component="sum"
    )
    numpy.testing.assert_array_equal(pixels, served.CUBE.sum(axis=1))
    assert "all of dim 1 together" in result["notes"]


def test_a_region_asks_for_the_blocks_in_it_alone_and_once(
    page: Page, through: dict[str, Any], proxy: faultproxy.Proxy
) -> None:
    _, pixels = pattern(
        page, through, "blocks", served.PLANE.shape, rows=[13, 20], columns=[11, 29]
    )
    numpy.testing.assert_array_equal(pixels, served.PLANE[13:20, 11:29] != 0)
    assert [read.path.count("block=1%2C2") for read in proxy.asked("array/block")] == [1]
    pattern(page, through, "blocks", served.PLANE.shape, rows=[13, 20], columns=[11, 12])
    assert len(proxy.asked("array/block")) == 1


def test_values_come_with_their_coordinates(page: Page, here: dict[str, Any]) -> None:
    path = ["memory", "irregular", "cube"]
    result, _ = page.ask("preview.table", **here, path=path, start=0, stop=10_000)
    *coordinates, values = numpy.array(result["cells"])
    assert result["rows"] == numpy.count_nonzero(served.CUBE) == len(values)
    numpy.testing.assert_array_equal(served.CUBE[tuple(coordinates)], values)
    beyond, _ = page.ask("preview.table", **here, path=path, start=10_000, stop=10_010)
    assert (beyond["start"], beyond["stop"]) == (result["rows"], result["rows"])


@pytest.mark.parametrize("key", ["large_sparse", "large_blocks"])
def test_no_more_is_read_than_there_is_room_for_and_it_is_said(
    page: Page, here: dict[str, Any], monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setattr(sparse, "AT_ONCE", 1_500_000)
    result, pixels = pattern(page, here, key, served.LARGE_SPARSE.shape, height=700, width=700)
    assert "only the first" in result["partial"]
    assert result["exact"] is False
    rows, columns = (numpy.flatnonzero(pixels.any(axis=axis)) for axis in (1, 0))
    seen = (slice(0, rows[-1] + 1), slice(0, columns[-1] + 1))
    assert 0 < pixels[seen].size < pixels.size
    numpy.testing.assert_array_equal(pixels[seen], served.LARGE_SPARSE[seen] != 0)
    # What is zoomed into is read, wherever it is.
    result, pixels = pattern(
        page, here, key, served.LARGE_SPARSE.shape, rows=[690, 700], columns=[550, 600]
    )
    numpy.testing.assert_array_equal(pixels, served.LARGE_SPARSE[690:, 550:] != 0)
    assert result["partial"] is None


def test_an_array_of_many_blocks_takes_few_requests(
    page: Page, here: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sparse, "MOST_BLOCKS", 2)
    result, pixels = pattern(page, here, "blocks", served.PLANE.shape)
    numpy.testing.assert_array_equal(pixels[:12], served.PLANE[:12] != 0)
    assert not pixels[12:].any()
    assert result["partial"] == "only the first 60 % of it was read"


def test_a_sparse_array_of_one_dimension_is_a_curve_with_its_zeros(
    page: Page, here: dict[str, Any], client: Any
) -> None:
    values = numpy.zeros(5_000)
    values[[3, 7, 4_999]] = [2.0, -1.0, 5.0]
    (coords,) = numpy.nonzero(values)
    scratch = client["catalog"]
    scratch.write_sparse([coords], values[coords], values.shape, key="thin", dims=["time"])
    path = ["catalog", "thin"]
    plan, _ = page.ask("preview.open", **here, path=path)
    assert (plan["kind"], plan["components"]) == ("line", [])
    request = {**here, "path": path, "axis": 0, "at": [0]}
    result, (whole,) = page.ask("preview.line", **request, start=0, stop=5_000, bins=4_000)
    assert result["exact"] is True
    numpy.testing.assert_array_equal(numpy.frombuffer(whole), values)
    result, (low, high) = page.ask("preview.line", **request, start=0, stop=5_000, bins=10)
    assert numpy.frombuffer(low).tolist() == [-1, *[0] * 9]
    assert numpy.frombuffer(high).tolist() == [2, *[0] * 8, 5]
    assert "3 stored values" in result["notes"][0]
    scratch.delete_contents("thin", external_only=False)


def test_what_a_pattern_cannot_show_is_refused(page: Page, here: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="two dimensions"):
        pattern(page, here, "blocks", served.PLANE.shape, x=0)
    with pytest.raises(Refused, match="no “median”"):
        pattern(page, here, "blocks", served.PLANE.shape, component="median")


def test_an_allowance_stops_a_read_and_counts_all_requests_in_it(memory: Any) -> None:
    large = memory["arrays", "large"]
    # Only then it is known how much may be asked for at once.
    large.read()
    with allowance(large.nbytes):
        large.read()
    with pytest.raises(AllowanceError, match="More than 1,000,000 bytes"), allowance(1_000_000):
        large.read()
    small = memory["arrays", "floats"]
    with allowance(2 * small.nbytes):
        small.read()
        small.read()
        with pytest.raises(AllowanceError):
            small.read()
