"""Classes of clients that other packages offer by entry points."""

from __future__ import annotations

import warnings
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient

STRUCTURE_CLIENTS = "tiled.structure_client"
"""The group of entry points that are named for a structure family."""

SPECIAL_CLIENTS = "tiled.special_client"
"""The group of entry points that are named for a spec.

The classes of both are called as ``cls(context, item, registry)``; see `BaseClient`, from which
they derive. What another client of Tiled brings along for itself has another constructor, and is
left alone.
"""


def structure_client(family: str) -> type[BaseClient] | None:
    """Return the class that a package offers for nodes of a family, if there is one."""
    return _load(STRUCTURE_CLIENTS, family)


def special_client(spec: str) -> type[BaseClient] | None:
    """Return the class that a package offers for nodes that follow a spec, if there is one."""
    return _load(SPECIAL_CLIENTS, spec)


@cache
def _offered() -> dict[tuple[str, str], EntryPoint]:
    # Looking through all that is installed takes about 10 ms: once, and not before it is needed.
    found = entry_points()
    return {
        (group, each.name): each
        for group in (STRUCTURE_CLIENTS, SPECIAL_CLIENTS)
        for each in found.select(group=group)
        if each.module.partition(".")[0] != "tiled"
    }


@cache
def _load(group: str, name: str) -> type[BaseClient] | None:
    from tiled_jl.clients.base import BaseClient

    entry_point = _offered().get((group, name))
    if entry_point is None:
        return None
    try:
        offered: type[BaseClient] = entry_point.load()
        if not issubclass(offered, BaseClient):
            raise TypeError(f"{offered.__qualname__} does not derive from BaseClient")
    except Exception as error:  # noqa: BLE001 - whatever it is, the node can be had without it
        warnings.warn(
            f"The entry point {name!r} = {entry_point.value!r} of the group {group!r} cannot be "
            f"used: {error}",
            stacklevel=2,
        )
        return None
    return offered
