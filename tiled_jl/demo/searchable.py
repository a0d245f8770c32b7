"""A tree in memory that can be searched and sorted as a catalogue can."""

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tiled import queries
from tiled.adapters.mapping import MapAdapter

_ABSENT = object()


class SearchableMap(MapAdapter):  # type: ignore[misc]
    """A mapping served as a container: every query, and sorting by nested metadata."""

    def search(self, query: Any) -> "SearchableMap":
        """Keep the children that a query accepts.

        Parameters
        ----------
        query
            Any of the server's query classes.
        """
        make = _PREDICATES.get(type(query))
        if make is None:
            return super().search(query)  # type: ignore[no-any-return]
        accepts = make(query)
        found = {key: child for key, child in self._mapping.items() if accepts(child)}
        return self.new_variation(mapping=found)  # type: ignore[no-any-return]

    def sort(self, sorting: Sequence[tuple[str, int]]) -> "SearchableMap":
        """Put the same children in another order; those without the key come last.

        Parameters
        ----------
        sorting
            Dotted metadata keys with 1 or -1; an empty key is the order in which they came.
        """
        children = list(self._mapping.items())
        for key, direction in reversed(sorting):
            if key in ("", "_"):
                if direction < 0:
                    children.reverse()
                continue
            present = [item for item in children if _value(item[1], key) is not _ABSENT]
            absent = [item for item in children if _value(item[1], key) is _ABSENT]
            present.sort(key=lambda item: _rank(_value(item[1], key)), reverse=direction < 0)
            children = present + absent
        return self.new_variation(mapping=dict(children), sorting=sorting)  # type: ignore[no-any-return]


def _value(child: Any, dotted: str) -> Any:
    value = child.metadata()
    for part in dotted.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return _ABSENT
        value = value[part]
    return value


def _rank(value: Any) -> tuple[str, Any]:
    """Order within a kind, kinds apart: numbers and text do not compare."""
    if isinstance(value, int | float):
        return "number", value
    return type(value).__name__, value if isinstance(value, str) else str(value)


def _on_value(test: Callable[[Any, Any], bool]) -> Callable[[Any], Callable[[Any], bool]]:
    def make(query: Any) -> Callable[[Any], bool]:
        def accepts(child: Any) -> bool:
            value = _value(child, query.key)
            return value is not _ABSENT and test(value, query)

        return accepts

    return make


def _compares(value: Any, query: Any) -> bool:
    try:
        return bool(getattr(operator, query.operator)(value, query.value))
    except TypeError:
        return False


def _contains(value: Any, query: Any) -> bool:
    return isinstance(value, list | tuple) and query.value in value


def _regex(query: Any) -> Callable[[Any], bool]:
    try:
        pattern = re.compile(query.pattern, 0 if query.case_sensitive else re.IGNORECASE)
    except re.error as problem:
        raise queries.QueryValueError(f"{query.pattern!r} is no pattern: {problem}") from None
    return lambda child: _matches(pattern.search, _value(child, query.key))


def _like(query: Any) -> Callable[[Any], bool]:
    wildcards = {"%": ".*", "_": "."}
    pattern = "".join(wildcards.get(letter, re.escape(letter)) for letter in query.pattern)
    compiled = re.compile(pattern, re.IGNORECASE | re.DOTALL)
    return lambda child: _matches(compiled.fullmatch, _value(child, query.key))


def _matches(match: Callable[[str], object], value: Any) -> bool:
    return isinstance(value, str) and match(value) is not None


def _key_present(query: Any) -> Callable[[Any], bool]:
    return lambda child: (_value(child, query.key) is not _ABSENT) == query.exists


def _full_text(query: Any) -> Callable[[Any], bool]:
    wanted = set(re.findall(r"\w+", query.text.lower()))
    return lambda child: wanted <= set(_words(child.metadata()))


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from re.findall(r"\w+", value.lower())
    elif isinstance(value, Mapping):
        yield from _words(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _words(item)


def _specs(query: Any) -> Callable[[Any], bool]:
    def accepts(child: Any) -> bool:
        names = {spec.name for spec in child.specs}
        return names.issuperset(query.include) and names.isdisjoint(query.exclude)

    return accepts


_PREDICATES: dict[type, Callable[[Any], Callable[[Any], bool]]] = {
    queries.Eq: _on_value(lambda value, query: value == query.value),
    queries.NotEq: _on_value(lambda value, query: value != query.value),
    queries.In: _on_value(lambda value, query: value in query.value),
    queries.NotIn: _on_value(lambda value, query: value not in query.value),
    queries.Comparison: _on_value(_compares),
    queries.Contains: _on_value(_contains),
    queries.Regex: _regex,
    queries.Like: _like,
    queries.KeyPresent: _key_present,
    queries.FullText: _full_text,
    queries.SpecsQuery: _specs,
}
