"""Files as they lie on a beamline's disk, and how the catalogue is told of them."""

import csv
from pathlib import Path
from typing import Any

import numpy as np

from tiled_jl.demo.nodes import array_structure, external, node, table_structure

FRAMES = 12
SIDE = 128


def write(folder: Path) -> None:
    """Write the sample files.

    Parameters
    ----------
    folder
        An existing, empty folder.
    """
    import h5py
    import tifffile

    from tiled_jl.demo import images, signals

    rng = np.random.default_rng(20260311)
    frames = images.rings(FRAMES, SIDE, rng)
    with h5py.File(folder / "xafs_0042.h5", "w") as file:
        file.attrs["title"] = "Cu foil, room temperature"
        entry = file.create_group("entry")
        entry.attrs["NX_class"] = "NXentry"
        stack = entry.create_dataset("detector/frames", data=frames, chunks=(1, SIDE, SIDE))
        stack.attrs["units"] = "counts"
        for name, values in signals.absorption("Cu", 241, 20260312).items():
            entry.create_dataset(f"spectrum/{name}", data=values)
        temperature = entry.create_dataset("sample/temperature", data=[297.4, 297.6, 297.5])
        temperature.attrs["units"] = "K"
    with h5py.File(folder / "broken_links.h5", "w") as file:
        file["intact"] = np.arange(5)
        file["dangling"] = h5py.SoftLink("/was/deleted")
        file["elsewhere"] = h5py.ExternalLink("not_here.h5", "/entry")
    tifffile.imwrite(folder / "beam_profile.tif", frames[0])
    (folder / "tomo").mkdir()
    for number, frame in enumerate(frames):
        tifffile.imwrite(folder / "tomo" / f"tomo_{number:04d}.tif", frame)
    with (folder / "vacuum.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["minute", "pressure_mbar", "valve"])
        for minute in range(1_440):
            pressure = 1e-8 * (1 + 40 * np.exp(-minute / 90)) * rng.lognormal(0, 0.05)
            rows.writerow([minute, f"{pressure:.4e}", "open" if minute % 480 < 400 else "closed"])
    (folder / "logbook.txt").write_text(
        "06:00  Shutter open, ring current 250 mA.\n"
        "06:40  Cu foil in position, first spectrum is clean.\n"
        "07:15  Row 300 of the detector is dead. Keep going.\n",
        encoding="utf-8",
    )


def registrations(folder: Path) -> list[dict[str, Any]]:
    """How the catalogue is told of each file: bodies of ``POST /register``.

    Parameters
    ----------
    folder
        Where `write` put the files.
    """
    import pandas as pd

    stack = np.empty((FRAMES, SIDE, SIDE), dtype="<u2")
    frame_by_frame = ((1,) * FRAMES, (SIDE,), (SIDE,))
    return [
        node(
            "xafs_0042",
            "container",
            {"technique": "XAFS", "format": "HDF5"},
            external(
                "container", None, "application/x-hdf5", [folder / "xafs_0042.h5"], "data_uris"
            ),
        ),
        node(
            "beam_profile",
            "array",
            {"technique": "beam profile", "format": "TIFF", "units": "counts"},
            external(
                "array",
                array_structure(stack[0], dims=("row", "col")),
                "image/tiff",
                [folder / "beam_profile.tif"],
                "data_uri",
            ),
        ),
        node(
            "tomo",
            "array",
            {"technique": "tomography", "format": "TIFF sequence", "units": "counts"},
            external(
                "array",
                array_structure(stack, frame_by_frame, ("angle", "row", "col")),
                "multipart/related;type=image/tiff",
                sorted((folder / "tomo").iterdir()),
                "data_uris",
            ),
        ),
        node(
            "vacuum",
            "table",
            {
                "device": "vacuum gauge",
                "format": "CSV",
                "units": {"minute": "min", "pressure_mbar": "mbar"},
            },
            external(
                "table",
                table_structure(pd.read_csv(folder / "vacuum.csv")),
                "text/csv",
                [folder / "vacuum.csv"],
                "data_uris",
            ),
        ),
        node(
            "logbook",
            "bytes",
            {"format": "plain text"},
            external(
                "bytes", {}, "application/octet-stream", [folder / "logbook.txt"], "data_uris"
            ),
        ),
    ]
