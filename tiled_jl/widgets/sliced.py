"""The traits of a widget that shows part of an array."""

from __future__ import annotations

import operator
from typing import Any

import traitlets


class Sliced(traitlets.HasTraits):
    """Where in an array the page is.

    Attributes
    ----------
    slice : tuple of (int or None) or None
        Position along each of the leading dimensions; None for one that is shown whole.
    frame : int
        The first of these positions.
    """

    slice: Any = traitlets.Tuple(
        default_value=None, allow_none=True, help="Position along each leading dimension."
    ).tag(sync=True)
    frame: Any = traitlets.Int(help="The first position of the slice.").tag(sync=True)

    def _shape(self) -> tuple[int, ...] | None:
        """Return the shape of the array as far as it is known; the page must not wait for it."""
        return None

    @traitlets.validate("slice")
    def _positions(self, proposal: Any) -> tuple[int | None, ...] | None:
        places = proposal["value"]
        if places is None:
            return None
        shape = self._shape()
        if shape is not None and len(places) > len(shape):
            raise traitlets.TraitError(
                f"slice has {len(places)} positions, the array {len(shape)} dimensions"
            )
        lengths = [None] * len(places) if shape is None else shape
        return tuple(
            None if place is None else _position(place, length, dimension)
            for dimension, (place, length) in enumerate(zip(places, lengths, strict=False))
        )

    @traitlets.validate("frame")
    def _within(self, proposal: Any) -> int:
        # A slider that is linked to it may be longer than the dimension: it is then moved back.
        frame: int = proposal["value"]
        shape, dimension = self._shape(), self._stepped()
        if shape is None or dimension is None or dimension >= len(shape):
            return max(0, frame)
        length = shape[dimension]
        return max(0, min(frame + length if frame < 0 else frame, length - 1))

    @traitlets.observe("slice")
    def _slice_changed(self, change: Any) -> None:
        dimension = self._stepped()
        if self.slice and dimension is not None:
            self.frame = self.slice[dimension]

    @traitlets.observe("frame")
    def _frame_changed(self, change: Any) -> None:
        dimension = self._stepped()
        if dimension is not None:
            before = self.slice or (None,)
            self.slice = (*before[:dimension], self.frame, *before[dimension + 1 :])

    def _stepped(self) -> int | None:
        """Return the dimension along which `frame` is: the first, until the page has said more."""
        if self.slice is None:
            return 0
        fixed = (each for each, place in enumerate(self.slice) if place is not None)
        return next(fixed, None)


def _position(place: Any, length: int | None, dimension: int) -> int:
    try:
        number = operator.index(place)
    except TypeError:
        raise traitlets.TraitError(
            f"slice holds whole numbers and None, not {place!r}; it sets where the preview is, "
            "it does not read data"
        ) from None
    if length is None:
        return number
    if not -length <= number < length:
        raise traitlets.TraitError(
            f"position {number} is outside dimension {dimension}, which has {length}"
        )
    return number % length
