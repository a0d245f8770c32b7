from collections.abc import Iterator
from typing import Any

import numpy
import pytest
import serving

import tiled_jl
from tiled_jl.clients.container import Container

from .page import Page, Refused


@pytest.fixture
def folder(server: serving.Server) -> Iterator[Container]:
    """A container of a catalogue, for one test."""
    catalog = tiled_jl.from_uri(server.uri, api_key=server.api_key)["catalog"]
    folder = catalog.create_container("made a?b#c%20é")
    yield folder
    folder.delete(recursive=True, external_only=False)


def test_a_container_is_made_with_what_is_said_of_it(
    page: Page, here: dict[str, Any], folder: Container
) -> None:
    place = {**here, "path": list(folder.path_parts)}
    specs = [{"name": "scan", "version": "2"}]
    made = page.ask("nodes.create", **place, key="é?#%", metadata='{"n": 1}', specs=specs)[0]
    assert (made["path"], made["children"]) == ([*folder.path_parts, "é?#%"], 0)
    assert folder["é?#%"].metadata == {"n": 1}
    assert folder["é?#%"].specs[0].version == "2"
    with pytest.raises(Refused, match="already"):
        page.ask("nodes.create", **place, key="é?#%")
    for key in ("", "..", "a/b"):
        with pytest.raises(Refused, match="Correct it"):
            page.ask("nodes.create", **place, key=key)
    assert list(folder) == ["é?#%"]


def test_a_person_is_told_how_much_goes_and_no_more_than_that_goes(
    page: Page, here: dict[str, Any], folder: Container
) -> None:
    node = folder.create_container("node")
    place = {**here, "path": list(node.path_parts)}
    alone = page.ask("nodes.measure", **place)[0]
    assert alone == {"nodes": 1, "exact": True, "bytes": None, "kept": False, "external": False}
    node.create_container("inner").write_array(numpy.zeros((10, 10)), key="array")
    told = page.ask("nodes.measure", **place)[0]
    assert told == {"nodes": 3, "exact": True, "bytes": 800, "kept": True, "external": False}
    node.create_container("late")
    with pytest.raises(Refused, match="1 more than a moment ago"):
        page.ask("nodes.delete", **place, nodes=told["nodes"])
    assert page.ask("nodes.delete", **place, nodes=4)[0]["path"] == place["path"]
    assert list(folder) == []
    with pytest.raises(Refused) as refused:
        page.ask("nodes.delete", **place, nodes=4)
    assert refused.value.code == "not_found"


def test_a_name_of_300_characters_is_as_good_as_any(
    page: Page, here: dict[str, Any], folder: Container
) -> None:
    key = "very long, é " * 23 + "x"
    place = {**here, "path": list(folder.path_parts)}
    made = page.ask("nodes.create", **place, key=key)[0]
    inside = {**here, "path": made["path"]}
    assert len(made["key"]) == 300
    assert [row["key"] for row in page.ask("nodes.list", **place)[0]["items"]] == [key]
    found = page.ask("nodes.code", **inside)[0]
    assert (len(found["name"]) < 50, key in found["body"]) == (True, True)
    assert page.ask("transfers.options", **inside)[0]["name"] == key
    page.ask("nodes.delete", **inside, nodes=1)
    assert list(folder) == []
