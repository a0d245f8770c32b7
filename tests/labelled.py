"""Datasets and composites that the server of the tests serves. The tests import them to compare."""

from typing import Any

import dask.array
import numpy
import pandas
import xarray

DATASET = xarray.Dataset(
    {
        "image": (
            ("time", "y", "x"),
            numpy.arange(5 * 4 * 6, dtype="f4").reshape(5, 4, 6),
            {"units": "counts", "valid_range": [0, 1000]},
        ),
        "current": ("time", numpy.array([1.5, 2.0, numpy.nan, -0.0, 4.0]), {"units": "mA"}),
        "count": ("time", numpy.arange(5, dtype="u2")),
        "shutter": ("time", numpy.array([True, False, True, True, False])),
        "order": ("time", numpy.arange(5, dtype="i8")),
        "note": ("time", numpy.array(["", "köln", "a", "b", "c"])),
        "spread": ("time", numpy.arange(5, dtype="f2")),
        "swapped": ("time", numpy.arange(5, dtype=">f8")),
        "exposure": ((), 0.25),
    },
    coords={
        "time": numpy.arange("2026-01-01", "2026-01-06", dtype="M8[D]").astype("M8[ns]"),
        "x": ("x", numpy.linspace(0, 1, 6), {"units": "mm"}),
        "angle": ("time", numpy.linspace(0, 90, 5)),
    },
    attrs={"title": "A scan", "number": 7},
)

CHUNKS = {"time": (2, 2, 1), "y": (4,), "x": (3, 3)}

MOTORS = pandas.DataFrame(
    {
        "time": numpy.arange(6.0),
        "th": numpy.linspace(0, 1, 6),
        "label": pandas.array(["a", "b", None, "d", "e", "f"], "string"),
        "when": pandas.date_range("2026-01-01", periods=6, tz="Europe/Berlin"),
    }
)
COUNTERS = pandas.DataFrame({"I0": numpy.arange(6) * 10, "I1": numpy.arange(6) * 100})
IMAGES = numpy.arange(6 * 2 * 3, dtype="u2").reshape(6, 2, 3)

SMALL = {f"a{number:02d}": numpy.full((number % 4 + 1, 2), number, "i4") for number in range(40)}


def tree() -> Any:
    """Return the tree. Only the server calls this."""
    import awkward
    from tiled.adapters.array import ArrayAdapter
    from tiled.adapters.awkward import AwkwardAdapter
    from tiled.adapters.mapping import MapAdapter
    from tiled.adapters.table import TableAdapter
    from tiled.adapters.xarray import DatasetAdapter
    from tiled.structures.core import Spec

    array = ArrayAdapter.from_array
    composite = [Spec("composite")]
    chunked = DATASET.copy()
    chunked["image"] = DATASET["image"].copy(
        data=dask.array.from_array(DATASET["image"].to_numpy(), (2, 4, 3))
    )
    parts = {
        "motors": TableAdapter.from_pandas(MOTORS, npartitions=2),
        "counters": TableAdapter.from_pandas(COUNTERS, npartitions=1),
        "images": array(IMAGES),
        "axis": array(numpy.arange(3.0), dims=["x"], specs=[Spec("xarray_coord")]),
        "spots": AwkwardAdapter.from_array(awkward.Array([[1], [2, 3]])),
    }
    clashing = {
        "one": TableAdapter.from_pandas(COUNTERS, npartitions=1),
        "I0": array(numpy.zeros(6)),
    }
    uneven = {"short": array(numpy.zeros(2)), "long": array(numpy.zeros(3))}
    odd_metadata = {
        "nested": {"sample": {"name": "Cu"}},
        "mixed": {"motors": ["th", 1]},
        "missing": {"mass": None},
        "plain": {"motors": ["th", "tth"], "energies": [8.0, 9.0], "valid": True, "note": "fine"},
    }
    described = {
        f"{name}{number}": array(numpy.arange(number + 1), metadata=metadata)
        for name, metadata in odd_metadata.items()
        for number in range(5)
    }
    small = {key: array(values) for key, values in SMALL.items()}
    return MapAdapter(
        {
            "dataset": DatasetAdapter.from_dataset(chunked),
            "composite": MapAdapter(parts, specs=composite, metadata={"attrs": {"scan": 12}}),
            "clashing": MapAdapter(clashing, specs=composite),
            "uneven": MapAdapter(uneven, specs=composite),
            "unnamed": MapAdapter(
                {"grid": array(numpy.zeros((2, 3)))},
                specs=[Spec("xarray_dataset")],
                metadata={"attrs": "not a dict"},
            ),
            "described": MapAdapter(described),
            "small": MapAdapter(small),
            "small_and_nested": MapAdapter(small, metadata={"sample": {"name": "Cu"}}),
        }
    )
