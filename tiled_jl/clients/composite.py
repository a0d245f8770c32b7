"""Composites: tables and arrays side by side, seen as one flat namespace.

On a server, a composite is a container with the spec ``composite``. Its keys are the columns of its
tables and the keys of all else in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from tiled_jl.clients.container import Container
from tiled_jl.clients.listing import DEFAULT_FIELDS
from tiled_jl.clients.table import DataFrameClient
from tiled_jl.clients.together import read_together
from tiled_jl.clients.xarray import dataset, dict_in
from tiled_jl.documents import Item
from tiled_jl.errors import NoSuchKey, ResponseError
from tiled_jl.structures import TableStructure
from tiled_jl.transport.gather import gather

if TYPE_CHECKING:
    import pandas
    import xarray


class _Member(NamedTuple):
    """What a key stands for: a part of a composite, or a column of such a part."""

    item: Item
    part: Item

    @property
    def is_column(self) -> bool:
        return self.item is not self.part


class CompositeClient(Container):
    """Tables and arrays side by side: a mapping from columns and other keys to clients.

    A column is an array like the others. What lies on the server are `parts`.

    Examples
    --------
    >>> import numpy, pandas
    >>> scan = scratch.create_container("scan", specs=["composite"])
    >>> motors = pandas.DataFrame({"th": [1.0, 2.0, 3.0], "tth": [2.0, 4.0, 6.0]})
    >>> table = scan.write_table(motors, key="motors")
    >>> array = scan.write_array(numpy.zeros((3, 4, 5)), key="image")
    >>> list(scan)
    ['th', 'tth', 'image']
    >>> scan["tth"].read()
    array([2., 4., 6.])
    >>> dict(scan.read(["th", "image"]).sizes)
    {'dim0': 3, 'image_dim_1': 4, 'image_dim_2': 5}
    """

    _known: Mapping[str, _Member] = MappingProxyType({})
    """The keys as of the last listing."""

    @property
    def parts(self) -> Container:
        """The tables and arrays as they lie on the server."""
        return Container(
            self._context,
            self._item,
            self._registry,
            conditions=self._conditions,
            sorting=self._sorting,
            page_size=self._page_size,
        )

    @property
    def base(self) -> Container:
        """Another name of `parts`."""
        return self.parts

    def read(
        self, variables: Iterable[str] | None = None, dim0: str | None = None
    ) -> xarray.Dataset:
        """Read columns and arrays into one dataset.

        Parameters
        ----------
        variables : iterable of str, optional
            Which; by default all.
        dim0 : str, optional
            What to call the rows: the dimension of the columns, and the first of the arrays whose
            dimensions have no names. By default ``"time"`` if there is such a variable, else
            ``"dim0"``.

        Returns
        -------
        xarray.Dataset

        Raises
        ------
        NoSuchKey
            If there is no such variable.
        ValueError
            If the variables differ in the number of rows, or one is neither column nor array.
        """
        clients, data = self._read(variables)
        if dim0 is None:
            dim0 = "time" if "time" in clients else "dim0"
        dims = {key: _dims(key, clients[key], array.ndim, dim0) for key, array in data.items()}
        rows = {key: data[key].shape[0] for key, names in dims.items() if dim0 in names[:1]}
        if len(set(rows.values())) > 1:
            raise ValueError(
                f"The variables of {self._name} differ in the number of rows: {rows}. "
                "Name those to read that have the same, or use read_many()."
            )
        return dataset(clients, data, dims, dict_in(self, "attrs"))

    def read_many(self, keys: Iterable[str] | None = None) -> dict[str, Any]:
        """Read columns and arrays at once, however many rows each has.

        Parameters
        ----------
        keys : iterable of str, optional
            Which; by default all.

        Returns
        -------
        dict
            Arrays by key.

        Raises
        ------
        NoSuchKey
            If there is no such column or array.
        ValueError
            If one is neither.

        Examples
        --------
        >>> import pandas
        >>> scan = scratch.create_container("read_at_once", specs=["composite"])
        >>> table = scan.write_table(pandas.DataFrame({"th": [1.0, 2.0]}), key="motors")
        >>> scan.read_many()
        {'th': array([1., 2.])}
        """
        return self._read(keys)[1]

    def __len__(self) -> int:
        return len(self._members())

    def __bool__(self) -> bool:
        return bool(self._members())

    def __contains__(self, key: object) -> bool:
        return key in self._members() or super().__contains__(key)

    def _find(self, parts: tuple[str, ...]) -> Item | None:
        """Return a column or an array, or ask for what goes by the key of its part."""
        if len(parts) > 1:
            return super()._find(parts)
        # Or a loop over the keys would ask for all of them each time.
        member = self._known.get(parts[0]) or self._members().get(parts[0])
        return super()._find(parts) if member is None else member.item

    def _items(
        self, start: int, stop: int | None, fields: Iterable[str] = DEFAULT_FIELDS
    ) -> Iterator[Item]:
        return (member.item for member in islice(self._members().values(), start, stop))

    def _clients(self, start: int, stop: int | None) -> Iterator[tuple[str, Any]]:
        for item in self._items(start, stop):
            yield item.key, self._registry.client(self._context, item)

    def _members(self) -> Mapping[str, _Member]:
        """Ask for the columns and the other parts, by key: one request for 300 parts.

        Raises
        ------
        ResponseError
            If a key stands for more than one of them.
        """
        found: list[_Member] = []
        for part in self.parts._items(0, None, fields=(*DEFAULT_FIELDS, "structure")):
            if isinstance(part.structure, TableStructure):
                paths = [(*part.path_parts, column) for column in part.structure.columns]
                columns = [Item(path_parts=path, structure_family="array") for path in paths]
                found += [_Member(column, part) for column in columns]
            else:
                found.append(_Member(part, part))
        counts = Counter(member.item.key for member in found)
        if len(counts) < len(found):
            shared = [key for key, count in counts.items() if count > 1]
            raise ResponseError(
                f"More than one part of {self._name} has {', '.join(map(repr, shared))}.",
                hint="Use the parts by their own keys: client.parts.",
            )
        self._known = {member.item.key: member for member in found}
        return self._known

    def _read(self, keys: Iterable[str] | None) -> tuple[dict[str, Any], dict[str, Any]]:
        """Read columns and arrays, and return their clients and their data by key."""
        members = self._members()
        keys = self._checked(keys, members)
        clients = {key: self._registry.client(self._context, members[key].item) for key in keys}
        arrays = {key: each for key, each in clients.items() if not members[key].is_column}
        found = read_together(self.parts, arrays)
        columns: dict[str, list[str]] = defaultdict(list)
        for key in clients:
            if members[key].is_column:
                columns[members[key].part.key].append(key)
        tables = [
            partial(
                DataFrameClient(self._context, members[names[0]].part, self._registry).read, names
            )
            for names in columns.values()
        ]
        for table in gather(tables):
            found |= {name: _array(column) for name, column in table.items()}
        return clients, {key: found[key] for key in keys}

    def _checked(self, keys: Iterable[str] | None, members: Mapping[str, _Member]) -> list[str]:
        """Return the keys of what is to be read."""
        arrays = [key for key, each in members.items() if each.item.structure_family == "array"]
        if keys is None:
            return arrays
        if isinstance(keys, str):
            raise TypeError(f"a list of keys is needed, not the single string {keys!r}")
        keys = list(dict.fromkeys(keys))
        if unknown := [key for key in keys if key not in members]:
            raise NoSuchKey(
                f"There is no {', '.join(map(repr, unknown))} in {self._name}.",
                hint=f"There are: {', '.join(map(repr, list(members)[:50]))}.",
            )
        if others := [key for key in keys if key not in arrays]:
            raise ValueError(
                f"Neither columns nor arrays, but to be read one by one: {', '.join(others)}"
            )
        return keys


def _dims(key: str, client: Any, ndim: int, dim0: str) -> tuple[str, ...]:
    """Return the dimensions of a variable, the first of which is shared where it has no name."""
    structure = client._item.structure
    if structure is not None and structure.dims is not None:
        return tuple(structure.dims)
    return (dim0, *(f"{key}_dim_{axis}" for axis in range(1, ndim)))[:ndim]


def _array(column: pandas.Series[Any]) -> Any:
    """Return a column as a numpy array."""
    if getattr(column.dtype, "tz", None) is not None:
        # numpy and xarray know no time zones: UTC.
        column = column.dt.tz_convert(None)
    return column.to_numpy()
