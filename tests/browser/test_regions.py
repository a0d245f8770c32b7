from typing import Any

import numpy
import pytest
import served

from tiled_jl.browser import regions
from tiled_jl.browser.regions import summary

from .page import Page, Refused

COUNTS = served.ARRAYS["counts"]


def measured(page: Page, here: dict[str, Any], key: str, **params: Any) -> dict[str, Any]:
    result, _ = page.ask("preview.region", **here, path=["memory", "arrays", key], **params)
    return dict(result)


def test_a_rectangle_is_summed_up_at_full_resolution(page: Page, here: dict[str, Any]) -> None:
    found = measured(page, here, "counts", x=2, y=1, at=[5, 0, 0], rows=[2, 9], columns=[3, 18])
    there = COUNTS[5, 2:9, 3:18].astype(float)
    assert (found["count"], found["finite"], found["step"]) == (105, 105, 1)
    assert (found["minimum"], found["maximum"]) == (there.min(), there.max())
    assert found["mean"] == pytest.approx(there.mean())
    assert found["deviation"] == pytest.approx(there.std())
    assert found["total"] == there.sum()


def test_a_rectangle_beyond_the_array_ends_with_it(page: Page, here: dict[str, Any]) -> None:
    found = measured(page, here, "counts", x=2, y=1, at=[0, 0, 0], rows=[-5, 99], columns=[17, 99])
    assert found["total"] == COUNTS[0, :, 17].astype(float).sum()


def test_of_a_large_rectangle_every_second_pixel_is_read_and_that_is_said(
    page: Page, here: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(regions, "AT_ONCE_BYTES", 200)
    found = measured(page, here, "counts", x=2, y=1, at=[5, 0, 0], rows=[0, 16], columns=[0, 18])
    assert found["step"] == 2
    assert found["total"] == COUNTS[5, ::2, ::2].astype(float).sum()


def test_two_dimensions_that_are_one_are_refused(page: Page, here: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="do not make a picture"):
        measured(page, here, "counts", x=1, y=1, at=[0, 0, 0], rows=[0, 1], columns=[0, 1])


def test_values_that_are_not_finite_do_not_count() -> None:
    found = summary(numpy.array([numpy.nan, numpy.inf, 2.0, 4.0]))
    assert (found.count, found.finite, found.mean, found.total) == (4, 2, 3.0, 6.0)
    assert summary(numpy.full(3, numpy.nan)).mean is None


def test_a_sum_that_no_number_can_hold_is_left_out() -> None:
    found = summary(numpy.array([1.7e308, 1.7e308]))
    assert (found.total, found.deviation, found.maximum) == (None, None, 1.7e308)
