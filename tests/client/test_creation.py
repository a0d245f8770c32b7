"""Nodes are created and deleted once, whatever happens to the answer."""

import threading
from typing import Any

import numpy
import pytest
import serving

from tiled_jl import ArrayClient, Container, Context, from_context
from tiled_jl.clients import creation
from tiled_jl.documents import Spec
from tiled_jl.errors import Conflict, ConnectionFailed, NotFound, ServerError
from tiled_jl.queries import Key
from tiled_jl.storage import Asset, DataSource
from tiled_jl.structures import ArrayStructure, BuiltinDtype

from .faultproxy import Proxy, page, reset, status, undeclared

STRUCTURE = ArrayStructure(BuiltinDtype.from_numpy_dtype(numpy.dtype("<i4")), (3,), ((3,),))
STORED = DataSource("array", STRUCTURE, mimetype="application/x-zarr")


def test_a_new_node_is_known_without_asking_again(scratch: Any, requests: list[str]) -> None:
    node = scratch.new(
        "array", [STORED], key="a", metadata={"x": (1, 2)}, specs=["image", Spec("other", "1")]
    )
    assert [request.partition(" ")[0] for request in requests] == ["POST"]
    assert type(node) is ArrayClient
    assert node.path_parts == (*scratch.path_parts, "a")
    assert node.metadata == {"x": [1, 2]}
    assert node.specs == (Spec("image"), Spec("other", "1"))
    assert (node.shape, node.dtype, node.chunks) == ((3,), numpy.dtype("<i4"), ((3,),))
    assert len(requests) == 1
    told = scratch["a"]
    assert (told.metadata, told.specs, told.structure()) == (
        node.metadata,
        node.specs,
        node.structure(),
    )
    assert node.data_sources() == told.data_sources()


def test_a_container_gets_a_key_where_none_is_given(scratch: Any) -> None:
    first, second = scratch.create_container(), scratch.create_container()
    assert isinstance(first, Container)
    assert set(scratch) == {first.key, second.key}
    assert len(first) == 0
    assert first.create_container("below").path_parts == (*first.path_parts, "below")


@pytest.mark.parametrize("key", serving.CATALOG_KEYS)
def test_a_key_can_be_of_any_letters(scratch: Any, key: str) -> None:
    scratch.create_container(key)
    assert list(scratch) == [key]
    scratch[key].create_container("x").delete()
    scratch.delete_contents(key)
    assert key not in scratch


@pytest.mark.parametrize("key", ["", ".", "..", "a/b", "/", "\ud800", 3, b"a"])
def test_a_key_without_an_address_is_refused_before_anything_is_sent(
    scratch: Any, key: Any, requests: list[str]
) -> None:
    with pytest.raises((ValueError, TypeError)):
        scratch.create_container(key)
    assert requests == []


@pytest.mark.parametrize(
    ("specs", "error"),
    [
        ("image", TypeError),
        ({"name": "image"}, TypeError),
        ([3], TypeError),
        ([{"version": "1"}], TypeError),
        (["a", Spec("a")], ValueError),
        ([""], ValueError),
        (["a" * 256], ValueError),
        ([str(number) for number in range(21)], ValueError),
    ],
)
def test_specs_that_a_server_would_not_take_are_refused(
    scratch: Any, specs: Any, error: Any, requests: list[str]
) -> None:
    with pytest.raises(error, match="spec"):
        scratch.create_container(specs=specs)
    assert requests == []


def test_specs_and_data_sources_are_taken_by_shape(scratch: Any) -> None:
    from tiled.structures.array import ArrayStructure as TheirStructure
    from tiled.structures.core import Spec as TheirSpec
    from tiled.structures.core import StructureFamily
    from tiled.structures.data_source import DataSource as TheirSource

    source = TheirSource(StructureFamily.array, TheirStructure.from_array(numpy.zeros((2, 3))))
    node = scratch.new(StructureFamily.array, [source], specs=[TheirSpec("image", "2")])
    assert node.shape == (2, 3)
    assert node.specs == (Spec("image", "2"),)


def test_a_structure_that_is_not_understood_is_asked_for_when_it_is_needed(
    scratch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(family: str, document: Any) -> Any:
        raise ValueError(f"unknown structure family {family!r}")

    monkeypatch.setattr(creation, "parse_structure", refuse)
    assert scratch.new("array", [STORED]).shape == (3,)


def test_a_key_that_is_taken_is_a_conflict(scratch: Any) -> None:
    scratch.create_container("a", metadata={"mine": 1})
    with pytest.raises(Conflict, match="409") as caught:
        scratch.create_container("a", metadata={"mine": 1})
    assert "choose another key" in caught.value.hint
    assert scratch["a"].metadata == {"mine": 1}


@pytest.mark.parametrize("fault", [reset, status(502), status(504), page, undeclared(0.5)])
@pytest.mark.parametrize("key", ["mine", None])
def test_a_node_whose_answer_is_lost_is_created_once(
    scratch_through: Any, proxy: Proxy, fault: Any, key: Any
) -> None:
    proxy.spoil("/metadata/", fault)
    node = scratch_through.new("array", [STORED], key=key, metadata={"x": 1.5}, specs=["s"])
    assert node.shape == (3,)
    assert list(scratch_through) == [node.key]
    assert scratch_through[node.key].metadata == {"x": 1.5}


def test_a_node_that_is_there_already_is_not_taken_for_ours(
    scratch_through: Any, scratch: Any, proxy: Proxy
) -> None:
    scratch.create_container("a", metadata={"theirs": 1})
    proxy.spoil("/metadata/", reset)
    with pytest.raises(Conflict):
        scratch_through.create_container("a", metadata={"mine": 1})
    assert scratch["a"].metadata == {"theirs": 1}


def test_a_node_is_created_as_soon_as_a_server_has_time(scratch_through: Any, proxy: Proxy) -> None:
    proxy.spoil("/metadata/", reset, status(503), reset)
    scratch_through.create_container("a")
    assert list(scratch_through) == ["a"]
    proxy.spoil("/metadata/.*/a", status(503), reset, reset)
    scratch_through["a"].delete()
    assert list(scratch_through) == []


def test_a_server_that_stays_away_is_reported(
    proxy: Proxy, server: serving.Server, scratch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TILED_RETRY_ATTEMPTS", "2")
    with Context(proxy.uri, api_key=server.api_key) as context:
        through = from_context(context, node_path_parts=scratch.path_parts)
        proxy.spoil("/metadata/", reset, reset, reset)
        with pytest.raises(ConnectionFailed):
            through.create_container("a")
        proxy.spoil("/metadata/", status(500))
        with pytest.raises(ServerError):
            through.create_container("b")


def test_data_that_are_somewhere_already_are_registered(scratch: Any, tmp_path: Any) -> None:
    file = tmp_path / "a.csv"
    file.write_text("x,y\n1,2\n")
    asset = Asset(f"file://localhost{file}", is_directory=False, parameter="data_uris", num=0)
    structure = serving.csv_structure(file)
    source = DataSource(
        "table", structure, None, "text/csv", assets=(asset,), management="external"
    )
    node = scratch.new("table", [source], key="table")
    assert node.read()["y"].tolist() == [2]
    (kept,) = node.data_sources()
    assert (kept.management, kept.assets[0].data_uri) == ("external", asset.data_uri)
    node.delete()
    assert file.exists()


def test_a_node_that_is_deleted_is_gone(scratch: Any) -> None:
    node = scratch.create_container("a")
    node.delete()
    assert "a" not in scratch
    with pytest.raises(NotFound):
        node.delete()


def test_what_would_be_lost_is_kept_unless_that_is_wanted(scratch: Any) -> None:
    outer = scratch.create_container("outer")
    array = outer.new("array", [STORED], key="array")
    with pytest.raises(Conflict, match="not empty"):
        outer.delete()
    with pytest.raises(Conflict, match="internally managed"):
        array.delete()
    with pytest.raises(Conflict, match="internally managed"):
        outer.delete(recursive=True)
    assert "array" in outer
    outer.delete(recursive=True, external_only=False)
    assert list(scratch) == []


@pytest.mark.parametrize("fault", [reset, status(502), page])
def test_a_node_whose_deletion_is_not_answered_is_deleted(
    scratch_through: Any, proxy: Proxy, fault: Any
) -> None:
    node = scratch_through.create_container("a")
    proxy.spoil("/metadata/.*/a", fault)
    node.delete()
    assert "a" not in scratch_through


def test_contents_are_deleted_by_key_by_search_or_all(scratch: Any) -> None:
    for number in range(6):
        scratch.create_container(f"n{number}", metadata={"number": number})
    assert list(scratch.delete_contents("n0")) == ["n1", "n2", "n3", "n4", "n5"]
    scratch.delete_contents(["n1", "n2"])
    assert list(scratch) == ["n3", "n4", "n5"]
    scratch.search(Key("number") == 4).delete_contents()
    assert list(scratch) == ["n3", "n5"]
    with pytest.raises(NotFound):
        scratch.delete_contents(["nope", "n3"])
    with pytest.raises(ValueError, match="key"):
        scratch.delete_contents(["n3", ".."])
    assert list(scratch) == ["n3", "n5"]
    scratch.delete_contents()
    assert list(scratch) == []


def test_containers_made_at_the_same_time_are_all_there(scratch: Any) -> None:
    threads = [
        threading.Thread(target=scratch.create_container, args=(f"n{number}",))
        for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(scratch) == [f"n{number}" for number in range(8)]


def test_nodes_at_any_depth_are_found(scratch: Any) -> None:
    scratch.create_container("a").create_container("b", metadata={"mass": 1})
    scratch.create_container("b", metadata={"mass": 2}).create_container("c", metadata={"mass": 1})
    deep = scratch.search_deep(Key("mass") == 1)
    assert sorted(deep) == ["a/b", "b/c"]
    assert len(deep) == 2
    assert deep["a/b"].path_parts == (*scratch.path_parts, "a", "b")
    assert "b" not in deep
    assert "b/c" in deep
    assert sorted(key for key, _ in deep.items()) == ["a/b", "b/c"]
    assert {node.metadata["mass"] for node in deep.values()} == {1}
    assert len(scratch.search_deep()) == 4
    assert list(deep.search(Key("mass") == 2)) == []
    for refused in (lambda: deep.sort(("mass", 1)), lambda: deep.distinct("mass")):
        with pytest.raises(ValueError, match="any depth"):
            refused()
    with pytest.raises(ValueError, match="any depth"):
        scratch.sort(("mass", 1)).search_deep()
    with pytest.raises(KeyError):
        deep["a"]


def test_a_variation_differs_in_what_is_asked_for(client: Any, requests: list[str]) -> None:
    scans = client["catalog/scans"]
    small = scans.search(Key("sample.name") == "Cu").new_variation(page_size=20)
    requests.clear()
    assert len(list(iter(small))) == 44
    assert len(requests) == 3
    assert scans.page_size == 300
    for size in (0, 301):
        with pytest.raises(ValueError, match="1 to 300"):
            scans.new_variation(page_size=size)


def test_where_data_are_kept_is_told_where_that_is_wanted(client: Any, context: Any) -> None:
    odd = client["catalog/odd"]
    assert odd["a b"].item["attributes"]["data_sources"] is None
    told = odd.include_data_sources()
    assert told["a b"].item["attributes"]["data_sources"]
    assert told.values().first().item["attributes"]["data_sources"]
    assert odd["a b"].data_sources() == told["a b"].data_sources()
    node = from_context(context, node_path_parts=odd.path_parts)["a b"].include_data_sources()
    assert node.item["attributes"]["data_sources"]
    assert node.read().tolist() == [0, 1]
