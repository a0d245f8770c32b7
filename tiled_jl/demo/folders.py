"""Where the demo keeps its things, and that no two demos share them."""

import hashlib
import importlib.metadata
import os
import secrets
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs
from filelock import FileLock, Timeout

from tiled_jl.demo import DemoError

_OURS = (
    "catalog.db*",
    "tables.db*",
    "storage",
    "filled",
    "home",
    "jupyter",
    "samples",
    "config.yml",
)
_MARKER = ".tiled-jl-demo"


@dataclass
class DemoFolder:
    """One demo's folder. Use `open_folder` to get one, and `close` it.

    Attributes
    ----------
    root
        Catalogue, storage, settings and logs.
    samples
        The sample data, written once and only read afterwards.
    work
        Where JupyterLab opens: the user's notebooks.
    """

    root: Path
    samples: Path
    work: Path
    temporary: bool
    _lock: FileLock = field(repr=False)

    @property
    def catalog(self) -> Path:
        """The catalogue's database."""
        return self.root / "catalog.db"

    @property
    def home(self) -> Path:
        """Where tiled_jl remembers servers and their keys, for this demo alone."""
        return self.root / "home"

    @property
    def logs(self) -> Path:
        """Where the children's output goes."""
        return self.root / "logs"

    def close(self) -> None:
        """Let another demo have the folder; a temporary one goes."""
        self._lock.release()
        if self.temporary:
            shutil.rmtree(self.root, ignore_errors=True)

    def __enter__(self) -> "DemoFolder":
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def open_folder(data: Path | None = None, *, fresh: bool = False) -> DemoFolder:
    """Take a folder for one demo, with the samples in it.

    Parameters
    ----------
    data
        Keep everything here and find it again the next time; None for a folder that goes when the
        demo ends, with the samples and the notebooks kept in the user's own folders.
    fresh
        Make samples and catalogue anew. The user's notebooks stay.

    Raises
    ------
    DemoError
        Where another demo runs in the folder, or the folder holds something else.
    """
    cache = platformdirs.user_cache_path("tiled_jl") / "demo"
    shared = cache / f"samples-{_digest()[:12]}"
    if data is None:
        samples = shared
        work = platformdirs.user_data_path("tiled_jl") / "demo" / "work"
        root, lock = _temporary(cache, keep=shared)
    else:
        root = data.absolute()
        samples, work = root / "samples", root / "work"
        if root.exists() and not (root / _MARKER).exists() and any(root.iterdir()):
            raise DemoError(
                f"{root} is not empty and was not made by `tiled-jl demo`. Name a new folder."
            )
        lock = _take(root)
    folder = DemoFolder(root, samples, work, data is None, lock)
    try:
        (root / _MARKER).touch()
        if fresh:
            for pattern in _OURS:
                for path in root.glob(pattern):
                    _remove(path)
        _make_samples(shared, fresh=fresh)
        if samples != shared:
            _copy_samples(shared, samples)
        folder.logs.mkdir(exist_ok=True)
    except BaseException:
        folder.close()
        raise
    return folder


def _take(root: Path) -> FileLock:
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = FileLock(root / "lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise DemoError(
            f"Another `tiled-jl demo` is using {root}. Stop it, or name another folder."
        ) from None
    return lock


def _temporary(cache: Path, keep: Path) -> tuple[Path, FileLock]:
    """Make a folder for one run, and remove what runs that were killed left behind."""
    cache.mkdir(parents=True, exist_ok=True)
    # Held so that no other demo takes a folder for abandoned before its owner has locked it.
    with FileLock(cache / "lock"):
        abandoned = [run for run in (cache / "runs").glob("*") if _is_abandoned(run)]
        for run in abandoned:
            shutil.rmtree(run, ignore_errors=True)
        if not any((cache / "runs").glob("*")):
            for samples in set(cache.glob("samples-*")) - {keep}:
                _remove(samples)
        root = cache / "runs" / f"{os.getpid()}-{secrets.token_hex(4)}"
        return root, _take(root)


def _is_abandoned(run: Path) -> bool:
    lock = FileLock(run / "lock")
    try:
        lock.acquire(blocking=False)
    except (Timeout, OSError):
        return False
    lock.release()
    return True


def _make_samples(samples: Path, *, fresh: bool) -> None:
    samples.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(samples.with_name(samples.name + ".lock")):
        if _is_complete(samples) and not fresh:
            return
        making = samples.with_name(samples.name + ".making")
        _remove(making)
        making.mkdir()
        result = subprocess.run(  # noqa: S603
            [sys.executable, "-P", "-m", "tiled_jl.demo.samples", str(making)],
            capture_output=True,
            text=True,
            cwd=making,
        )
        if result.returncode != 0:
            raise DemoError(f"The sample data could not be made:\n{result.stderr[-2000:]}")
        (making / "complete").write_text(_digest())
        _remove(samples)
        making.rename(samples)


def _copy_samples(shared: Path, samples: Path) -> None:
    """Give a kept folder samples of its own: its catalogue holds the files' paths for good."""
    if not _is_complete(samples):
        making = samples.with_name("samples.making")
        _remove(making)
        shutil.copytree(shared, making)
        _remove(samples)
        making.rename(samples)


def _is_complete(samples: Path) -> bool:
    complete = samples / "complete"
    return complete.exists() and complete.read_text() == _digest()


def _digest() -> str:
    """Name the samples by what decides them: the code that makes them, and Tiled's version."""
    digest = hashlib.sha256(importlib.metadata.version("tiled").encode())
    for name in ("samples.py", "files.py", "images.py", "signals.py"):
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
