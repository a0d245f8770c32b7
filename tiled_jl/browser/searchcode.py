"""The code for a search: the queries in force, as an expert would write them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tiled_jl.browser.messages import CodeResult, Condition, Operator, SearchCode, SortKey
from tiled_jl.browser.nodes import DEEP_SINCE
from tiled_jl.browser.snippets import listed, quoted, setup_of, subscript
from tiled_jl.browser.state import State

NAME = "found"

_SIGNS: dict[Operator, str] = {
    "eq": "==",
    "noteq": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
}

_CALLS: dict[Operator, Callable[[str, Any], str]] = {
    # As the search itself does: some servers compare with words that they have put in lower case.
    "text": lambda _, words: f"FullText({literal(str(words).lower())})",
    "contains": lambda key, value: f"Contains({quoted(key)}, {literal(value)})",
    "in": lambda key, values: f"In({quoted(key)}, {literal(_several(values))})",
    "notin": lambda key, values: f"NotIn({quoted(key)}, {literal(_several(values))})",
    "like": lambda key, pattern: f"Like({quoted(key)}, {literal(str(pattern))})",
    "regex": lambda key, pattern: f"Regex({quoted(key)}, {literal(str(pattern))})",
    "has": lambda key, _: f"KeyPresent({quoted(key)})",
    "lacks": lambda key, _: f"KeyPresent({quoted(key)}, exists=False)",
    "spec": lambda _, name: f"SpecsQuery({listed([str(name)])})",
    "family": lambda _, name: f"StructureFamilyQuery({literal(str(name))})",
}


def search_code(state: State, request: SearchCode) -> CodeResult:
    """Write the code for a search below a container."""
    client, setup = setup_of(state, request.server)
    queries = [query_text(each) for each in request.conditions]
    imports = sorted({each.partition("(")[0] for each in queries})
    if imports:
        setup.insert(1, f"from tiled_jl.queries import {', '.join(imports)}")
    # What is found at any depth cannot be sorted, and old servers do not look there.
    with state.servers.using(request.server) as context:
        deep = not request.sorting and context.server_info.version >= DEEP_SINCE
    chain = [f".search({each})" for each in queries]
    if chain and deep:
        chain[0] = f".search_deep({queries[0]})"
    if request.sorting:
        chain.append(f".sort({', '.join(map(_sorting, request.sorting))})")
    start = f"{client}[{subscript(request.path)}]" if request.path else client
    return CodeResult(setup=setup, body=f"{NAME} = {start}{''.join(chain)}\n{NAME}", name=NAME)


def query_text(condition: Condition) -> str:
    """Return the expression that makes the query for a condition.

    Examples
    --------
    >>> query_text(Condition("eq", "sample.name", "Cu")), query_text(Condition("in", "id", [1, 2]))
    ('Key("sample.name") == "Cu"', 'In("id", [1, 2])')
    """
    if condition.operator in _SIGNS:
        sign = _SIGNS[condition.operator]
        return f"Key({quoted(condition.key)}) {sign} {literal(condition.value)}"
    return _CALLS[condition.operator](condition.key, condition.value)


def literal(value: object) -> str:
    """Return a value as Python writes it, texts in double quotes as far as that is sensible."""
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    return quoted(value) if isinstance(value, str) else repr(value)


def _several(values: object) -> Sequence[object]:
    return values if isinstance(values, list) else [values]


def _sorting(sort: SortKey) -> str:
    key = {"key": sort.key, "name": "id", "added": ""}[sort.by]
    return f"({quoted(key)}, {-1 if sort.descending else 1})"
