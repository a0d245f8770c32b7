"""What is written to a node is told as it is written."""

from typing import Any

import numpy
import pytest
import serving
from numpy.testing import assert_array_equal

from tiled_jl import Context, from_context
from tiled_jl.errors import NotFound, ResponseError, Unauthorized
from tiled_jl.live.messages import decode

KEY = "a b?c#d%20é"


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
