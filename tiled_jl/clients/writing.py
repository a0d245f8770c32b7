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

    def write_array(
        self,
        array: Any,
        *,
        key: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        dims: Iterable[str] | None = None,
        specs: Iterable[Spec | str] = (),
        access_tags: Sequence[str] | None = None,
        chunks: Any = None,
    ) -> Any:
        """Create an array below this container, and write it.

        If it cannot be written, the node is removed again, and the error says so.

        Parameters
        ----------
        array : array_like or dask.array.Array
            Whatever numpy can make an array of. The blocks of a dask array are sent from where
            they are computed.
        key, metadata, specs, access_tags
            As of `new`.
        dims : iterable of str, optional
            Names of the dimensions; by default those that the array has, if any.
        chunks : int or sequence, optional
            In which chunks to store it: the length of a chunk; or for each dimension that length
            (-1 or None for the whole of it) or the lengths of all chunks. By default those of a
            dask array, made regular, and else chunks of a few megabytes.

        Returns
        -------
        ArrayClient
            The client of the new node.

        Raises
        ------
        TypeError
            If the elements are Python objects; nothing is sent then.
        ValueError
            If the chunks or the dims do not fit, or elements are masked; nothing is sent then.

        Examples
        --------
        >>> import numpy
        >>> node = scratch.write_array(numpy.eye(3), key="unit", dims=["row", "column"])
        >>> node.dims, node[1, ::-1].tolist()
        (('row', 'column'), [0.0, 1.0, 0.0])
        """
        from tiled_jl.clients.arraycreation import write_array

        return write_array(
            self,
            array,
            key=key,
            metadata=metadata,
            dims=dims,
            specs=specs,
            access_tags=access_tags,
            chunks=chunks,
        )

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
