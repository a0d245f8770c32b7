"""Nested data, and the distribution of numbers in them."""

from __future__ import annotations

from typing import Any, ClassVar

from tiled_jl.browser.messages.arrays import Statistics
from tiled_jl.browser.messages.wire import Message, Request
from tiled_jl.browser.messages.words import Words


class NumericField(Message):
    """Numbers somewhere in nested data."""

    path: list[str]
    """The names that lead to it, from the outside in; none where there are no records."""
    dtype: str
    unit: str | None = None


class EventsResult(Message):
    """The first elements of nested data, or those that follow, as JSON of bounded size."""

    start: int
    stop: int
    events: list[Any]
    partial: Words | None = None
    """Which fields were read, where not all were."""


class ReadEvents(Request[EventsResult]):
    """Read some outermost elements of nested data."""

    method: ClassVar[str] = "preview.events"
    server: str
    path: list[str]
    start: int = 0
    stop: int = 20


class HistogramResult(Message):
    """How the numbers of a field are distributed: counts in equal bins from low to high."""

    low: float
    high: float
    counts: list[int]
    below: int
    """How many numbers are less than low."""
    above: int
    statistics: Statistics
    notes: list[Words] = []
    partial: Words | None = None


class ReadHistogram(Request[HistogramResult]):
    """Count the numbers of a field in equal bins, from the least to the greatest by default."""

    method: ClassVar[str] = "preview.histogram"
    server: str
    path: list[str]
    field: list[str] = []
    bins: int = 100
    low: float | None = None
    high: float | None = None
