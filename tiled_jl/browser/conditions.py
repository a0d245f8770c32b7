"""What a person looks for, as queries that servers know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tiled_jl.browser.messages import Condition, Operator
from tiled_jl.queries import (
    Comparison,
    Contains,
    Eq,
    FullText,
    In,
    KeyPresent,
    Like,
    NotEq,
    NotIn,
    Query,
    Regex,
    SpecsQuery,
    StructureFamilyQuery,
)

_QUERIES: dict[Operator, Callable[[str, Any], Query]] = {
    # Some servers compare with words that they have put in lower case.
    "text": lambda _, words: FullText(str(words).lower()),
    "eq": Eq,
    "noteq": NotEq,
    "lt": lambda key, value: Comparison("lt", key, value),
    "le": lambda key, value: Comparison("le", key, value),
    "gt": lambda key, value: Comparison("gt", key, value),
    "ge": lambda key, value: Comparison("ge", key, value),
    "contains": Contains,
    "in": lambda key, values: In(key, _several(values)),
    "notin": lambda key, values: NotIn(key, _several(values)),
    "like": lambda key, pattern: Like(key, str(pattern)),
    "regex": lambda key, pattern: Regex(key, str(pattern)),
    "has": lambda key, _: KeyPresent(key),
    "lacks": lambda key, _: KeyPresent(key, exists=False),
    "spec": lambda _, name: SpecsQuery([str(name)]),
    "family": lambda _, name: StructureFamilyQuery(str(name)),
}


def query_of(condition: Condition) -> Query:
    """Return the query that finds what meets a condition."""
    return _QUERIES[condition.operator](condition.key, condition.value)


def _several(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
