import numpy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tiled_jl.browser.occurrences import histogram, percentiles

COUNTED = st.sampled_from(["<u1", "<i1", "<u2", "<i2"])
SIZES = st.integers(1, 200)


@given(arrays.arrays(COUNTED, SIZES))
def test_the_percentiles_of_counted_values_are_those_of_sorted_ones(values: numpy.ndarray) -> None:
    wanted = (0, 1, 50, 99, 99.9, 100)
    sorted_ones = numpy.percentile(values, wanted, method="nearest")
    assert percentiles(values, wanted) == list(sorted_ones)


@given(arrays.arrays(COUNTED, SIZES))
def test_the_histogram_of_counted_values_is_that_of_all(values: numpy.ndarray) -> None:
    least, greatest = float(values.min()), float(values.max()) + 1
    expected, _ = numpy.histogram(values.astype(float), 16, (least, greatest))
    assert histogram(values, 16, least, greatest) == list(expected)


def test_what_cannot_be_counted_is_sorted() -> None:
    values = numpy.linspace(0, 1, 101)
    assert percentiles(values, (1, 99)) == [values[1], values[99]]
    assert histogram(values, 2, 0, 1) == [50, 51]
