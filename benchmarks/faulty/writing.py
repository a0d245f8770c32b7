"""Operations that change something: what has failed has happened once or not at all."""

from __future__ import annotations

from itertools import count
from threading import Lock
from typing import Any

import numpy
import pandas
import pyarrow

from benchmarks.faulty.worker import Worker, expect
from tiled_jl.errors import TiledError

_number = count()
_database = Lock()
"""Servers keep tables and ragged arrays to which rows are added in one database, and mix up its
transactions, or never end them, where that is done several times at once."""

_SHAPE, _CHUNKS = (6, 8), (3, 4)
_MOST_ROWS = 30


def _marked() -> float:
    """Return a number that nothing else was written with."""
    return float(next(_number))


def _settle(worker: Worker, what: str, failure: TiledError | None, now: Any, due: Any) -> None:
    """Hold what there is against what was there, and what should be there now.

    A change that has failed may have happened. Of one that has not, there is no doubt.
    """
    before = worker.known[what]
    is_due, is_before = (numpy.array_equal(now, each) for each in (due, before))
    expect(is_due or (failure is not None and is_before), f"{what}: {now} where {due} was due")
    worker.known[what] = now
    if failure is not None:
        raise failure


def _own(worker: Worker, what: str, make: Any) -> tuple[str, ...]:
    """Return the path of something of one's own, made without a proxy where it is missing."""
    if f"{what}, where" not in worker.known:
        node = make(worker.truly(*worker.home))
        worker.known[f"{what}, where"] = node.path_parts
    path: tuple[str, ...] = worker.known[f"{what}, where"]
    return path


def _array(worker: Worker, what: str) -> tuple[str, ...]:
    worker.known.setdefault(what, numpy.zeros(_SHAPE))
    return _own(worker, what, lambda home: home.write_array(numpy.zeros(_SHAPE), chunks=_CHUNKS))


def write(worker: Worker) -> None:
    path = _array(worker, "written")
    due = numpy.full(_SHAPE, _marked())
    client = worker.far(*path)
    failure = worker.attempt(lambda: client.write(due))
    _settle(worker, "written", failure, worker.truly(*path).read(), due)


def write_block(worker: Worker) -> None:
    path = _array(worker, "blocks")
    row, column = worker.rng.randrange(2), worker.rng.randrange(2)
    due = worker.known["blocks"].copy()
    part = due[3 * row : 3 * row + 3, 4 * column : 4 * column + 4]
    part[:] = _marked()
    client = worker.far(*path)
    failure = worker.attempt(lambda: client.write_block(part, (row, column)))
    _settle(worker, "blocks", failure, worker.truly(*path).read(), due)


def patch(worker: Worker) -> None:
    path = _array(worker, "patched")
    row = worker.rng.randrange(5)
    due = worker.known["patched"].copy()
    due[row : row + 2] = _marked()
    client = worker.far(*path)
    failure = worker.attempt(lambda: client.patch(due[row : row + 2], (row, 0)))
    _settle(worker, "patched", failure, worker.truly(*path).read(), due)


def extend(worker: Worker) -> None:
    if len(worker.known.get("grown", ())) > _MOST_ROWS:
        del worker.known["grown"], worker.known["grown, where"]
    worker.known.setdefault("grown", numpy.zeros((1, 3)))
    path = _own(worker, "grown", lambda home: home.write_array(numpy.zeros((1, 3)), chunks=(1, 3)))
    row = numpy.full((1, 3), _marked())
    client = worker.far(*path)
    failure = worker.attempt(
        lambda: client.patch(row, (len(worker.known["grown"]), 0), extend=True)
    )
    due = numpy.concatenate([worker.known["grown"], row])
    _settle(worker, "grown", failure, worker.truly(*path).read(), due)


def append(worker: Worker) -> None:
    with _database:
        _append(worker)


def _append(worker: Worker) -> None:
    if len(worker.known.get("rows", ())) > _MOST_ROWS:
        del worker.known["rows"], worker.known["rows, where"]
    worker.known.setdefault("rows", [])
    schema = pyarrow.schema({"n": pyarrow.float64()})
    path = _own(worker, "rows", lambda home: home.create_appendable_table(schema))
    row = _marked()
    client = worker.far(*path)
    failure = worker.attempt(lambda: client.append_partition({"n": [row]}, 0))
    now = worker.truly(*path).read()["n"].tolist()
    _settle(worker, "rows", failure, now, [*worker.known["rows"], row])


def append_ragged(worker: Worker) -> None:
    with _database:
        _append_ragged(worker)


def _append_ragged(worker: Worker) -> None:
    if len(worker.known.get("lists", ())) > _MOST_ROWS:
        del worker.known["lists"], worker.known["lists, where"]
    worker.known.setdefault("lists", [1.0])
    path = _own(worker, "lists", lambda home: home.write_ragged([[1.0]]))
    row = _marked()
    client = worker.far(*path)
    failure = worker.attempt(lambda: client.append([[row]]))
    now = [value for each in worker.truly(*path).read() for value in each]
    _settle(worker, "lists", failure, now, [*worker.known["lists"], row])


def _described(worker: Worker) -> tuple[str, ...]:
    worker.known.setdefault("described", [0.0, 0.0])
    return _own(
        worker,
        "described",
        lambda home: home.create_container(metadata={"a": 0.0, "b": {"c": 0.0}}),
    )


def _metadata(worker: Worker, path: tuple[str, ...]) -> list[float]:
    metadata = worker.truly(*path).metadata
    return [metadata["a"], metadata["b"]["c"]]


def update_metadata(worker: Worker) -> None:
    path = _described(worker)
    client, value = worker.far(*path), _marked()
    failure = worker.attempt(lambda: client.update_metadata({"b": {"c": value}}))
    due = [worker.known["described"][0], value]
    _settle(worker, "described", failure, _metadata(worker, path), due)


def patch_metadata(worker: Worker) -> None:
    path = _described(worker)
    client, value = worker.far(*path), _marked()
    operations = [{"op": "replace", "path": "/a", "value": value}]
    failure = worker.attempt(lambda: client.patch_metadata(operations))
    due = [value, worker.known["described"][1]]
    _settle(worker, "described", failure, _metadata(worker, path), due)


def replace_metadata(worker: Worker) -> None:
    path = _described(worker)
    client, due = worker.far(*path), [_marked(), _marked()]
    metadata = {"a": due[0], "b": {"c": due[1]}}
    failure = worker.attempt(lambda: client.replace_metadata(metadata, drop_revision=True))
    _settle(worker, "described", failure, _metadata(worker, path), due)


def create(worker: Worker) -> None:
    """Create a container, and delete it."""
    mine = worker.truly(*worker.home).create_container()
    home = worker.far(*mine.path_parts)
    key = worker.rng.choice([None, "a b", "é?#%"])
    made: list[Any] = []
    failure = worker.attempt(lambda: made.append(home.create_container(key, metadata={"n": 1})))
    there = list(worker.truly(*mine.path_parts))
    expect(len(there) == 1 or (failure is not None and not there), f"{there} was created")
    if failure is not None:
        raise failure
    expect(there == [made[0].path_parts[-1]] and key in {None, there[0]}, "the key of a container")
    failure = worker.attempt(made[0].delete)
    there = list(worker.truly(*mine.path_parts))
    expect(not there or failure is not None, "what was deleted is still there")
    if failure is not None:
        raise failure


def write_new_array(worker: Worker) -> None:
    due = numpy.full(_SHAPE, _marked())
    _write_new(worker, lambda home: home.write_array(due, chunks=_CHUNKS), due)


def write_new_table(worker: Worker) -> None:
    frame = pandas.DataFrame({"x": numpy.full(7, _marked()), "n": range(7)})
    _write_new(worker, lambda home: home.write_table(frame, npartitions=2), frame)


def _write_new(worker: Worker, make: Any, due: Any) -> None:
    mine = worker.truly(*worker.home).create_container()
    home = worker.far(*mine.path_parts)
    made: list[Any] = []
    failure = worker.attempt(lambda: made.append(make(home)))
    there = list(worker.truly(*mine.path_parts))
    expect(len(there) <= 1, f"{there} was created")
    if failure is not None:
        notes = getattr(failure, "__notes__", [])
        expect(not there or not any("was removed" in note for note in notes), f"{notes}, {there}")
        raise failure
    expect(there == [made[0].path_parts[-1]], "the key of a new node")
    found = worker.truly(*made[0].path_parts).read()
    expect(numpy.array_equal(found, due), "what was written to a new node")


OPERATIONS = {
    write: 4, write_block: 4, patch: 3, extend: 4, append: 3, append_ragged: 2,
    update_metadata: 4, patch_metadata: 4, replace_metadata: 2, create: 5,
    write_new_array: 3, write_new_table: 2,
}  # fmt: skip
"""How often each is done, in proportion."""
