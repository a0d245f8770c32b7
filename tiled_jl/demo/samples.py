"""Write the sample data that is worth keeping on disk: ``python -m tiled_jl.demo.samples DIR``."""

import subprocess
import sys
from pathlib import Path


def write(folder: Path) -> None:
    """Write the large arrays, which the server maps from disk, the files, and an empty catalogue.

    Parameters
    ----------
    folder
        An existing, empty folder.
    """
    import numpy as np

    from tiled_jl.demo import files, images, signals

    np.save(folder / "detector.npy", images.detector())
    np.save(folder / "raster.npy", images.raster())
    np.save(folder / "rgb.npy", images.rgb())
    np.save(folder / "signal.npy", signals.signal())
    (folder / "files").mkdir()
    files.write(folder / "files")
    subprocess.run(  # noqa: S603
        [
            sys.executable,
            "-P",
            "-m",
            "tiled",
            "catalog",
            "init",
            f"sqlite:///{folder / 'empty.db'}",
        ],
        check=True,
        cwd=folder,
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]))
