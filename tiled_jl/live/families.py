"""What can be heard of each kind of node."""

from __future__ import annotations

from typing import Any, ClassVar

from tiled_jl.live.callbacks import Callbacks
from tiled_jl.live.children import Children
from tiled_jl.live.rows import Rows
from tiled_jl.live.subscription import Ledger, Subscription
from tiled_jl.live.tables import Table
from tiled_jl.live.updates import (
    LiveChildCreated,
    LiveChildMetadataUpdated,
    LiveGap,
    LiveUpdate,
)


class ArraySubscription(Subscription):
    """What happens to an array: see `Subscription`.

    Attributes
    ----------
    new_data : Callbacks
        Called with a `LiveArrayData` or `LiveArrayRef`; both have ``data()``.

    Examples
    --------
    >>> client["examples/detector"].subscribe()
    <ArraySubscription of 'examples/detector', not started>
    """

    def __init__(self, node: Any) -> None:
        super().__init__(node)
        self.new_data = Callbacks()

    def _ledger(self, start: int | None) -> Ledger:
        return Rows(self._own, start)


class RaggedSubscription(ArraySubscription):
    """What happens to a ragged array: see `Subscription`.

    Attributes
    ----------
    new_data : Callbacks
        Called with a `LiveRaggedData` or `LiveArrayRef`; both have ``data()``.

    Examples
    --------
    >>> client["examples/ragged"].subscribe()
    <RaggedSubscription of 'examples/ragged', not started>
    """


class TableSubscription(Subscription):
    """What happens to a table: see `Subscription`.

    Attributes
    ----------
    new_data : Callbacks
        Called with a `LiveTableData` or `LiveTableRef`; both have ``data()`` and ``append``.

    Examples
    --------
    >>> client["examples/spectrum"].subscribe()
    <TableSubscription of 'examples/spectrum', not started>
    """

    def __init__(self, node: Any) -> None:
        super().__init__(node)
        self.new_data = Callbacks()

    def _ledger(self, start: int | None) -> Ledger:
        return Table(self._own)


class ContainerSubscription(Subscription):
    """What happens to the children of a container: see `Subscription`.

    Attributes
    ----------
    child_created : Callbacks
        Called with a `LiveChildCreated`.
    child_metadata_updated : Callbacks
        Called with a `LiveChildMetadataUpdated`.

    Examples
    --------
    >>> with scratch.subscribe() as subscription:
    ...     updates = subscription.updates(start=1)
    ...     node = scratch.create_container("run1", metadata={"sample": "Cu"})
    ...     update = next(updates)
    >>> update.key, update.metadata, update.child()
    ('run1', {'sample': 'Cu'}, <Container '.../run1' of 0 nodes>)
    """

    _heard: ClassVar[dict[type[LiveUpdate], str]] = {
        LiveGap: "missed",
        LiveChildCreated: "child_created",
        LiveChildMetadataUpdated: "child_metadata_updated",
    }

    def __init__(self, node: Any) -> None:
        super().__init__(node)
        self.child_created = Callbacks()
        self.child_metadata_updated = Callbacks()

    def _ledger(self, start: int | None) -> Ledger:
        return Children(self._own, start)
