"""Long reads tell how far they are, and end when they are told to."""

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from served import LARGE, MANY

from tiled_jl.errors import Cancelled
from tiled_jl.transport.gather import gather
from tiled_jl.transport.watch import watching

from .faultproxy import Proxy, reset, stall


class Listener:
    """Notes what it is told; wants to stop once enough is done."""

    def __init__(self, enough: float = float("inf")) -> None:
        self.heard: list[tuple[int, int | None, str]] = []
        self.enough = enough

    def check(self) -> None:
        if self.heard and self.heard[-1][0] >= self.enough:
            raise Cancelled

    def advance(self, done: int, total: int | None, unit: str) -> None:
        self.heard.append((done, total, unit))


@pytest.mark.parametrize("key", ["floats", "large"])
def test_a_read_tells_how_far_it_is(memory: Any, key: str) -> None:
    client = memory["arrays", key]
    client.read()
    listener = Listener()
    with watching(listener):
        client.read()
    assert listener.heard[-1] == (client.nbytes, client.nbytes, "bytes")
    assert [done for done, _, _ in listener.heard] == sorted(done for done, _, _ in listener.heard)
    assert len(listener.heard) > 1


def test_a_read_ends_when_it_is_told_to(memory: Any) -> None:
    client = memory["arrays/large"]
    client.read()
    listener = Listener(enough=client.nbytes // 2)
    with watching(listener), pytest.raises(Cancelled):
        client.read()
    assert listener.heard[-1][0] < client.nbytes
    assert (client.read() == LARGE).all()


def test_a_listing_ends_when_it_is_told_to(memory: Any, requests: list[str]) -> None:
    many = memory["many"]
    requests.clear()
    with watching(Listener(enough=1)), pytest.raises(Cancelled):
        many.values()[:]
    assert 1 <= len(requests) < MANY / 300


def test_a_watcher_hears_of_its_own_thread_alone(memory: Any) -> None:
    client = memory["arrays/floats"]
    mine, other = Listener(), Listener()

    def read(listener: Listener) -> None:
        with watching(listener):
            client.read()

    with ThreadPoolExecutor(1) as pool, watching(mine):
        pool.submit(read, other).result()
    assert other.heard
    assert not mine.heard


def test_progress_goes_back_when_a_part_is_repeated_but_ends_right(
    through: Any, proxy: Proxy
) -> None:
    client = through["arrays/large"]
    client.read()
    proxy.spoil("array/full", reset)
    listener = Listener()
    with watching(listener):
        client.read()
    assert listener.heard[-1][0] == client.nbytes


@pytest.mark.parametrize("key", ["floats", "large"])
def test_ctrl_c_ends_a_read_and_leaves_no_thread(through: Any, proxy: Proxy, key: str) -> None:
    client = through["arrays", key]
    client.structure()
    proxy.spoil("array/full", *[stall] * 5)
    before = threading.active_count()
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        client.read()
    assert not [thread for thread in threading.enumerate() if "gather" in thread.name]
    proxy.released.set()
    assert client.read().shape == client.shape
    assert threading.active_count() <= before + 20


def test_results_come_in_the_order_of_the_tasks() -> None:
    barrier = threading.Barrier(2)

    def task(number: int) -> int:
        barrier.wait(10)
        return number

    tasks = [lambda number=number: task(number) for number in range(10)]
    assert gather(tasks, at_once=2) == list(range(10))


def test_no_more_run_at_once_than_allowed() -> None:
    lock = threading.Lock()
    running: list[int] = []
    most = 0

    def task() -> None:
        nonlocal most
        with lock:
            running.append(1)
            most = max(most, len(running))
        threading.Event().wait(0.01)
        with lock:
            running.pop()

    gather([task] * 12, at_once=3)
    assert most == 3


def test_the_first_error_is_raised_and_the_rest_is_not_begun() -> None:
    begun: list[int] = []

    def task(number: int) -> None:
        begun.append(number)
        if number == 0:
            raise RuntimeError("first")
        threading.Event().wait(0.3)

    with pytest.raises(RuntimeError, match="first"):
        gather([lambda number=number: task(number) for number in range(100)], at_once=2)
    assert len(begun) < 100
