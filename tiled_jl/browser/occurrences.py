"""How often each value occurs among many small integers, which tells quickly what they are like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[Any]

FEW = 65_536
"""Values of a type with no more than these are counted; to sort a million pixels takes longer."""


def occurrences(values: Values) -> tuple[Values, Values] | None:
    """Return the values that occur, ascending, and how often each does.

    Parameters
    ----------
    values : numpy.ndarray
        One-dimensional, not empty.

    Returns
    -------
    tuple of numpy.ndarray or None
        None for a type of which there are more values than can be counted quickly.

    Examples
    --------
    >>> occurrences(np.array([3, -1, 3], np.int16))
    (array([-1,  3]), array([1, 2]))
    """
    if values.dtype.kind not in "iu" or 256**values.dtype.itemsize > FEW:
        return None
    least = int(values.min())
    counts = np.bincount(values.astype(np.intp) - least)
    (present,) = counts.nonzero()
    return present + least, counts[present]


def percentiles(values: Values, wanted: Sequence[float]) -> list[float]:
    """Return the values nearest to some percentiles.

    Parameters
    ----------
    values : numpy.ndarray
        One-dimensional, not empty, without NaN.
    wanted : sequence of float
        From 0 to 100.
    """
    counted = occurrences(values)
    if counted is None:
        return [float(each) for each in np.percentile(values, wanted, method="nearest")]
    present, counts = counted
    places = np.rint((values.size - 1) * np.asarray(wanted) / 100)
    return [float(each) for each in present[np.searchsorted(counts.cumsum(), places, "right")]]


def histogram(values: Values, bins: int, least: float, greatest: float) -> list[int]:
    """Return how many values lie in each of so many equal bins.

    Parameters
    ----------
    values : numpy.ndarray
        One-dimensional, not empty, without NaN.
    bins : int
    least, greatest : float
        Where the first bin begins and the last one ends.
    """
    present, counts = occurrences(values) or (values, None)
    found, _ = np.histogram(present, bins, (least, greatest), weights=counts)
    return [int(each) for each in found]
