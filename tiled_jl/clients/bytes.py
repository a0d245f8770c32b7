"""Files as they are, in which the server sees nothing but bytes."""

from __future__ import annotations

from functools import partial

from tiled_jl.clients.assets import named
from tiled_jl.clients.base import BaseClient
from tiled_jl.errors import NoSuchKey
from tiled_jl.storage import Asset
from tiled_jl.structures import BytesStructure
from tiled_jl.transport.gather import gather


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
        return list(self._downloads(self._assets()))

    @property
    def sizes(self) -> dict[str, int | None]:
        """Bytes in each file or folder, as the server has noted them; None where it has not."""
        return {name: asset.size for name, asset in named(self._assets()).items()}

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
        downloads = self._downloads(self._assets())
        if name is not None and name not in downloads:
            raise NoSuchKey(
                f"There is no file {name!r} in {self._name}.",
                hint=f"There are: {', '.join(map(repr, list(downloads)[:50]))}.",
            )
        wanted = list(downloads.values()) if name is None else [downloads[name]]
        fetch = self._context.session.fetch
        replies = gather([partial(fetch, request) for request in wanted])
        return b"".join(reply.body for reply in replies)

    def _assets(self) -> list[Asset]:
        """Return its files and folders in their order."""
        assets = [asset for source in self.data_sources() for asset in source.assets]
        return sorted(assets, key=lambda asset: asset.num or 0)

    def _facts(self) -> dict[str, str]:
        facts = super()._facts()
        if self.item.get("attributes", {}).get("data_sources"):
            facts["files"] = ", ".join(named(self._assets()))
        return facts
