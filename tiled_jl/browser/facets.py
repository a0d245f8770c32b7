"""The values that children share, counted by the server."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tiled_jl import errors
from tiled_jl.browser.conditions import query_of
from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.messages import Facet, FacetsResult, ListFacets, Suggestion, say
from tiled_jl.browser.servers import Servers
from tiled_jl.browser.suggestions import MOST, is_short, leaves, sample
from tiled_jl.documents import route
from tiled_jl.queries import parameters
from tiled_jl.transport.request import Request

if TYPE_CHECKING:
    from tiled_jl.context import Context

SUGGESTED = 4
"""So many keys are shown to whoever has chosen none."""

SHARED = 0.6
"""Of a key that is suggested, there are at most so many values for each child that has it."""

Wanted = tuple[tuple[str, str], ...]
"""What is asked for, as parameters."""

_NODES: tuple[tuple[Facet, str], ...] = (
    (Facet(of="spec"), "specs"),
    (Facet(of="family"), "structure_families"),
)
_REFUSALS = (errors.ServerError, errors.ClientError)
_NOT_FOR_US = (errors.NotFound, errors.Unauthorized, errors.Forbidden)


def list_facets(servers: Servers, request: ListFacets) -> FacetsResult:
    """Count the values of children that meet all conditions."""
    with servers.using(request.server) as context:
        known = context.server_info.queries
        try:
            conditions = [
                pair
                for condition in request.conditions
                for pair in parameters(query_of(condition), known)
            ]
        except ValueError as problem:
            raise RequestError(
                "bad_request",
                say("Nothing can be counted here."),
                say("Take away a condition."),
                f"{problem}",
            ) from None
        keys = request.keys
        if keys is None:
            keys = _shared(sample(context, request.path))
        facets = [Facet(of="key", key=key) for key in keys] + [
            Facet(of=facet.of) for facet, _ in _NODES
        ]
        ask = _Asking(context, request.path, conditions)
        try:
            document = ask(facets)
        except _NOT_FOR_US:
            raise
        except _REFUSALS:
            # One that the server fails at does not take the others with it.
            for facet in facets:
                _fill_alone(facet, ask)
        else:
            for facet in facets:
                _fill(facet, document)
        return FacetsResult(facets=facets)


class _Asking:
    def __init__(
        self, context: Context, path: Sequence[str], conditions: list[tuple[str, str]]
    ) -> None:
        self._context = context
        self._route = route("distinct", path)
        self._conditions = conditions

    def __call__(self, facets: Iterable[Facet]) -> Any:
        names = {facet.of: name for facet, name in _NODES}
        wanted = [
            ("metadata", facet.key) if facet.of == "key" else (names[facet.of], "true")
            for facet in facets
        ]
        request = Request(self._route, [*wanted, ("counts", "true"), *self._conditions])
        return self._context.session.document(request)


def _fill_alone(facet: Facet, ask: _Asking) -> None:
    try:
        _fill(facet, ask([facet]))
    except _REFUSALS as failure:
        facet.problem = say("The server cannot count these.")
        facet.detail = f"{failure.status} {failure.detail}"


def _fill(facet: Facet, document: Any) -> None:
    names = {each.of: name for each, name in _NODES}
    try:
        found = document["metadata"][facet.key] if facet.of == "key" else document[names[facet.of]]
        pairs = [(each["value"], each.get("count") or 0) for each in found or ()]
    except (KeyError, TypeError, AttributeError):
        facet.problem = say("The server gave no counts.")
        return
    if facet.of == "spec":
        pairs = _single_specs(pairs)
    plain = [pair for pair in pairs if is_short(pair[0])]
    plain.sort(key=lambda pair: (-pair[1], str(pair[0])))
    facet.values = [Suggestion(value=value, count=count) for value, count in plain[:MOST]]
    facet.more = max(0, len(plain) - MOST)


def _single_specs(pairs: list[tuple[Any, int]]) -> list[tuple[Any, int]]:
    """Count every spec by itself: servers count the lists of them."""
    counted: Counter[str] = Counter()
    for specs, count in pairs:
        for spec in specs if isinstance(specs, list) else ():
            name = spec.get("name") if isinstance(spec, dict) else spec
            if isinstance(name, str):
                counted[name] += count
    return list(counted.items())


def _shared(metadata: list[dict[str, Any]]) -> list[str]:
    """Return the keys of which several children have the same values."""
    seen: dict[str, list[object]] = defaultdict(list)
    for each in metadata:
        for key, value in leaves(each):
            seen[key].append(value)
    shared = [
        key
        for key, found in seen.items()
        if all(isinstance(value, str | bool) for value in found)
        and len(set(found)) <= max(1, SHARED * len(found))
        and not key.endswith((".unit", ".units"))
    ]
    return shared[:SUGGESTED]
