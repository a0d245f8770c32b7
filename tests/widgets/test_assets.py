import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tiled_jl.widgets import TreeWidget, assets


@pytest.fixture
def empty_clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A clone in which nothing was built."""
    forget()
    monkeypatch.setattr(assets, "FOLDER", tmp_path)
    yield
    forget()


def forget() -> None:
    for cached in (assets.loader, assets.viewer, assets.viewer_hash):
        cached.cache_clear()


def test_the_loader_is_small_enough_to_travel_in_every_notebook() -> None:
    assert 0 < len(assets.loader()) < 5_000
    assert "viewer.load" in assets.loader()


def test_the_viewer_is_a_module_that_mounts_widgets() -> None:
    assert b"mount" in gzip.decompress(assets.viewer())
    assert len(assets.viewer_hash()) == 64


@pytest.mark.usefixtures("empty_clone")
def test_a_clone_without_the_javascript_says_how_to_build_it(client: Any) -> None:
    with pytest.raises(assets.NotBuilt, match=r"loader\.js was not built") as missing:
        TreeWidget(client)
    assert "make build" in missing.value.hint


@pytest.mark.usefixtures("empty_clone")
def test_a_client_is_shown_without_the_javascript_too(client: Any) -> None:
    assert "Container" in client._repr_mimebundle_()["text/html"]
