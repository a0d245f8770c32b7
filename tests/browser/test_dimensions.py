"""What a page is told of axes and columns: units and coordinates."""

from collections.abc import Iterator
from typing import Any

import httpx
import numpy
import pytest
import serving

from tiled_jl.browser import dimensions

from .page import Page

COORDINATES = frozenset({"lat", "lon", "time", "height"})


def labelled(
    http: httpx.Client, key: str, array: numpy.ndarray, dims: list[str], **metadata: Any
) -> None:
    """Write a variable of an xarray dataset, as its writer does."""
    structure = {
        "data_type": {"endianness": "little", "kind": array.dtype.kind, "itemsize": 8},
        "shape": array.shape,
        "chunks": [[length] for length in array.shape],
        "dims": dims,
        "resizable": False,
    }
    source = {"structure_family": "array", "structure": structure, "mimetype": "application/x-zarr"}
    body = {
        "id": key,
        "structure_family": "array",
        "metadata": {"attrs": metadata},
        "specs": [{"name": f"xarray_{'coord' if key in COORDINATES else 'data_var'}"}],
        "data_sources": [source],
    }
    http.post("metadata/catalog/dataset", json=body).raise_for_status()
    http.put(
        f"array/full/catalog/dataset/{key}",
        content=array.tobytes(),
        headers={"Content-Type": "application/octet-stream"},
    ).raise_for_status()


@pytest.fixture
def dataset(server: serving.Server) -> Iterator[None]:
    """A dataset with coordinates for two of the three dimensions of its variable."""
    with server.http as http:
        serving.create_container(http, "catalog", "dataset", specs=["xarray_dataset"])
        labelled(http, "temperature", numpy.zeros((2, 3, 4)), ["time", "lat", "lon"], units="K")
        labelled(http, "lat", numpy.array([-45.0, 0.0, 45.0]), ["lat"], units="degrees_north")
        labelled(http, "height", numpy.zeros((2, 3)), ["time", "lat"], units="m")
        labelled(http, "time", numpy.array([0, 86_400]), ["time"], units="s")
        # Something of the same name that has another length says nothing of the dimension.
        labelled(http, "lon", numpy.arange(9.0), ["lon"], units="degrees_east")
    yield
    with server.http as http:
        http.delete("metadata/catalog/dataset", params={"recursive": True, "external_only": False})


@pytest.mark.usefixtures("dataset")
def test_dimensions_have_the_coordinates_that_the_dataset_gives(
    page: Page, here: dict[str, Any]
) -> None:
    plan, _ = page.ask("preview.open", **here, path=["catalog", "dataset", "temperature"])
    assert plan["unit"] == "K"
    own = {"title": None, "note": None}
    assert plan["dimensions"] == [
        {"name": "time", "size": 2, "unit": "s", "coordinates": [0, 86_400], **own},
        {"name": "lat", "size": 3, "unit": "degrees_north", "coordinates": [-45, 0, 45], **own},
        {"name": "lon", "size": 4, "unit": "degrees_east", "coordinates": [], **own},
    ]


@pytest.mark.usefixtures("dataset")
def test_a_coordinate_of_two_dimensions_has_their_coordinates(
    page: Page, here: dict[str, Any]
) -> None:
    plan, _ = page.ask("preview.open", **here, path=["catalog", "dataset", "height"])
    assert plan["unit"] == "m"
    assert [each["coordinates"] for each in plan["dimensions"]] == [[0, 86_400], [-45.0, 0.0, 45.0]]


def test_dimensions_of_a_lone_array_have_no_coordinates(page: Page, here: dict[str, Any]) -> None:
    plan, _ = page.ask("preview.open", **here, path=["memory", "arrays", "named"])
    assert [each["coordinates"] for each in plan["dimensions"]] == [[], []]


@pytest.mark.usefixtures("dataset")
def test_coordinates_are_found_beyond_the_first_page_of_siblings(
    page: Page, here: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dimensions, "MAX_PAGE_SIZE", 1)
    plan, _ = page.ask("preview.open", **here, path=["catalog", "dataset", "temperature"])
    assert [each["coordinates"] for each in plan["dimensions"]] == [[0, 86_400], [-45, 0, 45], []]


@pytest.mark.usefixtures("dataset")
def test_coordinates_too_many_to_show_are_said_to_be_there(
    server: serving.Server, page: Page, here: dict[str, Any]
) -> None:
    with server.http as http:
        labelled(http, "shot", numpy.arange(dimensions.MOST_COORDINATES + 1), ["shot"])
        labelled(http, "pulse", numpy.zeros(dimensions.MOST_COORDINATES + 1), ["shot"])
    plan, _ = page.ask("preview.open", **here, path=["catalog", "dataset", "pulse"])
    (shot,) = plan["dimensions"]
    assert (shot["coordinates"], shot["title"]) == ([], None)
    assert shot["note"] == "its 10,001 coordinates are too many to show: these are positions"


def test_a_dimension_without_a_name_has_words_for_people(page: Page, here: dict[str, Any]) -> None:
    plan, _ = page.ask("preview.open", **here, path=["memory", "arrays", "counts"])
    assert [(each["name"], each["title"]) for each in plan["dimensions"]] == [
        (f"dim {axis}", f"dim {axis}") for axis in range(3)
    ]
