"""Pictures and curves, reduced in the kernel to what a screen can show."""

from __future__ import annotations

from typing import ClassVar, Literal

from tiled_jl.browser.messages.wire import Message, Request
from tiled_jl.browser.messages.words import Words

PixelType = Literal["uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64"]


class Statistics(Message):
    """Of the values that were read, those that are finite."""

    count: int
    finite: int
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    low: float | None = None
    """First percentile."""
    high: float | None = None
    """Ninety-ninth percentile."""
    tails: list[float] = []
    """Further percentiles: 0.1, 5, 95 and 99.9; empty where there is no finite value."""
    histogram: list[int] = []
    """Counts in equal bins from minimum to maximum."""


class ImageResult(Message):
    """A picture of a two-dimensional part, reduced by stride to what the screen can show.

    Buffer 0 holds ``height × width`` pixels (times four for colour: RGBA) of type ``pixels``,
    rows first.
    """

    rows: tuple[int, int, int]
    """Start, stop and step of what was read along the vertical axis."""
    columns: tuple[int, int, int]
    height: int
    width: int
    pixels: PixelType
    exact: bool
    """Every pixel of the region was read and its values travel unchanged."""
    statistics: Statistics
    notes: list[Words] = []
    """What was done to the values on the way, such as ``magnitude of complex values``."""
    partial: Words | None = None
    """Which part was read, where it is not all."""


class ReadImage(Request[ImageResult]):
    """Read a picture of an array.

    ``at`` has a position for each dimension; those of ``x`` and ``y`` are ignored.
    """

    method: ClassVar[str] = "preview.image"
    server: str
    path: list[str]
    x: int
    y: int
    at: list[int]
    rows: tuple[int, int]
    columns: tuple[int, int]
    height: int = 512
    width: int = 512
    component: str | None = None
    """Which of the plan's components; by default the first."""
    channel: int | None = None
    """The dimension that holds red, green, blue (and alpha), for a picture in colour."""


class RegionResult(Message):
    """What the values of a rectangle come to."""

    count: int
    """How many values were read."""
    finite: int
    """How many of them are finite; the others do not count."""
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    deviation: float | None = None
    """Standard deviation of these values themselves: the root of their mean squared distance."""
    total: float | None = None
    """Their sum; of those that were read."""
    step: int = 1
    """Every pixel was read if 1; else only each second, third, … in both directions."""
    notes: list[Words] = []


class ReadRegion(Request[RegionResult]):
    """Sum up a rectangle of an array, at full resolution where that is not too much to read.

    ``at`` has a position for each dimension; those of ``x`` and ``y`` are ignored.
    """

    method: ClassVar[str] = "preview.region"
    server: str
    path: list[str]
    x: int
    y: int
    at: list[int]
    rows: tuple[int, int]
    columns: tuple[int, int]
    component: str | None = None


class LineResult(Message):
    """A curve, as it is or reduced to minima and maxima of equal bins.

    When ``exact``, buffer 0 holds the values as float64, one each from ``start`` to ``stop``.
    Otherwise buffers 0 and 1 hold the minima and the maxima of ``bins`` equal bins as float64; a
    bin with no finite value is NaN. The curves beside it follow, in the same way.
    """

    start: int
    stop: int
    bins: int
    exact: bool
    statistics: Statistics
    sampled: bool = False
    """The range was too large to read whole; values between the samples were not seen."""
    notes: list[Words] = []
    partial: Words | None = None


class ReadLine(Request[LineResult]):
    """Read a curve along one axis of an array."""

    method: ClassVar[str] = "preview.line"
    server: str
    path: list[str]
    axis: int
    at: list[int]
    start: int
    stop: int
    bins: int = 1000
    component: str | None = None
    beside: list[list[int]] = []
    """Positions of further curves to read along."""
