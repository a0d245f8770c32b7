"""One column of a table over another."""

from __future__ import annotations

from typing import ClassVar

from tiled_jl.browser.messages.wire import Message, Request
from tiled_jl.browser.messages.words import Words


class PlotCurve(Message):
    """The points of one column."""

    name: str
    points: int
    finite: int
    """How many rows have a finite number in both columns."""


class PlotResult(Message):
    """Points to draw: as many as there are rows, or the least and the greatest of each bin of rows.

    For each curve there are three buffers of float64, each as long as the curve has ``points``:
    where the points lie across, how high, and the lengths of their error bars, which is empty where
    no column of errors was asked for.
    """

    start: int
    stop: int
    rows: int
    """How many the whole table has."""
    every: int
    """Of how many rows the least and the greatest are there; 1 where all rows are."""
    curves: list[PlotCurve]
    partial: Words | None = None


class ReadPlot(Request[PlotResult]):
    """Read columns of a table as points."""

    method: ClassVar[str] = "preview.plot"
    server: str
    path: list[str]
    y: list[str]
    x: str | None = None
    """The column across; None for the number of the row."""
    error: str | None = None
    """The column of the errors of the first of ``y``."""
    start: int = 0
    stop: int | None = None
    """None for the end of the table."""
    most: int = 4000
    """How many points there may be in a curve."""
