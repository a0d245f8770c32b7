"""Values of metadata, made so that a page can show them: JSON, of bounded size.

What is cut off is counted in signs, not in words: nobody translates what stands among data.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

LONGEST_TEXT = 2_000
LONGEST_LIST = 300
DEEPEST = 24
MOST_VALUES = 20_000
SAFE_INTEGER = 2**53
"""A page counts in float64: integers beyond this lose their last digits there."""


def plain(metadata: Mapping[Any, Any]) -> dict[str, Any]:
    """Return metadata as a page can show it.

    Times become ISO 8601; numbers that JSON does not know become their names; integers that a page
    cannot hold become text; bytes are described; what is very long or deep is cut, and it is seen.

    Parameters
    ----------
    metadata : mapping

    Returns
    -------
    dict

    Examples
    --------
    >>> plain({"gain": float("nan"), "id": 2**60, "icon": b"abc"})
    {'gain': 'NaN', 'id': '1152921504606846976', 'icon': 'bytes[3] YWJj'}
    """
    return _Budget().mapping(metadata, 0)


def number(value: float) -> float | str:
    """Return a float, or its name where JSON has none.

    Examples
    --------
    >>> number(1.5), number(float("-inf"))
    (1.5, '-Infinity')
    """
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def integer(value: int) -> int | str:
    """Return an integer, as text where a page would round it."""
    return value if abs(value) <= SAFE_INTEGER else str(value)


def shortened(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text, cut where it is too long, and how much is missing.

    Examples
    --------
    >>> shortened("abcdefgh", 4)
    'abcd… +4'
    """
    return text if len(text) <= longest else f"{text[:longest]}… +{len(text) - longest:,}"


class _Budget:
    """How much of a document may still be shown."""

    def __init__(self) -> None:
        self._left = MOST_VALUES

    def value(self, value: object, depth: int) -> Any:
        self._left -= 1
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return shortened(value)
        if isinstance(value, int):
            return integer(value)
        if isinstance(value, float):
            return number(value)
        if isinstance(value, (datetime, date, time)):
            return value.isoformat()
        if isinstance(value, timedelta):
            return str(value)
        if isinstance(value, (bytes, bytearray, memoryview)):
            start = base64.b64encode(bytes(value[:24])).decode()
            more = "…" if len(value) > 24 else ""
            return f"bytes[{len(value)}] {start}{more}"
        if isinstance(value, Mapping):
            if depth >= DEEPEST or self._left <= 0:
                return f"{{… +{len(value):,}}}"
            return self.mapping(value, depth)
        if isinstance(value, (list, tuple, set, frozenset)):
            return self._sequence(list(value), depth)
        if hasattr(value, "tolist"):
            return self.value(value.tolist(), depth)
        return shortened(str(value))

    def mapping(self, value: Mapping[Any, Any], depth: int) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        for index, (key, inner) in enumerate(value.items()):
            if self._left <= 0:
                shown["…"] = f"+{len(value) - index:,}"
                break
            shown[shortened(str(key), 200)] = self.value(inner, depth + 1)
        return shown

    def _sequence(self, value: list[Any], depth: int) -> Any:
        if depth >= DEEPEST or self._left <= 0:
            return f"[… +{len(value):,}]"
        shown = []
        for index, inner in enumerate(value):
            if index >= LONGEST_LIST or self._left <= 0:
                shown.append(f"… +{len(value) - index:,}")
                break
            shown.append(self.value(inner, depth + 1))
        return shown
