"""Whatever is changed in metadata, a server and a plain dict come to the same."""

import os
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tiled_jl.documents import Spec
from tiled_jl.patches import DELETE_KEY, MERGE_PATCH, applied, json_patch, updated

pytestmark = pytest.mark.timeout(900)

EXAMPLES = int(os.environ.get("TILED_JL_EXAMPLES", "300"))

thoroughly = settings(max_examples=EXAMPLES, derandomize=True, deadline=None)
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


@thoroughly
@given(
    before=documents, its=specs, update=changes, merge=documents, specs=specs, merges=st.booleans()
)
def test_a_server_patches_like_a_dict_and_a_list(
    light_root: Any, before: Any, its: Any, update: Any, merge: Any, specs: Any, merges: bool
) -> None:
    node = light_root.create_container(metadata=before, specs=its)
    if merges:
        node.patch_metadata(merge, specs, content_type=MERGE_PATCH)
        after = plainly_merged(before, merge)
    else:
        node.update_metadata(update, specs)
        after = plainly_updated(before, update)
    assert same(node.metadata_copy()[:2], (after, specs))
