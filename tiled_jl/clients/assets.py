"""The files in which the data of a node are kept, as they are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, MutableMapping
from functools import partial
from os import PathLike
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tiled_jl.atomic import sweep
from tiled_jl.clients.export import opened
from tiled_jl.clients.listing import fetch_item
from tiled_jl.documents import Item, route
from tiled_jl.errors import MALFORMED, ResponseError
from tiled_jl.storage import Asset, DataSource
from tiled_jl.transport.gather import gather
from tiled_jl.transport.request import ANY_FILE, JSON, Request

if TYPE_CHECKING:
    from tiled_jl.context import Context

Destination = str | PathLike[str] | MutableMapping[str, bytes]


class Stored:
    """The part of `BaseClient` that is about where the data of a node are kept."""

    _context: Context
    _item: Item

    def data_sources(self) -> list[DataSource]:
        """Return where its data are kept; asked for once.

        Examples
        --------
        >>> client["scratch/flat_field"].data_sources()[0].mimetype
        'application/x-zarr'
        """
        attributes = self._item.document.setdefault("attributes", {})
        if attributes.get("data_sources") is None:
            found = fetch_item(
                self._context, self._item.path_parts, fields=(), include_data_sources=True
            )
            attributes["data_sources"] = found.document["attributes"].get("data_sources") or []
        try:
            return [DataSource.from_json(each) for each in attributes["data_sources"]]
        except MALFORMED as error:
            raise ResponseError(
                f"What the server says of where the data of {self!r} are cannot be used ({error})."
            ) from error

    def asset_manifest(
        self, data_sources: Iterable[DataSource] | None = None
    ) -> dict[int, list[str] | None]:
        """Return the files of each asset that is a folder.

        Parameters
        ----------
        data_sources : iterable of DataSource, optional
            By default all of `data_sources`.

        Returns
        -------
        dict
            By the `id` of the asset: the paths of its files, relative to it, or None where it is
            a single file.

        Raises
        ------
        ResponseError
            If the server names a file that is not in that folder.
        """
        sources = self.data_sources() if data_sources is None else data_sources
        return {
            asset.id: self._files(asset) if asset.is_directory else None
            for source in sources
            for asset in source.assets
            if asset.id is not None
        }

    def raw_export(
        self, destination: Destination | None = None, *, max_workers: int = 4
    ) -> list[Path] | list[str]:
        """Download the files in which its data are kept.

        An asset that is a file gets its own name; one that is a folder becomes a folder. Where two
        would have the same name, each lies in a folder named by its `Asset.id`.

        Parameters
        ----------
        destination : str, path or mapping, optional
            A folder, which is made if it is not there; by default the current one. Each file
            appears, or replaces the one that there is, once it is whole. Or a mapping, into which
            the contents of the files go by their relative path.
        max_workers : int, optional
            How many files to download at the same time.

        Returns
        -------
        list of pathlib.Path or of str
            The files, or the keys of the mapping.

        Raises
        ------
        ResponseError
            If the server names a file that would lie outside of the destination.
        ValueError
            If its data are not kept in files.

        Examples
        --------
        >>> files = {}
        >>> client["scratch/flat_field"].raw_export(files)
        ['flat_field/c/0/0', 'flat_field/zarr.json']
        """
        assets = [asset for source in self.data_sources() for asset in source.assets]
        if not assets or not all(asset.data_uri.startswith("file:") for asset in assets):
            raise ValueError(f"The server does not keep the data of {self!r} in files.")
        tasks: list[partial[None]] = []
        landed: list[Any] = []
        downloads = self._downloads(assets)
        _check_files(downloads)
        for name, request in downloads.items():
            if isinstance(destination, MutableMapping):
                tasks.append(partial(self._keep, request, destination, name))
                landed.append(name)
            else:
                path = _inside(Path(destination or "."), name)
                tasks.append(partial(self._save, request, path))
                landed.append(path)
        for folder in {path.parent for path in landed if isinstance(path, Path)}:
            sweep(folder)
        gather(tasks, at_once=max_workers, total=_total(assets))
        return landed

    def _downloads(self, assets: Iterable[Asset]) -> dict[str, Request]:
        """Return what to ask for, by the relative path of where it goes."""
        downloads: dict[str, Request] = {}
        for place, asset in named(assets).items():
            params = [("id", str(asset.id))]
            where = route("asset/bytes", self._item.path_parts)
            if not asset.is_directory:
                downloads[place] = Request(where, params, accept=ANY_FILE)
                continue
            for file in self._files(asset):
                chosen = [*params, ("relative_path", file)]
                downloads[f"{place}/{file}"] = Request(where, chosen, accept=ANY_FILE)
        return downloads

    def _files(self, asset: Asset) -> list[str]:
        # In JSON: servers fail to pack a manifest as MessagePack.
        request = Request(
            route("asset/manifest", self._item.path_parts), [("id", str(asset.id))], accept=JSON
        )
        document = self._context.session.document(request)
        listed = document.get("manifest") if isinstance(document, Mapping) else None
        if not isinstance(listed, list):
            raise ResponseError(f"{request}: the answer is not a list of files.")
        return sorted(_relative(str(file), asset) for file in listed)

    def _save(self, request: Request, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with opened(path) as file:
            self._context.session.stream_to(request, file)

    def _keep(self, request: Request, mapping: MutableMapping[str, bytes], name: str) -> None:
        # Into memory, so not without end as into a file.
        mapping[name] = bytes(self._context.session.fetch(request).body)


def named(assets: Iterable[Asset]) -> dict[str, Asset]:
    """Return assets by name, which has the identifier before it where two have the same."""
    given = [(_name(asset), asset) for asset in assets]
    names = [name for name, _ in given]
    return {
        name if names.count(name) == 1 else f"{asset.id}/{name}": asset for name, asset in given
    }


def _check_files(names: Iterable[str]) -> None:
    """Refuse a file in a folder that is itself to be a file, and paths too long for any system."""
    names = set(names)
    for name in names:
        folders = {str(folder) for folder in PurePosixPath(name).parents}
        if len(name) > _LONGEST_PATH or folders & names:
            raise ResponseError(f"The server names a file {name[:_LONGEST]!r}, which cannot be.")


_LONGEST_PATH = 1_000


def _name(asset: Asset) -> str:
    """Return what an asset is called, which is the last part of where it is."""
    return _checked(_path(asset).rstrip("/").rpartition("/")[2])


def _path(asset: Asset) -> str:
    # Nothing is unquoted: servers write paths into these addresses as they are.
    try:
        return urlsplit(asset.data_uri).path
    except ValueError as error:
        raise ResponseError(f"{asset.data_uri!r} is no address of a file ({error}).") from error


def _relative(file: str, asset: Asset) -> str:
    """Return the path of a file in an asset; servers give it from their own root."""
    folder = _path(asset)
    on_windows = PureWindowsPath(folder[1:]).drive
    kind = PureWindowsPath if on_windows else PurePosixPath
    path = kind(file)
    if path.is_absolute():
        try:
            path = path.relative_to(folder[1:] if on_windows else folder)
        except ValueError:
            raise ResponseError(f"{file!r} is not in the folder {asset.data_uri!r}.") from None
    return _checked(path.as_posix())


def _checked(name: str) -> str:
    """Return the name of a file that comes from elsewhere, if it is one and leads nowhere else."""
    parts = name.split("/")
    windows = PureWindowsPath(name)
    leads_away = {"", ".", ".."} & {*parts} or "\\" in name or windows.drive
    if leads_away or _UNWRITABLE.search(name) or not all(map(_fits, parts)):
        raise ResponseError(
            f"The server calls a file {name[:_LONGEST]!r}, which cannot be written safely.",
            hint="Ask whoever runs the server: it may have been tampered with.",
        )
    return name


_UNWRITABLE = re.compile("[\0-\x1f\x7f\ud800-\udfff]")
"""What no name of a file holds, or none that can be shown."""

_DEVICE = re.compile(
    r"(CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³]|CONIN\$|CONOUT\$) *([.:]|$)", re.IGNORECASE
)
"""What Windows takes for a device, with any extension."""

_LONGEST = 255
"""Bytes of a name in a folder."""

_ON_WINDOWS = os.name == "nt"


def _fits(part: str) -> bool:
    """Whether a file of that name, in a folder, is a file of that name."""
    # Windows leaves away what is at the end: ".. " would be "..".
    is_other = part.endswith((".", " ")) or ":" in part or _DEVICE.match(part)
    return len(part.encode(errors="replace")) <= _LONGEST and not (_ON_WINDOWS and is_other)


def _inside(folder: Path, name: str) -> Path:
    """Return the path of a file in a folder, unless a link leads out of it."""
    path = folder / name
    if not path.parent.resolve().is_relative_to(folder.resolve()):
        raise ResponseError(f"{name!r} would be written outside of {str(folder)!r}, by a link.")
    return path


def _total(assets: Iterable[Asset]) -> int | None:
    sizes = [asset.size for asset in assets]
    return None if None in sizes else sum(size for size in sizes if size is not None)
