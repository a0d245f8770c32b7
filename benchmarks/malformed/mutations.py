"""How good answers are spoilt: strategies of hypothesis for bytes, documents and headers."""

from __future__ import annotations

import json
import struct
from typing import Any

import msgspec
from hypothesis import strategies as st

from benchmarks.malformed.recording import Answer

_EXTREME = [0, 1, -1, 127, 255, 2**15, 2**31 - 1, -(2**31), 2**32 - 1, 2**40, 2**62, 2**63 - 1]

_TEXTS = [
    "", ".", "..", "../..", "a/b", "\0", "\ud800", "O", ",O", "|O8", "[ns]", "nan",
    "NaT", "é" * 300,
    "\x1b[31m", "file:///etc/passwd", "http://[::1", "//evil/x", "http://h:99999/", "²",
    "1e999", "RecordArray", "object", "datetime64[ns]", "9" * 5000,
]  # fmt: skip


def _deep(depth: int) -> Any:
    value: Any = []
    for number in range(depth):
        value = [value] if number % 2 else {"class": "RegularArray", "size": 1, "content": value}
    return value


WILD = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([*_EXTREME, 2**64 - 1]),
    st.integers(-5, 500),
    st.floats(),
    st.sampled_from(_TEXTS),
    st.text(max_size=8),
    st.binary(max_size=8),
    st.lists(st.integers(-2, 9), max_size=4),
    st.dictionaries(st.sampled_from(["class", "fields", "a", "content"]), st.none(), max_size=2),
    st.sampled_from([30, 300, 900]).map(_deep),
)
"""What may stand where something else should."""


_WAYS = ["flip", "flip", "cut", "drop", "copy", "number", "number", "put"]


@st.composite
def bytes_like(draw: st.DrawFn, body: bytes) -> bytes:
    """A body with bits flipped, cut, spliced, or with other numbers in it."""
    spoilt = bytearray(body)
    for _ in range(draw(st.integers(1, 3))):
        size = len(spoilt)
        place = draw(st.integers(0, max(0, size - 1)))
        length = draw(st.integers(1, 64))
        way = draw(st.sampled_from(_WAYS))
        if way == "flip" and size:
            spoilt[place] ^= 1 << draw(st.integers(0, 7))
        elif way == "cut":
            del spoilt[place:]
        elif way == "drop":
            del spoilt[place : place + length]
        elif way == "copy":
            source = draw(st.integers(0, max(0, size - 1)))
            spoilt[place : place + length] = spoilt[source : source + length]
        elif way == "number":
            format_ = draw(st.sampled_from(["<i", "<q", "<h", ">q"]))
            width = struct.calcsize(format_)
            number = draw(st.sampled_from(_EXTREME)) & ((1 << 8 * width) - 1)
            order = "little" if format_[0] == "<" else "big"
            place -= draw(st.sampled_from([0, place % width]))
            spoilt[place : place + width] = number.to_bytes(width, order)
        else:
            spoilt[place:place] = draw(st.binary(min_size=1, max_size=length))
    return bytes(spoilt)


@st.composite
def documents(draw: st.DrawFn, document: Any) -> Any:
    """A document in which something is missing, or is something else."""
    spoilt = msgspec.msgpack.decode(msgspec.msgpack.encode(document))
    for _ in range(draw(st.integers(1, 3))):
        places = list(_places(spoilt))
        if not places:
            return draw(WILD)
        holder, key = places[draw(st.integers(0, len(places) - 1))]
        way = draw(st.sampled_from(["other", "other", "other", "delete", "more", "rename"]))
        if way == "other":
            holder[key] = draw(WILD)
        elif way == "delete":
            del holder[key]
        elif way == "rename" and isinstance(holder, dict):
            holder[draw(st.sampled_from(_TEXTS))] = holder.pop(key)
        elif isinstance(holder, list):
            holder.append(holder[key])
        elif isinstance(holder[key], bool | int | float):
            holder[key] = draw(st.sampled_from(_EXTREME))
        else:
            holder[key] = [holder[key]]
    return spoilt


def _places(document: Any) -> Any:
    """Yield each container in a document with each of its keys."""
    if isinstance(document, dict):
        members: Any = list(document.items())
    elif isinstance(document, list):
        members = list(enumerate(document))
    else:
        return
    for key, value in members:
        yield document, key
        yield from _places(value)


_NEVER = "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"

_HEADERS: dict[str, list[str]] = {
    "content-type": ["", "text/html", "application/json", "application/x-msgpack", "²", "a/b;c=é"],
    "content-encoding": ["gzip", "zstd", "blosc2", "lz4", "br", "gzip, gzip", "²"],
    "content-length": ["0", "1", "99999999999999999999", "-1", "²", "1e3", "0x10"],
    "retry-after": ["²", "1e999", "-1", _NEVER, "é", "1" * 5000],
    "server-timing": [
        "app;dur=1.2.3", "app;dur=.", "compress;dur=.;ratio=.", "compress;dur=1;ratio=0",
        "app;dur=" + "9" * 400,
    ],
    "etag": ["é", "\x80", "", "a\tb", '"' + "x" * 5000],
    "location": [
        "http://[::1", "//evil", "http://h:99999999/", "\\\\evil\\x", "http://é\u2100.com/",
        "/api/v1/../../x", "file:///etc/passwd", "", "?", "http://127.0.0.1:1/api/v1/%zz",
    ],
    "cache-control": ["max-age=²", "max-age=" + "9" * 400, '"', "no-store"],
    "date": [_NEVER, "²", "-"],
    "expires": ["Mon, 01 Jan 99999999999999999999 00:00:00 +9999999999", "0"],
    "vary": ["*", "é", ","],
    "accept-ranges": ["bytes"],
    "x-tiled-request-id": ["\x1b[31m", "é" * 500],
}  # fmt: skip


@st.composite
def headers(draw: st.DrawFn, given: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Headers of which some say something else."""
    spoilt = dict(given)
    for name in draw(st.lists(st.sampled_from(list(_HEADERS)), min_size=1, max_size=3)):
        value = draw(st.one_of(st.sampled_from(_HEADERS[name]), st.text(max_size=6)))
        spoilt[name] = value.encode("utf-8", "replace").decode("latin-1")
    return list(spoilt.items())


def answers(answer: Answer) -> st.SearchStrategy[Answer]:
    """An answer with another body."""
    return bodies(answer).map(lambda body: Answer(answer.status, answer.headers, body))


def bodies(answer: Answer) -> st.SearchStrategy[bytes]:
    """Another body in the place of the one of an answer."""
    raw = bytes_like(answer.body)
    packed = "content-encoding" in dict(answer.headers)
    if answer.media_type == "application/json" and not packed:
        return st.one_of(raw, documents(json.loads(answer.body)).map(_json))
    if answer.media_type == "application/x-msgpack" and not packed:
        document = msgspec.msgpack.decode(answer.body)
        return st.one_of(raw, documents(document).map(_msgpack), documents(document).map(_msgpack))
    return raw


def framed(answer: Answer) -> st.SearchStrategy[Answer]:
    """An answer with another status and other headers."""
    statuses = st.sampled_from([answer.status] * 4 + [204, 206, 304, 307, 400, 401, 404, 429, 503])
    return st.builds(Answer, statuses, headers(answer.headers), st.just(answer.body))


def _json(document: Any) -> bytes:
    return json.dumps(document, default=str).encode()


def _msgpack(document: Any) -> bytes:
    try:
        return msgspec.msgpack.encode(document)
    except UnicodeEncodeError:
        return _json(document)
