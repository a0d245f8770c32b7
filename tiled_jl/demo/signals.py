"""Curves: a long time series with gaps, an absorption spectrum."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

SIGNAL_METADATA = {
    "device": "photodiode",
    "sampling_rate": {"value": 10_000.0, "unit": "Hz"},
    "units": "V",
    "start": "2026-03-02T06:00:00+00:00",
    "note": "NaN where the data logger lost its connection.",
}

SPECTRUM_METADATA = {
    "sample": {"name": "Cu foil", "formula": "Cu"},
    "edge": {"element": "Cu", "line": "K", "energy": {"value": 8979.0, "unit": "eV"}},
    "units": {"energy": "eV", "I0": "counts", "mu": "1"},
}

EDGES: dict[str, float] = {"Cu": 8979.0, "Fe": 7112.0, "Ni": 8333.0, "Co": 7709.0, "Mn": 6539.0}
"""The K edge of the elements in the samples, in eV."""


def signal() -> NDArray[np.float64]:
    """Make a hundred seconds of a drifting signal with hum, bursts and lost stretches.

    Returns
    -------
    numpy.ndarray
        Shape (1_000_000,), in volts; NaN in the gaps.
    """
    rng = np.random.default_rng(20260304)
    t = np.arange(1_000_000) / 10_000
    values = 1.5 + 0.4 * np.sin(2 * np.pi * t / 37) + 0.05 * np.sin(2 * np.pi * 50 * t)
    for start in rng.uniform(2, 96, size=12):
        since = np.clip(t - start, 0, None)
        values += 2.5 * rng.uniform(0.3, 1) * np.sqrt(since) * np.exp(-since / 0.4)
    values += rng.normal(0, 0.03, size=t.size)
    for start, length in ((180_000, 25_000), (555_000, 4_000), (812_345, 60_000)):
        values[start : start + length] = np.nan
    values[rng.integers(0, t.size, size=200)] = np.nan
    return values


def absorption(element: str, points: int, seed: int) -> dict[str, NDArray[np.float64]]:
    """Make an absorption spectrum across the K edge of an element.

    Parameters
    ----------
    element
        One of `EDGES`.
    points
        How many energies.
    seed
        The same seed gives the same noise.

    Returns
    -------
    dict
        ``energy`` in eV, ``I0`` in counts and ``mu``, normalised to an edge step of one.
    """
    rng = np.random.default_rng(seed)
    edge = EDGES[element]
    energy = np.linspace(edge - 150, edge + 650, points)
    beyond = np.clip(energy - edge, 0, None)
    wave = np.sqrt(0.2625 * beyond)
    step = 0.5 + np.arctan((energy - edge) / 2.2) / np.pi
    white_line = 0.35 * np.exp(-(((energy - edge - 9) / 5) ** 2))
    oscillation = 0.11 * np.sin(2 * 2.23 * wave) * np.exp(-0.012 * wave**2) * (beyond > 12)
    i0 = rng.poisson(120_000 * (1 - 0.15 * np.linspace(0, 1, points))).astype(np.float64)
    noise = rng.normal(0, 0.003, size=points)
    return {"energy": energy, "I0": i0, "mu": 0.05 + step + white_line + oscillation + noise}


def spectrum() -> "pd.DataFrame":
    """Make the absorption spectrum of a copper foil, as a table of three columns."""
    import pandas as pd

    columns: dict[str, Any] = absorption("Cu", 481, 20260305)
    return pd.DataFrame(columns)
