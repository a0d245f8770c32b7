"""The servers of the profiles on this computer, which nobody has to add."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tiled_jl.browser.serverlist import Entry, base_uri, slug, unique
from tiled_jl.errors import ProfileNotFound
from tiled_jl.profiles import find_profile, profile_files, read_profiles
from tiled_jl.transport.address import parse

if TYPE_CHECKING:
    from tiled_jl.context import Context

Stamp = tuple[Path, int, int]


class Profiled:
    """The servers that profiles name. Files are read again when one of them has changed.

    A profile that describes a server to run in the reader's process names no server.
    """

    def __init__(self) -> None:
        self._stamps: list[Stamp] | None = None
        self._servers: dict[str, str] = {}
        self._problems: list[str] = []

    @property
    def servers(self) -> dict[str, str]:
        """The addresses of the servers, by the names of the first profiles that have them."""
        self._reread()
        return self._servers

    @property
    def problems(self) -> list[str]:
        """What is wrong with profiles, each with the file and, where that is known, the line."""
        self._reread()
        return self._problems

    def beside(self, entries: Sequence[Entry]) -> Iterator[tuple[Entry, str | None]]:
        """Give the servers of the user's list, then the others of profiles with the profile's name.

        Parameters
        ----------
        entries : sequence of Entry
            The list, with the servers that the user has hidden.
        """
        added = {base_uri(entry.uri) for entry in entries}
        taken = {entry.id for entry in entries}
        yield from ((entry, None) for entry in entries if not entry.hidden)
        for name, uri in self.servers.items():
            if uri not in added:
                ident = unique(f"profile-{slug(name)}", taken)
                taken.add(ident)
                yield Entry(name, uri, ident), name

    def _reread(self) -> None:
        stamps = _stamps()
        if stamps == self._stamps:
            return
        self._stamps, self._servers = stamps, {}
        profiles, self._problems = read_profiles()
        for name, (file, profile) in profiles.items():
            try:
                base = base_uri(profile["uri"]) if "uri" in profile else None
            except ValueError as problem:
                self._problems.append(f"{file}: the uri of {name}: {problem}.")
                continue
            if base is not None and base not in self._servers.values():
                self._servers[name] = base


def dial(name: str, uri: str, api_key: str | None) -> Context:
    """Make a context for a server with the headers, limits and so on that its profile has.

    Raises
    ------
    ProfileError
        If the profile is gone, or cannot be understood any more.
    """
    from tiled_jl.constructors import context_options
    from tiled_jl.context import Context

    options = context_options(*find_profile(name))
    return Context.from_any_uri(uri, api_key=api_key, **options)[0]


def leads_to(name: str, base: str) -> bool:
    """Whether a profile names a whole server, not a node of it: by now it may also be gone."""
    with suppress(ProfileNotFound, KeyError, ValueError):
        _, profile = find_profile(name)
        return base_uri(profile["uri"]) == base and not parse(profile["uri"]).path_parts
    return False


def _stamps() -> list[Stamp]:
    found = []
    for file in profile_files():
        with suppress(OSError):
            status = file.stat()
            found.append((file, status.st_mtime_ns, status.st_size))
    return found
