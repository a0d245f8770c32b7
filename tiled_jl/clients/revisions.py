"""How the metadata of a node were before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

from tiled_jl.documents import MAX_PAGE_SIZE, MOST_COUNTED, route
from tiled_jl.errors import MALFORMED, ResponseError
from tiled_jl.transport.request import Request

if TYPE_CHECKING:
    from tiled_jl.context import Context

Revision = dict[str, Any]


class MetadataRevisions(Sequence[Revision]):
    """The revisions of a node, oldest first.

    Each is ``{"revision_number": int, "attributes": {"metadata": dict, "specs": list,
    "time_updated": …}}``: what was replaced at that time. They are asked for where they are looked
    at, page by page.

    Parameters
    ----------
    context : Context
    path_parts : sequence of str
        The keys that lead to the node.

    Examples
    --------
    >>> node = scratch.create_container("revised", metadata={"x": 1})
    >>> node.update_metadata({"x": 2})
    >>> node.metadata_revisions[-1]["attributes"]["metadata"]
    {'x': 1}
    >>> node.metadata_revisions.delete_revision(1)
    >>> len(node.metadata_revisions)
    0
    """

    def __init__(self, context: Context, path_parts: Sequence[str]) -> None:
        self._context = context
        self._path_parts = tuple(path_parts)

    def __len__(self) -> int:
        return self._page(0, 1)[1]

    def __iter__(self) -> Iterator[Revision]:
        return self._between(0, None)

    @overload
    def __getitem__(self, index: int) -> Revision: ...
    @overload
    def __getitem__(self, index: slice) -> list[Revision]: ...
    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            positions = range(len(self))[index]
            if not positions:
                return []
            first, last = sorted((positions[0], positions[-1]))
            found = list(self._between(first, last + 1))
            return [found[position - first] for position in positions]
        position = index.__index__()
        if position < 0:
            position += len(self)
        revisions = self._page(position, 1)[0] if position >= 0 else []
        if not revisions:
            raise IndexError(f"there is no revision at the place {index}")
        return revisions[0]

    def delete_revision(self, number: int) -> None:
        """Forget a revision.

        Parameters
        ----------
        number : int
            Its ``revision_number``, which stays the same when others are forgotten.

        Raises
        ------
        NotFound
            If there is no such revision.
        """
        params = [("number", str(number.__index__()))]
        request = Request(
            route("revisions", self._path_parts), params, method="DELETE", repeatable=False
        )
        self._context.session.fetch(request)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {'/'.join(self._path_parts)!r}>"

    def _between(self, start: int, stop: int | None) -> Iterator[Revision]:
        while stop is None or start < stop:
            limit = MAX_PAGE_SIZE if stop is None else min(stop - start, MAX_PAGE_SIZE)
            revisions, _ = self._page(start, limit)
            yield from revisions
            if len(revisions) < limit:
                return
            start += limit

    def _page(self, offset: int, limit: int) -> tuple[list[Revision], int]:
        params = [("page[offset]", str(offset)), ("page[limit]", str(limit))]
        request = Request(route("revisions", self._path_parts), params)
        document = self._context.session.document(request)
        try:
            count = int(document["meta"]["count"])
            return list(document["data"]), min(max(count, 0), MOST_COUNTED)
        except MALFORMED as error:
            raise ResponseError(f"{request}: the answer is not a list of revisions.") from error
