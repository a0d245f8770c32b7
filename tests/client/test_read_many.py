"""Many children are read together, and each is what it is when it is read alone."""

from typing import Any

import pytest
import served
import serving
from labelled import SMALL
from numpy.testing import assert_array_equal

from tiled_jl import ArrayClient
from tiled_jl.errors import NoSuchKey, ResponseError, ServerError
from tiled_jl.queries import KeysFilter

from .faultproxy import Answer, Handler, status


def assert_same(got: Any, want: Any) -> None:
    assert type(got) is type(want)
    assert (got.dtype, got.shape, got.dtype.metadata) == (want.dtype, want.shape, None)
    assert_array_equal(got, want)


def exports(requests: list[str]) -> list[str]:
    return [request for request in requests if "container/full" in request]


def test_small_arrays_take_one_listing_and_one_request(memory: Any, requests: list[str]) -> None:
    node = memory["labelled/small"]
    requests.clear()
    found = node.read_many()
    assert list(found) == list(SMALL)
    for key, array in found.items():
        assert_same(array, SMALL[key])
    assert len(requests) == 2


@pytest.mark.parametrize("key", served.ARRAYS)
def test_an_array_of_any_type_is_the_same_as_read_alone(memory: Any, key: str) -> None:
    keys = ["floats", "counts", "flags", "big_endian", key]
    assert_same(memory["arrays"].read_many(keys)[key], served.ARRAYS[key])


def test_what_is_read_can_be_written_to(memory: Any) -> None:
    for array in memory["arrays"].read_many(["flags", "one", "bytes", "complex", "times"]).values():
        assert array.flags.writeable


def test_chosen_keys_come_in_the_order_given(memory: Any, requests: list[str]) -> None:
    node = memory["labelled/small"]
    requests.clear()
    found = node.read_many(["a31", "a02", "a17", "a05", "a31"])
    assert list(found) == ["a31", "a02", "a17", "a05"]
    assert_same(found["a17"], SMALL["a17"])
    assert len(requests) == 2


def test_tables_come_along(memory: Any) -> None:
    found = memory["tables"].read_many(["spectrum", "parts"])
    assert found["spectrum"].equals(memory["tables/spectrum"].read())
    assert len(found["parts"]) == len(served.TABLE)


def test_a_large_array_is_read_in_its_parts(memory: Any) -> None:
    found = memory["arrays"].read_many(["large", "one", "flags", "floats", "counts"])
    assert_same(found["large"], served.LARGE)


def test_metadata_that_do_not_fit_are_no_obstacle(memory: Any, requests: list[str]) -> None:
    found = memory["labelled/described"].read_many()
    assert {key: array.tolist() for key, array in found.items()} == {
        f"{name}{number}": list(range(number + 1))
        for name in ("nested", "mixed", "missing", "plain")
        for number in range(5)
    }
    assert len(exports(requests)) == 1


def test_a_container_that_cannot_be_exported_is_read_one_by_one(
    memory: Any, requests: list[str]
) -> None:
    found = memory["labelled/small_and_nested"].read_many(["a03", "a04", "a05", "a06"])
    assert_same(found["a05"], SMALL["a05"])
    assert not exports(requests)


@pytest.mark.parametrize("key", serving.CATALOG_KEYS)
def test_odd_keys_of_a_catalogue_are_found(client: Any, key: str) -> None:
    found = client["catalog/odd"].read_many([*serving.CATALOG_KEYS[:4], key])
    assert_same(found[key], client["catalog/odd"][key].read())


def test_a_search_reads_what_it_has_found(memory: Any) -> None:
    found = memory["labelled/small"].search(KeysFilter(["a01", "a02"])).read_many()
    assert list(found) == ["a01", "a02"]


def test_an_empty_container_holds_nothing(memory: Any) -> None:
    assert memory["nothing"].read_many() == {}
    assert memory["arrays"].read_many([]) == {}


def test_containers_are_left_out_unless_they_are_named(memory: Any) -> None:
    assert memory["odd"].read_many() == {}
    with pytest.raises(ValueError, match="'a b'"):
        memory["odd"].read_many(["a b"])


def test_a_key_that_is_not_there_is_named(memory: Any, requests: list[str]) -> None:
    with pytest.raises(NoSuchKey, match="'nope'"):
        memory["labelled/small"].read_many(["a01", "nope"])
    assert not exports(requests)


def test_a_single_string_is_not_a_list_of_keys(memory: Any) -> None:
    with pytest.raises(TypeError, match="a01"):
        memory["labelled/small"].read_many("a01")


def test_many_long_keys_are_asked_for_in_several_requests(client: Any, requests: list[str]) -> None:
    keys = [f"{'long' * 20}{number}" for number in range(60)]
    with pytest.raises(NoSuchKey):
        client["catalog/scans"].read_many(keys)
    listings = [request for request in requests if "keys_filter" in request]
    assert len(listings) == 2
    assert all(len(request) < 8_000 for request in listings)


def test_a_class_of_the_users_own_reads_its_own_way(memory: Any) -> None:
    class Doubled(ArrayClient):
        def read(self, slice: Any = None) -> Any:  # noqa: A002
            return 2 * super().read(slice)

    custom = memory.new_variation(structure_clients={"array": Doubled})
    found = custom["labelled/small"].read_many()
    assert_same(found["a07"], 2 * SMALL["a07"])


def test_dask_arrays_are_still_to_be_computed(memory: Any, requests: list[str]) -> None:
    lazy = memory.new_variation(structure_clients="dask")["labelled/small"]
    requests.clear()
    found = lazy.read_many()
    assert len(requests) == 1
    assert_same(found["a07"].compute(), SMALL["a07"])


TOO_LARGE = b'{"detail": "Response would exceed 160. Use slicing to request a smaller array."}'


def test_a_limit_is_respected_and_remembered(through: Any, proxy: Any) -> None:
    node = through["labelled/small"]
    proxy.spoil("container/full", status(400, TOO_LARGE))
    found = node.read_many()
    assert_same(found["a39"], SMALL["a39"])
    assert len(proxy.asked("container/full")) == 3
    assert node.context.part_limit == 160
    assert_same(node.read_many()["a39"], SMALL["a39"])
    assert not proxy.asked("array/full")


def test_arrays_that_even_alone_are_too_much_are_read_by_their_clients(
    through: Any, proxy: Any
) -> None:
    proxy.spoil("container/full", *[status(400, TOO_LARGE)] * 7)
    found = through["labelled/small"].read_many(["a00", "a04", "a08", "a12"])
    assert_same(found["a12"], SMALL["a12"])
    assert proxy.asked("array/full")


@pytest.mark.parametrize("code", [400, 406, 500])
def test_what_a_server_cannot_export_is_read_one_by_one(
    through: Any, proxy: Any, code: int
) -> None:
    proxy.spoil("container/full", status(code))
    found = through["labelled/small"].read_many(["a00", "a01", "a02", "a03"])
    assert_same(found["a03"], SMALL["a03"])
    assert len(proxy.asked("array/full")) == 4


def test_a_server_that_is_gone_is_not_asked_again_one_by_one(through: Any, proxy: Any) -> None:
    node = through["labelled/small"]
    proxy.spoil("container/full", status(503, retry_after="3600"))
    with pytest.raises(ServerError, match="503"):
        node.read_many()
    assert not proxy.asked("array/full")


def broken(handler: Handler, answer: Answer) -> None:
    """Send the right number of wrong bytes."""
    answer.body = bytes(len(answer.body))
    handler.answer(answer)


@pytest.mark.parametrize("path", ["labelled/small", "labelled/dataset"])
def test_an_answer_that_is_not_what_it_says_is_an_error(
    through: Any, proxy: Any, path: str
) -> None:
    proxy.spoil("container/full", broken)
    with pytest.raises(ResponseError, match="container/full"):
        through[path].read_many()
