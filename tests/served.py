"""The read-only tree that the server of the tests serves. The tests import its data to compare."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy
import pandas

ODD_KEYS = [
    "a b", "50%", "100%25", "c#d", "q?x", "é", "ключ", "a+b", "a&b=c", "x;y", '"quoted"', "[1]",
    "p,q", "back\\slash", "~tilde", "colon:key", "...", "@at", "{brace}", "'", "😀",
]  # fmt: skip

RNG = numpy.random.default_rng(7)

NESTED = numpy.dtype(
    [
        ("id", "<i4"),
        ("where", [("x", ">f8"), ("y", "<f4")]),
        ("label", "<U3"),
        ("grid", "<i2", (2, 3)),
    ]
)


def _structured() -> numpy.ndarray:
    array = numpy.zeros((6,), NESTED)
    array["id"] = numpy.arange(6)
    array["where"]["x"] = numpy.linspace(0, 1, 6)
    array["label"] = ["a", "bc", "déf", "", "x", "yz"]
    array["grid"] = numpy.arange(36).reshape(6, 2, 3)
    return array


ARRAYS: dict[str, numpy.ndarray] = {
    "floats": RNG.normal(size=(20, 30, 40)),
    "counts": RNG.integers(0, 60_000, (12, 16, 18), dtype="u2"),
    "big_endian": numpy.arange(24, dtype=">f8").reshape(4, 6),
    "flags": RNG.integers(0, 2, (7, 3)).astype(bool),
    "complex": (RNG.normal(size=10) + 1j * RNG.normal(size=10)).astype("c8"),
    "times": numpy.arange("2026-01-01", "2026-01-11", dtype="M8[D]").astype("M8[ns]"),
    "spans": numpy.arange(5, dtype="m8[ms]"),
    "steps_of_25_s": numpy.arange(4, dtype="m8[25s]"),
    "words": numpy.array(["", "née", "köln"], "<U7"),
    "bytes": numpy.array([b"", b"ab", b"c\x00d"], "S5"),
    "records": _structured(),
    "scalar": numpy.array(3.25),
    "empty": numpy.zeros((0, 5)),
    "empty_inside": numpy.zeros((4, 0, 3), "i4"),
    "one": numpy.array([[[42]]], "i8"),
}

CHUNKS: dict[str, Any] = {
    "floats": ((5, 5, 5, 5), (15, 15), (40,)),
    "counts": ((3,) * 4, (16,), (9, 9)),
}

LARGE = numpy.arange(3_000_000, dtype="i4").reshape(300, 100, 100)
"""12 MB, where the server's limit is 4 MB."""

COLUMNS_FIRST = numpy.arange(1_500_000, dtype="f8").reshape(1500, 1000)
"""12 MB in four chunks that each span all rows."""

TABLE = pandas.DataFrame(
    {
        "energy": numpy.linspace(8.0, 9.0, 50),
        "counts": numpy.arange(50) + 2**53 + 1,
        # The missing value that this type has is the one that the server's dask has.
        "name": pandas.array([f"scan {number}" for number in range(49)] + [None], "string"),
        "when": pandas.date_range("2026-01-01", periods=50, tz="Europe/Berlin"),
        "kind": pandas.Categorical(["dark", "flat"] * 25),
        "with space": numpy.arange(50) % 7,
        "a&b=c": numpy.arange(50) % 3,
    }
)
INDEXED = pandas.DataFrame(
    {"y": numpy.arange(6.0)}, index=pandas.Index(list("abcdef"), name="sample")
)
WIDE = pandas.DataFrame({f"column_{number:04d}": [number, -number] for number in range(2_000)})
LARGE_TABLE = pandas.DataFrame({f"c{n}": numpy.arange(120_000) * n for n in range(8)})
"""8 MB, where the server's limit is 4 MB."""

EVENTS: list[dict[str, Any]] = [
    {
        "event": number,
        "label": ["", "dé jà", "x" * 40][number % 3],
        "hits": [{"x": hit / 2, "t": hit} for hit in range(number % 4)],
        "trigger": None if number % 2 else number,
        "either": number if number % 3 else f"late {number}",
        "pair": (number, float(number)),
    }
    for number in range(60)
]


def large_ragged() -> Any:
    """9.6 MB, where the server's limit is 4 MB."""
    import awkward

    lengths = numpy.arange(1_500) % 1_600
    return awkward.unflatten(numpy.arange(lengths.sum(), dtype="f8"), lengths)


def holes(shape: tuple[int, ...], share: float, seed: int) -> numpy.ndarray:
    """Return an array of which only a share is not zero."""
    rng = numpy.random.default_rng(seed)
    return rng.integers(1, 100, shape) * (rng.random(shape) < share)


CUBE = holes((5, 6, 7), 0.2, 1)
PLANE = holes((20, 30), 0.1, 2)
PLANE_CHUNKS = ((12, 8), (10, 0, 20))
LARGE_SPARSE = holes((700, 600), 0.5, 3)
"""5 MB of coordinates and values, where the server's limit is 4 MB."""


def sparse_blocks(array: numpy.ndarray, chunks: Any) -> tuple[Any, ...]:
    """Return what is not zero block by block, the shape and the chunks."""
    coords = numpy.stack(numpy.nonzero(array))
    ends = [numpy.cumsum(lengths) for lengths in chunks]
    numbers = [
        numpy.searchsorted(each, positions, side="right")
        for each, positions in zip(ends, coords, strict=True)
    ]
    blocks = {}
    for block in numpy.ndindex(*map(len, chunks)):
        mine = numpy.logical_and.reduce(
            [number == which for number, which in zip(numbers, block, strict=True)]
        )
        blocks[block] = (coords[:, mine], array[tuple(coords[:, mine])])
    return blocks, array.shape, chunks


SAMPLES = ["Cu", "Ni", "Fe"]
MANY = 750
"""More than two of the largest pages."""


def metadata_of(number: int) -> dict[str, Any]:
    return {
        "number": number,
        "sample": {"name": SAMPLES[number % 3], "temperature": 300 + number / 10},
        "motors": ["th", "tth"] if number % 2 else ["x"],
        "note": "a copper foil" if number % 3 == 0 else "something else",
    }


class Faulty(Mapping[str, Any]):
    """A mapping in which some children cannot be opened."""

    def __init__(self, children: Mapping[str, Any], faults: set[str]) -> None:
        self.children = children
        self.faults = faults

    def __getitem__(self, key: str) -> Any:
        if key in self.faults:
            raise RuntimeError(f"the file of {key} is gone")
        return self.children[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.children)

    def __len__(self) -> int:
        return len(self.children)


async def measured(
    spec: Any, metadata: dict[str, Any], entry: Any, structure_family: Any, structure: Any
) -> dict[str, Any]:
    """Validate nodes of the spec ``measured``, and complete their metadata."""
    from tiled.validation_registration import ValidationError

    if "mass" not in metadata:
        raise ValidationError("a mass is missing")
    return {**metadata, "unit": "g"}


def tree() -> Any:
    """Return the tree. Only the server calls this: the adapters are imported there alone."""
    import awkward
    import labelled
    import sparse
    from tiled.adapters.array import ArrayAdapter
    from tiled.adapters.awkward import AwkwardAdapter
    from tiled.adapters.mapping import MapAdapter
    from tiled.adapters.ragged import RaggedAdapter
    from tiled.adapters.sparse import COOAdapter
    from tiled.adapters.table import TableAdapter
    from tiled.structures.core import Spec

    def array(values: numpy.ndarray, chunks: Any = None, **kwargs: Any) -> ArrayAdapter:
        return ArrayAdapter.from_array(values, chunks=chunks, **kwargs)

    arrays = {key: array(values, CHUNKS.get(key)) for key, values in ARRAYS.items()}
    arrays["named"] = array(
        numpy.arange(6).reshape(2, 3),
        dims=("time", "x"),
        metadata={"unit": "mm", "<b>": "</script>"},
        specs=[Spec("image", version="1.1"), Spec("other")],
    )
    arrays["large"] = array(LARGE, ((50,) * 6, (100,), (100,)))
    arrays["columns_first"] = array(COLUMNS_FIRST, ((1500,), (250,) * 4))
    arrays["one_chunk"] = array(LARGE, ((300,), (100,), (100,)))
    tables = {
        "spectrum": TableAdapter.from_pandas(TABLE, npartitions=1),
        "parts": TableAdapter.from_pandas(TABLE, npartitions=4),
        "indexed": TableAdapter.from_pandas(INDEXED, npartitions=1),
        "wide": TableAdapter.from_pandas(WIDE, npartitions=1),
        "large": TableAdapter.from_pandas(LARGE_TABLE, npartitions=1),
        "large_parts": TableAdapter.from_pandas(LARGE_TABLE, npartitions=5),
    }
    irregular = {
        "awkward": AwkwardAdapter.from_array(awkward.Array([[1, 2], [], [3]])),
        "events": AwkwardAdapter.from_array(awkward.Array(EVENTS)),
        "ragged": RaggedAdapter.from_array([[1.0, 2.0], [3.0]]),
        "large_ragged": RaggedAdapter.from_array(large_ragged()),
        "sparse": COOAdapter.from_coo(sparse.COO(numpy.eye(4))),
        "cube": COOAdapter.from_global_ref(*sparse_blocks(CUBE, ((5,), (6,), (7,)))),
        "blocks": COOAdapter.from_global_ref(*sparse_blocks(PLANE, PLANE_CHUNKS)),
        "large_sparse": COOAdapter.from_coo(sparse.COO(LARGE_SPARSE)),
        "large_blocks": COOAdapter.from_global_ref(
            *sparse_blocks(LARGE_SPARSE, ((690, 10), (600,)))
        ),
    }
    odd = {
        key: MapAdapter({"inside": array(numpy.full(3, number))}, metadata={"key": key})
        for number, key in enumerate(ODD_KEYS)
    }
    many = {
        f"scan{number:03d}": MapAdapter({}, metadata=metadata_of(number)) for number in range(MANY)
    }
    healthy = {f"child{number:02d}": array(numpy.arange(number)) for number in range(30)}
    return MapAdapter(
        {
            "arrays": MapAdapter(arrays),
            "tables": MapAdapter(tables),
            "irregular": MapAdapter(irregular),
            "odd": MapAdapter(odd),
            "many": MapAdapter(many),
            "nothing": MapAdapter({}),
            "labelled": labelled.tree(),
            "faulty": MapAdapter(Faulty(healthy, {"child03", "child17"})),
        },
        metadata={"purpose": "tests"},
    )
