"""Structures read like the documents they come from."""

from typing import Any

import numpy
import pytest
from hypothesis import given
from hypothesis.extra.numpy import (
    array_dtypes,
    byte_string_dtypes,
    complex_number_dtypes,
    datetime64_dtypes,
    floating_dtypes,
    integer_dtypes,
    nested_dtypes,
    timedelta64_dtypes,
    unicode_string_dtypes,
    unsigned_integer_dtypes,
)
from hypothesis.strategies import one_of

from tiled_jl.structures import ArrayStructure, TableStructure, parse
from tiled_jl.structures.dtype import dtype_from_json

plain = one_of(
    integer_dtypes(), unsigned_integer_dtypes(), floating_dtypes(sizes=(16, 32, 64)),
    complex_number_dtypes(sizes=(64, 128)), byte_string_dtypes(min_len=1),
    unicode_string_dtypes(min_len=1), datetime64_dtypes(), timedelta64_dtypes(),
)  # fmt: skip
dtypes = one_of(
    plain, nested_dtypes(array_dtypes(plain, max_size=4), max_leaves=6, max_itemsize=400)
)

ORDER = {"<": "little", ">": "big", "|": "not_applicable"}


def as_document(dtype: numpy.dtype) -> dict[str, Any]:
    """Describe a dtype as a server does."""
    if dtype.fields is not None:
        fields = []
        for name in dtype.names:
            field = dtype.fields[name][0]
            base, shape = field.subdtype or (field, None)
            fields.append({"name": name, "dtype": as_document(base), "shape": shape})
        return {"itemsize": dtype.itemsize, "fields": fields}
    unit = None
    if dtype.kind in "mM":
        name, count = numpy.datetime_data(dtype)
        unit = None if name == "generic" else f"[{count if count > 1 else ''}{name}]"
    return {
        "endianness": ORDER[dtype.str[0]],
        "kind": dtype.kind,
        "itemsize": dtype.itemsize,
        "dt_units": unit,
    }


def has_titles(dtype: numpy.dtype) -> bool:
    """Whether fields have second names, which Tiled does not send."""
    base = dtype.base
    if base.fields is None:
        return False
    inner = [base.fields[name][0] for name in base.names]
    return len(base.fields) > len(base.names) or any(map(has_titles, inner))


@given(dtypes.filter(lambda dtype: dtype.subdtype is None and not has_titles(dtype)))
def test_any_type_of_element_is_understood(dtype: numpy.dtype) -> None:
    assert dtype_from_json(as_document(dtype)).to_numpy_dtype() == dtype


def array_document(**changes: Any) -> dict[str, Any]:
    data_type = {"endianness": "little", "kind": "f", "itemsize": 8}
    return {
        "data_type": data_type,
        "shape": [4, 6],
        "chunks": [[2, 2], [6]],
        "dims": None,
        "resizable": [True, False],
        **changes,
    }


def test_an_array_has_a_size() -> None:
    structure = ArrayStructure.from_json(array_document(dims=["y", "x"]))
    assert (structure.size, structure.nbytes, structure.dims) == (24, 192, ("y", "x"))
    assert structure.resizable == (True, False)


@pytest.mark.parametrize(
    ("family", "document"),
    [
        ("array", None),
        ("array", {}),
        ("array", array_document(shape=[4, 7])),
        ("array", array_document(shape=[4, -6], chunks=[[4], [-6]])),
        ("array", array_document(data_type={"kind": "O", "itemsize": 8, "endianness": "little"})),
        ("array", array_document(data_type={"kind": "f", "itemsize": 8, "endianness": "middle"})),
        ("array", array_document(shape="xy")),
        ("table", {"columns": 3}),
        ("container", {"count": "many"}),
        ("awkward", {"length": 3}),
        ("sparse", {"shape": [3]}),
        ("ragged", {"shape": [3]}),
        ("hologram", {}),
        (None, {}),
    ],
)
def test_what_is_no_structure_is_a_value_error(family: str | None, document: Any) -> None:
    with pytest.raises(ValueError, match="structure"):
        parse(family, document)


def test_fields_that_do_not_fill_an_element_are_refused() -> None:
    document = as_document(numpy.dtype([("x", "<f8")])) | {"itemsize": 16}
    with pytest.raises(ValueError, match="16 bytes"):
        dtype_from_json(document).to_numpy_dtype()


def test_a_table_without_a_schema_says_so() -> None:
    with pytest.raises(ValueError, match="no Arrow schema"):
        TableStructure("nothing", 1, ("a",)).to_arrow_schema()
