"""Files as they are."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from tiled_jl.browser.messages.wire import Message, Request
from tiled_jl.browser.messages.words import Words

FileKind = Literal["image", "text", "json", "binary"]


class FileEntry(Message):
    """A file, before anything of it was read."""

    name: str
    size: int | None


class FileResult(Message):
    """A file, as far as it can be shown without running anything that is in it.

    For an ``image``, buffer 0 holds the file.
    """

    name: str
    size: int | None
    """In bytes; None where the server does not say and the file was not read to its end."""
    type: list[Words]
    """What the first bytes say that it is."""
    media_type: str
    kind: FileKind
    text: str = ""
    """The text, or for ``binary`` the first bytes in hexadecimal."""
    value: Any = None
    """What ``json`` says, of bounded size."""
    partial: Words | None = None


class ReadFile(Request[FileResult]):
    """Read the beginning of a file, or all of it where it is a small image."""

    method: ClassVar[str] = "preview.file"
    server: str
    path: list[str]
    name: str
