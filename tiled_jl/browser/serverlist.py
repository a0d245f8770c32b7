"""The list of servers as it is kept on disk: names and addresses, never a credential."""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import msgspec
from filelock import FileLock

from tiled_jl.documents import API_PATH
from tiled_jl.home import home, write_private
from tiled_jl.transport.address import parse

logger = logging.getLogger("tiled_jl")


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One server of the list."""

    name: str
    uri: str
    id: str = ""
    hidden: bool = False
    """A profile has it, and the user does not want to see it."""


class ServerList:
    """A JSON file that holds servers, shared by all kernels of a user.

    Parameters
    ----------
    path : pathlib.Path, optional
        The file; by default ``servers.json`` in `tiled_jl.home.home`.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or home() / "servers.json"

    def read(self) -> list[Entry]:
        """Return the servers, each with an identifier of its own; none if there is no file."""
        try:
            entries = msgspec.json.decode(self._path.read_bytes(), type=list[Entry])
        except FileNotFoundError:
            return []
        except (OSError, msgspec.MsgspecError) as problem:
            logger.warning("%s cannot be read and is left alone: %s", self._path, problem)
            return []
        return _identified(entry for entry in entries if _is_address(entry.uri))

    def change(self, edit: Callable[[list[Entry]], list[Entry]]) -> list[Entry]:
        """Replace the list by an edited one, undisturbed by other kernels.

        Parameters
        ----------
        edit : callable
            Takes the list as it is and returns it as it shall be.
        """
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(self._path.with_suffix(".lock")):
            before = self.read()
            if not before and self._path.exists():
                self._set_aside()
            after = _identified(edit(before))
            document = [msgspec.to_builtins(entry) for entry in after]
            write_private(self._path, json.dumps(document, indent=1).encode() + b"\n")
        return after

    def _set_aside(self) -> None:
        # What somebody wrote by hand and got wrong is still worth something to them.
        with suppress(OSError, ValueError):
            if json.loads(self._path.read_bytes()) == []:
                return
        os.replace(self._path, self._path.with_suffix(".broken"))


def base_uri(uri: str) -> str:
    """Return the address of the server to which a URI belongs, always spelled the same way.

    Raises
    ------
    ValueError
        If it belongs to none.

    Examples
    --------
    >>> base_uri("HTTP://LocalHost:80/tiled/api/v1/metadata/a")
    'http://localhost/tiled'
    """
    return str(parse(uri).address).removesuffix(API_PATH)


def _is_address(uri: str) -> bool:
    try:
        parse(uri)
    except ValueError:
        return False
    return True


def slug(name: str) -> str:
    """Spell a name so that it can be part of an identifier.

    Examples
    --------
    >>> slug("NSLS II (test)")
    'nsls-ii-test'
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "server"


def unique(wanted: str, taken: Iterable[str]) -> str:
    """Return a name that is not taken: the wanted one, or that with a number."""
    names = set(taken)
    if wanted not in names:
        return wanted
    return next(name for n in range(2, len(names) + 3) if (name := f"{wanted}-{n}") not in names)


def _identified(entries: Iterable[Entry]) -> list[Entry]:
    found: dict[str, Entry] = {}
    for entry in entries:
        ident = unique(entry.id or slug(entry.name), found)
        found[ident] = msgspec.structs.replace(entry, id=ident)
    return list(found.values())
