"""A dataset is read as it was written, whole or in part, at once or later."""

import uuid
from typing import Any

import dask.array
import numpy
import pandas
import pytest
import xarray
from labelled import CHUNKS, DATASET
from xarray.testing import assert_identical

from tiled_jl import ArrayClient, DaskDatasetClient, DatasetClient
from tiled_jl.errors import ClientError, NoSuchKey, NotJSON


@pytest.fixture
def served(memory: Any) -> Any:
    """The dataset that the server serves."""
    return memory["labelled/dataset"]


@pytest.fixture
def catalog(client: Any) -> Any:
    """A container to write to."""
    return client["catalog"].create_container(uuid.uuid4().hex)


def data_requests(requests: list[str]) -> list[str]:
    return [request for request in requests if "/full" in request or "/block" in request]


def test_a_dataset_is_read_as_it_is(served: Any) -> None:
    assert isinstance(served, DatasetClient)
    found = served.read()
    assert_identical(found, DATASET)
    for name, variable in found.variables.items():
        assert variable.dtype == DATASET.variables[name].dtype


def test_small_variables_travel_together(served: Any, requests: list[str]) -> None:
    requests.clear()
    served.read(["current", "count", "shutter", "order"])
    listing, together, time = requests
    assert listing.startswith("GET search")
    assert together.startswith("POST container/full")
    assert "array/full" in time


def test_some_variables_bring_the_coordinates_along_their_dimensions(served: Any) -> None:
    names = ["current", "note"]
    assert_identical(served.read(names), DATASET[names])
    assert_identical(served.read(["x"]), DATASET[["x"]])
    assert_identical(served.read(["exposure"]), DATASET[["exposure"]])


def test_a_variable_that_is_not_there_is_named(served: Any, requests: list[str]) -> None:
    with pytest.raises(NoSuchKey, match="'curent'"):
        served.read(["current", "curent"])
    with pytest.raises(TypeError, match="current"):
        served.read("current")
    assert not data_requests(requests)


def test_it_is_a_container_of_its_variables(served: Any) -> None:
    assert set(served) == set(DATASET.variables)
    assert isinstance(served["image"], ArrayClient)
    assert served["image"].dims == ("time", "y", "x")
    assert list(served.coords) == list(DATASET.coords)
    assert list(served.data_vars) == list(DATASET.data_vars)
    assert served.attrs == DATASET.attrs


def test_a_search_in_a_dataset_is_a_smaller_dataset(served: Any) -> None:
    from tiled_jl.queries import KeysFilter

    assert list(served.search(KeysFilter(["time", "count"])).read().variables) == ["count", "time"]


def test_dimensions_without_names_are_a_variables_own(memory: Any) -> None:
    found = memory["labelled/unnamed"].read()
    assert found["grid"].dims == ("grid_dim_0", "grid_dim_1")
    assert found.attrs == {}


def test_with_dask_nothing_but_indexes_is_read_before_it_is_computed(
    memory: Any, requests: list[str]
) -> None:
    node = memory.new_variation(structure_clients="dask")["labelled/dataset"]
    assert isinstance(node, DaskDatasetClient)
    requests.clear()
    lazy = node.read()
    assert [request.split("?")[0].rpartition("/")[2] for request in data_requests(requests)] == [
        "time",
        "x",
    ]
    assert lazy["image"].variable.chunksizes == CHUNKS
    assert isinstance(lazy["angle"].data, dask.array.Array)
    assert_identical(lazy.compute(), DATASET)


def test_with_dask_the_names_are_the_same_every_time(memory: Any) -> None:
    node = memory.new_variation(structure_clients="dask")["labelled/dataset"]
    names = [node.read(["image"])["image"].data.name for _ in range(2)]
    assert names[0] == names[1]


def test_with_dask_only_what_is_needed_is_read(memory: Any, requests: list[str]) -> None:
    lazy = memory.new_variation(structure_clients="dask")["labelled/dataset"].read(["image"])
    requests.clear()
    assert lazy["image"].data[3, 2, 1].compute() == 85
    assert len(requests) == 1


def scan() -> xarray.Dataset:
    """Make a dataset of all that can be written."""
    return xarray.Dataset(
        {
            "image": (("time", "y", "x"), numpy.arange(60.0).reshape(4, 3, 5), {"units": "K"}),
            "swapped": ("time", numpy.arange(4, dtype=">i4")),
            "ok": ("time", numpy.array([True, False, True, False])),
            "phase": ("time", numpy.arange(4) * 1j),
            "waited": ("time", numpy.arange(4).astype("m8[ms]")),
            "started": ("time", pandas.date_range("2026-01-01", periods=4, unit="ns")),
            "nothing": (("time", "none"), numpy.zeros((4, 0))),
            "scalar": ((), 3.5),
        },
        coords={"time": numpy.arange(4), "label": ("x", numpy.array(list("abcde"))), "run": 12},
        attrs={"title": "A scan", "motors": ["th", "tth"]},
    )


def test_a_dataset_is_read_back_as_it_was_written(catalog: Any) -> None:
    node = catalog.write_xarray_dataset(scan(), key="scan", metadata={"sample": "Cu"}, specs=["my"])
    assert isinstance(node, DatasetClient)
    assert_identical(node.read(), scan())
    assert [spec.name for spec in node.specs] == ["xarray_dataset", "my"]
    assert catalog["scan"].metadata["sample"] == "Cu"
    assert_identical(catalog["scan"].read(), scan())


def test_variables_in_a_catalogue_travel_together(catalog: Any, requests: list[str]) -> None:
    wide = xarray.Dataset(
        {f"channel{number}": ("time", numpy.full(3, number / 7)) for number in range(12)}
    )
    node = catalog.write_xarray_dataset(wide)
    requests.clear()
    assert_identical(node.read(), wide)
    assert len(requests) == 2


@pytest.mark.parametrize(
    "text",
    [
        numpy.array(["a", "köln", ""], dtype=object),
        numpy.array(["a", "köln", ""], dtype=numpy.dtypes.StringDType()),
        pandas.Categorical(["a", "b", "a"]),
        numpy.array([], dtype=object),
    ],
    ids=["objects", "strings", "categories", "empty"],
)
def test_text_of_any_kind_is_written_as_text(catalog: Any, text: Any) -> None:
    node = catalog.write_xarray_dataset(xarray.Dataset({"text": ("x", text)}))
    assert node["text"].dtype.kind == "U"
    assert node.read()["text"].to_numpy().tolist() == list(text)


def test_numpys_scalars_and_arrays_in_attributes_become_plain(catalog: Any) -> None:
    dataset = xarray.Dataset(
        {"a": ("x", [1.0], {"gain": numpy.float32(1.5), "good": numpy.bool_(True)})},
        attrs={"version": numpy.int64(3), "range": numpy.array([0, 1])},
    )
    node = catalog.write_xarray_dataset(dataset)
    assert node.attrs == {"version": 3, "range": [0, 1]}
    assert node.read()["a"].attrs == {"gain": 1.5, "good": True}


def test_the_encoding_of_values_is_kept_and_that_of_a_file_is_not(catalog: Any) -> None:
    dataset = xarray.Dataset({"a": ("x", [1.0]), "b": ("x", [1.0])})
    dataset["a"].encoding = {
        "dtype": numpy.dtype("i2"),
        "scale_factor": numpy.float64(0.5),
        "_FillValue": numpy.int16(-1),
        "chunksizes": (1,),
        "source": "/file.nc",
    }
    dataset["b"].encoding = {"_FillValue": numpy.float32("nan")}
    found = catalog.write_xarray_dataset(dataset).read()
    assert found["a"].encoding == {"dtype": "int16", "scale_factor": 0.5, "_FillValue": -1}
    assert found["b"].encoding == {}


def test_dask_arrays_are_written_block_by_block(catalog: Any) -> None:
    whole = numpy.arange(48.0).reshape(8, 6)
    lazy = xarray.Dataset({"a": (("y", "x"), dask.array.from_array(whole, (4, 3)))})
    node = catalog.write_xarray_dataset(lazy)
    assert node["a"].chunks == ((4, 4), (3, 3))
    assert_identical(node.read(), lazy.compute())


@pytest.mark.parametrize(
    ("dataset", "error", "named"),
    [
        (xarray.Dataset({"a/b": 1}), ValueError, "a/b"),
        (xarray.Dataset({7: 1}), TypeError, "7"),
        (xarray.Dataset({"a": (("x", 0), [[1]])}), TypeError, "'a'"),
        (xarray.Dataset({"a": ("x", numpy.array([1, "b"], dtype=object))}), TypeError, "'a'.* int"),
        (xarray.Dataset({"a": ("x", numpy.array([None], object))}), TypeError, "NoneType"),
        (xarray.Dataset({"a": ("x", numpy.array(["b\0"], object))}), ValueError, "null"),
        (xarray.Dataset({"a": ("x", [1], {"b": {1, 2}})}), NotJSON, "'a'.*'b'"),
        (xarray.Dataset(attrs={"b": float("nan")}), NotJSON, "'b'.* nan"),
        ({"a": 1}, TypeError, "dict"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is_sent(
    catalog: Any, requests: list[str], dataset: Any, error: type[Exception], named: str
) -> None:
    requests.clear()
    with pytest.raises(error, match=named):
        catalog.write_xarray_dataset(dataset)
    assert not requests


def test_an_index_of_several_levels_is_refused_with_the_way_out(catalog: Any) -> None:
    levels = pandas.MultiIndex.from_tuples([(1, "a"), (2, "b")], names=["n", "s"])
    coords = xarray.Coordinates.from_pandas_multiindex(levels, "x")
    with pytest.raises(TypeError, match="reset_index"):
        catalog.write_xarray_dataset(xarray.Dataset({"a": ("x", [1.0, 2.0])}, coords))


def test_objects_to_be_computed_are_refused(catalog: Any) -> None:
    objects = dask.array.from_array(numpy.array(["a", "b"], dtype=object), 1)
    with pytest.raises(TypeError, match=r"'a'.*compute"):
        catalog.write_xarray_dataset(xarray.Dataset({"a": ("x", objects)}))


def test_a_dataset_half_written_is_removed(catalog: Any) -> None:
    def fail(block: Any) -> Any:
        raise RuntimeError("the detector is gone")

    broken = dask.array.zeros(4, chunks=2).map_blocks(fail, dtype=float, meta=numpy.zeros(0))
    dataset = xarray.Dataset({"good": ("x", numpy.zeros(4)), "bad": ("x", broken)})
    with pytest.raises(RuntimeError, match="the detector is gone") as caught:
        catalog.write_xarray_dataset(dataset, key="half")
    assert "was removed" in caught.value.__notes__[-1]
    assert "half" not in catalog


def test_a_key_that_is_taken_is_left_alone(catalog: Any) -> None:
    catalog.write_xarray_dataset(scan(), key="scan")
    with pytest.raises(ClientError, match="scan"):
        catalog.write_xarray_dataset(xarray.Dataset(), key="scan")
    assert_identical(catalog["scan"].read(), scan())
