"""From the values of an array to numbers that a page can draw, and what they are like."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from tiled_jl.browser.messages import PixelType, Statistics, Words, say
from tiled_jl.browser.occurrences import histogram, percentiles
from tiled_jl.browser.plainly import SAFE_INTEGER

HISTOGRAM_BINS = 128
DRAWN: frozenset[str] = frozenset(
    {"uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64"}
)
"""Types that a page draws as they are."""

TAILS = (0.1, 5, 95, 99.9)
"""Percentiles beside the first and the last but one."""

UNIT_NAMES = {"Y": say("years"), "M": say("months"), "generic": say("steps without a unit")}
"""Units of time that are no number of seconds."""

FINE_UNITS = frozenset({"ns", "ps", "fs", "as"})

Values = NDArray[Any]


def drawable(values: Values) -> tuple[Values, bool, Words | None]:
    """Return values as little-endian numbers of a type that a page can draw.

    Parameters
    ----------
    values : numpy.ndarray
        Of booleans, numbers, or times.

    Returns
    -------
    numbers : numpy.ndarray
    unchanged : bool
        Whether every number is the value itself.
    note : Words or None
        What was done to the values, if anything.
    """
    kind, name = values.dtype.kind, values.dtype.name
    if kind == "b":
        return values.astype(np.uint8), True, say("false is 0, true is 1")
    if kind == "c":
        precise = np.float32 if values.dtype.itemsize <= 8 else np.float64
        # Infinite parts have an infinite magnitude; that is no reason for a warning.
        with np.errstate(all="ignore"):
            return np.abs(values).astype(precise), False, say("magnitude of complex values")
    if kind in "mM":
        numbers, unit = _seconds(values)
        return numbers, False, unit
    if name in DRAWN:
        return values.astype(values.dtype.newbyteorder("<"), copy=False), True, None
    if name == "float16":
        return values.astype(np.float32), True, None
    numbers = values.astype(np.float64)
    if kind in "iu" and not np.any(np.abs(numbers) > SAFE_INTEGER):
        return numbers, True, None
    return numbers, False, say("%1, rounded to 15 digits", name)


def narrowed(numbers: Values) -> Values:
    """Return the same numbers in as few bytes as they need: few counts of a detector are large.

    Examples
    --------
    >>> narrowed(np.array([0, 255], np.uint16)).dtype, narrowed(np.array([256], np.uint16)).dtype
    (dtype('uint8'), dtype('uint16'))
    """
    if numbers.dtype.kind != "u" or not numbers.size:
        return numbers
    return numbers.astype(np.min_scalar_type(numbers.max()), copy=False)


def pixel_type(numbers: Values) -> PixelType:
    """Return the protocol's name for the type of drawable numbers."""
    return cast(PixelType, numbers.dtype.name)


def wire(numbers: Values) -> bytes:
    """Return numbers as they travel: little-endian, rows first."""
    ordered = numbers.astype(numbers.dtype.newbyteorder("<"), copy=False)
    return np.ascontiguousarray(ordered).tobytes()


def statistics(numbers: Values) -> Statistics:
    """Describe the finite ones among drawable numbers.

    Parameters
    ----------
    numbers : numpy.ndarray
        Of any shape; may be empty, and may hold no finite value at all.
    """
    flat = numbers.reshape(-1)
    finite = flat[np.isfinite(flat)] if flat.dtype.kind == "f" else flat
    if not finite.size:
        return Statistics(count=flat.size, finite=0)
    minimum, maximum = float(finite.min()), float(finite.max())
    low, high, *tails = percentiles(finite, (1, 99, *TAILS))
    return Statistics(
        count=flat.size,
        finite=finite.size,
        minimum=minimum,
        maximum=maximum,
        mean=_mean(finite),
        low=low,
        high=high,
        tails=tails,
        histogram=_histogram(finite, minimum, maximum),
    )


def _histogram(finite: Values, minimum: float, maximum: float) -> list[int]:
    if not np.isfinite(maximum - minimum) or maximum - minimum < np.finfo(np.float64).tiny:
        # One value only, or numbers so far apart that their distance is no number.
        return []
    return histogram(finite, HISTOGRAM_BINS, minimum, maximum)


def _mean(finite: Values) -> float | None:
    with np.errstate(over="ignore"):
        mean = float(finite.mean(dtype=np.float64))
    return mean if np.isfinite(mean) else None


def _seconds(values: Values) -> tuple[Values, Words | None]:
    """Return times as seconds; spans of months or years, which have no fixed length, as counts."""
    native = values.astype(values.dtype.newbyteorder("="))
    unit, _ = np.datetime_data(native.dtype)
    if native.dtype.kind == "m" and unit in UNIT_NAMES:
        counts = native.astype(np.int64).astype(np.float64)
        return np.where(np.isnat(native), np.nan, counts), UNIT_NAMES[unit]
    if unit in UNIT_NAMES:
        native = native.astype("M8[D]")
    seconds = (native - np.zeros((), native.dtype)) / np.timedelta64(1, "s")
    if native.dtype.kind == "m":
        return np.asarray(seconds, np.float64), say("in seconds")
    # A double of seconds since 1970 tells microseconds apart, and nothing finer.
    note = say("times to the microsecond") if unit in FINE_UNITS else None
    return np.asarray(seconds, np.float64), note
