"""Values as the cells of a table show them: text, numbers and truth values that a page can hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from tiled_jl.browser.messages import Cell
from tiled_jl.browser.plainly import integer, number, plain, shortened

if TYPE_CHECKING:
    import pyarrow

LONGEST_CELL = 300

SYMBOLS = {"generic": "", "us": "µs", "m": "min", "D": "d", "W": "wk", "M": "mo", "Y": "yr"}
"""Of units of time that numpy writes otherwise: one symbol for one and for many, everywhere."""


def as_cell(value: object) -> Cell:
    """Return one value as a cell.

    Examples
    --------
    >>> as_cell(np.float32(0.5)), as_cell(2**53 + 1), as_cell(np.datetime64("2026-11-01T10:00"))
    (0.5, '9007199254740993', '2026-11-01T10:00')
    >>> as_cell(np.timedelta64(1, "ms"))
    '1 ms'
    """
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else _trimmed(str(value))
    if isinstance(value, np.timedelta64):
        return None if np.isnat(value) else _duration(value)
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return integer(value)
    if isinstance(value, float):
        return number(value)
    if isinstance(value, complex):
        return str(value).strip("()")
    if isinstance(value, str):
        return shortened(value, LONGEST_CELL)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return _text_of(value)
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, (list, tuple, Mapping, timedelta)):
        return _nested(value)
    return shortened(str(value), LONGEST_CELL)


def column_cells(column: pyarrow.ChunkedArray) -> list[Cell]:
    """Return a column of a table as cells.

    Categories become their values, and times ISO 8601 with the offset of their time zone.
    """
    import pyarrow as pa

    kind = column.type
    if pa.types.is_dictionary(kind):
        column = pa.chunked_array([chunk.dictionary_decode() for chunk in column.chunks])
        return column_cells(column) if column.num_chunks else []
    if pa.types.is_timestamp(kind):
        return _times(column.cast(pa.int64()).to_pylist(), kind.unit, kind.tz)
    if pa.types.is_duration(kind):
        counts = column.cast(pa.int64()).to_pylist()
        unit = SYMBOLS.get(kind.unit, kind.unit)
        return [None if count is None else f"{count} {unit}" for count in counts]
    if pa.types.is_decimal(kind):
        return [None if value is None else str(value) for value in column.to_pylist()]
    return [as_cell(value) for value in column.to_pylist()]


def _times(counts: list[int | None], unit: Any, zone_name: str | None) -> list[Cell]:
    zone = _zone(zone_name) if zone_name else None
    cells: list[Cell] = []
    for count in counts:
        moment = None if count is None else np.datetime64(count, unit)
        if moment is None or np.isnat(moment):
            cells.append(None)
        elif zone is None:
            cells.append(_trimmed(str(moment)) + ("" if zone_name is None else "+00:00"))
        else:
            cells.append(_in_zone(moment, zone))
    return cells


def _in_zone(moment: np.datetime64, zone: tzinfo) -> str:
    seconds = moment.astype("M8[s]").item()
    if not isinstance(seconds, datetime):
        # Beyond the years of the calendar that time zones know.
        return _trimmed(str(moment)) + "+00:00"
    offset = seconds.replace(tzinfo=UTC).astimezone(zone).utcoffset() or timedelta()
    local = moment + np.timedelta64(int(offset.total_seconds()), "s")
    sign, minutes = ("-", -offset) if offset < timedelta() else ("+", offset)
    hours, rest = divmod(int(minutes.total_seconds()) // 60, 60)
    return f"{_trimmed(str(local))}{sign}{hours:02}:{rest:02}"


def _zone(name: str) -> tzinfo | None:
    try:
        return datetime.strptime(name, "%z").tzinfo if name[0] in "+-" else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _duration(value: np.timedelta64) -> str:
    unit, step = np.datetime_data(value.dtype)
    count = value.astype("i8") * step
    return f"{count} {SYMBOLS.get(unit, unit)}".strip()


def _trimmed(moment: str) -> str:
    """Leave out the zeros that only say how finely a clock counts."""
    whole, point, fraction = moment.partition(".")
    fraction = fraction.rstrip("0")
    return f"{whole}{point}{fraction}" if fraction else whole


def _text_of(value: bytes) -> str:
    try:
        text = value.decode()
    except UnicodeDecodeError:
        text = ""
    if text.isprintable() and text:
        return shortened(text, LONGEST_CELL)
    return shortened(f"0x{value.hex()}", LONGEST_CELL) if value else ""


def _nested(value: Any) -> str:
    shown = plain({"": value})[""]
    text = shown if isinstance(shown, str) else json.dumps(shown, ensure_ascii=False)
    return shortened(text, LONGEST_CELL)
