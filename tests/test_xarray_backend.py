"""``xarray.open_dataset(uri, engine="tiled")`` opens a dataset, and reads what is used of it."""

import pickle
import tomllib
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import dask.array
import numpy
import pytest
import serving
import xarray
from labelled import CHUNKS, DATASET
from numpy.testing import assert_array_equal
from xarray.testing import assert_identical

from tiled_jl.errors import TiledError
from tiled_jl.transport.courier import Courier
from tiled_jl.xarray_backend import TiledBackendEntrypoint

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture
def uri(server: serving.Server) -> str:
    return f"{server.uri}/api/v1/metadata/memory/labelled/dataset"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What any client has asked of any server."""
    found: list[str] = []
    send = Courier._send

    def note(courier: Courier, request: Any, url: str) -> Any:
        found.append(str(request))
        return send(courier, request, url)

    monkeypatch.setattr(Courier, "_send", note)
    return found


@pytest.fixture
def opened(uri: str, server: serving.Server) -> Iterator[xarray.Dataset]:
    """The dataset, not read yet."""
    with open_it(uri, api_key=server.api_key) as dataset:
        yield dataset


def open_it(uri: str, **options: Any) -> xarray.Dataset:
    return xarray.open_dataset(uri, engine=TiledBackendEntrypoint, **options)


def test_a_dataset_is_what_was_written(opened: xarray.Dataset) -> None:
    assert_identical(opened.load(), DATASET)


def test_nothing_is_read_but_what_is_used(
    uri: str, server: serving.Server, asked: list[str]
) -> None:
    with open_it(uri, api_key=server.api_key) as dataset:
        data = [each for each in asked if "/full" in each]
        assert sorted(each.split("?")[0].rpartition("/")[2] for each in data) == ["time", "x"]
        asked.clear()
        assert dataset["image"][1, 2, ::3].to_numpy().tolist() == [36, 39]
        (request,) = asked
        assert "array/full/memory/labelled/dataset/image" in request


@pytest.mark.parametrize(
    "index",
    [
        {"time": 2},
        {"time": slice(4, 0, -2), "x": slice(1, None, 2)},
        {"time": numpy.int64(-1), "y": [3, 0]},
        {"time": [0, 3, 3], "x": [5, 1]},
        {"time": xarray.DataArray([0, 4], dims="p"), "x": xarray.DataArray([5, 0], dims="p")},
        {"x": slice(2, 2)},
    ],
)
def test_any_index_gives_what_it_gives_in_memory(
    opened: xarray.Dataset, index: dict[str, Any]
) -> None:
    got, want = opened["image"].isel(index), DATASET["image"].isel(index)
    assert got.dims == want.dims
    assert_array_equal(got, want)


def test_labels_are_looked_up(opened: xarray.Dataset) -> None:
    assert opened["current"].sel(time="2026-01-02").item() == 2.0


def test_with_chunks_it_is_made_of_the_servers_chunks(
    uri: str, server: serving.Server, asked: list[str]
) -> None:
    with open_it(uri, api_key=server.api_key, chunks={}) as dataset:
        asked.clear()
        assert isinstance(dataset["image"].data, dask.array.Array)
        assert dataset["image"].variable.chunksizes == CHUNKS
        total = dataset["image"].sum()
        assert not asked
        assert total.compute() == DATASET["image"].sum()


def test_a_graph_can_go_to_other_processes(uri: str, server: serving.Server) -> None:
    with open_it(uri, api_key=server.api_key, chunks={}) as dataset:
        sent = pickle.dumps(dataset["image"].data)
        assert_array_equal(pickle.loads(sent).compute(), DATASET["image"])


def test_a_key_found_in_the_environment_stays_there(
    uri: str, server: serving.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TILED_API_KEY", server.api_key)
    with open_it(uri, chunks={}) as dataset:
        assert server.api_key.encode() not in pickle.dumps(dataset["image"].data)


def test_a_key_in_the_address_is_not_kept_in_the_dataset(uri: str, server: serving.Server) -> None:
    with open_it(f"{uri}?api_key={server.api_key}") as dataset:
        assert dataset.encoding["source"] == uri


def test_variables_can_be_left_out(uri: str, server: serving.Server) -> None:
    with open_it(uri, api_key=server.api_key, drop_variables=["image", "time"]) as dataset:
        assert set(dataset.variables) == set(DATASET.variables) - {"image", "time"}
    with open_it(uri, api_key=server.api_key, drop_variables="image") as dataset:
        assert "image" not in dataset


def test_closing_it_closes_the_connection(uri: str, server: serving.Server) -> None:
    dataset = open_it(uri, api_key=server.api_key)
    dataset.close()
    with pytest.raises(TiledError, match="was closed"):
        dataset["image"].load()


def test_what_is_not_a_dataset_is_refused(server: serving.Server) -> None:
    with pytest.raises(ValueError, match="not a dataset"):
        open_it(f"{server.uri}/api/v1/metadata/memory/arrays/floats", api_key=server.api_key)


@pytest.mark.parametrize(
    ("what", "can"),
    [
        ("http://127.0.0.1:8000/api/v1/metadata/a/b", True),
        ("https://host/prefix/api/v1/metadata/a", True),
        ("http://127.0.0.1:8000/a/b.nc", False),
        ("/data/api/v1/metadata/a", False),
        (3, False),
    ],
)
def test_only_addresses_of_nodes_are_taken_for_its_own(what: object, can: bool) -> None:
    assert TiledBackendEntrypoint().guess_can_open(what) is can


def test_xarray_finds_the_engine_by_its_entry_point() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    engines = project["entry-points"]["xarray.backends"]
    point = EntryPoint("tiled", engines["tiled"], "xarray.backends")
    assert point.load() is TiledBackendEntrypoint
