"""Event data: a long table, a sparse histogram, nested and ragged lists."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

ROWS = 200_000
FIRST_EVENT = 2**53 + 1

EVENTS_TABLE_METADATA = {
    "instrument": "time-of-flight spectrometer",
    "units": {"energy": "keV", "counts": "counts"},
    "note": "Event numbers are above 2**53: no double holds them.",
}
SPARSE_METADATA = {"instrument": "event camera", "units": "counts"}
AWKWARD_METADATA = {"instrument": "tracking detector", "units": {"x": "mm", "y": "mm", "t": "ns"}}
RAGGED_METADATA = {"instrument": "digitiser", "units": "mV", "note": "One pulse a row."}


def events_table() -> "pd.DataFrame":
    """Make two hundred thousand events with columns of every common kind, nulls included."""
    import pandas as pd

    rng = np.random.default_rng(20260306)
    sides = pd.Index(["north", "east", "south", "west"])
    banks = pd.Categorical.from_codes(rng.integers(0, 4, ROWS), categories=sides)
    elapsed = np.cumsum(rng.exponential(450.0, ROWS)).astype("int64")
    time = np.datetime64("2026-03-02T06:00:00", "us") + elapsed.astype("timedelta64[us]")
    energy = rng.gamma(3.0, 4.0, ROWS)
    energy[rng.random(ROWS) < 0.01] = np.nan
    counts = pd.array(rng.poisson(12, ROWS), dtype="Int64")
    counts[rng.random(ROWS) < 0.02] = pd.NA
    label = np.array([f"run-{number:03d}" for number in range(400)], dtype=object)
    remarks = np.array([None, "saturated", "beam dump", "größer als erwartet, geprüft"], object)
    return pd.DataFrame(
        {
            "event": FIRST_EVENT + np.arange(ROWS, dtype="int64") * 3,
            "time": time,
            "run": pd.array(label[np.arange(ROWS) // 500], dtype="str"),
            "bank": banks,
            "energy": energy,
            "counts": counts,
            "good": rng.random(ROWS) > 0.05,
            "remark": pd.array(
                remarks[rng.choice(4, ROWS, p=[0.94, 0.03, 0.02, 0.01])], dtype="str"
            ),
        }
    )


def sparse_blocks() -> tuple[dict[tuple[int, int], tuple[NDArray[Any], NDArray[Any]]], Any, Any]:
    """Make the hits on an event camera, in four blocks.

    Returns
    -------
    tuple
        Coordinates and values by block (in the frame of the whole array), shape, chunks.
    """
    rng = np.random.default_rng(20260307)
    shape, chunks = (1024, 1024), ((512, 512), (512, 512))
    angle = rng.uniform(0, 2 * np.pi, 30_000)
    radius = rng.choice([140.0, 260.0, 390.0], 30_000) + rng.normal(0, 6, 30_000)
    points = np.stack([512 + radius * np.sin(angle), 512 + radius * np.cos(angle)]).astype("int64")
    coordinates, counts = np.unique(np.clip(points, 0, 1023), axis=1, return_counts=True)
    blocks = {}
    for block in np.ndindex(2, 2):
        inside = (coordinates[0] // 512 == block[0]) & (coordinates[1] // 512 == block[1])
        blocks[block] = (coordinates[:, inside], counts[inside].astype("uint32"))
    return blocks, shape, chunks


def awkward_events() -> Any:
    """Make three thousand events, each with a few tracks, each with a few hits."""
    import awkward as ak

    rng = np.random.default_rng(20260308)
    tracks = rng.poisson(2.5, 3_000)
    hits = rng.integers(3, 9, tracks.sum())
    total = int(hits.sum())
    flat = ak.zip(
        {
            "x": np.round(rng.normal(0, 12, total), 3),
            "y": np.round(rng.normal(0, 12, total), 3),
            "t": np.round(rng.uniform(0, 200, total), 2),
        }
    )
    track = ak.zip({"hits": ak.unflatten(flat, hits)}, depth_limit=1)
    return ak.zip(
        {
            "event": np.arange(3_000),
            "tracks": ak.unflatten(track, tracks),
        },
        depth_limit=1,
    )


def ragged_pulses() -> Any:
    """Make five hundred pulses of different lengths, as a ragged array."""
    import ragged

    rng = np.random.default_rng(20260309)
    pulses = []
    for length in rng.integers(0, 120, 500):
        t = np.arange(length)
        pulse = 80 * (1 - np.exp(-t / 3)) * np.exp(-t / 25) + rng.normal(0, 1.5, length)
        pulses.append(np.round(pulse, 3).tolist())
    return ragged.array(pulses)
