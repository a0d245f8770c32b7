"""What would fill all memory ends in an error of ours, long before it does."""

import gzip
import io
import itertools
import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import blosc2
import numpy
import pyarrow
import zstandard

from tiled_jl.structures import TableStructure, buffers, frames
from tiled_jl.structures.awkward import from_array
from tiled_jl.transport.request import MSGPACK

from .hostileserver import Hostile, Says, document, hostile, node

MOST_MEMORY = 200_000_000
ROOT = Path(__file__).parents[2]

MEGABYTE = bytes(1_000_000)
ARROW, ZIP, BYTES = frames.MEDIA_TYPE, buffers.MEDIA_TYPE, "application/octet-stream"

Answers = dict[str, Says | Callable[[], Says]]


def endless(piece: bytes) -> Iterator[bytes]:
    return itertools.repeat(piece)


@cache
def gzipped(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(map(packer.compress, itertools.repeat(MEGABYTE, megabytes))) + packer.flush()


@cache
def zstandarded(megabytes: int, window: int = 21) -> bytes:
    parameters = zstandard.ZstdCompressionParameters(window_log=window)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    return b"".join(map(packer.compress, itertools.repeat(MEGABYTE, megabytes))) + packer.flush()


@cache
def blosced(megabytes: int) -> bytes:
    return bytes(blosc2.compress2(bytes(megabytes * 1_000_000)))


def claimed(size: int) -> bytes:
    """Return the beginning of a chunk that is to be as large, packed and unpacked."""
    header = bytearray(blosc2.compress2(bytes(1000))[:32])
    struct.pack_into("<i", header, 4, size)
    struct.pack_into("<i", header, 12, size)
    return bytes(header) + bytes(1000)


def packed(encoding: str, body: bytes, media_type: str, status: int = 200) -> Says:
    return Says(body, media_type, status, [("Content-Encoding", encoding)])


def array(key: str, body: Says | None, shape: tuple[int, ...] = (2,)) -> Answers:
    data_type = {"endianness": "little", "kind": "i", "itemsize": 4}
    structure = {"data_type": data_type, "shape": shape, "chunks": [[n] for n in shape]}
    answers: Answers = {f"metadata/{key}": node(key, "array", structure)}
    return answers if body is None else {**answers, f"array/full/{key}": body}


def table(key: str, schema: pyarrow.Schema, body: Says | Callable[[], Says]) -> Answers:
    structure = TableStructure.from_arrow(schema).to_json()
    return {f"metadata/{key}": node(key, "table", structure), f"table/full/{key}": body}


def awkward_node(key: str, form: Any, length: int, body: bytes) -> Answers:
    described = node(key, "awkward", {"length": length, "form": form})
    return {f"metadata/{key}": described, f"awkward/buffers/{key}": Says(body, ZIP)}


def arrow(data: pyarrow.Table, **options: Any) -> bytes:
    sink = pyarrow.BufferOutputStream()
    options = pyarrow.ipc.IpcWriteOptions(**options)
    with pyarrow.ipc.new_file(sink, data.schema, options=options) as writer:
        writer.write_table(data)
    return sink.getvalue().to_pybytes()


def patched(body: bytes, old: int, new: int) -> bytes:
    """Return an Arrow file in which a length is another one, wherever it is told."""
    before, after = struct.pack("<q", old), struct.pack("<q", new)
    assert before in body
    return body.replace(before, after)


PLAIN = pyarrow.schema([("x", pyarrow.int64())])
ROWS = 1_234_567


def nulls() -> Says:
    body = arrow(pyarrow.table({"x": pyarrow.nulls(ROWS)}))
    return Says(patched(body, ROWS, 1 << 40), ARROW)


def lists_of_nulls() -> Says:
    column = pyarrow.array([[None] * 77_777], pyarrow.list_(pyarrow.null()))
    body = arrow(pyarrow.table({"x": column}))
    # Both as an offset and as a length.
    return Says(body.replace(struct.pack("<i", 77_777), struct.pack("<i", 1 << 30)), ARROW)


def run_ends() -> Says:
    column = pyarrow.RunEndEncodedArray.from_arrays([2**31 - 1], ["x"])
    return Says(arrow(pyarrow.table({"x": column})), ARROW)


def packed_within(codec: str) -> Says:
    column = pyarrow.array(numpy.zeros(30_000_000, "i8"))
    return Says(arrow(pyarrow.table({"x": column}), compression=codec), ARROW)


def claims_within() -> Says:
    body = bytearray(arrow(pyarrow.table({"x": [0] * 5000}), compression="zstd"))
    place = body.index(struct.pack("<q", 40_000))
    body[place : place + 8] = struct.pack("<q", 1 << 45)
    return Says(bytes(body), ARROW)


def repeated_batches() -> Says:
    """One batch, named ten thousand times in the footer."""
    body = arrow(pyarrow.table({"x": range(100_000)}))
    (length,) = struct.unpack_from("<i", body, len(body) - 10)
    footer = body[-10 - length : -10]
    start = len(body) - 10 - length
    position = struct.unpack_from("<I", footer)[0]
    fields = position - struct.unpack_from("<i", footer, position)[0]
    slot = position + struct.unpack_from("<H", footer, fields + 4 + 2 * 3)[0]
    vector = slot + struct.unpack_from("<I", footer, slot)[0]
    block = footer[vector + 4 : vector + 28]
    # The list is put at the end, where it has room.
    count = 10_000
    padding = bytes(-(start + len(footer) + 4) % 8)
    moved = bytearray(footer + padding)
    struct.pack_into("<I", moved, slot, len(moved) - slot)
    moved += struct.pack("<I", count) + block * count
    return Says(body[:start] + moved + struct.pack("<i", len(moved)) + b"ARROW1", ARROW)


COLUMNS, BUFFER = 100, 80_000
MANY = pyarrow.schema([(f"c{number}", pyarrow.int64()) for number in range(COLUMNS)])


def same_buffer() -> Says:
    """Many columns in one and the same place."""
    column = pyarrow.array(numpy.arange(BUFFER // 8))
    body = arrow(pyarrow.table([column] * COLUMNS, schema=MANY))
    for number in range(1, COLUMNS):
        buffer = struct.pack("<qq", number * BUFFER, BUFFER)
        assert buffer in body
        body = body.replace(buffer, struct.pack("<qq", 0, BUFFER), 1)
    data = column.buffers()[1].to_pybytes()
    body = patched(body.replace(data * COLUMNS, data), COLUMNS * BUFFER, BUFFER)
    return Says(body, ARROW)


def dictionary() -> Says:
    indices = pyarrow.array(numpy.zeros(2_000_000, "i1"))
    column = pyarrow.DictionaryArray.from_arrays(indices, pyarrow.array(["x" * 1_000_000]))
    return Says(arrow(pyarrow.table({"x": column})), ARROW)


def views() -> Says:
    column = pyarrow.array(["x" * 1_000_000], pyarrow.string_view())
    _, data, text = column.buffers()
    many = pyarrow.py_buffer(data.to_pybytes() * 100_000)
    shared = pyarrow.Array.from_buffers(pyarrow.string_view(), 100_000, [None, many, text])
    return Says(arrow(pyarrow.table({"x": shared})), ARROW)


FORM = from_array([[1, 2]])[0].form


def many_entries() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(120_000):
            archive.writestr(zipfile.ZipInfo(f"n{number}"), b"")
    return file.getvalue()


def overlapping_entries() -> bytes:
    body = bytearray(bytes(buffers.pack({"a": bytes(5_000_000)})))
    start = body.index(b"PK\x01\x02")
    end = body.index(b"PK\x05\x06")
    entry, last = bytes(body[start:end]), bytearray(body[end:])
    count = 20_000
    struct.pack_into("<HHI", last, 8, count, count, len(entry) * count)
    return bytes(body[:start]) + entry * count + bytes(last)


def deflated() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("node0-offsets", bytes(300_000_000))
    return file.getvalue()


def flood() -> Says:
    return Says(b"{}", headers=[(f"X-Flood-{number}", "x" * 1000) for number in range(5000)])


REGULAR = {
    "class": "RegularArray",
    "size": 1 << 40,
    "form_key": "a",
    "content": {"class": "EmptyArray", "form_key": "b"},
}


def bombs() -> Answers:
    """Return the answers of the server, of which each node is one bomb."""
    schema = {"x": pyarrow.null()}
    text = pyarrow.schema([("x", pyarrow.string())])
    ragged = {
        "data_type": {"endianness": "little", "kind": "f", "itemsize": 8},
        "shape": [1 << 40, None],
        "chunks": [[1 << 40], None],
        "size": 1 << 50,
    }
    return {
        "metadata/document_gzip": lambda: packed("gzip", gzipped(300), "application/json"),
        "metadata/document_zstd": lambda: packed("zstd", zstandarded(300), MSGPACK),
        "metadata/document_endless": lambda: Says(endless(b" " * 100_000)),
        "metadata/document_deep": Says(b"[" * 3_000_000),
        "metadata/msgpack_deep": Says(b"\x91" * 3_000_000, MSGPACK),
        "metadata/msgpack_huge": Says(b"\xdd\xff\xff\xff\xff" * 20, MSGPACK),
        "metadata/msgpack_bytes": Says(b"\xc6\xff\xff\xff\xff", MSGPACK),
        "metadata/error_endless": lambda: Says(endless(b"x" * 100_000), status=500),
        "metadata/error_gzip": lambda: packed("gzip", gzipped(300), "application/json", 400),
        "metadata/error_titles": Says(b"<title" * 10_000, "text/html", 400),
        "metadata/error_deep": Says(b"[" * 60_000, status=400),
        "metadata/header_flood": flood,
        **array("array_gzip", packed("gzip", gzipped(300), BYTES)),
        **array("array_zstd", packed("zstd", zstandarded(300), BYTES)),
        **array("array_blosc2", packed("blosc2", blosced(300), BYTES)),
        **array("array_endless", None),
        "array/full/array_endless": lambda: Says(endless(MEGABYTE), BYTES),
        **array("array_of_no_end", None, (1 << 50, 1 << 10)),
        **array("array_of_many_dimensions", None, (2,) * 70),
        **array(
            "array_too_large_to_cut",
            document({"detail": "Response would exceed 1. Limit is 1 bytes."}, status=400),
            (1_000_000,),
        ),
        **table("table_gzip", PLAIN, lambda: packed("gzip", gzipped(300), ARROW)),
        **table("table_zstd", PLAIN, lambda: packed("zstd", zstandarded(300), ARROW)),
        **table("table_window", PLAIN, lambda: packed("zstd", zstandarded(2, 27), ARROW)),
        **table("table_blosc2", PLAIN, lambda: packed("blosc2", blosced(300), ARROW)),
        **table("table_endless", PLAIN, lambda: Says(endless(MEGABYTE), ARROW)),
        **table(
            "table_declared",
            PLAIN,
            Says(b"ARROW1", ARROW, headers=[("Content-Length", str(1 << 60))]),
        ),
        **table(
            "table_cut",
            PLAIN,
            Says(b"ARROW1", ARROW, headers=[("Content-Length", "2000000000")]),
        ),
        **table("table_claims", PLAIN, packed("blosc2", claimed(1_600_000_000), ARROW)),
        "metadata/error_claims": packed("blosc2", claimed(1_600_000_000), MSGPACK, 401),
        **table("arrow_nulls", pyarrow.schema(schema), nulls),
        **table(
            "arrow_lists", pyarrow.schema({"x": pyarrow.list_(pyarrow.null())}), lists_of_nulls
        ),
        **table(
            "arrow_runs",
            pyarrow.schema({"x": pyarrow.run_end_encoded(pyarrow.int32(), pyarrow.string())}),
            run_ends,
        ),
        **table("arrow_zstd", PLAIN, lambda: packed_within("zstd")),
        **table("arrow_lz4", PLAIN, lambda: packed_within("lz4")),
        **table("arrow_claims", PLAIN, claims_within),
        **table("arrow_batches", PLAIN, repeated_batches),
        **table("arrow_buffers", MANY, same_buffer),
        **table("arrow_dictionary", text, dictionary),
        **table("arrow_views", pyarrow.schema({"x": pyarrow.string_view()}), views),
        **awkward_node("zip_entries", FORM, 1, many_entries()),
        **awkward_node("zip_overlap", FORM, 1, overlapping_entries()),
        **awkward_node("zip_deflated", FORM, 1, deflated()),
        **awkward_node("awkward_form", REGULAR, 1 << 60, bytes(buffers.pack({"a": b""}))),
        "metadata/ragged_rows": node("ragged_rows", "ragged", ragged),
    }


def good() -> Answers:
    """Return answers with nothing wrong, so that all that is loaded has been."""
    _, content = from_array([[1, 2]])
    return {
        **array("good_array", Says(bytes(8), BYTES)),
        **table("good_table", PLAIN, Says(arrow(pyarrow.table({"x": [1, 2]})), ARROW)),
        **awkward_node("good_awkward", FORM, 1, bytes(buffers.pack(content))),
    }


def keys(answers: Answers) -> list[str]:
    return [path.removeprefix("metadata/") for path in answers if path.startswith("metadata/")]


def read_all(server: Hostile, warm: Answers, answers: Answers) -> dict[str, tuple[str, int]]:
    """Read all nodes in a process of their own; return what came of each, and the memory."""
    server.answers = {**warm, **answers}
    command = [sys.executable, "-m", "tests.client.bombed", server.uri, ",".join(keys(warm))]
    environment = {**os.environ, "TILED_RETRY_ATTEMPTS": "1"}
    finished = subprocess.run(
        [*command, *keys(answers)], capture_output=True, text=True, cwd=ROOT, env=environment
    )
    assert finished.returncode == 0, finished.stderr[-4000:]
    found = [json.loads(line) for line in finished.stdout.splitlines() if line.startswith("[")]
    return {key: (outcome, peak) for key, outcome, peak in found}


def test_no_bomb_goes_off() -> None:
    answers = bombs()
    with hostile() as server:
        found = read_all(server, good(), answers)
    assert list(found) == keys(answers)
    refused = ("ResponseError", "OutOfMemory", "TooLarge", "Unauthorized", "Client", "Server")
    others = {
        key: outcome for key, (outcome, _) in found.items() if not outcome.startswith(refused)
    }
    # Too many headers end the connection, and so does the server where it declares too much.
    ended = {key for key, outcome in others.items() if outcome.startswith("ConnectionFailed")}
    assert ended == others.keys() == {"header_flood", "table_cut"}
    assert {key: peak for key, (_, peak) in found.items() if peak > MOST_MEMORY} == {}


def test_what_is_large_and_honest_is_read() -> None:
    """Zeros that pack well, and texts that stand in a dictionary, are no attack."""
    zeros = pyarrow.table({"x": numpy.zeros(4_000_000, "i8")})
    kinds = pyarrow.table({"x": pyarrow.array(["a", "bb"] * 500_000).dictionary_encode()})
    bools = pyarrow.table({"x": pyarrow.array(numpy.zeros(30_000_000, bool))})
    body = arrow(zeros)
    told = Says(gzip.compress(body, 1), ARROW, headers=[("Content-Encoding", "gzip")])
    answers = {
        **table("zeros", zeros.schema, told),
        **table("kinds", pyarrow.schema({"x": pyarrow.string()}), Says(arrow(kinds), ARROW)),
        **table("bools", bools.schema, Says(arrow(bools), ARROW)),
        **table("within", zeros.schema, Says(arrow(zeros, compression="zstd"), ARROW)),
    }
    with hostile() as server:
        found = read_all(server, good(), answers)
    assert {key: outcome for key, (outcome, _) in found.items()} == dict.fromkeys(found, "nothing")
    assert list(found) == keys(answers)
