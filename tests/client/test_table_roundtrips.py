"""Whatever frame pandas has, the server gives it back."""

import os
from typing import Any

import pandas
import pyarrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

pytestmark = pytest.mark.timeout(900)

EXAMPLES = int(os.environ.get("TILED_JL_EXAMPLES", "300"))

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
CATEGORICAL = [
    pandas.CategoricalDtype(["b", "a", "unused"]),
    pandas.CategoricalDtype(["z", "a"], ordered=True),
]
KINDS: list[tuple[Any, st.SearchStrategy[Any]]] = [
    *[(dtype, integers(dtype)) for dtype in INTEGERS],
    *[(name.replace("i", "I").replace("u", "U"), optional(integers(name))) for name in INTEGERS],
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
    (CATEGORICAL[0], st.sampled_from(["a", "b", None])),
    (CATEGORICAL[1], st.sampled_from(["a", "z", None])),
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
    # Categories are data: without rows, there are none.
    kinds = KINDS if rows else [kind for kind in KINDS if kind[0] not in CATEGORICAL]
    dtype, values = draw(st.sampled_from(kinds))
    return series(draw(st.lists(values, min_size=rows, max_size=rows)), dtype)


NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=6).filter(
    lambda name: not name.startswith("_")
)


INDEXES = [
    lambda n: pandas.RangeIndex(n),
    lambda n: pandas.RangeIndex(7, 7 + 3 * n, 3, name="step"),
    lambda n: pandas.Index([f"row {i}" for i in range(n)], dtype="str"),
    lambda n: pandas.Index([n - i for i in range(n)], dtype="int64", name="down"),
    lambda n: pandas.date_range("2026-01-01", periods=n, freq="h", tz="UTC", name="when"),
    lambda n: pandas.MultiIndex.from_arrays([range(n), ["x"] * n], names=["a", "b"]),
]


@st.composite
def frames(draw: st.DrawFn) -> pandas.DataFrame:
    rows = draw(st.integers(0, 4))
    names = draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))
    frame = pandas.DataFrame({name: draw(columns(rows)) for name in names})
    return frame.set_index(draw(st.sampled_from(INDEXES))(rows))


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    frame=frames(),
    npartitions=st.sampled_from([1, 1, 2, 3]),
    kind=st.sampled_from(["pandas", "arrow"]),
    data=st.data(),
)
def test_any_frame_comes_back(
    light_root: Any, frame: pandas.DataFrame, npartitions: int, kind: str, data: st.DataObject
) -> None:
    some = data.draw(st.lists(st.sampled_from(list(frame.columns)), min_size=1, unique=True))
    want = pyarrow.Table.from_pandas(frame[some])
    got = light_root.write_table(frame, npartitions=npartitions).read(some, kind)
    if kind == "arrow":
        assert got.schema.equals(want.schema)
        got = got.to_pandas()
    assert_frame_equal(got, want.to_pandas(), check_freq=False)
