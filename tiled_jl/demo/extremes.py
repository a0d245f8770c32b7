"""What a browser must survive: a container of 100,000 children, nodes that cannot be read."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tiled.adapters.array import ArrayAdapter
from tiled.adapters.hdf5 import HDF5Adapter
from tiled.adapters.npy import NPYAdapter
from tiled.structures.array import ArrayStructure

from tiled_jl.demo.lazy import LazyArray, LazyMap
from tiled_jl.demo.searchable import SearchableMap

COUNT = 100_000


def large() -> SearchableMap:
    """Build a container of ``item000000`` to ``item099999``, each a short array."""
    return SearchableMap(
        LazyMap([f"item{number:06d}" for number in range(COUNT)], _item),
        metadata={"note": "A hundred thousand children."},
    )


def _item(key: str) -> LazyArray:
    number = int(key.removeprefix("item"))
    return LazyArray(lambda: np.arange(8.0) + number, _short_array(), metadata={"index": number})


@cache
def _short_array() -> ArrayStructure:
    return ArrayStructure.from_array(np.empty(8), chunks=((8,),))


def broken(samples: str) -> SearchableMap:
    """Build a container with healthy children, and with some that fail in different ways.

    Parameters
    ----------
    samples
        The folder of the sample files.
    """
    image = ArrayStructure.from_array(np.empty((16, 16)), chunks=((16,), (16,)))
    gone = (Path(samples) / "no_such_file.npy").absolute().as_uri()
    links = (Path(samples) / "files" / "broken_links.h5").absolute().as_uri()
    children: dict[str, Any] = {
        "healthy": ArrayAdapter.from_array(np.arange(256.0).reshape(16, 16)),
        "file_gone": NPYAdapter(gone, image, metadata={"note": "Its file was moved away."}),
        "unreadable": LazyArray(_fail, image, metadata={"note": "Its file is corrupt."}),
        "broken_links": HDF5Adapter.from_uris(links),
        "also_healthy": ArrayAdapter.from_array(np.arange(10)),
    }
    return SearchableMap(children, metadata={"note": "Some of these cannot be read."})


def _fail() -> NDArray[Any]:
    raise OSError("Unable to read the file: truncated at 1,024 of 8,192 bytes")
