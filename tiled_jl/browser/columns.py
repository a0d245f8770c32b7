"""What stands beside the names of nodes: values of their metadata, and the units of these."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from tiled_jl.browser.messages import ColumnValue
from tiled_jl.browser.moments import EARLIEST, LATEST
from tiled_jl.browser.plainly import integer, number, plain, shortened

LONGEST = 120
"""Characters of a value: what is longer is cut off by the page in any case."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)?)?")
_OF_TIME = re.compile(r"(^|_)(time|timestamp|date|start|stop|created|modified|updated)($|_)")


def selection(columns: Sequence[str]) -> str:
    """Return the JMESPath expression that picks what `values` needs, and nothing else.

    Parameters
    ----------
    columns : sequence of str
        Keys of the metadata, nested with dots.

    Examples
    --------
    >>> selection(["temperature.value"])
    '[["temperature"."value","temperature"."unit","temperature"."units"]]'
    """
    wanted = ",".join(f"[{','.join(map(_expression, _places(key)))}]" for key in columns)
    return f"[{wanted}]"


def values(selected: object, columns: Sequence[str]) -> dict[str, ColumnValue]:
    """Return what a node has in the columns in which it has something.

    Parameters
    ----------
    selected : object
        What the server picked by `selection`.
    columns : sequence of str
    """
    picked = selected if isinstance(selected, list) else []
    shown = {}
    for key, found in zip(columns, picked, strict=False):
        value, *units = found if isinstance(found, list) and found else [None]
        if (known := _value(key, value, units)) is not None:
            shown[key] = known
    return shown


def value_at(metadata: Mapping[str, Any], key: str) -> ColumnValue | None:
    """Return what whole metadata have at a key.

    Examples
    --------
    >>> value_at({"temperature": {"value": 300, "unit": "K"}}, "temperature.value")
    ColumnValue(value=300, unit='K', moment=False)
    """
    value, *units = [_look(metadata, place) for place in _places(key)]
    return _value(key, value, units)


def _places(key: str) -> list[list[str]]:
    """Return where a value is, and where its unit may be."""
    *above, last = parts = key.split(".")
    if last == "value":
        return [parts, [*above, "unit"], [*above, "units"]]
    beside = [[*above, f"{last}_unit"], [*above, f"{last}_units"], [*above, "units", last]]
    return [parts, *beside]


def _expression(place: Sequence[str]) -> str:
    return ".".join(json.dumps(part) for part in place)


def _look(metadata: object, place: Sequence[str]) -> object:
    for part in place:
        metadata = metadata.get(part) if isinstance(metadata, Mapping) else None
    return metadata


def _value(key: str, value: object, units: Sequence[object]) -> ColumnValue | None:
    if isinstance(value, Mapping) and "value" in value:
        units = [value.get("unit"), value.get("units")]
        value = value["value"]
    unit = next((shortened(each, 20) for each in units if isinstance(each, str) and each), None)
    if value is None:
        return None
    if isinstance(value, datetime):
        return ColumnValue(value.isoformat(), moment=True)
    if isinstance(value, bool):
        return ColumnValue(value)
    if isinstance(value, int | float):
        if unit is None and _OF_TIME.search(key.rpartition(".")[2]) and EARLIEST <= value < LATEST:
            return ColumnValue(datetime.fromtimestamp(value, UTC).isoformat(), moment=True)
        return ColumnValue(integer(value) if isinstance(value, int) else number(value), unit)
    if isinstance(value, str):
        return ColumnValue(shortened(value, LONGEST), unit, bool(_MOMENT.fullmatch(value)))
    text = json.dumps(plain({"": value})[""], ensure_ascii=False)
    return ColumnValue(shortened(text.strip("[]"), LONGEST))
