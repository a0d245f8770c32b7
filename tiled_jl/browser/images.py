"""Pictures of two-dimensional parts of arrays, reduced by stride to what a screen can show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tiled_jl.browser.components import component
from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.messages import ImageResult, ReadImage, Words, say, some
from tiled_jl.browser.opened import Node
from tiled_jl.browser.pixels import (
    Values,
    drawable,
    narrowed,
    pixel_type,
    statistics,
    wire,
)
from tiled_jl.browser.wording import COLOUR_CHANNELS, is_number
from tiled_jl.structures.array import ArrayStructure

LARGEST_SIDE = 4096
"""More pixels than a screen has in one direction."""


def position(array: ArrayStructure, at: Sequence[int], shown: set[int]) -> list[int | slice]:
    """Return an index that fixes the dimensions that are not shown.

    Parameters
    ----------
    array : ArrayStructure
    at : sequence of int
        A position for each dimension; those of dimensions that are shown do not matter.
    shown : set of int
        The dimensions that are shown whole.

    Raises
    ------
    RequestError
        If a position is outside the array: it may have shrunk.
    """
    if len(at) != len(array.shape):
        raise RequestError(
            "bad_request",
            say("%1 positions were given for %2 dimensions.", len(at), len(array.shape)),
            say("Open the preview again: the node may have been replaced."),
        )
    index: list[int | slice] = []
    for dimension, (place, length) in enumerate(zip(at, array.shape, strict=True)):
        if dimension in shown:
            index.append(slice(None))
        elif 0 <= place < length:
            index.append(place)
        else:
            raise RequestError(
                "bad_request",
                say("Position %1 is outside dimension %2, which has %3.", place, dimension, length),
                say("Open the preview again: the node may have been replaced."),
            )
    return index


def require_array(node: Node) -> ArrayStructure:
    """Return the structure of an array node.

    Raises
    ------
    RequestError
        If it is another kind of node.
    """
    if not isinstance(node.item.structure, ArrayStructure):
        raise RequestError(
            "bad_request",
            say("“%1” is no array.", node.item.key),
            say("Open the preview again: the node may have been replaced."),
        )
    return node.item.structure


def stride(start: int, stop: int, length: int, wanted: int) -> tuple[int, int, int]:
    """Return start, stop and step that cover a range with no more than so many samples.

    Examples
    --------
    >>> stride(0, 2048, 2048, 512), stride(-5, 99, 10, 512)
    ((0, 2048, 4), (0, 10, 1))
    """
    start, stop = max(0, min(start, length - 1)), max(0, min(stop, length))
    stop = max(stop, start + 1)
    wanted = max(1, min(wanted, LARGEST_SIDE))
    return start, stop, -(-(stop - start) // wanted)


def picture(node: Node, request: ReadImage) -> tuple[ImageResult, list[bytes]]:
    """Read a picture of an array."""
    array = require_array(node)
    dimensions = len(array.shape)
    x, y = request.x, request.y
    if x == y or not (0 <= x < dimensions and 0 <= y < dimensions) or array.size == 0:
        raise RequestError("bad_request", say("These two dimensions do not make a picture."))
    across = [y, x] if request.channel is None else [y, x, request.channel]
    if request.channel is not None and not may_be_colour(array, request.channel, {x, y}):
        raise RequestError("bad_request", say("This dimension does not hold red, green and blue."))
    index = position(array, request.at, set(across))
    rows = stride(*request.rows, array.shape[y], request.height)
    columns = stride(*request.columns, array.shape[x], request.width)
    index[y], index[x] = slice(*rows), slice(*columns)
    values: Any = node.client
    values = np.asarray(values[tuple(index)])
    # Whichever dimension comes first in the array, rows come first in the picture.
    order = sorted(across)
    seen = values.transpose([order.index(dimension) for dimension in across])
    chosen, what = component(seen, request.component)
    numbers, unchanged, note = drawable(chosen)
    colour = request.channel is not None
    if colour and numbers.dtype != np.uint8:
        numbers, note = brightness(numbers)
        unchanged = False
    numbers = narrowed(numbers)
    result = ImageResult(
        rows=rows,
        columns=columns,
        height=seen.shape[0],
        width=seen.shape[1],
        pixels=pixel_type(numbers),
        exact=unchanged and rows[2] == 1 and columns[2] == 1,
        statistics=statistics(numbers[..., :3] if colour else numbers),
        notes=some(what or note),
    )
    return result, [wire(_rgba(numbers) if colour else numbers)]


def may_be_colour(array: ArrayStructure, channel: int, shown: set[int]) -> bool:
    """Return whether a dimension can be taken as red, green, blue (and alpha)."""
    return (
        0 <= channel < len(array.shape)
        and channel not in shown
        and array.shape[channel] in COLOUR_CHANNELS
        and is_number(array.data_type)
    )


def brightness(numbers: Values) -> tuple[Values, Words]:
    """Return numbers of any type as those of a screen, and say how.

    Fractions between 0 and 1 are taken as such; the least and the greatest of anything else become
    black and full brightness.

    Examples
    --------
    >>> numbers, how = brightness(np.array([0.0, 0.5, 1.0]))
    >>> numbers, str(how), str(brightness(np.array([100, 300]))[1])
    (array([  0, 128, 255], dtype=uint8), 'brightness from 0 to 1', 'brightness from 100 to 300')
    """
    finite = numbers[np.isfinite(numbers)].astype(np.float64)
    low, high = (finite.min(), finite.max()) if finite.size else (0.0, 1.0)
    if numbers.dtype.kind == "f" and low >= 0 and high <= 1:
        low, high = 0.0, 1.0
    scaled = 255 * (numbers.astype(np.float64) - low) / ((high - low) or 1.0)
    return (
        np.nan_to_num(np.round(scaled), posinf=255, neginf=0).clip(0, 255).astype(np.uint8),
        say("brightness from %1 to %2", f"{low:g}", f"{high:g}"),
    )


def _rgba(picture: Values) -> Values:
    if picture.shape[-1] == 4:
        return picture
    opaque = np.full((*picture.shape[:2], 1), 255, np.uint8)
    return np.concatenate([picture, opaque], axis=-1)
