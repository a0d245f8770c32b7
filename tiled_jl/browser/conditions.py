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


def condition_of(query: Query) -> Condition:
    """Return the condition that a query stands for.

    Parameters
    ----------
    query : Query

    Returns
    -------
    Condition

    Raises
    ------
    ValueError
        If no condition says the same.

    Examples
    --------
    >>> condition_of(Eq("sample.name", "Cu foil"))
    Condition(operator='eq', key='sample.name', value='Cu foil')
    """
    match query:
        case FullText(text=text):
            return Condition(operator="text", key="", value=text)
        case Eq(key=key, value=value):
            return Condition(operator="eq", key=key, value=value)
        case NotEq(key=key, value=value):
            return Condition(operator="noteq", key=key, value=value)
        case Contains(key=key, value=value):
            return Condition(operator="contains", key=key, value=value)
        case Comparison(operator=operator, key=key, value=value):
            return Condition(operator=operator, key=key, value=value)
        case In(key=key, value=values):
            return Condition(operator="in", key=key, value=list(values))
        case NotIn(key=key, value=values):
            return Condition(operator="notin", key=key, value=list(values))
        case Like(key=key, pattern=pattern):
            return Condition(operator="like", key=key, value=pattern)
        case Regex(key=key, pattern=pattern, case_sensitive=True):
            return Condition(operator="regex", key=key, value=pattern)
        case KeyPresent(key=key, exists=exists):
            return Condition(operator="has" if exists else "lacks", key=key, value=None)
        case SpecsQuery(include=(name,), exclude=()):
            return Condition(operator="spec", key="", value=name)
        case StructureFamilyQuery(value=family):
            return Condition(operator="family", key="", value=family)
    raise ValueError(f"No condition of a search says what this query does: {query!r}")
