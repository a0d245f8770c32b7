"""What a container offers to those who write rectangles of data: arrays, tables, datasets."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tiled_jl.clients.making import Making
from tiled_jl.documents import Spec

if TYPE_CHECKING:
    import pyarrow
    import xarray

    from tiled_jl.clients.table import DataFrameClient


class Writing(Making):
    """The part of `Container` that writes arrays, tables and datasets."""

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
