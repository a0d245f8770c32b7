"""A zip of buffers is read where it lies, and not believed."""

import io
import struct
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiled_jl.structures import buffers

names = st.text(st.characters(codec="utf-8", exclude_characters="\x00/\\"), min_size=1, max_size=20)


@given(st.dictionaries(names, st.binary(max_size=200), max_size=8))
def test_what_is_packed_is_unpacked(content: dict[str, bytes]) -> None:
    found = buffers.unpack(bytearray(buffers.pack(content)))
    assert {name: bytes(view) for name, view in found.items()} == content


@given(st.dictionaries(names, st.binary(max_size=200), max_size=8))
def test_a_buffer_lies_where_any_element_may_lie(content: dict[str, bytes]) -> None:
    for view in buffers.unpack(bytearray(buffers.pack(content))).values():
        assert numpy.frombuffer(view, "u1").ctypes.data % 8 == 0


def test_arrays_of_any_type_are_packed_as_they_lie_in_memory() -> None:
    arrays: dict[str, Any] = {
        "moments": numpy.array(["2026-01-01"], "M8[s]"),
        "every other": numpy.arange(10)[::2],
        "square": numpy.arange(4.0).reshape(2, 2),
        "none": numpy.zeros((0, 3)),
    }
    found = buffers.unpack(bytearray(buffers.pack(arrays)))
    assert {name: bytes(view) for name, view in found.items()} == {
        name: array.tobytes() for name, array in arrays.items()
    }


def test_a_body_is_not_copied() -> None:
    body = bytearray(buffers.pack({"a": bytes(1000)}))
    view = buffers.unpack(body)["a"]
    view[10] = 7
    assert 7 in body


def test_equal_buffers_make_equal_bodies() -> None:
    assert buffers.pack({"a": b"1"}) == buffers.pack({"a": b"1"})


def compressed() -> bytearray:
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("bomb", bytes(1_000_000))
    return bytearray(file.getvalue())


def patched(offset: int, value: bytes) -> bytearray:
    """Return a zip in whose directory something is not true."""
    body = bytearray(buffers.pack({"a": b"01234567"}))
    start = body.index(b"PK\x01\x02") + offset
    body[start : start + len(value)] = value
    return body


BAD = {
    "nothing": bytearray(),
    "something else": bytearray(b"<html>" * 100),
    "cut short": bytearray(buffers.pack({"a": b"0123"}))[:-5],
    "compressed": compressed(),
    "longer than the body": patched(20, struct.pack("<II", 2**31, 2**31)),
    "beyond the body": patched(42, struct.pack("<I", 2**31)),
    "another checksum": patched(16, b"abcd"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_zip_that_is_not_what_it_says_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"zip of buffers|compressed|damaged"):
        buffers.unpack(bytearray(BAD[name]))


@given(st.integers(0, 160), st.binary(min_size=1, max_size=4))
def test_a_damaged_zip_is_refused_or_still_true(place: int, damage: bytes) -> None:
    body = bytearray(buffers.pack({"a": bytes(range(30)), "b": b"xyz"}))
    body[place : place + len(damage)] = damage
    try:
        found = buffers.unpack(body)
    except ValueError:
        return
    assert set(map(bytes, found.values())) <= {bytes(range(30)), b"xyz", b""}
