"""What a person may want to look for: keys of metadata, and their values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tiled_jl import errors
from tiled_jl.browser.columns import value_at
from tiled_jl.browser.messages import (
    KeyExample,
    KeysResult,
    ListKeys,
    SuggestConditions,
    Suggestion,
    SuggestionsResult,
)
from tiled_jl.browser.orders import orders
from tiled_jl.browser.servers import Servers
from tiled_jl.clients.listing import fetch_page
from tiled_jl.documents import route
from tiled_jl.transport.request import Request

if TYPE_CHECKING:
    from tiled_jl.context import Context

LOOKED_AT = 30
"""Metadata of so many children are read to find out which keys there are."""

MOST = 200
"""More suggestions than that help nobody, whatever a server says."""

LONGEST = 200
"""Longer texts are nothing that one would pick from a list."""

DEEPEST = 8


def suggest_conditions(servers: Servers, request: SuggestConditions) -> SuggestionsResult:
    """List the keys that children of a container have, or the values that one key has."""
    with servers.using(request.server) as context:
        found = (
            _keys(context, request.path)
            if request.key is None
            else _values(context, request.path, request.key)
        )
    return SuggestionsResult(suggestions=found)


def list_keys(servers: Servers, request: ListKeys) -> KeysResult:
    """List the keys that children of a container have, those of most children first."""
    with servers.using(request.server) as context:
        examples: dict[str, KeyExample] = {}
        for metadata in sample(context, request.path):
            for key, _ in leaves(metadata):
                example = None if key in examples else value_at(metadata, key)
                if example is not None:
                    examples[key] = KeyExample(key=key, example=example)
        return KeysResult(keys=list(examples.values())[:MOST], orders=orders(context, request.path))


def sample(context: Context, path: list[str]) -> list[dict[str, Any]]:
    """Return the metadata of some children."""
    page = fetch_page(context, path, limit=LOOKED_AT, fields=("metadata",))
    return [item.metadata for item in page.items]


def _keys(context: Context, path: list[str]) -> list[Suggestion]:
    seen: Counter[str] = Counter()
    for metadata in sample(context, path):
        seen.update(key for key, _ in leaves(metadata))
    return [Suggestion(value=key) for key, _ in seen.most_common(MOST)]


def _values(context: Context, path: list[str], key: str) -> list[Suggestion]:
    request = Request(route("distinct", path), [("metadata", key), ("counts", "true")])
    try:
        document = context.session.document(request)
        known = document["metadata"][key]
        found = [(each["value"], each.get("count")) for each in known]
    except (errors.StatusError, KeyError, TypeError, AttributeError):
        # Not every container can tell; what its first children have is better than nothing.
        pairs = [pair for metadata in sample(context, path) for pair in leaves(metadata)]
        found = [(value, None) for value in dict.fromkeys(v for k, v in pairs if k == key)]
    plain = [(value, count) for value, count in found if is_short(value)]
    plain.sort(key=lambda pair: -(pair[1] or 0))
    return [Suggestion(value=value, count=count) for value, count in plain[:MOST]]


def leaves(
    metadata: Mapping[str, Any], above: str = "", depth: int = 0
) -> Iterator[tuple[str, Any]]:
    """Yield the dotted keys of metadata that hold no further keys, and their values."""
    for name, value in metadata.items():
        key = above + str(name)
        if len(key) > LONGEST:
            continue
        if isinstance(value, Mapping) and depth < DEEPEST:
            yield from leaves(value, f"{key}.", depth + 1)
        elif not isinstance(value, Mapping):
            for each in value if isinstance(value, list) else [value]:
                yield key, each if is_short(each) else None


def is_short(value: object) -> bool:
    """Whether a value is one that a person would pick from a list."""
    return isinstance(value, (int, float)) or (isinstance(value, str) and len(value) <= LONGEST)
