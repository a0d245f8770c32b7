"""Bodies are packed where the link is slower than packing, and unpacked with suspicion."""

import gzip
import io
from collections.abc import Callable
from typing import Any

import blosc2
import numpy
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from served import LARGE, LARGE_TABLE

from tiled_jl.errors import ResponseError
from tiled_jl.transport.codecs import Allowance, Encodings, Undecodable, reader
from tiled_jl.transport.link import Link
from tiled_jl.transport.request import Request

from .faultproxy import Answer, Fault, Handler, Proxy

PACK: dict[str, Callable[[bytes], bytes]] = {
    "blosc2": lambda data: blosc2.compress(data, typesize=1),
    "gzip": gzip.compress,
    "zstd": zstandard.compress,
}
DATA = numpy.arange(50_000, dtype="u2").tobytes()
ARRAY = Request("array/full/a", accept="application/octet-stream")
PAGE = Request("search/")


class Dripping(io.RawIOBase):
    """A body that comes a few bytes at a time."""

    def __init__(self, body: bytes, at_once: int) -> None:
        self._body = io.BytesIO(body)
        self._at_once = at_once

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._body.readinto(memoryview(buffer)[: self._at_once])


def unpacked(encoding: str, body: bytes, most: int, *, drip: int = 1000, step: int = 777) -> bytes:
    file = reader(encoding, Dripping(body, drip), Allowance(most))
    found = b""
    while piece := file.read(step):
        found += piece
    return found


@pytest.mark.parametrize("encoding", PACK)
@given(
    pieces=st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=4),
    drip=st.integers(1, 400),
    step=st.integers(1, 400),
)
def test_several_packed_pieces_are_read_as_one(
    encoding: str, pieces: list[bytes], drip: int, step: int
) -> None:
    body = b"".join(map(PACK[encoding], pieces))
    whole = b"".join(pieces)
    assert unpacked(encoding, body, len(whole), drip=drip, step=step) == whole


@pytest.mark.parametrize("encoding", ["", "identity"])
def test_what_is_not_packed_is_read_as_it_is(encoding: str) -> None:
    assert unpacked(encoding, DATA, len(DATA)) == DATA


@pytest.mark.parametrize("encoding", PACK)
def test_no_more_is_unpacked_than_was_due(encoding: str) -> None:
    body = PACK[encoding](bytes(10_000_000))
    with pytest.raises(Undecodable):
        unpacked(encoding, body, 1_000_000)


@pytest.mark.parametrize("encoding", PACK)
def test_garbage_is_named(encoding: str) -> None:
    with pytest.raises(Undecodable):
        unpacked(encoding, b"\x28garbage" * 100, 10_000)


@pytest.mark.parametrize("size", [1, 31, 32, 500])
def test_a_chunk_that_ends_early_is_named(size: int) -> None:
    with pytest.raises(Undecodable, match="ends within a chunk"):
        unpacked("blosc2", blosc2.compress(DATA)[:size], len(DATA))


def test_a_chunk_is_unpacked_where_it_belongs() -> None:
    target = bytearray(len(DATA))
    file = reader("blosc2", Dripping(blosc2.compress(DATA), 1000), Allowance(len(DATA)))
    assert file.readinto(target) == len(DATA)
    assert target == DATA


@pytest.mark.parametrize("encoding", ["lz4", "br", "gzip, gzip"])
def test_what_nobody_asked_for_is_refused(encoding: str) -> None:
    with pytest.raises(Undecodable, match="nobody asked"):
        reader(encoding, io.BytesIO(), Allowance(10))  # type: ignore[arg-type]


def encodings(rate: float) -> Encodings:
    link = Link(loopback=False)
    link._learn(rate, 1)
    return Encodings(link)


def test_a_fast_link_takes_bodies_as_they_are() -> None:
    fast = encodings(1e9)
    assert {fast.accept(ARRAY), fast.accept(PAGE)} == {"identity"}


def test_a_slow_link_takes_them_packed_but_never_by_lz4() -> None:
    slow = encodings(10e6)
    assert slow.accept(ARRAY) == "blosc2, zstd, gzip"
    assert slow.accept(PAGE) == "zstd, gzip"


def test_what_does_not_get_smaller_is_not_packed_again() -> None:
    slow = encodings(10e6)
    slow.learn(ARRAY, "read;dur=3.1, app;dur=5.0", 1_000_000)
    assert slow.accept(ARRAY) == "identity"
    assert slow.accept(Request("array/full/b", accept=ARRAY.accept)) != "identity"


def test_what_the_server_packs_too_slowly_is_not_packed_again() -> None:
    middling = encodings(40e6)
    assert middling.accept(ARRAY) != "identity"
    middling.learn(ARRAY, "compress;dur=1000.0;ratio=4.0, app;dur=1100", 1_000_000)
    assert middling.accept(ARRAY) == "identity"


def test_what_is_too_small_to_pack_says_nothing() -> None:
    slow = encodings(10e6)
    slow.learn(ARRAY, "app;dur=5.0", 999)
    assert slow.accept(ARRAY) != "identity"


def noting(encodings: list[str]) -> Fault:
    def fault(handler: Handler, answer: Answer) -> None:
        encodings.append(answer.headers.get("content-encoding", "identity"))
        handler.answer(answer)

    return fault


def test_over_a_slow_link_data_come_packed_and_right(through: Any, proxy: Proxy) -> None:
    came: list[str] = []
    proxy.spoil("full", *[noting(came)] * 4)
    array, table = through["arrays/large"], through["tables/large_parts"]
    through.context.session.link._learn(1e6, 1)
    assert_array_equal(array.read(), LARGE)
    assert table.read(["c1", "c2"]).equals(LARGE_TABLE[["c1", "c2"]])
    assert came == ["blosc2"] * 4


def test_over_a_slow_link_listings_come_packed(through: Any, proxy: Proxy) -> None:
    came: list[str] = []
    proxy.spoil("search", noting(came))
    many = through["many"]
    through.context.session.link._learn(1e6, 1)
    assert len(many.values().head(100)) == 100
    assert came == ["zstd"]


def test_a_hostile_body_is_not_handed_on(through: Any, proxy: Proxy) -> None:
    def bomb(handler: Handler, answer: Answer) -> None:
        answer.headers["content-encoding"] = "blosc2"
        answer.body = blosc2.compress(bytes(100_000_000))
        handler.answer(answer)

    client = through["arrays/floats"]
    proxy.spoil("array/full", bomb)
    with pytest.raises(ResponseError, match="cannot be decoded"):
        client.read()
