"""Tables as they travel: whatever holds columns, to Arrow and back, and held against a schema.

Servers pass what they are sent through pandas, which forgets some of it, and answer with what they
got back. The schema in the structure of the node is what was promised: what goes out has to fit it,
and what comes back is cast to it where that loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from tiled_jl.errors import MALFORMED, ResponseError
from tiled_jl.structures import arrow_file, pandas_metadata
from tiled_jl.structures.arrow_types import cast, pandas_name, parquet_forgets

if TYPE_CHECKING:
    import pyarrow

Format = Literal["pandas", "arrow", "polars"]

MEDIA_TYPE = "application/vnd.apache.arrow.file"
"""Of an Arrow file, in which tables travel both ways."""

_HEAD, _TAIL = 8, 10
"""Bytes of an Arrow file before its messages and after its footer, whose length begins the tail."""

_REPEATED = 100
"""How often a text may stand in a column that is in the file once."""

_LABELS = "__row_labels__"
"""Where labels of rows are kept until they are known to count them. No column may be named so."""


def to_arrow(data: Any, *, keep_index: bool | None = None) -> pyarrow.Table:
    """Return data as an Arrow table.

    Parameters
    ----------
    data : pandas.DataFrame, pyarrow.Table, polars.DataFrame or mapping of arrays
    keep_index : bool, optional
        Whether the index of a pandas frame becomes a column; by default if it does more than
        count the rows.

    Raises
    ------
    TypeError
        If it is nothing of these, or a column holds what Arrow has no type for.
    ValueError
        If the columns differ in length, or two have the same name.
    """
    import pyarrow

    try:
        if isinstance(data, pyarrow.Table):
            return data
        if isinstance(data, pyarrow.RecordBatch):
            return pyarrow.Table.from_batches([data])
        if isinstance(data, Mapping):
            return pyarrow.table({_name(key): _plain(data[key]) for key in data})
        if hasattr(data, "to_arrow"):
            return pyarrow.table(data.to_arrow())
        if hasattr(data, "iloc") and hasattr(data, "columns"):
            for name in data.columns:
                _name(name)
            return pyarrow.Table.from_pandas(data, preserve_index=keep_index)
    except (pyarrow.ArrowTypeError, pyarrow.ArrowInvalid) as error:
        raise TypeError(". ".join(map(str, reversed(error.args)))) from error
    raise TypeError(
        "a table is a pandas or polars DataFrame, a pyarrow.Table or a mapping of names to arrays, "
        f"not {type(data).__name__}"
    )


def _name(name: Any) -> str:
    if not isinstance(name, str):
        raise TypeError(f"the name of a column is a string, not {name!r}")
    return name


def _plain(values: Any) -> Any:
    # Arrow takes numpy's arrays of one dimension and lists, but neither tuples nor ranges.
    return values if hasattr(values, "dtype") or hasattr(values, "type") else list(values)


def to_format(table: pyarrow.Table, format: Format) -> Any:  # noqa: A002
    """Return an Arrow table as a data frame of pandas or of polars, or as it is."""
    if format == "arrow":
        return table
    try:
        if format == "polars":
            import polars

            return polars.from_arrow(table)
        return table.to_pandas()
    except MALFORMED as error:
        raise ResponseError(
            f"The table cannot be made a data frame of {format}: {error}.",
            hint="read(format='arrow') returns it as it came.",
        ) from error


def encode(table: pyarrow.Table) -> memoryview:
    """Return a table as an Arrow file."""
    import pyarrow

    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return memoryview(sink.getvalue())


def decode(body: Any) -> pyarrow.Table:
    """Return the table in an Arrow file, without a copy.

    Parameters
    ----------
    body : bytes-like

    Raises
    ------
    ValueError
        If it is not a whole and sound Arrow file.
    """
    import pyarrow

    try:
        view = memoryview(body).cast("B")
        arrow_file.check(view)
        with pyarrow.ipc.open_file(pyarrow.py_buffer(body)) as file:
            _check_seamless(view, file.num_record_batches)
            table = file.read_all()
        table.validate()
        # First, because to check a text takes time each time it stands there.
        _check_views(table, len(body))
        table.validate(full=True)
    except (*MALFORMED, pyarrow.ArrowException, OSError) as error:
        raise ValueError(f"not an Arrow file ({error})") from error
    return table


def _check_seamless(body: Any, batches: int) -> None:
    """Check that an Arrow file holds what its footer speaks of, and nothing in between.

    The footer says where in the file the rows are: others would be read if they had slipped.
    """
    import pyarrow

    view = memoryview(body)
    footer = len(view) - _TAIL - int.from_bytes(view[-_TAIL:][:4], "little")
    stream = pyarrow.BufferReader(pyarrow.py_buffer(view[_HEAD:footer]))
    messages = pyarrow.ipc.MessageReader.open_stream(stream)
    found = sum(message.type == "record batch" for message in messages)
    if found != batches or stream.tell() != stream.size():
        raise ValueError("not a sound Arrow file: what it holds is not where it says")


def _check_views(table: pyarrow.Table, size: int) -> None:
    """Refuse texts that are one and the same stretch of the file over and over again."""
    from pyarrow import types

    for column in table.columns:
        if types.is_string_view(column.type) or types.is_binary_view(column.type):
            if sum(map(_length_of_views, column.chunks)) > _REPEATED * size:
                raise ValueError("texts that take far more room than there is")
        elif _shares(column.type):
            raise ValueError(f"elements of the type {column.type} cannot be read")


def _length_of_views(chunk: pyarrow.Array) -> int:
    import numpy

    views = numpy.frombuffer(chunk.buffers()[1] or b"", "<i4").reshape(-1, 4)
    # Each begins with the length of its text.
    return int(views[:, 0].sum(dtype="i8"))


def _shares(type: pyarrow.DataType) -> bool:  # noqa: A002
    """Whether elements of a type may lie in the same place, unseen from outside."""
    from pyarrow import types

    views = (
        types.is_string_view,
        types.is_binary_view,
        types.is_list_view,
        types.is_large_list_view,
    )
    parts = [type.field(number).type for number in range(type.num_fields)]
    return any(is_(type) for is_ in (*views, types.is_run_end_encoded)) or any(map(_shares, parts))


def fitted(table: pyarrow.Table, columns: Sequence[str], schema: pyarrow.Schema) -> pyarrow.Table:
    """Return rows that someone gives as rows of a table with this schema.

    Parameters
    ----------
    table : pyarrow.Table
    columns : sequence of str
        Of the table on the server, in order.
    schema : pyarrow.Schema
        Its schema, with the index.

    Raises
    ------
    ValueError
        If it has other columns or another index.
    TypeError
        If a column cannot be cast to its type without a loss.
    """
    index = pandas_metadata.index_columns(table.schema)
    wanted = [*columns, *pandas_metadata.index_columns(schema)]
    if missing := _without(wanted, table.column_names):
        raise ValueError(f"column {', '.join(map(repr, missing))} is missing")
    if extra := _without(table.column_names, wanted):
        if lost := _without(extra, _without(extra, index)):
            raise ValueError(
                f"the index ({', '.join(map(repr, lost))}) would be lost: the table on the server "
                "has none. Leave it away by frame.reset_index(drop=True)"
            )
        raise ValueError(f"there is no column {', '.join(map(repr, extra))} in the table")
    fit = _cast_each(table, wanted, schema, TypeError)
    document = pandas_metadata.load(schema)
    given = pandas_metadata.load(table.schema)
    if document is not None and pandas_metadata.counts_rows(document):
        labels = pandas_metadata.range_of(given or {}) or range(table.num_rows)
        # Nameless, since servers lose their way among the columns otherwise; `settled` names it.
        document = pandas_metadata.with_range(document, labels, name=None)
    return pandas_metadata.store(fit, _careful(fit, document))


def parquet_keeps(schema: pyarrow.Schema) -> bool:
    """Return whether a table comes back whole from a server that stores it as Parquet."""
    # dask, by which servers read Parquet, knows no index of several levels.
    levels = (pandas_metadata.load(schema) or {}).get("index_columns", ())
    return len(levels) < 2 and not any(map(parquet_forgets, schema.types))


def _careful(table: pyarrow.Table, document: dict[str, Any] | None) -> dict[str, Any] | None:
    """Name the types that pandas would lose on the server, such as that of integers with nulls."""
    described = {each["field_name"]: each for each in (document or {}).get("columns", ())}
    careful = {}
    for field, column in zip(table.schema, table.columns, strict=True):
        known = described.get(field.name, {}).get("numpy_type", "object")
        if known == "object" and (name := pandas_name(field.type, column.null_count)):
            careful[field.name] = {
                "name": field.name,
                "field_name": field.name,
                "pandas_type": str(field.type),
                "numpy_type": name,
                "metadata": None,
            }
    if not careful:
        return document
    document = document or {"index_columns": [], "column_indexes": []}
    return {**document, "columns": list({**described, **careful}.values())}


def partitions(table: pyarrow.Table, count: int) -> list[pyarrow.Table]:
    """Cut a table into parts of about as many rows each; the index goes on from one to the next."""
    bounds = [table.num_rows * number // count for number in range(count + 1)]
    document = pandas_metadata.load(table.schema)
    labels = None if document is None else pandas_metadata.range_of(document)
    parts = []
    for start, stop in pairwise(bounds):
        part = table.slice(start, stop - start)
        if document is not None and labels is not None:
            own = pandas_metadata.with_range(document, labels[start:stop])
            part = pandas_metadata.store(part, own)
        parts.append(part)
    return parts


def checked(reply: pyarrow.Table, columns: Sequence[str], schema: pyarrow.Schema) -> pyarrow.Table:
    """Return the columns that were asked for from what a server answered, in that order.

    Parameters
    ----------
    reply : pyarrow.Table
    columns : sequence of str
        What was asked for.
    schema : pyarrow.Schema
        Of the whole table, with the index.

    Returns
    -------
    pyarrow.Table
        Also with the index, or with labels of the rows that the server made up; see `settled`.

    Raises
    ------
    ValueError
        If columns are missing, were not asked for or are not what the schema says.
    """
    index = pandas_metadata.index_columns(reply.schema)
    wanted = [*dict.fromkeys([*columns, *pandas_metadata.index_columns(schema)])]
    missing, extra = _without(wanted, reply.column_names), _without(reply.column_names, wanted)
    labels = _without(extra, _without(extra, index))
    if missing or len(labels) < len(extra) or len(set(reply.column_names)) < reply.num_columns:
        raise ValueError(
            f"the columns {reply.column_names[:50]} came where {wanted[:50]} were asked for"
        )
    table = _cast_each(reply, wanted, schema, ValueError)
    return table.append_column(_LABELS, reply.column(labels[0])) if labels else table


def settled(table: pyarrow.Table, schema: pyarrow.Schema) -> pyarrow.Table:
    """Return `checked` rows with the index that the schema speaks of.

    An index that merely counts rows is not a column of the table, yet servers send it as one.
    """
    labels = None
    if _LABELS in table.column_names:
        labels = _counted(table.column(_LABELS))
        table = table.drop_columns([_LABELS])
    document = pandas_metadata.load(schema)
    if document is not None and pandas_metadata.counts_rows(document):
        declared = pandas_metadata.range_of(document)
        if labels is None and declared is not None and len(declared) == table.num_rows:
            labels = declared
        document = pandas_metadata.with_range(document, labels or range(table.num_rows))
    table = table.replace_schema_metadata(schema.metadata)
    return table if document is None else pandas_metadata.store(table, document)


def _counted(labels: pyarrow.ChunkedArray) -> range | None:
    """Return labels as a range; None if they are none."""
    import numpy
    import pyarrow

    if not pyarrow.types.is_integer(labels.type) or labels.null_count or not len(labels):
        return None
    first, last = labels[0].as_py(), labels[-1].as_py()
    step = labels[1].as_py() - first if len(labels) > 1 else 1
    if step == 0 or first + step * (len(labels) - 1) != last:
        return None
    stop = last + step
    counts = numpy.array_equal(labels.to_numpy(), numpy.arange(first, stop, step))
    return range(first, stop, step) if counts else None


def _cast_each(
    table: pyarrow.Table,
    names: Iterable[str],
    schema: pyarrow.Schema,
    failure: Callable[[str], Exception],
) -> pyarrow.Table:
    import pyarrow

    fields, columns = [], []
    for name in names:
        column, position = table.column(name), schema.get_field_index(name)
        field = schema.field(position) if position >= 0 else table.schema.field(name)
        try:
            column = cast(column, field.type)
        except ValueError as error:
            raise failure(f"column {name!r}: {error}") from error
        fields.append(field.with_type(column.type))
        columns.append(column)
    if not columns:
        # A table without columns has rows nevertheless.
        return table.select([])
    return pyarrow.Table.from_arrays(columns, schema=pyarrow.schema(fields, table.schema.metadata))


def _without(names: Iterable[str], others: Iterable[str]) -> list[str]:
    others = set(others)
    return [name for name in names if name not in others]
