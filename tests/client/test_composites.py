"""A composite is one flat namespace of columns and arrays."""

from typing import Any
from uuid import uuid4

import numpy
import pandas
import pytest
from labelled import COUNTERS, IMAGES, MOTORS
from numpy.testing import assert_array_equal

from tiled_jl import ArrayClient, CompositeClient, Container, DataFrameClient
from tiled_jl.errors import NoSuchKey, ResponseError
from tiled_jl.queries import StructureFamilyQuery

KEYS = [*MOTORS.columns, *COUNTERS.columns, "images", "axis", "spots"]


@pytest.fixture
def composite(memory: Any) -> Any:
    """A composite of two tables, two arrays and something else."""
    return memory["labelled/composite"]


def test_its_keys_are_columns_and_arrays(composite: Any, requests: list[str]) -> None:
    assert isinstance(composite, CompositeClient)
    assert list(composite) == KEYS
    requests.clear()
    assert set(composite) == set(KEYS)
    assert len(requests) == 1
    assert len(composite) == len(KEYS)
    assert composite
    assert composite.keys()[1:3] == ["th", "label"]
    assert composite.keys().last() == "spots"


def test_all_clients_take_one_listing(composite: Any, requests: list[str]) -> None:
    requests.clear()
    clients = dict(composite.items())
    assert list(clients) == KEYS
    assert len(requests) == 1
    assert all(isinstance(clients[key], ArrayClient) for key in KEYS[:-1])


def test_a_key_leads_to_a_column_or_an_array(composite: Any) -> None:
    assert_array_equal(composite["th"].read(), MOTORS["th"])
    assert_array_equal(composite["I1"][1:3], COUNTERS["I1"][1:3])
    assert_array_equal(composite["images"].read(), IMAGES)
    assert "th" in composite


def test_a_loop_over_its_keys_lists_them_once(composite: Any, requests: list[str]) -> None:
    requests.clear()
    assert [composite[key].key for key in composite] == KEYS
    assert len(requests) == 1


def test_a_new_column_is_found(client: Any) -> None:
    made = client["catalog"].create_container(uuid4().hex, specs=["composite"])
    assert "a" not in made
    made.write_array(numpy.arange(3), key="a")
    assert made["a"].read().tolist() == [0, 1, 2]


def test_parts_can_be_had_by_their_own_keys(composite: Any) -> None:
    assert type(composite.parts) is Container
    assert list(composite.parts) == ["motors", "counters", "images", "axis", "spots"]
    assert list(composite.base) == list(composite.parts)
    assert isinstance(composite["motors"], DataFrameClient)
    assert_array_equal(composite["motors/th"].read(), MOTORS["th"])
    assert "motors" in composite


def test_a_key_that_is_not_there_is_an_error(composite: Any) -> None:
    assert "nope" not in composite
    with pytest.raises(NoSuchKey, match="nope"):
        composite["nope"]
    with pytest.raises(NoSuchKey, match="'nope'"):
        composite.read(["th", "nope"])


def test_all_is_read_by_a_listing_and_a_request_for_each_part(
    composite: Any, requests: list[str]
) -> None:
    requests.clear()
    found = composite.read()
    assert len(requests) == 5
    assert set(found.variables) == set(KEYS[:-1])
    assert_array_equal(found["th"], MOTORS["th"])
    assert_array_equal(found["images"], IMAGES)
    assert found["images"].dims == ("time", "images_dim_1", "images_dim_2")
    assert found["axis"].dims == ("x",)
    assert set(found.coords) == {"axis", "time"}
    assert found.attrs == {"scan": 12}


def test_text_and_moments_are_what_they_are_in_the_table(composite: Any) -> None:
    found = composite.read(["label", "when"])
    labels = found["label"].to_numpy().tolist()
    assert [each for each in labels if isinstance(each, str)] == ["a", "b", "d", "e", "f"]
    assert pandas.isna(labels[2])
    assert_array_equal(found["when"], MOTORS["when"].dt.tz_convert(None))


def test_columns_of_one_table_take_one_request(composite: Any, requests: list[str]) -> None:
    requests.clear()
    found = composite.read(["I1", "I0"], dim0="row")
    assert len(requests) == 2
    assert list(found.data_vars) == ["I1", "I0"]
    assert found["I1"].dims == ("row",)


def test_the_rows_are_called_time_only_if_there_is_a_time(composite: Any) -> None:
    assert composite.read(["th"])["th"].dims == ("dim0",)
    assert composite.read(["th", "time"])["th"].dims == ("time",)


def test_what_is_no_array_is_left_out_unless_it_is_named(composite: Any) -> None:
    with pytest.raises(ValueError, match="spots"):
        composite.read(["th", "spots"])
    with pytest.raises(TypeError, match="th"):
        composite.read("th")


def test_many_are_read_at_once_whatever_their_lengths(memory: Any, composite: Any) -> None:
    found = composite.read_many(["images", "I0"])
    assert list(found) == ["images", "I0"]
    assert_array_equal(found["images"], IMAGES)
    assert_array_equal(found["I0"], COUNTERS["I0"])
    uneven = memory["labelled/uneven"]
    assert [len(array) for array in uneven.read_many().values()] == [2, 3]


def test_rows_that_differ_in_number_are_no_dataset(memory: Any) -> None:
    with pytest.raises(ValueError, match="'short': 2, 'long': 3"):
        memory["labelled/uneven"].read()
    assert memory["labelled/uneven"].read(["long"])["long"].shape == (3,)


def test_a_key_that_two_parts_have_is_an_error(memory: Any) -> None:
    clashing = memory["labelled/clashing"]
    with pytest.raises(ResponseError, match="'I0'"):
        list(clashing)
    assert_array_equal(clashing.parts["I0"].read(), numpy.zeros(6))


def test_a_search_finds_parts(composite: Any) -> None:
    tables = composite.search(StructureFamilyQuery("table"))
    assert list(tables) == [*MOTORS.columns, *COUNTERS.columns]
    assert "images" not in tables


def test_a_composite_can_be_made(client: Any) -> None:
    made = client["catalog"].create_container(uuid4().hex, specs=["composite"])
    made.write_array(IMAGES, key="images")
    made.write_array(numpy.arange(6), key="I0")
    assert made.read()["images"].shape == IMAGES.shape
