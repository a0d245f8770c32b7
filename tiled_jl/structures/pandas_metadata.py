"""What pandas writes into an Arrow schema of its own: the index, and the types of the columns.

It is JSON under the key ``pandas``. Only the members that matter to a table on a server are named
here: ``index_columns``, a list of column names or, for an index that merely counts, of
``{"kind": "range", "name", "start", "stop", "step"}``; and ``columns``, in which ``numpy_type`` is
the type that a column has in pandas. (https://pandas.pydata.org/docs/development/developer.html)
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow

_KEY = b"pandas"
_RANGE = ("start", "stop", "step")


def load(schema: pyarrow.Schema) -> dict[str, Any] | None:
    """Return what pandas wrote; None where it wrote nothing."""
    text = (schema.metadata or {}).get(_KEY)
    if text is None:
        return None
    try:
        found = json.loads(text)
    except (RecursionError, ValueError):
        return None
    return found if isinstance(found, dict) and _is_sound(found) else None


def _is_sound(document: dict[str, Any]) -> bool:
    """Whether what is used of it here is what it should be."""
    index, columns = document.get("index_columns", []), document.get("columns", [])
    if not isinstance(index, list) or not isinstance(columns, list):
        return False
    ranges = [each for each in index if isinstance(each, dict)]
    counted = all(type(each.get(name)) is int for each in ranges for name in _RANGE)
    named = all(isinstance(each, str | dict) for each in index) and all(
        isinstance(each, dict) and isinstance(each.get("field_name"), str | None)
        for each in columns
    )
    return counted and named and all(each["step"] != 0 for each in ranges)


def store(table: pyarrow.Table, document: Mapping[str, Any] | None) -> pyarrow.Table:
    """Return the table with this in place of what pandas wrote."""
    others = {key: value for key, value in (table.schema.metadata or {}).items() if key != _KEY}
    if document is not None:
        others[_KEY] = json.dumps(document).encode()
    return table.replace_schema_metadata(others)


def index_columns(schema: pyarrow.Schema) -> list[str]:
    """Return the names of the columns that hold the index."""
    described = (load(schema) or {}).get("index_columns", ())
    return [name for name in described if isinstance(name, str)]


def counts_rows(document: Mapping[str, Any]) -> bool:
    """Return whether the index merely counts the rows."""
    return any(isinstance(each, dict) for each in document.get("index_columns", ()))


def with_range(document: Mapping[str, Any], labels: range, **others: Any) -> dict[str, Any]:
    """Return it with other numbers for the rows, if its index merely counts them."""
    index = document.get("index_columns", ())
    changes = {"start": labels.start, "stop": labels.stop, "step": labels.step, **others}
    changed = [{**each, **changes} if isinstance(each, dict) else each for each in index]
    return {**document, "index_columns": changed}


def range_of(document: Mapping[str, Any]) -> range | None:
    """Return the numbers of the rows, if the index merely counts them."""
    for each in document.get("index_columns", ()):
        if isinstance(each, dict):
            return range(each["start"], each["stop"], each["step"])
    return None
