"""Classes of clients come from the user, from other packages, or from here."""

import importlib.metadata
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from typing import Any

import pytest

from tiled_jl import ArrayClient, Container, from_context
from tiled_jl.clients import plugins
from tiled_jl.queries import Eq


class Image(ArrayClient):
    """A custom client."""


class Other(ArrayClient):
    """Another one."""


class Shelf(Container):
    """A custom container."""


class Foreign:
    """Not a client of ours."""


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EntryPoint]]:
    """The entry points of the packages that are installed."""
    installed: list[EntryPoint] = []
    monkeypatch.setattr(plugins, "entry_points", lambda: importlib.metadata.EntryPoints(installed))
    plugins._offered.cache_clear()
    plugins._load.cache_clear()
    yield installed
    plugins._offered.cache_clear()
    plugins._load.cache_clear()


def structure_client(family: str, name: str) -> EntryPoint:
    return EntryPoint(family, f"{__name__}:{name}", plugins.STRUCTURE_CLIENTS)


def special_client(spec: str, name: str) -> EntryPoint:
    return EntryPoint(spec, f"{__name__}:{name}", plugins.SPECIAL_CLIENTS)


def test_a_class_that_the_user_gives_stands_for_a_family_or_a_spec(context: Any) -> None:
    memory = from_context(context, {"array": Image, "container": Shelf})["memory"]
    assert type(memory) is Shelf
    assert type(memory["arrays"]) is Shelf
    assert type(memory["arrays/floats"]) is Image
    assert type(memory["arrays"].values().first().parent) is Shelf
    assert type(memory.search()) is Shelf
    memory = from_context(context, {"other": Image, "array": Other})["memory"]
    assert type(memory["arrays/named"]) is Image
    assert type(memory["arrays/floats"]) is Other


def test_a_variation_is_of_the_class_that_is_given(memory: Any) -> None:
    found = memory["arrays"].search(Eq("unit", "mm"))
    varied = found.new_variation(structure_clients={"array": Image, "container": Shelf})
    assert type(varied) is Shelf
    assert list(varied) == list(found) == ["named"]
    assert type(varied["named"]) is Image
    array = memory["arrays/floats"].new_variation(structure_clients={"array": Image})
    assert type(array) is Image
    assert array.path_parts == ("memory", "arrays", "floats")


def test_a_class_is_offered_by_another_package(client: Any, offered: list[EntryPoint]) -> None:
    offered += [structure_client("container", "Shelf"), special_client("other", "Image")]
    assert type(client["memory"]) is Shelf
    assert type(client["memory/arrays/named"]) is Image
    assert type(client["memory/arrays/floats"]) is ArrayClient


def test_a_spec_comes_before_the_family_and_the_first_spec_before_the_second(
    client: Any, offered: list[EntryPoint]
) -> None:
    offered += [structure_client("array", "Image"), special_client("other", "Other")]
    assert type(client["memory/arrays/named"]) is Other
    plugins._offered.cache_clear()
    plugins._load.cache_clear()
    offered.append(special_client("image", "Image"))
    assert type(client["memory/arrays/named"]) is Image


def test_what_the_user_gives_comes_before_what_is_offered(
    context: Any, offered: list[EntryPoint]
) -> None:
    offered += [structure_client("array", "Other"), special_client("image", "Other")]
    memory = from_context(context, {"array": Image, "image": Image})["memory"]
    assert type(memory["arrays/floats"]) is Image
    assert type(memory["arrays/named"]) is Image


@pytest.mark.parametrize(
    ("entry_point", "words"),
    [
        (EntryPoint("array", "no.such.package:Client", plugins.STRUCTURE_CLIENTS), "No module"),
        (structure_client("array", "Missing"), "Missing"),
        (structure_client("array", "Foreign"), "does not derive from BaseClient"),
        (structure_client("array", "NOT_A_CLASS"), "class"),
    ],
)
def test_an_offer_that_cannot_be_used_is_named_once_and_left_aside(
    client: Any, offered: list[EntryPoint], entry_point: EntryPoint, words: str
) -> None:
    offered.append(entry_point)
    with pytest.warns(UserWarning, match=f"'array' = '{entry_point.value}'.*{words}"):
        assert type(client["memory/arrays/floats"]) is ArrayClient
    assert type(client["memory/arrays/floats"]) is ArrayClient


NOT_A_CLASS = 3


def test_what_another_client_brings_for_itself_is_left_aside(
    client: Any, offered: list[EntryPoint]
) -> None:
    offered.append(EntryPoint("array", "tiled.nowhere:Client", plugins.STRUCTURE_CLIENTS))
    assert type(client["memory/arrays/floats"]) is ArrayClient


def test_nothing_is_looked_for_before_a_node_is_read() -> None:
    code = (
        "import importlib.metadata as metadata\n"
        "metadata.entry_points = None\n"
        "from tiled_jl import ArrayClient, Container, from_uri\n"
        "from tiled_jl.clients import plugins\n"
        "print(plugins._offered.cache_info().misses)"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert finished.stdout.split() == ["0"]
