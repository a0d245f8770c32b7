"""The widgets' JavaScript: a small loader in every notebook, and modules fetched by the page."""

from __future__ import annotations

import json
from collections.abc import Container
from functools import cache
from importlib.resources import files
from typing import TypedDict

from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.messages import say
from tiled_jl.errors import TiledError

FOLDER = files("tiled_jl.widgets") / "static"


class NotBuilt(TiledError):  # noqa: N818  named for what happened, like its siblings
    """The widgets' JavaScript is missing, as in a clone in which nothing was built yet."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The widgets' JavaScript is missing: tiled_jl/widgets/static/{name} was not built.",
            hint="Install tiled_jl from a wheel; in a clone run: make build",
        )


class Index(TypedDict):
    """What the build wrote down of the modules."""

    widgets: dict[str, str]
    """The module that draws each kind of widget."""
    needs: dict[str, list[str]]
    """Each module with those that it needs, behind those that it imports."""


@cache
def loader() -> str:
    """Return the module that every widget carries.

    Raises
    ------
    NotBuilt
        If it is missing.
    """
    return _read("loader.js").decode()


def module_of(kind: str) -> str:
    """Return the name of the module that draws a kind of widget.

    A name ends in a hash of the content: pages keep modules under it.

    Raises
    ------
    NotBuilt
        If it is missing.
    """
    return _index()["widgets"][kind]


def modules(name: str, have: Container[str]) -> dict[str, bytes]:
    """Return a module, gzipped, and those that it needs, by their names.

    Parameters
    ----------
    name : str
    have : container of str
        Those that the page has.

    Returns
    -------
    dict of str to bytes
        A module stands behind those that it imports.

    Raises
    ------
    RequestError
        If there is no such module here.
    """
    names = _index()["needs"].get(name)
    if names is None:
        raise RequestError(
            "not_found",
            say("This kernel has no module %1.", name),
            say("Reload the page: it was drawn by another version of tiled_jl."),
        )
    return {each: _read(f"{each}.js.gz") for each in names if each not in have}


@cache
def _index() -> Index:
    index: Index = json.loads(_read("modules.json"))
    return index


def _read(name: str) -> bytes:
    try:
        return (FOLDER / name).read_bytes()
    except FileNotFoundError:
        raise NotBuilt(name) from None
