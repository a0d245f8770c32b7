"""Whatever is changed in metadata, a server and a plain dict come to the same."""

import os
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
import serving
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tiled_jl import Context, from_context
from tiled_jl.documents import Spec
from tiled_jl.patches import DELETE_KEY, MERGE_PATCH, applied, json_patch, updated

EXAMPLES = int(os.environ.get("TILED_JL_EXAMPLES", "2000"))
BATCH = 10
"""Examples that share a node, and so a request: a change takes a server tens of milliseconds."""

thoroughly = settings(max_examples=EXAMPLES, deadline=None)
in_batches = settings(
    max_examples=EXAMPLES // BATCH,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

keys = st.text(st.sampled_from("ab/~0-. é"), max_size=2)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.text("ab~é😀", max_size=3)
)


def nested(leaves: Any) -> Any:
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=3),
        max_leaves=10,
    )


documents = st.dictionaries(keys, nested(scalars), max_size=4)
changes = st.recursive(
    st.dictionaries(keys, nested(scalars) | st.just(DELETE_KEY), max_size=4),
    lambda inner: st.dictionaries(keys, inner, max_size=3),
    max_leaves=3,
)
specs = st.lists(
    st.builds(Spec, st.sampled_from("abcd"), st.none() | st.sampled_from("12")),
    unique=True,
    max_size=4,
)


def same(one: Any, other: Any) -> bool:
    """Whether two documents are equal, and True is not 1 nor 1 1.0."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


def plainly_updated(document: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """What an update means, said in another way than in the package."""
    result = deepcopy(document)
    for key, value in change.items():
        if isinstance(value, dict):
            below = result.get(key)
            result[key] = plainly_updated(below if isinstance(below, dict) else {}, value)
        else:
            result[key] = value
    return {key: value for key, value in result.items() if value is not DELETE_KEY}


def plainly_merged(document: Any, patch: Any) -> Any:
    """What RFC 7386 says a merge patch does."""
    if not isinstance(patch, dict):
        return patch
    result = dict(document) if isinstance(document, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = plainly_merged(result.get(key), value)
    return result


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A node of a server in this process."""
    app = serving.application(tmp_path_factory.mktemp("patches"))
    with Context.from_app(app, api_key=serving.API_KEY) as context:
        yield from_context(context).create_container("node")


@thoroughly
@given(documents, changes)
def test_an_update_is_what_it_would_be_of_a_dict(before: Any, change: Any) -> None:
    untouched = deepcopy(before)
    after = updated(before, change)
    assert same(after, plainly_updated(before, change))
    assert same(before, untouched)


@thoroughly
@given(documents, documents)
def test_a_patch_makes_one_document_of_the_other(before: Any, after: Any) -> None:
    assert same(applied(json_patch(before, after), before), after)


def batches_of(examples: Any) -> Any:
    return st.lists(examples, min_size=BATCH, max_size=BATCH).map(
        lambda batch: {str(number): example for number, example in enumerate(batch)}
    )


@in_batches
@given(batches_of(documents), batches_of(changes))
def test_a_server_updates_metadata_like_a_dict(node: Any, before: Any, change: Any) -> None:
    node.replace_metadata(before, drop_revision=True)
    assert same(deepcopy(node.metadata), before)
    node.update_metadata(change, drop_revision=True)
    assert same(deepcopy(node.metadata), plainly_updated(before, change))


@in_batches
@given(batches_of(documents), batches_of(documents))
def test_a_server_merges_a_patch_as_the_standard_says(node: Any, before: Any, patch: Any) -> None:
    node.replace_metadata(before, drop_revision=True)
    node.patch_metadata(patch, content_type=MERGE_PATCH, drop_revision=True)
    assert same(deepcopy(node.metadata), plainly_merged(before, patch))


@in_batches
@given(specs)
def test_a_server_updates_specs_like_a_list(node: Any, specs: list[Spec]) -> None:
    node.update_metadata(specs=specs, drop_revision=True)
    assert list(node.specs) == specs
