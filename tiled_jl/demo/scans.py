"""Five thousand scans of a beamtime, all computed from their number."""

import random
import uuid
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from tiled.structures.array import ArrayStructure
from tiled.structures.core import Spec
from tiled.structures.table import TableStructure
from tiled.utils import OneShotCachedMap

from tiled_jl.demo import images, signals
from tiled_jl.demo.lazy import LazyArray, LazyMap, LazyTable
from tiled_jl.demo.searchable import SearchableMap

if TYPE_CHECKING:
    import pandas as pd

COUNT = 5_000
SIDE = 128
POINTS = 201
BEGIN = datetime(2026, 2, 9, 8, 0, tzinfo=UTC)

SAMPLES = (
    ("Cu foil", "Cu", "Cu"),
    ("Fe foil", "Fe", "Fe"),
    ("Ni foam", "Ni", "Ni"),
    ("Co3O4 powder", "Co3O4", "Co"),
    ("MnO2 nanorods", "MnO2", "Mn"),
    ("NMC cathode", "LiNi0.8Mn0.1Co0.1O2", "Ni"),
    ("Prussian blue", "Fe4[Fe(CN)6]3", "Fe"),
)
"""Name, formula, and the element whose edge is scanned."""

PLANS = ("scan", "grid_scan", "count", "xafs")
OPERATORS = ("day shift", "late shift", "night shift", "remote user")


def scans() -> SearchableMap:
    """Build the container of all scans."""
    return SearchableMap(
        LazyMap([f"scan{number:05d}" for number in range(COUNT)], _scan),
        metadata={"beamtime": "2026-1", "beamline": "XAFS", "proposal": "P-2026-118"},
    )


def _scan(key: str) -> SearchableMap:
    number = int(key.removeprefix("scan"))
    metadata = _metadata()[number]
    children = {
        "detector": partial(
            LazyArray,
            partial(_detector, number),
            _detector_structure(),
            metadata={"exposure_time": metadata["exposure_time"], "units": "counts"},
        ),
        "spectrum": partial(
            LazyTable,
            partial(_spectrum, number),
            _spectrum_structure(),
            metadata={"edge": metadata["edge"], "units": {"energy": "eV", "I0": "counts"}},
        ),
    }
    return SearchableMap(OneShotCachedMap(children), metadata=metadata, specs=[Spec("scan", "1.0")])


@cache
def _metadata() -> list[dict[str, Any]]:
    dice = random.Random(20260209)  # noqa: S311
    start = BEGIN
    every = []
    for number in range(COUNT):
        name, formula, element = SAMPLES[number // 40 % len(SAMPLES)]
        duration = timedelta(seconds=dice.randint(40, 420))
        shift = OPERATORS[3] if number % 17 == 0 else OPERATORS[(start.hour - 6) % 24 // 8]
        every.append(
            {
                "scan_id": number,
                "uid": str(uuid.UUID(int=dice.getrandbits(128), version=4)),
                "sample": {"name": name, "formula": formula, "position": 1 + number // 40 % 24},
                "temperature": {"value": round(dice.uniform(80, 450), 1), "unit": "K"},
                "exposure_time": {"value": dice.choice((0.05, 0.1, 0.5, 1.0)), "unit": "s"},
                "plan": PLANS[dice.choices(range(4), (6, 2, 1, 4))[0]],
                "operator": shift,
                "edge": {
                    "element": element,
                    "line": "K",
                    "energy": {"value": signals.EDGES[element], "unit": "eV"},
                },
                "start": start.isoformat(),
                "stop": (start + duration).isoformat(),
                "exit_status": "aborted" if dice.random() < 0.02 else "success",
            }
        )
        start += duration + timedelta(seconds=dice.randint(5, 60))
    return every


@lru_cache(maxsize=32)
def _detector(number: int) -> NDArray[np.uint16]:
    rng = np.random.default_rng(number)
    image: NDArray[np.uint16] = images.rings(1, SIDE, rng, growth=_strain(number))[0]
    return image


def _strain(number: int) -> float:
    # Rings widen with temperature, visibly rather than truly.
    return 1 + 0.0003 * float(_metadata()[number]["temperature"]["value"])


@cache
def _detector_structure() -> ArrayStructure:
    return ArrayStructure.from_array(
        np.empty((SIDE, SIDE), dtype=np.uint16), chunks=((SIDE,), (SIDE,)), dims=("row", "col")
    )


def _spectrum(number: int) -> "pd.DataFrame":
    import pandas as pd

    columns: dict[str, Any] = signals.absorption(
        _metadata()[number]["edge"]["element"], POINTS, number
    )
    return pd.DataFrame(columns)


@cache
def _spectrum_structure() -> TableStructure:
    return TableStructure.from_pandas(_spectrum(0).iloc[:0])
