"""Datasets: labelled arrays that share dimensions, read into xarray.

On a server, a dataset is a container with the spec ``xarray_dataset``. Its variables are arrays,
marked ``xarray_coord`` or ``xarray_data_var``; attributes are in the metadata under ``attrs``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from tiled_jl.clients.array import ArrayClient
from tiled_jl.clients.container import Container
from tiled_jl.clients.together import described, read_together
from tiled_jl.errors import NoSuchKey

if TYPE_CHECKING:
    import xarray


class DatasetClient(Container):
    """A dataset, read into memory as an `xarray.Dataset`; also the container of its variables.

    Examples
    --------
    >>> climate = client["examples/climate"]
    >>> climate.read(["rain"]).rain.dims
    ('time', 'lat', 'lon')
    >>> climate["rain"][0, ::6, ::-6].shape
    (6, 12)
    """

    def read(self, variables: Iterable[str] | None = None) -> xarray.Dataset:
        """Read the dataset, or some of its variables.

        Parameters
        ----------
        variables : iterable of str, optional
            Names of variables; by default all. The coordinates along their dimensions come with
            them, as in ``dataset[variables]``.

        Returns
        -------
        xarray.Dataset

        Raises
        ------
        NoSuchKey
            If there is no such variable.
        """
        clients = self._selected(variables)
        return dataset(clients, read_together(self, clients), dims_of(clients), self.attrs)

    @property
    def attrs(self) -> dict[str, Any]:
        """The attributes of the dataset as a whole."""
        return dict_in(self, "attrs")

    @property
    def data_vars(self) -> dict[str, Any]:
        """Clients of the variables that are not coordinates, by name; asked for each time."""
        return {name: each for name, each in variables_of(self).items() if not is_coord(each)}

    @property
    def coords(self) -> dict[str, Any]:
        """Clients of the coordinates by name; asked for each time."""
        return {name: each for name, each in variables_of(self).items() if is_coord(each)}

    def _selected(self, variables: Iterable[str] | None) -> dict[str, Any]:
        """Return clients of some variables, and of the coordinates along their dimensions."""
        clients = variables_of(self)
        if variables is None:
            return clients
        if isinstance(variables, str):
            raise TypeError(f"variables is a list of names, not the single string {variables!r}")
        names = set(variables)
        if unknown := names - clients.keys():
            raise NoSuchKey(
                f"There is no variable {', '.join(map(repr, sorted(unknown)))} in {self._name}.",
                hint=f"There are: {', '.join(map(repr, clients))}.",
            )
        dims = dims_of(clients)
        along = {dim for name in names for dim in dims[name]}
        return {
            name: each
            for name, each in clients.items()
            if name in names or (is_coord(each) and along.issuperset(dims[name]))
        }


class DaskDatasetClient(DatasetClient):
    """A dataset, read later and in part as an `xarray.Dataset` of dask arrays.

    Their chunks are those of the server. Only the coordinates by which xarray looks things up are
    read at once.

    Examples
    --------
    >>> climate = client.new_variation(structure_clients="dask")["examples/climate"]
    >>> type(climate.read()["rain"].data).__name__
    'Array'
    """

    def read(self, variables: Iterable[str] | None = None) -> xarray.Dataset:
        """Return the dataset, or some of its variables, to be read when it is computed.

        Parameters
        ----------
        variables : iterable of str, optional
            As of `DatasetClient.read`.
        """
        clients = self._selected(variables)
        data = read_indexes(self, clients)
        data |= {name: each.read() for name, each in clients.items() if name not in data}
        return dataset(clients, data, dims_of(clients), self.attrs)


def variables_of(container: Container) -> dict[str, Any]:
    """Return clients of the variables of a dataset by name, with their structures."""
    return {
        name: client
        for name, client in described(container).items()
        if client.structure_family == "array"
    }


def is_coord(client: Any) -> bool:
    """Whether a variable is a coordinate."""
    return any(spec.name == "xarray_coord" for spec in client.specs)


def dims_of(clients: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the dimensions of variables, which are a variable's own where they have no names."""
    found = {}
    for name, client in clients.items():
        structure = client.structure()
        unnamed = (f"{name}_dim_{axis}" for axis in range(len(structure.shape)))
        found[name] = tuple(unnamed if structure.dims is None else structure.dims)
    return found


def read_indexes(container: Container, clients: Mapping[str, Any]) -> dict[str, Any]:
    """Read those variables by which xarray looks things up, which it wants to have in memory."""
    dims = dims_of(clients)
    indexes = {
        name: ArrayClient(client.context, client._item, client._registry)
        for name, client in clients.items()
        if dims[name] == (name,)
    }
    return read_together(container, indexes)


def dataset(
    clients: Mapping[str, Any],
    data: Mapping[str, Any],
    dims: Mapping[str, tuple[str, ...]],
    attrs: Mapping[str, Any],
) -> xarray.Dataset:
    """Put a dataset together.

    Parameters
    ----------
    clients : mapping of str to client
        Of the variables, by name.
    data : mapping of str to array
        Their data, of any kind that xarray takes.
    dims : mapping of str to tuple of str
        Their dimensions.
    attrs : mapping
        Attributes of the dataset.
    """
    import xarray

    coords: dict[str, xarray.Variable] = {}
    data_vars: dict[str, xarray.Variable] = {}
    for name, client in clients.items():
        attributes, encoding = dict_in(client, "attrs"), dict_in(client, "encoding")
        variable = xarray.Variable(dims[name], data[name], attributes, encoding)
        (coords if is_coord(client) else data_vars)[name] = variable
    return xarray.Dataset(data_vars, coords, attrs)


def dict_in(client: Any, key: str) -> dict[str, Any]:
    """Return a dict in the metadata of a node; empty where its owner has put something else."""
    found = deepcopy(client.metadata).get(key)
    return found if isinstance(found, dict) else {}
