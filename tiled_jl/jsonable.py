"""Making metadata plain: what JSON can hold, or an error that says where it cannot.

The one door for everything that users give to be stored. Encoders are not asked: they make lists
of sets, text of bytes and null of not-a-number, and say nothing.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from datetime import date, time
from enum import Enum
from pathlib import PurePath
from typing import Any
from uuid import UUID

from tiled_jl.errors import NotJSON

_SMALLEST, _LARGEST = -(2**63), 2**64 - 1
"""Servers accept larger integers, and then cannot describe the node any more."""

_DEEPEST = 200
"""Levels of nesting; servers fail to answer well before Python does."""


def jsonable(value: object, name: str = "metadata", *, keep: object = None) -> Any:
    """Return a value as JSON has it: a new tree of dicts, lists, strings, numbers, bools and None.

    Tuples, other sequences and numpy arrays become lists, numpy scalars numbers; moments are
    written as of ISO 8601; paths and UUIDs are text, and enumerations what they stand for.

    Parameters
    ----------
    value : object
        Numbers, strings, bools, None, and mappings and sequences of them.
    name : str, optional
        What to call it in an error.
    keep : object, optional
        A mark that may stand for a value of a mapping, and is kept as it is.

    Raises
    ------
    NotJSON
        If some part of it has no equal in JSON; the message gives the path of that part.

    Examples
    --------
    >>> import numpy
    >>> jsonable({"position": numpy.array([1.5, 2.0]), "range": (0, 10)})
    {'position': [1.5, 2.0], 'range': [0, 10]}
    >>> jsonable({"scan": {"motors": {"th", "tth"}}})
    Traceback (most recent call last):
    ...
    tiled_jl.errors.NotJSON: metadata['scan']['motors'] is a set, which JSON does not have.
    Give a list.
    """
    return _plain(value, name, (), keep)


def _plain(value: object, where: str, above: tuple[int, ...], keep: object = None) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return _plain(value.value, where, above)
    if isinstance(value, str):
        return _text(value, where)
    if isinstance(value, int):
        return _integer(int(value), where)
    if isinstance(value, float):
        return _real(float(value), where)
    if isinstance(value, Mapping):
        above = _deeper(value, where, above)
        return {
            _key(key, where): each
            if each is keep
            else _plain(each, f"{where}[{key!r}]", above, keep)
            for key, each in value.items()
        }
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        above = _deeper(value, where, above)
        return [_plain(each, f"{where}[{n}]", above) for n, each in enumerate(value)]
    if isinstance(value, date | time):
        return _moment(value, where)
    if isinstance(value, UUID | PurePath):
        return str(value)
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, numpy.ndarray | numpy.generic):
        return _plain(_from_numpy(value, where), where, above)
    raise NotJSON(
        f"{where} is {_article(type(value).__name__)}, which JSON does not have.",
        hint=_HINTS.get(type(value).__name__, _HINT),
    )


def _deeper(value: object, where: str, above: tuple[int, ...]) -> tuple[int, ...]:
    if id(value) in above:
        raise NotJSON(f"{where} contains itself.", hint="Give a copy without the circle.")
    if len(above) == _DEEPEST:
        raise NotJSON(f"{where[:80]}… is nested more than {_DEEPEST} levels deep.")
    return (*above, id(value))


def _key(key: object, where: str) -> str:
    if isinstance(key, str) and not isinstance(key, Enum):
        return _text(key, f"a key of {where}")
    raise NotJSON(
        f"{where} has the key {key!r}, but keys are strings in JSON.", hint=f"Give {str(key)!r}."
    )


def _text(text: str, where: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise NotJSON(f"{where} is {text!r}, which is not valid Unicode.") from None
    return str(text)


def _integer(number: int, where: str) -> int:
    if _SMALLEST <= number <= _LARGEST:
        return number
    raise NotJSON(
        f"{where} is an integer of {number.bit_length()} bits, which servers cannot give back.",
        hint="Give a float or a string.",
    )


def _real(number: float, where: str) -> float:
    if math.isfinite(number):
        return number
    raise NotJSON(f"{where} is {number}, which JSON does not have.", hint="Give None or a string.")


def _moment(moment: date | time, where: str) -> str:
    # pandas.NaT calls itself a datetime, and equals nothing.
    if moment != moment:
        raise NotJSON(f"{where} is not a time, which JSON does not have.", hint="Give None.")
    return moment.isoformat()


def _from_numpy(value: Any, where: str) -> Any:
    """Return a numpy array or scalar as lists, or as one value of Python's own."""
    kind = value.dtype.kind
    if kind == "M":
        import numpy

        if numpy.isnat(value).any():
            raise NotJSON(f"{where} is not a time, which JSON does not have.", hint="Give None.")
        return numpy.datetime_as_string(value).tolist()
    if kind == "f":
        # What is longer than a double has no equal in Python.
        return value.astype(float).tolist()
    if kind not in "biuOUST":
        raise NotJSON(f"{where} is of dtype {value.dtype}, which JSON does not have.")
    return value.tolist()


def _article(word: str) -> str:
    return f"{'an' if word[:1].lower() in 'aeiou' else 'a'} {word}"


_HINT = "Give numbers, strings, bools, None, lists or dicts."
_HINTS = {
    "bytes": "Decode it to a string, or store it as an array.",
    "complex": "Give its real and imaginary parts.",
    "frozenset": "Give a list.",
    "set": "Give a list.",
    "timedelta": "Give its seconds.",
    "DataFrame": "Write it as a table of its own.",
}
