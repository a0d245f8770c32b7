"""Clients show themselves without asking the server anything."""

from importlib.metadata import EntryPoint
from typing import Any

import pytest

from tiled_jl.clients import display
from tiled_jl.queries import Key


@pytest.fixture
def no_displays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "_displays", lambda: ())


PATHS = [
    "arrays", "arrays/floats", "arrays/named", "arrays/scalar", "tables/spectrum",
    "irregular/sparse", "irregular/awkward", "irregular/ragged", "nothing",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.usefixtures("no_displays")
def test_a_client_shows_what_is_known_and_asks_nothing(
    memory: Any, requests: list[str], path: str
) -> None:
    node = memory[path]
    requests.clear()
    bundle = node._repr_mimebundle_()
    assert bundle["text/plain"] == repr(node)
    assert path.rpartition("/")[2] in repr(node)
    assert f"/memory/{path}" in bundle["text/html"]
    assert requests == []


def test_an_array_says_its_shape_and_type(memory: Any) -> None:
    assert repr(memory["arrays/counts"]) == (
        "<ArrayClient 'memory/arrays/counts' shape=(12, 16, 18) dtype=<u2 chunks=8>"
    )
    assert "dims=('time', 'x')" in repr(memory["arrays/named"])


def test_results_of_a_search_say_what_was_searched_for(memory: Any) -> None:
    found = memory["many"].search(Key("number") == 3)
    assert "Eq(key='number', value=3)" in repr(found)
    assert "750" not in repr(found)


@pytest.mark.usefixtures("no_displays")
def test_what_comes_from_a_server_is_text_not_markup(memory: Any) -> None:
    node = memory["arrays/named"]
    node._item.path_parts = ("<script>alert(1)</script>",)
    assert "<script>" not in node._repr_mimebundle_()["text/html"]


def register(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    entry_point = EntryPoint(name, f"{__name__}:{name}", display.ENTRY_POINTS)
    monkeypatch.setattr(display, "_displays", lambda: (entry_point,))


def rich(client: Any, include: Any = None, exclude: Any = None) -> Any:
    return {"application/x-rich": client.key}, {"x": 1}


def failing(client: Any, include: Any = None, exclude: Any = None) -> Any:
    raise RuntimeError("no widgets here")


def declining(client: Any, include: Any = None, exclude: Any = None) -> None:
    return None


def test_a_display_that_is_installed_is_used(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch, "rich")
    assert memory["arrays"]._repr_mimebundle_() == ({"application/x-rich": "arrays"}, {"x": 1})


@pytest.mark.parametrize("name", ["failing", "declining", "not_there"])
def test_a_display_that_fails_or_declines_leaves_the_plain_one(
    memory: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    register(monkeypatch, name)
    assert memory["arrays"]._repr_mimebundle_()["text/plain"] == repr(memory["arrays"])
