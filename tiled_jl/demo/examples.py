"""One node of every kind: the container ``examples``."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from tiled.adapters.array import ArrayAdapter
from tiled.structures.table import TableStructure
from tiled.utils import OneShotCachedMap

from tiled_jl.demo import climate, events, images, signals
from tiled_jl.demo.lazy import LazyTable
from tiled_jl.demo.searchable import SearchableMap

ODD_KEYS = ("a b", "50%", "c#d", "q?x=1&y", "é", "ü", "+plus+", "a;b,c", '"quoted"', "試料", "~t")


def examples(samples: str) -> SearchableMap:
    """Build the container of all examples.

    Parameters
    ----------
    samples
        The folder of the arrays on disk.
    """
    folder = Path(samples)
    makers: dict[str, Callable[[], Any]] = {
        "detector": partial(_detector, folder),
        "raster": partial(_raster, folder),
        "rgb": partial(_rgb, folder),
        "signal": partial(_signal, folder),
        "spectrum": _spectrum,
        "events_table": _events_table,
        "sparse": _sparse,
        "awkward": _awkward,
        "ragged": _ragged,
        "climate": _climate,
        "structured": _structured,
        "empty_array": _empty_array,
        "all_nan": _all_nan,
        "empty": partial(SearchableMap, {}, metadata={"note": "Nothing here yet."}),
        "odd keys": _odd_keys,
    }
    return SearchableMap(OneShotCachedMap(makers), metadata={"note": "One node of every kind."})


def _mapped(folder: Path, name: str) -> Any:
    return np.load(folder / f"{name}.npy", mmap_mode="r")


def _detector(folder: Path) -> ArrayAdapter:
    return ArrayAdapter.from_array(
        _mapped(folder, "detector"),
        chunks=(1, images.SIDE, images.SIDE),
        dims=("frame", "row", "col"),
        metadata=images.DETECTOR_METADATA,
    )


def _raster(folder: Path) -> ArrayAdapter:
    return ArrayAdapter.from_array(
        _mapped(folder, "raster"),
        chunks=(4, 32, 64, 64),
        dims=("y", "x", "row", "col"),
        metadata=images.RASTER_METADATA,
    )


def _rgb(folder: Path) -> ArrayAdapter:
    return ArrayAdapter.from_array(
        _mapped(folder, "rgb"), dims=("row", "col", "channel"), metadata=images.RGB_METADATA
    )


def _signal(folder: Path) -> ArrayAdapter:
    return ArrayAdapter.from_array(
        _mapped(folder, "signal"),
        chunks=(100_000,),
        dims=("time",),
        metadata=signals.SIGNAL_METADATA,
    )


def _spectrum() -> LazyTable:
    make = cache(signals.spectrum)
    return LazyTable(make, TableStructure.from_pandas(make()), metadata=signals.SPECTRUM_METADATA)


def _events_table() -> LazyTable:
    make = cache(events.events_table)
    structure = replace(TableStructure.from_pandas(make()), npartitions=8)
    return LazyTable(make, structure, metadata=events.EVENTS_TABLE_METADATA)


def _sparse() -> Any:
    from tiled.adapters.sparse import COOAdapter

    blocks, shape, chunks = events.sparse_blocks()
    return COOAdapter.from_global_ref(
        blocks, shape, chunks, dims=("row", "col"), metadata=events.SPARSE_METADATA
    )


def _awkward() -> Any:
    from tiled.adapters.awkward import AwkwardAdapter

    return AwkwardAdapter.from_array(events.awkward_events(), metadata=events.AWKWARD_METADATA)


def _ragged() -> Any:
    from tiled.adapters.ragged import RaggedAdapter

    return RaggedAdapter.from_array(events.ragged_pulses(), metadata=events.RAGGED_METADATA)


def _climate() -> Any:
    from tiled.adapters.xarray import DatasetAdapter

    return DatasetAdapter.from_dataset(climate.climate())


def _structured() -> ArrayAdapter:
    rng = np.random.default_rng(20260314)
    motors = np.zeros(
        1_000,
        dtype=[("time", "<f8"), ("motor", "<U8"), ("position", "<f4", (3,)), ("moving", "?")],
    )
    motors["time"] = np.arange(1_000) * 0.25
    motors["motor"] = rng.choice(["sample_x", "sample_y", "mono"], 1_000)
    motors["position"] = rng.normal(0, 1, (1_000, 3)).cumsum(axis=0)
    motors["moving"] = rng.random(1_000) > 0.7
    return ArrayAdapter.from_array(motors, dims=("sample",), metadata={"units": {"time": "s"}})


def _empty_array() -> ArrayAdapter:
    return ArrayAdapter.from_array(
        np.empty((0, 512), dtype=np.float32),
        dims=("frame", "channel"),
        metadata={"note": "The scan was stopped before its first point."},
    )


def _all_nan() -> ArrayAdapter:
    return ArrayAdapter.from_array(
        np.full((64, 64), np.nan), dims=("row", "col"), metadata={"note": "The shutter was closed."}
    )


def _odd_keys() -> SearchableMap:
    children: dict[str, Any] = {
        key: ArrayAdapter.from_array(np.arange(10) + number, metadata={"key": key})
        for number, key in enumerate(ODD_KEYS)
    }
    children["container #1"] = SearchableMap({"50% off?": ArrayAdapter.from_array(np.arange(3))})
    return SearchableMap(children, metadata={"note": "Keys that are awkward in a URL."})
