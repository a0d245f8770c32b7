"""Structures in words: what a row, and the details of a node, say about it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tiled_jl.browser.messages import Fact, PreviewKind, Size, Value, Words, say, say_many
from tiled_jl.browser.messages.words import lengths
from tiled_jl.documents import Item
from tiled_jl.structures.array import ArrayStructure
from tiled_jl.structures.awkward import AwkwardStructure
from tiled_jl.structures.bytes import BytesStructure
from tiled_jl.structures.container import ContainerStructure
from tiled_jl.structures.dtype import BuiltinDtype, StructDtype
from tiled_jl.structures.ragged import RaggedStructure
from tiled_jl.structures.sparse import SparseStructure
from tiled_jl.structures.table import TableStructure

NUMERIC = frozenset("biufcmM")
KINDS = {"i": "int", "u": "uint", "f": "float", "c": "complex"}
TIMES = {"M": "datetime64", "m": "timedelta64"}
MOST_COLUMNS_NAMED = 40
COLOUR_CHANNELS = (3, 4)
XARRAY_DATASET = "xarray_dataset"

Dtype = BuiltinDtype | StructDtype


def dtype_name(dtype: Dtype) -> str:
    """Return the name of a type as a scientist writes it.

    Examples
    --------
    >>> dtype_name(BuiltinDtype("little", "u", 2)), dtype_name(BuiltinDtype("big", "M", 8, "[ns]"))
    ('uint16', 'datetime64[ns]')
    """
    if isinstance(dtype, StructDtype):
        return f"record[{len(dtype.fields)}]"
    if dtype.kind in KINDS:
        return f"{KINDS[dtype.kind]}{8 * dtype.itemsize}"
    if dtype.kind in TIMES:
        return f"{TIMES[dtype.kind]}{dtype.dt_units or ''}"
    if dtype.kind == "b":
        return "bool"
    if dtype.kind == "U":
        return f"str[{dtype.itemsize // 4}]"
    return f"{'bytes' if dtype.kind == 'S' else 'raw'}[{dtype.itemsize}]"


def dtype_words(dtype: Dtype) -> str | Words:
    """Return the name of a type as a person reads it.

    Examples
    --------
    >>> from tiled_jl.structures.dtype import Field
    >>> number = BuiltinDtype("little", "f", 8)
    >>> point = StructDtype(16, (Field("x", number), Field("y", number)))
    >>> str(dtype_words(point)), dtype_words(number)
    ('records of 2 fields', 'float64')
    """
    if isinstance(dtype, StructDtype):
        return say_many("records of %2 field", "records of %2 fields", len(dtype.fields))
    return dtype_name(dtype)


def shape_of(structure: object) -> list[int | None] | None:
    """Return the lengths of an array, of which some may vary; None of what is none."""
    if isinstance(structure, ArrayStructure | SparseStructure | RaggedStructure):
        return list(structure.shape)
    return None


def count_of(structure: object) -> int | None:
    """Return how many columns a table has, or outermost elements nested data."""
    match structure:
        case TableStructure():
            return len(structure.columns)
        case AwkwardStructure():
            return structure.length
        case _:
            return None


def type_name(structure: object) -> str:
    """Return the name of the type of which all values are; nothing where there is no such type."""
    if isinstance(structure, ArrayStructure | SparseStructure | RaggedStructure):
        return dtype_name(structure.data_type) if structure.data_type else ""
    return ""


def preview_kind(item: Item) -> PreviewKind:
    """Return the best way to show a node, as far as its structure tells."""
    return preview_kinds(item)[0]


def preview_kinds(item: Item) -> tuple[PreviewKind, ...]:
    """Return the ways to show a node, the best first; ``none`` where there is nothing to show."""
    match item.structure:
        case ArrayStructure() as array:
            return _array_kinds(array)
        case SparseStructure() as sparse if sparse.size > 0:
            drawn: PreviewKind = "image" if len(sparse.shape) >= 2 else "line"
            return (drawn, "table", "histogram")
        case TableStructure() as table:
            return ("table", "plot") if table.columns else ("none",)
        case AwkwardStructure() | RaggedStructure():
            return ("events", "histogram")
        case BytesStructure():
            return ("file",)
        case ContainerStructure():
            dataset = any(spec.name == XARRAY_DATASET for spec in item.specs)
            return ("dataset",) if dataset else ("contents",)
        case _:
            return ("none",)


def _array_kinds(array: ArrayStructure) -> tuple[PreviewKind, ...]:
    dtype = array.data_type
    if array.size == 0:
        return ("none",)
    if not array.shape:
        return ("value",)
    flat = len(array.shape) == 1
    if isinstance(dtype, StructDtype):
        numbers = any(is_number(field.dtype) and not field.shape for field in dtype.fields)
        drawn: tuple[PreviewKind, ...] = ("line",) if flat else ("image", "line")
        listed: tuple[PreviewKind, ...] = ("table",) if flat else ("matrix",)
        # Records in a row are a table first of all; of a field of others there is a picture.
        if not numbers:
            return listed
        return (*listed, "plot", *drawn) if flat else (*drawn, *listed)
    if is_number(dtype):
        return ("line", "matrix") if flat else ("image", "line", "matrix")
    return ("table",) if flat else ("matrix",)


def is_number(dtype: Dtype) -> bool:
    """Return whether a value can be drawn: a number, a truth value or a time."""
    return isinstance(dtype, BuiltinDtype) and dtype.kind in NUMERIC


def is_colour(array: ArrayStructure) -> bool:
    """Return whether the last dimension of an array holds red, green, blue (and alpha).

    Examples
    --------
    >>> byte = BuiltinDtype("not_applicable", "u", 1)
    >>> is_colour(ArrayStructure(byte, (8, 8, 3), ((8,), (8,), (3,))))
    True
    """
    dtype = array.data_type
    return (
        len(array.shape) >= 3
        and array.shape[-1] in COLOUR_CHANNELS
        and isinstance(dtype, BuiltinDtype)
        and (dtype.kind, dtype.itemsize) == ("u", 1)
    )


def facts(item: Item) -> list[Fact]:
    """Return what a node is, line by line."""
    found = [Fact("structure", item.structure_family or "unknown")]
    match item.structure:
        case ArrayStructure() as array:
            found += _array_facts(array)
        case TableStructure() as table:
            found += _table_facts(table)
        case SparseStructure() as sparse:
            found += _shape_facts(sparse.shape, sparse.dims)
            if sparse.data_type is not None:
                found.append(Fact("dtype", dtype_words(sparse.data_type)))
            found += [Fact("layout", sparse.layout), Fact("chunks", chunk_words(sparse.chunks))]
        case RaggedStructure() as ragged:
            found += _shape_facts(ragged.shape, ragged.dims)
            found.append(Fact("dtype", dtype_name(ragged.data_type)))
            found.append(Fact("values", ragged.size))
        case AwkwardStructure() as awkward:
            found.append(Fact("length", awkward.length))
            if awkward.fields:
                found.append(Fact("fields", _listed(awkward.fields)))
        case ContainerStructure() as container:
            found.append(Fact("children", container.count))
    if item.specs:
        found.append(
            Fact(
                "specs", ", ".join(" ".join(filter(None, (s.name, s.version))) for s in item.specs)
            )
        )
    return found


def chunk_words(chunks: Sequence[Sequence[int]]) -> Words:
    """Return how an array is cut.

    Examples
    --------
    >>> str(chunk_words(((1,) * 60, (512,), (512,)))), str(chunk_words(((100, 50),)))
    ('60 of 1 × 512 × 512', '2 of up to 100')
    """
    number = math.prod(len(cut) for cut in chunks)
    largest: list[int | None] = [max(cut, default=0) for cut in chunks]
    if all(len(set(cut)) <= 1 for cut in chunks):
        return say("%1 of %2", number, largest)
    return say("%1 of up to %2", number, largest)


def _array_facts(array: ArrayStructure) -> list[Fact]:
    found = _shape_facts(array.shape, array.dims)
    dtype = array.data_type
    name = dtype_name(dtype)
    big = getattr(dtype, "endianness", "") == "big"
    found.append(Fact("dtype", say("%1 (big-endian)", name) if big else dtype_words(dtype)))
    if isinstance(dtype, StructDtype):
        fields = [
            f"{field.name} {dtype_name(field.dtype)}"
            + (f" × {lengths(field.shape)}" if field.shape else "")
            for field in dtype.fields
        ]
        found.append(Fact("fields", _listed(fields)))
    found.append(Fact("size", Size(array.nbytes)))
    if array.shape:
        found.append(Fact("chunks", chunk_words(array.chunks)))
    return found


def _shape_facts(shape: Sequence[int | None], dims: Sequence[str] | None) -> list[Fact]:
    found = [Fact("shape", list(shape) if shape else say("a single value"))]
    if dims:
        found.append(Fact("dimensions", ", ".join(dims)))
    return found


def _table_facts(table: TableStructure) -> list[Fact]:
    try:
        columns = [f"{name} {kind}" for name, kind in column_types(table).items()]
    except ValueError:
        columns = list(table.columns)
    return [
        Fact("columns", _counted(columns)),
        Fact("partitions", table.npartitions),
    ]


def column_types(table: TableStructure) -> dict[str, str]:
    """Return the types of a table's columns in words, by name."""
    import pyarrow

    def name(kind: pyarrow.DataType) -> str:
        if pyarrow.types.is_dictionary(kind):
            return "category"
        if pyarrow.types.is_large_string(kind) or pyarrow.types.is_string(kind):
            return "string"
        return {"double": "float64", "float": "float32", "halffloat": "float16"}.get(
            str(kind), str(kind)
        )

    schema = table.to_arrow_schema()
    return {field.name: name(field.type) for field in schema if field.name in table.columns}


def _counted(names: Sequence[str]) -> Words:
    shown = ", ".join(names[:MOST_COLUMNS_NAMED])
    more = len(names) - MOST_COLUMNS_NAMED
    if more > 0:
        return say("%1: %2, … %3 more", len(names), shown, more)
    return say("%1: %2", len(names), shown)


def _listed(names: Sequence[str]) -> Value | Words:
    shown = ", ".join(names[:MOST_COLUMNS_NAMED])
    more = len(names) - MOST_COLUMNS_NAMED
    return say("%1, … %2 more", shown, more) if more > 0 else shown
