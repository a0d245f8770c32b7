"""Pictures: a detector stack, a raster scan of diffraction patterns, a microscope image."""

import numpy as np
from numpy.typing import NDArray

FRAMES = 60
SIDE = 512
DEAD_ROW = 300
HOT_PIXEL = (417, 101)
PEAKS = (12_000, 9_000, 3_000, 6_000, 4_000, 1_500, 2_500, 800, 400)

DETECTOR_METADATA = {
    "sample": {"name": "Cu foil", "formula": "Cu", "thickness": {"value": 25.0, "unit": "µm"}},
    "exposure_time": {"value": 0.1, "unit": "s"},
    "photon_energy": {"value": 12.4, "unit": "keV"},
    "distance": {"value": 185.0, "unit": "mm"},
    "pixel_size": {"value": 75.0, "unit": "µm"},
    "units": "counts",
    "note": "Row 300 is dead; pixel (417, 101) is hot.",
}

RASTER_METADATA = {
    "sample": {"name": "NMC cathode", "formula": "LiNi0.8Mn0.1Co0.1O2"},
    "exposure_time": {"value": 0.02, "unit": "s"},
    "step": {"value": 0.5, "unit": "µm"},
    "units": "counts",
}

RGB_METADATA = {
    "sample": {"name": "Cu foil", "formula": "Cu"},
    "instrument": "optical microscope",
    "scale_bar": {"value": 50.0, "unit": "µm"},
}


def detector() -> NDArray[np.uint16]:
    """Make sixty frames of Bragg peaks that drift across a noisy area detector.

    Returns
    -------
    numpy.ndarray
        Counts of shape (60, 512, 512): frame, row, col.
    """
    rng = np.random.default_rng(20260301)
    row = np.arange(SIDE, dtype=np.float32)[:, None]
    col = np.arange(SIDE, dtype=np.float32)[None, :]
    centre = np.hypot(row - 256, col - 256)
    background = 4 + 60 * np.exp(-centre / 45)
    for radius, height in ((96, 14), (168, 22), (228, 9)):
        background = background + height * np.exp(-(((centre - radius) / 5) ** 2))
    stack = np.empty((FRAMES, SIDE, SIDE), dtype=np.uint16)
    for frame in range(FRAMES):
        turn = 2 * np.pi * frame / FRAMES
        intensity = background.copy()
        for order, height in enumerate(PEAKS):
            angle = turn / (order % 4 + 1) + order * 2.4
            radius = (96, 168, 228)[order % 3]
            peak_row, peak_col = 256 + radius * np.sin(angle), 256 + radius * np.cos(angle)
            width = 2.0 + 0.4 * order
            profile = np.exp(-((row - peak_row) ** 2) / (2 * width**2)) * np.exp(
                -((col - peak_col) ** 2) / (2 * width**2)
            )
            intensity += height * (1 + 0.3 * np.sin(3 * turn)) * profile
        stack[frame] = np.minimum(rng.poisson(intensity), 65_000)
    stack[:, DEAD_ROW, :] = 0
    stack[(slice(None), *HOT_PIXEL)] = 65_535
    return stack


def raster() -> NDArray[np.uint16]:
    """Make a diffraction pattern at each of 24 × 32 positions of a sample with two grains.

    Returns
    -------
    numpy.ndarray
        Counts of shape (24, 32, 64, 64): y, x, row, col.
    """
    rng = np.random.default_rng(20260302)
    y, x = np.mgrid[0:24, 0:32]
    grain = (x + 4 * np.sin(y / 4) > 17).astype(np.float32)
    density = np.clip(1.2 - np.hypot((y - 12) / 13, (x - 16) / 17), 0.02, 1)
    row = np.arange(64, dtype=np.float32)[:, None]
    col = np.arange(64, dtype=np.float32)[None, :]
    patterns = np.empty((24, 32, 64, 64), dtype=np.uint16)
    for j, i in np.ndindex(24, 32):
        turn = 0.6 * grain[j, i] + 0.01 * j
        intensity = np.full((64, 64), 1.5, dtype=np.float32)
        for spot in range(6):
            angle = turn + spot * np.pi / 3
            at_row, at_col = 32 + 20 * np.sin(angle), 32 + 20 * np.cos(angle)
            intensity += (
                300 * density[j, i] * np.exp(-((row - at_row) ** 2 + (col - at_col) ** 2) / 5)
            )
        intensity += 900 * np.exp(-((row - 32) ** 2 + (col - 32) ** 2) / 8)
        patterns[j, i] = rng.poisson(intensity)
    return patterns


def rgb() -> NDArray[np.uint8]:
    """Draw a polished metal under the microscope: grains in false colour, and a scale bar.

    Returns
    -------
    numpy.ndarray
        Shape (480, 640, 3): row, col, channel.
    """
    rng = np.random.default_rng(20260303)
    height, width, grains = 480, 640, 70
    seeds = rng.uniform((0, 0), (height, width), size=(grains, 2)).astype(np.float32)
    row, col = np.mgrid[0:height, 0:width].astype(np.float32)
    distances = np.stack([(row - y) ** 2 + (col - x) ** 2 for y, x in seeds])
    nearest = np.argpartition(distances, (0, 1), axis=0)[:2]
    first, second = (np.sqrt(np.take_along_axis(distances, nearest[[k]], 0)[0]) for k in (0, 1))
    shade = rng.uniform(0.55, 1.0, size=grains)
    tint = np.stack([np.full(grains, 0.86), rng.uniform(0.42, 0.62, grains), shade * 0.35], axis=1)
    picture = tint[nearest[0]] * shade[nearest[0]][..., None]
    boundary = np.clip((second - first) / 3, 0, 1)[..., None]
    picture = picture * (0.35 + 0.65 * boundary) + rng.normal(0, 0.012, size=(height, width, 1))
    off_axis = np.hypot(row - height / 2, col - width / 2) / (width / 2)
    picture *= np.clip(1 - 0.35 * off_axis**2, 0, 1)[..., None]
    picture[440:448, 500:600] = 1
    image: NDArray[np.uint8] = (np.clip(picture, 0, 1) * 255).astype(np.uint8)
    return image


def rings(
    frames: int, side: int, rng: np.random.Generator, growth: float = 1.0
) -> NDArray[np.uint16]:
    """Make small frames of powder rings that grow a little with each frame.

    Parameters
    ----------
    frames
        How many.
    side
        Rows and columns of a frame.
    rng
        Where the counting noise comes from.
    growth
        How wide the rings of the first frame are.
    """
    offset = np.arange(side) - side / 2
    radius = np.hypot(offset[:, None], offset[None, :]) / side
    stack = np.empty((frames, side, side), dtype=np.uint16)
    for frame in range(frames):
        scale = growth * (1 + 0.02 * frame)
        intensity = 2 + 200 * np.exp(-((radius / 0.06) ** 2))
        for at, height in ((0.18, 60), (0.26, 110), (0.37, 45), (0.44, 30)):
            intensity = intensity + height * np.exp(-(((radius - at * scale) / 0.008) ** 2))
        stack[frame] = rng.poisson(intensity)
    return stack
