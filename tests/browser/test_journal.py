"""The notes of uploads: whose they are, who may read them, and what becomes of wrong ones."""

import json
import os
import stat
from pathlib import Path

import msgspec
import pytest

from tiled_jl.browser.journal import Journal, Note

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
