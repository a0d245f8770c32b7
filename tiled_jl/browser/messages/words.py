"""What is said to a person: in English here, by the page in the person's own language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiled_jl.browser.messages.wire import Message


class Size(Message):
    """A number of bytes, which the page writes with a unit."""

    bytes: int


Value = str | int | float | Size | list[int | None]
"""What a person is told beside words, the same in every language; a list is the lengths of an
array."""


class Words(Message):
    """Words for a person, and what to put into them.

    Only `say` and `say_many` make them, of words that stand in the source as they are: so they can
    be collected for those who translate.
    """

    text: str
    """In English, with places ``%1``, ``%2``, … for the values."""
    plural: str | None
    """The same for any number but one, which is the first of the values; ``%2`` is that number
    as it is written."""
    values: list[Value]

    def __str__(self) -> str:
        text, values = self.text, [_written(value) for value in self.values]
        if self.plural is not None:
            number = self.values[0]
            text = self.text if number == 1 else self.plural
            values = [str(number), *values]
        return re.sub(r"%(\d)", lambda place: values[int(place[1]) - 1], text)


def say(text: str, *values: Value) -> Words:
    """Say something to a person.

    Parameters
    ----------
    text : str
        English, and literal; ``%1`` is where the first value goes.
    *values : str, int, float, Size or list of int

    Examples
    --------
    >>> str(say("the first %1 of %2 rows", 5000, 10000))
    'the first 5,000 of 10,000 rows'
    """
    return Words(text, None, list(values))


def say_many(singular: str, plural: str, number: int, *values: Value) -> Words:
    """Say something about a number of things.

    Parameters
    ----------
    singular, plural : str
        English, and literal. ``%2`` is the number as it is written, ``%3`` the first value.
    number : int
    *values : str, int, float, Size or list of int

    Examples
    --------
    >>> str(say_many("%2 column", "%2 columns", 1)), str(say_many("%2 column", "%2 columns", 5000))
    ('1 column', '5,000 columns')
    """
    return Words(singular, plural, [number, *values])


def some(*words: Words | None) -> list[Words]:
    """Return those words that there are."""
    return [each for each in words if each is not None]


def _written(value: Value) -> str:
    if isinstance(value, Size):
        return f"{value.bytes:,} bytes"
    if isinstance(value, list):
        return lengths(value)
    return value if isinstance(value, str) else f"{value:,}"


def lengths(shape: Sequence[int | None]) -> str:
    """Return the lengths of an array in one text; one that varies is a question mark.

    Examples
    --------
    >>> lengths((60, 512, 512)), lengths((10_000, None))
    ('60 × 512 × 512', '10,000 × ?')
    """
    return " × ".join("?" if length is None else f"{length:,}" for length in shape)
