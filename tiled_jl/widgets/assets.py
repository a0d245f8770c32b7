"""The widgets' JavaScript: a small loader in every notebook, and a viewer fetched by the page."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from tiled_jl.errors import TiledError

FOLDER = files("tiled_jl.widgets") / "static"


class NotBuilt(TiledError):  # noqa: N818  named for what happened, like its siblings
    """The widgets' JavaScript is missing, as in a clone in which nothing was built yet."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The widgets' JavaScript is missing: tiled_jl/widgets/static/{name} was not built.",
            hint="Install tiled_jl from a wheel; in a clone run: make build",
        )


@cache
def loader() -> str:
    """Return the module that every widget carries.

    Raises
    ------
    NotBuilt
        If it is missing.
    """
    return _read("loader.js").decode()


@cache
def viewer() -> bytes:
    """Return the gzipped module that draws the widgets.

    Raises
    ------
    NotBuilt
        If it is missing.
    """
    return _read("viewer.js.gz")


@cache
def viewer_hash() -> str:
    """Return what tells one viewer from another: pages keep them under it."""
    return hashlib.sha256(viewer()).hexdigest()


def _read(name: str) -> bytes:
    try:
        return (FOLDER / name).read_bytes()
    except FileNotFoundError:
        raise NotBuilt(name) from None
