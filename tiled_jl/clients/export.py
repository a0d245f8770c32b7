"""A node as a file, in one of the formats that the server offers for it."""

from __future__ import annotations

import errno
import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from tiled_jl.atomic import replacing, sweep
from tiled_jl.documents import Item, route
from tiled_jl.transport.request import Request

if TYPE_CHECKING:
    from tiled_jl.context import Context

File = str | os.PathLike[str] | BinaryIO

_ROUTES = {"sparse": "array/full"}
"""Where to ask for the nodes of a family, if not where its name says."""


class Exporting:
    """The part of `BaseClient` that makes files of a node."""

    _context: Context
    _item: Item

    @property
    def formats(self) -> list[str]:
        """The media types in which the server gives it.

        Examples
        --------
        >>> "image/tiff" in client["examples/detector"].formats
        True
        """
        offered = self._context.server_info.formats
        return list(dict.fromkeys(each for kind in self._kinds for each in offered.get(kind, ())))

    @property
    def extensions(self) -> dict[str, str]:
        """The media types of `formats`, by the extensions of files in them.

        Examples
        --------
        >>> client["examples/detector"].extensions["tiff"]
        'image/tiff'
        """
        offered, aliases = self.formats, self._context.server_info.aliases
        extensions: dict[str, str] = {}
        for kind in self._kinds:
            for media_type, short in aliases.get(kind, {}).items():
                if media_type in offered:
                    extensions |= {each: media_type for each in short if each not in extensions}
        return extensions

    def export(self, filepath_or_buffer: File, *, format: str | None = None) -> None:  # noqa: A002
        """Write it to a file, in one of the formats that the server offers.

        Parameters
        ----------
        filepath_or_buffer : str, path or binary file
            Where to. A file appears, or replaces the one that there is, once it is whole.
        format : str, optional
            A media type of `formats`, perhaps with parameters, or the extension of one; by default
            as the extension of the file says.

        Raises
        ------
        ValueError
            If the server does not offer that format.
        TooLarge
            If it is more than the server gives at once.

        Examples
        --------
        >>> import io
        >>> buffer = io.BytesIO()
        >>> client["examples/spectrum"].export(buffer, format="csv")
        >>> buffer.getvalue()[:12]
        b'energy,I0,mu'
        """
        self._export(filepath_or_buffer, format)

    def _export(
        self,
        file: File,
        format: str | None,  # noqa: A002
        params: Sequence[tuple[str, str]] = (),
        *,
        parts: str = "",
        names: Iterable[str] | None = None,
    ) -> None:
        """Write it to a file.

        Parameters
        ----------
        file, format
            As of `export`.
        params : sequence of (str, str), optional
            Of the request.
        parts : str, optional
            The parameter that chooses parts of the node.
        names : iterable of str, optional
            The parts to choose; by default all.
        """
        media_type = self._media_type(_extension(file) if format is None else format)
        family = self._item.structure_family or ""
        request = Request(
            route(_ROUTES.get(family, f"{family}/full"), self._item.path_parts),
            (*params, ("format", media_type)),
            accept=media_type.partition(";")[0].strip(),
        )
        if names is not None:
            request = request.choosing(parts, list(names))
        if isinstance(file, str | os.PathLike):
            sweep(Path(file).parent)
        with opened(file) as target:
            self._context.session.stream_to(request, target)

    def _media_type(self, format: str) -> str:  # noqa: A002
        """Return the media type of a format, perhaps with parameters; ValueError if not offered."""
        offered = self.formats
        if format.partition(";")[0].strip() in offered:
            return format
        extension = format.removeprefix(".").lower()
        extensions = self.extensions
        if extension in extensions:
            return extensions[extension]
        raise ValueError(
            f"The server does not export {self!r} as {format!r}, but as: "
            f"{', '.join([*extensions, *offered]) or 'nothing'}."
        )

    @property
    def _kinds(self) -> list[str]:
        """What the server may know formats for, the most special first."""
        return [*(spec.name for spec in self._item.specs), self._item.structure_family or ""]


def names_of(names: Iterable[str], what: str) -> list[str]:
    """Return the names of parts that are wanted.

    Raises
    ------
    TypeError
        If it is a single string, or not strings.
    ValueError
        If there are none.
    """
    found = [] if isinstance(names, str) else list(names)
    if isinstance(names, str) or not all(isinstance(name, str) for name in found):
        raise TypeError(f"{what} is a list of names, not {names!r}")
    if not found:
        raise ValueError(f"Name at least one of the {what}, or leave them out to have all.")
    return found


@contextmanager
def opened(file: File) -> Iterator[BinaryIO]:
    """Open a file to be written, so that it holds all in the end or is as it was before.

    Parameters
    ----------
    file : str, path or binary file
        Of a path, the folder has to exist.
    """
    if isinstance(file, str | os.PathLike):
        path = Path(file)
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        with replacing(path) as target:
            yield target
        return
    _check_binary(file)
    if file.seekable():
        yield file
        return
    # What has been written there cannot be taken back: first gather all of it elsewhere.
    with tempfile.TemporaryFile() as gathered:
        yield gathered
        gathered.seek(0)
        shutil.copyfileobj(gathered, file)


def _check_binary(file: Any) -> None:
    if isinstance(file, io.TextIOBase) or not hasattr(file, "write"):
        raise TypeError(f"a path, or a file open for writing in binary mode, not {file!r}")


def _extension(file: File) -> str:
    extension = Path(file).suffix if isinstance(file, str | os.PathLike) else ""
    if not extension:
        raise ValueError("Say in which format, such as format='csv': the file has no extension.")
    return extension
