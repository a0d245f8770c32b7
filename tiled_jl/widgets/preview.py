"""The data of a node, in a notebook cell."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import traitlets

from tiled_jl.constructors import from_uri
from tiled_jl.structures.array import ArrayStructure
from tiled_jl.widgets.base import NodeViewer

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient


class PreviewWidget(NodeViewer):
    """The data of a node: an image, a curve or a table, reduced to what the screen can show.

    Parameters
    ----------
    client : BaseClient or str
        The node, or its URI.

    Attributes
    ----------
    slice : list of (int or None) or None
        Position along each of the leading dimensions; None for one that is shown whole. Observe
        it, or set it to move there. Negative positions count from the end.

    Examples
    --------
    >>> preview = PreviewWidget(client["examples/detector"])
    >>> preview.slice = [-1]
    >>> preview.slice
    [59]
    >>> preview.close()
    """

    _kind = "preview"

    slice: Any = traitlets.List(
        default_value=None, allow_none=True, help="Position along each leading dimension."
    ).tag(sync=True)

    def __init__(self, client: BaseClient | str, **traits: Any) -> None:
        client = from_uri(client) if isinstance(client, str) else client
        super().__init__(client, **traits)

    @traitlets.validate("slice")
    def _positions(self, proposal: Any) -> list[int | None] | None:
        places = proposal["value"]
        if places is None:
            return None
        shape = self._shape()
        if shape is not None and len(places) > len(shape):
            raise traitlets.TraitError(
                f"slice has {len(places)} positions, the array {len(shape)} dimensions"
            )
        lengths = [None] * len(places) if shape is None else shape
        return [
            None if place is None else _position(place, length, dimension)
            for dimension, (place, length) in enumerate(zip(places, lengths, strict=False))
        ]

    def _shape(self) -> tuple[int, ...] | None:
        """Return the shape of an array as far as it is known; the page must not wait for it."""
        structure = self.client._item.structure
        return structure.shape if isinstance(structure, ArrayStructure) else None


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
