"""What a node whose changes can be followed offers."""

from __future__ import annotations

from typing import Any

from tiled_jl.clients.base import BaseClient
from tiled_jl.documents import route
from tiled_jl.transport.request import Request


class Streaming(BaseClient):
    """The part of a client that follows what happens to its node."""

    @property
    def _is_search(self) -> bool:
        return False

    def subscribe(self) -> Any:
        """Return a subscription to what is written to this node, to be started.

        Nothing is asked of the server before.

        Returns
        -------
        ArraySubscription, RaggedSubscription, TableSubscription or ContainerSubscription
            See `tiled_jl.live`.

        Raises
        ------
        ValueError
            If these are the results of a search: servers tell of all children.

        Examples
        --------
        >>> table = scratch.write_table({"x": [1, 2]}, key="live")
        >>> for update in table.subscribe().updates(start=1):
        ...     print(len(update.data()))
        ...     break
        2
        """
        if self._is_search:
            raise ValueError(
                f"The results of a search in {self._name} cannot be followed: subscribe to the "
                "container, and look at what each update says."
            )
        from tiled_jl import live

        kinds: dict[str, type[live.Subscription]] = {
            "array": live.ArraySubscription,
            "container": live.ContainerSubscription,
            "ragged": live.RaggedSubscription,
            "table": live.TableSubscription,
        }
        return kinds[self.structure_family](self)

    def close_stream(self) -> None:
        """Tell those who follow this node that nothing more comes.

        Examples
        --------
        >>> import numpy
        >>> node = scratch.write_array(numpy.zeros(2), key="whole")
        >>> node.close_stream()
        >>> len(list(node.subscribe().updates(start=1)))
        1
        """
        request = Request(route("stream/close", self.path_parts), method="DELETE")
        self._context.session.document(request)
