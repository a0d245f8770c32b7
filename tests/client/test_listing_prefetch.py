"""A listing asks for little, and for the next page while this one is used."""

import pickle
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from served import ARRAYS, MANY

from tiled_jl.errors import NotFound
from tiled_jl.structures import ArrayStructure

from .faultproxy import Proxy, stall, status

PAGES = -(-MANY // 300)


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if "ahead" in thread.name]


def test_the_next_page_comes_while_this_one_is_used(memory: Any, requests: list[str]) -> None:
    children = iter(memory["many"].values())
    requests.clear()
    next(children)
    assert len(requests) == 1
    next(children)
    wait_until(lambda: len(requests) == 2)
    assert len(list(children)) == MANY - 2
    assert len(requests) == PAGES
    assert not threads()


def test_whoever_looks_at_the_first_few_asks_for_no_more(memory: Any, requests: list[str]) -> None:
    many = memory["many"]
    requests.clear()
    assert len(many.values().head(3)) == 3
    assert many.keys().first()
    assert len(requests) == 2
    assert "limit%5D=3" in requests[0]
    assert "limit%5D=1" in requests[1]


def test_a_full_last_page_is_known_to_be_the_last(memory: Any, requests: list[str]) -> None:
    many = memory["many"]
    requests.clear()
    assert len(many.keys()[MANY - 300 :]) == 300
    assert len(requests) == 1


def test_keys_ask_for_nothing_but_keys(memory: Any, requests: list[str]) -> None:
    many = memory["many"]
    requests.clear()
    assert len([key for key in many]) == MANY  # noqa: C416 - a list asks for the length first
    assert all("fields=&" in request for request in requests)


def test_giving_up_leaves_no_thread_and_no_request(through: Any, proxy: Proxy) -> None:
    many = through["many"]
    children = iter(many.values())
    next(children)
    proxy.spoil("search", stall)
    next(children)
    wait_until(lambda: len(proxy.asked("search/memory/many")) == 2)
    children.close()
    assert not threads()
    assert not proxy.released.is_set()
    assert len(many.values()[:]) == MANY


def test_an_error_in_the_next_page_is_raised_where_that_page_begins(
    through: Any, proxy: Proxy
) -> None:
    children = iter(through["many"].values())
    next(children)
    proxy.spoil("search", status(404))
    for _ in range(299):
        next(children)
    with pytest.raises(NotFound):
        next(children)
    assert not threads()


def test_structures_of_siblings_come_together(memory: Any, requests: list[str]) -> None:
    arrays = memory["arrays"].values()[:]
    requests.clear()
    shapes = {array.key: array.shape for array in arrays}
    assert {key: shapes[key] for key in ARRAYS} == {key: a.shape for key, a in ARRAYS.items()}
    assert len(requests) <= 4


def test_a_container_of_arrays_is_listed_with_structures_the_next_time(
    memory: Any, requests: list[str]
) -> None:
    memory["arrays"].values()[:]
    again = memory["arrays"].values()[:]
    requests.clear()
    assert all(isinstance(array.structure(), ArrayStructure) for array in again)
    assert not requests


def test_one_structure_is_asked_for_alone(memory: Any, requests: list[str]) -> None:
    scans = memory["many"].values().head(100)
    assert all("fields=structure&" not in request for request in requests)
    requests.clear()
    assert scans[50].structure().count == 0
    (request,) = requests
    assert request.startswith("GET metadata/memory/many/")


def test_structures_of_containers_come_in_ever_larger_groups(
    memory: Any, requests: list[str]
) -> None:
    scans = memory["many"].values()[:]
    requests.clear()
    assert all(scan.structure().count == 0 for scan in scans[:300])
    assert len(requests) == 5


def test_children_that_moved_are_asked_for_one_by_one(
    memory: Any, requests: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = memory["arrays"].values()[:]
    siblings = listed[0]._item.siblings
    monkeypatch.setattr(siblings, "_start", 2)
    for array in listed:
        assert array.structure().shape == memory["arrays", array.key].shape


def test_a_listed_client_can_be_sent_elsewhere(memory: Any) -> None:
    array = memory["arrays"].values().first()
    again = pickle.loads(pickle.dumps(array))
    assert again.shape == array.shape
