"""What is in a container, and in a dataset."""

from __future__ import annotations

from typing import Any

from tiled_jl.browser.messages.nodes import NodeSummary
from tiled_jl.browser.messages.wire import Message
from tiled_jl.browser.messages.words import Words


class Tally(Message):
    """How many children have something in common."""

    name: str
    count: int


class Contents(Message):
    """A container at a glance."""

    total: int
    families: list[Tally]
    specs: list[Tally]
    counted: int
    """Of how many children families and specs were counted: the first ones, or all."""
    first: list[NodeSummary]
    columns: list[str] = []
    """The columns of the tables of a composite, which are keys of their own."""


class Variable(Message):
    """An array of a dataset."""

    name: str
    path: list[str]
    dims: list[str]
    shape: list[int]
    dtype: str
    size: int
    """In bytes."""
    unit: str | None = None
    title: str = ""
    """Its long name, where it has one."""
    index: bool = False
    """It is the coordinate along the dimension of its own name."""
    attributes: dict[str, Any] = {}


class DatasetDimension(Message):
    """A dimension that variables share."""

    name: str
    size: int


class Dataset(Message):
    """A dataset as xarray's users know it."""

    dimensions: list[DatasetDimension]
    coordinates: list[Variable]
    variables: list[Variable]
    attributes: dict[str, Any]
    partial: Words | None = None
    """Which variables are listed, where not all are."""
