"""What ``xarray.open_dataset(uri, engine="tiled")`` uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import xarray
from xarray.backends import BackendArray, BackendEntrypoint
from xarray.core import indexing

from tiled_jl.clients.array import ArrayClient
from tiled_jl.clients.handles import Handle
from tiled_jl.clients.xarray import DatasetClient, dataset, dims_of, read_indexes, variables_of
from tiled_jl.constructors import from_uri
from tiled_jl.documents import API_PATH


class TiledBackendEntrypoint(BackendEntrypoint):
    """Opens the datasets of Tiled servers in xarray.

    Data are read when they are needed, and of them what is needed; with ``chunks={}`` as dask
    arrays in the chunks of the server. The values are those that were written: there is nothing to
    decode.

    Examples
    --------
    >>> import xarray
    >>> climate = xarray.open_dataset(client["examples/climate"].uri, engine="tiled")
    >>> climate.rain.sel(time="2025-03-10", lat=2.5, lon=2.5).dtype
    dtype('float32')
    """

    description = "Datasets on Tiled servers"

    def open_dataset(  # type: ignore[override]
        self,
        filename_or_obj: str,
        *,
        drop_variables: str | Iterable[str] | None = None,
        api_key: str | None = None,
        headers: Mapping[str, str] | None = None,
        verify: bool | str = True,
    ) -> xarray.Dataset:
        """Open a dataset.

        Parameters
        ----------
        filename_or_obj : str
            The address of the dataset: `BaseClient.uri`.
        drop_variables : str or iterable of str, optional
            Variables to leave out.
        api_key, headers, verify : optional
            As of `tiled_jl.from_uri`.

        Returns
        -------
        xarray.Dataset
            Closing it closes the connections to the server.

        Raises
        ------
        ValueError
            If the node is not a dataset.
        """
        client = from_uri(filename_or_obj, api_key=api_key, headers=headers, verify=verify)
        try:
            opened = _opened(client, drop_variables)
        except BaseException:
            client.context.close()
            raise
        opened.set_close(client.context.close)
        return opened

    def guess_can_open(self, filename_or_obj: object) -> bool:
        """Say whether something looks like the address of a node of a Tiled server."""
        return (
            isinstance(filename_or_obj, str)
            and filename_or_obj.startswith(("http://", "https://"))
            and f"{API_PATH}metadata/" in filename_or_obj
        )


class _Later(BackendArray):
    """A variable that is still on the server."""

    def __init__(self, client: ArrayClient) -> None:
        self.shape = client.shape
        self.dtype = client.dtype
        self._handle = Handle(client)

    def __getitem__(self, key: indexing.ExplicitIndexer) -> Any:
        return indexing.explicit_indexing_adapter(
            key, self.shape, indexing.IndexingSupport.BASIC, self._read
        )

    def _read(self, index: tuple[Any, ...]) -> Any:
        return self._handle.client[index]


def _opened(client: Any, drop_variables: str | Iterable[str] | None) -> xarray.Dataset:
    if not isinstance(client, DatasetClient):
        raise ValueError(f"{client.uri} is not a dataset, but {client!r}.")
    dropped = {drop_variables} if isinstance(drop_variables, str) else {*(drop_variables or ())}
    clients = {name: each for name, each in variables_of(client).items() if name not in dropped}
    dims = dims_of(clients)
    data = read_indexes(client, clients)
    for name, each in clients.items():
        if name not in data:
            data[name] = indexing.LazilyIndexedArray(_Later(each))
    opened = dataset(clients, data, dims, client.attrs)
    for name, each in clients.items():
        chunks = dict(zip(dims[name], each.chunks, strict=True))
        opened.variables[name].encoding["preferred_chunks"] = chunks
    # Not what the user gave, which may hold a key.
    opened.encoding["source"] = client.uri
    return opened
