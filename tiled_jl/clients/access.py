"""Who may have access to a node, in either of the ways that servers say it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tiled_jl.documents import Item
from tiled_jl.errors import ResponseError
from tiled_jl.patches import json_patch
from tiled_jl.submission import access_dialect, tags_of

if TYPE_CHECKING:
    from tiled_jl.context import Context


class Guarded:
    """The part of `BaseClient` that is about who may have access."""

    _context: Context
    _item: Item

    if TYPE_CHECKING:

        def refresh(self) -> None: ...  # noqa: D102

    @property
    def access_tags(self) -> list[str]:
        """The tags by which the server decides who may have access, where it has any.

        Examples
        --------
        >>> scratch.access_tags
        []
        """
        is_blob = self._dialect == "access_blob"
        tags = self.access_blob.get("tags") if is_blob else self._access()
        if not isinstance(tags, list | None):
            raise ResponseError(f"The server gives access tags that are none ({tags!r}).")
        return list(tags or ())

    @property
    def access_blob(self) -> dict[str, Any]:
        """The same as servers up to 0.2.18 have it.

        Examples
        --------
        >>> scratch.access_blob
        {'tags': []}
        """
        if self._dialect == "access_blob":
            blob = self._access()
            return dict(blob) if isinstance(blob, dict) else {}
        return {"tags": self.access_tags}

    @property
    def _dialect(self) -> str:
        return access_dialect(self._context.server_info)

    def _access(self) -> Any:
        """Return the field about access, which listings leave out."""
        if self._item.document.get("attributes", {}).get(self._dialect) is None:
            self.refresh()
        return self._item.document["attributes"].get(self._dialect)

    def _access_patch(self, access_tags: Iterable[str]) -> list[dict[str, Any]]:
        """Return the JSON Patch that puts other tags in place."""
        tags = tags_of(access_tags)
        if self._dialect == "access_blob":
            return json_patch(self.access_blob, {"tags": tags})
        return json_patch(self.access_tags, tags)
