"""Containers: nodes that hold others, as read-only mappings."""

from __future__ import annotations

import collections.abc
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Self

from tiled_jl.clients.export import File, names_of
from tiled_jl.clients.irregular import IrregularWriting
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
from tiled_jl.clients.searching import Searching
from tiled_jl.clients.streaming import Streaming
from tiled_jl.clients.views import ItemsView, KeysView, ValuesView
from tiled_jl.context import Context
from tiled_jl.documents import MAX_PAGE_SIZE, Item
from tiled_jl.errors import NoSuchKey
from tiled_jl.queries import Encodable, KeysFilter
from tiled_jl.structures import ContainerStructure

if TYPE_CHECKING:
    from tiled_jl.clients.registry import Registry


class Container(Searching, IrregularWriting, Streaming, collections.abc.Mapping[str, Any]):
    """A node that holds others: a mapping from keys to clients.

    `search` and `sort` return containers of the same children, fewer or in another order.

    Examples
    --------
    >>> from tiled_jl.queries import Key
    >>> scans = client["scans"].search(Key("sample.formula") == "Cu")
    >>> scans.keys()[:2]
    ['scan00000', 'scan00001']
    >>> list(scans["scan00000"])
    ['detector', 'spectrum']
    """

    def __init__(
        self,
        context: Context,
        item: Item,
        registry: Registry,
        *,
        conditions: Sequence[Encodable] = (),
        sorting: Sorting = (),
        page_size: int = MAX_PAGE_SIZE,
        deep: bool = False,
    ) -> None:
        super().__init__(context, item, registry)
        self._conditions = tuple(conditions)
        self._sorting = sorting
        self._page_size = page_size
        self._deep = deep

    # Two containers are the same node seen alike, not mappings to be compared child by child.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __len__(self) -> int:
        return fetch_count(
            self._context, self.path_parts, conditions=self._conditions, deep=self._deep
        )

    def __bool__(self) -> bool:
        page = fetch_page(
            self._context,
            self.path_parts,
            conditions=self._conditions,
            limit=1,
            fields=(),
            deep=self._deep,
        )
        return bool(page.items)

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def __contains__(self, key: object) -> bool:
        try:
            parts = _split(key)
            if self._conditions or self._deep:
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
        if self._deep:
            return self._find_deep(parts)
        if self._conditions:
            child = fetch_child(
                self._context, self.path_parts, parts[0], conditions=self._conditions
            )
            if child is None or len(parts) == 1:
                return child
        return self._fetch_item((*self.path_parts, *parts))

    def _find_deep(self, parts: tuple[str, ...]) -> Item | None:
        """Ask for a node at any depth; None if it does not meet the conditions."""
        alike = self._variation(conditions=(*self._conditions, KeysFilter([parts[-1]])))
        path = (*self.path_parts, *parts)
        return next((item for item in alike._items(0, None) if item.path_parts == path), None)

    def _key(self, item: Item) -> str:
        """Return the key under which this container holds a node: deep down, a path."""
        return "/".join(item.path_parts[len(self.path_parts) :]) if self._deep else item.key

    def keys(self) -> KeysView:
        """Return the keys of the children, which can be indexed and sliced."""
        return KeysView(self)

    def values(self) -> ValuesView:
        """Return clients of the children, which can be indexed and sliced."""
        return ValuesView(self)

    def items(self) -> ItemsView:
        """Return pairs of a key and a client, which can be indexed and sliced."""
        return ItemsView(self)

    @property
    def page_size(self) -> int:
        """How many children to ask for at once; see `new_variation`."""
        return self._page_size

    def new_variation(self, *, page_size: int | None = None, **changes: Any) -> Any:
        """Return another client of the same node, which differs in how it treats nodes.

        Parameters
        ----------
        page_size : int, optional
            How many children to ask for at once: 1 to 300, which servers give at most.
        **changes
            As of `BaseClient.new_variation`.

        Examples
        --------
        >>> client.new_variation(page_size=50).page_size
        50
        """
        page_size = self._page_size if page_size is None else page_size
        if not 1 <= page_size <= MAX_PAGE_SIZE:
            raise ValueError(f"page_size is 1 to {MAX_PAGE_SIZE}, not {page_size}")
        varied = super().new_variation(**changes)
        return varied._variation(**{**self._options, "page_size": page_size})

    def read_many(self, keys: Iterable[str] | None = None) -> dict[str, Any]:
        """Read many children at once: far quicker than one by one where they are small.

        Parameters
        ----------
        keys : iterable of str, optional
            Which children; by default all that hold data, which containers do not.

        Returns
        -------
        dict
            What ``read()`` of each child returns, by its key.

        Raises
        ------
        NoSuchKey
            If there is no such child.
        ValueError
            If one of them is a container.

        Examples
        --------
        >>> climate = client["examples/climate"].read_many(["lat", "lon"])
        >>> climate["lat"].shape, climate["lon"].shape
        ((36,), (72,))
        """
        from tiled_jl.clients.together import read_many

        return read_many(self, keys)

    def export(
        self,
        filepath_or_buffer: File,
        *,
        fields: Iterable[str] | None = None,
        format: str | None = None,  # noqa: A002
    ) -> None:
        """Write it, with all that is below, to a file.

        Parameters
        ----------
        filepath_or_buffer, format
            As of `BaseClient.export`.
        fields : iterable of str, optional
            The keys of the children to write; by default all.

        Raises
        ------
        KeyError
            If there is no such child.

        Examples
        --------
        >>> import io
        >>> buffer = io.BytesIO()
        >>> client["examples/odd keys"].export(buffer, fields=["a b", "50%"], format="h5")
        >>> buffer.getvalue()[1:4]
        b'HDF'
        """
        names = None if fields is None else names_of(fields, "fields")
        # Servers leave out what they do not have, and say nothing.
        missing = [name for name in names or () if name not in self]
        if missing:
            raise NoSuchKey(f"There is no {', '.join(map(repr, missing))} in {self._name}.")
        self._export(filepath_or_buffer, format, parts="field", names=names)

    @property
    def _is_search(self) -> bool:
        return bool(self._conditions) or self._deep

    @property
    def _options(self) -> dict[str, Any]:
        """What of the children is looked at, and how."""
        return {
            "conditions": self._conditions,
            "sorting": self._sorting,
            "page_size": self._page_size,
            "deep": self._deep,
        }

    def _variation(self, **changes: Any) -> Self:
        options = {**self._options, **changes}
        return type(self)(self._context, self._item, self._registry, **options)

    def _items(
        self, start: int, stop: int | None, fields: Iterable[str] = DEFAULT_FIELDS
    ) -> Iterator[Item]:
        """Yield children by number, page by page."""

        def ask(offset: int, cursor: int | None, limit: int) -> Page:
            return self._page(offset, limit, cursor=cursor, fields=fields)

        return paged(ask, start, stop, self._page_size)

    def _clients(self, start: int, stop: int | None) -> Iterator[tuple[str, Any]]:
        for item in paged(self._page_to_open, start, stop, self._page_size):
            yield self._key(item), self._registry.client(self._context, item)

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
            deep=self._deep,
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
