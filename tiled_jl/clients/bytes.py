"""Files as they are, in which the server sees nothing but bytes."""

from __future__ import annotations

import io
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from tiled_jl.clients.assets import named
from tiled_jl.clients.base import BaseClient
from tiled_jl.errors import NoSuchKey
from tiled_jl.storage import Asset
from tiled_jl.structures import BytesStructure
from tiled_jl.transport.gather import gather

if TYPE_CHECKING:
    from typing_extensions import Buffer

    from tiled_jl.transport.request import Request


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
        fetch = self._context.session.fetch
        replies = gather([partial(fetch, request) for request in self._wanted(name)])
        return b"".join(reply.body for reply in replies)

    def beginning(self, nbytes: int, name: str | None = None) -> bytes:
        """Read the first bytes of a file, however large it is.

        Parameters
        ----------
        nbytes : int
            How many, at most. Somewhat more may travel.
        name : str, optional
            One of `names`; by default the first.

        Returns
        -------
        bytes
            Fewer where the file is shorter.

        Raises
        ------
        KeyError
            If there is no such file (as `NoSuchKey`).
        ValueError
            If the number is negative.

        Examples
        --------
        >>> client["files/logbook"].beginning(5)
        b'06:00'
        """
        if nbytes < 0:
            raise ValueError(f"nbytes is a number of bytes, not {nbytes}")
        wanted = self._wanted(name)[:1]
        start = _Beginning(nbytes)
        if wanted and nbytes:
            with suppress(_FullError):
                self._context.session.stream_to(wanted[0], start)
        return bytes(start.kept)

    def _wanted(self, name: str | None) -> list[Request]:
        """Return what to ask for, for a file or for all."""
        downloads = self._downloads(self._assets())
        if name is None:
            return list(downloads.values())
        if name not in downloads:
            raise NoSuchKey(
                f"There is no file {name!r} in {self._name}.",
                hint=f"There are: {', '.join(map(repr, list(downloads)[:50]))}.",
            )
        return [downloads[name]]

    def _assets(self) -> list[Asset]:
        """Return its files and folders in their order."""
        assets = [asset for source in self.data_sources() for asset in source.assets]
        return sorted(assets, key=lambda asset: asset.num or 0)

    def _facts(self) -> dict[str, str]:
        facts = super()._facts()
        if self.item.get("attributes", {}).get("data_sources"):
            facts["files"] = ", ".join(named(self._assets()))
        return facts


class _FullError(Exception):
    """As many bytes came as were wanted."""


class _Beginning(io.BytesIO):
    """A file that ends its download once it holds enough."""

    def __init__(self, nbytes: int) -> None:
        super().__init__()
        self._nbytes = nbytes
        self.kept = b""
        """The first bytes, which stay when the download is given up."""

    def write(self, piece: Buffer) -> int:
        count = super().write(piece)
        self.kept = self.getvalue()[: self._nbytes]
        if len(self.kept) == self._nbytes:
            raise _FullError
        return count
