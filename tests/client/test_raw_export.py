"""The files that hold a node's data are downloaded as they are, and to where they should."""

import os
from pathlib import Path
from typing import Any

import numpy
import pytest
import tifffile
from serving import array_structure, csv_structure

from tiled_jl.errors import Cancelled, ResponseError, ServerError
from tiled_jl.storage import Asset, DataSource
from tiled_jl.transport.watch import watching

from .faultproxy import Answer, Fault, Handler, Proxy, reset, status, truncated
from .test_watching import Listener

TABLE = b"x,y\n" + b"1,2\n" * 50_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files beside the server, and a place to download to."""
    (tmp_path / "there").mkdir()
    for name in ("first", "second"):
        (tmp_path / "files" / name).mkdir(parents=True)
        (tmp_path / "files" / name / "data.csv").write_bytes(TABLE)
    (tmp_path / "files" / "a b+é.csv").write_bytes(TABLE)
    return tmp_path


@pytest.fixture
def there(folder: Path) -> Path:
    return folder / "there"


def register(scratch: Any, *files: Path) -> Any:
    assets = tuple(
        Asset(f"file://localhost{file}", is_directory=False, parameter="data_uris", num=number)
        for number, file in enumerate(files)
    )
    structure = csv_structure(*files)
    source = DataSource("table", structure, None, "text/csv", assets=assets, management="external")
    return scratch.new("table", [source])


def test_a_file_gets_its_own_name(scratch: Any, folder: Path, there: Path) -> None:
    node = register(scratch, folder / "files" / "a b+é.csv")
    assert node.asset_manifest() == {node.data_sources()[0].assets[0].id: None}
    assert node.raw_export(there) == [there / "a b+é.csv"]
    assert (there / "a b+é.csv").read_bytes() == TABLE
    assert os.listdir(there) == ["a b+é.csv"]


def test_files_of_the_same_name_do_not_overwrite_each_other(
    scratch: Any, folder: Path, there: Path
) -> None:
    node = register(
        scratch, *(folder / "files" / name / "data.csv" for name in ("first", "second"))
    )
    first, second = node.data_sources()[0].assets
    assert node.raw_export(str(there)) == [
        there / str(first.id) / "data.csv",
        there / str(second.id) / "data.csv",
    ]
    assert (there / str(second.id) / "data.csv").read_bytes() == TABLE


def zarr(client: Any) -> Any:
    return client["catalog/odd/a+b"]


def test_a_folder_is_downloaded_with_all_that_is_in_it(client: Any, there: Path) -> None:
    (asset,) = zarr(client).data_sources()[0].assets
    assert asset.is_directory
    manifest = zarr(client).asset_manifest(zarr(client).data_sources())
    assert manifest == {asset.id: ["c/0", "zarr.json"]}
    paths = zarr(client).raw_export(there / "new", max_workers=2)
    name = Path(asset.data_uri).name
    assert paths == [there / "new" / name / "c" / "0", there / "new" / name / "zarr.json"]
    assert all(path.stat().st_size for path in paths)


def test_files_can_go_into_a_mapping(client: Any) -> None:
    files: dict[str, bytes] = {}
    keys = zarr(client).raw_export(files)
    assert sorted(files) == sorted(keys)
    assert [type(body) for body in files.values()] == [bytes, bytes]
    assert files[keys[-1]].startswith(b"{")


def test_files_go_to_the_current_folder_where_none_is_named(
    scratch: Any, folder: Path, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(there)
    node = register(scratch, folder / "files" / "first" / "data.csv")
    assert node.raw_export() == [Path("data.csv")]
    assert (there / "data.csv").read_bytes() == TABLE


def test_a_node_without_files_says_so(memory: Any, scratch: Any) -> None:
    for node in (memory["arrays/named"], scratch):
        with pytest.raises(ValueError, match="in files"):
            node.raw_export()


def test_a_download_goes_on_where_it_broke_off(
    scratch_through: Any, proxy: Proxy, folder: Path, there: Path
) -> None:
    node = register(scratch_through, folder / "files" / "first" / "data.csv")
    proxy.spoil("asset/bytes", truncated, reset, truncated)
    node.raw_export(there)
    assert (there / "data.csv").read_bytes() == TABLE
    half, quarter = len(TABLE) // 2, len(TABLE) // 4
    asked = [seen.headers.get("Range") for seen in proxy.asked("asset/bytes")]
    assert asked == [None, f"bytes={half}-", f"bytes={half}-", f"bytes={half + quarter}-"]


def test_a_download_ends_well_as_long_as_it_gets_further(
    scratch_through: Any, proxy: Proxy, folder: Path, there: Path
) -> None:
    node = register(scratch_through, folder / "files" / "first" / "data.csv")
    proxy.spoil("asset/bytes", *[truncated] * 12)
    node.raw_export(there)
    assert (there / "data.csv").read_bytes() == TABLE
    assert len(proxy.asked("asset/bytes")) == 13


def test_a_file_is_on_disk_before_it_appears(
    scratch: Any, folder: Path, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = register(scratch, folder / "files" / "first" / "data.csv")
    synced: list[list[str]] = []
    sync = os.fsync

    def noted(descriptor: int) -> None:
        sync(descriptor)
        synced.append(os.listdir(there))
        assert os.fstat(descriptor).st_size == len(TABLE)

    monkeypatch.setattr(os, "fsync", noted)
    node.raw_export(there)
    ((temporary,),) = synced
    assert temporary.startswith(".")
    assert os.listdir(there) == ["data.csv"]


def test_a_file_that_changes_meanwhile_is_downloaded_anew(
    scratch_through: Any, proxy: Proxy, folder: Path, there: Path
) -> None:
    file = folder / "files" / "first" / "data.csv"
    node = register(scratch_through, file)

    def changed(handler: Handler, answer: Answer) -> None:
        file.write_bytes(b"x,y\n3,4\n" * 9)
        truncated(handler, answer)

    proxy.spoil("asset/bytes", changed)
    node.raw_export(there)
    assert (there / "data.csv").read_bytes() == b"x,y\n3,4\n" * 9


def misplaced(handler: Handler, answer: Answer) -> None:
    """Send another part of the file than was asked for."""
    answer.status = 206
    answer.headers["content-range"] = f"bytes 5-{len(TABLE) - 1}/{len(TABLE)}"
    answer.body = answer.body[5:]
    handler.answer(answer)


LOGIN = status(200, b"<html>", content_type="text/html")


@pytest.mark.parametrize("fault", [status(500), LOGIN, misplaced])
def test_nothing_is_left_of_a_file_that_fails(
    scratch_through: Any, proxy: Proxy, folder: Path, there: Path, fault: Fault
) -> None:
    node = register(scratch_through, folder / "files" / "first" / "data.csv")
    (there / "data.csv").write_text("before")
    proxy.spoil("asset/bytes", fault)
    with pytest.raises((ServerError, ResponseError)):
        node.raw_export(there)
    assert os.listdir(there) == ["data.csv"]
    assert (there / "data.csv").read_text() == "before"


def test_a_download_tells_how_far_it_is_and_can_be_stopped(
    scratch: Any, folder: Path, there: Path
) -> None:
    files = [folder / "files" / name / "data.csv" for name in ("first", "second")]
    node = register(scratch, *files)
    listener = Listener()
    with watching(listener):
        node.raw_export(there)
    assert listener.heard[-1][0] == 2 * len(TABLE)
    with watching(Listener(enough=1)), pytest.raises(Cancelled):
        node.raw_export(there / "again")
    assert [file for file in (there / "again").rglob("*") if file.is_file()] == []


UNSAFE = [
    "../evil", "a/../../evil", "/etc/passwd", "", "C:/evil", "C:evil", "a\\..\\b",
    "a\0b", "..",
]  # fmt: skip


@pytest.mark.parametrize("name", UNSAFE)
def test_a_manifest_cannot_lead_out_of_the_destination(
    client: Any, there: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = zarr(client)
    node.data_sources()
    monkeypatch.setattr(client.context.session, "document", lambda _: {"manifest": ["ok", name]})
    for destination in (there, {}):
        with pytest.raises(ResponseError, match=r"safely|not in the folder"):
            node.raw_export(destination)
    assert os.listdir(there) == []


@pytest.mark.parametrize("name", ["..", ".", "a\\b", "C:evil", "a\0b"])
def test_the_name_of_an_asset_cannot_lead_out_of_it(client: Any, there: Path, name: str) -> None:
    node = zarr(client)
    node.data_sources()
    (source,) = node.item["attributes"]["data_sources"]
    source["assets"][0]["data_uri"] = f"file://localhost/data/{name}"
    with pytest.raises(ResponseError, match="safely"):
        node.raw_export(there)
    assert os.listdir(there) == []


def test_a_link_cannot_lead_out_of_it(client: Any, tmp_path: Path) -> None:
    there, outside = tmp_path / "there", tmp_path / "outside"
    there.mkdir()
    outside.mkdir()
    (there / "a%2Bb").symlink_to(outside)
    with pytest.raises(ResponseError, match="by a link"):
        zarr(client).raw_export(there)
    assert os.listdir(outside) == []


def test_a_picture_comes_as_it_is(scratch: Any, tmp_path: Path) -> None:
    picture = numpy.arange(12, dtype="u2").reshape(3, 4)
    tifffile.imwrite(tmp_path / "a.tiff", picture)
    asset = Asset(f"file://localhost{tmp_path}/a.tiff", is_directory=False, parameter="data_uri")
    structure = array_structure(picture)
    node = scratch.new(
        "array",
        [
            DataSource(
                "array", structure, None, "image/tiff", assets=(asset,), management="external"
            )
        ],
    )
    assert (node.read() == picture).all()
    files: dict[str, bytes] = {}
    node.raw_export(files)
    assert files == {"a.tiff": (tmp_path / "a.tiff").read_bytes()}
