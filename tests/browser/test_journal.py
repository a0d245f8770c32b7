"""The notes of uploads: whose they are, who may read them, and what becomes of wrong ones."""

import json
import os
import stat
import time
from pathlib import Path

import msgspec
import pytest

from tiled_jl.browser.journal import KEPT, Journal, Note

URI = "http://127.0.0.1:8000"


def note(ident: str = "a") -> Note:
    return Note(ident, URI, ["box", "x"], "x.npy", 10)


def test_a_note_is_given_once_and_only_when_nobody_holds_it(tmp_path: Path) -> None:
    one, other = Journal(tmp_path / "notes"), Journal(tmp_path / "notes")
    one.add(note())
    assert list(other.left([URI])) == []
    one._held.pop("a").release()  # as the end of the process does
    assert list(other.left(["http://elsewhere"])) == []
    assert list(other.left([URI])) == [note()]
    assert list(other.left([URI])) == []
    other.strike("a")
    assert list((tmp_path / "notes").iterdir()) == []


def test_an_upload_that_ends_while_its_note_is_read_is_not_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = Journal(tmp_path / "notes"), Journal(tmp_path / "notes")
    one.add(note())
    hold = other._hold

    def late(ident: str) -> bool:
        one.strike(ident)
        return hold(ident)

    monkeypatch.setattr(other, "_hold", late)
    assert list(other.left([URI])) == []
    assert list((tmp_path / "notes").iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="There are no modes.")
def test_nobody_else_may_read_notes_or_list_them(tmp_path: Path) -> None:
    before = os.umask(0o002)
    try:
        Journal(tmp_path / "home" / "uploads" / "here").add(note())
    finally:
        os.umask(before)
    for made in (tmp_path / "home").rglob("*"):
        assert stat.S_IMODE(made.stat().st_mode) & 0o077 == 0, made
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "written",
    [
        b"\xff\xfe",
        b"{}",
        b"[" * 10_000,
        msgspec.json.encode(note("../b")),
        json.dumps({**msgspec.to_builtins(note("b")), "path": []}).encode(),
        json.dumps({**msgspec.to_builtins(note("b")), "size": -1}).encode(),
    ],
)
def test_a_wrong_note_hides_no_other(tmp_path: Path, written: bytes) -> None:
    journal = Journal(tmp_path)
    (tmp_path / "b.json").write_bytes(written)
    (tmp_path / "c.json").write_bytes(msgspec.json.encode(note("c")))
    assert list(journal.left([URI])) == [note("c")]


def test_a_note_of_somebody_else_is_let_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.json").write_bytes(msgspec.json.encode(note()))
    monkeypatch.setattr(os, "getuid", lambda: os.geteuid() + 1, raising=False)
    assert list(Journal(tmp_path).left([URI])) == []


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What a page has sent of a file."""
    copy = tmp_path / "tiled-jl-abc.npy"
    copy.write_bytes(b"x" * 10)
    return copy


def of_copy(ident: str, copy: Path, *, waiting: bool) -> Note:
    return msgspec.structs.replace(note(ident), place=str(copy), ours=True, waiting=waiting)


def left_behind(folder: Path, *notes: Note) -> None:
    """Leave notes as a process does that ends."""
    journal = Journal(folder)
    for each in notes:
        journal.add(each)
        journal._held.pop(each.id).release()


def aged(folder: Path, seconds: float) -> None:
    for file in folder.glob("*.json"):
        then = time.time() - seconds
        os.utime(file, (then, then))


def test_a_copy_that_nobody_holds_and_nothing_was_made_of_is_deleted(
    tmp_path: Path, copy: Path
) -> None:
    one, other = Journal(tmp_path / "notes"), Journal(tmp_path / "notes")
    one.add(of_copy("a", copy, waiting=True))
    aged(tmp_path / "notes", 2 * KEPT)
    one.sweep([URI])
    other.sweep([])
    assert copy.exists()
    one._held.pop("a").release()
    assert list(other.left([URI])) == []
    other.sweep([URI])
    assert list(tmp_path.rglob("*.*")) == []


def test_a_node_half_made_on_a_server_that_was_removed_waits_for_it_to_come_back(
    tmp_path: Path, copy: Path
) -> None:
    left = of_copy("a", copy, waiting=False)
    left_behind(tmp_path / "notes", left)
    aged(tmp_path / "notes", KEPT - 1000)
    Journal(tmp_path / "notes").sweep([])
    aged(tmp_path / "notes", 2 * KEPT)
    Journal(tmp_path / "notes").sweep([URI])
    assert copy.exists()
    assert list(Journal(tmp_path / "notes").left([URI])) == [left]


def test_what_is_left_of_a_server_long_removed_is_deleted_but_no_file_of_a_person(
    tmp_path: Path, copy: Path
) -> None:
    owned = tmp_path / "tiled-jl-notes.npy"
    owned.write_bytes(b"mine")
    other = tmp_path / "x.npy"
    other.write_bytes(b"of another name")
    left_behind(
        tmp_path / "notes",
        of_copy("a", copy, waiting=False),
        msgspec.structs.replace(note("b"), place=str(owned)),
        of_copy("c", other, waiting=False),
    )
    aged(tmp_path / "notes", KEPT + 1000)
    Journal(tmp_path / "notes").sweep(["http://elsewhere"])
    assert list((tmp_path / "notes").iterdir()) == []
    assert sorted(tmp_path.glob("*.npy")) == [owned, other]


def test_an_upload_that_goes_on_while_its_note_is_read_is_not_swept(
    tmp_path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = Journal(tmp_path / "notes"), Journal(tmp_path / "notes")
    one.add(of_copy("a", copy, waiting=True))
    hold = other._hold

    def late(ident: str) -> bool:
        one.add(of_copy("a", copy, waiting=False))
        one._held.pop(ident).release()
        return hold(ident)

    monkeypatch.setattr(other, "_hold", late)
    other.sweep([URI])
    assert copy.exists()
    assert list(one.left([URI])) == [of_copy("a", copy, waiting=False)]
