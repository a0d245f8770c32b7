"""Answers of a real server, recorded once and played back, one of them spoilt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import msgspec
import numpy
import pandas
import xarray

from tiled_jl import Context, from_context
from tiled_jl.storage import Asset, DataSource
from tiled_jl.transport.address import Address
from tiled_jl.transport.session import Session

API_KEY = "recorded0123456789"


class Answer(msgspec.Struct, frozen=True):
    """What a server answered."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def media_type(self) -> str:
        return dict(self.headers).get("content-type", "").partition(";")[0]


Answers = dict[str, Answer]
"""By what was asked: method, path and query."""

Spoil = Callable[[str, Answer], Answer]
"""Takes what was asked and the answer, and returns what the client is to get."""


def asked(request: httpx.Request) -> str:
    return f"{request.method} {request.url.raw_path.decode()}"


class Recorder(httpx.BaseTransport):
    """Notes all answers of another transport."""

    def __init__(self, transport: httpx.BaseTransport, answers: Answers) -> None:
        self._transport = transport
        self._answers = answers

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._transport.handle_request(request)
        body = b"".join(response.iter_raw())
        response.close()
        answer = Answer(response.status_code, response.headers.multi_items(), body)
        self._answers[asked(request)] = answer
        return _response(answer)


class Player(httpx.BaseTransport):
    """Gives recorded answers, spoilt."""

    def __init__(self, answers: Answers, spoil: Spoil) -> None:
        self._answers = answers
        self._spoil = spoil

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        question = asked(request)
        missing = Answer(404, [("content-type", "application/json")], b'{"detail": "Not Found"}')
        return _response(self._spoil(question, self._answers.get(question, missing)))


class _Pieces(httpx.SyncByteStream):
    def __init__(self, body: bytes) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self._body), 50_000):
            yield self._body[start : start + 50_000]


def _response(answer: Answer) -> httpx.Response:
    headers = [(name.encode(), value.encode("latin-1")) for name, value in answer.headers]
    return httpx.Response(answer.status, headers=headers, stream=_Pieces(answer.body))


def connect(answers: Answers, spoil: Spoil, **options: Any) -> Context:
    """Return a context whose server is a recording."""
    options = {"api_key": API_KEY, **options}
    context = Context("http://127.0.0.1:1", **options)
    player = Player(answers, spoil)
    reach = context._exchange._connect

    def stranger(address: Address) -> Session:
        session = reach(address)
        session.recorder._transport = player
        return session

    context.session.recorder._transport = player
    context._exchange._connect = stranger
    return context


def record(works: Iterable[Callable[[Context], object]]) -> Answers:
    """Do all of some work with a real server in this process, and return its answers."""
    answers: Answers = {}
    with TemporaryDirectory() as name:
        folder = Path(name)
        app = _application(folder)
        with Context.from_app(app, api_key=API_KEY) as context:
            _fill(from_context(context), folder / "files")
            recorder = context.session.recorder
            recorder._transport = Recorder(recorder._transport, answers)
            for work in works:
                context._about = None
                work(context)
    return answers


def _application(folder: Path) -> Any:
    from tiled.server.app import build_app_from_config

    catalogue = {
        "uri": f"sqlite:///{folder / 'catalog.db'}",
        "writable_storage": [str(folder / "data"), f"duckdb:///{folder / 'tables.duckdb'}"],
        "readable_storage": [str(folder / "files")],
        "init_if_not_exists": True,
    }
    return build_app_from_config(
        {
            "authentication": {"single_user_api_key": API_KEY},
            "trees": [{"path": "/", "tree": "catalog", "args": catalogue}],
        }
    )


def _fill(root: Any, files: Path) -> None:
    """Write a node of each family."""
    random = numpy.random.default_rng(1)
    root.write_array(random.integers(0, 9, (20, 30)), key="array", dims=("y", "x"))
    root.write_array(numpy.arange(9).astype("M8[ns]"), key="moments", metadata={"a": {"b": [1, 2]}})
    record = numpy.dtype([("x", "<f8"), ("y", "<i4"), ("z", "S3")])
    root.write_array(numpy.zeros(5, record), key="records")
    frame = pandas.DataFrame(
        {
            "number": random.normal(size=50),
            "text": [f"row {number} é" for number in range(50)],
            "kind": pandas.Categorical(["a", "b"] * 25),
            "when": pandas.date_range("2024-01-01", periods=50, tz="UTC"),
        }
    )
    root.write_table(frame, key="table", npartitions=1)
    root.write_table({"number": range(2000)}, key="long")
    root.write_sparse([[0, 2, 3], [1, 1, 0]], [1.5, 2.5, 3.5], (5, 4), key="sparse")
    events = [{"hits": [1, 2], "name": "a"}, {"hits": [], "name": None}] * 5
    root.write_awkward(events, key="awkward")
    root.write_ragged([[1.0, 2.0], [], [3.0]], key="ragged")
    many = root.create_container("many")
    for number in range(6):
        many.write_array(numpy.arange(4.0) + number, key=f"a{number}")
    variables = {name: ("time", numpy.arange(4.0)) for name in "abcde"}
    root.write_xarray_dataset(xarray.Dataset(variables), key="dataset")
    container = root.create_container("revised", metadata={"n": 0})
    for number in range(1, 4):
        container.update_metadata({"n": number})
    (files / "folder").mkdir(parents=True)
    (files / "note.txt").write_bytes(b"06:00 shutter open\n" * 20)
    (files / "folder" / "part.txt").write_bytes(b"06:01 shutter closed\n")
    for key, is_directory in (("note.txt", False), ("folder", True)):
        asset = Asset(f"file://localhost{files / key}", is_directory, "data_uri")
        source = DataSource(
            "bytes", {}, None, "application/octet-stream", assets=(asset,), management="external"
        )
        root.new("bytes", [source], key=key.partition(".")[0])
