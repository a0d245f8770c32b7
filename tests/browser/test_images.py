import warnings
from typing import Any

import numpy
import pytest
import served
import serving
from client import faultproxy

from tiled_jl.browser.images import _rgba, brightness, stride
from tiled_jl.browser.pixels import drawable, statistics, wire
from tiled_jl.browser.wording import is_colour
from tiled_jl.structures.array import ArrayStructure
from tiled_jl.structures.dtype import BuiltinDtype

from .page import Page, Refused, numbers

COUNTS = served.ARRAYS["counts"]


def picture(
    page: Page, here: dict[str, Any], key: str, **params: Any
) -> tuple[dict[str, Any], numpy.ndarray]:
    result, (buffer,) = page.ask("preview.image", **here, path=["memory", "arrays", key], **params)
    return result, numbers(buffer, result)


def test_a_stack_opens_as_images_with_named_dimensions(page: Page, here: dict[str, Any]) -> None:
    plan, _ = page.ask("preview.open", **here, path=["memory", "arrays", "named"])
    assert plan["kind"] == "image"
    assert [(each["name"], each["size"]) for each in plan["dimensions"]] == [("time", 2), ("x", 3)]
    assert (plan["dtype"], plan["unit"], plan["colour"]) == ("int64", "mm", False)


def test_dimensions_without_names_are_numbered(page: Page, here: dict[str, Any]) -> None:
    plan, _ = page.ask("preview.open", **here, path=["memory", "arrays", "counts"])
    assert [each["name"] for each in plan["dimensions"]] == ["dim 0", "dim 1", "dim 2"]


def test_a_frame_arrives_as_it_is(page: Page, here: dict[str, Any]) -> None:
    result, pixels = picture(
        page, here, "counts", x=2, y=1, at=[5, 0, 0], rows=[0, 16], columns=[0, 18]
    )
    numpy.testing.assert_array_equal(pixels, COUNTS[5])
    assert (result["pixels"], result["exact"], result["notes"]) == ("uint16", True, [])
    assert result["statistics"]["maximum"] == COUNTS[5].max()
    assert result["statistics"]["mean"] == pytest.approx(COUNTS[5].mean())
    assert sum(result["statistics"]["histogram"]) == COUNTS[5].size


def test_any_two_dimensions_make_a_picture_rows_first(page: Page, here: dict[str, Any]) -> None:
    _, pixels = picture(page, here, "counts", x=0, y=2, at=[0, 7, 0], rows=[0, 18], columns=[0, 12])
    numpy.testing.assert_array_equal(pixels, COUNTS[:, 7, :].T)


def test_a_large_picture_is_read_by_stride(
    page: Page, through: dict[str, Any], proxy: faultproxy.Proxy
) -> None:
    result, (buffer,) = page.ask(
        "preview.image",
        **through,
        path=["memory", "arrays", "columns_first"],
        x=1,
        y=0,
        at=[0, 0],
        rows=[0, 1500],
        columns=[0, 1000],
        height=200,
        width=200,
    )
    pixels = numbers(buffer, result)
    numpy.testing.assert_array_equal(pixels, served.COLUMNS_FIRST[::8, ::5])
    assert (result["rows"], result["columns"]) == ([0, 1500, 8], [0, 1000, 5])
    assert result["exact"] is False
    (read,) = proxy.asked("array/full")
    assert "slice=" in read.path


def test_a_region_is_read_at_its_own_resolution(page: Page, here: dict[str, Any]) -> None:
    result, pixels = picture(
        page,
        here,
        "columns_first",
        x=1,
        y=0,
        at=[0, 0],
        height=100,
        width=100,
        rows=[1400, 1450],
        columns=[10, 60],
    )
    numpy.testing.assert_array_equal(pixels, served.COLUMNS_FIRST[1400:1450, 10:60])
    assert result["exact"] is True


def test_a_region_beyond_the_edges_is_cut(page: Page, here: dict[str, Any]) -> None:
    result, pixels = picture(
        page, here, "counts", x=2, y=1, at=[0, 0, 0], rows=[-5, 99], columns=[10, 999]
    )
    numpy.testing.assert_array_equal(pixels, COUNTS[0, :, 10:])
    assert result["rows"] == [0, 16, 1]


def test_booleans_are_drawn_as_0_and_1(page: Page, here: dict[str, Any]) -> None:
    result, pixels = picture(page, here, "flags", x=1, y=0, at=[0, 0], rows=[0, 7], columns=[0, 3])
    numpy.testing.assert_array_equal(pixels, served.ARRAYS["flags"].astype("u1"))
    assert result["notes"] == ["false is 0, true is 1"]


def test_big_endian_values_arrive_little_endian(page: Page, here: dict[str, Any]) -> None:
    result, pixels = picture(
        page, here, "big_endian", x=1, y=0, at=[0, 0], rows=[0, 4], columns=[0, 6]
    )
    numpy.testing.assert_array_equal(pixels, served.ARRAYS["big_endian"])
    assert result["exact"] is True


@pytest.mark.parametrize("at", [[12, 0, 0], [-1, 0, 0], [0, 0]])
def test_a_position_outside_the_array_is_refused(
    page: Page, here: dict[str, Any], at: list[int]
) -> None:
    with pytest.raises(Refused) as refused:
        picture(page, here, "counts", x=2, y=1, at=at, rows=[0, 9], columns=[0, 9])
    assert refused.value.code == "bad_request"
    assert "again" in refused.value.error["hint"]


@pytest.mark.parametrize(("x", "y"), [(1, 1), (3, 0), (-1, 0)])
def test_two_dimensions_are_needed_for_a_picture(
    page: Page, here: dict[str, Any], x: int, y: int
) -> None:
    with pytest.raises(Refused, match="two dimensions"):
        picture(page, here, "counts", x=x, y=y, at=[0, 0, 0], rows=[0, 9], columns=[0, 9])


@pytest.mark.parametrize("key", ["empty", "empty_inside"])
def test_an_empty_array_says_that_there_is_nothing_to_draw(
    page: Page, here: dict[str, Any], key: str
) -> None:
    plan, _ = page.ask("preview.open", **here, path=["memory", "arrays", key])
    assert plan["kind"] == "none"
    assert "empty" in plan["message"]
    assert "0 ×" in plan["message"] or "× 0" in plan["message"]


def test_a_single_value_is_shown_as_it_is(page: Page, here: dict[str, Any]) -> None:
    plan, _ = page.ask("preview.open", **here, path=["memory", "arrays", "scalar"])
    assert (plan["kind"], plan["value"]) == ("value", "3.25")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (numpy.datetime64("NaT", "ns"), "NaT"),
        (numpy.float64("nan"), "NaN"),
        (numpy.uint64(2**64 - 1), "18446744073709551615"),
        (numpy.complex128(1 + 2j), "1+2j"),
    ],
)
def test_a_single_value_is_shown_to_its_last_digit_or_said_to_be_none(
    page: Page, here: dict[str, Any], client: Any, value: numpy.generic, shown: str
) -> None:
    node = client["catalog"].write_array(numpy.asarray(value))
    plan, _ = page.ask("preview.open", **here, path=list(node.path_parts))
    assert (plan["kind"], plan["value"]) == ("value", shown)


def test_a_node_replaced_by_another_of_the_same_path_is_noticed(
    page: Page, here: dict[str, Any], server: serving.Server
) -> None:
    path = ["catalog", "replaced"]
    request = {"x": 1, "y": 0, "at": [0, 0], "rows": [0, 9], "columns": [0, 9]}
    with server.http as http:
        serving.create_array(http, "catalog", "replaced", numpy.zeros((4, 4)))
        page.ask("preview.open", **here, path=path)
        page.ask("preview.image", **here, path=path, **request)
        http.delete("metadata/catalog/replaced", params={"external_only": False})
        serving.create_array(http, "catalog", "replaced", numpy.ones((2, 7), "u1"))
    result, (buffer,) = page.ask("preview.image", **here, path=path, **request)
    numpy.testing.assert_array_equal(numbers(buffer, result), numpy.ones((2, 7), "u1"))
    with server.http as http:
        http.delete("metadata/catalog/replaced", params={"external_only": False})


def test_scrubbing_through_frames_asks_for_the_frames_alone(
    page: Page, through: dict[str, Any], proxy: faultproxy.Proxy
) -> None:
    page.ask("preview.open", **through, path=["memory", "arrays", "counts"])
    before = len(proxy.seen)
    for frame in range(5):
        at = [frame, 0, 0]
        picture(page, through, "counts", x=2, y=1, at=at, rows=[0, 16], columns=[0, 18])
    assert len(proxy.seen) - before == 5


def test_colour_is_told_from_a_stack_of_three(page: Page) -> None:
    def structure(kind: str, itemsize: int, *shape: int) -> ArrayStructure:
        dtype = BuiltinDtype("not_applicable", kind, itemsize)
        return ArrayStructure(dtype, shape, tuple((length,) for length in shape))

    assert is_colour(structure("u", 1, 8, 8, 3))
    assert is_colour(structure("u", 1, 5, 8, 8, 4))
    assert not is_colour(structure("u", 2, 8, 8, 3))
    assert not is_colour(structure("u", 1, 8, 3))
    assert not is_colour(structure("u", 1, 8, 8, 5))


def test_only_a_dimension_of_three_or_four_can_be_red_green_and_blue(
    page: Page, here: dict[str, Any]
) -> None:
    where = {"x": 1, "y": 0, "at": [0, 0, 0], "rows": [0, 20], "columns": [0, 30]}
    with pytest.raises(Refused, match="red, green and blue"):
        picture(page, here, "floats", **where, channel=2)


def test_any_numbers_can_be_the_brightness_of_colours() -> None:
    fractions, note = brightness(numpy.array([0.0, 0.25, 1.0, numpy.nan, numpy.inf]))
    assert (fractions.tolist(), str(note)) == ([0, 64, 255, 0, 255], "brightness from 0 to 1")
    counts, note = brightness(numpy.array([1000, 3000], "u2"))
    assert (counts.tolist(), str(note)) == ([0, 255], "brightness from 1000 to 3000")


def test_colour_pictures_get_an_opaque_alpha() -> None:
    colours = numpy.arange(24, dtype="u1").reshape(2, 4, 3)
    painted = _rgba(colours)
    numpy.testing.assert_array_equal(painted[..., :3], colours)
    assert (painted[..., 3] == 255).all()
    numpy.testing.assert_array_equal(_rgba(painted), painted)


SPECIAL = {
    "not a number anywhere": numpy.full(9, numpy.nan),
    "infinities": numpy.array([numpy.inf, -numpy.inf, 1.0]),
    "nothing": numpy.zeros(0),
    "all the same": numpy.full(5, 7, "u2"),
    "as far apart as can be": numpy.array([1.7e308, -1.7e308]),
    "as near as can be": numpy.array([5e-324, 0.0]),
    "half precision": numpy.array([60000, numpy.inf], "f2"),
}


@pytest.mark.parametrize("values", SPECIAL.values(), ids=SPECIAL.keys())
def test_statistics_of_any_values_are_plain_numbers(values: numpy.ndarray) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = statistics(drawable(values)[0])
    finite = values[numpy.isfinite(values)]
    assert (found.count, found.finite) == (values.size, finite.size)
    assert found.minimum == (finite.min() if finite.size else None)
    told = [found.minimum, found.maximum, found.mean, found.low, found.high]
    assert all(each is None or numpy.isfinite(each) for each in told)
    assert sum(found.histogram) in (0, finite.size)


CONVERSIONS = {
    "complex": (numpy.array([3 + 4j]), [5.0], False, "magnitude"),
    "small 64-bit": (numpy.array([1, -2]), [1.0, -2.0], True, None),
    "large 64-bit": (numpy.array([2**62]), [2.0**62], False, "rounded"),
    "large unsigned": (numpy.array([2**64 - 1], "u8"), [2.0**64], False, "rounded"),
    "time": (numpy.array(["1970-01-02", "NaT"], "M8[ns]"), [86400.0, numpy.nan], False, "micro"),
    "big-endian time": (numpy.array(["1970-01-02"], ">M8[s]"), [86400.0], False, None),
    "month": (numpy.array(["1970-02"], "M8[M]"), [31 * 86400.0], False, None),
    "span": (numpy.array([1500], "m8[ms]"), [1.5], False, "in seconds"),
    "span of months": (numpy.array([3], "m8[M]"), [3.0], False, "months"),
    "half": (numpy.array([0.5], "f2"), [0.5], True, None),
}  # fmt: skip


@pytest.mark.parametrize(
    ("values", "expected", "unchanged", "note"), CONVERSIONS.values(), ids=CONVERSIONS.keys()
)
def test_values_that_a_page_cannot_hold_are_converted_and_it_is_said(
    values: numpy.ndarray, expected: list[float], unchanged: bool, note: str | None
) -> None:
    converted, same, said = drawable(values)
    numpy.testing.assert_array_equal(converted, expected)
    assert same is unchanged
    assert (note or "None") in str(said)
    assert wire(converted) == converted.astype(converted.dtype.newbyteorder("<")).tobytes()


@pytest.mark.parametrize("start", [0, 3, 99])
@pytest.mark.parametrize("stop", [1, 50, 100])
@pytest.mark.parametrize("wanted", [1, 7, 512])
def test_a_stride_gives_something_and_no_more_than_was_wanted(
    start: int, stop: int, wanted: int
) -> None:
    begin, end, step = stride(start, stop, 100, wanted)
    assert 1 <= len(range(begin, end, step)) <= wanted
