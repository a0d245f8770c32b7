"""Whatever frame pandas has, the server gives it back.

A node costs far more than a column, so each example is a frame of many columns.
"""

from collections.abc import Iterator
from typing import Any

import pandas
import pyarrow
import pytest
import serving
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from tiled_jl import Context, from_context

COLUMNS = 40
FRAMES = 55
"""Together, 2,200 columns."""

UNITS = ["s", "ms", "us", "ns"]
INTEGERS = [f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)]


def optional(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def integers(dtype: str) -> st.SearchStrategy[int]:
    bits = int(dtype.strip("uintUINT"))
    low, high = (
        (0, 2**bits - 1) if "u" in dtype.lower() else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    )
    return st.integers(low, high)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
TICKS = st.integers(-(2**52), 2**52)
KINDS: list[tuple[Any, st.SearchStrategy[Any]]] = [
    *[(dtype, integers(dtype)) for dtype in INTEGERS],
    *[(f"{dtype.replace('int', 'Int').replace('uI', 'UI')}", optional(integers(dtype))) for dtype in INTEGERS],
    *[(f"{dtype}[pyarrow]", optional(integers(dtype))) for dtype in INTEGERS],
    ("float32", st.floats(width=32)),
    ("float64", st.floats()),
    ("Float64", optional(st.floats(allow_nan=False))),
    ("bool", st.booleans()),
    ("boolean", optional(st.booleans())),
    ("str", optional(TEXT)),
    ("string", optional(TEXT)),
    ("object", optional(TEXT)),
    ("object", optional(st.binary(max_size=4))),
    ("object", optional(st.dates())),
    ("object", optional(st.lists(st.integers(-(2**62), 2**62), max_size=3))),
    ("object", optional(st.lists(optional(TEXT), max_size=3))),
    ("object", optional(st.lists(st.lists(st.booleans(), max_size=2), max_size=2))),
    ("object", optional(st.fixed_dictionaries({"a": st.integers(0, 9), "b": TEXT}))),
    (pandas.CategoricalDtype(["b", "a", "unused"]), st.sampled_from(["a", "b", None])),
    (pandas.CategoricalDtype(["z", "a"], ordered=True), st.sampled_from(["a", "z", None])),
    *[(f"datetime64[{unit}]", TICKS) for unit in UNITS],
    *[(f"datetime64[{unit}, {zone}]", TICKS) for unit in UNITS for zone in ("UTC", "Asia/Tokyo")],
    *[(f"timedelta64[{unit}]", TICKS) for unit in UNITS],
]  # fmt: skip


def series(values: list[Any], dtype: Any) -> pandas.Series:
    if str(dtype).startswith(("datetime64", "timedelta64")):
        unit = str(dtype).partition("[")[2].partition(",")[0].strip("]")
        # So many ticks are dates that Python knows as well.
        scale = {"s": 10**6, "ms": 10**3, "us": 1, "ns": 1}[unit]
        return pandas.Series([value // scale for value in values], dtype="int64").astype(dtype)
    return pandas.Series(values, dtype=dtype)


@st.composite
def columns(draw: st.DrawFn, rows: int) -> pandas.Series:
    dtype, values = draw(st.sampled_from(KINDS))
    return series(draw(st.lists(values, min_size=rows, max_size=rows)), dtype)


NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=6).filter(
    lambda name: not name.startswith("_")
)


@st.composite
def frames(draw: st.DrawFn, count: int) -> pandas.DataFrame:
    rows = draw(st.integers(0, 4))
    names = draw(st.lists(NAMES, min_size=count, max_size=count, unique=True))
    return pandas.DataFrame({name: draw(columns(rows)) for name in names})


INDEXES = [
    lambda n: pandas.RangeIndex(n),
    lambda n: pandas.RangeIndex(7, 7 + 3 * n, 3, name="step"),
    lambda n: pandas.Index([f"row {i}" for i in range(n)], dtype="str"),
    lambda n: pandas.Index([n - i for i in range(n)], dtype="int64", name="down"),
    lambda n: pandas.date_range("2026-01-01", periods=n, freq="h", tz="UTC", name="when"),
    lambda n: pandas.MultiIndex.from_arrays([range(n), ["x"] * n], names=["a", "b"]),
]


@pytest.fixture(scope="module")
def container(server: serving.Server) -> Iterator[Any]:
    with Context(server.uri, api_key=server.api_key) as context:
        yield from_context(context)["catalog"].create_container("roundtrips")


# Nothing is shrunk: each try is a node.
patient = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)


@settings(patient, max_examples=FRAMES)
@given(frame=frames(COLUMNS), npartitions=st.integers(1, 3))
def test_any_frame_comes_back(container: Any, frame: pandas.DataFrame, npartitions: int) -> None:
    want = pyarrow.Table.from_pandas(frame)
    table = container.write_table(frame, npartitions=npartitions)
    if not len(frame):
        # Categories are data: without rows, there are none.
        text = frame.select_dtypes(exclude="category")
        frame, want = text, want.select(list(text.columns))
    assert_frame_equal(table.read(frame.columns), want.to_pandas())
    assert table.read(frame.columns, format="arrow").schema.equals(want.schema)


@settings(patient, max_examples=60)
@given(data=st.data(), frame=frames(3), number=st.sampled_from(range(len(INDEXES))))
def test_any_index_comes_back(
    container: Any, data: st.DataObject, frame: pandas.DataFrame, number: int
) -> None:
    frame = frame.select_dtypes(exclude="category").set_index(INDEXES[number](len(frame)))
    frame["one"] = 1
    table = container.write_table(frame, npartitions=data.draw(st.integers(1, 3)))
    want = pyarrow.Table.from_pandas(frame).to_pandas()
    assert_frame_equal(table.read(), want, check_freq=False)
    some = data.draw(st.lists(st.sampled_from(list(frame.columns)), min_size=1, unique=True))
    assert_frame_equal(table.read(some), want[some], check_freq=False)
