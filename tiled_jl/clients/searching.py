"""What a container offers to those who look for something: fewer children, or in another order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from tiled_jl.clients.listing import Sorting
from tiled_jl.documents import Item, route
from tiled_jl.errors import MALFORMED, ResponseError
from tiled_jl.queries import Encodable, name_of, parameters
from tiled_jl.transport.request import Request

if TYPE_CHECKING:
    from tiled_jl.context import Context


class Searching:
    """The searching half of `Container`."""

    _context: Context
    _item: Item
    _conditions: tuple[Encodable, ...]
    _sorting: Sorting
    _deep: bool

    if TYPE_CHECKING:

        def _variation(self, **changes: Any) -> Self: ...

    def search(self, *queries: Encodable) -> Self:
        """Return the children that meet all of these conditions, and those met so far.

        Parameters
        ----------
        *queries
            See `tiled_jl.queries`.

        Raises
        ------
        TypeError
            If one is not a query.
        """
        for query in queries:
            name_of(query)
        return self._variation(conditions=(*self._conditions, *queries))

    def search_deep(self, *queries: Encodable) -> Self:
        """Return all nodes below this one, at any depth, that meet all of these conditions.

        Their keys are paths, such as ``"a/b/c"``. Some containers cannot be searched so, and none
        by servers before 0.2.20.

        Parameters
        ----------
        *queries
            As of `search`.

        Raises
        ------
        ClientError
            If the server cannot search this container so.

        Examples
        --------
        >>> from tiled_jl.queries import Key
        >>> sample = scratch.create_container("a").create_container("b", metadata={"mass": 1})
        >>> list(scratch.search_deep(Key("mass") == 1))
        ['a/b']
        """
        if self._sorting:
            raise ValueError("What is found at any depth cannot be sorted.")
        return self._variation(deep=True).search(*queries)

    def sort(self, *keys: tuple[str, int]) -> Self:
        """Return the children in another order.

        Parameters
        ----------
        *keys : (str, 1 or -1)
            Keys of the metadata, the first the most important; 1 is ascending, -1 descending. The
            empty key, which may only be the last, is the order in which they were added.

        Examples
        --------
        >>> scans = client["scans"].sort(("sample.name", 1), ("scan_id", -1))
        >>> scans.values().first().metadata["sample"]["name"]
        'Co3O4 powder'
        """
        sorting = tuple((str(key), int(way)) for key, way in keys)
        if any(way not in {1, -1} for _, way in sorting):
            raise ValueError(f"a direction is 1 or -1: {keys}")
        if self._deep and sorting:
            raise ValueError("What is found at any depth cannot be sorted.")
        return self._variation(sorting=sorting)

    @property
    def sorting(self) -> Sorting:
        """The keys that the children are sorted by, and 1 or -1 for each."""
        if self._sorting:
            return self._sorting
        own = self._item.document.get("attributes", {}).get("sorting") or ()
        try:
            return tuple((str(each["key"]), int(each["direction"])) for each in own)
        except MALFORMED as error:
            raise ResponseError(f"The server describes an order that is none ({own!r}).") from error

    def distinct(
        self,
        *metadata_keys: str,
        structure_families: bool = False,
        specs: bool = False,
        counts: bool = False,
    ) -> dict[str, Any]:
        """Return the different values that the children have.

        Parameters
        ----------
        *metadata_keys : str
            Keys of the metadata, such as ``"sample.name"``.
        structure_families, specs : bool, optional
            Whether to return these as well.
        counts : bool, optional
            Whether to count how many children have each value.

        Returns
        -------
        dict
            With the keys ``metadata``, ``structure_families`` and ``specs``; below them, lists of
            ``{"value": …, "count": …}``.
        """
        if self._deep:
            raise ValueError("Only the values of children are listed, not of nodes at any depth.")
        params = [("metadata", key) for key in metadata_keys]
        switches = {"structure_families": structure_families, "specs": specs, "counts": counts}
        params += [(name, "true") for name, on in switches.items() if on]
        if self._conditions:
            known = self._context.server_info.queries
            for condition in self._conditions:
                params += parameters(condition, known)
        request = Request(route("distinct", self._item.path_parts), params)
        found: dict[str, Any] = self._context.session.document(request)
        return found
