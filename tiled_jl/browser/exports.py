"""A node written to a file: in which formats, under which name, and which part of it."""

from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO

from tiled_jl.browser.failures import RequestError
from tiled_jl.browser.messages import (
    ExportFormat,
    ExportOptions,
    ExportOptionsResult,
    Place,
    StartTransfer,
    say,
)
from tiled_jl.browser.opened import Node, Opened

if TYPE_CHECKING:
    from tiled_jl.clients.base import BaseClient

NAME_BYTES = 200
"""File systems take 255; the rest is for an extension and a number."""

_UNFIT = re.compile(r'[\x00-\x1f/\\:*?"<>|]+')
"""What some file system does not take in a name."""


def export_options(opened: Opened, request: ExportOptions) -> ExportOptionsResult:
    """Say how a node can be written to a file."""
    return opened.read(request.server, request.path, _options)


def write(opened: Opened, request: StartTransfer, file: BinaryIO) -> None:
    """Write a node, or a part of it, to a file."""
    opened.read(request.server, request.path, lambda node: _write(node, request, file))


def folder_of(request: StartTransfer) -> Path:
    """Return the folder that Jupyter means: its root is where this kernel was started.

    Raises
    ------
    RequestError
        If there is no such folder here.
    """
    parts = PurePosixPath(request.folder).parts
    folder = Path.cwd().joinpath(*(part for part in parts if part != "/"))
    if ".." in parts or not folder.is_dir():
        raise RequestError(
            "not_found",
            say("The kernel of the browser has no folder “%1”.", request.folder),
            say(
                "Open another folder in the file browser. A kernel on another machine writes there."
            ),
        )
    return folder


def extension_of(opened: Opened, request: StartTransfer) -> str:
    """Return the extension of the file that is asked for.

    Raises
    ------
    RequestError
        If the server does not give the node in that format.
    """
    formats = opened.read(request.server, request.path, lambda node: formats_of(node.client))
    for each in formats:
        if each.media_type == request.format:
            return each.extension
    raise RequestError(
        "bad_request",
        say("The server does not export this node as %1.", request.format),
        say("Choose another format."),
    )


def file_name(name: str, extension: str) -> str:
    """Return a name that every file system takes.

    Examples
    --------
    >>> file_name("a/b?c#d%20é", "csv"), file_name("scan.csv", "csv"), file_name("..", "h5")
    ('a_b_c#d%20é.csv', 'scan.csv', 'data.h5')
    """
    plain = _UNFIT.sub("_", name).strip(" .")
    plain = (
        plain.removesuffix(f".{extension}")
        .encode(errors="replace")[:NAME_BYTES]
        .decode(errors="ignore")
    )
    return f"{plain or 'data'}.{extension}"


def names_like(path: Path) -> Iterator[Path]:
    """Yield a path, and then others in the same folder that are numbered.

    Examples
    --------
    >>> names = names_like(Path("scan.csv"))
    >>> next(names).name, next(names).name, next(names).name
    ('scan.csv', 'scan-2.csv', 'scan-3.csv')
    """
    yield path
    number = 2
    while True:
        yield path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1


def claim(path: Path) -> Path:
    """Make an empty file, of the first name like this that no file has, and return its path."""
    for each in names_like(path):
        try:
            os.close(os.open(each, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        except FileExistsError:
            continue
        return each
    raise AssertionError("There is always another name.")


def _options(node: Node) -> ExportOptionsResult:
    path = node.item.path_parts
    return ExportOptionsResult(
        name=path[-1] if path else "data",
        formats=formats_of(node.client),
        columns=list(getattr(node.item.structure, "columns", ())),
    )


def formats_of(client: BaseClient) -> list[ExportFormat]:
    """Return the formats in which the server gives a node, as it lists them."""
    extensions: dict[str, str] = {}
    for extension, media_type in client.extensions.items():
        extensions.setdefault(media_type, extension)
    return [
        ExportFormat(media_type=each, extension=extensions.get(each) or _usual_extension(each))
        for each in client.formats
    ]


def _usual_extension(media_type: str) -> str:
    return (mimetypes.guess_extension(media_type.partition(";")[0]) or ".bin")[1:]


def _write(node: Node, request: StartTransfer, file: BinaryIO) -> None:
    # What an attempt that failed may have left.
    file.seek(0)
    file.truncate()
    client: Any = node.client
    part: dict[str, Any] = {}
    if request.at and node.item.structure_family == "array":
        part["slice"] = tuple(map(_index, request.at))
    elif request.columns is not None and node.item.structure_family == "table":
        part["columns"] = request.columns
    try:
        client.export(file, format=request.format, **part)
    except IndexError as failure:
        raise RequestError(
            "bad_request",
            say("There is no such part of the array now."),
            say("Open the node again: it may have been replaced."),
            f"{failure}",
        ) from failure


def _index(place: Place) -> int | slice:
    if isinstance(place, tuple):
        return slice(*place)
    return slice(None) if place is None else place
