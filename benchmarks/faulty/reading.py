"""Operations that read: all families, listings, searches and files."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import labelled
import numpy
import served
from numpy.testing import assert_array_equal
from pandas.testing import assert_frame_equal

from benchmarks.faulty.worker import Worker, expect
from tiled_jl import from_uri
from tiled_jl.queries import Key

_NUMBERS = range(served.MANY)


def _equal(found: Any, due: Any, what: str) -> None:
    found, due = numpy.asarray(found), numpy.asarray(due)
    try:
        assert found.shape == due.shape
        assert_array_equal(found, due)
    except AssertionError:
        expect(False, f"{what} is not what was written")


def _same_frame(found: Any, due: Any, what: str) -> None:
    try:
        assert_frame_equal(found, due, check_index_type=False)
    except AssertionError as error:
        expect(False, f"{what}: {error}")


def connect(worker: Worker) -> None:
    client = from_uri(worker.proxy.uri, api_key=worker.server.api_key, timeout=2)
    with client.context:
        expect(list(client) == ["memory", "catalog"], "the keys of the root")


def read_array(worker: Worker) -> None:
    key = worker.rng.choice(list(served.ARRAYS))
    _equal(worker.far("memory", "arrays", key).read(), served.ARRAYS[key], key)


def read_large_array(worker: Worker) -> None:
    _equal(worker.far("memory", "arrays", "large").read(), served.LARGE, "large")


def read_slice(worker: Worker) -> None:
    rows = slice(*sorted(worker.rng.choices(range(21), k=2)), worker.rng.choice([1, 2, 3]))
    column = worker.rng.randrange(30)
    found = worker.far("memory", "arrays", "floats")[rows, column, ::-1]
    _equal(found, served.ARRAYS["floats"][rows, column, ::-1], "a slice of floats")


def read_block(worker: Worker) -> None:
    block = (worker.rng.randrange(4), worker.rng.randrange(2), 0)
    start, middle = block[0] * 5, block[1] * 15
    due = served.ARRAYS["floats"][start : start + 5, middle : middle + 15]
    _equal(worker.far("memory", "arrays", "floats").read_block(block), due, "a block of floats")


def read_dask_array(worker: Worker) -> None:
    client = worker.far("memory", "arrays", "counts", structure_clients="dask")
    with ThreadPoolExecutor(4) as pool:
        found = client.read().compute(pool=pool)
    _equal(found, served.ARRAYS["counts"], "counts by dask")


def read_table(worker: Worker) -> None:
    key = worker.rng.choice(["spectrum", "parts"])
    _same_frame(worker.far("memory", "tables", key).read(), served.TABLE, key)


def read_columns(worker: Worker) -> None:
    names = worker.rng.sample(list(served.WIDE), worker.rng.choice([1, 30, 1_500]))
    _same_frame(worker.far("memory", "tables", "wide").read(names), served.WIDE[names], "wide")


def read_large_table(worker: Worker) -> None:
    found = worker.far("memory", "tables", "large_parts").read()
    _same_frame(found, served.LARGE_TABLE, "large_parts")


def read_dask_table(worker: Worker) -> None:
    client = worker.far("memory", "tables", "parts", structure_clients="dask")
    with ThreadPoolExecutor(4) as pool:
        found = client.read().compute(scheduler="threads", pool=pool)
    _same_frame(found, served.TABLE, "parts by dask")


def read_awkward(worker: Worker) -> None:
    found = worker.far("memory", "irregular", "events").read()
    expect([each["event"] for each in found.to_list()] == [*range(60)], "events")
    expect(
        [each["hits"] for each in found.to_list()] == [each["hits"] for each in served.EVENTS],
        "the hits of events",
    )


def read_ragged(worker: Worker) -> None:
    found = worker.far("memory", "irregular", "ragged").read()
    expect([list(row) for row in found] == [[1.0, 2.0], [3.0]], "ragged")


def read_sparse(worker: Worker) -> None:
    key, due = worker.rng.choice([("cube", served.CUBE), ("blocks", served.PLANE)])
    _equal(worker.far("memory", "irregular", key).read().todense(), due, key)


def read_dataset(worker: Worker) -> None:
    found = worker.far("memory", "labelled", "dataset").read()
    for name, variable in labelled.DATASET.variables.items():
        _equal(found[name].to_numpy(), variable.to_numpy(), f"{name} of the dataset")


def read_many(worker: Worker) -> None:
    keys = worker.rng.sample(list(labelled.SMALL), 20)
    found = worker.far("memory", "labelled", "small").read_many(keys)
    expect(list(found) == keys, "the keys of many arrays")
    for key in keys:
        _equal(found[key], labelled.SMALL[key], key)


def read_metadata(worker: Worker) -> None:
    number = worker.rng.choice(_NUMBERS)
    found = worker.far("memory", "many", f"scan{number:03d}")
    expect(dict(found.metadata) == served.metadata_of(number), "metadata of a scan")


def list_keys(worker: Worker) -> None:
    node = worker.far("memory", "many")
    start = worker.rng.choice([0, 100, 500])
    expect(len(node) == served.MANY, "the number of scans")
    expect(list(node.keys()[start:]) == [f"scan{n:03d}" for n in _NUMBERS[start:]], "keys of scans")


def list_nodes(worker: Worker) -> None:
    found = worker.far("memory", "many").values()[350:]
    for number, node in zip(_NUMBERS[350:], found, strict=True):
        expect(dict(node.metadata) == served.metadata_of(number), "metadata in a listing")


def search(worker: Worker) -> None:
    sample = worker.rng.choice(served.SAMPLES)
    found = worker.far("memory", "many").search(Key("sample.name") == sample)
    due = [f"scan{n:03d}" for n in _NUMBERS if served.SAMPLES[n % 3] == sample]
    expect(list(found) == due, f"the scans of {sample}")


def _into_file(worker: Worker, name: str, due: bytes, work: Any) -> None:
    """Check that a file is whole after some work, or as if nothing had been done."""
    folder = worker.folder / "to" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).unlink(missing_ok=True)
    before = worker.rng.random() < 0.5
    if before:
        (folder / name).write_bytes(b"before")
    failure = worker.attempt(lambda: work(folder))
    there = os.listdir(folder)
    if failure is None:
        expect(there == [name] and (folder / name).read_bytes() == due, f"the file {name}")
        return
    expect(there == [name] * before, f"{there} after a download that failed")
    expect(not before or (folder / name).read_bytes() == b"before", f"{name}, which was there")
    raise failure


def export(worker: Worker) -> None:
    path, name = worker.rng.choice(
        [
            (("memory", "tables", "spectrum"), "table.csv"),
            (("memory", "arrays", "counts"), "array.tiff"),
            (("memory", "labelled", "small"), "arrays.h5"),
        ]
    )
    if name not in worker.known:
        worker.truly(*path).export(worker.folder / name)
        worker.known[name] = (worker.folder / name).read_bytes()
    if name == "arrays.h5":
        # Equal files of HDF5 need not be equal bytes.
        _export_hdf5(worker, path)
        return
    client = worker.far(*path)
    _into_file(worker, name, worker.known[name], lambda folder: client.export(folder / name))


def _export_hdf5(worker: Worker, path: tuple[str, ...]) -> None:
    import h5py

    target = worker.folder / "again.h5"
    worker.far(*path).export(target)
    with h5py.File(target) as file:
        for key, due in labelled.SMALL.items():
            _equal(file[key][()], due, f"{key} in HDF5")


FILE = b"x,y\n" + b"".join(b"%d,%d\n" % (n, n * n) for n in range(40_000))


def raw_export(worker: Worker) -> None:
    client = worker.far(*worker.known["file"])
    _into_file(worker, "file.csv", FILE, lambda folder: client.raw_export(folder))


OPERATIONS = {
    connect: 2, read_array: 8, read_large_array: 1, read_slice: 6, read_block: 4,
    read_dask_array: 2, read_table: 4, read_columns: 3, read_large_table: 1, read_dask_table: 2,
    read_awkward: 3, read_ragged: 3, read_sparse: 4, read_dataset: 2, read_many: 3,
    read_metadata: 4, list_keys: 3, list_nodes: 1, search: 3, export: 4, raw_export: 4,
}  # fmt: skip
"""How often each is done, in proportion."""
