"""A labelled dataset: the temperature and rainfall of a year on a coarse grid."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import xarray as xr


def climate() -> "xr.Dataset":
    """Make a year of daily fields on a 5° grid, with units and long names."""
    import xarray as xr

    rng = np.random.default_rng(20260310)
    time = np.arange("2025-01-01", "2026-01-01", dtype="datetime64[D]").astype("datetime64[ns]")
    lat = np.arange(-87.5, 90, 5.0)
    lon = np.arange(-177.5, 180, 5.0)
    season = np.cos(2 * np.pi * (np.arange(365) - 15) / 365)[:, None, None]
    lat_grid, lon_grid = lat[None, :, None], lon[None, None, :]
    mean = 28 * np.cos(np.radians(lat_grid)) ** 1.5 - 12 + 3 * np.sin(np.radians(2 * lon_grid))
    temperature = mean - 14 * season * np.sin(np.radians(lat_grid))
    temperature = temperature + rng.normal(0, 1.5, temperature.shape) + 273.15
    band = np.exp(-(((lat_grid + 8 * season) / 14) ** 2))
    rain = rng.gamma(0.8, 6.0, temperature.shape) * (0.15 + band)
    return xr.Dataset(
        {
            "temperature": (
                ("time", "lat", "lon"),
                temperature.astype("float32"),
                {"units": "K", "long_name": "air temperature at 2 m"},
            ),
            "rain": (
                ("time", "lat", "lon"),
                rain.astype("float32"),
                {"units": "mm/day", "long_name": "precipitation"},
            ),
        },
        coords={
            "time": ("time", time, {"long_name": "day"}),
            "lat": ("lat", lat, {"units": "degrees_north", "long_name": "latitude"}),
            "lon": ("lon", lon, {"units": "degrees_east", "long_name": "longitude"}),
        },
        attrs={"title": "Synthetic climate", "institution": "none", "Conventions": "CF-1.11"},
    )
