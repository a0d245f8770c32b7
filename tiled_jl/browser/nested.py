"""Nested data, awkward or ragged: their type, their first elements, and the numbers in them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from tiled_jl.browser.allowance import AT_ONCE, AllowanceError, allowance
from tiled_jl.browser.cells import as_cell
from tiled_jl.browser.dimensions import unit_of, units_by_name
from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.messages import EventsResult, NumericField, ReadEvents, Words, say
from tiled_jl.browser.opened import Node, Opened
from tiled_jl.browser.pixels import Values
from tiled_jl.browser.plainly import plain, shortened
from tiled_jl.browser.wording import dtype_name
from tiled_jl.structures.awkward import AwkwardStructure
from tiled_jl.structures.ragged import RaggedStructure, awkward_of

if TYPE_CHECKING:
    import awkward

Nested = AwkwardStructure | RaggedStructure

MOST_EVENTS = 100
"""More than a page shows at once."""

LONGEST_LIST = 50
"""Longer lists in an event are shown as far as this."""

LONGEST_TYPE = 20_000
MOST_FIELDS = 500

MORE = "…"


def length_of(structure: Nested) -> int:
    """Return how many outermost elements there are."""
    return structure.length if isinstance(structure, AwkwardStructure) else structure.rows


def type_text(structure: Nested) -> str:
    """Return a type as Awkward Array writes it, on several lines where there are records.

    Examples
    --------
    >>> print(type_text(client["examples/awkward"].structure()))
    3000 * {
        event: int64,
        tracks: var * {
            hits: var * {
                x: float64,
                y: float64,
                t: float64
            }
        }
    }
    >>> type_text(client["examples/ragged"].structure())
    '500 * var * float64'
    """
    if isinstance(structure, RaggedStructure):
        lengths = ["var" if length is None else str(length) for length in structure.shape]
        return " * ".join([*lengths, dtype_name(structure.data_type)])
    from awkward.types import ArrayType

    text = io.StringIO()
    ArrayType(structure.to_awkward_form().type, structure.length).show(stream=text)
    return shortened(text.getvalue().rstrip(), LONGEST_TYPE)


def numeric_fields(structure: Nested, metadata: Mapping[str, Any]) -> list[NumericField]:
    """Return what holds numbers, with units where metadata give them."""
    units, unit = units_by_name(metadata), unit_of(metadata)
    if isinstance(structure, RaggedStructure):
        return [NumericField(path=[], dtype=dtype_name(structure.data_type), unit=unit)]
    leaves = list(_leaves(structure.to_awkward_form(), ()))[:MOST_FIELDS]
    return [
        NumericField(
            path=list(path),
            dtype=dtype,
            unit=(units.get(".".join(path)) or units.get(path[-1])) if path else unit,
        )
        for path, dtype in leaves
    ]


def _leaves(form: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the paths of the numbers, and their types."""
    if form.parameter("__array__") in ("string", "bytestring", "categorical") or form.is_union:
        return
    if form.is_record:
        for name in form.fields:
            yield from _leaves(form.content(name), (*path, name))
    elif form.is_numpy:
        yield path, form.primitive
    elif not form.is_unknown:
        yield from _leaves(form.content, path)


def read_events(opened: Opened, request: ReadEvents) -> EventsResult:
    """Read some outermost elements."""
    return opened.read(request.server, request.path, lambda node: _events(opened, node, request))


def _events(opened: Opened, node: Node, request: ReadEvents) -> EventsResult:
    structure = require_nested(node)
    start = max(0, min(request.start, length_of(structure)))
    stop = max(start, min(request.stop, start + MOST_EVENTS, length_of(structure)))
    partial = None
    if isinstance(structure, RaggedStructure):
        client: Any = node.client
        with allowance():
            found = awkward_of(client[start:stop])
    else:
        whole, partial = _whole(opened, node)
        found = whole[start:stop]
    shown = [_plainly(event) for event in _trimmed(found).to_list()]
    events = plain({"events": shown})["events"]
    return EventsResult(start=start, stop=stop, events=events, partial=partial)


def numbers_of(opened: Opened, node: Node, field: list[str]) -> tuple[Values, Words | None]:
    """Read all numbers of a field, whatever lists they are in.

    Parameters
    ----------
    opened : Opened
    node : Node
        Of awkward or ragged data.
    field : list of str
        The names that lead to it.

    Returns
    -------
    numbers : numpy.ndarray
        One-dimensional; what is missing is left out.
    partial : Words or None
        Which part was read, where it is not all.
    """
    import awkward

    structure = require_nested(node)
    known: tuple[Values, Words | None] | None = opened.store.get(node.serial, ("numbers", *field))
    if known is not None:
        return known
    client: Any = node.client
    partial = None
    with allowance():
        if isinstance(structure, RaggedStructure):
            rows = min(structure.rows, max(1, AT_ONCE // (2 * structure.row_nbytes)))
            found = awkward_of(client[:rows])
            if rows < structure.rows:
                partial = say("the first %1 of %2 rows", rows, structure.rows)
        else:
            found = client[tuple(field) if field else ...]
    numbers = np.asarray(awkward.to_numpy(awkward.flatten(found, axis=None)))
    opened.store.put(node.serial, ("numbers", *field), (numbers, partial), numbers.nbytes)
    return numbers, partial


def require_nested(node: Node) -> Nested:
    """Return the structure of a node of awkward or ragged data.

    Raises
    ------
    RequestError
        If it is another kind of node.
    """
    structure = node.item.structure
    if not isinstance(structure, AwkwardStructure | RaggedStructure):
        raise RequestError(
            "bad_request",
            say("“%1” are no nested data.", node.item.key),
            say("Open the preview again: the node may have been replaced."),
        )
    return structure


def _whole(opened: Opened, node: Node) -> tuple[awkward.Array, Words | None]:
    """Read nested data, or those of their fields that there is room for: servers cut no rows."""
    known: tuple[awkward.Array, Words | None] | None = opened.store.get(node.serial, "nested")
    if known is not None:
        return known
    client: Any = node.client
    try:
        with allowance():
            whole, partial = client.read(), None
    except AllowanceError:
        whole, partial = _first_fields(node)
    opened.store.put(node.serial, "nested", (whole, partial), whole.nbytes)
    return whole, partial


def _first_fields(node: Node) -> tuple[awkward.Array, Words | None]:
    import awkward

    client: Any = node.client
    found: dict[str, awkward.Array] = {}
    room = AT_ONCE
    for name in client.fields:
        try:
            with allowance(room):
                found[name] = client[name]
        except AllowanceError:
            break
        room -= found[name].nbytes
    if not found:
        raise AllowanceError(AT_ONCE)
    shown = ", ".join(list(found)[:20])
    return (
        awkward.zip(found, depth_limit=1),
        say("only the fields %1 of %2: all are more than can be shown", shown, len(client.fields)),
    )


def _trimmed(array: awkward.Array) -> awkward.Array:
    """Return an array whose lists are not much longer than is shown of them."""
    import awkward

    def trim(layout: Any, continuation: Any, **_: Any) -> Any:
        if not layout.is_list or layout.parameter("__array__") is not None:
            return None
        inner = continuation()
        offsets = inner.to_ListOffsetArray64(True)
        starts, stops = offsets.starts.data, offsets.stops.data
        return awkward.contents.ListArray(
            awkward.index.Index64(starts),
            awkward.index.Index64(np.minimum(stops, starts + LONGEST_LIST + 1)),
            offsets.content,
        )

    return awkward.transform(trim, array)


def _plainly(value: Any) -> Any:
    """Return a value as a page can show it; lists that were trimmed say so."""
    if isinstance(value, dict):
        return {str(name): _plainly(inner) for name, inner in value.items()}
    if isinstance(value, list):
        shown = [_plainly(inner) for inner in value[:LONGEST_LIST]]
        return [*shown, MORE] if len(value) > LONGEST_LIST else shown
    if isinstance(value, tuple):
        return [_plainly(inner) for inner in value]
    return as_cell(value)
