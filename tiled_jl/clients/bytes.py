"""Files as they are, in which the server sees nothing but bytes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import urlsplit

from tiled_jl.clients.base import BaseClient
from tiled_jl.clients.listing import fetch_item
from tiled_jl.documents import route
from tiled_jl.errors import NoSuchKey, ResponseError
from tiled_jl.structures import BytesStructure
from tiled_jl.transport.gather import gather
from tiled_jl.transport.request import ANY_FILE, JSON, Request

_AT_ONCE = 2


class BytesClient(BaseClient):
    """A file as it is, or several.

    Examples
    --------
    >>> logbook = client["files/logbook"]
    >>> logbook.names
    ['logbook.txt']
    >>> logbook.read().decode().splitlines()[0]
    '06:00  Shutter open, ring current 250 mA.'
    """

    def structure(self) -> BytesStructure:
        """Return its structure, which says nothing."""
        return self._structure_of(BytesStructure)

    @property
    def names(self) -> list[str]:
        """Names of the files, in the order in which the server has them.

        A file in a folder has the name of the folder before its own, and a slash between them.

        Raises
        ------
        ResponseError
            If the server names a file that is not in its folder.
        """
        return list(self._downloads())

    @property
    def sizes(self) -> dict[str, int | None]:
        """Bytes in each file or folder, as the server has noted them; None where it has not."""
        return {name: asset.get("size") for name, asset in self._named_assets().items()}

    def read(self, name: str | None = None) -> bytes:
        """Read the bytes of a file, or of all files one after the other.

        Parameters
        ----------
        name : str, optional
            One of `names`.

        Raises
        ------
        KeyError
            If there is no such file (as `NoSuchKey`).
        Forbidden
            If the server does not give out files.

        Examples
        --------
        >>> len(client["files/logbook"].read("logbook.txt"))
        147
        """
        downloads = self._downloads()
        if name is not None and name not in downloads:
            raise NoSuchKey(
                f"There is no file {name!r} in {self._name}.",
                hint=f"There are: {', '.join(map(repr, list(downloads)[:50]))}.",
            )
        wanted = list(downloads.values()) if name is None else [downloads[name]]
        fetch = self._context.session.fetch
        replies = gather([partial(fetch, request) for request in wanted], at_once=_AT_ONCE)
        return b"".join(reply.body for reply in replies)

    def _downloads(self) -> dict[str, Request]:
        """Return what to ask for, by the name of the file."""
        downloads = {}
        where = route("asset/bytes", self.path_parts)
        for name, asset in self._named_assets().items():
            params = [("id", str(asset["id"]))]
            if not asset.get("is_directory"):
                downloads[name] = Request(where, params, accept=ANY_FILE)
                continue
            for file in self._files(asset):
                chosen = [*params, ("relative_path", file)]
                downloads[f"{name}/{file}"] = Request(where, chosen, accept=ANY_FILE)
        return downloads

    def _named_assets(self) -> dict[str, Mapping[str, Any]]:
        """Return the files and folders by name, which has the identifier before it if shared."""
        named = [(_path(asset["data_uri"]).rpartition("/")[2], asset) for asset in self._assets()]
        names = [name for name, _ in named]
        return {
            name if names.count(name) == 1 else f"{asset['id']}/{name}": asset
            for name, asset in named
        }

    def _assets(self) -> list[Mapping[str, Any]]:
        attributes = self.item.get("attributes", {})
        if attributes.get("data_sources") is None:
            found = fetch_item(self._context, self.path_parts, fields=(), include_data_sources=True)
            attributes = found.document["attributes"]
        sources = attributes.get("data_sources") or ()
        assets = [asset for source in sources for asset in source.get("assets") or ()]
        return sorted(assets, key=lambda asset: asset.get("num") or 0)

    def _files(self, asset: Mapping[str, Any]) -> list[str]:
        """Ask for the files in a folder, sorted."""
        params = [("id", str(asset["id"]))]
        # Servers cannot pack paths as msgpack.
        request = Request(route("asset/manifest", self.path_parts), params, accept=JSON)
        document = self._context.session.document(request)
        listed = document.get("manifest") if isinstance(document, Mapping) else None
        if not isinstance(listed, list):
            raise ResponseError(f"{request}: the answer is not a list of files.")
        return sorted(_relative(str(file), _path(asset["data_uri"])) for file in listed)

    def _facts(self) -> dict[str, str]:
        facts = super()._facts()
        if self.item.get("attributes", {}).get("data_sources"):
            facts["files"] = ", ".join(self._named_assets())
        return facts


def _path(uri: str) -> str:
    # Servers write it as it is, unquoted.
    return urlsplit(uri).path.rstrip("/")


def _relative(file: str, folder: str) -> str:
    """Return the path of a file in a folder; servers give it from their own root."""
    on_windows = PureWindowsPath(folder[1:]).drive
    path = PureWindowsPath(file) if on_windows else PurePosixPath(file)
    if path.is_absolute():
        try:
            path = path.relative_to(folder[1:] if on_windows else folder)
        except ValueError:
            raise ResponseError(f"{file!r} is not in the folder {folder!r}.") from None
    return path.as_posix()
