import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tiled_jl.browser.failures import RequestError
from tiled_jl.widgets import TreeWidget, assets

KINDS = ("browser", "tree", "preview", "metadata", "login")
IMPORTED = re.compile(r'"\./([\w-]+)\.js"')
LATER = re.compile(r'\.load\("([\w-]+)"\)')


@pytest.fixture
def empty_clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A clone in which nothing was built."""
    forget()
    monkeypatch.setattr(assets, "FOLDER", tmp_path)
    yield
    forget()


def forget() -> None:
    for cached in (assets.loader, assets._index):
        cached.cache_clear()


def test_the_loader_is_small_enough_to_travel_in_every_notebook() -> None:
    assert 0 < len(assets.loader()) < 8_192
    assert "modules.load" in assets.loader()


@pytest.mark.parametrize("kind", KINDS)
def test_a_module_comes_behind_what_it_imports(kind: str) -> None:
    found = assets.modules(assets.module_of(kind), have=[])
    assert list(found)[-1] == assets.module_of(kind)
    there: set[str] = set()
    for name, gzipped in found.items():
        text = gzip.decompress(gzipped).decode()
        assert {each for each in IMPORTED.findall(text) if each != name} <= there
        there.add(name)
    assert "mount" in text


def test_a_page_gets_only_the_modules_that_it_does_not_have() -> None:
    tree, preview = (
        assets.modules(assets.module_of(each), have=[]) for each in ("tree", "preview")
    )
    rest = assets.modules(assets.module_of("preview"), have=list(tree))
    assert set(tree) & set(preview)
    assert set(rest) == set(preview) - set(tree)


def test_every_module_that_is_loaded_later_is_there() -> None:
    later = {
        name
        for kind in KINDS
        for gzipped in assets.modules(assets.module_of(kind), have=[]).values()
        for name in LATER.findall(gzip.decompress(gzipped).decode())
    }
    assert later
    assert all(assets.modules(name, have=[]) for name in later)


@pytest.mark.parametrize("name", ["", "loader", "../assets", "tree-00000000"])
def test_nothing_but_modules_is_handed_out(name: str) -> None:
    with pytest.raises(RequestError, match="no module") as refused:
        assets.modules(name, have=[])
    assert refused.value.error.code == "not_found"


@pytest.mark.usefixtures("empty_clone")
def test_a_clone_without_the_javascript_says_how_to_build_it(client: Any) -> None:
    with pytest.raises(assets.NotBuilt, match=r"loader\.js was not built") as missing:
        TreeWidget(client)
    assert "make build" in missing.value.hint


@pytest.mark.usefixtures("empty_clone")
def test_a_client_is_shown_without_the_javascript_too(client: Any) -> None:
    assert "Container" in client._repr_mimebundle_()["text/html"]
