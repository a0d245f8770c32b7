import csv
import errno
import io
import os
import time
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from client import faultproxy

from tiled_jl.browser.state import State

from .page import Page, Refused

COUNTS = ["memory", "arrays", "counts"]


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The root folder of Jupyter, in which the kernel was started."""
    folder = tmp_path / "root"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def ended(page: Page, ident: str, wanted: str = "") -> dict[str, Any]:
    """Wait until a transfer is over, or as wanted, and return what is known of it."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for each in page.ask("transfers.list")[0]["transfers"]:
            state: str = each["state"]
            if each["id"] == ident and (
                state == wanted or (not wanted and state not in ("waiting", "running"))
            ):
                found: dict[str, Any] = each
                return found
        time.sleep(0.02)
    raise AssertionError("The transfer does not end.")


def export(page: Page, here: dict[str, Any], path: list[str], **params: Any) -> dict[str, Any]:
    params = {"name": path[-1], "format": "text/csv"} | params
    started = page.ask("transfers.start", **here, path=path, **params)[0]
    return ended(page, started["id"])


def test_every_format_of_the_server_is_offered_with_its_extension(
    page: Page, here: dict[str, Any]
) -> None:
    options = page.ask("transfers.options", **here, path=COUNTS)[0]
    formats = {each["mediaType"]: each["extension"] for each in options["formats"]}
    assert options["name"] == "counts"
    assert formats["text/csv"] == "csv"
    assert formats["application/json"] == "json"
    assert all(formats.values())


def test_the_part_on_show_is_the_part_that_is_written(
    page: Page, here: dict[str, Any], root: Path
) -> None:
    (root / "raw").mkdir()
    whole = export(page, here, COUNTS, format="application/octet-stream", folder="raw")
    assert whole["state"] == "done", whole
    assert whole["done"] == (root / whole["file"]).stat().st_size > 0
    part = export(page, here, COUNTS, format="application/octet-stream", folder="raw", at=[1])
    assert part["file"] == str(Path("raw") / (Path(whole["file"]).stem + "-2" + ".bin"))
    structure = page.ask("preview.open", **here, path=COUNTS)[0]
    size = structure["dimensions"][0]["size"]
    everything = (root / whole["file"]).read_bytes()
    length = len(everything) // size
    assert (root / part["file"]).read_bytes() == everything[length : 2 * length]


def test_the_chosen_columns_of_a_table_are_written(
    page: Page, here: dict[str, Any], root: Path
) -> None:
    path = ["memory", "tables", "spectrum"]
    columns = page.ask("transfers.options", **here, path=path)[0]["columns"]
    done = export(page, here, path, columns=columns[1:2])
    rows = list(csv.reader(io.StringIO((root / done["file"]).read_text())))
    assert rows[0] == columns[1:2]


def test_a_file_that_is_there_is_not_overwritten(
    page: Page, here: dict[str, Any], root: Path
) -> None:
    (root / "counts.csv").write_text("mine")
    assert export(page, here, COUNTS, at=[0])["file"] == "counts-2.csv"
    assert export(page, here, COUNTS, at=[0], name="counts.csv")["file"] == "counts-3.csv"
    assert (root / "counts.csv").read_text() == "mine"
    assert sorted(os.listdir(root)) == ["counts-2.csv", "counts-3.csv", "counts.csv"]


def test_a_name_is_made_to_fit_any_file_system(
    page: Page, here: dict[str, Any], root: Path
) -> None:
    assert export(page, here, COUNTS, at=[0], name="../a/b?c#d%20é")["state"] == "done"
    assert export(page, here, COUNTS, at=[0], name="é" * 300)["state"] == "done"
    assert len(os.listdir(root)) == 2
    assert (root / "_a_b_c#d%20é.csv").is_file()


def test_a_folder_outside_or_missing_is_refused_before_anything_is_sent(
    page: Page, here: dict[str, Any]
) -> None:
    for folder in ("..", "none", "a/../.."):
        with pytest.raises(Refused, match="folder"):
            export(page, here, COUNTS, folder=folder)
    with pytest.raises(Refused, match="another format"):
        export(page, here, COUNTS, format="image/none")
    assert page.ask("transfers.list")[0]["transfers"] == []


def test_a_failure_is_said_and_tried_again(
    page: Page, through: dict[str, Any], proxy: faultproxy.Proxy, root: Path
) -> None:
    proxy.spoil("/array/full/memory/arrays/counts", faultproxy.status(403))
    failed = export(page, through, COUNTS, at=[0])
    assert (failed["state"], failed["error"]["code"]) == ("failed", "forbidden")
    assert os.listdir(root) == []
    page.ask("transfers.change", id=failed["id"], change="retry")
    done = ended(page, failed["id"])
    assert (done["state"], done["error"]) == ("done", None)
    assert os.listdir(root) == ["counts.csv"]
    page.ask("transfers.change", id=failed["id"], change="remove")
    assert page.ask("transfers.list")[0]["transfers"] == []
    assert os.listdir(root) == ["counts.csv"]


def test_a_part_that_is_not_there_is_said(page: Page, here: dict[str, Any], root: Path) -> None:
    failed = export(page, here, COUNTS, at=[99_999])
    assert "no such part" in failed["error"]["message"]
    assert os.listdir(root) == []


def test_a_transfer_that_stands_still_is_cancelled_at_once_and_leaves_nothing(
    page: Page, through: dict[str, Any], proxy: faultproxy.Proxy, root: Path
) -> None:
    proxy.spoil("/array/full/memory/arrays/counts", faultproxy.stall_halfway)
    ident = page.ask("transfers.start", **through, path=COUNTS, name="counts", format="text/csv")[
        0
    ]["id"]
    ended(page, ident, "running")
    other = export(page, through, ["memory", "arrays", "counts"], at=[0], name="counts")
    assert (other["state"], other["file"]) == ("done", "counts-2.csv")
    page.ask("transfers.change", id=ident, change="cancel")
    assert ended(page, ident)["state"] == "cancelled"
    deadline = time.monotonic() + 60
    while os.listdir(root) != ["counts-2.csv"] and time.monotonic() < deadline:
        time.sleep(0.05)
    assert os.listdir(root) == ["counts-2.csv"]


def test_a_full_disk_is_said_as_such(
    page: Page, here: dict[str, Any], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(opened: Any, request: Any, file: BinaryIO) -> None:
        file.write(b"x" * 100_000)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr("tiled_jl.browser.exports.write", full)
        failed = export(page, here, COUNTS, at=[0])
    assert "Make room" in failed["error"]["hint"]
    assert failed["error"]["message"] == "The file could not be written."
    assert failed["error"]["detail"] == "No space left on device"
    assert os.listdir(root) == []
    page.ask("transfers.change", id=failed["id"], change="retry")
    assert ended(page, failed["id"])["state"] == "done"
    assert os.listdir(root) == ["counts.csv"]


def test_other_pages_hear_of_transfers_and_one_that_comes_later_sees_them(
    page: Page, here: dict[str, Any], state: State
) -> None:
    done = export(page, here, COUNTS, at=[0])
    page.heard()
    told = [each for each in page.events if each["topic"] == "transfers.changed"]
    assert told[-1]["payload"]["transfers"][0]["state"] == "done"
    later = Page(state)
    assert later.ask("transfers.list")[0]["transfers"] == [done]
    later.service.close()
    elsewhere = Page(state, server="other")
    assert elsewhere.ask("transfers.list")[0]["transfers"] == []
    elsewhere.service.close()
