"""Why a request failed."""

from __future__ import annotations

from typing import Literal

from tiled_jl.browser.messages.wire import Message
from tiled_jl.browser.messages.words import Words

ErrorCode = Literal[
    "bad_request",
    "unknown_server",
    "not_a_tiled_server",
    "unauthorized",
    "expired",
    "forbidden",
    "not_found",
    "server_error",
    "unreachable",
    "timeout",
    "bad_response",
    "not_yet",
    "cancelled",
    "internal",
]
"""What went wrong, for a program; the words for a person are in the error's message and hint."""


class Error(Message):
    """What happened, what to do, and whether asking again may help."""

    code: ErrorCode
    message: Words | str
    """A text for a page of another version, which may not know `Words`."""
    hint: Words | str | None = None
    detail: str = ""
    """What a program said of it, in English: for whoever looks closer."""
    retryable: bool = False
    request_id: str | None = None
