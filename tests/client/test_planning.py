"""A read is cut into as few parts as the link and the server make sensible."""

import threading
from typing import Any

import pytest
from numpy.testing import assert_array_equal
from served import COLUMNS_FIRST, LARGE
from serving import RESPONSE_LIMIT

from tiled_jl import Context
from tiled_jl.errors import Cancelled, ResponseError
from tiled_jl.structures.slicing import split
from tiled_jl.transport.link import Link
from tiled_jl.transport.watch import watching

from .faultproxy import Answer, Fault, Handler, Proxy, resized, stall_halfway, truncated

SLOW = 1e6
"""Bytes per second."""


def with_data(*then: Fault) -> Fault:
    """Answer with the whole large array, more than the server itself would send at once."""

    def fault(handler: Handler, answer: Answer) -> None:
        headers = {"content-type": "application/octet-stream"}
        whole = Answer(200, headers, LARGE.tobytes())
        for each in then or (Handler.answer,):
            each(handler, whole)

    return fault


def test_what_a_server_refuses_is_asked_for_in_parts_and_remembered(
    memory: Any, context: Context, requests: list[str]
) -> None:
    client = memory["arrays/large"]
    requests.clear()
    assert_array_equal(client.read(), LARGE)
    assert context.part_limit == RESPONSE_LIMIT
    first = len(requests)
    assert_array_equal(client.read(), LARGE)
    assert len(requests) - first == first - 1 == -(-LARGE.nbytes // RESPONSE_LIMIT)


def test_a_slow_link_gets_smaller_parts(memory: Any, context: Context, requests: list[str]) -> None:
    client = memory["arrays/large"]
    client.structure()
    context.session.link._learn(SLOW, 1)
    requests.clear()
    assert_array_equal(client.read(), LARGE)
    assert len(requests) == 3


def test_parts_that_do_not_lie_in_one_stretch_come_to_their_places(
    memory: Any, context: Context
) -> None:
    context.session.link._learn(SLOW, 1)
    client = memory["arrays/columns_first"]
    assert_array_equal(client.read(), COLUMNS_FIRST)
    assert_array_equal(client[::-3, 5:900:7], COLUMNS_FIRST[::-3, 5:900:7])


def test_a_read_measures_the_link(memory: Any, context: Context) -> None:
    link = context.session.link
    assumed = link.rate
    memory["arrays/large"].read()
    assert link.rate != assumed


@pytest.mark.parametrize(
    ("loopback", "seconds", "near"),
    [(True, 0.003, True), (True, 0.045, False), (False, 0.003, True), (False, 0.045, False)],
)
def test_a_round_trip_tells_near_from_far(loopback: bool, seconds: float, near: bool) -> None:
    link = Link(loopback=loopback)
    assert link.is_near is loopback
    link.answered(seconds + 1, "tok;dur=3.0, app;dur=1000")
    link.answered(30, "app;dur=10")
    link.answered(0.0001, "")
    assert link.is_near is near
    assert link.parts_at_once == (2 if near else 4)


def test_bodies_at_the_same_time_share_the_link(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("tiled_jl.transport.link.time.perf_counter", lambda: clock[0])
    link = Link(loopback=False)
    with link.receiving() as one, link.receiving() as other:
        clock[0] = 2.0
        one[0], other[0] = 3_000_000, 1_000_000
    assert link.rate == 2_000_000
    with link.receiving() as small:
        clock[0] = 3.0
        small[0] = 1_000
    assert link.rate == 2_000_000


@pytest.mark.parametrize(("rate", "part"), [(1, 4e6), (30e6, 30e6), (9e9, 128e6)])
def test_a_part_is_about_a_second_of_the_link(rate: float, part: float) -> None:
    link = Link(loopback=True)
    link._learn(rate, 1)
    assert link.part_size == part


def test_parts_are_of_about_one_size() -> None:
    parts = list(split((range(90),), 1, ((10,) * 9,), 80))
    assert [len(positions) for (positions,) in parts] == [50, 40]


def test_a_long_body_comes_straight_to_its_place(through: Any, proxy: Proxy) -> None:
    client = through["arrays/large"]
    proxy.spoil("array/full", with_data())
    assert_array_equal(client.read(), LARGE)
    assert len(proxy.asked("array/full")) == 1
    assert through["arrays/counts"].read().shape == (12, 16, 18)


def test_a_long_body_that_breaks_off_is_asked_for_again(through: Any, proxy: Proxy) -> None:
    client = through["arrays/large"]
    proxy.spoil("array/full", with_data(truncated), with_data(truncated), with_data())
    assert_array_equal(client.read(), LARGE)
    assert len(proxy.asked("array/full")) == 3


@pytest.mark.parametrize("difference", [-1, 1])
def test_a_long_body_of_another_length_is_not_handed_on(
    through: Any, proxy: Proxy, difference: int
) -> None:
    client = through["arrays/large"]
    proxy.spoil("array/full", with_data(resized(difference)))
    with pytest.raises(ResponseError, match="bytes came where"):
        client.read()


def test_a_long_body_can_be_stopped_half_way(through: Any, proxy: Proxy) -> None:
    class Stopper:
        stopped = threading.Event()

        def check(self) -> None:
            if self.stopped.is_set():
                raise Cancelled

        def advance(self, done: int, total: int | None, unit: str) -> None:
            assert total == LARGE.nbytes
            threading.Timer(0.3, self.stopped.set).start()

    client = through["arrays/large"]
    client.structure()
    proxy.spoil("array/full", with_data(stall_halfway))
    with watching(Stopper()), pytest.raises(Cancelled):
        client.read()
    assert not proxy.released.is_set()
