"""Metadata, specs and access tags are read, changed and patched; what JSON lacks is not sent."""

import datetime
import enum
import json
import pathlib
import pickle
import uuid
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import msgspec
import numpy
import pandas
import pytest
import serving

from tiled_jl import Context, from_context
from tiled_jl.documents import Spec
from tiled_jl.errors import ClientError, ConnectionFailed, NotJSON
from tiled_jl.jsonable import jsonable
from tiled_jl.patches import DELETE_KEY, MERGE_PATCH

from .faultproxy import Proxy, reset

SAMPLE = {"sample": {"name": "Cu", "sizes": [1, {"mm": 2.5}]}, "count": 3}


@pytest.fixture
def node(scratch: Any) -> Any:
    return scratch.create_container("node", metadata=SAMPLE, specs=["scan", Spec("image", "1.1")])


def test_metadata_cannot_be_changed_at_any_level(node: Any) -> None:
    metadata = node.metadata
    for change in (
        lambda: metadata.__setitem__("count", 4),
        lambda: metadata["sample"].__setitem__("name", "Ni"),
        lambda: metadata["sample"]["sizes"].append(3),
        lambda: metadata["sample"]["sizes"][1].pop("mm"),
    ):
        with pytest.raises(AttributeError, match="no attribute"):
            change()
    with pytest.raises(TypeError):
        metadata["sample"]["sizes"][1]["mm"] = 3
    assert metadata == SAMPLE


def test_metadata_look_like_what_they_are(node: Any) -> None:
    from IPython.lib.pretty import pretty

    metadata = node.metadata
    assert repr(metadata) == str(SAMPLE)
    assert pretty(metadata) == pretty(SAMPLE)
    assert pretty(metadata["sample"]["sizes"]) == pretty(SAMPLE["sample"]["sizes"])
    assert metadata["sample"]["sizes"] == [1, {"mm": 2.5}]
    assert metadata["sample"]["sizes"] != [1, {"mm": 2}]
    assert metadata["sample"]["sizes"][:1] == [1]
    assert dict(metadata) == SAMPLE
    assert json.dumps(deepcopy(metadata)) == json.dumps(SAMPLE)
    assert pickle.loads(pickle.dumps(metadata)) == SAMPLE
    assert jsonable(metadata) == SAMPLE


def test_a_copy_can_be_changed_and_given_back(node: Any) -> None:
    metadata, specs, access_tags = node.metadata_copy()
    assert (metadata, specs) == (SAMPLE, [Spec("scan"), Spec("image", "1.1")])
    metadata["sample"]["sizes"].append(3)
    del metadata["count"]
    assert node.metadata == SAMPLE
    metadata["count"] = DELETE_KEY
    node.update_metadata(metadata, specs[:1], access_tags)
    assert node.metadata == {"sample": {"name": "Cu", "sizes": [1, {"mm": 2.5}, 3]}}
    assert node.specs == (Spec("scan"),)


def test_an_update_changes_what_it_names_and_leaves_the_rest(node: Any) -> None:
    node.update_metadata({"sample": {"name": None, "new": {"deep": 1}}, "nope": DELETE_KEY})
    expected = {
        "sample": {"name": None, "sizes": [1, {"mm": 2.5}], "new": {"deep": 1}},
        "count": 3,
    }
    assert node.metadata == expected
    node.refresh()
    assert node.metadata == expected
    assert node.specs == (Spec("scan"), Spec("image", "1.1"))


def test_an_update_keeps_what_others_have_changed_meanwhile(node: Any, client: Any) -> None:
    client[node.path_parts].update_metadata({"theirs": 1})
    node.update_metadata({"mine": 2})
    assert node.metadata == {**SAMPLE, "theirs": 1, "mine": 2}


def test_an_update_of_nothing_asks_nothing(node: Any, requests: list[str]) -> None:
    node.update_metadata()
    node.update_metadata({"count": 3}, ["scan", {"name": "image", "version": "1.1"}])
    assert requests == []


def test_specs_are_patched_whole(node: Any) -> None:
    for specs in ([Spec("scan", "2"), "image"], ["image", Spec("scan", "2"), "new"], [], ["image"]):
        node.update_metadata(specs=specs)
        assert list(node.specs) == [Spec(each) if isinstance(each, str) else each for each in specs]


def test_replacing_leaves_what_is_not_named(node: Any) -> None:
    node.replace_metadata({"a": 1})
    assert node.metadata == {"a": 1}
    assert len(node.specs) == 2
    node.replace_metadata(specs=[])
    assert node.metadata == {"a": 1}
    assert node.specs == ()
    node.replace_metadata({})
    assert node.metadata == {}


def test_a_json_patch_is_applied(node: Any) -> None:
    node.patch_metadata(
        [
            {"op": "test", "path": "/count", "value": 3},
            {"op": "move", "from": "/count", "path": "/sample/a~1b"},
            {"op": "add", "path": "/sample/sizes/-", "value": 7},
        ],
        [{"op": "remove", "path": "/0"}],
    )
    assert node.metadata == {"sample": {"name": "Cu", "sizes": [1, {"mm": 2.5}, 7], "a/b": 3}}
    assert node.specs == (Spec("image", "1.1"),)


def test_a_merge_patch_is_applied(node: Any) -> None:
    node.patch_metadata({"sample": {"name": None}, "x": [None]}, content_type=MERGE_PATCH)
    assert node.metadata == {"sample": {"sizes": [1, {"mm": 2.5}]}, "count": 3, "x": [None]}
    assert len(node.specs) == 2
    node.patch_metadata(specs_patch=["other"], content_type=MERGE_PATCH)
    assert node.specs == (Spec("other"),)


@pytest.mark.parametrize(
    "patch",
    [
        [{"op": "test", "path": "/count", "value": 4}],
        [{"op": "remove", "path": "/nope"}],
        [{"op": "replace", "path": "/sample/sizes/9", "value": 1}],
        [{"op": "frobnicate", "path": "/count"}],
        [{"op": "add", "path": "count", "value": 1}],
        [{"op": "add", "path": "/x"}],
        [{"path": "/x"}],
        ["add"],
        {"count": 4},
    ],
)
def test_a_patch_that_does_not_fit_is_refused_before_it_is_sent(
    node: Any, patch: Any, requests: list[str]
) -> None:
    with pytest.raises(ValueError, match="patch"):
        node.patch_metadata(patch)
    assert not any(request.startswith("PATCH") for request in requests)
    with pytest.raises(ValueError, match="content_type"):
        node.patch_metadata([], content_type="application/json")


def test_a_patch_that_fits_what_others_have_made_of_it_is_applied(node: Any, client: Any) -> None:
    client[node.path_parts].update_metadata({"theirs": {"x": 1}})
    node.patch_metadata([{"op": "replace", "path": "/theirs/x", "value": 2}])
    assert node.metadata["theirs"] == {"x": 2}


class Shutter(enum.Enum):
    OPEN = "open"


def test_what_has_an_equal_in_json_is_converted(scratch: Any) -> None:
    name = uuid.uuid4()
    node = scratch.create_container(
        metadata={
            "array": numpy.arange(6, dtype="i2").reshape(2, 3),
            "scalar": numpy.float32(2.5),
            "flag": numpy.bool_(True),
            "long": numpy.longdouble(1.5),
            "text": numpy.array(["a", "é"]),
            "when": datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC),
            "day": datetime.date(2026, 1, 2),
            "stamp": pandas.Timestamp("2026-01-02T03:04:05.000000006"),
            "ns": numpy.datetime64("2026-01-02T03:04:05.000000006"),
            "days": numpy.array(["2026-01-02"], "M8[D]"),
            "id": name,
            "file": pathlib.PurePosixPath("/a/b"),
            "pair": (1, [range(3)]),
            "state": Shutter.OPEN,
            "big": 2**63,
        }
    )
    expected = {
        "array": [[0, 1, 2], [3, 4, 5]],
        "scalar": 2.5,
        "flag": True,
        "long": 1.5,
        "text": ["a", "é"],
        "when": "2026-01-02T03:04:05+00:00",
        "day": "2026-01-02",
        "stamp": "2026-01-02T03:04:05.000000006",
        "ns": "2026-01-02T03:04:05.000000006",
        "days": ["2026-01-02"],
        "id": str(name),
        "file": "/a/b",
        "pair": [1, [[0, 1, 2]]],
        "state": "open",
        "big": 2**63,
    }
    assert node.metadata == expected
    node.refresh()
    assert node.metadata == expected


CIRCLE: dict[str, Any] = {"x": []}
CIRCLE["x"].append(CIRCLE)
DEEP: list[Any] = []
for _ in range(5_000):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({1, 2}, r"metadata\['a'\]\[0\] is a set"),
        (object(), r"metadata\['a'\]\[0\] is an object"),
        (b"abc", "Decode it"),
        (1j, "complex"),
        (float("nan"), r"metadata\['a'\]\[0\] is nan"),
        (numpy.array([1.0, numpy.inf]), r"metadata\['a'\]\[0\]\[1\] is inf"),
        (numpy.array([b"x"]), r"metadata\['a'\]\[0\]\[0\] is a bytes"),
        (numpy.zeros(2, [("x", "i4")]), "dtype"),
        (numpy.datetime64("NaT"), "not a time"),
        (pandas.NaT, "not a time"),
        (datetime.timedelta(1), "timedelta"),
        (2**64, "65 bits"),
        (-(2**63) - 1, "64 bits"),
        ({3: "x"}, r"metadata\['a'\]\[0\] has the key 3.*\n.*'3'"),
        ("\ud800", "Unicode"),
        ({"\ud800": 1}, "Unicode"),
        (DELETE_KEY, "DeleteKey"),
        (CIRCLE, r"metadata\['a'\]\[0\]\['x'\]\[0\] contains itself"),
        (DEEP, "levels deep"),
    ],
)
def test_what_json_lacks_is_refused_by_its_path_before_anything_is_sent(
    node: Any, value: Any, words: str, requests: list[str]
) -> None:
    for send in (
        lambda: node.update_metadata({"a": [value]}),
        lambda: node.replace_metadata({"a": [value]}),
        lambda: node.create_container(metadata={"a": [value]}),
        lambda: node.patch_metadata({"a": [value]}, content_type=MERGE_PATCH),
    ):
        with pytest.raises(NotJSON, match=words) as caught:
            send()
        assert isinstance(caught.value, TypeError)
    with pytest.raises(NotJSON):
        node.patch_metadata([{"op": "add", "path": "/a", "value": value}])
    assert requests == []


@pytest.mark.parametrize("metadata", [["a"], "a", 3])
def test_metadata_are_a_mapping(node: Any, metadata: Any) -> None:
    for send in (node.update_metadata, node.replace_metadata):
        with pytest.raises(TypeError, match="mapping"):
            send(metadata)


def test_a_node_that_cannot_be_changed_says_so(memory: Any) -> None:
    with pytest.raises(ClientError, match="405"):
        memory["odd"].update_metadata({"x": 1})


def test_a_change_whose_answer_is_lost_is_not_sent_twice(
    scratch_through: Any, proxy: Proxy
) -> None:
    node = scratch_through.create_container(metadata={"x": []})
    proxy.spoil("/metadata/.*", reset)
    with pytest.raises(ConnectionFailed):
        node.patch_metadata([{"op": "add", "path": "/x/-", "value": 1}])
    node.refresh()
    assert node.metadata == {"x": [1]}


def test_replacing_without_a_revision_is_sent_again(scratch_through: Any, proxy: Proxy) -> None:
    node = scratch_through.create_container(metadata={"x": 1})
    proxy.spoil("/metadata/.*drop_revision", reset)
    node.replace_metadata({"x": 2}, drop_revision=True)
    assert node.metadata == {"x": 2}
    assert len(node.metadata_revisions) == 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    return tmp_path_factory.mktemp("application")


@pytest.fixture(scope="module")
def app(folder: pathlib.Path) -> Any:
    return serving.application(folder)


@pytest.fixture
def root(app: Any, folder: pathlib.Path) -> Iterator[Any]:
    """The root of a server that knows access tags and validates specs."""
    with Context.from_app(app, api_key=serving.API_KEY) as context:
        serving.define_access_tags(folder, "abcdef")
        yield from_context(context)


@pytest.fixture
def old_root(app: Any, folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The same, of a server from before access tags, as which it plays to clients of that time."""
    headers = {"User-Agent": "python-tiled/0.2.18"}
    with Context.from_app(app, api_key=serving.API_KEY, headers=headers) as context:
        serving.define_access_tags(folder, "abcdef")
        about = msgspec.structs.replace(context.server_info, library_version="0.2.18")
        monkeypatch.setattr(context, "_about", about)
        yield from_context(context)


@pytest.mark.parametrize("which", ["root", "old_root"])
def test_access_tags_are_set_and_changed(which: str, request: pytest.FixtureRequest) -> None:
    root = request.getfixturevalue(which)
    node = root.create_container(access_tags=["b", "a"])
    field = "access_tags" if which == "root" else "access_blob"
    assert field in node.item["attributes"]
    for look in (node, root[node.key], root.values().last()):
        assert look.access_tags == ["a", "b"]
        assert look.access_blob == {"tags": ["a", "b"]}
    node.update_metadata(access_tags=["a", "c", "d"])
    assert node.access_tags == ["a", "c", "d"]
    assert node.metadata_copy() == ({}, [], ["a", "c", "d"])
    node.replace_metadata({"x": 1}, access_tags=["e"])
    assert root[node.key].access_tags == ["e"]
    node.delete()


def test_a_merge_patch_puts_other_access_tags_in_place(root: Any) -> None:
    node = root.create_container(access_tags=["a", "b"])
    node.patch_metadata(access_patch=["f"], content_type=MERGE_PATCH)
    assert root[node.key].access_tags == ["f"]
    node.delete()


@pytest.mark.parametrize("which", ["root", "old_root"])
def test_access_tags_stay_where_they_are_not_named(
    which: str, request: pytest.FixtureRequest
) -> None:
    root = request.getfixturevalue(which)
    node = root.create_container(access_tags=["a", "b"])
    node.update_metadata({"x": 1})
    node.replace_metadata({"x": 2})
    node.patch_metadata({"x": 3}, content_type=MERGE_PATCH)
    assert node.metadata == {"x": 3}
    assert root[node.key].access_tags == ["a", "b"]
    node.delete()


@pytest.mark.parametrize("tags", ["public", [1], 3])
def test_access_tags_are_a_list_of_names(root: Any, tags: Any) -> None:
    with pytest.raises(TypeError, match=r"access_tags|iterable"):
        root.create_container(access_tags=tags)


def test_what_a_validator_makes_of_metadata_is_taken_over(root: Any) -> None:
    node = root.create_container(metadata={"mass": 1}, specs=["measured"])
    assert node.metadata == root[node.key].metadata
    node.update_metadata({"mass": 2, "unit": DELETE_KEY})
    assert node.metadata == {"mass": 2, "unit": "g"}
    node.replace_metadata({"mass": 3})
    assert node.metadata == {"mass": 3, "unit": "g"}
    with pytest.raises(ClientError, match="a mass is missing"):
        node.update_metadata({"mass": DELETE_KEY})
    node.delete()
