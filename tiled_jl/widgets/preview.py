"""The data of a node, in a notebook cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiled_jl.constructors import from_uri
from tiled_jl.structures.array import ArrayStructure
from tiled_jl.widgets.base import NodeViewer
from tiled_jl.widgets.sliced import Sliced

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient


class PreviewWidget(Sliced, NodeViewer):
    """The data of a node: an image, a curve or a table, reduced to what the screen can show.

    Parameters
    ----------
    client : BaseClient or str
        The node, or its URI.

    Attributes
    ----------
    slice : tuple of (int or None) or None
        Position along each of the leading dimensions; None for one that is shown whole. Observe
        it, or set it to move there. Negative positions count from the end.
    frame : int
        The first of these positions, a plain number to link to a slider. One outside the array is
        moved to its nearest end.
    value : array, table or whatever the node holds
        The data on show at full resolution.

    Examples
    --------
    >>> preview = PreviewWidget(client["examples/detector"])
    >>> preview.slice = [-1]
    >>> preview.slice, preview.frame
    ((59,), 59)
    >>> preview.frame = 30
    >>> preview.value.shape
    (512, 512)

    A slider that moves with the one of the preview, in the page alone:

    >>> from ipywidgets import IntSlider, jslink
    >>> slider = IntSlider(max=59)
    >>> link = jslink((preview, "frame"), (slider, "value"))
    >>> preview.close()
    """

    _kind = "preview"

    def __init__(self, client: BaseClient | str, **traits: Any) -> None:
        client = from_uri(client) if isinstance(client, str) else client
        super().__init__(client, **traits)

    @property
    def value(self) -> Any:
        """The data on show at full resolution: of an array the part at `slice`, else all.

        They are read when they are asked for; observe `slice` to hear when they are others.
        """
        client: Any = self.client
        if self._shape() is None or self.slice is None:
            return client.read()
        return client[tuple(slice(None) if place is None else place for place in self.slice)]

    def _shape(self) -> tuple[int, ...] | None:
        structure = self.client._item.structure
        return structure.shape if isinstance(structure, ArrayStructure) else None
