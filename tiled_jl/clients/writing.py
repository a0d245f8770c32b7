"""What a container offers to those who write: new nodes, and data in them."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, Self

from tiled_jl.clients.creation import create
from tiled_jl.clients.removal import remove
from tiled_jl.documents import Spec
from tiled_jl.submission import check_key

if TYPE_CHECKING:
    import pyarrow
    import xarray

    from tiled_jl.clients.registry import Registry
    from tiled_jl.clients.table import DataFrameClient
    from tiled_jl.context import Context
    from tiled_jl.storage import DataSource


class Writing:
    """The writing half of `Container`."""

    _context: Context
    _registry: Registry
    path_parts: tuple[str, ...]

    def new(
        self,
        structure_family: str,
        data_sources: Iterable[DataSource | Mapping[str, Any]] = (),
        *,
        key: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        specs: Iterable[Spec | str] = (),
        access_tags: Iterable[str] | None = None,
    ) -> Any:
        """Create a node below this container.

        Parameters
        ----------
        structure_family : str
            ``"array"``, ``"table"``, ``"container"``, …
        data_sources : iterable of DataSource or mapping, optional
            Where its data are to be kept; with assets, where they are already. One, for all but
            containers.
        key : str, optional
            Its name; by default one that nobody else has.
        metadata : mapping, optional
            What there is to say about it; see `tiled_jl.jsonable.jsonable`.
        specs : iterable of Spec or str, optional
            The conventions that it follows, the most special first.
        access_tags : iterable of str, optional
            By which the server decides who may have access; by default it decides itself.

        Returns
        -------
        BaseClient
            The client of the new node.

        Raises
        ------
        Conflict
            If there is a node of that key already.
        NotJSON
            If the metadata hold something that JSON does not have.
        ValueError, TypeError
            If the key, the specs or the access tags cannot be those of a node.

        Examples
        --------
        >>> node = scratch.new("container", key="made", metadata={"mass": 2.5}, specs=["sample"])
        >>> scratch["made"].metadata
        {'mass': 2.5}
        """
        item = create(
            self._context,
            self.path_parts,
            structure_family,
            data_sources,
            key=key,
            metadata=metadata,
            specs=specs,
            access_tags=access_tags,
        )
        return self._registry.client(self._context, item)

    def write_array(
        self,
        array: Any,
        *,
        key: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        dims: Iterable[str] | None = None,
        specs: Iterable[Spec | str] = (),
        access_tags: Iterable[str] | None = None,
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

    def write_xarray_dataset(
        self,
        dataset: xarray.Dataset,
        *,
        key: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        specs: Iterable[Spec | str] = (),
        access_tags: Iterable[str] | None = None,
    ) -> Any:
        """Create a dataset below this container, and write it.

        Attributes, names of dimensions and the part of the encoding that is about the values are
        kept. If it cannot be written, the node is removed again, and the error says so.

        Parameters
        ----------
        dataset : xarray.Dataset
            Of numbers, strings and moments. Those of its variables that are dask arrays are sent
            block by block, from where they are computed.
        key, specs, access_tags
            As of `new`.
        metadata : mapping, optional
            As of `new`; ``attrs`` in them are those of the dataset.

        Returns
        -------
        DatasetClient
            The client of the new node.

        Raises
        ------
        TypeError
            If a variable holds other Python objects than strings, or an attribute is nothing that
            JSON has (as `NotJSON`); nothing is sent then.
        ValueError
            If a variable cannot be the key of a node; nothing is sent then.

        Examples
        --------
        >>> import xarray
        >>> ramp = xarray.Dataset({"th": ("time", [1.0, 2.0], {"units": "deg"})}, {"time": [0, 1]})
        >>> node = scratch.write_xarray_dataset(ramp, key="ramp")
        >>> node.read().identical(ramp)
        True
        """
        from tiled_jl.clients.datasets import write_dataset

        return write_dataset(
            self, dataset, key=key, metadata=metadata, specs=specs, access_tags=access_tags
        )

    def create_container(
        self,
        key: str | None = None,
        *,
        metadata: Mapping[str, Any] | None = None,
        specs: Iterable[Spec | str] = (),
        access_tags: Iterable[str] | None = None,
    ) -> Any:
        """Create an empty container below this one.

        Parameters
        ----------
        key, metadata, specs, access_tags
            As of `new`.

        Examples
        --------
        >>> inner = scratch.create_container("outer").create_container("inner")
        >>> inner.path_parts[-2:]
        ('outer', 'inner')
        """
        return self.new(
            "container", key=key, metadata=metadata, specs=specs, access_tags=access_tags
        )

    def delete_contents(
        self,
        keys: str | Iterable[str] | None = None,
        recursive: bool = False,
        external_only: bool = True,
    ) -> Self:
        """Delete children of this container; of a search, those that it has found.

        Parameters
        ----------
        keys : str or iterable of str, optional
            Which; by default all.
        recursive, external_only : bool, optional
            As of `BaseClient.delete`.

        Returns
        -------
        Container
            This one.

        Raises
        ------
        NotFound
            If there is no such child; those that were named before it are gone then.
        Conflict
            If one is not empty, or data would be lost, and the parameters do not allow it.

        Examples
        --------
        >>> outer = scratch.create_container("emptied")
        >>> inner = outer.create_container("a"), outer.create_container("b")
        >>> list(outer.delete_contents("a"))
        ['b']
        """
        children: Any = self if keys is None else keys
        paths = [key.split("/") for key in ([keys] if isinstance(keys, str) else children)]
        for key in chain.from_iterable(paths):
            check_key(key)
        for path in paths:
            remove(
                self._context,
                (*self.path_parts, *path),
                recursive=recursive,
                external_only=external_only,
            )
        return self

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
