"""Structures in words: what a row, and the details of a node, say about it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from tiled_jl.browser.messages import Fact, PreviewKind
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
        return f"record of {counted(len(dtype.fields), 'field')}"
    if dtype.kind in KINDS:
        return f"{KINDS[dtype.kind]}{8 * dtype.itemsize}"
    if dtype.kind in TIMES:
        return f"{TIMES[dtype.kind]}{dtype.dt_units or ''}"
    if dtype.kind == "b":
        return "bool"
    if dtype.kind == "U":
        return f"str[{dtype.itemsize // 4}]"
    return f"{'bytes' if dtype.kind == 'S' else 'raw'}[{dtype.itemsize}]"


def shape_text(shape: Iterable[int | None], cross: str = "×") -> str:
    """Return a shape in words; a length that varies is a question mark.

    Examples
    --------
    >>> shape_text((60, 512, 512)), shape_text((10_000, None))
    ('60×512×512', '10,000×?')
    """
    return cross.join("?" if length is None else f"{length:,}" for length in shape)


def size_text(nbytes: int) -> str:
    """Return a number of bytes in units of 10³.

    Examples
    --------
    >>> size_text(31457280), size_text(12)
    ('31.5 MB', '12 bytes')
    """
    if nbytes < 1000:
        return counted(nbytes, "byte")
    size = float(nbytes)
    for unit in ("kB", "MB", "GB", "TB", "PB"):
        size /= 1000
        if size < 999.5:
            return f"{size:.3g} {unit}"
    return f"{size:,.0f} PB"


def counted(number: int, noun: str) -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> counted(1, "column"), counted(5000, "column")
    ('1 column', '5,000 columns')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def summary(structure: object) -> str:
    """Return a structure in a few words; nothing where a row has other places for it."""
    match structure:
        case ArrayStructure():
            return _array_summary(structure.shape, structure.data_type)
        case SparseStructure() | RaggedStructure():
            return _array_summary(structure.shape, structure.data_type)
        case TableStructure():
            return counted(len(structure.columns), "column")
        case AwkwardStructure():
            return f"{structure.length:,} entries"
        case _:
            return ""


def type_name(structure: object) -> str:
    """Return the name of the type of which all values are; nothing where there is no such type."""
    if isinstance(structure, ArrayStructure | SparseStructure | RaggedStructure):
        return dtype_name(structure.data_type) if structure.data_type else ""
    return ""


def dimensions(structure: object) -> int | None:
    """Return how many dimensions there are; None where there are none to speak of."""
    if isinstance(structure, ArrayStructure | SparseStructure | RaggedStructure):
        return len(structure.shape)
    return None


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
                found.append(Fact("dtype", dtype_name(sparse.data_type)))
            found += [Fact("layout", sparse.layout), Fact("chunks", chunks_text(sparse.chunks))]
        case RaggedStructure() as ragged:
            found += _shape_facts(ragged.shape, ragged.dims)
            found.append(Fact("dtype", dtype_name(ragged.data_type)))
            found.append(Fact("values", f"{ragged.size:,}"))
        case AwkwardStructure() as awkward:
            found.append(Fact("length", f"{awkward.length:,}"))
            if awkward.fields:
                found.append(Fact("fields", ", ".join(awkward.fields)))
        case ContainerStructure() as container:
            found.append(Fact("children", f"{container.count:,}"))
    if item.specs:
        found.append(
            Fact(
                "specs", ", ".join(" ".join(filter(None, (s.name, s.version))) for s in item.specs)
            )
        )
    return found


def chunks_text(chunks: Sequence[Sequence[int]]) -> str:
    """Return how an array is cut.

    Examples
    --------
    >>> chunks_text(((1,) * 60, (512,), (512,))), chunks_text(((100, 50),))
    ('60 of 1 × 512 × 512', '2 of up to 100')
    """
    number = math.prod(len(lengths) for lengths in chunks)
    largest = shape_text((max(lengths, default=0) for lengths in chunks), " × ")
    even = all(len(set(lengths)) <= 1 for lengths in chunks)
    return f"{number:,} of {'' if even else 'up to '}{largest}"


def _array_summary(shape: Sequence[int | None], dtype: Dtype | None) -> str:
    if isinstance(dtype, StructDtype) and len(shape) == 1 and shape[0] is not None:
        return f"{counted(shape[0], 'record')} of {counted(len(dtype.fields), 'field')}"
    name = dtype_name(dtype) if dtype is not None else ""
    return f"{shape_text(shape)} {name}".strip()


def _array_facts(array: ArrayStructure) -> list[Fact]:
    found = _shape_facts(array.shape, array.dims)
    dtype = array.data_type
    order = " (big-endian)" if getattr(dtype, "endianness", "") == "big" else ""
    found.append(Fact("dtype", dtype_name(dtype) + order))
    if isinstance(dtype, StructDtype):
        fields = [
            f"{field.name} {dtype_name(field.dtype)}"
            + (f" × {shape_text(field.shape)}" if field.shape else "")
            for field in dtype.fields
        ]
        found.append(Fact("fields", _listed(fields)))
    found.append(Fact("size", size_text(array.nbytes)))
    if array.shape:
        found.append(Fact("chunks", chunks_text(array.chunks)))
    return found


def _shape_facts(shape: Sequence[int | None], dims: Sequence[str] | None) -> list[Fact]:
    text = shape_text(shape, " × ") if shape else "a single value"
    found = [Fact("shape", text)]
    if dims:
        found.append(Fact("dimensions", ", ".join(dims)))
    return found


def _table_facts(table: TableStructure) -> list[Fact]:
    try:
        columns = [f"{name} {kind}" for name, kind in column_types(table).items()]
    except ValueError:
        columns = list(table.columns)
    return [
        Fact("columns", f"{len(columns):,}: {_listed(columns)}"),
        Fact("partitions", f"{table.npartitions:,}"),
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


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MOST_COLUMNS_NAMED])
    more = len(names) - MOST_COLUMNS_NAMED
    return f"{shown}, … {more:,} more" if more > 0 else shown
