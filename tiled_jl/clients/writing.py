"""What a container offers to those who write: new nodes, and data in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec

from tiled_jl.documents import Item, Spec, route
from tiled_jl.transport.request import JSON, Request

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient
    from tiled_jl.clients.registry import Registry
    from tiled_jl.context import Context


class Writing:
    """The writing half of `Container`."""

    _context: Context
    _registry: Registry
    path_parts: tuple[str, ...]

    def new(
        self,
        structure_family: str,
        data_sources: Sequence[Mapping[str, Any]] = (),
        *,
        key: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        specs: Iterable[Spec | str] = (),
        access_tags: Sequence[str] | None = None,
    ) -> BaseClient:
        """Create a node below this container.

        Parameters
        ----------
        structure_family : str
        data_sources : sequence of mapping, optional
            Where its data are to be kept: ``{structure_family, structure, mimetype, …}``.
        key : str, optional
            Its name; by default one that nobody else has.
        metadata : mapping, optional
        specs : iterable of Spec or str, optional
        access_tags : sequence of str, optional

        Returns
        -------
        BaseClient
            The client of the new node.
        """
        # Our own key even where the user gives none: it makes a repeated request recognisable.
        key = str(uuid4()) if key is None else key
        named = [Spec(spec) if isinstance(spec, str) else spec for spec in specs]
        body = {
            "id": key,
            "structure_family": structure_family,
            "metadata": dict(metadata or {}),
            "specs": named,
            "data_sources": list(data_sources),
        }
        if access_tags is not None:
            body["access_tags"] = list(access_tags)
        request = Request(
            route("metadata", self.path_parts),
            accept=JSON,
            method="POST",
            content=msgspec.json.encode(body),
            repeatable=False,
        )
        self._context.session.document(request)
        from tiled_jl.clients.listing import fetch_item

        item: Item = fetch_item(self._context, (*self.path_parts, key))
        return self._registry.client(self._context, item)

    def create_container(
        self,
        key: str | None = None,
        *,
        metadata: Mapping[str, Any] | None = None,
        specs: Iterable[Spec | str] = (),
        access_tags: Sequence[str] | None = None,
    ) -> BaseClient:
        """Create an empty container below this one.

        Parameters
        ----------
        key, metadata, specs, access_tags
            As of `new`.
        """
        return self.new(
            "container", key=key, metadata=metadata, specs=specs, access_tags=access_tags
        )
