from typing import Any

import numpy
import pytest
import served
from client import faultproxy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tiled_jl.browser import lines
from tiled_jl.browser.lines import extremes
from tiled_jl.browser.state import State

from .page import Page, Refused

FLOATS = served.ARRAYS["floats"]
LONG = ["memory", "arrays", "columns_first"]


def curve(
    page: Page, here: dict[str, Any], *path: str, **params: Any
) -> tuple[dict[str, Any], list[numpy.ndarray]]:
    result, buffers = page.ask("preview.line", **here, path=list(path), **params)
    return result, [numpy.frombuffer(buffer, "<f8") for buffer in buffers]


def test_a_short_curve_arrives_as_it_is(page: Page, here: dict[str, Any]) -> None:
    result, (values,) = curve(
        page, here, "memory", "arrays", "floats", axis=2, at=[3, 4, 0], start=0, stop=40
    )
    numpy.testing.assert_array_equal(values, FLOATS[3, 4])
    assert (result["exact"], result["start"], result["stop"]) == (True, 0, 40)
    assert result["statistics"]["maximum"] == FLOATS[3, 4].max()


def test_curves_beside_one_another_are_read_together(page: Page, here: dict[str, Any]) -> None:
    where = {"axis": 2, "at": [3, 4, 0], "beside": [[0, 0, 0], [19, 29, 0]], "start": 0, "stop": 40}
    path = ["memory", "arrays", "floats"]
    _, exact = curve(page, here, *path, **where)
    numpy.testing.assert_array_equal(exact, [FLOATS[3, 4], FLOATS[0, 0], FLOATS[19, 29]])
    _, binned = curve(page, here, *path, **where, bins=4)
    assert len(binned) == 6
    assert (binned[4].min(), binned[5].max()) == (FLOATS[19, 29].min(), FLOATS[19, 29].max())


def test_a_curve_can_run_along_any_dimension(page: Page, here: dict[str, Any]) -> None:
    _, (values,) = curve(
        page, here, "memory", "arrays", "floats", axis=0, at=[0, 7, 9], start=5, stop=15
    )
    numpy.testing.assert_array_equal(values, FLOATS[5:15, 7, 9])


def test_a_long_curve_arrives_as_minima_and_maxima_of_bins(
    page: Page, here: dict[str, Any]
) -> None:
    result, (minima, maxima) = curve(
        page, here, *LONG, axis=0, at=[0, 250], start=0, stop=1500, bins=100
    )
    column = served.COLUMNS_FIRST[:, 250].reshape(100, 15)
    numpy.testing.assert_array_equal(minima, column.min(axis=1))
    numpy.testing.assert_array_equal(maxima, column.max(axis=1))
    assert (result["exact"], result["bins"], result["sampled"]) == (False, 100, False)


def test_zooming_into_a_curve_asks_nothing_more_of_the_server(
    page: Page, through: dict[str, Any], proxy: faultproxy.Proxy
) -> None:
    curve(page, through, *LONG, axis=0, at=[0, 3], start=0, stop=1500, bins=10)
    before = len(proxy.asked("array/full"))
    _, (values,) = curve(page, through, *LONG, axis=0, at=[0, 3], start=700, stop=710)
    numpy.testing.assert_array_equal(values, served.COLUMNS_FIRST[700:710, 3])
    assert len(proxy.asked("array/full")) == before


def test_opening_a_preview_again_shows_the_data_as_they_are_now(
    page: Page, through: dict[str, Any], proxy: faultproxy.Proxy
) -> None:
    curve(page, through, *LONG, axis=0, at=[0, 3], start=0, stop=1500)
    page.ask("preview.open", **through, path=LONG)
    before = len(proxy.asked("array/full"))
    curve(page, through, *LONG, axis=0, at=[0, 3], start=0, stop=1500)
    assert len(proxy.asked("array/full")) > before


def test_closing_a_preview_forgets_what_was_read_for_it(
    page: Page, state: State, here: dict[str, Any]
) -> None:
    page.ask("preview.open", **here, path=LONG)
    curve(page, here, *LONG, axis=0, at=[0, 3], start=0, stop=1500)
    assert state.opened.store.nbytes > 0
    page.ask("preview.close", **here, path=LONG)
    page.ask("preview.close", **here, path=LONG)
    assert state.opened.store.nbytes == 0


def test_a_curve_too_long_to_read_whole_is_sampled_and_says_so(
    page: Page, here: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "WHOLE_BYTES", 2_000)
    result, (minima, maxima) = curve(
        page, here, *LONG, axis=0, at=[0, 1], start=0, stop=1500, bins=50
    )
    assert result["sampled"] is True
    assert result["statistics"]["count"] == 250
    assert minima[0] == served.COLUMNS_FIRST[0, 1]
    assert maxima[-1] == served.COLUMNS_FIRST[1494, 1]
    detail, (values,) = curve(page, here, *LONG, axis=0, at=[0, 1], start=1200, stop=1300)
    assert (detail["exact"], detail["sampled"]) == (True, False)
    numpy.testing.assert_array_equal(values, served.COLUMNS_FIRST[1200:1300, 1])


def test_times_are_drawn_as_seconds_and_it_is_said(page: Page, here: dict[str, Any]) -> None:
    plan, _ = page.ask("preview.open", **here, path=["memory", "arrays", "times"])
    assert (plan["kind"], plan["dtype"]) == ("line", "datetime64[ns]")
    result, (values,) = curve(
        page, here, "memory", "arrays", "times", axis=0, at=[0], start=0, stop=10
    )
    assert numpy.diff(values).tolist() == [86400.0] * 9
    assert result["notes"] == ["times to the microsecond"]


def test_complex_values_are_drawn_by_magnitude(page: Page, here: dict[str, Any]) -> None:
    result, (values,) = curve(
        page, here, "memory", "arrays", "complex", axis=0, at=[0], start=0, stop=10
    )
    numpy.testing.assert_allclose(values, abs(served.ARRAYS["complex"]), rtol=1e-6)
    assert result["notes"] == ["magnitude of complex values"]


def test_a_range_beyond_the_ends_is_cut(page: Page, here: dict[str, Any]) -> None:
    result, (values,) = curve(
        page, here, "memory", "arrays", "spans", axis=0, at=[0], start=-3, stop=10**9
    )
    assert (result["start"], result["stop"], values.size) == (0, 5, 5)


@pytest.mark.parametrize("axis", [-1, 3])
def test_there_is_no_curve_along_a_dimension_that_is_not_there(
    page: Page, here: dict[str, Any], axis: int
) -> None:
    with pytest.raises(Refused, match="no curve"):
        curve(page, here, "memory", "arrays", "floats", axis=axis, at=[0, 0, 0], start=0, stop=9)


def test_a_container_has_no_curve(page: Page, here: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="is no array"):
        curve(page, here, "memory", "arrays", axis=0, at=[0], start=0, stop=9)


@given(
    values=arrays.arrays(
        "f8",
        st.integers(1, 200),
        elements=st.floats(allow_nan=True, allow_infinity=True, width=64),
    ),
    bins=st.integers(1, 200),
)
def test_extremes_hold_every_finite_value_and_no_other(values: numpy.ndarray, bins: int) -> None:
    bins = min(bins, values.size)
    minima, maxima = extremes(values, bins)
    assert minima.size == maxima.size == bins
    finite = values[numpy.isfinite(values)]
    if finite.size:
        assert numpy.nanmin(minima) == finite.min()
        assert numpy.nanmax(maxima) == finite.max()
    else:
        assert numpy.isnan(minima).all()
    edges = [number * values.size // bins for number in range(bins)] + [values.size]
    for number in range(bins):
        inside = values[edges[number] : edges[number + 1]]
        seen = inside[numpy.isfinite(inside)]
        assert numpy.isnan(minima[number]) == (seen.size == 0)
