"""Files that appear whole, or not at all.

Until a file is whole it lies beside its place under another name. A process that is killed leaves
that behind, for the next one to delete: whoever writes such a file holds a lock on it, which ends
with the process.
"""

from __future__ import annotations

import os
import platform
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

if sys.platform != "win32":
    import fcntl

_PREFIX = f".tiled_jl-{sha256(platform.node().encode()).hexdigest()[:8]}-"
"""How the names begin, on this machine: a lock may not be seen by others that share the folder."""

_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


@contextmanager
def replacing(path: Path, *, mode: int = 0o666) -> Iterator[BinaryIO]:
    """Open a file to be written, which takes the place of another at the end of the block.

    After an exception, what was there is as it was before.

    Parameters
    ----------
    path : pathlib.Path
    mode : int, optional
        Who may do what with the file, but for what the umask forbids.
    """
    with whole(path.parent, lambda: path, mode=mode) as file:
        yield file


@contextmanager
def whole(folder: Path, choose: Callable[[], Path], *, mode: int = 0o666) -> Iterator[BinaryIO]:
    """Open a file to be written, which gets its name at the end of the block.

    Parameters
    ----------
    folder : pathlib.Path
        Where it will be.
    choose : callable
        Returns its path, in that folder, once all is written. A file that is there is replaced.
    mode : int, optional
        As of `replacing`.
    """
    file, temporary = _begin(folder, mode)
    with file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            if sys.platform == "win32":
                # Which renames no open file; elsewhere the lock is kept to the end.
                file.close()
            temporary.replace(choose())
        except BaseException:
            file.close()
            temporary.unlink(missing_ok=True)
            raise


def sweep(folder: Path) -> None:
    """Delete what killed processes have left in a folder; not on Windows, where nothing tells it.

    Parameters
    ----------
    folder : pathlib.Path
    """
    if sys.platform == "win32":
        return
    for left in folder.glob(f"{_PREFIX}*"):
        # Others sweep as well, or write that very file.
        with suppress(OSError), left.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()


def _begin(folder: Path, mode: int) -> tuple[BinaryIO, Path]:
    """Make a file in a folder that nobody sweeps."""
    while True:
        temporary = folder / f"{_PREFIX}{secrets.token_hex(8)}"
        file = os.fdopen(os.open(temporary, _NEW, mode), "w+b")
        if sys.platform == "win32":
            return file, temporary
        # Some network shares have no locks; nothing is swept there.
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX)
        if os.fstat(file.fileno()).st_nlink:
            return file, temporary
        file.close()
