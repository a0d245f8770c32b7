"""What is killed while it writes leaves nothing torn, and little behind."""

import os
from pathlib import Path

import pytest

from benchmarks.kills.killer import Killer
from benchmarks.kills.stores import CacheWrite
from benchmarks.kills.transfers import Download, Export
from tiled_jl import Context
from tiled_jl.atomic import replacing, sweep


@pytest.mark.parametrize("kind", [Download, Export, CacheWrite])
def test_a_file_is_whole_or_not_there(kind: type, context: Context, tmp_path: Path) -> None:
    killer = Killer(kind(tmp_path) if kind is CacheWrite else kind(tmp_path, context))
    killer.measure()
    killer.at_moments(3)
    assert killer.problems == []
    assert killer.kills == 3


def test_what_somebody_still_writes_is_not_swept(tmp_path: Path) -> None:
    file = tmp_path / "file"
    with replacing(file) as written:
        written.write(b"new")
        sweep(tmp_path)
    assert file.read_bytes() == b"new"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_what_nobody_writes_any_more_is_swept(tmp_path: Path) -> None:
    with replacing(tmp_path / "file") as written:
        (unfinished,) = tmp_path.iterdir()
    left = unfinished.with_name(f"{unfinished.name}0")
    left.write_bytes(b"half")
    (tmp_path / ".another").write_bytes(b"not ours")
    sweep(tmp_path)
    assert not left.exists()
    assert sorted(each.name for each in tmp_path.iterdir()) == [".another", "file"]
    assert written.closed


def test_what_fails_leaves_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"older")

    def fail() -> None:
        with replacing(file) as written:
            written.write(b"half")
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk"):
        fail()
    assert file.read_bytes() == b"older"
    assert len(os.listdir(tmp_path)) == 1
