"""Containers: nodes that hold others, as read-only mappings."""

from __future__ import annotations

import collections.abc
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tiled_jl.clients.base import BaseClient
from tiled_jl.clients.listing import (
    DEFAULT_FIELDS,
    Page,
    Sorting,
    fetch_child,
    fetch_count,
    fetch_item,
    fetch_page,
)
from tiled_jl.clients.paging import Siblings, paged
from tiled_jl.clients.views import ItemsView, KeysView, ValuesView
from tiled_jl.clients.writing import Writing
from tiled_jl.context import Context
from tiled_jl.documents import MAX_PAGE_SIZE, Item, route
from tiled_jl.errors import NoSuchKey
from tiled_jl.queries import Encodable, name_of, parameters
from tiled_jl.structures import ContainerStructure
from tiled_jl.transport.request import Request

if TYPE_CHECKING:
    from tiled_jl.clients.registry import Registry


class Container(Writing, BaseClient, collections.abc.Mapping[str, Any]):
    """A node that holds others: a mapping from keys to clients.

    `search` and `sort` return containers of the same children, fewer or in another order.

    Examples
    --------
    >>> from tiled_jl.queries import Key
    >>> scans = client["raw"].search(Key("sample.name") == "Cu")  # doctest: +SKIP
    >>> scans.keys().last()  # doctest: +SKIP
    >>> scans["scan00042", "detector"].read()  # doctest: +SKIP
    """

    def __init__(
        self,
        context: Context,
        item: Item,
        registry: Registry,
        *,
        conditions: Sequence[Encodable] = (),
        sorting: Sorting = (),
    ) -> None:
        super().__init__(context, item, registry)
        self._conditions = tuple(conditions)
        self._sorting = sorting

    # Two containers are the same node seen alike, not mappings to be compared child by child.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __len__(self) -> int:
        return fetch_count(self._context, self.path_parts, conditions=self._conditions)

    def __bool__(self) -> bool:
        page = fetch_page(
            self._context, self.path_parts, conditions=self._conditions, limit=1, fields=()
        )
        return bool(page.items)

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def __contains__(self, key: object) -> bool:
        try:
            parts = _split(key)
            if self._conditions:
                return self._find(parts) is not None
            fetch_item(self._context, (*self.path_parts, *parts), fields=())
        except (NoSuchKey, TypeError):
            return False
        return True

    def __getitem__(self, keys: str | tuple[str, ...]) -> Any:
        """Return the client of a child, or of a node further below.

        Parameters
        ----------
        keys : str or tuple of str
            A key, a path with slashes, or the keys of a path one by one.

        Raises
        ------
        KeyError
            If there is no such node (as `NoSuchKey`, which is a `TiledError` too).
        """
        parts = _split(*(keys if isinstance(keys, tuple) else (keys,)))
        item = self._find(parts)
        if item is None:
            raise NoSuchKey(
                f"There is no {parts[0]!r} among the results of this search in {self._name}.",
                hint="Look at the keys that there are: list(results).",
            )
        return self._registry.client(self._context, item)

    def _find(self, parts: tuple[str, ...]) -> Item | None:
        """Ask for a node below; None if its ancestor here does not meet the conditions."""
        if self._conditions:
            child = fetch_child(
                self._context, self.path_parts, parts[0], conditions=self._conditions
            )
            if child is None or len(parts) == 1:
                return child
        return self._fetch_item((*self.path_parts, *parts))

    def keys(self) -> KeysView:
        """Return the keys of the children, which can be indexed and sliced."""
        return KeysView(self)

    def values(self) -> ValuesView:
        """Return clients of the children, which can be indexed and sliced."""
        return ValuesView(self)

    def items(self) -> ItemsView:
        """Return pairs of a key and a client, which can be indexed and sliced."""
        return ItemsView(self)

    def search(self, *queries: Encodable) -> Container:
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

    def sort(self, *keys: tuple[str, int]) -> Container:
        """Return the children in another order.

        Parameters
        ----------
        *keys : (str, 1 or -1)
            Keys of the metadata, the first the most important; 1 is ascending, -1 descending. The
            empty key, which may only be the last, is the order in which they were added.

        Examples
        --------
        >>> client.sort(("sample.name", 1), ("temperature", -1))  # doctest: +SKIP
        """
        sorting = tuple((str(key), int(way)) for key, way in keys)
        if any(way not in {1, -1} for _, way in sorting):
            raise ValueError(f"a direction is 1 or -1: {keys}")
        return self._variation(sorting=sorting)

    @property
    def sorting(self) -> Sorting:
        """The keys that the children are sorted by, and 1 or -1 for each."""
        if self._sorting:
            return self._sorting
        own = self.item.get("attributes", {}).get("sorting") or ()
        return tuple((each["key"], each["direction"]) for each in own)

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
        params = [("metadata", key) for key in metadata_keys]
        switches = {"structure_families": structure_families, "specs": specs, "counts": counts}
        params += [(name, "true") for name, on in switches.items() if on]
        if self._conditions:
            known = self._context.server_info.queries
            for condition in self._conditions:
                params += parameters(condition, known)
        request = Request(route("distinct", self.path_parts), params)
        found: dict[str, Any] = self._context.session.document(request)
        return found

    def _variation(self, **changes: Any) -> Container:
        options = {"conditions": self._conditions, "sorting": self._sorting, **changes}
        return type(self)(self._context, self._item, self._registry, **options)

    def _items(
        self, start: int, stop: int | None, fields: Iterable[str] = DEFAULT_FIELDS
    ) -> Iterator[Item]:
        """Yield children by number, page by page."""

        def ask(offset: int, cursor: int | None, limit: int) -> Page:
            return self._page(offset, limit, cursor=cursor, fields=fields)

        return paged(ask, start, stop)

    def _clients(self, start: int, stop: int | None) -> Iterator[tuple[str, Any]]:
        for item in paged(self._page_to_open, start, stop):
            yield item.key, self._registry.client(self._context, item)

    def _page_to_open(self, offset: int, cursor: int | None, limit: int) -> Page:
        """Ask for children with their structures if these are cheap, else where to get them."""
        flat, path = self._registry.flat, self.path_parts
        fields = (*DEFAULT_FIELDS, "structure") if path in flat else DEFAULT_FIELDS
        page = self._page(offset, limit, cursor=cursor, fields=fields)
        if any(item.structure_family == "container" for item in page.items):
            flat.discard(path)
        elif page.items and not self._conditions:
            flat.add(path)
        siblings = Siblings(self._structures, offset, page.items)
        for item in page.items:
            item.siblings = siblings
        return page

    def _structures(self, offset: int, limit: int) -> list[Item]:
        return self._page(offset, limit, fields=("structure_family", "structure")).items

    def _page(self, offset: int, limit: int, **options: Any) -> Page:
        return fetch_page(
            self._context,
            self.path_parts,
            conditions=self._conditions,
            sorting=self._sorting,
            offset=offset,
            limit=limit,
            include_data_sources=self._registry.include_data_sources,
            **options,
        )

    def __repr__(self) -> str:
        name = type(self).__name__
        if self._conditions:
            return f"<{name} {self._name} searched by {list(self._conditions)!r}>"
        structure = self._item.structure
        if not isinstance(structure, ContainerStructure):
            return f"<{name} {self._name}>"
        return f"<{name} {self._name} of {structure.count:,} nodes>"

    def _facts(self) -> dict[str, str]:
        facts = super()._facts()
        if self._conditions:
            facts["searched by"] = ", ".join(map(repr, self._conditions))
        elif isinstance(self._item.structure, ContainerStructure):
            facts["nodes"] = f"{self._item.structure.count:,}"
        return facts

    def _ipython_key_completions_(self) -> list[str]:
        return self.keys().head(MAX_PAGE_SIZE)


def _split(*keys: object) -> tuple[str, ...]:
    """Return the keys of a path one by one."""
    for key in keys:
        if not isinstance(key, str):
            raise TypeError(f"a key is a string, not {key!r}; use .values()[{key!r}] for a number")
    parts = tuple(part for key in keys if isinstance(key, str) for part in key.split("/") if part)
    if not parts or {".", ".."} & {*parts}:
        raise NoSuchKey(f"{'/'.join(map(str, keys))!r} cannot be the key of a child.")
    return parts
