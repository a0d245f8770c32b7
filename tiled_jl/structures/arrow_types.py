"""Which types of Arrow stand for the same values, and which of them pandas would lose."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow


def cast(column: pyarrow.ChunkedArray, type: pyarrow.DataType) -> pyarrow.ChunkedArray:  # noqa: A002
    """Return a column as another type of the same kind, if not a single value is lost.

    Parameters
    ----------
    column : pyarrow.ChunkedArray
    type : pyarrow.DataType
        If it is the type of nothing but nulls, the true one was not known, and any will do.

    Raises
    ------
    ValueError
        If it is of another kind, or a value has no counterpart.
    """
    import pyarrow
    from pyarrow import types

    if column.type == type or types.is_null(type):
        return column
    if types.is_null(column.type):
        return pyarrow.chunked_array([pyarrow.nulls(len(column), type)])
    if not _akin(column.type, type):
        raise ValueError(f"{column.type} where {type} was due")
    if types.is_dictionary(column.type) and not types.is_dictionary(type):
        _check_expansion(column)
    try:
        if types.is_dictionary(type) and not types.is_dictionary(column.type):
            column = column.cast(type.value_type).dictionary_encode()
        return column.cast(type)
    except pyarrow.ArrowException as error:
        raise ValueError(f"{column.type} where {type} was due ({error})") from error


_SURELY, _REPEATED = 64_000_000, 100
"""Bytes that values may take without their dictionary, and how many for each byte with it."""


def _check_expansion(column: pyarrow.ChunkedArray) -> None:
    """Refuse a column that without its dictionary would be far larger, if that may be."""
    largest = max((chunk.dictionary.nbytes for chunk in column.chunks), default=0)
    if len(column) * largest <= _SURELY:
        return
    from pyarrow import compute, types

    size = 0
    for chunk in column.chunks:
        values = chunk.dictionary
        if types.is_primitive(values.type) or not len(values):
            continue
        each = values.nbytes
        if _kind(values.type) in {"text", "bytes"}:
            each = compute.max(compute.binary_length(values)).as_py() or 0
        size += len(chunk) * each
    if size > _SURELY + _REPEATED * column.nbytes:
        raise ValueError(f"{size:,} bytes out of a dictionary, which is more than can be believed")


def pandas_name(type: pyarrow.DataType, nulls: int) -> str | None:  # noqa: A002
    """Return by what name pandas keeps a column whole that it would change otherwise.

    Parameters
    ----------
    type : pyarrow.DataType
    nulls : int
        How many there are: with them, pandas makes integers floats, and NaN a null.

    Returns
    -------
    str or None
        None if it keeps it anyway, or knows no name for it.
    """
    from pyarrow import types

    number = types.is_integer(type) or types.is_floating(type)
    if (number and nulls) or types.is_time(type):
        return f"{type}[pyarrow]"
    return None


def parquet_forgets(type: pyarrow.DataType) -> bool:  # noqa: A002
    """Return whether a table stored as Parquet comes back without what such a column means.

    It keeps the categories of text alone: of others, it forgets the order and those not in use.
    """
    import pyarrow
    from pyarrow import types

    if isinstance(type, pyarrow.BaseExtensionType):
        return str(type.extension_name) == "pandas.interval"
    return types.is_dictionary(type) and not _akin(type.value_type, pyarrow.string())


def _akin(one: pyarrow.DataType, other: pyarrow.DataType) -> bool:
    """Return whether the types are of the same kind, however wide."""
    from pyarrow import types

    if types.is_null(one) or types.is_null(other):
        return True
    if types.is_dictionary(one) or types.is_dictionary(other):
        return _akin(_values(one), _values(other))
    if _is_list(one) and _is_list(other):
        return _akin(one.value_type, other.value_type)
    if types.is_struct(one) and types.is_struct(other):
        return [field.name for field in one] == [field.name for field in other] and all(
            _akin(mine.type, its.type) for mine, its in zip(one, other, strict=True)
        )
    if types.is_timestamp(one) and types.is_timestamp(other):
        return (one.tz is None) == (other.tz is None)
    return _kind(one) is not None and _kind(one) == _kind(other)


def _values(type: pyarrow.DataType) -> pyarrow.DataType:  # noqa: A002
    from pyarrow import types

    return type.value_type if types.is_dictionary(type) else type


def _is_list(type: pyarrow.DataType) -> bool:  # noqa: A002
    from pyarrow import types

    listed = types.is_list(type) or types.is_large_list(type) or types.is_fixed_size_list(type)
    return bool(listed)


def _kind(type: pyarrow.DataType) -> str | None:  # noqa: A002
    """Return what kind of values these are, for types without parts; None for all others."""
    from pyarrow import types

    kinds = {
        "number": (types.is_integer, types.is_floating),
        "decimal": (types.is_decimal,),
        "text": (types.is_string, types.is_large_string, types.is_string_view),
        "bytes": (
            types.is_binary,
            types.is_large_binary,
            types.is_fixed_size_binary,
            types.is_binary_view,
        ),
        "date": (types.is_date,),
        "time": (types.is_time,),
        "duration": (types.is_duration,),
    }
    return next((kind for kind, tests in kinds.items() if any(is_(type) for is_ in tests)), None)
