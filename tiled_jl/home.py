"""Where tiled_jl remembers things between sessions, and how it writes them."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from tiled_jl.atomic import replacing, sweep


def home() -> Path:
    """Return the folder in which tiled_jl remembers things.

    It is ``$TILED_JL_HOME`` or the user's data folder. It is not created until something is
    written into it (`write_private`).

    Returns
    -------
    pathlib.Path
    """
    configured = os.environ.get("TILED_JL_HOME")
    return Path(configured) if configured else platformdirs.user_data_path("tiled_jl")


def make_private(folder: Path) -> None:
    """Make a folder, and those around it that are missing, for nobody but the user.

    Parameters
    ----------
    folder : pathlib.Path
    """
    # Of `parents` that it makes, mkdir gives the mode to the last alone.
    for each in reversed([folder, *folder.parents]):
        each.mkdir(mode=0o700, exist_ok=True)


def write_private(path: Path, content: bytes) -> None:
    """Replace a file at once and whole, readable by nobody but the user.

    Parameters
    ----------
    path : pathlib.Path
        The file. Its folders are created with mode 0700 where they are missing.
    content : bytes
        All that the file will hold.
    """
    make_private(path.parent)
    sweep(path.parent)
    with replacing(path, mode=0o600) as file:
        file.write(content)
