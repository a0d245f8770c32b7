"""What is written to a node is told as it is written."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import loginserver
import numpy
import pytest
import serving
from numpy.testing import assert_array_equal

from tiled_jl import Context, from_context
from tiled_jl.errors import NotFound, NotYet, ResponseError, Unauthorized
from tiled_jl.live import LiveArrayRef, LiveGap
from tiled_jl.live.messages import decode

from .relay import ROOT, Relay, relayed
from .test_interrupts import interrupt, start

KEY = "a b?c#d%20é"
TTL = 3
"""Seconds after which the server of `fleeting` forgets a message."""
FRAMES = numpy.arange(18.0).reshape(6, 3)


def add(node: Any, *numbers: int) -> None:
    """Add rows of `FRAMES` to an array, each in a message of its own."""
    for number in numbers:
        node.patch(FRAMES[number : number + 1], offset=number, extend=True)


def rows_until(updates: Iterator[Any], count: int) -> list[Any]:
    """Return what is told until so many rows are: fewer updates where the server is slow."""
    told = [next(updates)]
    while told[-1].offset[0] + told[-1].shape[0] < count:
        told.append(next(updates))
    return told


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Server]:
    """A server of these tests alone.

    Tiled numbers its nodes, gives the numbers of deleted ones to new ones, and remembers messages
    by the number: a new node would be told what befell another.
    """
    running = serving.start(tmp_path_factory.mktemp("live"))
    yield running
    running.stop()


@pytest.fixture
def relay(server: serving.Server) -> Iterator[Relay]:
    with relayed(server.uri) as running:
        yield running


@pytest.fixture(scope="module")
def fleeting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Server]:
    """A server with users, whose tokens live 2 s, that soon forgets its messages."""
    folder = tmp_path_factory.mktemp("fleeting")
    catalog = {
        "uri": f"sqlite:///{folder / 'catalog.db'}",
        "writable_storage": str(folder / "data"),
    }
    running = loginserver.start(
        folder,
        loginserver.authentication(),
        streaming_cache={"uri": "memory", "data_ttl": TTL},
        trees=[{"path": "/", "tree": "catalog", "args": catalog}],
    )
    yield running
    running.stop()


def restart(server: serving.Server) -> None:
    server.stop()
    again = loginserver.run(server.folder, urlsplit(server.uri).port or 0)
    server.process = again.process


@contextmanager
def alice_at(uri: str) -> Iterator[Any]:
    with Context(uri) as context:
        context.login("alice", loginserver.PASSWORDS["alice"], "lab")
        yield from_context(context)


def test_rows_are_told_as_they_are_added(scratch: Any) -> None:
    frames = numpy.arange(12.0).reshape(4, 3)
    node = scratch.write_array(frames[:1], key=KEY, chunks=(1, 3))
    with node.subscribe() as subscription:
        updates = subscription.updates(start=1)
        told = [next(updates)]
        for number in (1, 2, 3):
            node.patch(frames[number : number + 1], offset=number, extend=True)
            told.append(next(updates))
    assert [update.sequence for update in told] == [1, 2, 3, 4]
    assert [update.offset for update in told] == [(0, 0), (1, 0), (2, 0), (3, 0)]
    assert_array_equal(numpy.concatenate([update.data() for update in told]), frames)


def test_a_message_may_be_large(scratch: Any) -> None:
    frame = numpy.random.default_rng(0).random((1, 1500, 2000))
    node = scratch.write_array(frame)
    update = next(node.subscribe().updates(start=1))
    assert_array_equal(update.data(), frame)


def test_the_error_of_a_callback_is_raised_where_the_subscription_ends(scratch: Any) -> None:
    node = scratch.write_array(numpy.zeros(3))
    subscription = node.subscribe()

    @subscription.new_data.add_callback
    def fail(update: Any) -> None:
        raise LookupError("no place for it")

    with pytest.raises(LookupError, match="no place"):
        subscription.start_in_thread(start=1).wait(30)


def test_a_stream_that_is_closed_ends_the_loop(scratch: Any) -> None:
    node = scratch.write_array(numpy.zeros(3))
    node.close_stream()
    assert len(list(node.subscribe().updates(start=1))) == 1


def test_children_are_told(scratch: Any) -> None:
    with scratch.subscribe() as subscription:
        updates = subscription.updates(start=1)
        scratch.create_container(KEY, metadata={"sample": "Cu"})
        update = next(updates)
    assert (update.key, update.metadata, update.child().key) == (KEY, {"sample": "Cu"}, KEY)


def test_a_wrong_key_is_refused(scratch: Any, server: serving.Server) -> None:
    node = scratch.write_array(numpy.zeros(3))
    with Context(server.uri, api_key=server.api_key) as context:
        theirs = from_context(context, node_path_parts=node.path_parts)
        context.api_key = "wrong"
        with pytest.raises(Unauthorized):
            next(theirs.subscribe().updates())


def test_a_node_that_was_deleted_is_not_found(scratch: Any) -> None:
    node = scratch.create_container()
    node.delete()
    with pytest.raises(NotFound):
        next(node.subscribe().updates())


def test_a_node_that_cannot_be_followed_says_so(memory: Any) -> None:
    with pytest.raises(ResponseError, match="no live data"):
        next(memory.subscribe().updates())


@pytest.mark.parametrize("frame", [b"", b"\xc1", b"\x80", b"\x81\xa4type\xaaarray-data"])
def test_a_malformed_message_is_one_of_our_errors(frame: bytes) -> None:
    with pytest.raises(ResponseError):
        decode(frame)


def test_a_lost_connection_is_made_anew_and_goes_on_where_it_ended(
    relay: Relay, server: serving.Server, scratch: Any
) -> None:
    node = scratch.write_array(FRAMES[:1], chunks=(1, 3))
    with Context(relay.uri, api_key=server.api_key) as context:
        theirs = from_context(context, node_path_parts=node.path_parts)
        with theirs.subscribe() as subscription:
            drops: list[Any] = []
            subscription.disconnected.add_callback(drops.append)
            updates = subscription.updates(start=1)
            told = [next(updates)]
            relay.cut()
            add(node, 1, 2)
            relay.mend()
            told += [next(updates), next(updates)]
    assert [update.sequence for update in told] == [1, 2, 3]
    assert_array_equal(numpy.concatenate([update.data() for update in told]), FRAMES[:3])
    assert drops == [subscription]


def test_what_is_written_around_a_restart_is_told_though_tokens_expire(
    fleeting: serving.Server,
) -> None:
    with relayed(fleeting.uri) as relay, alice_at(relay.uri) as theirs:
        with alice_at(fleeting.uri) as root:
            node = root.write_array(FRAMES[:1], key=KEY, chunks=(1, 3))
            add(node, 1, 2)
            updates = theirs[KEY].subscribe().updates(start=1)
            told = rows_until(updates, 3)
            relay.cut()
            restart(fleeting)
            add(node, 3)
            time.sleep(TTL + 0.5)
            relay.mend()
            missed = next(updates)
            add(node, 4)
            told += [missed, *rows_until(updates, 5)]
        assert_array_equal(numpy.concatenate([update.data() for update in told]), FRAMES[:5])
        updates.close()
    assert (type(missed), missed.sequence) == (LiveArrayRef, None)


def test_an_end_is_heard_of_though_the_server_counts_from_1_again(
    relay: Relay, server: serving.Server, scratch: Any
) -> None:
    node = scratch.write_array(FRAMES[:1], key=KEY, chunks=(1, 3))
    add(node, 1, 2)
    with Context(relay.uri, api_key=server.api_key) as context:
        theirs = from_context(context, node_path_parts=node.path_parts)
        updates = theirs.subscribe().updates(start=1)
        assert [next(updates).sequence for _ in range(3)] == [1, 2, 3]
        relay.cut()
        node.delete(external_only=False)
        scratch.write_array(FRAMES, key=KEY).close_stream()
        relay.mend()
        (update,) = updates
    assert_array_equal(update.data(), FRAMES)


def test_what_the_server_has_forgotten_is_found_over_http(fleeting: serving.Server) -> None:
    with alice_at(fleeting.uri) as root:
        node = root.create_container().write_array(FRAMES[:1], chunks=(1, 3))
        add(node, 1)
        run = root.create_container("forgotten")
        child = run.create_container(KEY, metadata={"sample": "Cu"})
        time.sleep(TTL + 0.5)
        add(node, 2)
        with node.subscribe() as subscription:
            updates = subscription.updates(start=1)
            told = rows_until(updates, 3)
        with run.subscribe() as subscription:
            updates = subscription.updates(start=1)
            found, gap = next(updates), next(updates)
        assert (type(told[0]), told[0].offset) == (LiveArrayRef, (0, 0))
        assert_array_equal(numpy.concatenate([update.data() for update in told]), FRAMES[:3])
    assert (found.key, found.metadata, found.sequence) == (child.key, {"sample": "Cu"}, None)
    assert isinstance(gap, LiveGap)


def test_live_data_come_from_a_server_on_a_sub_path(
    relay: Relay, server: serving.Server, scratch: Any
) -> None:
    node = scratch.write_array(FRAMES, key=KEY)
    with Context(relay.uri + ROOT, api_key=server.api_key) as context:
        theirs = from_context(context, node_path_parts=node.path_parts)
        with theirs.subscribe() as subscription:
            assert_array_equal(next(subscription.updates(start=1)).data(), FRAMES)


def test_files_that_were_written_are_read_when_they_are_wanted(
    server: serving.Server, scratch: Any
) -> None:
    node = scratch.write_array(FRAMES)
    path = "/".join(node.path_parts)
    with server.http as http, node.subscribe() as subscription:
        updates = subscription.updates(start=2)
        found = http.get(f"metadata/{path}", params={"include_data_sources": True}).json()
        source = found["data"]["attributes"]["data_sources"][0]
        http.put(
            f"data_source/{path}",
            params={"patch_offset": "2,0", "patch_shape": "3,3"},
            json={"data_source": source},
        ).raise_for_status()
        update = next(updates)
    assert (type(update), update.offset, update.shape) == (LiveArrayRef, (2, 0), (3, 3))
    assert_array_equal(update.data(), FRAMES[2:5])


def test_ctrl_c_ends_the_loop_and_leaves_no_thread(server: serving.Server, scratch: Any) -> None:
    follow = f"""
    node = from_context(context, node_path_parts={scratch.write_array(FRAMES).path_parts!r})
    for update in node.subscribe().updates(start=1):
        print(update.shape, flush=True)
    """
    process = start(server.uri, follow)
    assert process.stdout is not None
    assert process.stdout.readline() == "(6, 3)\n"
    assert interrupt(process) == "interrupted"


def test_a_program_ends_though_it_still_follows(server: serving.Server, scratch: Any) -> None:
    process = start(
        server.uri,
        f"""
    node = from_context(context, node_path_parts={scratch.write_array(FRAMES).path_parts!r})
    updates = node.subscribe().updates(start=1)
    print(next(updates).shape)
    """,
    )
    said, _ = process.communicate(timeout=60)
    assert (said, process.returncode) == ("(6, 3)\n", 0)


def test_live_data_can_be_followed_where_an_event_loop_runs(scratch: Any) -> None:
    node = scratch.write_array(FRAMES)

    async def follow() -> Any:
        with node.subscribe() as subscription:
            return next(subscription.updates(start=1)).data()

    assert_array_equal(asyncio.run(follow()), FRAMES)


def test_an_application_in_this_process_says_that_it_has_no_live_data(light_root: Any) -> None:
    with pytest.raises(NotYet, match="no live data"):
        next(light_root.create_container().subscribe().updates())


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda socket: socket.close(4001, "Expected JSON auth message"), "Expected JSON"),
        (lambda socket: socket.close(4003, "Authentication failed"), "Authentication failed"),
        (lambda socket: socket.send(b"\xc1"), "in a way that is not known"),
        (lambda socket: socket.send(b"\x81\xa4type\xa5array"), "of a type that is not known"),
    ],
    ids=["4001", "4003", "garbage", "no type"],
)
def test_a_server_that_says_odd_things_is_an_error(
    relay: Relay, server: serving.Server, scratch: Any, act: Callable[[Any], None], said: str
) -> None:
    from websockets.sync.server import serve

    node = scratch.write_array(FRAMES)
    with serve(act, "127.0.0.1", 0) as hostile:
        thread = threading.Thread(target=hostile.serve_forever)
        thread.start()
        relay.stream = hostile.socket.getsockname()
        try:
            with Context(relay.uri, api_key=server.api_key) as context:
                theirs = from_context(context, node_path_parts=node.path_parts)
                with pytest.raises(ResponseError, match=said):
                    next(theirs.subscribe().updates())
        finally:
            hostile.shutdown()
            thread.join()
