"""Nested data of variable length: records, lists, options and unions, read by field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from numbers import Integral
from typing import TYPE_CHECKING, Any

from tiled_jl.clients.base import BaseClient
from tiled_jl.documents import route
from tiled_jl.errors import NoSuchKey, ResponseError, TooLarge
from tiled_jl.structures import AwkwardStructure, buffers
from tiled_jl.structures.awkward import from_array
from tiled_jl.transport.request import Request

if TYPE_CHECKING:
    import awkward


class AwkwardClient(BaseClient):
    """Nested data of variable length, read into memory as an `awkward.Array`.

    Examples
    --------
    >>> events = client["examples/awkward"]
    >>> len(events), events.fields
    (3000, ['event', 'tracks'])
    >>> events["tracks", "hits", "x"].ndim
    3
    >>> events[["event"], :2].tolist()
    [{'event': 0}, {'event': 1}]
    """

    def structure(self) -> AwkwardStructure:
        """Return its length and form."""
        return self._structure_of(AwkwardStructure)

    @property
    def length(self) -> int:
        """Number of outermost elements."""
        return self.structure().length

    @property
    def form(self) -> awkward.forms.Form:
        """Type and layout, as Awkward Array describes them.

        Raises
        ------
        ResponseError
            If the server's description makes no sense.
        """
        try:
            return self.structure().to_awkward_form()
        except ValueError as error:
            raise ResponseError(
                f"The structure of {self._name} cannot be used: {error}."
            ) from error

    @property
    def fields(self) -> list[str]:
        """Names of the fields of the outermost records; empty where there are none."""
        return list(self.structure().fields)

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[Any]:
        # Element by element, each would be a request.
        return iter(self.read())

    def read(self, slice: Any = None) -> awkward.Array:  # noqa: A002
        """Read the data, or a part of them.

        Only the fields that are asked for travel, but these at their full length.

        Parameters
        ----------
        slice : index, optional
            Whatever an `awkward.Array` takes, names of fields among it; by default everything.

        Returns
        -------
        awkward.Array
            Equal to ``client.read()[slice]``.

        Raises
        ------
        KeyError
            If there is no such field (as `NoSuchKey`).
        IndexError
            If the index is out of bounds.

        Examples
        --------
        >>> client["examples/awkward"].read("event")[-1]
        np.int64(2999)
        """
        return self[... if slice is None else slice]

    def __getitem__(self, index: Any) -> Any:
        parts = index if isinstance(index, tuple) else (index,)
        self._check_position(parts)
        try:
            wanted = self.structure().select([part for part in parts if _is_names(part)])
            names = list(wanted.buffers())
        except KeyError as error:
            raise NoSuchKey(
                f"There is no field {error} in {self._name}.",
                hint=f"There are: {', '.join(map(repr, self.fields[:50]))}.",
            ) from None
        except ValueError as error:
            raise ResponseError(
                f"The structure of {self._name} cannot be used: {error}."
            ) from error
        found = self._fetch(names)
        try:
            array = wanted.to_array(found)
        except ValueError as error:
            raise ResponseError(f"The data of {self._name} are {error}.") from error
        return array if index is ... else array[index]

    def write(self, array: Any) -> None:
        """Write the data, in place of what is there.

        Parameters
        ----------
        array : awkward.Array or anything that Awkward Array makes one of
            Of the node's length and form.

        Raises
        ------
        ValueError
            If it has another length or form.
        TypeError
            If Awkward Array cannot make an array of it.

        Examples
        --------
        >>> node = scratch.write_awkward([[1, 2], [], [3]])
        >>> node.write([[4, 5], [], [6]])
        >>> node.read().tolist()
        [[4, 5], [], [6]]
        """
        structure, found = from_array(array)
        if structure.length != self.length:
            raise ValueError(f"{structure.length} elements where {self._name} has {self.length}")
        form = structure.to_awkward_form()
        if not form.is_equal_to(self.form, all_parameters=True):
            raise ValueError(
                f"data of the type {form.type} do not fit the layout of {self._name}, which is of "
                f"the type {self.form.type}"
            )
        # The same layout, but its parts may have other names here.
        names = dict(zip(structure.buffers(), self.structure().buffers(), strict=True))
        self._put({names[name]: buffer for name, buffer in found.items()})

    def _put(self, found: dict[str, Any]) -> None:
        request = Request(
            route("awkward/full", self.path_parts),
            method="PUT",
            content=buffers.pack(found),
            content_type=buffers.MEDIA_TYPE,
        )
        self._context.session.fetch(request)

    def _check_position(self, parts: tuple[Any, ...]) -> None:
        """Refuse what can be no element and no slice before anything is asked for."""
        first = next((part for part in parts if not _is_names(part)), None)
        if isinstance(first, slice):
            range(self.length)[first]
        if isinstance(first, Integral) and not -self.length <= int(first) < self.length:
            raise IndexError(f"index {first} is out of bounds for {self.length} elements")

    def _fetch(self, names: list[str]) -> dict[str, memoryview]:
        """Ask for buffers at once if the server allows, else in the fewest pieces it does allow."""
        if not names:
            return {}
        try:
            return self._ask(names)
        except TooLarge:
            if len(names) == 1:
                raise
        middle = len(names) // 2
        return self._fetch(names[:middle]) | self._fetch(names[middle:])

    def _ask(self, names: Sequence[str]) -> dict[str, memoryview]:
        # The server looks for what begins with a name: that of a whole buffer is one of a kind,
        # that of its node is not.
        request = Request(route("awkward/buffers", self.path_parts), accept=buffers.MEDIA_TYPE)
        if len(names) < len(self.structure().buffers()):
            request = request.choosing("form_key", names)
        try:
            return self._context.session.decoded(request, lambda reply: buffers.unpack(reply.body))
        except ValueError as error:
            raise ResponseError(f"{request}: {error}.") from error

    def _described(self) -> dict[str, str]:
        structure = self._item.structure
        if not isinstance(structure, AwkwardStructure):
            return {}
        fields = {"fields": str(list(structure.fields))} if structure.fields else {}
        return {"length": f"{structure.length:,}"} | fields

    def _facts(self) -> dict[str, str]:
        facts = super()._facts()
        if "fields" in facts:
            facts["fields"] = ", ".join(self.fields)
        return facts


def _is_names(part: Any) -> bool:
    """Whether a part of an index names fields."""
    names = part if isinstance(part, list) and part else [part]
    return all(isinstance(name, str) for name in names)
