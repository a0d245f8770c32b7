"""The end of a preview."""

from __future__ import annotations

from typing import ClassVar

from tiled_jl.browser.messages.wire import Message, Request


class Closed(Message):
    """Nothing is kept of a node any more."""


class ClosePreview(Request[Closed]):
    """Say that a preview is over, so that what was read for it need not be kept."""

    method: ClassVar[str] = "preview.close"
    server: str
    path: list[str] = []
