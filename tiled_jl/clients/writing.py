"""What a container offers to those who write: new nodes, and data in them."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec

from tiled_jl.documents import Item, Spec, route
from tiled_jl.transport.request import JSON, Request

if TYPE_CHECKING:
    import pyarrow

    from tiled_jl.clients.base import BaseClient
    from tiled_jl.clients.registry import Registry
    from tiled_jl.clients.table import DataFrameClient
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

    def write_table(
        self,
        data: Any,
        *,
        key: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        specs: Iterable[Spec | str] = (),
        access_tags: Sequence[str] | None = None,
        npartitions: int | None = None,
    ) -> DataFrameClient:
        """Create a table below this container, and write its rows.

        Parameters
        ----------
        data : pandas.DataFrame, pyarrow.Table, polars.DataFrame, mapping of arrays or dask frame
            The partitions of a dask frame are sent by the workers that hold them.
        key, metadata, specs, access_tags
            As of `new`.
        npartitions : int, optional
            Into how many partitions to divide the rows; by default such that none is larger than
            128 MB. A dask frame has its own.

        Returns
        -------
        DataFrameClient
            The client of the new table. If the rows cannot be written, the node is removed.

        Raises
        ------
        TypeError
            If the data are none of these, a column has a name that is no string or holds what
            Arrow has no type for.
        ValueError
            If two columns have the same name, or one begins with an underscore.

        Examples
        --------
        >>> import pandas
        >>> frame = pandas.DataFrame({"energy": [8.0, 8.1], "mu": [0.2, 0.9]})
        >>> scratch.write_table(frame, key="edge").read()
           energy   mu
        0     8.0  0.2
        1     8.1  0.9
        """
        from tiled_jl.clients.tablewriting import write_table

        return write_table(
            self,
            data,
            npartitions,
            key=key,
            metadata=metadata,
            specs=specs,
            access_tags=access_tags,
        )

    def write_dataframe(self, data: Any, **options: Any) -> DataFrameClient:
        """Do what `write_table` does, by its former name.

        .. deprecated:: 0.1
           Use `write_table`.
        """
        warnings.warn("write_dataframe is named write_table now.", DeprecationWarning, stacklevel=2)
        return self.write_table(data, **options)

    def create_appendable_table(
        self,
        schema: pyarrow.Schema,
        npartitions: int = 1,
        *,
        key: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        specs: Iterable[Spec | str] = (),
        table_name: str | None = None,
        access_tags: Sequence[str] | None = None,
    ) -> DataFrameClient:
        """Create a table below this container to which rows can be added.

        Parameters
        ----------
        schema : pyarrow.Schema
            Names and types of the columns. Which types there are depends on the database in which
            the server stores such tables; numbers and text are in all.
        npartitions : int, optional
            How many partitions there are to add to.
        key, metadata, specs, access_tags
            As of `new`.
        table_name : str, optional
            How to name the table in the database; tables of the same name and schema share it.

        Returns
        -------
        DataFrameClient
            Add rows by `DataFrameClient.append_partition`.

        Raises
        ------
        ValueError
            If a server would not take the names of the columns.
        """
        from tiled_jl.clients.tablewriting import create_appendable

        return create_appendable(
            self,
            schema,
            npartitions,
            table_name,
            key=key,
            metadata=metadata,
            specs=specs,
            access_tags=access_tags,
        )
