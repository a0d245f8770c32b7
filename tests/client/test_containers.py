"""Containers are mappings, however long and however oddly named their children."""

from collections.abc import Mapping
from typing import Any

import pytest
from served import MANY, ODD_KEYS, SAMPLES, metadata_of
from serving import CATALOG_KEYS

from tiled_jl import ArrayClient, Container, DataFrameClient, NotYet, from_context, from_uri
from tiled_jl.clients.listing import fetch_page
from tiled_jl.clients.registry import Registry
from tiled_jl.documents import Item
from tiled_jl.errors import NoSuchKey, NotFound
from tiled_jl.queries import Eq, FullText, Key, KeysFilter, StructureFamilyQuery

NAMES = [f"scan{number:03d}" for number in range(MANY)]


def test_a_container_is_a_mapping(memory: Any) -> None:
    assert isinstance(memory, Container)
    assert isinstance(memory, Mapping)
    assert list(memory) == [
        "arrays",
        "tables",
        "irregular",
        "odd",
        "many",
        "nothing",
        "labelled",
        "faulty",
    ]
    assert len(memory["many"]) == MANY
    assert "many" in memory
    assert "nope" not in memory
    assert 3 not in memory
    assert memory.get("nope") is None
    assert memory["many"]
    assert not memory["nothing"]


def test_the_family_of_a_node_decides_on_its_client(memory: Any) -> None:
    assert type(memory["arrays/floats"]) is ArrayClient
    assert type(memory["tables/spectrum"]) is DataFrameClient
    assert type(memory["odd"]) is Container


@pytest.mark.parametrize(
    "keys",
    [("arrays/floats",), (("arrays", "floats"),), ("/arrays/floats/",), (("arrays/floats",),)],
)
def test_a_path_leads_to_a_node_below(memory: Any, keys: tuple[Any]) -> None:
    client = memory[keys[0]]
    assert client.path_parts == ("memory", "arrays", "floats")
    assert client.key == "floats"


@pytest.mark.parametrize(
    "key", ["nope", "arrays/nope", "arrays/floats/deeper", ".", "..", "a/../b"]
)
def test_a_key_that_is_not_there_is_a_key_error_that_says_what_to_do(memory: Any, key: str) -> None:
    with pytest.raises(KeyError) as caught:
        memory[key]
    assert isinstance(caught.value, NoSuchKey)
    assert key not in memory


def test_an_empty_key_is_a_key_error(memory: Any) -> None:
    for key in ("", "/", ()):
        with pytest.raises(KeyError):
            memory[key]


def test_a_key_is_a_string(memory: Any) -> None:
    with pytest.raises(TypeError, match=r"values\(\)\[0\]"):
        memory[0]


@pytest.mark.parametrize("key", ODD_KEYS)
def test_a_key_of_any_letters_is_found(memory: Any, key: str) -> None:
    node = memory["odd", key]
    assert node.metadata["key"] == key
    assert node["inside"].read().tolist() == [ODD_KEYS.index(key)] * 3
    assert key in memory["odd"]
    assert memory["odd"].search(KeysFilter([key]))[key].metadata["key"] == key


def test_keys_of_any_letters_are_listed(memory: Any, client: Any) -> None:
    assert list(memory["odd"]) == ODD_KEYS
    assert [node.metadata["key"] for node in memory["odd"].values()] == ODD_KEYS
    assert list(client["catalog/odd"]) == CATALOG_KEYS


@pytest.mark.parametrize("key", CATALOG_KEYS)
def test_a_key_of_any_letters_is_found_in_a_catalogue(client: Any, key: str) -> None:
    node = client["catalog/odd"][key]
    assert node.read().tolist() == list(range(CATALOG_KEYS.index(key) + 2))
    assert from_uri(node.uri, api_key=node.context.api_key).path_parts == node.path_parts


def test_views_are_indexed_and_sliced_like_lists(memory: Any) -> None:
    keys = memory["many"].keys()
    assert len(keys) == MANY
    assert list(keys) == NAMES
    assert keys[0] == NAMES[0]
    assert keys[-1] == NAMES[-1]
    assert keys[:3] == NAMES[:3]
    assert keys[400:720:100] == NAMES[400:720:100]
    assert keys[-5:] == NAMES[-5:]
    assert keys[::-1] == NAMES[::-1]
    assert keys[700:10:-7] == NAMES[700:10:-7]
    assert keys[10:700:-7] == []
    assert keys[5:2] == []
    assert keys[740:2000] == NAMES[740:]
    assert keys.first() == NAMES[0]
    assert keys.last() == NAMES[-1]
    assert keys.head() == NAMES[:5]
    assert keys.tail(2) == NAMES[-2:]
    assert keys.tail(0) == []
    assert list(reversed(keys)) == NAMES[::-1]
    assert "scan007" in keys


@pytest.mark.parametrize("index", [MANY, -MANY - 1])
def test_an_index_beyond_the_end_is_an_index_error(memory: Any, index: int) -> None:
    with pytest.raises(IndexError):
        memory["many"].keys()[index]
    with pytest.raises(IndexError):
        memory["nothing"].values().first()


def test_values_and_items_are_clients(memory: Any) -> None:
    many = memory["many"]
    assert many.values()[-1].metadata["number"] == MANY - 1
    assert [key for key, _ in many.items()] == NAMES
    key, node = many.items()[310]
    assert (key, node.metadata["number"]) == ("scan310", 310)
    assert [node.key for node in memory["arrays"].values()[:2]] == list(memory["arrays"])[:2]
    assert memory["arrays"].values()[0].shape == (20, 30, 40)


def test_a_listing_takes_few_requests_and_a_length_one(memory: Any, requests: list[str]) -> None:
    many = memory["many"]
    requests.clear()
    many.items()[:]
    assert len(requests) == 3
    assert all("structure&" not in request for request in requests)
    requests.clear()
    assert len(many) == MANY
    assert "scan001" in many
    assert len(requests) == 2
    assert all("fields=metadata" not in request for request in requests)


def test_a_catalogue_is_listed_beyond_one_page_in_its_order(client: Any) -> None:
    scans = client["catalog/scans"]
    assert len(scans) == 130
    assert list(scans) == [f"scan{number:03d}" for number in range(130)]
    assert scans.keys()[-1] == "scan129"


def test_a_search_keeps_what_meets_it(memory: Any) -> None:
    copper = memory["many"].search(Key("sample.name") == "Cu")
    assert len(copper) == MANY // 3
    assert all(node.metadata["sample"]["name"] == "Cu" for node in copper.values()[:10])
    assert copper.keys()[-1] == "scan747"
    assert memory["many"].search(FullText("copper"), Eq("number", 3)).keys().head() == ["scan003"]


def test_searches_add_up(memory: Any) -> None:
    found = memory["many"].search(Key("sample.name") == "Cu").search(Key("number") < 10)
    assert list(found) == ["scan000", "scan003", "scan006", "scan009"]


def test_a_search_does_not_change_what_it_was_made_from(memory: Any) -> None:
    many = memory["many"]
    many.search(Eq("number", 1))
    assert len(many) == MANY


def test_a_key_is_looked_up_among_the_results(memory: Any) -> None:
    copper = memory["many"].search(Key("sample.name") == "Cu")
    assert copper["scan003"].metadata == metadata_of(3)
    assert "scan003" in copper
    assert "scan001" not in copper
    assert "nope" not in copper
    with pytest.raises(KeyError, match="results of this search"):
        copper["scan001"]


def test_a_path_leads_on_from_the_results(memory: Any) -> None:
    found = memory["odd"].search(Eq("key", "50%"))
    assert found["50%", "inside"].read().shape == (3,)
    assert "50%/inside" in found
    assert "50%/outside" not in found
    with pytest.raises(NotFound):
        found["50%/outside"]


def test_what_is_not_a_query_is_refused_at_once(memory: Any) -> None:
    with pytest.raises(TypeError, match=r"tiled_jl\.queries"):
        memory.search("copper")


def test_sorting_orders_the_children(memory: Any, client: Any) -> None:
    scans = client["catalog/scans"]
    by_sample = scans.sort(("sample.name", 1), ("label", -1))
    assert by_sample.keys().head(2) == ["scan129", "scan126"]
    assert by_sample.sorting == (("sample.name", 1), ("label", -1))
    assert scans.sort(("", -1)).keys().first() == "scan129"
    assert scans.sort(("label", -1)).keys()[1] == "scan128"
    assert list(scans.sort(("label", -1)))[-2:] == ["scan001", "scan000"]
    assert memory["many"].sort(("number", -1)).keys().head(2) == ["scan749", "scan748"]


def test_a_direction_is_one_or_minus_one(memory: Any) -> None:
    with pytest.raises(ValueError, match="1 or -1"):
        memory.sort(("number", 0))


def test_distinct_counts_what_there_is(memory: Any) -> None:
    found = memory["many"].distinct("sample.name", counts=True)
    values = {each["value"]: each["count"] for each in found["metadata"]["sample.name"]}
    assert values == dict.fromkeys(SAMPLES, MANY // 3)
    found = memory.distinct(structure_families=True, specs=True)
    assert [each["value"] for each in found["structure_families"]] == ["container"]
    narrowed = memory["many"].search(Eq("number", 4)).distinct("sample.name")
    assert [each["value"] for each in narrowed["metadata"]["sample.name"]] == ["Ni"]


def test_a_search_by_family(memory: Any) -> None:
    found = memory["irregular"].search(StructureFamilyQuery("ragged"))
    assert list(found) == ["ragged", "large_ragged"]


def test_broken_children_stand_among_their_healthy_siblings(memory: Any) -> None:
    faulty = memory["faulty"]
    assert len(faulty) == 30
    assert len(list(faulty)) == 30
    nodes = dict(faulty.items())
    assert len(nodes) == 30
    assert nodes["child05"].read().tolist() == [0, 1, 2, 3, 4]
    assert nodes["child29"].shape == (29,)
    for key in ("child03", "child17"):
        assert key in repr(nodes[key])


def test_a_node_of_an_unknown_family_is_described_and_says_that_it_cannot_be_read(
    memory: Any,
) -> None:
    item = Item(path_parts=("memory", "new"), structure_family="graph", metadata={"unit": "mm"})
    node: Any = Registry().client(memory.context, item)
    assert node.metadata["unit"] == "mm"
    assert "'graph'" in repr(node)
    with pytest.raises(NotYet, match="'graph'"):
        node.read()
    for use in (lambda: node[0], lambda: list(node)):
        with pytest.raises(NotImplementedError):
            use()


def test_a_node_knows_its_parent_and_its_uri(memory: Any) -> None:
    node = memory["arrays/named"]
    assert node.parent.path_parts == ("memory", "arrays")
    assert node.uri.endswith("/api/v1/metadata/memory/arrays/named")
    with pytest.raises(ValueError, match="root"):
        _ = memory.parent.parent


def test_metadata_and_specs_can_be_read_but_not_changed(memory: Any) -> None:
    node = memory["arrays/named"]
    assert node.metadata["unit"] == "mm"
    assert [(spec.name, spec.version) for spec in node.specs] == [("image", "1.1"), ("other", None)]
    assert node.item["attributes"]["structure_family"] == "array"
    with pytest.raises(TypeError):
        node.metadata["unit"] = "m"


def test_nodes_tell_where_their_data_are_stored_where_that_is_wanted(
    context: Any, client: Any
) -> None:
    wanted = from_context(context, include_data_sources=True)["catalog/odd"]
    for node in (wanted["a b"], wanted.values().first(), wanted.parent["odd/a b"]):
        (source,) = node.item["attributes"]["data_sources"]
        assert source["mimetype"] == "application/x-zarr"
    assert client["catalog/odd/a b"].item["attributes"].get("data_sources") is None


def test_broken_children_of_a_later_page_stand_among_their_siblings(context: Any) -> None:
    page = fetch_page(context, ("memory", "faulty"), offset=10, limit=10)
    assert [item.key for item in page.items] == [f"child{number}" for number in range(10, 20)]
    assert [item.key for item in page.items if item.problem] == ["child17"]
