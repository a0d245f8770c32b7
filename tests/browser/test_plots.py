from typing import Any

import numpy
import pytest
import served
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tiled_jl.browser.plots import telling

from .page import Page, Refused

SPECTRUM = ["memory", "tables", "spectrum"]


def plotted(
    page: Page, here: dict[str, Any], *path: str, **params: Any
) -> tuple[dict[str, Any], list[numpy.ndarray]]:
    result, buffers = page.ask("preview.plot", **here, path=list(path), **params)
    return result, [numpy.frombuffer(buffer, "<f8") for buffer in buffers]


def test_a_column_is_plotted_over_another_with_its_errors(page: Page, here: dict[str, Any]) -> None:
    result, (x, y, error) = plotted(
        page, here, *SPECTRUM, x="energy", y=["with space"], error="a&b=c"
    )
    numpy.testing.assert_array_equal(x, served.TABLE["energy"])
    numpy.testing.assert_array_equal(y, served.TABLE["with space"])
    numpy.testing.assert_array_equal(error, served.TABLE["a&b=c"])
    assert (result["rows"], result["every"]) == (50, 1)
    assert result["curves"] == [{"name": "with space", "points": 50, "finite": 50}]


def test_one_column_is_shown_in_several_ways(page: Page, here: dict[str, Any]) -> None:
    _, (x, y, error) = plotted(page, here, *SPECTRUM, x="energy", y=["energy"], error="energy")
    for numbers in (x, y, error):
        numpy.testing.assert_array_equal(numbers, served.TABLE["energy"])


def test_several_columns_are_plotted_over_the_number_of_the_row(
    page: Page, here: dict[str, Any]
) -> None:
    path = ["memory", "tables", "parts"]
    _, (x, y, _, _, times, _) = plotted(page, here, *path, y=["energy", "when"], start=10, stop=20)
    numpy.testing.assert_array_equal(x, numpy.arange(10, 20))
    numpy.testing.assert_array_equal(y, served.TABLE["energy"][10:20])
    assert times[1] - times[0] == 86_400


def test_of_many_rows_the_peaks_are_there(page: Page, here: dict[str, Any]) -> None:
    result, (x, y, _) = plotted(page, here, "memory", "tables", "large", y=["c3"], most=100)
    assert (len(x), result["rows"], result["every"]) == (100, 120_000, 2_400)
    assert (x[0], x[-1], y[-1]) == (0, 119_999, 3 * 119_999)


def test_fields_of_records_are_columns(page: Page, here: dict[str, Any]) -> None:
    _, (_, y, _) = plotted(page, here, "memory", "arrays", "records", y=["id"])
    numpy.testing.assert_array_equal(y, numpy.arange(6))


@pytest.mark.parametrize(("column", "words"), [("name", "no numbers"), ("nonsense", "no column")])
def test_a_column_without_numbers_is_refused_by_name(
    page: Page, here: dict[str, Any], column: str, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        plotted(page, here, *SPECTRUM, y=[column])


@given(
    arrays.arrays("f8", st.integers(0, 200), elements=st.floats(allow_nan=True, width=32)),
    st.integers(2, 50),
)
def test_the_least_and_the_greatest_value_are_always_among_those_drawn(
    values: numpy.ndarray, most: int
) -> None:
    chosen = telling(values, most)
    assert chosen.size <= max(most, 2)
    assert (numpy.diff(chosen) > 0).all()
    finite = values[numpy.isfinite(values)]
    if finite.size:
        drawn = values[chosen]
        drawn = drawn[numpy.isfinite(drawn)]
        assert (drawn.min(), drawn.max()) == (finite.min(), finite.max())
