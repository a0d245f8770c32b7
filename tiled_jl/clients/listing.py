"""Asking for nodes: one by its path, or the children of a container page by page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tiled_jl.context import Context
from tiled_jl.documents import MAX_PAGE_SIZE, MOST_COUNTED, Item, parse_item, route
from tiled_jl.errors import Gone, ResponseError, ServerError, StatusError
from tiled_jl.queries import Encodable, KeyLookup, parameters
from tiled_jl.structures import parse as parse_structure
from tiled_jl.transport.request import Request

Sorting = tuple[tuple[str, int], ...]

DEFAULT_FIELDS = ("metadata", "structure_family", "specs")
"""What a listing asks for: without structures, which cost a count for every container in it."""

_BROKEN = (ServerError, Gone)
"""How a server fails to describe a child, or a link to one."""

_MOST_BROKEN = 20
"""How many broken children of one page are looked for before the rest is given up."""


@dataclass(frozen=True)
class Page:
    """Some children of a container, in its order.

    Parameters
    ----------
    items : list of Item
    count : int
        How many children there are in all that meet the conditions.
    exact : bool
        Whether that is a count or an estimate.
    cursor : int or None
        Where the next page begins, for `fetch_page`; None where the server offers no cursor or
        there is no next page.
    more : bool
        Whether more children may follow.
    """

    items: list[Item]
    count: int
    exact: bool
    cursor: int | None = None
    more: bool = False


def fetch_item(
    context: Context,
    path_parts: Sequence[str] = (),
    *,
    fields: Iterable[str] | None = None,
    include_data_sources: bool = False,
) -> Item:
    """Ask for one node.

    Parameters
    ----------
    context : Context
    path_parts : sequence of str
        The keys that lead to it; empty for the root.
    fields : iterable of str, optional
        What to tell of it, such as ``"metadata"`` and ``"structure"``; by default everything.
    include_data_sources : bool, optional
        Whether to tell where its data are stored.

    Raises
    ------
    NotFound
        If there is no such node.
    """
    # Without a limit, the structure of a file would hold all that is in the file.
    params = [("max_depth", "0"), *_field_parameters(fields)]
    if include_data_sources:
        params.append(("include_data_sources", "true"))
    request = Request(route("metadata", path_parts), params)
    document = context.session.document(request)
    data = document.get("data") if isinstance(document, dict) else None
    return _item(request, data, tuple(path_parts))


def fetch_page(
    context: Context,
    path_parts: Sequence[str] = (),
    *,
    conditions: Sequence[Encodable] = (),
    sorting: Sequence[tuple[str, int]] = (),
    offset: int = 0,
    cursor: int | None = None,
    limit: int = 100,
    fields: Iterable[str] = DEFAULT_FIELDS,
    select_metadata: str | None = None,
    include_data_sources: bool = False,
    deep: bool = False,
) -> Page:
    """Ask for some children of a container.

    Children that the server cannot describe are in the page nevertheless, with their key and the
    `Item.problem`.

    Parameters
    ----------
    context : Context
    path_parts : sequence of str
        The keys that lead to the container; empty for the root.
    conditions : sequence of queries, optional
        All have to be met.
    sorting : sequence of (str, 1 or -1), optional
        By which keys, and whether ascending or descending; by default the container's own order.
    offset : int, optional
        How many children to skip.
    cursor : int, optional
        `Page.cursor` of the page before: quicker than the offset, which is then used only where
        the page holds children that the server cannot describe.
    limit : int, optional
        How many children to return: at most 300.
    fields : iterable of str, optional
        What to tell of them; empty for the keys alone. With ``"count"`` the count is exact.
    select_metadata : str, optional
        Which part of the metadata to tell, as a JMESPath expression: the items have it in
        ``metadata["selected"]``. By default all.
    include_data_sources : bool, optional
        Whether to tell where their data are stored.
    deep : bool, optional
        Whether to ask for all that is below the container, not for its children alone. Servers
        know how from 0.2.20 on, and not for every container.
    """
    fields = tuple(fields)
    listing = _Listing(
        context,
        tuple(path_parts),
        tuple(conditions),
        tuple(sorting),
        fields,
        select_metadata,
        include_data_sources,
        deep,
    )
    limit = min(limit, MAX_PAGE_SIZE)
    try:
        return listing.page(offset, cursor, limit)
    except _BROKEN as error:
        if error.retryable or not fields or (cursor is not None and not offset):
            raise
        return listing.page_with_broken_children(offset, limit, error)


def fetch_count(
    context: Context,
    path_parts: Sequence[str] = (),
    *,
    conditions: Sequence[Encodable] = (),
    deep: bool = False,
) -> int:
    """Ask how many children of a container meet the conditions: exactly, and without the children.

    Parameters
    ----------
    context, path_parts, conditions, deep
        As of `fetch_page`.
    """
    return fetch_page(
        context, path_parts, conditions=conditions, limit=1, fields=("count",), deep=deep
    ).count


def fetch_child(
    context: Context, path_parts: Sequence[str], key: str, *, conditions: Sequence[Encodable]
) -> Item | None:
    """Ask for the child of that key if it meets the conditions; None if there is no such child."""
    page = fetch_page(
        context,
        path_parts,
        conditions=[*conditions, KeyLookup(key)],
        limit=1,
        fields=(*DEFAULT_FIELDS, "structure", "sorting"),
    )
    return next((item for item in page.items if item.key == key), None)


@dataclass(frozen=True)
class _Listing:
    context: Context
    path_parts: tuple[str, ...]
    conditions: tuple[Encodable, ...]
    sorting: Sorting
    fields: tuple[str, ...]
    select_metadata: str | None
    include_data_sources: bool
    deep: bool

    def request(self, offset: int, cursor: int | None, limit: int) -> Request:
        place = ("page[offset]", str(offset)) if cursor is None else ("page[cursor]", str(cursor))
        params = [place, ("page[limit]", str(limit)), *_field_parameters(self.fields)]
        params += [("omit_links", "true")]
        params += [("sort", ("-" if way < 0 else "+") + key) for key, way in self.sorting]
        if self.select_metadata is not None:
            params += [("select_metadata", self.select_metadata)]
        if self.include_data_sources:
            params += [("include_data_sources", "true")]
        if "structure" in self.fields and not self.deep:
            # Or the structure of a file would hold all that is in the file.
            params += [("max_depth", "0")]
        if self.conditions:
            known = self.context.server_info.queries
            for condition in self.conditions:
                params += parameters(condition, known)
        return Request(route("search-deep" if self.deep else "search", self.path_parts), params)

    def page(self, offset: int, cursor: int | None, limit: int) -> Page:
        request = self.request(offset, cursor, limit)
        document = self.context.session.document(request)
        data = document.get("data") if isinstance(document, dict) else None
        if not isinstance(data, list):
            raise ResponseError(f"{request}: the answer is not a listing.")
        items = [_item(request, each, self.place(request, each)) for each in data]
        said = _get(document, "meta", "count")
        known = isinstance(said, int) and 0 <= said <= MOST_COUNTED
        count = said if known else offset + len(items)
        # Servers estimate only what is above their limit; the last page tells for itself.
        is_last = cursor is None and len(items) < limit and (bool(items) or offset == 0)
        counts = "count" in self.fields
        following = _get(document, "links", "next")
        return Page(
            items,
            offset + len(items) if is_last and not counts else count,
            counts or is_last,
            _cursor(following),
            following is not None,
        )

    def place(self, request: Request, document: object) -> tuple[str, ...]:
        """Return the path of a node of the listing."""
        key = _key(request, document)
        if not self.deep:
            return (*self.path_parts, key)
        ancestors = _get(document, "attributes", "ancestors")
        path = [*ancestors, key] if isinstance(ancestors, list) else []
        below = tuple(path[: len(self.path_parts)]) == self.path_parts
        if not below or not all(isinstance(part, str) for part in path):
            raise ResponseError(f"{request}: a node that is not below the one that was asked.")
        return tuple(path)

    def page_with_broken_children(self, offset: int, limit: int, error: StatusError) -> Page:
        """Return a page that the server fails to describe because of some of its children."""
        keys = _Listing(
            self.context, self.path_parts, self.conditions, self.sorting, (), None, False, self.deep
        ).page(offset, None, limit)
        if not keys.items:
            raise error
        budget = [_MOST_BROKEN]
        items = self._halve(offset, keys.items, error, budget)
        return Page(items, keys.count, keys.exact, keys.cursor, keys.more)

    def _halve(
        self, offset: int, known: list[Item], error: StatusError, budget: list[int]
    ) -> list[Item]:
        if len(known) == 1 or budget[0] <= 0:
            budget[0] -= 1
            for item in known:
                item.problem = f"the server answered {error.status}, {error.detail}"
            return known
        items: list[Item] = []
        middle = len(known) // 2
        for start, part in ((0, known[:middle]), (middle, known[middle:])):
            try:
                items += self.page(offset + start, None, len(part)).items
            except _BROKEN as failure:
                items += self._halve(offset + start, part, failure, budget)
        return items


def _field_parameters(fields: Iterable[str] | None) -> list[tuple[str, str]]:
    if fields is None:
        return []
    return [("fields", field) for field in fields] or [("fields", "")]


def _item(request: Request, document: object, path_parts: tuple[str, ...]) -> Item:
    try:
        item = parse_item(document, path_parts)
    except ValueError as error:
        raise ResponseError(f"{request}: {error}.") from error
    if item.structure is not None:
        try:
            item.structure = parse_structure(item.structure_family, item.structure)
        except ValueError as error:
            # Shown for what it is, among its healthy siblings.
            item.structure, item.problem = None, str(error)
    return item


def _key(request: Request, document: object) -> str:
    key = document.get("id") if isinstance(document, dict) else None
    if not isinstance(key, str) or key in {"", ".", ".."}:
        raise ResponseError(f"{request}: a child without a key that can be asked for.")
    return key


def _get(document: Any, *names: str) -> Any:
    for name in names:
        document = document.get(name) if isinstance(document, dict) else None
    return document


def _cursor(link: object) -> int | None:
    # Only the number is used: the link may point anywhere.
    if not isinstance(link, str):
        return None
    try:
        values = parse_qs(urlsplit(link).query).get("page[cursor]", [])
        return int(values[0]) if values and values[0].isdecimal() else None
    except ValueError:
        return None
