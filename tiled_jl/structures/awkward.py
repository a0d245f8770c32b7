"""The structure of an awkward node: ``{length, form}``.

The form is Awkward Array's own description of nested data: a tree of ``{class, form_key, …}`` with
one ``content`` or several ``contents`` below a node. The data travel as a zip of the buffers that
the form names, ``node1-offsets`` being the offsets of the node whose key is ``node1``.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tiled_jl.errors import MALFORMED

if TYPE_CHECKING:
    import awkward
    import numpy

Path = Sequence[str | list[str]]
"""Which fields of nested records: one or several at each level, from the outside in."""

_SENSELESS = (*MALFORMED, AssertionError)
"""How Awkward Array fails over what makes no sense."""

_NOTHING = {"class": "RecordArray", "fields": [], "contents": []}
"""A form of any length that has no buffers."""


@dataclass(frozen=True)
class AwkwardStructure:
    """Nested data of variable length.

    Parameters
    ----------
    length : int
        The number of outermost elements.
    form : dict
        Their type, in the terms of Awkward Array.

    Examples
    --------
    >>> client["examples/awkward"].structure().length
    3000
    """

    length: int
    form: dict[str, Any]

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> AwkwardStructure:
        """Read it from a node document."""
        length = int(document["length"])
        if not 0 <= length <= sys.maxsize:
            raise ValueError(f"a negative length, or one beyond all counting: {length}")
        return cls(length, dict(document["form"]))

    def to_json(self) -> dict[str, Any]:
        """Return it as it stands in a node document."""
        return {"length": self.length, "form": self.form}

    def to_awkward_form(self) -> awkward.forms.Form:
        """Return the form as Awkward Array has it.

        Raises
        ------
        ValueError
            If Awkward Array does not know such a form.
        """
        import awkward

        try:
            return awkward.forms.from_dict(self.form)
        except _SENSELESS as error:
            raise ValueError(f"not the form of an awkward array ({error})") from error

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the fields of the outermost records; empty where there are none."""
        form: Any = self.form
        while isinstance(form, Mapping) and form.get("class") != "RecordArray":
            form = form.get("content")
        return tuple(_names(form)) if isinstance(form, Mapping) else ()

    def select(self, path: Path) -> AwkwardStructure:
        """Return the structure with the buffers of some fields only.

        Every field keeps its place, so that an index means the same as before; the others are
        empty.

        Parameters
        ----------
        path : sequence of (str or list of str)

        Raises
        ------
        KeyError
            If there is no such field.
        """
        if not path:
            return self
        # Awkward Array writes a form in one of several ways; it reads them all.
        form = self.to_awkward_form().to_dict()
        return replace(self, form=_select(form, path))

    def buffers(self) -> dict[str, numpy.dtype[Any]]:
        """Return the names of its buffers, and the types of their elements.

        Raises
        ------
        ValueError
            If Awkward Array does not know such a form.
        """
        form = self.to_awkward_form()
        try:
            buffers: dict[str, numpy.dtype[Any]] = form.expected_from_buffers()
        except _SENSELESS as error:
            raise ValueError(f"not the form of an awkward array ({error})") from error
        return buffers

    def to_array(self, buffers: Mapping[str, memoryview]) -> awkward.Array:
        """Return the array that buffers hold, without a copy of them.

        Parameters
        ----------
        buffers : mapping
            By name.

        Raises
        ------
        ValueError
            If one is missing or too short, or if they contradict each other.
        """
        import awkward
        import numpy

        expected = self.buffers()
        try:
            arrays = {
                name: numpy.frombuffer(buffers[name], dtype) for name, dtype in expected.items()
            }
            array = awkward.from_buffers(self.to_awkward_form(), self.length, arrays)
            # Offsets that run backwards, an index beyond the content, ….
            wrong = awkward.validity_error(array)
        except _SENSELESS as error:
            raise ValueError(f"not the buffers of its form ({error})") from error
        if wrong:
            raise ValueError(f"buffers that contradict each other ({wrong})")
        return array


def from_array(
    array: awkward.Array,
) -> tuple[AwkwardStructure, dict[str, numpy.ndarray[Any, Any]]]:
    """Return the structure and the buffers of an array, free of what it does not show.

    Parameters
    ----------
    array : awkward.Array or anything that Awkward Array makes one of

    Raises
    ------
    TypeError, ValueError
        If Awkward Array cannot make an array of it.
    """
    import awkward

    if not isinstance(array, awkward.Array):
        array = awkward.Array(array)
    packed = awkward.to_packed(awkward.to_backend(array, "cpu"))
    form, length, buffers = awkward.to_buffers(packed)
    return AwkwardStructure(length, form.to_dict()), buffers


def _select(form: dict[str, Any], path: Path) -> dict[str, Any]:
    if not path:
        return form
    if form["class"] == "RecordArray":
        names = _names(form)
        wanted = [path[0]] if isinstance(path[0], str) else path[0]
        for name in wanted:
            if name not in names:
                raise KeyError(name)
        contents = [
            _select(content, path[1:]) if name in wanted else _NOTHING
            for name, content in zip(names, form["contents"], strict=True)
        ]
        return {**form, "contents": contents}
    if "contents" in form:
        return {**form, "contents": [_select(content, path) for content in form["contents"]]}
    if "content" in form:
        return {**form, "content": _select(form["content"], path)}
    raise KeyError(path[0] if isinstance(path[0], str) else path[0][0])


def _names(form: Mapping[str, Any]) -> list[str]:
    """Return the names of the fields of a record; those of a tuple are numbers."""
    names, contents = form.get("fields"), form.get("contents")
    if isinstance(names, list):
        return [str(name) for name in names]
    return [str(number) for number in range(len(contents or ()))]
